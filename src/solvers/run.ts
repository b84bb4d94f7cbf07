import { askedModel, type ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import type { PreparedWork } from "../plan/plan.ts";
import { prepareCollisions } from "./collide.ts";
import { prepareEvolution } from "./evolve.ts";
import { checkRun, type RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";
import { placeOf, startedAt } from "./started-at.ts";

export type { RunOptions };

/**
 * Run a model from its initial state and record observables.
 *
 * Collision models take `steps` (or `until` where collisions have a duration) and `saveEvery`; master equations take
 * `until` or `times`, and `method`. Returns the recorded values with diagnostics, the plan that ran, and the final
 * state. Throws TypeError or RangeError for bad options before anything is computed, `RunFailure` when the run fails.
 * @example
 * run(bloch(), { times: [0, 1], observables: ["sz"] }).observables.sz; // [-1, -0.602552]
 */
export function run(model: Model, options: RunOptions): Solution {
  return prepareRun(model, options).execute();
}

/** Check the options of a run and choose how to carry it out, without running it. Throws as `run` does for bad options. */
export function prepareRun(model: Model, options: RunOptions): PreparedWork<Solution> {
  checkRun(model, options);
  const from = placeOf(model, options);
  const asked = askedModel(model, options);
  return startedAt(asked.model, asked.options, from, prepareAsked);
}

/** Plan a run whose start and observables are in the model, from 0. */
function prepareAsked(model: Model, options: ByName<RunOptions>): PreparedWork<Solution> {
  if (model.dynamics.kind !== "generator") return prepareCollisions(model, options);
  const { steps: _none, ...rest } = options;
  return prepareEvolution(model, rest);
}
