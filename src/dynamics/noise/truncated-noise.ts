import { finite, wrongValue } from "../../errors.ts";
import { lowerTail } from "../../numerics/normal.ts";
import { gaussLegendre, mappedRule } from "../../numerics/quadrature.ts";
import { exp } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";

export type TruncatedFields = { readonly mean: number; readonly std: number; readonly min: number | null; readonly max: number | null };

/** An interval that lies further out than this many standard deviations has less than 1e-268 of the probability. */
const FAR = 35;

/** Standard deviations beyond which a normal density is nothing in double precision. */
const NEGLIGIBLE = 9;

/**
 * A normal confined to [min, max] (null: no bound on that side), by its exact inverse distribution function:
 *
 *   Φ⁻¹( Φ(a) + u·(Φ(b) − Φ(a)) ),   a = (min − mean)/std,  b = (max − mean)/std
 *
 * evaluated in whichever tail is nearer, so an interval 30 standard deviations out is as accurate as one in the middle.
 */
export const truncatedNoise: NoiseKind<TruncatedFields> = {
  name: "truncated",
  title: "normal confined to an interval, inf and -inf for no bound",
  fields: ["mean", "std", "min", "max"],
  check({ mean, std, min, max }) {
    finite("mean", mean);
    finite("std", std, { above: 0 }, "For a constant, set the parameter itself.");
    if (min !== null) finite("min", min);
    if (max !== null) finite("max", max);
    if (min === null && max === null) {
      throw wrongValue("min", "be a number where `max` has none", min, "Give a bound, or use normal(mean, std).");
    }
    if (min !== null && max !== null && !(max > min)) throw wrongValue("max", `be larger than min = ${min}`, max);
    const away = Math.max(((min ?? Number.NEGATIVE_INFINITY) - mean) / std, (mean - (max ?? Number.POSITIVE_INFINITY)) / std);
    if (away > FAR) {
      const remedy = "Less than 1e-268 of the normal would be left: move the interval or widen std.";
      throw wrongValue("mean", `lie within ${FAR} standard deviations of [min, max]`, mean, remedy, `lies ${away} away from it`);
    }
  },
  support: ({ min, max }) => [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY],
  centre: ({ mean, std, min, max }) => ({
    mean: Math.min(Math.max(mean, min ?? Number.NEGATIVE_INFINITY), max ?? Number.POSITIVE_INFINITY),
    std,
  }),
  moments(noise) {
    const { nodes, weights } = truncatedNoise.quadrature(noise, 96);
    const mean = nodes.reduce((sum, x, k) => sum + weights[k] * x, 0);
    return { mean, std: Math.sqrt(nodes.reduce((sum, x, k) => sum + weights[k] * (x - mean) * (x - mean), 0)) };
  },
  sampler({ mean, std, min, max }) {
    const least = min ?? Number.NEGATIVE_INFINITY;
    const most = max ?? Number.POSITIVE_INFINITY;
    const a = (least - mean) / std;
    const b = (most - mean) / std;
    const below = lowerTail(a);
    const above = lowerTail(-b);
    const mass = b <= 0 ? lowerTail(b) - below : a >= 0 ? lowerTail(-a) - above : 1 - below - above;
    return (draws, lanes) => {
      draws.toTruncated(lanes, mean, std, below, mass, above);
      const values = draws.values();
      for (let l = 0; l < lanes; l++) values[l] = Math.min(Math.max(values[l], least), most);
    };
  },
  quadrature({ mean, std, min, max }, count) {
    const from = Math.max(min ?? Number.NEGATIVE_INFINITY, mean - NEGLIGIBLE * std);
    const to = Math.min(max ?? Number.POSITIVE_INFINITY, mean + NEGLIGIBLE * std);
    const { nodes, weights } = mappedRule(gaussLegendre(2 * count), (from + to) / 2, (to - from) / 2);
    const density = nodes.map((x) => exp((-(x - mean) * (x - mean)) / (2 * std * std)));
    const mass = density.reduce((sum, value, k) => sum + value * weights[k], 0);
    return { nodes, weights: weights.map((weight, k) => (weight * density[k]) / mass) };
  },
};
