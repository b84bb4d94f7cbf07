/** Sparse operators times dense states: `assembly/operators.ts`. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { addAdjoint, adjointOf, fillZero } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ addAdjoint, adjointOf, fillZero } = started);
});

/** A sparse complex operator in linear memory. */
export interface BoundOperator {
  readonly n: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
}

/** Y ← Y + S X for dense n × n matrices. */
export function sparseTimesInto(S: BoundOperator, x: F64Pointer, y: F64Pointer): void {
  kernels.sparseTimesInto(S.n, S.rowStart, S.columns, S.values, x, y);
}
