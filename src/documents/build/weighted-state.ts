/**
 * A state as a weighted sum of fixed Hermitian operators, one for each place of its pattern:
 *
 *   η = Σ_x η_xx |x⟩⟨x| + Σ_{x<y} Re η_xy (|x⟩⟨y| + |y⟩⟨x|) + Im η_xy (i|x⟩⟨y| − i|y⟩⟨x|)
 *
 * Noise that reaches the state alone changes the weights and no matrix of the collision.
 */
import type { WeightedState } from "../../dynamics/collisions.ts";
import { Operator } from "../../operators/operator.ts";
import { gibbsLogarithm } from "../../operators/thermal-logarithm.ts";
import type { Space } from "../../spaces/space.ts";

/** Places of a pattern that are worth a matrix each. */
const MOST_PARTS = 16;

const parts = new WeakMap<Space, Map<string, Operator>>();

/** The weighted parts; null for Gibbs states, whose logarithm is known as a whole, and for patterns with many places. */
export function weightedParts(eta: Operator): readonly WeightedState[] | null {
  if (gibbsLogarithm(eta) !== null) return null;
  const found: WeightedState[] = [];
  eta.forEach((i, j, re, im) => {
    if (i === j) found.push({ name: `${i}`, weight: re, state: partOf(eta.space, i, i, "re") });
    if (i >= j) return;
    found.push({ name: `Re ${i},${j}`, weight: re, state: partOf(eta.space, i, j, "re") });
    found.push({ name: `Im ${i},${j}`, weight: im, state: partOf(eta.space, i, j, "im") });
  });
  return found.length <= MOST_PARTS ? found : null;
}

/** The weights of `weightedParts` alone. */
export function weightsOfParts(eta: Operator): readonly number[] {
  const found: number[] = [];
  eta.forEach((i, j, re, im) => {
    if (i === j) found.push(re);
    else if (i < j) found.push(re, im);
  });
  return found;
}

/** The same operator object each time, so that models at other parameters share it. */
function partOf(space: Space, i: number, j: number, which: "re" | "im"): Operator {
  let known = parts.get(space);
  if (!known) parts.set(space, (known = new Map()));
  const key = `${which} ${i} ${j}`;
  let part = known.get(key);
  if (!part) known.set(key, (part = makePart(space, i, j, which)));
  return part;
}

function makePart(space: Space, i: number, j: number, which: "re" | "im"): Operator {
  if (i === j) return Operator.fromEntries(space, [[i, i, 1]]);
  if (which === "re")
    return Operator.fromEntries(space, [
      [i, j, 1],
      [j, i, 1],
    ]);
  return Operator.fromEntries(space, [
    [i, j, 0, 1],
    [j, i, 0, -1],
  ]);
}
