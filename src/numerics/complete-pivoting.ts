/** Null spaces of small matrices by Gaussian elimination with complete pivoting. */
import { denseOf, type SparseReal } from "./envelope.ts";

/** Bases of both null spaces, and the smallest pivot that is not 0. */
export interface Elimination {
  readonly right: Float64Array[];
  readonly left: Float64Array[];
  readonly next: number;
}

/**
 * Factor P A Q = L U and read both null spaces off the factors; pivots of at most `zero` count as 0.
 *
 * Right vectors solve U₁₁ z = −U₁₂ e_j, left vectors Lᵀ(P y) = e_j, for each j beyond the rank.
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations (2013), Sec. 3.4.8.
 */
export function eliminate(A: SparseReal, zero: number): Elimination {
  const { n } = A;
  const a = denseOf(A);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const columns = Int32Array.from({ length: n }, (_, i) => i);
  let rank = 0;
  let next = 0;
  for (; rank < n; rank++) {
    const size = bringLargest(a, n, rank, rows, columns);
    if (size <= zero) break;
    next = size;
    for (let i = rank + 1; i < n; i++) {
      const factor = (a[i * n + rank] /= a[rank * n + rank]);
      if (factor === 0) continue;
      for (let j = rank + 1; j < n; j++) a[i * n + j] -= factor * a[rank * n + j];
    }
  }
  const right: Float64Array[] = [];
  const left: Float64Array[] = [];
  for (let j = rank; j < n; j++) {
    right.push(rightVector(a, n, rank, j, columns));
    left.push(leftVector(a, n, rank, j, rows));
  }
  return { right, left, next };
}

/** Exchange rows and columns so that the largest entry of the rest stands at (k, k); returns its modulus. */
function bringLargest(a: Float64Array, n: number, k: number, rows: Int32Array, columns: Int32Array): number {
  let largest = 0;
  let [p, q] = [k, k];
  for (let i = k; i < n; i++) {
    for (let j = k; j < n; j++) {
      const size = Math.abs(a[i * n + j]);
      if (size > largest) [largest, p, q] = [size, i, j];
    }
  }
  for (let j = 0; j < n; j++) [a[k * n + j], a[p * n + j]] = [a[p * n + j], a[k * n + j]];
  for (let i = 0; i < n; i++) [a[i * n + k], a[i * n + q]] = [a[i * n + q], a[i * n + k]];
  [rows[k], rows[p]] = [rows[p], rows[k]];
  [columns[k], columns[q]] = [columns[q], columns[k]];
  return largest;
}

function rightVector(a: Float64Array, n: number, rank: number, j: number, columns: Int32Array): Float64Array {
  const z = new Float64Array(n);
  z[j] = 1;
  for (let i = rank - 1; i >= 0; i--) {
    let sum = -a[i * n + j];
    for (let k = i + 1; k < rank; k++) sum -= a[i * n + k] * z[k];
    z[i] = sum / a[i * n + i];
  }
  return scatter(z, columns);
}

function leftVector(a: Float64Array, n: number, rank: number, j: number, rows: Int32Array): Float64Array {
  const w = new Float64Array(n);
  w[j] = 1;
  for (let i = rank - 1; i >= 0; i--) {
    let sum = -a[j * n + i];
    for (let k = i + 1; k < rank; k++) sum -= a[k * n + i] * w[k];
    w[i] = sum;
  }
  return scatter(w, rows);
}

function scatter(values: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(values.length);
  places.forEach((place, k) => {
    out[place] = values[k];
  });
  return out;
}
