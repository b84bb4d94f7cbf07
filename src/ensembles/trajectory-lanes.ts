/** Trajectories as the realisations of an ensemble: batches, threads, parts and statistics are those of all ensembles. */
import type { Model } from "../models/model.ts";
import { openScope } from "../numerics/memory.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Job } from "./job.ts";
import { BATCH } from "./moment-tree.ts";
import { trajectoriesInNoise, trajectoriesOfModels } from "./noisy-trajectories.ts";
import { type Lanes, lanesFor } from "./realisations.ts";
import { axisOf, plannedTrajectories, trajectoryDiagnostics } from "./watched-job.ts";

/** Lanes of any job: noisy realisations, or trajectories of a model that is watched. What threads and queues run. */
export function lanesOfAnyKind(model: Model, job: Job, noise: CompiledNoise): Lanes {
  return job.watched ? trajectoryLanes(model, job, noise) : lanesFor(model, job, noise);
}

/** Trajectories as lanes. */
export function trajectoryLanes(model: Model, job: Job, noise: CompiledNoise): Lanes {
  if (noise.parameters.length > 0) {
    const whole = noise.perRealisation.every(Boolean);
    return whole ? trajectoriesOfModels(model, job, noise) : trajectoriesInNoise(model, job, noise);
  }
  const { plan, bind } = plannedTrajectories(model, job);
  const scope = openScope();
  try {
    const bound = bind(scope);
    let records: TrajectoryRecords | null = null;
    const work = function* (first: number, count: number, out: Float64Array, due: Due): Work<void> {
      records = yield* bound.work(job.seed, first, count, out, BATCH, due);
    };
    return {
      lanes: BATCH,
      axis: axisOf(job),
      plan,
      run: (first, count, out) => finish(work(first, count, out, never)),
      work,
      records: () => records,
      diagnostics: () => trajectoryDiagnostics(model, bound.cutPopulation()),
      release: () => scope.release(),
    };
  } catch (error) {
    scope.release();
    throw error;
  }
}
