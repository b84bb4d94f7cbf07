/** Typed wrappers of assembly/skyline.ts. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** An envelope matrix, or its factors, in linear memory; layout in assembly/skyline.ts. */
export interface BoundSkyline {
  readonly n: number;
  readonly first: I32Pointer;
  readonly start: I32Pointer;
  readonly lower: F64Pointer;
  readonly upper: F64Pointer;
  readonly pivots: F64Pointer;
}

type Solve = (n: number, first: number, start: number, lower: number, upper: number, pivots: number, x: number) => void;
interface Kernels {
  skylineFactor(n: number, first: number, start: number, lower: number, upper: number, pivots: number): number;
  skylineSolve: Solve;
  skylineSolveTransposed: Solve;
}

/** Factor in place. Returns −1, or the first row whose pivot is exactly 0. */
export function skylineFactor({ n, first, start, lower, upper, pivots }: BoundSkyline): number {
  return wasm<Kernels>().skylineFactor(n, first, start, lower, upper, pivots);
}

/** x ← A⁻¹ x, in place. */
export function skylineSolve({ n, first, start, lower, upper, pivots }: BoundSkyline, x: F64Pointer): void {
  wasm<Kernels>().skylineSolve(n, first, start, lower, upper, pivots, x);
}

/** x ← A⁻ᵀ x, in place. */
export function skylineSolveTransposed({ n, first, start, lower, upper, pivots }: BoundSkyline, x: F64Pointer): void {
  wasm<Kernels>().skylineSolveTransposed(n, first, start, lower, upper, pivots, x);
}
