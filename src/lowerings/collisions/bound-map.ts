import type { BoundMap } from "../../../bindings/sector.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";

/** Put sector matrices into linear memory. */
export function bindMap(scope: Scope, matrices: SectorMatrices): BoundMap {
  return {
    rows: matrices.n,
    groups: matrices.groups,
    rowStart: scope.i32(matrices.rowStart).pointer,
    columns: scope.i32(matrices.columns).pointer,
    values: scope.f64(matrices.values).pointer,
  };
}
