/** Studies that are carried out in slices or by a thread, by name: their work, and how long their longest single call is. */
import { prepareAveraged } from "../ensembles/averaged.ts";
import type { AveragedOptions, AveragedResult } from "../ensembles/averaged-options.ts";
import type { Model } from "../models/model.ts";
import type { Plan } from "../plan/plan.ts";
import { prepareRun, type RunOptions } from "../solvers/run.ts";
import type { Solution } from "../solvers/solution.ts";
import { prepareSteady, type SteadyOptions, type SteadyResult } from "../solvers/steady.ts";
import { counting } from "../studies/counting/counting.ts";
import type { CountingOptions, CountingResult } from "../studies/counting/counting-result.ts";
import { type PlanOptions, plan } from "../studies/planning.ts";
import type { Due, Work } from "../work-in-pieces.ts";

/** A study that is ready to be carried out. */
export interface PlannedStudy<R> {
  work(due: Due): Work<R>;
  /** Seconds that the longest call is estimated to take which cannot be left: a kernel's, or all of a study that has no pieces. */
  longest(): number;
}

/** What each study takes and returns. */
export interface Studies {
  readonly run: (model: Model, options: RunOptions) => PlannedStudy<Solution>;
  readonly steady: (model: Model, options: SteadyOptions) => PlannedStudy<SteadyResult>;
  readonly averaged: (model: Model, options: AveragedOptions) => PlannedStudy<AveragedResult>;
  readonly counting: (model: Model, options: CountingOptions) => PlannedStudy<CountingResult>;
  readonly plan: (model: Model, options: PlanOptions) => PlannedStudy<Plan>;
}

/** Who is told of what, and may be ended within. */
const hearing: Readonly<Record<keyof Studies, readonly string[]>> = {
  run: ["signal", "onProgress", "onRecord"],
  steady: ["signal"],
  averaged: [],
  counting: ["signal"],
  plan: [],
};

/** What of a caller's signal and listeners is an option of a study. */
export function heardBy(study: keyof Studies, told: object): object {
  return Object.fromEntries(Object.entries(told).filter(([name, value]) => value !== undefined && hearing[study].includes(name)));
}

/** What a study returns. */
export type ResultOf<N extends keyof Studies> = ReturnType<Studies[N]> extends PlannedStudy<infer R> ? R : never;

export const studies: Studies = {
  run(model, options) {
    const { plan: made, work } = prepareRun(model, options);
    return { work, longest: () => longestOfRun(made) };
  },
  steady(model, options) {
    const { plan: made, work } = prepareSteady(model, options);
    return { work, longest: () => made.estimate.seconds };
  },
  averaged(model, options) {
    const { plan: made, execute } = prepareAveraged(model, options);
    const steps = options.steps ?? options.times?.length ?? 1;
    const each = made.stages.reduce((sum, { price }) => sum + price.seconds, 0);
    return { work: whole(execute), longest: () => made.estimate.seconds + each * steps };
  },
  counting(model, options) {
    return { work: whole(() => counting(model, options)), longest: () => longestOfCounting(model, options) };
  },
  plan(model, options) {
    // How long a plan takes is what it would say.
    return { work: whole(() => plan(model, options)), longest: () => 0 };
  },
};

/** Work without pieces. */
function whole<R>(execute: () => R): (due: Due) => Work<R> {
  return function* (due) {
    if (due()) yield;
    return execute();
  };
}

/** Seconds per n³ of a dense exponential, and per coordinate of the series that Chebyshev's records are combined from. */
const EXPONENTIAL = 6e-9;
const SERIES = 1.4e-6;

/** One collision; one evaluation of dρ/dt, or the exponential or the combination that stands in its place. */
function longestOfRun({ stages, sector, dimension }: Plan): number {
  const n = sector?.coordinates ?? 2 * dimension * dimension;
  const one = stages.find(({ work }) => work === "collision" || work === "derivative")?.price.seconds ?? 0;
  const stepped = stages.find(({ work }) => work === "time")?.name ?? "";
  if (stepped === "exponential" || stepped === "piecewise exponential") return n * n * n * EXPONENTIAL;
  return stepped === "chebyshev" ? Math.max(one, n * SERIES) : one;
}

/** Seconds per operation of power series through maps. */
const SERIES_RATE = 1e-9;

function longestOfCounting(model: Model, { orders = 4, steps = 1 }: CountingOptions): number {
  const { sector, dimension, estimate } = plan(model, model.dynamics.kind === "collisions" ? { steps: 1 } : {});
  const n = sector?.coordinates ?? dimension * dimension;
  return estimate.seconds + n * n * (n + steps) * orders * SERIES_RATE;
}
