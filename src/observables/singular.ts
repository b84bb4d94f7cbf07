/** Singular values of small matrices, and the trace norms and square roots that distances are made of. */
import { eigh, eigvalsh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";

/**
 * The singular values of a square matrix, largest first: the upper half of the spectrum of [[0, A], [A†, 0]], which has
 * their absolute accuracy (A†A would lose half of the digits of the small ones).
 */
export function singularValues(A: Matrix): Float64Array {
  const n = A.rows;
  const dilation = zeros(2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [re, im] = [A.data[2 * (i * n + j)], A.data[2 * (i * n + j) + 1]];
      const upper = 2 * (i * 2 * n + n + j);
      const lower = 2 * ((n + j) * 2 * n + i);
      dilation.data[upper] = re;
      dilation.data[upper + 1] = im;
      dilation.data[lower] = re;
      dilation.data[lower + 1] = 0 - im;
    }
  }
  return eigvalsh(dilation)
    .subarray(n)
    .map((value) => Math.max(0, value))
    .reverse();
}

/** √A of a positive semidefinite matrix; negative eigenvalues, which only rounding makes, count as 0. */
export function squareRoot(A: Matrix): Matrix {
  return spectralFunction(A, (value) => Math.sqrt(Math.max(0, value)));
}

/** f(A) = V f(λ) V† of a Hermitian matrix. */
export function spectralFunction(A: Matrix, f: (eigenvalue: number) => number): Matrix {
  const n = A.rows;
  const { values, vectors } = eigh(A);
  const v = vectors.data;
  const result = zeros(n);
  const image = values.map(f);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < n; k++) {
        const [a, b] = [2 * (i * n + k), 2 * (j * n + k)];
        re += image[k] * (v[a] * v[b] + v[a + 1] * v[b + 1]);
        im += image[k] * (v[a + 1] * v[b] - v[a] * v[b + 1]);
      }
      if (i === j) im = 0;
      result.data[2 * (i * n + j)] = re;
      result.data[2 * (i * n + j) + 1] = im;
      result.data[2 * (j * n + i)] = re;
      result.data[2 * (j * n + i) + 1] = 0 - im;
    }
  }
  return result;
}

/** The product of two small square matrices. */
export function smallProduct(A: Matrix, B: Matrix): Matrix {
  const n = A.rows;
  const C = zeros(n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const [x, y] = [A.data[2 * (i * n + k)], A.data[2 * (i * n + k) + 1]];
      if (x === 0 && y === 0) continue;
      for (let j = 0; j < n; j++) {
        const [u, w] = [B.data[2 * (k * n + j)], B.data[2 * (k * n + j) + 1]];
        C.data[2 * (i * n + j)] += x * u - y * w;
        C.data[2 * (i * n + j) + 1] += x * w + y * u;
      }
    }
  }
  return C;
}
