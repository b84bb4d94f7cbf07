/** What is asked of a stream of collisions some of whose parameters are drawn anew at each. */
import { elementTerms, streamElements } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import type { Term } from "../dynamics/terms.ts";
import type { Model } from "../models/model.ts";
import { once } from "../once.ts";
import { type CollisionRequest, type CollisionRequestOptions, collisionRequest } from "./collision-request.ts";
import { changesBetween, changesOnlyWeights } from "./weights-only.ts";

/** Options of `noisyCollisionRequest`. */
export interface NoisyRequestOptions extends CollisionRequestOptions {
  readonly noisy: readonly string[];
  readonly ranges?: readonly DrawnRange[];
  /** 32 unless given: ensembles are counted in batches of so many, and how many follow must not change a bit. */
  readonly realisations?: number;
}

/** Make a request with noise; without noisy parameters it is one of `collisionRequest`. Nothing is computed before a lowering asks. */
export function noisyCollisionRequest(model: Model, options: NoisyRequestOptions): CollisionRequest {
  const { steps, noisy, ranges = null, realisations = 32 } = options;
  const between = once(() => noisy.filter((name) => changesBetween(model, name)));
  const changing = once(() => noisy.filter((name) => between().includes(name) || !changesOnlyWeights(model, name)));
  return collisionRequest(model, options, {
    noisy,
    ranges,
    realisations,
    changing,
    between,
    termsAtEnds: () => (ranges ? termsAtEnds(model, steps, changing(), noisy, ranges) : []),
  });
}

/**
 * Terms of the collisions at the ends of what the noise can draw: a parameter whose centre is a special place, such as zero,
 * connects more states elsewhere. An end where the model cannot be built adds nothing.
 */
function termsAtEnds(
  model: Model,
  steps: number,
  changing: readonly string[],
  noisy: readonly string[],
  ranges: readonly DrawnRange[],
): readonly Term[] {
  return changing.flatMap((name) => {
    const { low, high } = ranges[noisy.indexOf(name)];
    return [low, high].flatMap((value) => {
      try {
        const dynamics = model.with({ ...model.pinned, [name]: value }).dynamics as Collisions;
        const idle = dynamics.idle ? generatorTerms(dynamics.idle.generator).terms : [];
        return [...streamElements(dynamics, steps).elements.flatMap((element) => elementTerms(dynamics.system, element).terms), ...idle];
      } catch {
        return [];
      }
    });
  });
}
