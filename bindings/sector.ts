/** Typed wrappers of assembly/sector.ts and assembly/exchange.ts. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** A sector map in linear memory; layout in assembly/sector.ts. */
export interface BoundMap {
  readonly rows: number;
  readonly groups: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
}

interface Kernels {
  sectorApply(
    n: number,
    groups: number,
    rowStart: number,
    columns: number,
    values: number,
    weights: number,
    x: number,
    y: number,
    lanes: number,
  ): void;
  sectorApplySingle(n: number, rowStart: number, columns: number, values: number, x: number, y: number): void;
  sectorPowerSingle(steps: number, n: number, rowStart: number, columns: number, values: number, x: number, y: number): void;
  sectorFunctionals(count: number, start: number, columns: number, values: number, x: number, lanes: number, out: number): void;
  addLanes(count: number, x: number, y: number): void;
  exchangeScratch(d2: number, lanes: number): number;
  exchangeSize(d1: number, d2: number, K: number): number;
  exchangeTables(d: number, lanes: number, theta: number, c: number, s: number): void;
  exchangeStep(
    d1: number,
    d2: number,
    K: number,
    lanes: number,
    weights: number,
    c1: number,
    s1: number,
    c2: number,
    s2: number,
    x: number,
    y: number,
    scratch: number,
  ): void;
}

/** y ← Σ_k w_k M_k x for `lanes` (even, at most 8) realisations; weights is [group][lane]. */
export function sectorApply(map: BoundMap, weights: F64Pointer, x: F64Pointer, y: F64Pointer, lanes: number): void {
  wasm<Kernels>().sectorApply(map.rows, map.groups, map.rowStart, map.columns, map.values, weights, x, y, lanes);
}

/** y ← M x for one vector; the map must have one group. */
export function sectorApplySingle(map: BoundMap, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().sectorApplySingle(map.rows, map.rowStart, map.columns, map.values, x, y);
}

/** Apply one fixed M `steps` times, ping-pong; returns the pointer that holds the result. */
export function sectorPowerSingle(map: BoundMap, steps: number, x: F64Pointer, y: F64Pointer): F64Pointer {
  wasm<Kernels>().sectorPowerSingle(steps, map.rows, map.rowStart, map.columns, map.values, x, y);
  return steps % 2 === 0 ? x : y;
}

/** out[f][lane] ← sparse functionals of each lane's state; `lanes` is even. */
export function sectorFunctionals(
  count: number,
  start: I32Pointer,
  columns: I32Pointer,
  values: F64Pointer,
  x: F64Pointer,
  lanes: number,
  out: F64Pointer,
): void {
  wasm<Kernels>().sectorFunctionals(count, start, columns, values, x, lanes, out);
}

/** Number of f64 values of scratch that `exchangeStep` needs. */
export function exchangeScratch(d2: number, lanes: number): number {
  return wasm<Kernels>().exchangeScratch(d2, lanes) / 8;
}

/** Reals per realisation of an exchange cascade with coherence orders up to K. */
export function exchangeSize(d1: number, d2: number, K: number): number {
  return wasm<Kernels>().exchangeSize(d1, d2, K);
}

/** Fill cos and sin tables of one mode; `c` and `s` point at n = 0 and have one entry of `lanes` values before it. */
export function exchangeTables(d: number, lanes: number, theta: F64Pointer, c: F64Pointer, s: F64Pointer): void {
  wasm<Kernels>().exchangeTables(d, lanes, theta, c, s);
}

/** One collision of an exchange cascade: y ← map(x); see assembly/exchange.ts for the layout. */
export function exchangeStep(
  shape: { readonly d1: number; readonly d2: number; readonly K: number; readonly lanes: number },
  weights: F64Pointer,
  tables: { readonly c1: F64Pointer; readonly s1: F64Pointer; readonly c2: F64Pointer; readonly s2: F64Pointer },
  x: F64Pointer,
  y: F64Pointer,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().exchangeStep(
    shape.d1,
    shape.d2,
    shape.K,
    shape.lanes,
    weights,
    tables.c1,
    tables.s1,
    tables.c2,
    tables.s2,
    x,
    y,
    scratch,
  );
}

/** y ← y + x for `count` values, an even number. */
export function addLanes(count: number, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().addLanes(count, x, y);
}
