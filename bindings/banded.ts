/** Typed doors to the sliding-front LU of `assembly/banded.ts`; layouts are drawn there. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** Columns that are eliminated together. */
export const frontPanel = (): number => wasm<{ frontPanel(): number }>().frontPanel();

/** f64 values that `frontFactor` needs as scratch. */
export const frontScratch = (): number => wasm<{ frontScratch(): number }>().frontScratch();

/** A sparse matrix and the order in which its rows enter the front. */
export interface FrontPlan {
  readonly n: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
  readonly order: I32Pointer;
  readonly entering: I32Pointer;
  readonly lastOf: I32Pointer;
}

/** Where the factors stand. */
export interface FrontFactors {
  readonly factors: F64Pointer;
  readonly panels: I32Pointer;
  readonly pivots: I32Pointer;
}

/** The memory of the front: `capacity` rows of `stride` values, and as many integers. */
export interface FrontMemory {
  readonly front: F64Pointer;
  readonly capacity: number;
  readonly stride: number;
  readonly lasts: I32Pointer;
  readonly scratch: F64Pointer;
}

/** Factor M − shift·1; pivots of modulus up to `tiny` become ±`tiny`. Returns how many did. */
export function frontFactor(
  plan: FrontPlan,
  memory: FrontMemory,
  to: FrontFactors,
  shift: number,
  threshold: number,
  tiny: number,
): number {
  return wasm<{ frontFactor(...args: number[]): number }>().frontFactor(
    plan.n,
    plan.rowStart,
    plan.columns,
    plan.values,
    plan.order,
    plan.entering,
    plan.lastOf,
    memory.front,
    memory.capacity,
    memory.stride,
    memory.lasts,
    to.factors,
    to.panels,
    to.pivots,
    shift,
    threshold,
    tiny,
    memory.scratch,
  );
}

/** Solve M x = b; `work` holds n values. */
export function frontSolve(plan: FrontPlan, by: FrontFactors, b: F64Pointer, x: F64Pointer, work: F64Pointer): void {
  wasm<{ frontSolve(...args: number[]): void }>().frontSolve(
    plan.n,
    plan.order,
    plan.entering,
    by.factors,
    by.panels,
    by.pivots,
    b,
    x,
    work,
  );
}

/** Solve Mᵀ x = b, destroying b; `work` holds n values. */
export function frontSolveTransposed(plan: FrontPlan, by: FrontFactors, b: F64Pointer, x: F64Pointer, work: F64Pointer): void {
  wasm<{ frontSolveTransposed(...args: number[]): void }>().frontSolveTransposed(
    plan.n,
    plan.order,
    plan.entering,
    by.factors,
    by.panels,
    by.pivots,
    b,
    x,
    work,
  );
}
