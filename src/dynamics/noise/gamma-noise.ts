import { finite } from "../../errors.ts";
import { inverseIncompleteGamma } from "../../numerics/gamma.ts";
import { gaussLaguerre, mappedRule } from "../../numerics/quadrature.ts";
import type { NoiseKind } from "./kind.ts";

export type GammaFields = { readonly shape: number; readonly scale: number };

/** Gamma noise, density ∝ x^{k−1} e^{−x/θ}: waiting times until the k-th event; mean kθ, variance kθ². */
export const gammaNoise: NoiseKind<GammaFields> = {
  name: "gamma",
  title: "gamma: density ∝ x^(shape−1) exp(−x/scale)",
  fields: ["shape", "scale"],
  check({ shape, scale }) {
    finite("shape", shape, { above: 0, atMost: 1e6 });
    finite("scale", scale, { above: 0 });
  },
  support: () => [0, Number.POSITIVE_INFINITY],
  drawn: ({ shape, scale }) => [0, scale * inverseIncompleteGamma(shape, 1 - 1.1102230246251565e-16)],
  centre: ({ shape, scale }) => ({ mean: shape * scale, std: Math.sqrt(shape) * scale }),
  sampler({ shape, scale }) {
    return (draws, lanes) => {
      const values = draws.values();
      for (let l = 0; l < lanes; l++) values[l] = scale * inverseIncompleteGamma(shape, values[l]);
    };
  },
  quadrature: ({ shape, scale }, count) => mappedRule(gaussLaguerre(count, shape - 1), 0, scale),
};
