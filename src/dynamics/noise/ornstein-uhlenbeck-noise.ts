import { finite, wrongValue } from "../../errors.ts";
import { exp, expm1, tanh } from "../../numerics/scalar.ts";
import { autoregression, gaussianReach, type Transition } from "./autoregression.ts";
import { gaussianChain, gaussianFlow, startingWith } from "./hidden-chain.ts";
import type { NoiseKind } from "./kind.ts";
import { normalNoise } from "./normal-noise.ts";
import { normals, type Process, type ProcessGrid } from "./process.ts";

/** Where in a slice of time the value that holds over it belongs. */
export type Scheme = "middle" | "start" | "average";

export type OrnsteinUhlenbeckFields = {
  readonly mean: number;
  readonly std: number;
  readonly time: number;
  readonly x0: number | null;
  readonly scheme: Scheme;
};

/**
 * Ornstein–Uhlenbeck noise: normal, correlated over a time.
 *
 *   E[x] = m,   C(t) = s² e^{−|t|/τ},   S(ω) = 2s²τ/(1 + ω²τ²)
 *
 * From one position to the next, h later, by the exact transition a = e^{−h/τ}. A collision has x at its end. A slice of time has x at
 * its middle (`middle`), at its start, or its exact average over the slice given both ends (`average`).
 * Source: D. T. Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084.
 */
export const ornsteinUhlenbeckNoise: NoiseKind<OrnsteinUhlenbeckFields> = {
  name: "ou",
  title: "Ornstein–Uhlenbeck: normal, correlated over a time",
  fields: ["mean", "std", "time", "x0"],
  defaults: { x0: null },
  schemes: ["middle", "start", "average"],
  check({ mean, std, time, x0 }) {
    finite("mean", mean);
    finite("std", std, { atLeast: 0 });
    finite("time", time, { above: 0 }, "It is the correlation time.");
    if (x0 !== null) finite("x0", x0);
  },
  support: ({ mean, std, x0 }) =>
    std === 0 && (x0 ?? mean) === mean ? [mean, mean] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  drawn: ({ mean, std, x0 }) => gaussianReach(mean, std, x0),
  centre: ({ mean, std }) => ({ mean, std }),
  scales: true,
  process(noise, grid) {
    const { mean, std, time, x0, scheme } = noise;
    const step = stepOf(noise, grid);
    if (scheme === "average") return averages(noise, step);
    const whole = over(step, noise);
    const first = grid.positions === "slice" && scheme === "middle" ? over(step / 2, { std, time }) : whole;
    return autoregression({ mean, std, x0, first, step: whole, early: scheme === "start" });
  },
  autocovariance(noise, lag, grid) {
    const { std, time, scheme } = noise;
    const h = stepOf(noise, grid);
    if (scheme !== "average") return std * std * exp((-lag * h) / time);
    // ∫∫ over two slices:  2s²τ²(u − 1 + e^{−u})/h² of one with itself, s²τ²(e^{u} − 1)(1 − e^{−u}) e^{−lag u}/h² of two, u = h/τ
    const share = (std * time) / h;
    const u = h / time;
    return share * share * (lag === 0 ? 2 * (u + expm1(-u)) : expm1(u) * -expm1(-u) * exp(-lag * u));
  },
  chain(noise, grid, levels) {
    const { mean, std, time, x0, scheme } = noise;
    if (scheme === "average") return null;
    const kept = exp(-stepOf(noise, grid) / time);
    const half = grid.positions === "slice" && scheme === "middle";
    if (scheme === "start") {
      // the first value is x_0 itself: a given one has no density to expand, and is a state of its own
      const later = gaussianChain({ mean, std, x0, first: kept, kept }, levels);
      return x0 === null || later === null ? later : startingWith(x0, later);
    }
    const first = half ? exp(-stepOf(noise, grid) / (2 * time)) : kept;
    return gaussianChain({ mean, std, x0, first, kept }, levels);
  },
  flow: (noise, levels) => gaussianFlow(noise, levels),
  quadrature: ({ mean, std }, count) => normalNoise.quadrature({ mean, std }, count),
};

/** The duration of a position: 1 where collisions have none and time is counted in them. */
function stepOf({ scheme }: OrnsteinUhlenbeckFields, { positions, step }: ProcessGrid): number {
  if (positions === "collision" && scheme !== "middle") {
    throw wrongValue("scheme", "be left out where noise is drawn per collision", scheme, "It places a value within a slice of time.");
  }
  return step !== null && step > 0 ? step : 1;
}

/** The exact transition over a time h: what is left is e^{−h/τ}, and 1 − e^{−2h/τ} of the variance is new. */
function over(h: number, { std, time }: Pick<OrnsteinUhlenbeckFields, "std" | "time">): Transition {
  return { kept: exp(-h / time), added: std * Math.sqrt(-expm1((-2 * h) / time)) };
}

/**
 * The average over each slice, given x and x′ at its ends, is normal with
 *
 *   mean m + (τ/h) tanh(h/2τ) (x + x′ − 2m),   variance 2s²τ [h − 2τ tanh(h/2τ)] / h²
 */
function averages({ mean, std, time, x0 }: OrnsteinUhlenbeckFields, h: number): Process {
  const { kept, added } = over(h, { std, time });
  const share = (time / h) * tanh(h / (2 * time));
  const spread = std * Math.sqrt(2 * bridgeShare(h / time));
  return {
    streams: [
      { suffix: "", shape: normals },
      { suffix: "#integral", shape: normals },
    ],
    carried: 1,
    begin([z], lanes, state) {
      for (let l = 0; l < lanes; l++) state[l] = x0 === null ? std * z[l] : x0 - mean;
    },
    advance(_position, count, lanes, [z, w], state, values) {
      for (let s = 0, at = 0; s < count; s++) {
        for (let l = 0; l < lanes; l++, at++) {
          const before = state[l];
          const after = kept * before + added * z[at];
          state[l] = after;
          values[at] = mean + share * (before + after) + spread * w[at];
        }
      }
    },
  };
}

/** (u − 2 tanh(u/2)) / u²: u/12 − u³/120 + 17u⁵/20160 − … where the difference would lose digits. */
function bridgeShare(u: number): number {
  if (u >= 0.1) return (u - 2 * tanh(u / 2)) / (u * u);
  const q = u * u;
  return (u / 12) * (1 + q * (-1 / 10 + q * (17 / 1680 + q * (-31 / 30240))));
}
