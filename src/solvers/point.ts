/** One point of a study: a model's stationary state, or the end of a run, as plain data. */
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import { chosenObservables } from "./observing.ts";
import { prepareRun } from "./run.ts";
import type { Diagnostics } from "./solution.ts";
import { prepareSteady } from "./steady.ts";

/** What to compute: the stationary state, or the state after `steps` collisions or at time `until`. */
export interface PointOptions {
  readonly observables?: readonly string[];
  readonly steps?: number;
  readonly until?: number;
}

/** The outcome: one value per observable, in their order. */
export interface Point {
  readonly names: readonly string[];
  readonly values: readonly (number | null)[];
  readonly diagnostics: Diagnostics;
  readonly residual: number | null;
  readonly dimension: number | null;
  readonly plan: string;
  /** Why there are no values: what `steady` or `run` said; null where there are. */
  readonly problem: string | null;
}

/** Compute one point; it may be left between its pieces. Throws as `steady` and `run` do. */
function* modelPoint(model: Model, { observables, steps, until }: PointOptions, due: Due): Work<Point> {
  const names = chosenObservables(model, observables).map(({ name }) => name);
  if (steps === undefined && until === undefined) {
    const found = yield* prepareSteady(model, { observables: names }).work(due);
    return {
      names,
      values: names.map((name) => found.observables[name]),
      diagnostics: found.diagnostics,
      residual: found.residual,
      dimension: found.dimension,
      plan: String(found.plan),
      problem: null,
    };
  }
  const last = steps === undefined ? { until: until as number, saveEvery: until as number } : { steps, saveEvery: Math.max(1, steps) };
  const solution = yield* prepareRun(model, { ...last, observables: names }).work(due);
  return {
    names,
    values: names.map((name) => solution.observables[name].at(-1) ?? null),
    diagnostics: solution.diagnostics,
    residual: null,
    dimension: null,
    plan: String(solution.plan),
    problem: null,
  };
}

/** Compute one point; where it has no values (no stationary state, a run that fails), say why instead of failing. */
export function* pointOrProblem(model: Model, options: PointOptions, due: Due): Work<Point> {
  try {
    return yield* modelPoint(model, options, due);
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    return pointWithout(model, options, error.message);
  }
}

/** A point without values, and the reason. */
export function pointWithout(model: Model, { observables }: PointOptions, problem: string): Point {
  const names = chosenObservables(model, observables).map(({ name }) => name);
  return {
    names,
    values: names.map(() => null),
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
