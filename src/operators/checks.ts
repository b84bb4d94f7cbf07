/** What an operator is: its number class, diagonal, Hermitian, unitary. Classes are exact; the rest has a tolerance. */
import { finite, wrongValue } from "../errors.ts";
import { type Operator, requireOperator } from "./operator.ts";

/** Whether all stored entries are exactly real, exactly imaginary, or neither. An operator without entries is real. */
export function numberClass(A: Operator): "real" | "imaginary" | "complex" {
  return isReal(A) ? "real" : isImaginary(A) ? "imaginary" : "complex";
}

/** Whether each stored entry has an imaginary part of exactly 0. */
export function isReal(A: Operator): boolean {
  for (let e = 1; e < A.values.length; e += 2) if (A.values[e] !== 0) return false;
  return true;
}

/** Whether each stored entry has a real part of exactly 0. */
export function isImaginary(A: Operator): boolean {
  for (let e = 0; e < A.values.length; e += 2) if (A.values[e] !== 0) return false;
  return true;
}

/** Whether the pattern of A lies on its diagonal. */
export function isDiagonal(A: Operator): boolean {
  let diagonal = true;
  A.forEach((i, j) => {
    if (i !== j) diagonal = false;
  });
  return diagonal;
}

/** Whether A is stored as exactly 1. */
export function isIdentity(A: Operator): boolean {
  if (A.count !== A.dimension) return false;
  let identity = true;
  A.forEach((i, j, re, im) => {
    if (i !== j || re !== 1 || im !== 0) identity = false;
  });
  return identity;
}

/** Check that the entries are finite numbers and return the largest modulus (of re or im). */
export function requireFinite(name: string, A: unknown): number {
  let largest = 0;
  requireOperator(name, A).forEach((i, j, re, im) => {
    if (!Number.isFinite(re) || !Number.isFinite(im)) {
      throw wrongValue(name, "have finite entries", null, "", `entry (${i}, ${j}) is ${re} + ${im}i`);
    }
    largest = Math.max(largest, Math.abs(re), Math.abs(im));
  });
  return largest;
}

/**
 * Check that A = A† up to `tolerance` times its largest entry, and return it.
 * Throws a RangeError that names the worst element, or a TypeError when A is no operator.
 */
export function requireHermitian(name: string, A: Operator, tolerance = 1e-12): Operator {
  finite("tolerance", tolerance);
  const largest = requireFinite(name, A);
  finite("tolerance", tolerance, { atLeast: 0 });
  let worst = 0;
  let place: [number, number] = [0, 0];
  const element = lookup(A);
  A.forEach((i, j, re, im) => {
    const [x, y] = element(j, i);
    const defect = Math.max(Math.abs(re - x), Math.abs(im + y));
    if (defect > worst) {
      worst = defect;
      place = [Math.min(i, j), Math.max(i, j)];
    }
  });
  if (worst > tolerance * largest) {
    const [i, j] = place;
    const but = `elements (${i}, ${j}) and (${j}, ${i}) are not complex conjugates (they differ by ${worst})`;
    throw wrongValue(name, "be Hermitian", null, "Add the adjoint of each term: `plus(A, dag(A))`.", i === j ? diagonalDefect(i, A) : but);
  }
  return A;
}

function diagonalDefect(i: number, A: Operator): string {
  return `diagonal element (${i}, ${i}) has the imaginary part ${A.at(i, i)[1]}`;
}

/** Check that U†U = 1 up to `tolerance`, and return U. Throws a RangeError that names the worst element. */
export function requireUnitary(name: string, U: Operator, tolerance = 1e-10): Operator {
  finite("tolerance", tolerance);
  requireFinite(name, U);
  finite("tolerance", tolerance, { atLeast: 0 });
  const gram = new Map<number, [number, number]>();
  const n = U.dimension;
  for (let k = 0; k < n; k++) {
    for (let e = U.rowStart[k]; e < U.rowStart[k + 1]; e++) {
      for (let f = U.rowStart[k]; f < U.rowStart[k + 1]; f++) {
        const [x, y, u, v] = [U.values[2 * e], U.values[2 * e + 1], U.values[2 * f], U.values[2 * f + 1]];
        const key = U.columns[e] * n + U.columns[f];
        const sum = gram.get(key);
        const [re, im] = [x * u + y * v, x * v - y * u];
        if (sum) {
          sum[0] += re;
          sum[1] += im;
        } else gram.set(key, [re, im]);
      }
    }
  }
  for (let i = 0; i < n; i++) if (!gram.has(i * n + i)) gram.set(i * n + i, [0, 0]);
  for (const [key, [re, im]] of gram) {
    const [i, j] = [Math.floor(key / n), key % n];
    const defect = Math.max(Math.abs(re - (i === j ? 1 : 0)), Math.abs(im));
    if (defect > tolerance) throw wrongValue(name, "be unitary", null, "", `element (${i}, ${j}) of its U†U is ${re} + ${im}i`);
  }
  return U;
}

/** Element access by binary search in the sorted row. */
export function lookup(A: Operator): (i: number, j: number) => readonly [number, number] {
  return (i, j) => {
    let low = A.rowStart[i];
    let high = A.rowStart[i + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (A.columns[middle] < j) low = middle + 1;
      else high = middle;
    }
    return low < A.rowStart[i + 1] && A.columns[low] === j ? [A.values[2 * low], A.values[2 * low + 1]] : [0, 0];
  };
}
