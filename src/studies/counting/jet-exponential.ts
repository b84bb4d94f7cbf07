/** exp(t L(s)) by powers of the counting fields, as dense matrices: Taylor sums of a fraction of t, then squared. */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import { realProductInto } from "../../numerics/product.ts";
import type { JetShape } from "./jet-algebra.ts";

/** Terms of a Taylor sum of norm one at most, to rounding. */
export const TAYLOR = 18;

type MatrixJet = readonly (Float64Array | null)[];

/** The matrices (n × n, row-major) of exp(t Σ_j s^j L_j), one per kept power; null stands for 0. */
export function denseExponential(n: number, shape: JetShape, L: readonly (SparseReal | null)[], time: number): MatrixJet {
  const dense = L.map((M) => (M ? denseScaled(M, time) : null));
  if (dense.every((M, k) => k === 0 || !M)) return dense.map((M, k) => (k === 0 ? expmReal(n, M ?? new Float64Array(n * n)) : null));
  let size = L.reduce((sum, M) => sum + (M ? time * norm1(M) : 0), 0);
  let squarings = 0;
  for (; size > 0.5; size /= 2) squarings++;
  let scale = 1;
  for (let k = 0; k < squarings; k++) scale /= 2;
  const A = dense.map((M) => M?.map((value) => value * scale) ?? null);
  let term: MatrixJet = A.map((_, k) => (k === 0 ? identityOf(n) : null));
  let sum: MatrixJet = term;
  for (let m = 1; m <= TAYLOR; m++) {
    term = product(n, shape, A, term, 1 / m);
    const next = term;
    sum = sum.map((M, k) => added(M, next[k]));
  }
  for (let k = 0; k < squarings; k++) sum = product(n, shape, sum, sum, 1);
  return sum;
}

function added(A: Float64Array | null, B: Float64Array | null): Float64Array | null {
  return A && B ? A.map((value, e) => value + B[e]) : (A ?? B);
}

function product(n: number, { products }: JetShape, A: MatrixJet, B: MatrixJet, factor: number): MatrixJet {
  const out: (Float64Array | null)[] = A.map(() => null);
  const one = new Float64Array(n * n);
  for (const [i, j, k] of products) {
    const [left, right] = [A[i], B[j]];
    if (!left || !right) continue;
    realProductInto(n, n, n, left, right, one);
    out[k] ??= new Float64Array(n * n);
    const target = out[k];
    for (let e = 0; e < one.length; e++) target[e] += factor * one[e];
  }
  return out;
}

function identityOf(n: number): Float64Array {
  const M = new Float64Array(n * n);
  for (let i = 0; i < n; i++) M[i * n + i] = 1;
  return M;
}

function denseScaled({ n, rowStart, columns, values }: SparseReal, factor: number): Float64Array {
  const M = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) M[r * n + columns[e]] = factor * values[e];
  return M;
}
