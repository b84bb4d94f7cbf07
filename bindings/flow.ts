/** Flows on one state: `assembly/flow.ts`, and `assembly/slices.ts`, which draws the layout of a matrix. */
import { Write } from "../assembly/abi.ts";
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { flowCombine, flowDot, flowError, flowOrthogonalise, flowRk4Scratch, flowSeries } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ flowCombine, flowDot, flowError, flowOrthogonalise, flowRk4Scratch, flowSeries } = started);
});

/** A real sparse matrix in linear memory, in slices of four rows. */
export interface BoundFlow {
  readonly n: number;
  readonly starts: I32Pointer;
  readonly offsets: I32Pointer;
  readonly values: F64Pointer;
}

/** y ← factor · M x. */
export function flowApply({ n, starts, offsets, values }: BoundFlow, x: F64Pointer, y: F64Pointer, factor = 1): void {
  kernels.flowApply(n, starts, offsets, values, x, y, factor, Write.Replace);
}

/** y ← y + factor · M x. */
export function flowApplyInto({ n, starts, offsets, values }: BoundFlow, x: F64Pointer, y: F64Pointer, factor: number): void {
  kernels.flowApply(n, starts, offsets, values, x, y, factor, Write.Add);
}

/** y ← y + M x, where the sum of a row begins with y. */
export function flowRecurrence({ n, starts, offsets, values }: BoundFlow, x: F64Pointer, y: F64Pointer): void {
  kernels.flowRecurrence(n, starts, offsets, values, x, y);
}

/** `steps` classical Runge–Kutta steps of length `dt`, in place on x. */
export function flowRk4({ n, starts, offsets, values }: BoundFlow, steps: number, dt: number, x: F64Pointer, scratch: F64Pointer): void {
  kernels.flowRk4(steps, dt, n, starts, offsets, values, x, scratch);
}
