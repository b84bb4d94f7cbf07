/** One point of a study: a model's stationary state, or the end of a run, as plain data. */
import type { Model } from "../models/model.ts";
import { chosenObservables } from "./observing.ts";
import { run } from "./run.ts";
import type { Diagnostics } from "./solution.ts";
import { steady } from "./steady.ts";

/** What to compute: the stationary state, or the state after `steps` collisions or at time `until`. */
export interface PointOptions {
  readonly observables?: readonly string[];
  readonly steps?: number;
  readonly until?: number;
}

/** The outcome: one value per observable, in their order. */
export interface Point {
  readonly values: readonly (number | null)[];
  readonly diagnostics: Diagnostics;
  readonly residual: number | null;
  readonly dimension: number | null;
  readonly plan: string;
}

/** Compute one point. Throws as `steady` and `run` do. */
export function modelPoint(model: Model, { observables, steps, until }: PointOptions): Point {
  const names = chosenObservables(model, observables).map(({ name }) => name);
  if (steps === undefined && until === undefined) {
    const found = steady(model, { observables: names });
    return {
      values: names.map((name) => found.observables[name]),
      diagnostics: found.diagnostics,
      residual: found.residual,
      dimension: found.dimension,
      plan: String(found.plan),
    };
  }
  const last = steps === undefined ? { until: until as number, saveEvery: until as number } : { steps, saveEvery: Math.max(1, steps) };
  const solution = run(model, { ...last, observables: names });
  return {
    values: names.map((name) => solution.observables[name].at(-1) ?? null),
    diagnostics: solution.diagnostics,
    residual: null,
    dimension: null,
    plan: String(solution.plan),
  };
}
