import { finite } from "../../errors.ts";
import { exp, log, log1p } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";
import { trapezium } from "./trapezium.ts";

export type LognormalFields = { readonly mean: number; readonly std: number };

/** Of the normal under it: e^{μ + σz}. */
function underlying({ mean, std }: LognormalFields): { readonly mu: number; readonly sigma: number } {
  const variance = log1p((std / mean) * (std / mean));
  return { mu: log(mean) - variance / 2, sigma: Math.sqrt(variance) };
}

/** Standard deviations beyond which a normal density is nothing in double precision; no normal is drawn further out. */
const FARTHEST = 8.3;

/** Log-normal noise  e^{μ + σz}  with the given mean and standard deviation:  σ² = ln(1 + std²/mean²),  μ = ln mean − σ²/2. */
export const lognormalNoise: NoiseKind<LognormalFields> = {
  name: "lognormal",
  title: "log-normal, by its own mean and standard deviation",
  fields: ["mean", "std"],
  check({ mean, std }) {
    finite("mean", mean, { above: 0 });
    finite("std", std, { above: 0 }, "For a constant, set the parameter itself.");
  },
  support: () => [0, Number.POSITIVE_INFINITY],
  drawn(noise) {
    const { mu, sigma } = underlying(noise);
    return [exp(mu - FARTHEST * sigma), exp(mu + FARTHEST * sigma)];
  },
  centre: ({ mean, std }) => ({ mean, std }),
  sampler(noise) {
    const { mu, sigma } = underlying(noise);
    return (draws, lanes) => {
      draws.toNormal(lanes, mu, sigma);
      const values = draws.values();
      for (let l = 0; l < lanes; l++) values[l] = exp(values[l]);
    };
  },
  quadrature(noise, count) {
    const { mu, sigma } = underlying(noise);
    return trapezium(-FARTHEST, FARTHEST, 2 * count, (z) => ({ node: exp(mu + sigma * z), weight: exp((-z * z) / 2) }));
  },
};
