/** What one thread makes of a job: lanes that run, batch by batch. */
import type { Model, ModelDefinition } from "../models/model.ts";
import { type BatchLayout, type BatchResult, BatchStatistics } from "./batch.ts";
import { type CompiledNoise, compileNoise } from "./draws.ts";
import { gridOf, type Job, windowOn } from "./job.ts";
import { BATCH } from "./moment-tree.ts";
import { type Lanes, lanesFor } from "./realisations.ts";

/** What a job says, built: the model at the job's parameters, and the noise ready to draw. */
export interface BuiltJob {
  readonly model: Model;
  readonly noise: CompiledNoise;
}

/** An ensemble open in one thread. */
export interface BatchRunner {
  readonly axis: readonly number[];
  readonly plan: { toString(): string };
  /** Run the 32 trajectories of one batch (the last batch may have fewer) and count them. */
  run(batch: number): BatchResult;
  release(): void;
}

/** How lanes are made; another one than the solvers' own is for tests. */
export type LaneSource = (model: Model, job: Job, noise: CompiledNoise) => Lanes;

/** Build a job from its data, as every thread but the one that prepared it must. */
export function buildJob(job: Job, definition: ModelDefinition): BuiltJob {
  const model = definition.build(job.parameters);
  return { model, noise: compileNoise(job.noise, job.seed, definition.parameters, job.trajectories, gridOf(model, job.extent)) };
}

/** Open a job in this thread: lanes, random numbers, counting. */
export function batchRunner(job: Job, { model, noise }: BuiltJob, source: LaneSource = lanesFor): BatchRunner {
  const lanes = source(model, job, noise);
  const layout = orRelease(lanes, () => batchLayout(job, lanes.axis));
  const values = new Float64Array(layout.saved * layout.observables * lanes.lanes);
  return {
    axis: lanes.axis,
    plan: lanes.plan,
    run: (batch) => runBatch(lanes, job, layout, values, batch),
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

function runBatch(lanes: Lanes, job: Job, layout: BatchLayout, values: Float64Array, batch: number): BatchResult {
  const first = batch * BATCH;
  const trajectories = Math.min(BATCH, job.trajectories - first);
  const statistics = new BatchStatistics(layout, trajectories);
  for (let done = 0; done < trajectories; done += lanes.lanes) {
    const count = Math.min(lanes.lanes, trajectories - done);
    lanes.run(first + done, count, values);
    statistics.add(values, lanes.lanes, count);
  }
  return {
    batch,
    trajectories,
    moments: statistics.moments,
    samples: statistics.samples,
    histograms: statistics.histograms,
    diagnostics: lanes.diagnostics(),
  };
}

/** Where the window and the histograms lie on the axis of saved steps. */
function batchLayout(job: Job, axis: readonly number[]): BatchLayout {
  const { observables, window, samples } = job;
  const histograms = job.histograms.map(({ observable, step, edges }) => ({
    cell: axis.indexOf(step) * observables.length + observables.indexOf(observable),
    edges,
  }));
  return { saved: axis.length, observables: observables.length, window: window && windowOn(axis, window), samples, histograms };
}
