/** The outcome of an ensemble. */

import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { Parameters } from "../models/model.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { type Covariances, covariancesOf } from "./co-moments.ts";
import { type Job, windowOn } from "./job.ts";
import type { Counted } from "./parts.ts";
import { type Curves, gainOfPairs, type Histogram, histogramOf, type Spread, spreadOf, type WindowValues, windowOf } from "./statistics.ts";
import { quantileOf, type SketchData, type SketchedQuantile } from "./value-sketch.ts";

/** The outcome of an ensemble: plain data but for `plan` (printable). Every curve has one value per entry of the axis. */
export interface EnsembleResult extends Spread {
  readonly model: string;
  /** Noisy parameters stand at the centre of their noise. */
  readonly parameters: Parameters;
  readonly noise: Readonly<Record<string, Noise>>;
  readonly seed: number;
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  /** values[observable][level][saved step]. */
  readonly quantiles?: {
    readonly levels: readonly number[];
    readonly values: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
    /** Where a sketch was asked for: the bin that each quantile lies in, whose middle is its value. */
    readonly bins?: Readonly<Record<string, readonly (readonly (SketchedQuantile | null)[])[]>>;
  };
  /** What pairs of realisations gained: the variance of a plain mean over that of the mean of pairs. */
  readonly antitheticGain?: Curves;
  /** Covariances between observables and times, where they were asked for; null with fewer than two realisations. */
  readonly covariances?: Covariances | null;
  readonly window?: {
    readonly from: number;
    readonly to: number;
    /** Saved steps in the window. */
    readonly saved: number;
    readonly observables: Readonly<Record<string, WindowValues>>;
  };
  readonly histograms?: readonly Histogram[];
  /** Realisations that the numbers are made of. */
  readonly trajectories: number;
  /** Interrupted: made of the first so many realisations. */
  readonly partial: boolean;
  /** The standard error asked for was met before all realisations were run. */
  readonly stoppedEarly: boolean;
  readonly plan: PrintedPlan;
  readonly diagnostics: Diagnostics;
}

/**
 * Make an ensemble's result from its counts.
 * @param levels levels of the quantiles, where values were kept for them
 */
export function summarise(job: Job, counted: Counted, levels: readonly number[] | null): EnsembleResult {
  const { axis, moments, trajectories, samples, histograms, ending } = counted;
  const spread = spreadOf(moments, job.observables, axis.length, trajectories);
  return {
    model: job.model,
    parameters: job.parameters,
    noise: job.noise,
    seed: job.seed,
    axis: { name: job.extent.kind === "collisions" ? "collision" : "time", values: axis },
    ...spread,
    ...(samples && levels ? { quantiles: { levels, values: samples.quantiles(levels, job.observables) } } : {}),
    ...(counted.sketch && levels ? { quantiles: sketched(job, counted.sketch, axis.length, levels) } : {}),
    ...(job.antithetic ? { antitheticGain: gainOfPairs(moments, job.observables, axis.length) } : {}),
    ...(job.covariances && moments.together ? { covariances: covariancesOf(moments.together, job.covariances) } : {}),
    ...(job.window ? { window: pooled(job, counted, job.window) } : {}),
    ...(histograms.length > 0 ? { histograms: job.histograms.map((spec, h) => histogramOf(spec, histograms[h])) } : {}),
    trajectories,
    partial: ending === "aborted",
    stoppedEarly: ending === "stopped",
    plan: counted.plan,
    diagnostics: { ...counted.diagnostics, warnings: [...counted.diagnostics.warnings, ...missingWarnings(spread, trajectories)] },
  };
}

/** Quantiles from a sketch: middles of bins, and the bins. */
function sketched(
  { observables }: Job,
  sketch: SketchData,
  saved: number,
  levels: readonly number[],
): NonNullable<EnsembleResult["quantiles"]> {
  const bins = Object.fromEntries(
    observables.map((name, o) => [
      name,
      levels.map((level) => Array.from({ length: saved }, (_, s) => quantileOf(sketch, s * observables.length + o, level))),
    ]),
  );
  const middle = (bin: SketchedQuantile | null) => bin && (bin.lower === bin.upper ? bin.lower : bin.lower + (bin.upper - bin.lower) / 2);
  const values = Object.fromEntries(Object.entries(bins).map(([name, rows]) => [name, rows.map((row) => row.map(middle))]));
  return { levels, values, bins };
}

function pooled(job: Job, { axis, moments }: Counted, window: readonly [number, number]): NonNullable<EnsembleResult["window"]> {
  const places = windowOn(axis, window);
  const [from, to] = window;
  return { from, to, saved: places[1] - places[0] + 1, observables: windowOf(moments, job.observables, axis.length, places) };
}

/** One sentence per observable that was undefined somewhere: its statistics are over fewer realisations. */
function missingWarnings({ missing }: Spread, trajectories: number): string[] {
  return Object.entries(missing).flatMap(([name, counts]) => {
    const worst = counts.reduce((a, b) => Math.max(a, b), 0);
    return worst === 0 ? [] : [`${name} is undefined in up to ${worst} of ${trajectories} realisations; its statistics leave them out.`];
  });
}
