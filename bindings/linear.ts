/** Typed doors to dense linear systems: `assembly/lu.ts`, `luComplex.ts`, `panel.ts`, `residual.ts`. Layouts are drawn there. */
import type { Write } from "../assembly/abi.ts";
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

type Factor = (n: number, a: F64Pointer, lda: number, pivots: I32Pointer, scratch: F64Pointer) => number;
type Solve = (n: number, a: F64Pointer, lda: number, pivots: I32Pointer, b: F64Pointer, columns: number, scratch: F64Pointer) => void;
type SolveDual = (n: number, a: F64Pointer, lda: number, pivots: I32Pointer, b: F64Pointer) => void;
type OneNorm = (n: number, a: F64Pointer, lda: number, sums: F64Pointer) => number;
type Residual = (n: number, a: F64Pointer, lda: number, x: F64Pointer, delta: F64Pointer, b: F64Pointer, r: F64Pointer) => void;

/** f64 values that `luReal` and `luSolveReal` need as scratch. */
export const luRealScratch = (): number => wasm<{ luRealScratch(): number }>().luRealScratch();

/** Factor a real matrix in place; returns how many pivots are exactly zero. */
export const luReal: Factor = (...args) => wasm<{ luReal: Factor }>().luReal(...args);

/** Solve A X = B in place of B. */
export const luSolveReal: Solve = (...args) => wasm<{ luSolveReal: Solve }>().luSolveReal(...args);

/** Solve Aᵀ x = b in place of b. */
export const luSolveTransposedReal: SolveDual = (...args) => wasm<{ luSolveTransposedReal: SolveDual }>().luSolveTransposedReal(...args);

/** f64 values that `luComplex` and `luSolveComplex` need as scratch for so many right-hand sides. */
export const luComplexScratch = (n: number, columns: number): number =>
  wasm<{ luComplexScratch(n: number, columns: number): number }>().luComplexScratch(n, columns);

/** Factor a complex matrix in place; returns how many pivots are exactly zero. */
export const luComplex: Factor = (...args) => wasm<{ luComplex: Factor }>().luComplex(...args);

/** Solve A X = B in place of B. */
export const luSolveComplex: Solve = (...args) => wasm<{ luSolveComplex: Solve }>().luSolveComplex(...args);

/** Solve A† x = b in place of b. */
export const luSolveAdjointComplex: SolveDual = (...args) => wasm<{ luSolveAdjointComplex: SolveDual }>().luSolveAdjointComplex(...args);

/** The 1-norm of a real matrix; `sums` holds n values. */
export const oneNormReal: OneNorm = (...args) => wasm<{ oneNormReal: OneNorm }>().oneNormReal(...args);

/** The 1-norm of a complex matrix; `sums` holds n values. */
export const oneNormComplex: OneNorm = (...args) => wasm<{ oneNormComplex: OneNorm }>().oneNormComplex(...args);

/** r ← b − A (x + delta) in doubled precision. */
export const residualReal: Residual = (...args) => wasm<{ residualReal: Residual }>().residualReal(...args);

/** r ← b − A (x + delta) in doubled precision, complex. */
export const residualComplex: Residual = (...args) => wasm<{ residualComplex: Residual }>().residualComplex(...args);

/** r ← b − M (x + delta) in doubled precision, M in sparse rows. */
export function residualSparse(
  n: number,
  rowStart: I32Pointer,
  columns: I32Pointer,
  values: F64Pointer,
  x: F64Pointer,
  delta: F64Pointer,
  b: F64Pointer,
  r: F64Pointer,
): void {
  wasm<{ residualSparse: typeof residualSparse }>().residualSparse(n, rowStart, columns, values, x, delta, b, r);
}

/** (x, delta) ← (x, delta) + change as an unevaluated pair. */
export function addToPair(n: number, x: F64Pointer, delta: F64Pointer, change: F64Pointer): void {
  wasm<{ addToPair: typeof addToPair }>().addToPair(n, x, delta, change);
}

/** f64 values that `productReal` needs as scratch. */
export const productRealScratch = (): number => wasm<{ productRealScratch(): number }>().productRealScratch();

/** C = sign·A·B, added to C or in its place; A is m × k, B is k × n. */
export function productReal(
  m: number,
  n: number,
  k: number,
  sign: 1 | -1,
  a: F64Pointer,
  lda: number,
  b: F64Pointer,
  ldb: number,
  c: F64Pointer,
  ldc: number,
  write: Write,
  scratch: F64Pointer,
): void {
  wasm<{ productReal: typeof productReal }>().productReal(m, n, k, sign, a, lda, b, ldb, c, ldc, write, scratch);
}
