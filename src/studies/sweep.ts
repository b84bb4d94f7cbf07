/** Sweeps: one result per value of a parameter. */
import { didYouMean, type StopSignal, stopIfAborted, wrongValue } from "../errors.ts";
import type { Model, Parameters, ParameterValue } from "../models/model.ts";
import { keepingStart } from "../models/replaced-start.ts";
import { howToGiveParameters, requireRunnable } from "../models/require-model.ts";
import { aFunction, aName, aNumber, anInteger, anything, aSignal, checkOptions, listOf, type OptionChecks } from "../options.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { type Point, type PointOptions, pointOrProblem } from "../solvers/point.ts";
import { observableNames } from "../solvers/runoptions.ts";
import type { Diagnostics } from "../solvers/solution.ts";

/** What to compute at each value. */
export interface SweepOptions extends PointOptions {
  /** Name of the parameter that changes. */
  readonly over: string;
  readonly values: readonly ParameterValue[];
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: StopSignal;
}

/** One column per observable over the values of a parameter; `null` where an observable, or the whole point, has no value. */
export interface SweepResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: string; readonly values: readonly ParameterValue[] };
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** The worst over all points; a warning names the first value where it occurred. */
  readonly diagnostics: Diagnostics;
  /** Largest residual of the stationary solves; null for runs. */
  readonly residual: number | null;
  /** The points, in order, at which the stationary space has more than one dimension. */
  readonly degenerate: readonly ParameterValue[];
  /** The points without values, in order, and why: no stationary state there, or a run that failed. */
  readonly problems: readonly { readonly value: ParameterValue; readonly reason: string }[];
  readonly plan: { toString(): string };
}

/**
 * Compute observables of a model at each value of one parameter: of the stationary state, or after `steps` or `until`.
 *
 * Returns columns over the values, with the worst diagnostics of all points. A point that has no stationary state, or whose run
 * fails, holds null, and `problems` and a warning say why. Throws TypeError or RangeError for an empty range, an unknown
 * parameter or a value outside its domain.
 */
export function sweep(model: Model, options: SweepOptions): SweepResult {
  const { over, values } = checkSweep(model, options, sweepChecks);
  const points: Point[] = [];
  const kept = keepingStart(model);
  values.forEach((value, k) => {
    stopIfAborted(options.signal, { step: k });
    points.push(pointOrProblem(kept.with({ [over]: value }), options));
    options.onProgress?.((k + 1) / values.length);
  });
  return gather(model, options, points);
}

/** What each option of a sweep may be. */
export const sweepChecks: OptionChecks<SweepOptions> = {
  over: aName,
  values: listOf("values", anything),
  observables: observableNames,
  steps: anInteger(0, 1e9),
  until: aNumber({ above: 0 }),
  onProgress: aFunction,
  signal: aSignal,
};

/** Check a sweep of a model. Returns its options. */
export function checkSweep<T extends SweepOptions>(model: Model, options: T, checks: OptionChecks<T>): T {
  requireRunnable(model);
  checkOptions<T>("options", options, checks, { required: ["over", "values"], remedy: "Write { over, values }." });
  const { over, values, steps, until } = options;
  const known = Object.keys(model.parameters);
  if (!known.includes(over)) {
    throw wrongValue("over", `name a parameter of ${model.name}`, over, howToGiveParameters(model) || didYouMean(over, known));
  }
  if (values.length === 0) throw wrongValue("values", "hold at least one value", null, "", "the range is empty");
  if (steps !== undefined && until !== undefined) throw wrongValue("until", "be left out when `steps` is given", until);
  chosenObservables(model, options.observables);
  return options;
}

/** Put the points of a sweep together. */
export function gather(model: Model, { over, values, observables }: SweepOptions, points: readonly Point[]): SweepResult {
  const names = chosenObservables(model, observables).map(({ name }) => name);
  const problems = points.flatMap(({ problem }, k) => (problem === null ? [] : [{ value: values[k], reason: problem }]));
  const residuals = points.flatMap(({ residual }) => (residual === null ? [] : [residual]));
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: over, values },
    observables: Object.fromEntries(names.map((name, k) => [name, points.map((point) => point.values[k])])),
    diagnostics: worst(over, values, points),
    residual: residuals.length === 0 ? null : Math.max(...residuals),
    degenerate: values.filter((_, k) => (points[k].dimension ?? 1) > 1),
    problems,
    plan: {
      toString: () => `${(points.find(({ problem }) => problem === null) ?? points[0]).plan}\nsweep     ${values.length} values of ${over}`,
    },
  };
}

function worst(over: string, values: readonly ParameterValue[], points: readonly Point[]): Diagnostics {
  const all = points.map(({ diagnostics }) => diagnostics);
  const largest = (pick: (d: Diagnostics) => number | null): number | null =>
    all.reduce<number | null>((most, d) => {
      const value = pick(d);
      return value === null ? most : most === null ? value : Math.max(most, value);
    }, null);
  const cutPopulation: Record<string, number> = {};
  const told = new Warnings();
  points.forEach(({ problem }, k) => {
    if (problem !== null) told.add(`no value (null): ${problem}`, values[k]);
  });
  all.forEach((d, k) => {
    for (const [label, p] of Object.entries(d.cutPopulation)) cutPopulation[label] = Math.max(cutPopulation[label] ?? 0, p);
    for (const message of d.warnings) told.add(message, values[k]);
  });
  return {
    traceDefect: largest((d) => d.traceDefect) ?? 0,
    positivityDefect: largest((d) => d.positivityDefect),
    cutPopulation,
    firstLawResidual: largest((d) => d.firstLawResidual),
    secondLawViolation: largest((d) => d.secondLawViolation),
    warnings: told.list(over),
  };
}

/** Warnings of many points: of those that differ in numbers only, the first one and how many follow. */
class Warnings {
  private readonly seen = new Map<string, { message: string; at: ParameterValue; count: number }>();

  add(message: string, at: ParameterValue): void {
    const kind = message.replace(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/g, "#");
    const known = this.seen.get(kind);
    if (known) known.count++;
    else this.seen.set(kind, { message, at, count: 1 });
  }

  list(over: string): string[] {
    return [...this.seen.values()].map(
      ({ message, at, count }) => `${over} = ${at}${count > 1 ? ` and ${count - 1} more` : ""}: ${message}`,
    );
  }
}
