import type { BoundMap } from "../../../bindings/sector.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";

/** Put sector matrices into linear memory. */
export function bindMap(
  scope: {
    f64: (v: ArrayLike<number>) => { pointer: BoundMap["values"] };
    i32: (v: ArrayLike<number>) => { pointer: BoundMap["rowStart"] };
  },
  matrices: SectorMatrices,
): BoundMap {
  return {
    rows: matrices.n,
    groups: matrices.groups,
    rowStart: scope.i32(matrices.rowStart).pointer,
    columns: scope.i32(matrices.columns).pointer,
    values: scope.f64(matrices.values).pointer,
  };
}
