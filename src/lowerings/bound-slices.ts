/** Matrices in slices of rows, put into linear memory. */
import type { BoundFlow } from "../../bindings/flow.ts";
import type { Scope } from "../../bindings/memory.ts";
import type { RowSlices } from "../sectors/row-slices.ts";

/** A matrix as the kernels of flows take it. */
export function boundSlices({ n, starts, offsets, values }: RowSlices, scope: Scope): BoundFlow {
  return { n, starts: scope.i32(starts).pointer, offsets: scope.i32(offsets).pointer, values: scope.f64(values).pointer };
}
