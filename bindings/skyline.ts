/** LU inside an envelope: `assembly/skyline.ts`, which draws the layout. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
whenStarted((started) => {
  kernels = started;
});

/** An envelope matrix, or its factors, in linear memory. */
export interface BoundSkyline {
  readonly n: number;
  readonly first: I32Pointer;
  readonly start: I32Pointer;
  readonly lower: F64Pointer;
  readonly upper: F64Pointer;
  readonly pivots: F64Pointer;
}

/** Factor in place. Returns −1, or the first row whose pivot is exactly 0. */
export function skylineFactor({ n, first, start, lower, upper, pivots }: BoundSkyline): number {
  return kernels.skylineFactor(n, first, start, lower, upper, pivots);
}

/** x ← A⁻¹ x, in place. */
export function skylineSolve({ n, first, start, lower, upper, pivots }: BoundSkyline, x: F64Pointer): void {
  kernels.skylineSolve(n, first, start, lower, upper, pivots, x);
}

/** x ← A⁻ᵀ x, in place. */
export function skylineSolveTransposed({ n, first, start, lower, upper, pivots }: BoundSkyline, x: F64Pointer): void {
  kernels.skylineSolveTransposed(n, first, start, lower, upper, pivots, x);
}
