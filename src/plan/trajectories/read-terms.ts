/** The terms of a collision whose unit is read. */
import { jointOperators, unitBlocks } from "../../dynamics/channel.ts";
import type { Collision } from "../../dynamics/collisions.ts";
import { unitState } from "../../dynamics/joint.ts";
import type { Term } from "../../dynamics/terms.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";

/** Add factor·𝓜_m of one collision, a group for each effect E_m:  Σ E_m[x′, x] η[y, y′] ⟨x|W|y⟩ · ⟨x′|W|y′⟩†. */
export function addReadTerms(terms: Term[], system: Space, collision: Collision, factor: number, effects: readonly Operator[]): void {
  const u = collision.unit.dimension;
  const eta = unitState(collision.state);
  for (const W of jointOperators(system, collision)) {
    const blocks = unitBlocks(system, collision.unit, W);
    effects.forEach((E, group) => {
      E.forEach((xPrime, x, eRe, eIm) => {
        if (eRe === 0 && eIm === 0) return;
        eta.forEach((y, yPrime, hRe, hIm) => {
          const [left, right] = [blocks[x * u + y], blocks[xPrime * u + yPrime]];
          const [re, im] = [factor * (eRe * hRe - eIm * hIm), factor * (eRe * hIm + eIm * hRe)];
          if (left && right && (re !== 0 || im !== 0)) terms.push({ left, right, re, im, group });
        });
      });
    });
  }
}

/** The baths that a collision goes under: its own, and each of a simultaneous one. */
export const bathsOf = (collision: Collision): readonly string[] => [collision.bath, ...collision.bath.split("+")];
