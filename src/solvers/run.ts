import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { runCollisions } from "./collide.ts";
import { evolve } from "./evolve.ts";
import type { RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";

export type { RunOptions };

/**
 * Run a model from its initial state and record observables.
 *
 * Collision models take `steps` (or `until` where collisions have a duration) and `saveEvery`; master equations take
 * `until` or `times`, and `method`. Returns the recorded values with diagnostics, the plan that ran, and the final
 * state. Throws TypeError or RangeError for bad options before anything is computed, `RunFailure` when the run fails.
 */
export function run(model: Model, options: RunOptions): Solution {
  if (model.dynamics.kind !== "generator") return runCollisions(model, options);
  const { steps, ...rest } = options;
  if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Give `until` or `times`.");
  return evolve(model, rest);
}
