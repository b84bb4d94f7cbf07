/** Functions of operators, block by block: exponential, logarithm, square root, inverse, powers, and any function of a Hermitian one. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { expm, expmReal } from "../numerics/expm.ts";
import { type FunctionValue, hermitianFunction } from "../numerics/hermitian.ts";
import { inverse, inverseReal } from "../numerics/lu.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { logarithm, power, squareRoot } from "../numerics/matrix-functions.ts";
import { cos, exp, log, PI, pow, sin } from "../numerics/scalar.ts";
import { eigenvalues } from "../numerics/schur.ts";
import { requireFinite, requireHermitian } from "./checks.ts";
import { blockOf, components } from "./components.ts";
import { Operator, requireRoom } from "./operator.ts";

const EPSILON = 2.220446049250313e-16;

/**
 * f(X) = Σ_k f(x_k) |k⟩⟨k| of a Hermitian operator, for any function of its eigenvalues.
 *
 * `f`: eigenvalue ↦ a finite number, or [re, im]. Blocks that the pattern of X does not connect stay apart, and a real X has a real f(X)
 * where f is real. Throws when X is not Hermitian, or f is not finite at an eigenvalue.
 *
 * @example
 * functionOf(numberOperator(fock(3)), (n) => n * n).at(2, 2); // [4, 0]
 */
export function functionOf(X: Operator, f: (eigenvalue: number) => FunctionValue): Operator {
  requireHermitian("X", X);
  if (typeof f !== "function") throw wrongKind("f", "be a function of an eigenvalue", f, "Write functionOf(X, (x) => x * x).");
  return blockwise(X, (block) =>
    hermitianFunction(block, (x) => {
      const y = f(x);
      if (typeof y === "number" || (Array.isArray(y) && y.length === 2 && y.every((part) => typeof part === "number"))) return y;
      throw wrongKind("f", "return a number or a pair [re, im]", y);
    }),
  );
}

/**
 * e^X of any operator. (`evolution(H, t)` is e^{−iHt}, unitary, with the class of every entry kept.)
 *
 * A Hermitian X goes through its eigenvalues, any other by scaling and squaring with Padé approximants; entries that no power of X reaches
 * stay out of the pattern. Throws a RangeError when it overflows.
 * Source: Al-Mohy, Higham, SIAM J. Matrix Anal. Appl. 31, 970 (2009).
 *
 * @example
 * exponentialOf(scaled(sigmaZ(qubit()), 0.5)).at(0, 0); // [1.648721, 0]
 */
export function exponentialOf(X: Operator): Operator {
  if (isHermitian(X)) return functionOf(X, exp);
  return blockwise(X, (block) => (isReal(block) ? ofReal(block, expmReal) : expm(block)));
}

/**
 * The principal logarithm of an operator: e^{log X} = X with eigenvalues ln|λ| + i·arg λ, −π < arg λ ≤ π.
 *
 * A Hermitian X goes through its eigenvalues, any other by inverse scaling and squaring of a Schur form. Throws a RangeError when X is
 * singular to rounding; `functionOf(X, f)` lets you say what becomes of 0.
 *
 * @example
 * logarithmOf(diagonal(fock(2), [1, Math.E])).at(1, 1); // [1, 0]
 */
export function logarithmOf(X: Operator): Operator {
  if (isHermitian(X))
    return functionOf(
      X,
      awayFromZero(X, "have a logarithm", (x) => (x > 0 ? log(x) : [log(-x), PI])),
    );
  return blockwise(X, (block) => principal(block, logarithm));
}

/**
 * The principal square root of an operator: (√X)² = X with eigenvalues whose real part is ≥ 0 (i√|λ| for λ < 0).
 *
 * A Hermitian X may be singular: eigenvalues within rounding of 0 count as 0, so that √ρ of a pure state is ρ. Any other X goes through a
 * Schur form; a RangeError says when it is singular to rounding.
 *
 * @example
 * squareRootOf(diagonal(fock(2), [4, 9])).at(1, 1); // [3, 0]
 */
export function squareRootOf(X: Operator): Operator {
  if (!isHermitian(X)) return blockwise(X, (block) => principal(block, squareRoot));
  return functionOf(
    X,
    flushed(X, (x) => (x > 0 ? Math.sqrt(x) : [0, Math.sqrt(-x)])),
  );
}

/**
 * X⁻¹ of an operator, block by block. Throws a RangeError when X is singular to rounding.
 *
 * @example
 * inverseOf(diagonal(fock(2), [2, 4])).at(1, 1); // [0.25, 0]
 */
export function inverseOf(X: Operator): Operator {
  requireFinite("X", X);
  return blockwise(X, (block) => regular("have an inverse", () => (isReal(block) ? ofReal(block, inverseReal) : inverse(block))));
}

/**
 * X^p of an operator for any real p: by squarings where p is whole, else through the eigenvalues of a Hermitian X, or e^{p log X}.
 *
 * Powers of a negative λ are |λ|^p e^{iπp}. Throws a RangeError when X is singular to rounding and p is negative, or p is not whole and X is
 * not Hermitian.
 *
 * @example
 * powerOf(diagonal(fock(2), [4, 9]), 1.5).at(1, 1); // [27, 0]
 */
export function powerOf(X: Operator, p: number): Operator {
  finite("p", p);
  if (Number.isInteger(p)) {
    requireFinite("X", X);
    return blockwise(X, (block) => regular("have negative powers", () => sameClass(block, power(block, p))));
  }
  if (!isHermitian(X)) return blockwise(X, (block) => principal(block, (A) => power(A, p)));
  const f = (x: number): FunctionValue => (x > 0 ? pow(x, p) : [pow(-x, p) * cos(PI * p), pow(-x, p) * sin(PI * p)]);
  return functionOf(X, p < 0 ? awayFromZero(X, "have negative powers", f) : flushed(X, f));
}

/** Whether X is Hermitian to rounding. Throws when it is no operator, or not finite. */
function isHermitian(X: Operator): boolean {
  requireFinite("X", X);
  try {
    requireHermitian("X", X);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** An eigenvalue below this is 0 to rounding. */
function rounding(X: Operator): number {
  return 2 * X.dimension * EPSILON * requireFinite("X", X);
}

/** f, and 0 where an eigenvalue is 0 to rounding. */
function flushed(X: Operator, f: (x: number) => FunctionValue): (x: number) => FunctionValue {
  const least = rounding(X);
  return (x) => (Math.abs(x) <= least ? 0 : f(x));
}

/** f, refused where an eigenvalue is 0 to rounding. */
function awayFromZero(X: Operator, must: string, f: (x: number) => FunctionValue): (x: number) => FunctionValue {
  const least = rounding(X);
  return (x) => {
    if (Math.abs(x) > least) return f(x);
    throw singular(must, `it has the eigenvalue ${x}`);
  };
}

function singular(must: string, but: string): RangeError {
  return wrongValue("X", `be regular to ${must}`, null, "Use functionOf(X, f) to say what becomes of the eigenvalue 0.", but);
}

/** What linear algebra says of a singular block, said of the operator. */
function regular(must: string, make: () => Matrix): Matrix {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError && /be regular|be invertible/.test(error.message)) throw singular(must, "it is singular to rounding");
    throw error;
  }
}

/** A principal function of a block: real where the block is real and has no eigenvalue on the branch cut. */
function principal(block: Matrix, f: (A: Matrix) => Matrix): Matrix {
  const result = regular("have logarithms and roots", () => f(block));
  const real = isReal(block) && eigenvalues(block.rows, realPart(block)).every(([re, im]) => im !== 0 || re > 0);
  return real ? withoutImaginary(result) : result;
}

function isReal({ data }: Matrix): boolean {
  return data.every((x, at) => at % 2 === 0 || x === 0);
}

function realPart({ data }: Matrix): Float64Array {
  return data.filter((_, at) => at % 2 === 0);
}

function withoutImaginary(A: Matrix): Matrix {
  return { ...A, data: A.data.map((x, at) => (at % 2 === 0 ? x : 0)) };
}

/** What sums and products made of a real block is real. */
function sameClass(block: Matrix, result: Matrix): Matrix {
  return isReal(block) ? withoutImaginary(result) : result;
}

function ofReal(block: Matrix, f: (n: number, A: Float64Array) => Float64Array): Matrix {
  const values = f(block.rows, realPart(block));
  return { ...block, data: Float64Array.from({ length: 2 * values.length }, (_, at) => (at % 2 === 0 ? values[at / 2] : 0)) };
}

/** A function of each block of X, on the places that some power of X reaches. */
function blockwise(X: Operator, f: (block: Matrix) => Matrix): Operator {
  const blocks = components(X);
  requireRoom(
    X.space,
    blocks.reduce((sum, { length }) => sum + length * length, 0),
  );
  const rows = new Array<Map<number, [number, number]>>(X.dimension);
  for (const indices of blocks) {
    const { data } = f(blockOf(X, indices));
    const n = indices.length;
    const place = new Map(Array.from(indices, (index, k) => [index, k]));
    indices.forEach((index, a) => {
      const row = new Map<number, [number, number]>();
      for (const b of reachable(X, index)) {
        const at = 2 * (a * n + (place.get(b) as number));
        row.set(b, [data[at], data[at + 1]]);
      }
      rows[index] = row;
    });
  }
  return Operator.fromRows(X.space, (i) => rows[i]);
}

/** The columns in which row `from` of some power of X, 1 included, has an entry. */
function reachable(X: Operator, from: number): number[] {
  const seen = new Set([from]);
  for (const i of seen) for (let e = X.rowStart[i]; e < X.rowStart[i + 1]; e++) seen.add(X.columns[e]);
  return [...seen];
}
