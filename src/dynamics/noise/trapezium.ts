/** The trapezium rule for densities that die off at both ends, where it converges faster than any power of its spacing. */
import type { Rule } from "../../numerics/quadrature.ts";

/** A rule of `count` nodes over t in [from, to], weighted with a density in t that is nothing at both ends; weights sum to 1. */
export function trapezium(
  from: number,
  to: number,
  count: number,
  at: (t: number) => { readonly node: number; readonly weight: number },
): Rule {
  const points = Array.from({ length: count }, (_, k) => at(from + ((to - from) * (k + 0.5)) / count));
  const mass = points.reduce((sum, { weight }) => sum + weight, 0);
  return {
    nodes: Float64Array.from(points, ({ node }) => node),
    weights: Float64Array.from(points, ({ weight }) => weight / mass),
  };
}
