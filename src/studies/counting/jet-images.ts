/** Products of the matrices of a series with states, and sums of states with complex factors. */
import { multiplySparse, type SparseReal } from "../../numerics/envelope.ts";

/** Adds M_j x to `out`; false where M_j is 0. */
export type AddImage = (j: number, x: Float64Array, out: Float64Array) => boolean;

export function ofSparse(M: readonly (SparseReal | null)[]): AddImage {
  return (j, x, out) => {
    const A = M[j];
    if (!A) return false;
    const { n, rowStart, columns, values } = A;
    for (let r = 0; r < n; r++) {
      let sum = 0;
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * x[columns[e]];
      out[r] += sum;
    }
    return true;
  };
}

/** out ← factor · Σ M x, and sum ← sum + out. */
export function addScaledImages(
  products: readonly { readonly M: SparseReal; readonly x: Float64Array }[],
  factor: number,
  out: Float64Array,
  sum: Float64Array,
): void {
  out.fill(0);
  for (const { M, x } of products) {
    const { n, rowStart, columns, values } = M;
    for (let r = 0; r < n; r++) {
      let own = 0;
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) own += values[e] * x[columns[e]];
      out[r] += own;
    }
  }
  for (let q = 0; q < out.length; q++) {
    out[q] *= factor;
    sum[q] += out[q];
  }
}

export function ofDense(M: readonly (Float64Array | null)[]): AddImage {
  return (j, x, out) => {
    const A = M[j];
    if (!A) return false;
    const n = x.length;
    for (let r = 0; r < n; r++) {
      let sum = 0;
      for (let c = 0; c < n; c++) sum += A[r * n + c] * x[c];
      out[r] += sum;
    }
    return true;
  };
}

export function dotFrom(f: Float64Array, x: Float64Array, from: number): number {
  let sum = 0;
  for (let q = 0; q < f.length; q++) sum += f[q] * x[from + q];
  return sum;
}

/** Add (re + i·im)·x to `sum`; im is 0 for real states. */
export function addMultiple(sum: Float64Array, x: Float64Array, re: number, im: number): void {
  if (im === 0) {
    for (let q = 0; q < x.length; q++) sum[q] += re * x[q];
    return;
  }
  const n = x.length / 2;
  for (let q = 0; q < n; q++) {
    sum[q] += re * x[q] - im * x[n + q];
    sum[n + q] += re * x[n + q] + im * x[q];
  }
}

/** M x for a matrix that may be absent. */
export function imageOf(M: SparseReal | null, x: Float64Array): Float64Array {
  return M ? multiplySparse(M, x) : new Float64Array(x.length);
}
