/** Quadrature over several noisy parameters at once: what averages a map exactly instead of sampling it. */
import { wrongValue } from "../../errors.ts";
import type { Rule } from "../../numerics/quadrature.ts";
import { kindOf, type Noise } from "./known-kinds.ts";

/** Nodes and weights with  E[f] ≈ Σ weight·f(node)  for noise on one parameter; one node where nothing varies. */
export function quadratureOf(noise: Noise, count: number): Rule {
  if (noise.onLeave === "redraw")
    throw wrongValue("noise", "not be drawn again to be averaged exactly", null, "Use truncatedNormal(…).", "is `redrawn`");
  return kindOf(noise).quadrature(noise as never, count);
}

/** One value for each parameter, and its share of the average. */
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
