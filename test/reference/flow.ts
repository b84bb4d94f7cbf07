/** Twins of assembly/flow.ts, slices.ts and operators.ts: the same operations in the same order on typed arrays. */

/** A matrix in slices of four rows. */
export interface PlainFlow {
  readonly n: number;
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
  readonly values: Float64Array;
}

/** Each row's sum, which begins with `begin`, over its places in the quads: wide ones, then loose ones. */
function sumsOf({ n, starts, offsets, values }: PlainFlow, x: Float64Array, begin: (row: number) => number): Float64Array {
  const sums = Float64Array.from({ length: n }, (_, row) => begin(row));
  let at = 0;
  for (let slice = 0; 4 * slice < n; slice++) {
    for (let quad = starts[2 * slice]; quad < starts[2 * slice + 2]; quad++) {
      const wide = quad < starts[2 * slice + 1];
      for (let k = 0; k < 4 && 4 * slice + k < n; k++)
        sums[4 * slice + k] += values[4 * quad + k] * x[wide ? offsets[at] / 8 + k : offsets[at + k] / 8];
      at += wide ? 1 : 4;
    }
  }
  return sums;
}

/** y ← factor·M x (+ y). */
export function flowApply(M: PlainFlow, x: Float64Array, y: Float64Array, factor: number, add: boolean): void {
  sumsOf(M, x, () => 0).forEach((sum, r) => {
    y[r] = add ? y[r] + factor * sum : factor * sum;
  });
}

/** y ← y + M x: each sum begins with y. */
export function flowRecurrence(M: PlainFlow, x: Float64Array, y: Float64Array): void {
  y.set(sumsOf(M, x, (row) => y[row]));
}

/** out ← base + Σ c_k v_k: four vectors at a time, summed as (c₀v₀ + c₁v₁) + (c₂v₂ + c₃v₃), then two, then one. */
export function flowCombine(c: Float64Array, vectors: readonly Float64Array[], base: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let sum = base[i];
    let k = 0;
    const pair = (j: number) => c[j] * vectors[j][i] + c[j + 1] * vectors[j + 1][i];
    for (; k + 3 < c.length; k += 4) sum += pair(k) + pair(k + 2);
    for (; k + 1 < c.length; k += 2) sum += pair(k);
    if (k < c.length) sum += c[k] * vectors[k][i];
    out[i] = sum;
  }
}

/** Even and odd places apart; an odd last place at the end. */
export function flowDot(n: number, x: Float64Array, y: Float64Array): number {
  let [even, odd] = [0, 0];
  for (let i = 0; i + 1 < n; i += 2) {
    even += x[i] * y[i];
    odd += x[i + 1] * y[i + 1];
  }
  const sum = even + odd;
  return n % 2 ? sum + x[n - 1] * y[n - 1] : sum;
}

export function flowError(n: number, e: Float64Array, a: Float64Array, b: Float64Array, rtol: number, atol: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const ratio = e[i] / (atol + rtol * Math.max(Math.abs(a[i]), Math.abs(b[i])));
    sum += ratio * ratio;
  }
  return Math.sqrt(sum / n);
}

/** Classical Runge–Kutta: ((x + h/6 k₁) + h/3 k₂) + h/3 k₃ + h/6 k₄ in this order. */
export function flowRk4(M: PlainFlow, steps: number, h: number, x: Float64Array): void {
  const k = new Float64Array(M.n);
  const shifted = (c: number) => x.map((v, i) => v + c * k[i]);
  for (let s = 0; s < steps; s++) {
    let argument = x.slice();
    let sum = x.slice();
    for (const [weight, node] of [
      [h / 6, h / 2],
      [h / 3, h / 2],
      [h / 3, h],
      [h / 6, 0],
    ]) {
      flowApply(M, argument, k, 1, false);
      sum = sum.map((v, i) => v + weight * k[i]);
      argument = shifted(node);
    }
    x.set(sum);
  }
}

export function flowSeries(
  steps: number,
  n: number,
  P: Float64Array,
  x: Float64Array,
  count: number,
  F: Float64Array,
  out: Float64Array,
): void {
  for (let s = 0; s < steps; s++) {
    x.set(x.map((_, i) => flowDot(n, P.subarray(i * n, i * n + n), x)));
    for (let f = 0; f < count; f++) out[s * count + f] = flowDot(n, F.subarray(f * n, f * n + n), x);
  }
}

/** Modified Gram–Schmidt, twice. */
export function flowOrthogonalise(n: number, j: number, basis: Float64Array, h: Float64Array): number {
  const v = basis.subarray(j * n, j * n + n);
  h.fill(0, 0, j);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < j; i++) {
      const u = basis.subarray(i * n, i * n + n);
      const c = flowDot(n, u, v);
      h[i] += c;
      for (let q = 0; q < n; q++) v[q] += -c * u[q];
    }
  }
  const norm = Math.sqrt(flowDot(n, v, v));
  h[j] = norm;
  if (norm > 0) {
    const inverse = 1 / norm;
    for (let q = 0; q < n; q++) v[q] = inverse * v[q];
  }
  return norm;
}

/** Y ← Y + S X: entry by entry; a real one adds re·x, a complex one (re·x.re − im·x.im, re·x.im + im·x.re). */
export function sparseTimesInto(
  n: number,
  rowStart: Int32Array,
  columns: Int32Array,
  values: Float64Array,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      const [re, im] = [values[2 * e], values[2 * e + 1]];
      for (let j = 0; j < n; j++) {
        const [to, from] = [2 * (i * n + j), 2 * (columns[e] * n + j)];
        y[to] += im === 0 ? re * x[from] : re * x[from] + -im * x[from + 1];
        y[to + 1] += im === 0 ? re * x[from + 1] : re * x[from + 1] + im * x[from];
      }
    }
  }
}
