/** Quadrature nodes of each kind of noise: what averages a map exactly instead of sampling it. */
import { wrongValue } from "../errors.ts";
import { gaussHermite, gaussLaguerre, gaussLegendre, type Rule } from "../numerics/quadrature.ts";
import { exp } from "../numerics/scalar.ts";
import type { Noise } from "./noise.ts";

/** Standard deviations beyond which a normal density is nothing in double precision. */
const FAR = 9;

/** Nodes and weights with  E[f] ≈ Σ weight·f(node)  for noise on one parameter; one node where nothing varies. */
export function quadratureOf(noise: Noise, count: number): Rule {
  if (noise.onLeave === "redraw")
    throw wrongValue("noise", "not be drawn again to be averaged exactly", null, "Use truncatedNormal(…).", "is `redrawn`");
  switch (noise.kind) {
    case "normal":
      if (noise.std === 0) return { nodes: Float64Array.of(noise.mean), weights: Float64Array.of(1) };
      return moved(gaussHermite(count), noise.mean, noise.std);
    case "uniform":
      return moved(gaussLegendre(count), (noise.min + noise.max) / 2, (noise.max - noise.min) / 2);
    case "exponential":
      return moved(gaussLaguerre(count), 0, noise.mean);
    case "truncated":
      return truncated(noise.mean, noise.std, noise.min, noise.max, count);
    default:
      return noise satisfies never;
  }
}

function moved({ nodes, weights }: Rule, shift: number, factor: number): Rule {
  return { nodes: nodes.map((x) => shift + factor * x), weights };
}

function truncated(mean: number, std: number, min: number | null, max: number | null, count: number): Rule {
  const from = Math.max(min ?? Number.NEGATIVE_INFINITY, mean - FAR * std);
  const to = Math.min(max ?? Number.POSITIVE_INFINITY, mean + FAR * std);
  const { nodes, weights } = moved(gaussLegendre(2 * count), (from + to) / 2, (to - from) / 2);
  const density = nodes.map((x) => exp((-(x - mean) * (x - mean)) / (2 * std * std)));
  const mass = density.reduce((sum, value, k) => sum + value * weights[k], 0);
  return { nodes, weights: weights.map((weight, k) => (weight * density[k]) / mass) };
}

/** Several parameters at once: every combination of their nodes. */
export interface Combination {
  readonly weight: number;
  readonly values: readonly number[];
}

/** The product rule over several noisy parameters, in the order given. */
export function combinations(noises: readonly Noise[], count: number): readonly Combination[] {
  let all: Combination[] = [{ weight: 1, values: [] }];
  for (const noise of noises) {
    const { nodes, weights } = quadratureOf(noise, count);
    all = all.flatMap((combination) =>
      [...nodes].map((node, k) => ({ weight: combination.weight * weights[k], values: [...combination.values, node] })),
    );
  }
  // Nodes far in the tails carry nothing but time.
  return all.filter(({ weight }) => weight > 1e-18);
}
