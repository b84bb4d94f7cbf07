import { finite } from "../../errors.ts";
import { gaussLegendre, mappedRule } from "../../numerics/quadrature.ts";
import type { NoiseKind } from "./kind.ts";

export type UniformFields = { readonly min: number; readonly max: number };

/** Uniform noise on [min, max]. */
export const uniformNoise: NoiseKind<UniformFields> = {
  name: "uniform",
  title: "equally likely between two numbers",
  fields: ["min", "max"],
  check({ min, max }) {
    finite("min", min);
    finite("max", max, { above: min });
    finite("max − min", max - min);
  },
  support: ({ min, max }) => [min, max],
  centre: ({ min, max }) => ({ mean: min + (max - min) / 2, std: (max - min) / Math.sqrt(12) }),
  sampler({ min, max }) {
    return (draws, lanes) => {
      const values = draws.values();
      for (let l = 0; l < lanes; l++) values[l] = Math.min(min + (max - min) * values[l], max);
    };
  },
  quadrature: ({ min, max }, count) => mappedRule(gaussLegendre(count), (min + max) / 2, (max - min) / 2),
};
