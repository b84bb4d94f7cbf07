/**
 * Dense linear algebra on typed arrays, without objects around them: row-major, complex numbers interleaved as re, im.
 *
 * Sizes come first, then the arrays; where a result can be written to an array of the caller's it comes last. The first call takes
 * 256 KiB of linear memory for its operands and keeps them for the next one; `release()` gives them back. Results have the same bits
 * on every machine.
 */

import "./numerics/carried-binary.ts";
import { finite, integer, wrongKind, wrongValue } from "./errors.ts";
import { Op } from "./numerics/dense.ts";
import { eig, eigReal } from "./numerics/eig.ts";
import { eigh, eigvalsh } from "./numerics/eigen.ts";
import { expm, expmReal } from "./numerics/expm.ts";
import { unitary as evolutionOf, type FunctionValue, hermitianFunction } from "./numerics/hermitian.ts";
import * as lu from "./numerics/lu.ts";
import type { Matrix } from "./numerics/matrix.ts";
import * as functions from "./numerics/matrix-functions.ts";
import { product, realProductInto } from "./numerics/product.ts";
import { schur, eigenvalues as spectrumOf } from "./numerics/schur.ts";
import { schurComplex } from "./numerics/schur-complex.ts";
import { keepScratch, releaseScratch } from "./numerics/scratch.ts";
import { type NullSpaces, nullSpaces, singularDecomposition } from "./numerics/svd.ts";

export { ready } from "./numerics/engine.ts";

/** Give back the linear memory that calls keep. The next call takes it again. */
export function release(): void {
  releaseScratch();
}

const LARGEST = 16_384;

function size(argument: string, value: number): void {
  if (!(typeof value === "number" && value >= 1 && value <= LARGEST && value >>> 0 === value)) integer(argument, value, 1, LARGEST);
}

/** Check that an array holds rows × columns entries of `parts` numbers. */
function entries(argument: string, value: Float64Array, rows: number, columns: number, parts: 1 | 2): void {
  const count = parts * rows * columns;
  if (value instanceof Float64Array && value.length === count) return;
  if (!(value instanceof Float64Array)) throw wrongKind(argument, "be a Float64Array", value);
  const layout = parts === 2 ? `re and im of ${rows} × ${columns} entries` : `${rows} × ${columns} entries`;
  throw wrongValue(argument, `hold ${count} numbers (${layout})`, null, "", `it holds ${value.length}`);
}

/** The array to write to, checked or new. */
function target(out: Float64Array | undefined, rows: number, columns: number, parts: 1 | 2): Float64Array {
  room(out, rows, columns, parts);
  return out ?? new Float64Array(parts * rows * columns);
}

/** Check an array to write to, where there is one, before anything is computed. */
function room(out: Float64Array | undefined, rows: number, columns: number, parts: 1 | 2): void {
  if (out !== undefined) entries("out", out, rows, columns, parts);
}

function written(result: Float64Array, out: Float64Array | undefined): Float64Array {
  if (out === undefined) return result;
  out.set(result);
  return out;
}

const square = (n: number, data: Float64Array) => ({ rows: n, columns: n, data });

/**
 * Multiply complex matrices: C = A·B.
 *
 * `A`: m × k. `B`: k × n. `out`: m × n, where the product goes; it may be `A` or `B` where the sizes allow it. Returns C, m × n.
 * Terms are added in order of the inner index. Throws RangeError when an array does not hold what the sizes say.
 *
 * @example
 * multiply(1, 2, 1, Float64Array.of(0, 1, 2, 0), Float64Array.of(0, 1, 1, 0)); // [1, 0]
 */
export function multiply(m: number, k: number, n: number, A: Float64Array, B: Float64Array, out?: Float64Array): Float64Array {
  size("m", m);
  size("k", k);
  size("n", n);
  entries("A", A, m, k, 2);
  entries("B", B, k, n, 2);
  room(out, m, n, 2);
  keepScratch();
  return product(Op.None, Op.None, m, n, k, A, k, B, n, out);
}

/**
 * Multiply real matrices: C = A·B, A m × k, B k × n; everything else as in `multiply`.
 *
 * @example
 * multiplyReal(1, 2, 1, Float64Array.of(1, 2), Float64Array.of(3, 4)); // [11]
 */
export function multiplyReal(m: number, k: number, n: number, A: Float64Array, B: Float64Array, out?: Float64Array): Float64Array {
  size("m", m);
  size("k", k);
  size("n", n);
  entries("A", A, m, k, 1);
  entries("B", B, k, n, 1);
  const C = target(out, m, n, 1);
  keepScratch();
  realProductInto(m, n, k, A, B, C);
  return C;
}

/**
 * Solve the complex system A X = B by LU factors with partial pivoting; up to 8 columns are refined to full precision.
 *
 * `A`: n × n. `B`: n × columns. `out`: n × columns, may be `B`. Returns X. Throws RangeError when A is singular to rounding or not finite.
 *
 * @example
 * solve(1, 1, Float64Array.of(0, 2), Float64Array.of(4, 0)); // [0, -2]
 */
export function solve(n: number, columns: number, A: Float64Array, B: Float64Array, out?: Float64Array): Float64Array {
  size("n", n);
  size("columns", columns);
  entries("A", A, n, n, 2);
  entries("B", B, n, columns, 2);
  room(out, n, columns, 2);
  keepScratch();
  return written(lu.solve(square(n, A), { rows: n, columns, data: B }).data, out);
}

/**
 * Solve the real system A X = B; everything else as in `solve`.
 *
 * @example
 * solveReal(2, 1, Float64Array.of(2, 0, 0, 4), Float64Array.of(2, 2)); // [1, 0.5]
 */
export function solveReal(n: number, columns: number, A: Float64Array, B: Float64Array, out?: Float64Array): Float64Array {
  size("n", n);
  size("columns", columns);
  entries("A", A, n, n, 1);
  entries("B", B, n, columns, 1);
  room(out, n, columns, 1);
  keepScratch();
  return written(lu.solveReal(n, A, B, columns), out);
}

/** Eigenvalues, ascending, and the unit vectors that belong to them, one per column. */
export interface HermitianDecomposition {
  /** n values. */
  readonly values: Float64Array;
  /** n × n complex entries; column k belongs to value k, its component of largest modulus (the first of equals) real and positive. */
  readonly vectors: Float64Array;
}

/**
 * Diagonalise a Hermitian matrix, A = Σ_k λ_k |v_k⟩⟨v_k|. `A`: n × n. Throws RangeError when it is not Hermitian to 1e-10 of its largest entry.
 *
 * @example
 * eigenHermitian(2, Float64Array.of(0, 0, 1, 0, 1, 0, 0, 0)).values; // [-1, 1]
 */
export function eigenHermitian(n: number, A: Float64Array): HermitianDecomposition {
  size("n", n);
  entries("A", A, n, n, 2);
  keepScratch();
  const { values, vectors } = eigh(square(n, A));
  return { values, vectors: vectors.data };
}

/**
 * The eigenvalues alone of a Hermitian matrix, ascending; arguments and errors as in `eigenHermitian`.
 *
 * @example
 * eigenvaluesHermitian(2, Float64Array.of(0, 0, 0, -1, 0, 1, 0, 0)); // [-1, 1]
 */
export function eigenvaluesHermitian(n: number, A: Float64Array): Float64Array {
  size("n", n);
  entries("A", A, n, n, 2);
  keepScratch();
  return eigvalsh(square(n, A));
}

/**
 * All eigenvalues of a general real n × n matrix as re, im pairs, by descending re, then descending im.
 *
 * @example
 * eigenvaluesReal(2, Float64Array.of(2, 1, 0, 3)); // [3, 0, 2, 0]
 */
export function eigenvaluesReal(n: number, A: Float64Array): Float64Array {
  size("n", n);
  entries("A", A, n, n, 1);
  keepScratch();
  const values = spectrumOf(n, A);
  return Float64Array.from({ length: 2 * n }, (_, i) => values[i >> 1][i & 1]);
}

/** A = R diag(λ) L with L = R⁻¹; everything interleaved re, im. */
export interface EigenDecomposition {
  /** n values. */
  readonly values: Float64Array;
  /** n × n; column k is the right vector of value k. */
  readonly right: Float64Array;
  /** n × n; row k is the left vector of value k, without conjugation. */
  readonly left: Float64Array;
  /** ‖l_k‖‖r_k‖ ≥ 1, the sensitivity of value k; beyond some 1e7 vectors of a Jordan block have become parallel. */
  readonly condition: Float64Array;
}

/**
 * Eigenvalues of a general complex matrix with right and left vectors, A = Σ_k λ_k r_k l_k and l_j r_k = δ_jk.
 *
 * `A`: n × n. Values stand in the order of the Schur form. Near Jordan blocks the vectors become parallel, which `condition` tells; the Schur
 * form stays good. Throws RangeError when an entry is not finite.
 *
 * @example
 * eigen(2, Float64Array.of(0, 0, 1, 0, -1, 0, 0, 0)).values; // [0, 1, 0, -1]
 */
export function eigen(n: number, A: Float64Array): EigenDecomposition {
  size("n", n);
  entries("A", A, n, n, 2);
  keepScratch();
  return withoutForm(eig(square(n, A)));
}

/**
 * The same of a real n × n matrix; vectors and values are complex.
 *
 * @example
 * eigenReal(2, Float64Array.of(0, 1, -1, 0)).values; // [0, 1, 0, -1]
 */
export function eigenReal(n: number, A: Float64Array): EigenDecomposition {
  size("n", n);
  entries("A", A, n, n, 1);
  keepScratch();
  return withoutForm(eigReal(n, A));
}

function withoutForm({ values, right, left, condition }: EigenDecomposition): EigenDecomposition {
  return { values, right, left, condition };
}

/**
 * The Schur form A = Z T Zᵀ of a general real n × n matrix: T with 2 × 2 blocks for complex pairs, Z orthogonal.
 *
 * @example
 * schurReal(2, Float64Array.of(1, 5, 0, 2)).T; // [1, 5, 0, 2]
 */
export function schurReal(n: number, A: Float64Array): { readonly T: Float64Array; readonly Z: Float64Array } {
  size("n", n);
  entries("A", A, n, n, 1);
  keepScratch();
  return schur(n, A);
}

/**
 * The Schur form A = Z T Z† of a general complex n × n matrix: T upper triangular, Z unitary; everything interleaved re, im.
 * Throws RangeError when an entry is not finite.
 *
 * @example
 * schurForm(1, Float64Array.of(2, 1)).T; // [2, 1]
 */
export function schurForm(n: number, A: Float64Array): { readonly T: Float64Array; readonly Z: Float64Array } {
  size("n", n);
  finiteEntries("A", A, n);
  const { T, Z } = schurComplex(n, A);
  return { T, Z };
}

function finiteEntries(argument: string, A: Float64Array, n: number): void {
  entries(argument, A, n, n, 2);
  const at = A.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw wrongValue(argument, "have finite entries", null, "", `number ${at} of it is ${A[at]}`);
}

/**
 * exp(A) of a general complex n × n matrix. Throws RangeError when it is not finite or overflows.
 *
 * @example
 * exponential(1, Float64Array.of(0, Math.PI)); // [-1, 0]
 */
export function exponential(n: number, A: Float64Array, out?: Float64Array): Float64Array {
  size("n", n);
  entries("A", A, n, n, 2);
  room(out, n, n, 2);
  keepScratch();
  return written(expm(square(n, A)).data, out);
}

/**
 * exp(A) of a general real n × n matrix; errors as in `exponential`.
 *
 * @example
 * exponentialReal(2, Float64Array.of(0, 1, 0, 0)); // [1, 1, 0, 1]
 */
export function exponentialReal(n: number, A: Float64Array, out?: Float64Array): Float64Array {
  size("n", n);
  entries("A", A, n, n, 1);
  room(out, n, n, 1);
  keepScratch();
  return written(expmReal(n, A), out);
}

/**
 * The inverse of a complex n × n matrix. Throws RangeError when it is singular to rounding or not finite.
 *
 * @example
 * inverse(1, Float64Array.of(0, 2)); // [0, -0.5]
 */
export function inverse(n: number, A: Float64Array, out?: Float64Array): Float64Array {
  size("n", n);
  entries("A", A, n, n, 2);
  room(out, n, n, 2);
  keepScratch();
  return written(lu.inverse(square(n, A)).data, out);
}

/**
 * The principal logarithm of a complex n × n matrix, eigenvalues ln|λ| + i·arg λ with −π < arg λ ≤ π, by inverse scaling and squaring.
 * Throws RangeError when A is singular to rounding or not finite.
 *
 * @example
 * logarithm(1, Float64Array.of(0, 1)); // [0, 1.570796]
 */
export function logarithm(n: number, A: Float64Array, out?: Float64Array): Float64Array {
  return functionOfMatrix(n, A, out, functions.logarithm);
}

/**
 * The principal square root of a complex n × n matrix, eigenvalues with a real part ≥ 0. Throws RangeError as `logarithm` does.
 *
 * @example
 * squareRoot(1, Float64Array.of(-4, 0)); // [0, 2]
 */
export function squareRoot(n: number, A: Float64Array, out?: Float64Array): Float64Array {
  return functionOfMatrix(n, A, out, functions.squareRoot);
}

/**
 * A^p of a complex n × n matrix, p real: by squarings where p is whole, else exp(p·log A). Throws RangeError when A must be regular and is not.
 *
 * @example
 * power(1, Float64Array.of(0, 1), 2); // [-1, 0]
 */
export function power(n: number, A: Float64Array, p: number, out?: Float64Array): Float64Array {
  finite("p", p);
  return functionOfMatrix(n, A, out, (matrix) => functions.power(matrix, p));
}

/**
 * f(A) = Σ_k f(λ_k)|v_k⟩⟨v_k| of a Hermitian n × n matrix; f gives a number or [re, im]. Throws RangeError when A is not Hermitian or f not finite.
 *
 * @example
 * functionHermitian(1, Float64Array.of(3, 0), (x) => x * x); // [9, 0]
 */
export function functionHermitian(n: number, A: Float64Array, f: (eigenvalue: number) => FunctionValue, out?: Float64Array): Float64Array {
  if (typeof f !== "function") throw wrongKind("f", "be a function of an eigenvalue", f);
  return functionOfMatrix(n, A, out, (matrix) => hermitianFunction(matrix, f));
}

function functionOfMatrix(n: number, A: Float64Array, out: Float64Array | undefined, f: (matrix: Matrix) => Matrix): Float64Array {
  size("n", n);
  entries("A", A, n, n, 2);
  room(out, n, n, 2);
  keepScratch();
  return written(f(square(n, A)).data, out);
}

/**
 * exp(−iHt) of a Hermitian n × n matrix, unitary to rounding for every t.
 *
 * @example
 * unitary(1, Float64Array.of(1, 0), Math.PI); // [-1, 0]
 */
export function unitary(n: number, H: Float64Array, t: number, out?: Float64Array): Float64Array {
  size("n", n);
  entries("H", H, n, n, 2);
  finite("t", t);
  room(out, n, n, 2);
  keepScratch();
  return written(evolutionOf(square(n, H), t).data, out);
}

/** A = U·diag(σ)·V† with r = min(m, n). */
export interface SingularValueDecomposition {
  /** r values, descending. */
  readonly values: Float64Array;
  /** m × r, orthonormal columns. */
  readonly U: Float64Array;
  /** n × r, orthonormal columns. */
  readonly V: Float64Array;
}

/**
 * Decompose a complex m × n matrix into singular values and vectors. Throws RangeError when an entry is not finite.
 *
 * @example
 * singularValues(1, 1, Float64Array.of(3, 4)).values; // [5]
 */
export function singularValues(m: number, n: number, A: Float64Array): SingularValueDecomposition {
  return decomposed(m, n, A, 2);
}

/**
 * Decompose a real m × n matrix; everything else as in `singularValues`.
 *
 * @example
 * singularValuesReal(2, 2, Float64Array.of(3, 0, 0, -4)).values; // [4, 3]
 */
export function singularValuesReal(m: number, n: number, A: Float64Array): SingularValueDecomposition {
  return decomposed(m, n, A, 1);
}

function decomposed(m: number, n: number, A: Float64Array, parts: 1 | 2): SingularValueDecomposition {
  size("m", m);
  size("n", n);
  entries("A", A, m, n, parts);
  const { values, left, right } = singularDecomposition(m, n, A, parts);
  return { values, U: asColumns(left, m, parts), V: asColumns(right, n, parts) };
}

function asColumns(vectors: readonly Float64Array[], rows: number, parts: 1 | 2): Float64Array {
  const r = vectors.length;
  const out = new Float64Array(parts * rows * r);
  vectors.forEach((v, k) => {
    for (let i = 0; i < rows; i++) for (let p = 0; p < parts; p++) out[parts * (i * r + k) + p] = v[parts * i + p];
  });
  return out;
}

/**
 * Orthonormal bases of both null spaces of a real n × n matrix; a singular value up to tolerance·σ_max (n·ε) counts as zero.
 *
 * @example
 * nullSpacesReal(2, Float64Array.of(1, 0, 0, 0)); // { "right": [[0, 1]], "left": [[0, 1]], "singularValues": [1, 0] }
 */
export function nullSpacesReal(n: number, A: Float64Array, tolerance?: number): NullSpaces {
  size("n", n);
  entries("A", A, n, n, 1);
  if (tolerance !== undefined) finite("tolerance", tolerance, { atLeast: 0 });
  return nullSpaces(n, A, tolerance);
}
