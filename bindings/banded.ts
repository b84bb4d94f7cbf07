/** The sliding-front LU of `assembly/banded.ts`, which draws its layouts: structures in place of fifteen arguments. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { frontPanel, frontScratch } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ frontPanel, frontScratch } = started);
});

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
  { n, rowStart, columns, values, order, entering, lastOf }: FrontPlan,
  memory: FrontMemory,
  { factors, panels, pivots }: FrontFactors,
  shift: number,
  threshold: number,
  tiny: number,
): number {
  const { front, capacity, stride, lasts, scratch } = memory;
  // biome-ignore format: one line per structure
  return kernels.frontFactor(
    n, rowStart, columns, values, order, entering, lastOf,
    front, capacity, stride, lasts,
    factors, panels, pivots,
    shift, threshold, tiny, scratch,
  );
}

/** Solve M x = b; `work` holds n values. */
export function frontSolve(plan: FrontPlan, by: FrontFactors, b: F64Pointer, x: F64Pointer, work: F64Pointer): void {
  kernels.frontSolve(plan.n, plan.order, plan.entering, by.factors, by.panels, by.pivots, b, x, work);
}

/** Solve Mᵀ x = b, destroying b; `work` holds n values. */
export function frontSolveTransposed(plan: FrontPlan, by: FrontFactors, b: F64Pointer, x: F64Pointer, work: F64Pointer): void {
  kernels.frontSolveTransposed(plan.n, plan.order, plan.entering, by.factors, by.panels, by.pivots, b, x, work);
}
