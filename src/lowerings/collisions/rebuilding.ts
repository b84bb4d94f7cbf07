/** What it costs to build a model at other parameters and to lower its collisions. */
import type { Price } from "../../plan/price.ts";

/** Seconds to build a small model: what a collision costs whose weights are read from a model built for it. */
export const MODEL_SECONDS = 1e-3;

/** Seconds to lower one entry of its maps. */
const ENTRY_SECONDS = 1e-5;

/** The price of one build from the price of index lists, measured on small models. */
export function rebuilding(lists: Price): { readonly seconds: number; readonly flops: number } {
  return { seconds: MODEL_SECONDS + (ENTRY_SECONDS * lists.flops) / 2, flops: 20 * lists.flops };
}
