/** Exchange of excitations with one or two modes: `assembly/exchange.ts`, `exchangeStep.ts`, `exchangeFlux.ts`, `exchangeDetuned.ts`. */
import { type Arguments, f64, i32, kernel, nothing, real, reals } from "./signature.ts";

const lanes = (c: Arguments) => c.lanes;
const ladder = (c: Arguments) => c.d * c.lanes;
const one = (c: Arguments) => c.d1 * c.lanes;
const two = (c: Arguments) => c.d2 * c.lanes;
/** r_n between neighbouring levels. */
const rates = (c: Arguments) => (c.d - 1) * c.lanes;
const weights = (c: Arguments) => 3 * c.lanes * c.count;
/** What each coherence order k = 0 … K of a cascade has in one lane, summed. */
const overOrders =
  (size: (rows: number, columns: number) => number) =>
  ({ d1, d2, K }: Arguments): number => {
    let sum = 0;
    for (let k = 0; k <= K && k < d1 && k < d2; k++) sum += size(d1 - k, d2 - k);
    return sum;
  };
const elements = overOrders((rows, columns) => rows * columns);
const products = overOrders((rows, columns) => 4 * (columns + 1) + 8 * rows);
const state = (c: Arguments) => elements(c) * c.lanes;
/** Order 0 is real, all others are complex. */
const detuned = (c: Arguments) => (2 * elements(c) - c.d1 * c.d2) * c.lanes;

export const exchange = {
  /** f64 values that `exchangeStep` needs as scratch. */
  exchangeScratch: kernel(real, f64("d2"), f64("lanes")),

  /** f64 values of the products of all orders for `lanes` lanes. */
  exchangeProductsSize: kernel(real, f64("d1"), f64("d2"), f64("K"), f64("lanes")),

  /** Fill cos and sin tables of one mode; `c` and `s` point at n = 0 and have one entry of `lanes` values before it. */
  exchangeTables: kernel(nothing, i32("d"), i32("lanes"), reals("theta", lanes), reals("c", ladder, lanes), reals("s", ladder, lanes)),

  /** Fill the products of all orders from the tables of both modes. */
  exchangeProducts: kernel(
    nothing,
    i32("d1"),
    i32("d2"),
    i32("K"),
    i32("lanes"),
    reals("c1", one, lanes),
    reals("s1", one, lanes),
    reals("c2", two, lanes),
    reals("s2", two, lanes),
    reals("out", (c) => products(c) * c.lanes),
  ),

  /** One collision of an exchange cascade: y ← map(x). The products are those of all lanes, or of one pair that all share. */
  exchangeStep: kernel(
    nothing,
    i32("d1"),
    i32("d2"),
    i32("K"),
    i32("lanes"),
    i32("shared"),
    reals("weights", (c) => 3 * c.lanes),
    reals("products", (c) => products(c) * (c.shared ? 2 : c.lanes)),
    reals("x", state),
    reals("y", state),
    reals("scratch", (c) => (c.d2 + 1) * c.lanes),
  ),

  /** Fill the rates between neighbouring levels of one mode, [n][lane]. */
  exchangeRates: kernel(nothing, i32("d"), i32("lanes"), reals("theta", lanes), reals("detuning", lanes), reals("rates", rates)),

  /** `count` collisions with one mode, in place; weights are [collision][3][lane]. */
  exchangeFlux: kernel(nothing, i32("d"), i32("lanes"), i32("count"), reals("weights", weights), reals("rates", rates), reals("x", ladder)),

  /** f64 values that `detunedStep` needs as scratch. */
  detunedScratch: kernel(real, f64("d2"), f64("lanes")),

  /** Fill c, s, t of one mode, [n = −1 … d−1][3][lane]. */
  detunedTable: kernel(
    nothing,
    i32("d"),
    i32("lanes"),
    reals("theta", lanes),
    reals("detuning", lanes),
    reals("table", (c) => 3 * (c.d + 1) * c.lanes),
  ),

  /** One collision of a detuned cascade: y ← map(x). */
  detunedStep: kernel(
    nothing,
    i32("d1"),
    i32("d2"),
    i32("K"),
    i32("lanes"),
    reals("weights", (c) => 3 * c.lanes),
    reals("one", (c) => 3 * (c.d1 + 1) * c.lanes),
    reals("two", (c) => 3 * (c.d2 + 1) * c.lanes),
    reals("x", detuned),
    reals("y", detuned),
    reals("scratch", (c) => 10 * (c.d2 + 1) * c.lanes),
  ),

  /** Weights that follow one parameter by its cosine, from its values [collision][lane]. */
  exchangeWeights: kernel(
    nothing,
    i32("lanes"),
    i32("count"),
    reals("form", () => 6),
    reals("values", (c) => c.lanes * c.count),
    reals("out", weights),
  ),
} as const;
