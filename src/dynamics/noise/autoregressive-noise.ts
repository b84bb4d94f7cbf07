import { finite } from "../../errors.ts";
import { autoregression, gaussianReach, power } from "./autoregression.ts";
import { gaussianChain } from "./hidden-chain.ts";
import type { NoiseKind } from "./kind.ts";
import { normalNoise } from "./normal-noise.ts";

export type AutoregressiveFields = {
  readonly mean: number;
  readonly std: number;
  readonly correlation: number;
  readonly x0: number | null;
};

/**
 * Autoregressive noise of first order: normal, correlated from position to position.
 *
 *   x_k = m + a (x_{k−1} − m) + s √(1 − a²) z_k,   cov(x_j, x_k) = s² a^{|j − k|},   −1 < a < 1
 */
export const autoregressiveNoise: NoiseKind<AutoregressiveFields> = {
  name: "ar1",
  title: "normal, each value correlated with the last one",
  fields: ["mean", "std", "correlation", "x0"],
  defaults: { x0: null },
  check({ mean, std, correlation, x0 }) {
    finite("mean", mean);
    finite("std", std, { atLeast: 0 });
    finite("correlation", correlation, { above: -1, below: 1 }, "For a constant, say perRealisation(normal(mean, std)).");
    if (x0 !== null) finite("x0", x0);
  },
  support: ({ mean, std, x0 }) =>
    std === 0 && (x0 ?? mean) === mean ? [mean, mean] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  drawn: ({ mean, std, x0 }) => gaussianReach(mean, std, x0),
  centre: ({ mean, std }) => ({ mean, std }),
  scales: true,
  process({ mean, std, correlation, x0 }) {
    // 1 − a² as a product keeps its digits next to a = ±1.
    const step = { kept: correlation, added: std * Math.sqrt((1 - correlation) * (1 + correlation)) };
    return autoregression({ mean, std, x0, first: step, step, early: false });
  },
  autocovariance: ({ std, correlation }, lag) => std * std * power(correlation, lag),
  chain: ({ mean, std, correlation, x0 }, _grid, levels) => gaussianChain({ mean, std, x0, first: correlation, kept: correlation }, levels),
  quadrature: ({ mean, std }, count) => normalNoise.quadrature({ mean, std }, count),
};
