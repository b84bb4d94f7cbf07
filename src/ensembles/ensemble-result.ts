/** The outcome of an ensemble. */

import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { Parameters } from "../models/model.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { type Job, windowOn } from "./job.ts";
import type { Counted } from "./parts.ts";
import { type Histogram, histogramOf, type Spread, spreadOf, type WindowValues, windowOf } from "./statistics.ts";

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
  };
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
  readonly plan: { toString(): string };
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
    ...(job.window ? { window: pooled(job, counted, job.window) } : {}),
    ...(histograms.length > 0 ? { histograms: job.histograms.map((spec, h) => histogramOf(spec, histograms[h])) } : {}),
    trajectories,
    partial: ending === "aborted",
    stoppedEarly: ending === "stopped",
    plan: counted.plan,
    diagnostics: { ...counted.diagnostics, warnings: [...counted.diagnostics.warnings, ...missingWarnings(spread, trajectories)] },
  };
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
