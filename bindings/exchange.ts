/** Exchange of excitations with one or two modes: `assembly/exchange.ts`, `exchangeStep.ts`, `exchangeFlux.ts`, `exchangeDetuned.ts`. */
import type { F64Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

let kernels = sleeping;
export let {
  detunedScratch,
  detunedTable,
  exchangeFlux,
  exchangeProductsSize,
  exchangeRates,
  exchangeScratch,
  exchangeTables,
  exchangeWeights,
} = sleeping;
whenStarted((started) => {
  kernels = started;
  ({ detunedScratch, detunedTable, exchangeFlux, exchangeProductsSize, exchangeRates, exchangeScratch, exchangeTables, exchangeWeights } =
    started);
});

/** Levels of both modes (d2 = 1: one mode) and the largest coherence order kept. */
export interface ExchangeLevels {
  readonly d1: number;
  readonly d2: number;
  readonly K: number;
}

/** cos and sin tables of both modes, which point at n = 0. */
export interface ExchangeTables {
  readonly c1: F64Pointer;
  readonly s1: F64Pointer;
  readonly c2: F64Pointer;
  readonly s2: F64Pointer;
}

/** Fill the products of all orders from tables of `lanes` lanes. */
export function exchangeProducts({ d1, d2, K }: ExchangeLevels, lanes: number, tables: ExchangeTables, out: F64Pointer): void {
  kernels.exchangeProducts(d1, d2, K, lanes, tables.c1, tables.s1, tables.c2, tables.s2, out);
}

/** Products of the angles of a cascade: of every lane, or of one pair that all lanes share. */
export interface BoundProducts {
  readonly shared: boolean;
  readonly pointer: F64Pointer;
}

/** One collision of an exchange cascade: y ← map(x); see assembly/exchange.ts for the layout. */
export function exchangeStep(
  { d1, d2, K }: ExchangeLevels,
  lanes: number,
  weights: F64Pointer,
  products: BoundProducts,
  x: F64Pointer,
  y: F64Pointer,
  scratch: F64Pointer,
): void {
  kernels.exchangeStep(d1, d2, K, lanes, products.shared ? 1 : 0, weights, products.pointer, x, y, scratch);
}

/** One collision of a detuned cascade: y ← map(x); `one` and `two` are the modes' tables. See assembly/exchangeDetuned.ts. */
export function detunedStep(
  { d1, d2, K }: ExchangeLevels,
  lanes: number,
  weights: F64Pointer,
  one: F64Pointer,
  two: F64Pointer,
  x: F64Pointer,
  y: F64Pointer,
  scratch: F64Pointer,
): void {
  kernels.detunedStep(d1, d2, K, lanes, weights, one, two, x, y, scratch);
}
