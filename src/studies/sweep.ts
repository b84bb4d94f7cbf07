/** Sweeps: one result per value of a parameter, or per point of a grid of two. */
import { type StopSignal, stopIfAborted, wrongValue } from "../errors.ts";
import { type Asking, askedModel, type ByName } from "../models/asked-model.ts";
import type { Model, ParameterValue } from "../models/model.ts";
import { keepingStart } from "../models/replaced-start.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aFunction, aNumber, anInteger, anything, aSignal, checkOptions, listOf, type OptionChecks } from "../options.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { type Point, type PointOptions, pointOrProblem } from "../solvers/point.ts";
import { askingChecks } from "../solvers/runoptions.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import { type Axis, changesAt, checkAxes, oneOrTwoNames, pointCount } from "./sweep-axes.ts";
import { Gathering, type GridResult, type SweepResult } from "./sweep-result.ts";

/** What every sweep takes besides its axes. */
interface Sweeping extends Asking, Omit<PointOptions, "observables"> {
  /** Told after each point how much of the sweep is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: StopSignal;
}

/** What to compute at each value. */
export interface SweepOptions extends Sweeping {
  /** Name of the parameter that changes. */
  readonly over: string;
  readonly values: readonly ParameterValue[];
}

/** What to compute at each point of a grid. */
export interface GridOptions extends Sweeping {
  /** Names of the two parameters that change; the second one changes fastest. */
  readonly over: readonly [string, string];
  /** The values of each, in the same order. */
  readonly values: readonly [readonly ParameterValue[], readonly ParameterValue[]];
}

/**
 * Compute observables of a model at each value of one parameter, or at each point of a grid of two: of the stationary state, or
 * after `steps` or `until`.
 *
 * Returns columns over the values (row by row over a grid), with the worst diagnostics of all points. A point that has no
 * stationary state, or whose run fails, holds null, and `problems` and a warning say why. Each point has the bits that it has alone.
 * Throws TypeError or RangeError for an empty range, more than 10⁶ points, an unknown parameter or a value outside its domain.
 * @example
 * const ranges = { over: ["Omega", "gamma"], values: [[0.5, 1], [0.1, 0.2, 0.4]] };
 * sweep(bloch(), { ...ranges, observables: ["sz"] }).observables.sz.length; // 6
 */
export function sweep(model: Model, options: SweepOptions): SweepResult;
export function sweep(model: Model, options: GridOptions): GridResult;
export function sweep(given: Model, asked: SweepOptions | GridOptions): SweepResult | GridResult {
  return finish(sweepWork(checkSweep(given, asked, sweepChecks), () => {}, never));
}

/** Point after point of a sweep that was checked; it may be left between two of them, and within. */
export function* sweepWork(
  { axes, model, options }: CheckedSweep<SweepOptions | GridOptions>,
  take: (at: number, point: Point) => void,
  due: Due,
): Work<SweepResult | GridResult> {
  const gathering = new Gathering(model, axes, options.observables);
  const kept = keepingStart(model);
  const count = pointCount(axes);
  for (let k = 0; k < count; k++) {
    stopIfAborted(options.signal, { step: k });
    const point = yield* pointOrProblem(kept.with(changesAt(axes, k)), options, due);
    gathering.add(k, point);
    take(k, point);
    options.onProgress?.((k + 1) / count);
    if (due()) yield;
  }
  return gathering.result();
}

/** What each option of a sweep may be. */
export const sweepChecks: OptionChecks<SweepOptions | GridOptions> = {
  over: oneOrTwoNames,
  values: listOf("values", anything),
  ...askingChecks,
  steps: anInteger(0, 1e9),
  until: aNumber({ above: 0 }),
  onProgress: aFunction,
  signal: aSignal,
};

/** A sweep that was checked: its axes, and the model that it asks about. */
export interface CheckedSweep<T extends Asking> {
  readonly axes: readonly Axis[];
  readonly model: Model;
  readonly options: ByName<T>;
}

/** Check a sweep of a model. Throws in the error grammar. */
export function checkSweep<T extends SweepOptions | GridOptions>(model: Model, asked: T, checks: OptionChecks<T>): CheckedSweep<T> {
  requireRunnable(model);
  checkOptions<T>("options", asked, checks, { required: ["over", "values"], remedy: "Write { over, values }." });
  const { steps, until } = asked;
  const axes = checkAxes(model, asked);
  if (steps !== undefined && until !== undefined) throw wrongValue("until", "be left out when `steps` is given", until);
  const put = askedModel(model, asked);
  chosenObservables(put.model, put.options.observables);
  return { axes, ...put };
}
