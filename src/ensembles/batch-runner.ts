/** What one thread makes of a job: lanes that run, batch by batch. */

import type { Model, ModelDefinition } from "../models/model.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import { type BatchLayout, type BatchResult, BatchStatistics } from "./batch.ts";
import { type CompiledNoise, compileNoise } from "./draws.ts";
import { gridOf, type Job, windowOn } from "./job.ts";
import { BATCH } from "./moment-tree.ts";
import { type Lanes, lanesFor } from "./realisations.ts";
import { joinedRecords } from "./records-of-parts.ts";

/** What a job says, built: the model at the job's parameters, and the noise ready to draw. */
export interface BuiltJob {
  readonly model: Model;
  readonly noise: CompiledNoise;
}

/** An ensemble open in one thread. */
export interface BatchRunner {
  readonly axis: readonly number[];
  readonly plan: PrintedPlan;
  /** Run the 32 trajectories of one batch (the last batch may have fewer) and count them. */
  run(batch: number): BatchResult;
  /** The same; it may be left between two groups of lanes, and within one where lanes have pieces. */
  work(batch: number, due: Due): Work<BatchResult>;
  release(): void;
}

/** How lanes are made; another one than the solvers' own is for tests. */
export type LaneSource = (model: Model, job: Job, noise: CompiledNoise) => Lanes;

/** Build a job from its data, as every thread but the one that prepared it must. */
export function buildJob(job: Job, definition: ModelDefinition): BuiltJob {
  const model = definition.build(job.parameters);
  return {
    model,
    noise: compileNoise(job.noise, job.seed, definition.parameters, job.trajectories, gridOf(model, job.extent), job),
  };
}

/** Open a job in this thread: lanes, random numbers, counting. */
export function batchRunner(job: Job, { model, noise }: BuiltJob, source: LaneSource = lanesFor): BatchRunner {
  const lanes = source(model, job, noise);
  const layout = orRelease(lanes, () => batchLayout(job, lanes.axis));
  const values = new Float64Array(layout.saved * layout.observables * lanes.lanes);
  return {
    axis: lanes.axis,
    plan: lanes.plan,
    run: (batch) => finish(runBatch(lanes, job, layout, values, batch, never)),
    work: (batch, due) => runBatch(lanes, job, layout, values, batch, due),
    release: () => lanes.release(),
  };
}

/** A failure on the way must not keep the lanes' memory. */
function orRelease<T>(lanes: Lanes, body: () => T): T {
  try {
    return body();
  } catch (error) {
    lanes.release();
    throw error;
  }
}

function* runBatch(lanes: Lanes, job: Job, layout: BatchLayout, values: Float64Array, batch: number, due: Due): Work<BatchResult> {
  const first = batch * BATCH;
  const trajectories = Math.min(BATCH, job.trajectories - first);
  const statistics = new BatchStatistics(layout, trajectories);
  const records: TrajectoryRecords[] = [];
  for (let done = 0; done < trajectories; done += lanes.lanes) {
    const count = Math.min(lanes.lanes, trajectories - done);
    if (lanes.work) yield* lanes.work(first + done, count, values, due);
    else lanes.run(first + done, count, values);
    statistics.add(values, lanes.lanes, count);
    const seen = lanes.records?.();
    if (seen) records.push(seen);
    if (due()) yield;
  }
  return {
    batch,
    trajectories,
    moments: statistics.moments,
    samples: statistics.samples,
    histograms: statistics.histograms,
    ...(statistics.keys ? { keys: statistics.keys } : {}),
    diagnostics: lanes.diagnostics(),
    ...(records.length > 0 ? { records: joinedRecords(records) } : {}),
  };
}

/** Where the window, the histograms and the points of covariances lie on the axis of saved steps. */
function batchLayout(job: Job, axis: readonly number[]): BatchLayout {
  const { observables, window, samples } = job;
  const histograms = job.histograms.map(({ observable, step, edges }) => ({
    cell: axis.indexOf(step) * observables.length + observables.indexOf(observable),
    edges,
  }));
  const { covariances, sketch = false } = job;
  const together = covariances?.map(({ observable, at }) => axis.indexOf(at) * observables.length + observables.indexOf(observable));
  const counted = {
    saved: axis.length,
    observables: observables.length,
    window: window && windowOn(axis, window),
    samples,
    histograms,
    sketch,
  };
  return { ...counted, ...(together ? { together } : {}), pairs: job.antithetic === true };
}
