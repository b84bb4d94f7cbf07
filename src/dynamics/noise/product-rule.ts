/** Quadrature over several noisy parameters at once: what averages a map exactly instead of sampling it. */
import { wrongValue } from "../../errors.ts";
import { lowerTail } from "../../numerics/normal.ts";
import type { Rule } from "../../numerics/quadrature.ts";
import type { Domain } from "./domain.ts";
import { kindOf, type Noise } from "./known-kinds.ts";
import type { NoisyParameter } from "./noise-axes.ts";
import { NEVER, within } from "./product-chain.ts";
import { truncatedNoise } from "./truncated-noise.ts";

/** Nodes and weights with  E[f] ≈ Σ weight·f(node)  for noise on one parameter; one node where nothing varies. */
export function quadratureOf(noise: Noise, count: number, domain?: Domain): Rule {
  if (noise.onLeave === "redraw")
    throw wrongValue("noise", "not be drawn again to be averaged exactly", null, "Use truncatedNormal(…).", "is `redrawn`");
  return (domain && clippedNormal(noise, domain, count)) ?? kindOf(noise).quadrature(noise as never, count);
}

/** A normal that is moved to the borders of a domain: what lies beyond is one value, with its probability. Null for all other noise. */
function clippedNormal(noise: Noise, { atLeast, atMost }: Domain, count: number): Rule | null {
  if (noise.kind !== "normal" || noise.onLeave !== "clip" || noise.std === 0) return null;
  const { mean, std } = noise;
  const borders = [atLeast, atMost].map((border, k) => {
    const weight = Number.isFinite(border) ? lowerTail(((k === 0 ? 1 : -1) * (border - mean)) / std) : 0;
    return { node: border, weight };
  });
  const [min, max] = borders.map(({ node }) => (Number.isFinite(node) ? node : null));
  const share = borders.reduce((left, { weight }) => left - weight, 1);
  const inside = share > NEVER && (min !== null || max !== null) ? truncatedNoise.quadrature({ mean, std, min, max }, count) : null;
  const atBorders = borders.filter(({ weight }) => weight > 0);
  return {
    nodes: Float64Array.of(...atBorders.map(({ node }) => node), ...(inside?.nodes ?? [])),
    weights: Float64Array.of(...atBorders.map(({ weight }) => weight), ...Array.from(inside?.weights ?? [], (weight) => weight * share)),
  };
}

/** One value for each parameter, and its share of the average. */
export interface Combination {
  readonly weight: number;
  readonly values: readonly number[];
}

/** The product rule over several noisy parameters, in the order given: all values in their domains. */
export function combinations(parameters: readonly NoisyParameter[], count: number): readonly Combination[] {
  let all: Combination[] = [{ weight: 1, values: [] }];
  for (const parameter of parameters) {
    const { nodes, weights } = quadratureOf(parameter.noise, count, parameter.domain);
    all = all.flatMap((combination) =>
      [...nodes].map((node, k) => ({ weight: combination.weight * weights[k], values: [...combination.values, node] })),
    );
  }
  // Nodes far in the tails carry nothing but time.
  return all
    .filter(({ weight }) => weight > 1e-18)
    .map(({ weight, values }) => ({ weight, values: values.map((value, p) => within(parameters[p], value, weight < NEVER)) }));
}
