/** Runs of collision models alone, for programs that shall not carry the steppers of master equations. */
import { askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { prepareCollisions } from "./collide.ts";
import { checkCollisionRun, type RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";
import { placeOf, startedAt } from "./started-at.ts";

/** Options of `runCollisions`: those of `run` that collisions have. */
export type CollisionRunOptions = Omit<RunOptions, "times" | "method">;

/**
 * Run a collision model from its initial state and record observables: `run` without what steps master equations.
 *
 * A page that runs collision models alone is a quarter smaller with it. `steps` counts collisions (or `until`, in the model's units of
 * time, where they have a duration); `saveEvery` says which are recorded. Returns what `run` returns, bit for bit.
 *
 * @throws TypeError or RangeError for bad options and for a model that is a master equation, before anything is computed; `RunFailure`
 *   when the run fails
 *
 * @example
 * const [S, unit] = [qubit("S"), qubit("unit")];
 * const exchange = [[sigmaPlus(S), sigmaMinus(unit)], [sigmaMinus(S), sigmaPlus(unit)]];
 * const units = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 1 };
 * const model = collisionModel({ HS: qubitHamiltonian(S, 1), units, tau: 0.3, initial: [0, 1] });
 * runCollisions(model, { steps: 200, saveEvery: 200, observables: ["sz"] }).observables.sz; // [-1, -0.462117]
 */
export function runCollisions(model: Model, options: CollisionRunOptions): Solution {
  checkCollisionRun(model, options);
  const from = placeOf(model, options);
  const asked = askedModel(model, options);
  return startedAt(asked.model, asked.options, from, prepareCollisions).execute();
}
