/** Sector maps and exchange cascades: `assembly/sector.ts`, `assembly/exchange.ts`. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let { addLanes, exchangeScratch, exchangeTables, sectorFunctionals } = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ addLanes, exchangeScratch, exchangeTables, sectorFunctionals } = started);
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

/** One collision of an exchange cascade: y ← map(x); see assembly/exchange.ts for the layout. */
export function exchangeStep(
  { d1, d2, K, lanes }: { readonly d1: number; readonly d2: number; readonly K: number; readonly lanes: number },
  weights: F64Pointer,
  { c1, s1, c2, s2 }: { readonly c1: F64Pointer; readonly s1: F64Pointer; readonly c2: F64Pointer; readonly s2: F64Pointer },
  x: F64Pointer,
  y: F64Pointer,
  scratch: F64Pointer,
): void {
  kernels.exchangeStep(d1, d2, K, lanes, weights, c1, s1, c2, s2, x, y, scratch);
}
