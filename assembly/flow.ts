/** Vectors of the steppers of flows: linear combinations, scalar products, norms of errors, orthogonal bases; series of one small dense map. */
import { expectApart, expectSize } from "./contract";

/** out ← base + c₀ v₀ + c₁ v₁ + … with `count` vectors whose addresses are i32s at `vectors`; out may be base. */
export function flowCombine(n: i32, count: i32, coefficients: usize, vectors: usize, base: usize, out: usize): void {
  expectSize(n);
  expectSize(count);
  let k = 0;
  if (count == 0) {
    memory.copy(out, base, <usize>n << 3);
    return;
  }
  for (; k + 3 < count; k += 4) {
    combineFour(n, coefficients + (<usize>k << 3), vectors + (<usize>k << 2), base, out);
    base = out;
  }
  for (; k + 1 < count; k += 2) {
    combineTwo(n, coefficients + (<usize>k << 3), vectors + (<usize>k << 2), base, out);
    base = out;
  }
  if (k < count) combineOne(n, load<f64>(coefficients + (<usize>k << 3)), <usize>load<u32>(vectors + (<usize>k << 2)), base, out);
}

function combineFour(n: i32, coefficients: usize, vectors: usize, base: usize, out: usize): void {
  const c0 = v128.load64_splat(coefficients);
  const c1 = v128.load64_splat(coefficients, 8);
  const c2 = v128.load64_splat(coefficients, 16);
  const c3 = v128.load64_splat(coefficients, 24);
  const v0 = <usize>load<u32>(vectors);
  const v1 = <usize>load<u32>(vectors, 4);
  const v2 = <usize>load<u32>(vectors, 8);
  const v3 = <usize>load<u32>(vectors, 12);
  const wide = <usize>(n & ~1) << 3;
  for (let i: usize = 0; i < wide; i += 16) {
    const low = f64x2.add(f64x2.mul(c0, v128.load(v0 + i)), f64x2.mul(c1, v128.load(v1 + i)));
    const high = f64x2.add(f64x2.mul(c2, v128.load(v2 + i)), f64x2.mul(c3, v128.load(v3 + i)));
    v128.store(out + i, f64x2.add(v128.load(base + i), f64x2.add(low, high)));
  }
  if (n & 1) {
    const low = f64x2.extract_lane(c0, 0) * load<f64>(v0 + wide) + f64x2.extract_lane(c1, 0) * load<f64>(v1 + wide);
    const high = f64x2.extract_lane(c2, 0) * load<f64>(v2 + wide) + f64x2.extract_lane(c3, 0) * load<f64>(v3 + wide);
    store<f64>(out + wide, load<f64>(base + wide) + (low + high));
  }
}

function combineTwo(n: i32, coefficients: usize, vectors: usize, base: usize, out: usize): void {
  const c0 = v128.load64_splat(coefficients);
  const c1 = v128.load64_splat(coefficients, 8);
  const v0 = <usize>load<u32>(vectors);
  const v1 = <usize>load<u32>(vectors, 4);
  const wide = <usize>(n & ~1) << 3;
  for (let i: usize = 0; i < wide; i += 16) {
    const sum = f64x2.add(f64x2.mul(c0, v128.load(v0 + i)), f64x2.mul(c1, v128.load(v1 + i)));
    v128.store(out + i, f64x2.add(v128.load(base + i), sum));
  }
  if (n & 1) {
    const sum = f64x2.extract_lane(c0, 0) * load<f64>(v0 + wide) + f64x2.extract_lane(c1, 0) * load<f64>(v1 + wide);
    store<f64>(out + wide, load<f64>(base + wide) + sum);
  }
}

function combineOne(n: i32, c: f64, v: usize, base: usize, out: usize): void {
  const wide = <usize>(n & ~1) << 3;
  const factor = f64x2.splat(c);
  for (let i: usize = 0; i < wide; i += 16) v128.store(out + i, f64x2.add(v128.load(base + i), f64x2.mul(factor, v128.load(v + i))));
  if (n & 1) store<f64>(out + wide, load<f64>(base + wide) + c * load<f64>(v + wide));
}

/** Σ_i x_i y_i. */
export function flowDot(n: i32, x: usize, y: usize): f64 {
  expectSize(n);
  let sum = f64x2.splat(0);
  const wide = <usize>(n & ~1) << 3;
  for (let i: usize = 0; i < wide; i += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x + i), v128.load(y + i)));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (n & 1) total += load<f64>(x + wide) * load<f64>(y + wide);
  return total;
}

/** Root mean square of e_i/(atol + rtol·max(|a_i|, |b_i|)). */
export function flowError(n: i32, e: usize, a: usize, b: usize, rtol: f64, atol: f64): f64 {
  expectSize(n);
  let sum: f64 = 0;
  const last = <usize>n << 3;
  for (let i: usize = 0; i < last; i += 8) {
    const size = max(abs(load<f64>(a + i)), abs(load<f64>(b + i)));
    const ratio = load<f64>(e + i) / (atol + rtol * size);
    sum += ratio * ratio;
  }
  return sqrt(sum / <f64>n);
}

/**
 * `steps` applications of a dense row-major P (n × n) to x, in place, with functionals of the state after each:
 *
 *   out[s · count + f] = Σ_j F[f · n + j] x_j      scratch: n values
 */
export function flowSeries(steps: i32, n: i32, P: usize, x: usize, count: i32, F: usize, out: usize, scratch: usize): void {
  expectSize(steps);
  expectSize(count);
  expectApart(x, scratch, <usize>n << 3);
  const width = <usize>n << 3;
  for (let s = 0; s < steps; s++) {
    for (let i = 0; i < n; i++) store<f64>(scratch + (<usize>i << 3), flowDot(n, P + <usize>i * width, x));
    memory.copy(x, scratch, width);
    for (let f = 0; f < count; f++) {
      store<f64>(out, flowDot(n, F + <usize>f * width, x));
      out += 8;
    }
  }
}

/**
 * Orthogonalise basis vector `j` against those before it, twice (modified Gram–Schmidt), and normalise it.
 *
 *   basis f64[.][n];  h receives the j coefficients and then the norm
 *
 * Returns the norm; a vector of norm 0 is left as it is.
 */
export function flowOrthogonalise(n: i32, j: i32, basis: usize, h: usize): f64 {
  expectSize(n);
  expectSize(j);
  const width = <usize>n << 3;
  const v = basis + <usize>j * width;
  for (let i = 0; i < j; i++) store<f64>(h + (<usize>i << 3), 0);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < j; i++) {
      const u = basis + <usize>i * width;
      const c = flowDot(n, u, v);
      store<f64>(h + (<usize>i << 3), load<f64>(h + (<usize>i << 3)) + c);
      combineOne(n, -c, u, v, v);
    }
  }
  const norm = sqrt(flowDot(n, v, v));
  store<f64>(h + (<usize>j << 3), norm);
  if (norm > 0) {
    const inverse = 1 / norm;
    for (let i: usize = 0; i < width; i += 8) store<f64>(v + i, inverse * load<f64>(v + i));
  }
  return norm;
}
