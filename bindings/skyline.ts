/** LU inside an envelope of blocks: `assembly/skyline.ts`, which draws the layout. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
whenStarted((started) => {
  kernels = started;
});

/** An envelope matrix, or its factors, in linear memory. */
export interface BoundSkyline {
  /** Block rows. */
  readonly m: number;
  readonly first: I32Pointer;
  readonly start: I32Pointer;
  readonly lower: F64Pointer;
  readonly upper: F64Pointer;
  readonly diagonal: F64Pointer;
}

/** Factor in place. Returns −1, or the first row whose pivot is exactly 0. */
export function skylineFactor({ m, first, start, lower, upper, diagonal }: BoundSkyline): number {
  return kernels.skylineFactor(m, first, start, lower, upper, diagonal);
}

/** x ← A⁻¹ x, in place. */
export function skylineSolve({ m, first, start, lower, upper, diagonal }: BoundSkyline, x: F64Pointer): void {
  kernels.skylineSolve(m, first, start, lower, upper, diagonal, x);
}

/** x ← A⁻ᵀ x, in place. */
export function skylineSolveTransposed({ m, first, start, lower, upper, diagonal }: BoundSkyline, x: F64Pointer): void {
  kernels.skylineSolveTransposed(m, first, start, lower, upper, diagonal, x);
}
