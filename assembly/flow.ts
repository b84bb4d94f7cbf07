/**
 * Flows: dx/dt = Σ_k c_k(t) M_k x on the real coordinates of one state.
 *
 * A matrix is stored in two parts that add up. Entries whose neighbours lie along a diagonal form runs, which need no
 * index per entry and use full-width products; the rest is stored by rows.
 *
 *   rows   rowStart i32[n + 1], columns i32[], values f64[]
 *   runs   runs i32[3 · runCount]: (row, column, length);  runValues f64[]: the values of all runs, one after the other
 *          run entry q multiplies x[column + q] into y[row + q]
 *
 * Order of summation: rows first, by column; then the runs in their order. Vectors are f64[n].
 */
import { expectApart, expectSize } from "./contract";

// @ts-ignore: decorator
@inline
function multiplyRows(n: i32, rowStart: usize, columns: usize, values: usize, x: usize, y: usize, factor: f64, add: bool): void {
  let e = <usize>load<i32>(rowStart);
  const last = y + (<usize>n << 3);
  for (; y < last; y += 8) {
    rowStart += 4;
    const end = <usize>load<i32>(rowStart);
    let sum: f64 = 0;
    for (; e < end; e++) sum += load<f64>(values + (e << 3)) * load<f64>(x + (<usize>load<i32>(columns + (e << 2)) << 3));
    store<f64>(y, add ? load<f64>(y) + factor * sum : factor * sum);
  }
}

// @ts-ignore: decorator
@inline
function multiplyRuns(runCount: i32, runs: usize, values: usize, x: usize, y: usize, factor: f64): void {
  const wide = f64x2.splat(factor);
  const end = runs + <usize>runCount * 12;
  for (; runs < end; runs += 12) {
    let to = y + (<usize>load<i32>(runs) << 3);
    let from = x + (<usize>load<i32>(runs, 4) << 3);
    const length = <usize>load<i32>(runs, 8);
    assert(load<i32>(runs) >= 0 && load<i32>(runs, 4) >= 0 && load<i32>(runs, 8) >= 0, "A run must stand inside the matrix.");
    const pairs = values + ((length >> 1) << 4);
    const eights = values + ((length >> 3) << 6);
    for (; values < eights; values += 64) {
      const a = f64x2.mul(f64x2.mul(wide, v128.load(values)), v128.load(from));
      const b = f64x2.mul(f64x2.mul(wide, v128.load(values, 16)), v128.load(from, 16));
      const c = f64x2.mul(f64x2.mul(wide, v128.load(values, 32)), v128.load(from, 32));
      const d = f64x2.mul(f64x2.mul(wide, v128.load(values, 48)), v128.load(from, 48));
      v128.store(to, f64x2.add(v128.load(to), a));
      v128.store(to, f64x2.add(v128.load(to, 16), b), 16);
      v128.store(to, f64x2.add(v128.load(to, 32), c), 32);
      v128.store(to, f64x2.add(v128.load(to, 48), d), 48);
      to += 64;
      from += 64;
    }
    for (; values < pairs; values += 16) {
      const product = f64x2.mul(f64x2.mul(wide, v128.load(values)), v128.load(from));
      v128.store(to, f64x2.add(v128.load(to), product));
      to += 16;
      from += 16;
    }
    if (length & 1) {
      store<f64>(to, load<f64>(to) + factor * load<f64>(values) * load<f64>(from));
      values += 8;
    }
  }
}

/** y ← factor · M x, or y ← y + factor · M x (`write` as in abi.ts). y must not overlap x. */
export function flowApply(
  n: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  runCount: i32,
  runs: usize,
  runValues: usize,
  x: usize,
  y: usize,
  factor: f64,
  write: i32,
): void {
  expectSize(n);
  expectSize(runCount);
  expectApart(x, y, <usize>n << 3);
  multiplyRows(n, rowStart, columns, values, x, y, factor, write == 1);
  multiplyRuns(runCount, runs, runValues, x, y, factor);
}

/**
 * y ← y + M x for a matrix in slices of four rows, whose entries stand side by side: four sums run at once where one would wait for itself.
 * Slice s has wide quads, whose four entries lie along a diagonal and meet four neighbours in x, and after them loose ones.
 *
 *   starts i32[2 · slices + 1]: quads before the wide ones of slice s at 2s, before its loose ones at 2s + 1
 *   offsets i32[]: 8 · column of the first row for a wide quad, of each of the four rows for a loose one;  values f64[4 · quads]
 *   entry k of a quad belongs to row 4s + k; places without an entry are filled up with 0 · x
 *
 * Order of summation: y itself, then the quads as they are stored. x and y hold 4 · slices values.
 */
export function flowSlices(slices: i32, starts: usize, offsets: usize, values: usize, x: usize, y: usize): void {
  expectSize(slices);
  expectApart(x, y, <usize>slices << 5);
  const last = y + (<usize>slices << 5);
  let quad = values;
  for (; y < last; y += 32) {
    const loose = values + (<usize>load<i32>(starts, 4) << 5);
    const stop = values + (<usize>load<i32>(starts, 8) << 5);
    starts += 8;
    let low = v128.load(y);
    let high = v128.load(y, 16);
    for (; quad < loose; quad += 32) {
      const from = x + <usize>load<u32>(offsets);
      low = f64x2.add(low, f64x2.mul(v128.load(quad), v128.load(from)));
      high = f64x2.add(high, f64x2.mul(v128.load(quad, 16), v128.load(from, 16)));
      offsets += 4;
    }
    for (; quad < stop; quad += 32) {
      const a = v128.load_lane<f64>(x + <usize>load<u32>(offsets, 4), v128.load_zero<f64>(x + <usize>load<u32>(offsets)), 1);
      const b = v128.load_lane<f64>(x + <usize>load<u32>(offsets, 12), v128.load_zero<f64>(x + <usize>load<u32>(offsets, 8)), 1);
      low = f64x2.add(low, f64x2.mul(v128.load(quad), a));
      high = f64x2.add(high, f64x2.mul(v128.load(quad, 16), b));
      offsets += 16;
    }
    v128.store(y, low);
    v128.store(y, high, 16);
  }
}

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

/** Number of f64 values of scratch that `flowRk4` needs. */
export function flowRk4Scratch(n: f64): f64 {
  return 3 * n;
}

/**
 * `steps` classical Runge–Kutta steps of length dt for one constant M, in place on x.
 *
 * scratch:  k (n) | stage (n) | sum (n)
 */
export function flowRk4(
  steps: i32,
  dt: f64,
  n: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  runCount: i32,
  runs: usize,
  runValues: usize,
  x: usize,
  scratch: usize,
): void {
  expectSize(steps);
  expectApart(x, scratch, <usize>n << 3);
  const k = scratch;
  const stage = scratch + (<usize>n << 3);
  const sum = stage + (<usize>n << 3);
  for (let s = 0; s < steps; s++) {
    flowApply(n, rowStart, columns, values, runCount, runs, runValues, x, k, 1, 0);
    combineOne(n, dt / 6, k, x, sum);
    combineOne(n, dt / 2, k, x, stage);
    flowApply(n, rowStart, columns, values, runCount, runs, runValues, stage, k, 1, 0);
    combineOne(n, dt / 3, k, sum, sum);
    combineOne(n, dt / 2, k, x, stage);
    flowApply(n, rowStart, columns, values, runCount, runs, runValues, stage, k, 1, 0);
    combineOne(n, dt / 3, k, sum, sum);
    combineOne(n, dt, k, x, stage);
    flowApply(n, rowStart, columns, values, runCount, runs, runValues, stage, k, 1, 0);
    combineOne(n, dt / 6, k, sum, x);
  }
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
