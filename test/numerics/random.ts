/** Random matrices and slow products for the tests of linear algebra; the same seed gives the same numbers. */
import { identityMatrix, type Matrix, zeros } from "../../src/numerics/matrix.ts";

/** Numbers in (−1, 1). */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

export function randomHermitian(n: number, seed: number, real = false): Matrix {
  const draw = draws(seed);
  const A = zeros(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const re = draw();
      const im = real || i === j ? 0 : draw();
      A.data[2 * (i * n + j)] = A.data[2 * (j * n + i)] = re;
      A.data[2 * (i * n + j) + 1] = im;
      A.data[2 * (j * n + i) + 1] = -im;
    }
  }
  return A;
}

export function randomComplex(rows: number, columns: number, seed: number): Matrix {
  const draw = draws(seed);
  return { rows, columns, data: Float64Array.from({ length: 2 * rows * columns }, draw) };
}

export function randomReal(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, draws(seed));
}

export function product(A: Matrix, B: Matrix): Matrix {
  const C = zeros(A.rows, B.columns);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < B.columns; j++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < A.columns; k++) {
        const [ar, ai] = [A.data[2 * (i * A.columns + k)], A.data[2 * (i * A.columns + k) + 1]];
        const [br, bi] = [B.data[2 * (k * B.columns + j)], B.data[2 * (k * B.columns + j) + 1]];
        re += ar * br - ai * bi;
        im += ar * bi + ai * br;
      }
      C.data[2 * (i * B.columns + j)] = re;
      C.data[2 * (i * B.columns + j) + 1] = im;
    }
  }
  return C;
}

export function productReal(n: number, A: Float64Array, B: Float64Array): Float64Array {
  const C = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) C[i * n + j] += A[i * n + k] * B[k * n + j];
  }
  return C;
}

export const identityLike = (A: Matrix): Matrix => identityMatrix(A.rows);

/** Largest |A − B| over the real and imaginary parts. */
export function difference(A: Matrix | Float64Array, B: Matrix | Float64Array): number {
  const [x, y] = [A, B].map((m) => (m instanceof Float64Array ? m : m.data));
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i] - y[i]));
  return largest;
}
