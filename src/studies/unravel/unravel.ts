/** Trajectories: conditional states of a system whose units or jumps are watched, drawn by their probabilities, with statistics over them. */
import { measurementData, measurementFromData } from "../../dynamics/measurement-data.ts";
import type { Measurement } from "../../dynamics/measurements.ts";
import { summarise } from "../../ensembles/ensemble-result.ts";
import { batchCount, type Job, type Watched } from "../../ensembles/job.ts";
import { type Counted, mergeParts } from "../../ensembles/parts.ts";
import { type Prepared, prepareEnsemble } from "../../ensembles/preparation.ts";
import { countPrepared, requireKept } from "../../ensembles/run-ensemble.ts";
import { trajectoryLanes } from "../../ensembles/trajectory-lanes.ts";
import { plannedTrajectories } from "../../ensembles/watched-job.ts";
import { wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { aBoolean } from "../../options.ts";
import type { Plan } from "../../plan/plan.ts";
import { arrivalsOf } from "../../plan/trajectories/clicking-equation.ts";
import { countedNames, requireRoomForRecords } from "../../solvers/trajectories/planned-trajectories.ts";
import { seenRecords } from "./records.ts";
import {
  aMeasurement,
  measurementInWords,
  observablesOf,
  refuseForTrajectories,
  type UnravelOptions,
  type UnravelResult,
} from "./unravel-options.ts";

/**
 * Follow trajectories: after every collision the outgoing unit is measured, and the state is that given the outcome,
 *
 *   ρ ↦ 𝓜_m ρ / p_m   with probability  p_m = Tr 𝓜_m ρ
 *
 * Units with `arrivals` come at Poisson times, with H_S and what acts beside them in between: records have times, to `until`.
 * A master equation is watched by detectors of its jumps (`jumps`: kets where the state stays pure, else density operators with lost and
 * dark clicks, times of clicks that no step rounds), or by the current of one jump's output (`homodyne`, `heterodyne`). Means over trajectories of linear
 * observables are those of `run`; their spread is what a single run cannot show.
 *
 * Trajectories are the realisations of an ensemble: threads, checkpoints, early stop and statistics are those of `ensemble`, with the same
 * bits on any split. A number of the generator belongs to (seed, trajectory, collision or click), so neither how often is saved nor how many
 * trajectories follow changes a record; noise on parameters draws from other counters.
 *
 * @returns curves over the saved collisions or times, per observable; with `records` everything that was seen
 * @throws TypeError or RangeError for bad options, before anything runs; RunFailure where the model is too large; AbortError where the signal fires
 *   before the first 32 trajectories are complete
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * const { mean } = await unravel(atom, { by: jumps(), times: [0, 1], trajectories: 64, seed: 3, observables: ["sz"] });
 * mean.sz; // [-1, -0.701181]
 */
export async function unravel(model: Model, options: UnravelOptions): Promise<UnravelResult> {
  const { prepared } = await prepareUnravel(model, options);
  return followPrepared(prepared, options);
}

/** Follow trajectories that were prepared. */
export async function followPrepared(prepared: Prepared, options: Parameters<typeof countPrepared>[1]): Promise<UnravelResult> {
  const { job } = prepared;
  const { parts, execution, finished } = await countPrepared(prepared, options, [0, batchCount(job)], trajectoryLanes);
  requireKept(job, parts, options.signal);
  const counted = mergeParts(job, parts);
  const { outcomes } = plannedTrajectories(prepared.built.model, job).process;
  const result = countedTrajectories(job, counted, prepared.settings.quantiles, outcomes);
  if (counted.ending !== "aborted") await finished();
  return { ...result, warnings: result.diagnostics.warnings, execution };
}

/** Plan trajectories without following them. Throws as `unravel` does for bad options. */
export async function planUnravel(model: Model, options: UnravelOptions): Promise<Plan> {
  const { job, built } = (await prepareUnravel(model, options)).prepared;
  return plannedTrajectories(built.model, job).plan;
}

/** Check all options and plan, without following anything. */
export async function prepareUnravel(
  model: Model,
  options: UnravelOptions,
): Promise<{ readonly prepared: Prepared; readonly by: Measurement; readonly outcomes: readonly string[] }> {
  requireRunnable(model);
  const remedy = "Write { by: measured({ observable }), steps: 100, trajectories: 1000 }.";
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw wrongKind("options", "be an object of named options", options, remedy);
  const { by, records = false, ...rest } = options;
  aMeasurement("by", by);
  aBoolean("records", records);
  refuseForTrajectories(rest);
  if (by.kind === "measured" && model.dynamics.kind === "generator") arrivalsOf(model.dynamics);
  const counted = countedNames(model, by);
  const asked = { ...rest, observables: observablesOf(model, rest.observables) };
  const watching = { by: measurementData(by), records, counted };
  const prepared = await prepareEnsemble(model, asked, watching);
  const { job, built } = prepared;
  const { process } = plannedTrajectories(built.model, job);
  if (rest.every !== undefined && built.noise.perRealisation.every(Boolean))
    throw wrongValue("every", "be left out where nothing is drawn again and again", rest.every, "", "is given");
  if (records) {
    const { extent, trajectories } = job;
    const steps = extent.kind === "collisions" ? extent.steps : by.kind === "current" ? (extent.times.at(-1) as number) / by.dt : 0;
    const bytes = (by.kind === "current" ? 8 * process.outcomes.length : 4) * steps * trajectories;
    requireRoomForRecords(bytes, `${trajectories} trajectories × ${Math.round(steps)} steps`);
  }
  return { prepared, by, outcomes: process.outcomes };
}

/** What was counted, without where. */
export type CountedTrajectories = Omit<UnravelResult, "warnings" | "execution">;

/** The result of what was counted of trajectories, wherever that was. */
export function countedTrajectories(
  job: Job,
  counted: Counted,
  quantiles: readonly number[] | null,
  outcomes: readonly string[],
): CountedTrajectories {
  const by = measurementFromData((job.watched as Watched).by);
  return {
    ...summarise(job, counted, quantiles),
    by: measurementInWords(by, outcomes),
    outcomes,
    ...(counted.records ? seenRecords(by, outcomes, counted.axis, counted.records) : {}),
  };
}
