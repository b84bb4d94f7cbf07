/** Dense LU in double-double arithmetic: for systems that double precision cannot factor to a single digit. */
import { DoubledSum } from "./doubled.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";

/** Most unknowns that are factored so: the time grows as n³, some twenty operations each. */
export const MOST_DOUBLED = 400;

/** Factors P A = L U, each entry high + low. */
export interface DoubledFactors {
  readonly n: number;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly rows: Int32Array;
}

/** Factor A with partial pivoting; null when a pivot is exactly 0. */
export function factorDoubled(A: DoubledSparse): DoubledFactors | null {
  const { n } = A;
  const [high, low] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let r = 0; r < n; r++) {
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      high[r * n + A.columns[e]] = A.values[e];
      if (A.low) low[r * n + A.columns[e]] = A.low[e];
    }
  }
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const sum = new DoubledSum();
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(high[i * n + k]) > Math.abs(high[p * n + k])) p = i;
    if (!(Math.abs(high[p * n + k]) > 0)) return null;
    if (p !== k) exchange(n, high, low, rows, k, p);
    for (let i = k + 1; i < n; i++) {
      const at = i * n + k;
      if (high[at] === 0) continue;
      sum.set(high[at], low[at]).divide(high[k * n + k], low[k * n + k]);
      const [f, g] = [sum.high, sum.low];
      high[at] = f;
      low[at] = g;
      for (let j = k + 1; j < n; j++) {
        const u = high[k * n + j];
        if (u === 0) continue;
        const to = i * n + j;
        sum.set(high[to], low[to]).addProductOfPairs(-f, -g, u, low[k * n + j]);
        high[to] = sum.high;
        low[to] = sum.low;
      }
    }
  }
  return { n, high, low, rows };
}

function exchange(n: number, high: Float64Array, low: Float64Array, rows: Int32Array, k: number, p: number): void {
  for (const a of [high, low]) for (let j = 0; j < n; j++) [a[k * n + j], a[p * n + j]] = [a[p * n + j], a[k * n + j]];
  [rows[k], rows[p]] = [rows[p], rows[k]];
}

/** x with A x = b, rounded once. */
export function solveDoubled({ n, high, low, rows }: DoubledFactors, b: Float64Array): Float64Array {
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const sum = new DoubledSum();
  for (let i = 0; i < n; i++) {
    sum.set(b[rows[i]]);
    for (let j = 0; j < i; j++) sum.addProductOfPairs(-high[i * n + j], -low[i * n + j], x[j], y[j]);
    [x[i], y[i]] = [sum.high, sum.low];
  }
  for (let i = n - 1; i >= 0; i--) {
    sum.set(x[i], y[i]);
    for (let j = i + 1; j < n; j++) sum.addProductOfPairs(-high[i * n + j], -low[i * n + j], x[j], y[j]);
    sum.divide(high[i * n + i], low[i * n + i]);
    [x[i], y[i]] = [sum.high, sum.low];
  }
  return x;
}

/** x with Aᵀ x = b, rounded once. */
export function solveDoubledTransposed({ n, high, low, rows }: DoubledFactors, b: Float64Array): Float64Array {
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const sum = new DoubledSum();
  for (let i = 0; i < n; i++) {
    sum.set(b[i]);
    for (let j = 0; j < i; j++) sum.addProductOfPairs(-high[j * n + i], -low[j * n + i], x[j], y[j]);
    sum.divide(high[i * n + i], low[i * n + i]);
    [x[i], y[i]] = [sum.high, sum.low];
  }
  const out = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    sum.set(x[i], y[i]);
    for (let j = i + 1; j < n; j++) sum.addProductOfPairs(-high[j * n + i], -low[j * n + i], x[j], y[j]);
    [x[i], y[i]] = [sum.high, sum.low];
    out[rows[i]] = x[i];
  }
  return out;
}
