/** Functions of general complex matrices: square root, logarithm, powers. Exponentials are in `expm.ts`, those of Hermitian ones in `hermitian.ts`. */
import { wrongValue } from "../errors.ts";
import { dagger, multiply, scale } from "./dense.ts";
import { squareMatrix } from "./eigen.ts";
import { expm } from "./expm.ts";
import { inverse } from "./lu.ts";
import { identityMatrix, type Matrix } from "./matrix.ts";
import { hypot } from "./scalar.ts";
import { schurComplex } from "./schur-complex.ts";
import { triangularLogarithm, triangularRoot } from "./triangular-functions.ts";

const EPSILON = 2.220446049250313e-16;

/**
 * The principal square root of a general complex matrix, by its Schur form.
 *
 *   R² = A,   eigenvalues √λ with a real part ≥ 0 (i√|λ| for λ < 0)
 *
 * `A`: n × n. Returns R, n × n. Throws RangeError when A is not finite or singular to rounding (an eigenvalue below n·ε·‖A‖).
 * Source: Björck, Hammarling, Linear Algebra Appl. 52/53, 127 (1983).
 */
export function squareRoot(A: Matrix): Matrix {
  return bySchurForm("square root", A, triangularRoot);
}

/**
 * The principal logarithm of a general complex matrix, by inverse scaling and squaring of its Schur form.
 *
 *   e^L = A,   eigenvalues ln|λ| + i·arg λ with −π < arg λ ≤ π
 *
 * `A`: n × n. Returns L, n × n. Throws RangeError when A is not finite or singular to rounding (an eigenvalue below n·ε·‖A‖).
 * Source: Al-Mohy, Higham, SIAM J. Sci. Comput. 34, C153 (2012), without its choice of degrees.
 */
export function logarithm(A: Matrix): Matrix {
  return bySchurForm("logarithm", A, triangularLogarithm);
}

/**
 * A^p of a general complex matrix: by squarings for a whole p, through the inverse for p < 0, by e^{p log A} else.
 *
 * `A`: n × n. Throws RangeError when A is singular and p is negative or not whole.
 */
export function power(A: Matrix, p: number): Matrix {
  const n = squareMatrix("A", A);
  if (!Number.isInteger(p)) return expm(scale(logarithm(A), p));
  let square = p < 0 ? inverse(A) : A;
  let result = identityMatrix(n);
  for (let rest = Math.abs(p); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return result;
}

/** Z f(T) Z† for A = Z T Z†. */
function bySchurForm(name: string, A: Matrix, f: (n: number, T: Float64Array) => Float64Array): Matrix {
  const n = squareMatrix("A", A);
  const { T, Z } = schurComplex(n, A.data);
  requireRegular(name, n, T);
  const vectors = { rows: n, columns: n, data: Z };
  return multiply(multiply(vectors, { rows: n, columns: n, data: f(n, T) }), dagger(vectors));
}

function requireRegular(name: string, n: number, T: Float64Array): void {
  let norm = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const x of T) norm = Math.max(norm, Math.abs(x));
  for (let k = 0; k < n; k++) least = Math.min(least, hypot(T[2 * (k * n + k)], T[2 * (k * n + k) + 1]));
  if (least > n * EPSILON * norm) return;
  const remedy = "A Hermitian matrix without negative eigenvalues has a square root also where it is singular.";
  const but = `its smallest eigenvalue has the modulus ${least}`;
  throw wrongValue("A", `be regular to have a ${name}`, null, name === "square root" ? remedy : "", but);
}
