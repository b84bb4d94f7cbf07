/** One point of a study: a model's stationary state, or the end of a run, as plain data. */
import { RunFailure } from "../errors.ts";
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
  /** Why there are no values: what `steady` or `run` said; null where there are. */
  readonly problem: string | null;
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
      problem: null,
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
    problem: null,
  };
}

/** Compute one point; where it has no values (no stationary state, a run that fails), say why instead of failing. */
export function pointOrProblem(model: Model, options: PointOptions): Point {
  try {
    return modelPoint(model, options);
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    return pointWithout(model, options, error.message);
  }
}

/** A point without values, and the reason. */
export function pointWithout(model: Model, { observables }: PointOptions, problem: string): Point {
  return {
    values: chosenObservables(model, observables).map(() => null),
    diagnostics: {
      traceDefect: 0,
      positivityDefect: null,
      cutPopulation: {},
      firstLawResidual: null,
      secondLawViolation: null,
      warnings: [],
    },
    residual: null,
    dimension: null,
    plan: "",
    problem,
  };
}
