/** Trajectories: conditional states of a system whose units are measured, drawn by their probabilities, with statistics over them. */
import { addValue, BATCH, emptyMoments, type Moments, MomentTree } from "../../ensembles/moment-tree.ts";
import { largestError, Samples, spreadOf } from "../../ensembles/statistics.ts";
import { RunFailure } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { savedSteps } from "../../solvers/collide.ts";
import { startedFrom } from "../../solvers/start-of-correlations.ts";
import { type ConditionalRecorder, conditionalRecorder } from "./conditional-observables.ts";
import { type MeasuredProcess, measuredProcess } from "./measured-process.ts";
import { ReadingDraws, RecordWalk } from "./record-walk.ts";
import {
  checkUnravel,
  errorBounds,
  observablesOf,
  type Records,
  readingInWords,
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
 * Means over trajectories of linear observables are those of `run`; their spread is what a single run cannot show. A number of the generator
 * belongs to (seed, trajectory, collision), and batches of 32 are merged in a fixed tree: neither how often is saved nor how many
 * trajectories follow changes a record. Throws TypeError or RangeError for bad options, RunFailure where the model is too large.
 *
 * @example
 * const { mean, std } = await unravel(model, { by: measured({ observable: sigmaZ(unit) }), steps: 50, trajectories: 1000 });
 */
export async function unravel(model: Model, options: UnravelOptions): Promise<UnravelResult> {
  requireRunnable(model);
  checkUnravel(options);
  const started = startedFrom(model, options.initial);
  const { by, steps, trajectories, seed = 0, quantiles, signal, onProgress } = options;
  const axis = savedSteps(steps, options.saveEvery);
  const process = measuredProcess(started, by, steps);
  const recorder = conditionalRecorder(started, process, observablesOf(started, options.observables));
  const bounds = errorBounds(options, recorder.names);
  const samples = quantiles ? new Samples(trajectories, axis.length, recorder.names.length) : null;
  const records = options.records ? new KeptRecords(process.outcomes, trajectories, steps) : null;
  const batches = Math.ceil(trajectories / BATCH);
  const tree = new MomentTree();
  let done = 0;
  let stoppedEarly = false;
  for (let batch = 0; batch < batches && !signal?.aborted && !stoppedEarly; batch++) {
    const most = Math.min(trajectories, (batch + 1) * BATCH);
    tree.add({ level: 0, index: batch, moments: runBatch(process, recorder, axis, seed, batch * BATCH, most, samples, records) });
    done = most;
    onProgress?.(done, trajectories);
    const look = bounds !== null && (batch + 1) % LOOK === 0 && batch + 1 < batches;
    if (look) stoppedEarly = within(tree.total() as Moments, bounds, recorder.names.length, axis.length);
    await Promise.resolve();
  }
  const moments = tree.total();
  if (!moments) throw new RunFailure("Interrupted before the first trajectories were complete: nothing to keep.");
  return {
    model: model.name,
    parameters: model.parameters,
    by: readingInWords(by),
    outcomes: process.outcomes,
    seed,
    axis: { name: "collision", values: axis },
    ...spreadOf(moments, recorder.names, axis.length, done),
    ...(samples && quantiles ? { quantiles: { levels: quantiles, values: samples.quantiles(quantiles, recorder.names) } } : {}),
    ...(records ? { records: records.first(done) } : {}),
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
  process: MeasuredProcess,
  recorder: ConditionalRecorder,
  axis: readonly number[],
  seed: number,
  first: number,
  end: number,
  samples: Samples | null,
  records: KeptRecords | null,
): Moments {
  const observables = recorder.names.length;
  const moments = emptyMoments(axis.length * observables);
  const values = new Float64Array(moments.cells);
  const counts = new Float64Array(process.outcomes.length);
  for (let trajectory = first; trajectory < end; trajectory++) {
    const draws = new ReadingDraws(seed, trajectory);
    const walk = new RecordWalk(process);
    counts.fill(0);
    axis.forEach((step, s) => {
      while (walk.step < step) {
        const outcome = walk.draw(draws.at(walk.step + 1));
        if (outcome >= 0) counts[outcome] += 1;
        records?.keep(trajectory, walk.step, outcome);
      }
      recorder.record(walk.state, counts, values, s * observables);
    });
    for (let cell = 0; cell < values.length; cell++) addValue(moments, cell, values[cell]);
    samples?.add(values);
    records?.end(walk.logLikelihood);
  }
  return moments;
}

/** Records as they come. */
class KeptRecords {
  private readonly outcomes: readonly string[];
  private readonly steps: number;
  private readonly values: Int16Array;
  private readonly logLikelihoods: number[] = [];

  constructor(outcomes: readonly string[], trajectories: number, steps: number) {
    this.outcomes = outcomes;
    this.steps = steps;
    this.values = new Int16Array(trajectories * steps);
  }

  keep(trajectory: number, step: number, outcome: number): void {
    this.values[trajectory * this.steps + step - 1] = outcome;
  }

  end(logLikelihood: number): void {
    this.logLikelihoods.push(logLikelihood);
  }

  first(trajectories: number): Records {
    const { outcomes, steps, logLikelihoods } = this;
    return { outcomes, trajectories, steps, values: this.values.subarray(0, trajectories * steps), logLikelihoods };
  }
}
