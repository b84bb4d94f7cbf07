import { finite } from "../../errors.ts";
import type { NoiseKind } from "./kind.ts";
import { normalNoise } from "./normal-noise.ts";
import { normals } from "./process.ts";

export type WalkFields = { readonly x0: number; readonly std: number; readonly drift: number };

/** No normal is drawn further out. */
const FARTHEST = 8.3;

/** A random walk with drift, from a given start:  x_k = x_{k−1} + drift + std·z_k,  cov(x_j, x_k) = std² min(j, k). */
export const walkNoise: NoiseKind<WalkFields> = {
  name: "walk",
  title: "random walk: a normal step (and a drift) at each position",
  fields: ["x0", "std", "drift"],
  defaults: { drift: 0 },
  check({ x0, std, drift }) {
    finite("x0", x0);
    finite("std", std, { atLeast: 0 }, "It is the standard deviation of one step.");
    finite("drift", drift);
  },
  support: ({ x0, std, drift }) => (std === 0 && drift === 0 ? [x0, x0] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]),
  drawn({ x0, std, drift }, count) {
    const far = FARTHEST * std * Math.sqrt(count);
    return [x0 + Math.min(0, drift * count) - far, x0 + Math.max(0, drift * count) + far];
  },
  centre: ({ x0, std }) => ({ mean: x0, std }),
  process: ({ x0, std, drift }) => ({
    streams: [{ suffix: "", shape: normals }],
    carried: 1,
    begin(_numbers, lanes, state) {
      state.fill(x0, 0, lanes);
    },
    advance(_position, count, lanes, [z], state, values) {
      for (let s = 0, at = 0; s < count; s++) {
        for (let l = 0; l < lanes; l++, at++) values[at] = state[l] = state[l] + drift + std * z[at];
      }
    },
  }),
  quadrature: ({ x0, std }, count) => normalNoise.quadrature({ mean: x0, std }, count),
};
