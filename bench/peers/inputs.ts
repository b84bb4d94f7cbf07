/** Seeded input of the rows, the same for every peer; `inputs.py` makes the same numbers. Complex numbers are interleaved. */
import { randomValues } from "../../test/reference/random.ts";

/** Factors of the complex product. */
export function productInput(n: number): { readonly a: Float64Array; readonly b: Float64Array } {
  return { a: randomValues(2 * n * n, 1), b: randomValues(2 * n * n, 2) };
}

/** A Hermitian matrix. */
export function hermitianInput(n: number): Float64Array {
  const draw = randomValues(2 * n * n, 3);
  const data = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [p, q] = [2 * (i * n + j), 2 * (j * n + i)];
      data[p] = data[q] = draw[p];
      data[p + 1] = i === j ? 0 : draw[p + 1];
      data[q + 1] = -data[p + 1];
    }
  }
  return data;
}

/** A real system of equations. */
export function systemInput(n: number): { readonly A: Float64Array; readonly b: Float64Array } {
  return { A: randomValues(n * n, 5), b: randomValues(n, 6) };
}

/** A generator of jumps between n states: columns sum to zero. */
export function jumpInput(n: number): Float64Array {
  const A = randomValues(n * n, 8).map(Math.abs);
  for (let j = 0; j < n; j++) {
    A[j * n + j] = 0;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += A[i * n + j];
    A[j * n + j] = -sum;
  }
  return A;
}

/** Rows of a real matrix. */
export function rowsOf(n: number, A: Float64Array): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(A.subarray(i * n, (i + 1) * n)));
}

/** Real and imaginary parts of a complex matrix, as rows. */
export function partsOf(n: number, A: Float64Array): { readonly re: number[][]; readonly im: number[][] } {
  const part = (p: number) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => A[2 * (i * n + j) + p]));
  return { re: part(0), im: part(1) };
}

/** [[X, −Y], [Y, X]]: the real matrix of 2n rows that has the eigenvalues of X + iY twice. */
export function realForm(n: number, A: Float64Array): number[][] {
  const { re, im } = partsOf(n, A);
  const minus = (row: number[]) => row.map((x) => -x);
  return [...re.map((row, i) => [...row, ...minus(im[i])]), ...im.map((row, i) => [...row, ...re[i]])];
}

/** What the eigenproblem is checked by: eigenvalues ascending, then Σ_k λ_k |v_k[i]|² for each i. `squared(i, k)` is |v_k[i]|². */
export function eigenChecks(n: number, values: ArrayLike<number>, squared: (i: number, k: number) => number): number[] {
  const ordered = Array.from(values).sort((a, b) => a - b);
  const diagonal = Array.from({ length: n }, (_, i) => Array.from(values).reduce((sum, value, k) => sum + value * squared(i, k), 0));
  return [...(ordered.length === 2 * n ? ordered.filter((_, k) => k % 2 === 0) : ordered), ...diagonal];
}

/** Noise of the collision rows: means and standard deviations, seed, and the model's parameters. */
export const NOISY = { alpha: 0.25, phi: 2.404315987, phiSpread: 0.2, theta: 0.2, thetaSpread: 0.02, T0: 1, seed: 7 } as const;
