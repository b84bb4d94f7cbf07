import {
  addToPair,
  luSolveReal as backSubstituteReal,
  luComplex,
  luComplexScratch,
  luReal,
  luRealScratch,
  luSolveAdjointComplex,
  luSolveComplex,
  luSolveTransposedReal,
  oneNormComplex,
  oneNormReal,
  residualComplex,
  residualReal,
} from "../../bindings/linear.ts";
import type { F64Block, Scope } from "../../bindings/memory.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { estimateOneNorm } from "./condition.ts";
import { squareMatrix } from "./eigen.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { scratchScope } from "./scratch.ts";

/** Options of a dense solve. */
export interface SolveOptions {
  /** Refine each column with residuals in doubled precision; the default is to do so for at most 8 columns. */
  readonly refine?: boolean;
}

/** A factored matrix, P A = L U, that solves many right-hand sides. Plain data. */
export interface LuFactors {
  readonly n: number;
  /** 1: real; 2: interleaved complex. */
  readonly parts: 1 | 2;
  readonly matrix: Float64Array;
  readonly factors: Float64Array;
  readonly pivots: Int32Array;
  /** Estimate of ‖A‖₁ ‖A⁻¹‖₁; Infinity when a pivot is exactly zero. */
  readonly condition: number;
}

/** At most this many columns are refined unless the caller decides. */
const REFINED_COLUMNS = 8;
const REFINEMENTS = 6;
/** A condition at which a solution has no digit left. */
const SINGULAR = 1 / 2.220446049250313e-16;

/** A factored matrix in linear memory. */
interface Live {
  readonly n: number;
  readonly parts: 1 | 2;
  readonly a: F64Block;
  readonly lu: F64Block;
  solve(b: F64Block, columns: number): void;
  solveAdjoint(b: F64Block): void;
  residual(x: F64Block, delta: F64Block, b: F64Block, r: F64Block): void;
}

function load(s: Scope, factors: Omit<LuFactors, "condition">, columns: number): Live {
  const { n, parts } = factors;
  const a = s.f64(factors.matrix);
  const lu = s.f64(factors.factors);
  const pivots = s.i32(factors.pivots);
  const scratch = s.f64(parts === 1 ? luRealScratch() : luComplexScratch(n, columns));
  const solve = parts === 1 ? backSubstituteReal : luSolveComplex;
  const adjoint = parts === 1 ? luSolveTransposedReal : luSolveAdjointComplex;
  const residual = parts === 1 ? residualReal : residualComplex;
  return {
    n,
    parts,
    a,
    lu,
    solve: (b, count) => solve(n, lu.pointer, n, pivots.pointer, b.pointer, count, scratch.pointer),
    solveAdjoint: (b) => adjoint(n, lu.pointer, n, pivots.pointer, b.pointer),
    residual: (x, delta, b, r) => residual(n, a.pointer, n, x.pointer, delta.pointer, b.pointer, r.pointer),
  };
}

function factor(n: number, parts: 1 | 2, matrix: Float64Array): LuFactors {
  return scratchScope((s) => {
    const lu = s.f64(matrix);
    const pivots = s.i32(n);
    const scratch = s.f64(Math.max(n, parts === 1 ? luRealScratch() : luComplexScratch(n, 1)));
    const norm = (parts === 1 ? oneNormReal : oneNormComplex)(n, lu.pointer, n, scratch.pointer);
    const zeroPivots = (parts === 1 ? luReal : luComplex)(n, lu.pointer, n, pivots.pointer, scratch.pointer);
    const bare = { n, parts, matrix, factors: lu.view().slice(), pivots: pivots.view().slice() };
    return { ...bare, condition: zeroPivots ? Number.POSITIVE_INFINITY : norm * inverseNorm(bare) };
  });
}

/** Estimate of ‖A⁻¹‖₁. */
function inverseNorm(factors: Omit<LuFactors, "condition">): number {
  return scratchScope((s) => {
    const live = load(s, factors, 1);
    const x = s.f64(factors.parts * factors.n);
    const through = (map: () => void) => (v: Float64Array) => {
      x.view().set(v);
      map();
      v.set(x.view());
    };
    return estimateOneNorm({
      n: factors.n,
      parts: factors.parts,
      apply: through(() => live.solve(x, 1)),
      applyAdjoint: through(() => live.solveAdjoint(x)),
    });
  });
}

/** Refine x in place: residuals in doubled precision until the correction stops shrinking. */
function refineColumn(s: Scope, live: Live, b: Float64Array, x: Float64Array): void {
  const length = live.parts * live.n;
  const right = s.f64(b);
  const high = s.f64(x);
  const low = s.f64(length);
  const change = s.f64(length);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < REFINEMENTS; step++) {
    live.residual(high, low, right, change);
    live.solve(change, 1);
    const size = largest(change.view());
    if (!(size < 0.5 * last)) break;
    addToPair(length, high.pointer, low.pointer, change.pointer);
    last = size;
    if (size <= 1e-17 * largest(high.view())) break;
  }
  x.set(high.view());
}

function largest(v: Float64Array): number {
  let m = 0;
  for (let i = 0; i < v.length; i++) m = Math.max(m, Math.abs(v[i]));
  return m;
}

function solveFactored(factors: LuFactors, B: Float64Array, columns: number, options: SolveOptions): Float64Array {
  const { n, parts, condition } = factors;
  if (!(condition < SINGULAR)) {
    const but =
      condition === Number.POSITIVE_INFINITY ? "a pivot is exactly zero" : `its condition number is about ${condition.toExponential(1)}`;
    throw wrongValue("A", "be invertible", null, "Use `nullSpaces` for its null space or `nullVector` for a normalised one.", but);
  }
  return scratchScope((s) => {
    const live = load(s, factors, columns);
    const x = s.f64(B);
    live.solve(x, columns);
    const X = x.view().slice();
    if (options.refine ?? columns <= REFINED_COLUMNS) {
      for (let c = 0; c < columns; c++) {
        scratchScope((inner) => {
          const xc = column(X, n, parts, columns, c);
          refineColumn(inner, live, column(B, n, parts, columns, c), xc);
          for (let i = 0; i < n; i++) for (let p = 0; p < parts; p++) X[parts * (i * columns + c) + p] = xc[parts * i + p];
        });
      }
    }
    return X;
  });
}

function column(B: Float64Array, n: number, parts: number, columns: number, c: number): Float64Array {
  const b = new Float64Array(parts * n);
  for (let i = 0; i < n; i++) for (let p = 0; p < parts; p++) b[parts * i + p] = B[parts * (i * columns + c) + p];
  return b;
}

/** Check a real row-major array: `count` finite numbers. */
export function realArray(argument: string, value: Float64Array, count: number): void {
  if (!(value instanceof Float64Array)) throw wrongKind(argument, "be a Float64Array", value);
  if (value.length !== count) throw wrongValue(argument, `hold ${count} numbers`, null, "", `it holds ${value.length}`);
  for (let i = 0; i < count; i++)
    if (!Number.isFinite(value[i])) throw wrongValue(argument, "have finite entries", null, "", `entry ${i} is ${value[i]}`);
}

function rightHandSide(B: Matrix, n: number): void {
  if (B.rows !== n) throw wrongValue("B", `have ${n} rows as A has`, null, "", `it has ${B.rows}`);
  realArray("B", B.data, 2 * n * B.columns);
}

/** Factor a complex n × n matrix, P A = L U with partial pivoting. Throws RangeError when A is not square or not finite. */
export function luFactor(A: Matrix): LuFactors {
  const n = squareMatrix("A", A);
  return factor(n, 2, A.data.slice());
}

/** Factor a real n × n matrix given row by row. Throws RangeError when A does not hold n² finite numbers. */
export function luFactorReal(n: number, A: Float64Array): LuFactors {
  realArray("A", A, n * n);
  return factor(n, 1, A.slice());
}

/** Solve A X = B with the factors of a complex matrix. `B`: n × m. Returns X, n × m. Throws RangeError when A is singular. */
export function luSolve(factors: LuFactors, B: Matrix, options: SolveOptions = {}): Matrix {
  rightHandSide(B, factors.n);
  if (factors.parts === 1) throw wrongValue("factors", "come from `luFactor`", null, "Use `luSolveReal`.", "they are of a real matrix");
  return { rows: B.rows, columns: B.columns, data: solveFactored(factors, B.data, B.columns, options) };
}

/** Solve A X = B with the factors of a real matrix. `B`: n × `columns`, row-major. Throws RangeError when A is singular. */
export function luSolveReal(factors: LuFactors, B: Float64Array, columns = 1, options: SolveOptions = {}): Float64Array {
  realArray("B", B, factors.n * columns);
  if (factors.parts === 2) throw wrongValue("factors", "come from `luFactorReal`", null, "Use `luSolve`.", "they are of a complex matrix");
  return solveFactored(factors, B, columns, options);
}

/**
 * Solve a dense complex linear system.
 *
 *   A X = B
 *
 * LU with partial pivoting; up to 8 columns are refined with residuals in doubled precision, so that their error is that of rounding the
 * exact solution whenever the condition is below about 1e15.
 *
 * `A`: n × n. `B`: n × m. Returns X, n × m.
 * Throws RangeError when A is not square, not finite, or singular (a zero pivot, or an estimated condition above 4.5e15).
 */
export function solve(A: Matrix, B: Matrix, options: SolveOptions = {}): Matrix {
  const n = squareMatrix("A", A);
  rightHandSide(B, n);
  return luSolve(luFactor(A), B, options);
}

/** Solve a dense real system A X = B, A n × n and B n × `columns`, row-major; everything else as in `solve`. */
export function solveReal(n: number, A: Float64Array, B: Float64Array, columns = 1, options: SolveOptions = {}): Float64Array {
  return luSolveReal(luFactorReal(n, A), B, columns, options);
}

/** The inverse of a complex n × n matrix. Throws RangeError when it is singular. */
export function inverse(A: Matrix): Matrix {
  const n = squareMatrix("A", A);
  const one = zeros(n);
  for (let i = 0; i < n; i++) one.data[2 * (i * n + i)] = 1;
  return luSolve(luFactor(A), one);
}

/** The inverse of a real n × n matrix, row-major. Throws RangeError when it is singular. */
export function inverseReal(n: number, A: Float64Array): Float64Array {
  const one = new Float64Array(n * n);
  for (let i = 0; i < n; i++) one[i * n + i] = 1;
  return solveReal(n, A, one, n);
}

/** Estimate the condition number ‖A‖₁ ‖A⁻¹‖₁ of a complex matrix, within a factor of about three; Infinity when it is singular. */
export function conditionNumber(A: Matrix): number {
  return luFactor(A).condition;
}
