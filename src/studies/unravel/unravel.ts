/** Trajectories: conditional states of a system whose units or jumps are watched, drawn by their probabilities, with statistics over them. */
import { addValue, BATCH, emptyMoments, type Moments, MomentTree } from "../../ensembles/moment-tree.ts";
import { largestError, Samples, spreadOf } from "../../ensembles/statistics.ts";
import { RunFailure } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { startedFrom } from "../../solvers/start-of-correlations.ts";
import { type ConditionalRecorder, conditionalRecorder } from "./conditional-observables.ts";
import { type Followed, followedClicks, followedCurrents, followedReadings } from "./followed.ts";
import {
  checkUnravel,
  errorBounds,
  measurementInWords,
  observablesOf,
  type UnravelOptions,
  type UnravelResult,
} from "./unravel-options.ts";

/** Batches between two looks at the standard error: 256 trajectories. */
const LOOK = 8;

/**
 * Follow trajectories: after every collision the outgoing unit is measured, and the state is that given the outcome,
 *
 *   ρ ↦ 𝓜_m ρ / p_m   with probability  p_m = Tr 𝓜_m ρ
 *
 * A master equation is watched by detectors of its jumps (`jumps`): kets where the state stays pure, density operators with lost and dark
 * clicks, and times of clicks that no step rounds. Means over trajectories of linear observables are those of `run`; their spread is what a single run cannot show. A number of the generator
 * belongs to (seed, trajectory, collision or click), and batches of 32 are merged in a fixed tree: neither how often is saved nor how many
 * trajectories follow changes a record. Throws TypeError or RangeError for bad options, RunFailure where the model is too large.
 *
 * @example
 * const { mean, std } = await unravel(model, { by: measured({ observable: sigmaZ(unit) }), steps: 50, trajectories: 1000 });
 */
export async function unravel(model: Model, options: UnravelOptions): Promise<UnravelResult> {
  requireRunnable(model);
  checkUnravel(options);
  const started = startedFrom(model, options.initial);
  const { by, trajectories, seed = 0, quantiles, signal, onProgress } = options;
  const followed =
    by.kind === "measured"
      ? followedReadings(started, by, options)
      : by.kind === "jumps"
        ? followedClicks(started, by, options)
        : followedCurrents(started, by, options);
  const { axis, process } = followed;
  const recorder = conditionalRecorder(started, process, observablesOf(started, options.observables));
  const bounds = errorBounds(options, recorder.names);
  const samples = quantiles ? new Samples(trajectories, axis.values.length, recorder.names.length) : null;
  const batches = Math.ceil(trajectories / BATCH);
  const tree = new MomentTree();
  let done = 0;
  let stoppedEarly = false;
  for (let batch = 0; batch < batches && !signal?.aborted && !stoppedEarly; batch++) {
    const most = Math.min(trajectories, (batch + 1) * BATCH);
    tree.add({ level: 0, index: batch, moments: runBatch(followed, recorder, seed, done, most, samples) });
    done = most;
    onProgress?.(done, trajectories);
    const look = bounds !== null && (batch + 1) % LOOK === 0 && batch + 1 < batches;
    if (look) stoppedEarly = within(tree.total() as Moments, bounds, recorder.names.length, axis.values.length);
    await Promise.resolve();
  }
  const moments = tree.total();
  if (!moments) throw new RunFailure("Interrupted before the first trajectories were complete: nothing to keep.");
  return {
    model: model.name,
    parameters: model.parameters,
    by: measurementInWords(by, process.outcomes),
    outcomes: process.outcomes,
    seed,
    axis,
    ...spreadOf(moments, recorder.names, axis.values.length, done),
    ...(samples && quantiles ? { quantiles: { levels: quantiles, values: samples.quantiles(quantiles, recorder.names) } } : {}),
    ...(options.records ? followed.kept(done) : {}),
    trajectories: done,
    partial: done < trajectories && !stoppedEarly,
    stoppedEarly,
    plan: process.plan,
    warnings: model.warnings,
  };
}

function within(moments: Moments, bounds: readonly (readonly [number, number])[], observables: number, saved: number): boolean {
  return bounds.every(([o, bound]) => largestError(moments, observables, saved, o) <= bound);
}

/** Trajectories `first` … `end` − 1, added one after the other. */
function runBatch(
  followed: Followed,
  recorder: ConditionalRecorder,
  seed: number,
  first: number,
  end: number,
  samples: Samples | null,
): Moments {
  const observables = recorder.names.length;
  const moments = emptyMoments(followed.axis.values.length * observables);
  const values = new Float64Array(moments.cells);
  for (let trajectory = first; trajectory < end; trajectory++) {
    followed.follow(seed, trajectory, (place, x, counts) => recorder.record(x, counts, values, place * observables));
    for (let cell = 0; cell < values.length; cell++) addValue(moments, cell, values[cell]);
    samples?.add(values);
  }
  return moments;
}
