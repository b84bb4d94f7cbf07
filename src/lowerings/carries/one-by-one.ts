/** Collisions carried out one after the other. */
import type { Carrier, CarryRequest } from "../../plan/carry-request.ts";
import type { Lowering } from "../../plan/lowering.ts";

/** Operations per second of a plain product, for a comparison of like with like. */
export const PLAIN = 1e9;
/** Larger maps are not made, and so not counted, for this comparison alone. */
export const LARGEST_MAP = 160;

export const oneByOne: Lowering<CarryRequest, Carrier> = {
  name: "one collision after the other",
  fits(request) {
    const map = request.every > 1 && request.coordinates <= LARGEST_MAP ? request.map() : "";
    const flops = typeof map === "string" ? 0 : map.values.length + 4 * map.n;
    return { seconds: flops / PLAIN, flops, bytes: 0 };
  },
  bind: () =>
    function* (engine, books, n, target, due) {
      for (let next = n + 1; next <= target; next++) {
        books?.before(next, engine.state(), false);
        engine.step(next, null);
        if (due()) yield;
      }
    },
};
