import { finite } from "../../errors.ts";
import { gaussLaguerre, mappedRule } from "../../numerics/quadrature.ts";
import { log } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";

export type ExponentialFields = { readonly mean: number };

/** Exponential noise  −mean·ln u: waiting times of a Poisson stream. */
export const exponentialNoise: NoiseKind<ExponentialFields> = {
  name: "exponential",
  title: "exponential: waiting times of a Poisson stream",
  fields: ["mean"],
  check({ mean }) {
    finite("mean", mean, { above: 0 });
  },
  support: () => [0, Number.POSITIVE_INFINITY],
  // −ln of the smallest uniform, 2⁻⁵³, is 36.74.
  drawn: ({ mean }) => [0, 37 * mean],
  centre: ({ mean }) => ({ mean, std: mean }),
  sampler({ mean }) {
    return (draws, lanes) => {
      const values = draws.values();
      for (let l = 0; l < lanes; l++) values[l] = -mean * log(values[l]);
    };
  },
  quadrature: ({ mean }, count) => mappedRule(gaussLaguerre(count), 0, mean),
};
