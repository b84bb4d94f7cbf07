import { NO_SCHUR_VECTORS, schurReal, schurRealScratch } from "../../bindings/schur.ts";
import { RunFailure } from "../errors.ts";
import { realArray } from "./lu.ts";
import { scratchScope } from "./scratch.ts";

/** A real Schur form A = Z T Zᵀ. */
export interface SchurForm {
  /** Upper triangular but for 2 × 2 blocks of complex pairs, n × n row-major. */
  readonly T: Float64Array;
  /** Orthogonal, n × n row-major; its columns are the Schur vectors. */
  readonly Z: Float64Array;
}

/** Scale rows and columns by powers of two until their norms agree: a similarity that makes eigenvalues of graded matrices accurate. */
function balanced(n: number, A: Float64Array): Float64Array {
  const B = A.slice();
  for (let again = true, sweep = 0; again && sweep < 100; sweep++) {
    again = false;
    for (let i = 0; i < n; i++) {
      let row = 0;
      let column = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        row += Math.abs(B[i * n + j]);
        column += Math.abs(B[j * n + i]);
      }
      if (row === 0 || column === 0) continue;
      let factor = 1;
      const before = row + column;
      for (; column * 2 <= row; row /= 2, column *= 2) factor *= 2;
      for (; row * 2 < column; row *= 2, column /= 2) factor /= 2;
      if (factor === 1 || row + column >= 0.95 * before) continue;
      again = true;
      for (let j = 0; j < n; j++) {
        B[i * n + j] /= factor;
        B[j * n + i] *= factor;
      }
    }
  }
  return B;
}

/**
 * Bring a general real matrix to Schur form.
 *
 *   A = Z T Zᵀ
 *
 * `A`: n × n, row-major. Returns T (2 × 2 blocks on its diagonal are complex pairs) and the orthogonal Z.
 * Throws RangeError when an entry is not finite.
 * Source: Golub, Van Loan, Matrix Computations (4th ed.), §§ 7.4–7.5.
 */
export function schur(n: number, A: Float64Array): SchurForm {
  realArray("A", A, n * n);
  return scratchScope((s) => {
    const factor = scaling(A);
    const a = s.f64(A.map((x) => x * factor));
    const zt = s.f64(n * n);
    run(n, a.pointer, zt.pointer, s.f64(schurRealScratch(n)).pointer);
    const rows = zt.view();
    const Z = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) Z[i * n + k] = rows[k * n + i];
    return { T: a.view().map((x) => x / factor), Z };
  });
}

function run(
  n: number,
  a: Parameters<typeof schurReal>[1],
  zt: Parameters<typeof schurReal>[2],
  scratch: Parameters<typeof schurReal>[3],
): void {
  if (schurReal(n, a, zt, scratch)) throw new RunFailure(`The eigenvalues of a ${n} × ${n} matrix did not settle.`);
}

/** The power of two that brings the largest entry near one, so that products of entries stay within the range of numbers. */
function scaling(A: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < A.length; i++) largest = Math.max(largest, Math.abs(A[i]));
  let factor = 1;
  if (largest === 0) return factor;
  while (largest * factor >= 2) factor *= 0.5;
  while (largest * factor < 1 && factor < 1e300) factor *= 2;
  return factor;
}

/** Eigenvalues [re, im] of the diagonal blocks of a quasi-triangular matrix; pairs with im > 0 first. */
export function valuesOfForm(n: number, T: Float64Array): [number, number][] {
  const values: [number, number][] = [];
  for (let k = 0; k < n; k++) {
    if (k + 1 < n && T[(k + 1) * n + k] !== 0) {
      const half = (T[k * n + k] - T[(k + 1) * n + k + 1]) / 2;
      const mean = T[(k + 1) * n + k + 1] + half;
      const square = half * half + T[k * n + k + 1] * T[(k + 1) * n + k];
      const root = Math.sqrt(Math.abs(square));
      if (square < 0) values.push([mean, root], [mean, -root]);
      else values.push([mean + root, 0], [mean - root, 0]);
      k++;
    } else values.push([T[k * n + k], 0]);
  }
  return values;
}

/**
 * All eigenvalues of a general real matrix, after balancing.
 *
 * `A`: n × n, row-major. Returns [re, im] pairs by descending re, then descending im; complex ones come in exact conjugate pairs.
 * Throws RangeError when an entry is not finite.
 */
export function eigenvalues(n: number, A: Float64Array): (readonly [number, number])[] {
  realArray("A", A, n * n);
  return scratchScope((s) => {
    const B = balanced(n, A);
    const factor = scaling(B);
    const a = s.f64(B.map((x) => x * factor));
    run(n, a.pointer, NO_SCHUR_VECTORS, s.f64(schurRealScratch(n)).pointer);
    const values = valuesOfForm(n, a.view()).map(([re, im]) => [re / factor, im / factor] as const);
    return values.sort((x, y) => y[0] - x[0] || y[1] - x[1]);
  });
}
