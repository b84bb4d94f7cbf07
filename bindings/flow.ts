/** Flows on one state: `assembly/flow.ts`, which draws the layout of a matrix. */
import { Write } from "../assembly/abi.ts";
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { flowCombine, flowDot, flowError, flowOrthogonalise, flowRk4Scratch, flowSeries, flowSlices } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ flowCombine, flowDot, flowError, flowOrthogonalise, flowRk4Scratch, flowSeries, flowSlices } = started);
});

/** A real sparse matrix in linear memory, by rows and runs. */
export interface BoundFlow {
  readonly n: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
  readonly runCount: number;
  readonly runs: I32Pointer;
  readonly runValues: F64Pointer;
}

/** y ← factor · M x. */
export function flowApply(M: BoundFlow, x: F64Pointer, y: F64Pointer, factor = 1): void {
  kernels.flowApply(M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, y, factor, Write.Replace);
}

/** y ← y + factor · M x. */
export function flowApplyInto(M: BoundFlow, x: F64Pointer, y: F64Pointer, factor: number): void {
  kernels.flowApply(M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, y, factor, Write.Add);
}

/** `steps` classical Runge–Kutta steps of length `dt`, in place on x. */
export function flowRk4(M: BoundFlow, steps: number, dt: number, x: F64Pointer, scratch: F64Pointer): void {
  kernels.flowRk4(steps, dt, M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, scratch);
}
