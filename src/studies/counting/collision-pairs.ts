/** A collision as a sum of pairs A(ρ ⊗ η)B† on system ⊗ unit, cut into blocks in a basis of the unit. */
import { jointOperators, unitBlocks } from "../../dynamics/channel.ts";
import type { Collision } from "../../dynamics/collisions.ts";
import { expandUnitary } from "../../dynamics/second-order.ts";
import { identity, lift, plus, scale } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { type Space, tensor } from "../../spaces/space.ts";
import { inBasis } from "./spectral-basis.ts";

type Pair = readonly [left: Operator, right: Operator];
type Blocks = readonly (Operator | null)[];

/** The blocks ⟨x|A|y⟩ and ⟨x|B|y⟩ of a pair, block (x, y) at index x·u + y. */
export interface BlockPair {
  readonly left: Blocks;
  readonly right: Blocks;
}

const known = new WeakMap<Collision, { readonly system: Space; readonly pairs: readonly Pair[] }>();

/** The pairs of a collision in a basis of its unit; its joint operators are made once. */
export function blockPairs(system: Space, collision: Collision, vectors: Operator | null): readonly BlockPair[] {
  let entry = known.get(collision);
  if (!entry || entry.system !== system) known.set(collision, (entry = { system, pairs: pairsOf(system, collision) }));
  const turned = vectors && lift(tensor(system, collision.unit), vectors);
  const cut = new Map<Operator, Blocks>();
  const blocksOf = (A: Operator): Blocks => {
    let blocks = cut.get(A);
    if (!blocks) cut.set(A, (blocks = unitBlocks(system, collision.unit, turned ? inBasis(A, turned) : A)));
    return blocks;
  };
  return entry.pairs.map(([A, B]) => ({ left: blocksOf(A), right: blocksOf(B) }));
}

/** W_c(…)W_c† of an exact collision; of second order 1(…)1 + D(…)1 + 1(…)D† + G₁(…)G₁ with D = −iG₁ + G₂. */
function pairsOf(system: Space, collision: Collision): readonly Pair[] {
  if (collision.evaluation !== "second") return jointOperators(system, collision).map((W) => [W, W]);
  const { G1, G2 } = expandUnitary(system, collision);
  const one = identity(tensor(system, collision.unit));
  const D = plus(scale(G1, 0, -1), G2);
  return [
    [one, one],
    [D, one],
    [one, D],
    [G1, G1],
  ];
}
