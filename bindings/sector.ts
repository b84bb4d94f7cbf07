/** Sector maps: `assembly/sector.ts`. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { addLanes, sectorFunctionals } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ addLanes, sectorFunctionals } = started);
});

/** A sector map in linear memory; layout in assembly/sector.ts. */
export interface BoundMap {
  readonly rows: number;
  readonly groups: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
}

/** y ← Σ_k w_k M_k x for `lanes` (even, at most 8) realisations; weights is [group][lane]. */
export function sectorApply(map: BoundMap, weights: F64Pointer, x: F64Pointer, y: F64Pointer, lanes: number): void {
  kernels.sectorApply(map.rows, map.groups, map.rowStart, map.columns, map.values, weights, x, y, lanes);
}

/** y ← M x for one vector; the map must have one group. */
export function sectorApplySingle(map: BoundMap, x: F64Pointer, y: F64Pointer): void {
  kernels.sectorApplySingle(map.rows, map.rowStart, map.columns, map.values, x, y);
}
