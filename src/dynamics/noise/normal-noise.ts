import { finite } from "../../errors.ts";
import { gaussHermite, mappedRule } from "../../numerics/quadrature.ts";
import type { NoiseKind } from "./kind.ts";

export type NormalFields = { readonly mean: number; readonly std: number };

/** Normal noise  mean + std·Φ⁻¹(u). */
export const normalNoise: NoiseKind<NormalFields> = {
  name: "normal",
  title: "normal",
  fields: ["mean", "std"],
  check({ mean, std }) {
    finite("mean", mean);
    finite("std", std, { atLeast: 0 });
  },
  support: ({ mean, std }) => (std === 0 ? [mean, mean] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]),
  centre: ({ mean, std }) => ({ mean, std }),
  scales: true,
  sampler:
    ({ mean, std }) =>
    (draws, lanes) =>
      draws.toNormal(lanes, mean, std),
  ofNormal:
    ({ mean, std }) =>
    (z) =>
      mean + std * z,
  quadrature({ mean, std }, count) {
    if (std === 0) return { nodes: Float64Array.of(mean), weights: Float64Array.of(1) };
    return mappedRule(gaussHermite(count), mean, std);
  },
};
