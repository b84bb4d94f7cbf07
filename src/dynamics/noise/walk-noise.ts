import { finite } from "../../errors.ts";
import { exp, PI } from "../../numerics/scalar.ts";
import { chainOfRule, type HiddenChain } from "./hidden-chain.ts";
import type { NoiseKind } from "./kind.ts";
import { normalNoise } from "./normal-noise.ts";
import { normals, type ProcessGrid } from "./process.ts";

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
  chain: latticeChain,
  quadrature: ({ x0, std }, count) => normalNoise.quadrature({ mean: x0, std }, count),
};

/** Deviations of the last position that a lattice reaches out, and its points per deviation of one step at 8 levels. */
const REACH = 7.5;
const FINE = 1.5;

/**
 * The walk on a lattice of spacing Δ that covers all that it can reach: moves  Δ e^{−(xᵢ − xⱼ − drift)²/2s²}/(s√2π). The trapezium rule
 * of normal steps that are 1.5 Δ wide or wider is exact to rounding; where the map varies faster than that, more levels are finer.
 */
function latticeChain({ x0, std, drift }: WalkFields, { count }: ProcessGrid, levels: number): HiddenChain | null {
  if (std === 0) return drift === 0 ? chainOfRule({ nodes: Float64Array.of(x0), weights: Float64Array.of(1) }, "kept", true) : null;
  const spacing = (8 * std) / (FINE * levels);
  const far = REACH * std * Math.sqrt(count) + std;
  const from = x0 + Math.min(0, drift * count) - far;
  const size = Math.ceil((Math.abs(drift) * count + 2 * far) / spacing) + 1;
  const density = (d: number) => (spacing / (std * Math.sqrt(2 * PI))) * exp((-(d - drift) * (d - drift)) / (2 * std * std));
  const width = Math.ceil((REACH * 1.15 * std + Math.abs(drift)) / spacing);
  const values = Float64Array.from({ length: size }, (_, k) => from + k * spacing);
  return {
    values,
    start: values.map((x) => density(x - x0)),
    read: new Float64Array(size).fill(1),
    moves: { band: Float64Array.from({ length: 2 * width + 1 }, (_, k) => density((k - width) * spacing)) },
    exact: false,
  };
}
