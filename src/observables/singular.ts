/** Singular values and square roots of matrices: what fidelities and concurrences are made of. */
import { eigvalsh } from "../numerics/eigen.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
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
  return hermitianFunction(A, (value) => Math.sqrt(Math.max(0, value)));
}
