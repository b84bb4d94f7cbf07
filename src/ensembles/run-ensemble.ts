/** Many noisy realisations of one model: their mean, spread and more, with the same bits on any number of threads. */
import { AbortError, type StopSignal } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { type Plan, printable } from "../plan/plan.ts";
import { bytes } from "../plan/price.ts";
import { savedSteps } from "../solvers/collide.ts";
import type { LaneSource } from "./batch-runner.ts";
import { countBatches, keptFrom, type Watch } from "./counting-batches.ts";
import type { EnsembleOptions } from "./ensemble-options.ts";
import { type EnsembleResult, summarise } from "./ensemble-result.ts";
import { batchCount, type Job } from "./job.ts";
import { BATCH, countBytes } from "./moment-tree.ts";
import { mergeParts, type Part } from "./parts.ts";
import { type Prepared, prepareEnsemble } from "./preparation.ts";
import { planRealisations } from "./realisations.ts";
import { chooseExecutor } from "./threads.ts";

/** Where an ensemble ran. It determines no bit, so it is no part of a result's data. */
export interface Execution {
  readonly executor: string;
  readonly threads: number;
  /** Why there was one thread only, where more could be expected. */
  readonly note: string | null;
}

/**
 * Run many realisations of a model with noise on its parameters and count them.
 *
 * Each realisation draws its parameters per collision (or once, see `perRealisation`); at each saved step the mean, the
 * standard deviation (n − 1) and the standard error of every observable are taken over realisations. A number drawn
 * depends on seed, realisation, collision and parameter only, and values are added in a fixed tree, so the result's
 * bits do not depend on threads, lanes or scheduling.
 *
 * @param model the model; noise replaces the values of the parameters that it is on
 * @param options steps (or times), trajectories, seed, noise, observables and more: see `EnsembleOptions`
 * @returns curves over the saved steps, per observable
 * @throws TypeError or RangeError for an impossible option, before anything runs; RunFailure when a realisation fails, AbortError when the
 *   signal fires before the first 32 realisations are complete
 * @example
 * const options = { steps: 20, trajectories: 64, seed: 7, noise: { phi: normal(2.404, 0.2) }, observables: ["T1"] };
 * const { mean } = await ensemble(phaseonium({ levels: 8 }), options);
 * mean.T1.at(-1); // 1.007119
 */
export async function ensemble(model: Model, options: EnsembleOptions): Promise<EnsembleResult & { readonly execution: Execution }> {
  const prepared = await prepareEnsemble(model, options);
  const { job, settings } = prepared;
  const { parts, execution, finished } = await countPrepared(prepared, options, [0, batchCount(job)]);
  requireKept(job, parts, options.signal);
  const counted = mergeParts(job, parts);
  const result = { ...summarise(job, counted, settings.quantiles), execution };
  if (counted.ending !== "aborted") await finished();
  return result;
}

/** Throws an AbortError where the signal fired before anything was complete. */
export function requireKept({ trajectories }: Job, parts: readonly Part[], signal: StopSignal | undefined): void {
  if (parts.length > 0 || !signal?.aborted) return;
  const first = Math.min(BATCH, trajectories);
  throw new AbortError(signal.reason, {}, `Interrupted before the first ${first} realisations were complete: nothing to keep.`);
}

/** A range of an ensemble's batches, counted. */
export interface CountedRange {
  /** Without a gap from the first batch of the range on; fewer than asked for where the run was ended, none where it was at once. */
  readonly parts: readonly Part[];
  readonly execution: Execution;
  /** Say that what was counted is safe: what the checkpoint kept is needed no more. */
  finished(): Promise<void>;
}

/** Run batches first … end − 1 of an ensemble that was prepared, around what its checkpoint has; `source` makes lanes. Throws as `ensemble`. */
export async function countPrepared(
  { job, built, rebuildable, settings }: Prepared,
  options: Pick<EnsembleOptions, "checkpoint" | "signal" | "onProgress" | "executor" | "threads"> & Pick<Watch, "onCounted">,
  range: readonly [number, number],
  source?: LaneSource,
): Promise<CountedRange> {
  const { targets } = settings;
  const store = options.checkpoint ? await options.checkpoint.open({ job, targets, rebuildable, range }) : null;
  const { executor, owned, note } = await chooseExecutor(options, job, built.model, rebuildable, source);
  const { signal, onProgress, onCounted } = options;
  const counted = (parts: readonly Part[]): CountedRange => ({
    parts,
    execution: { executor: executor.name, threads: executor.threads, note },
    finished: async () => store?.finished(),
  });
  try {
    const open = await executor.open(job, () => built, signal);
    try {
      const watch = { targets, signal, onProgress, onCounted };
      return counted(await countBatches({ open, threads: executor.threads }, job, range, watch, store));
    } finally {
      await open.close();
    }
  } catch (error) {
    if (error instanceof AbortError && signal?.aborted) return counted(keptFrom(range[0], store));
    throw error;
  } finally {
    if (owned) await executor.close();
  }
}

/**
 * Plan an ensemble without running it: what each realisation does, how realisations run, and what the statistics will hold. Throws as
 * `ensemble` does for bad options.
 *
 * @example
 * const noise = { Delta: perRealisation(normal(0, 1)) };
 * (await planEnsemble(bloch(), { until: 1, trajectories: 64, noise })).sector.coordinates; // 3
 */
export async function planEnsemble(model: Model, options: EnsembleOptions): Promise<Plan> {
  const { job, built } = await prepareEnsemble(model, options);
  const { plan } = planRealisations(built.model, job, built.noise);
  return printable({ ...plan, notes: [...plan.notes, statisticsNote(job)] });
}

/** What counts hold at most, however many realisations there are, and what is kept of each. */
function statisticsNote(job: Job): string {
  const { extent, observables, window, covariances = [], histograms, samples, trajectories } = job;
  const saved = extent.kind === "times" ? extent.times.length : savedSteps(extent.steps, extent.saveEvery).length;
  const cells = (saved + (window ? 1 : 0)) * observables.length;
  const bins = histograms.reduce((sum, { edges }) => sum + edges.length + 2, 0);
  const counted = countBytes(cells) * (job.antithetic ? 2 : 1) + 8 * (covariances.length * (covariances.length + 1) * LEVELS + bins);
  const kept = samples ? `, and ${bytes(8 * trajectories * saved * observables.length)} of values for quantiles` : "";
  return `statistics of ${saved} records × ${observables.length} observables: at most ${bytes(counted)} however many realisations${kept}`;
}

/** Subtrees that a count has at a time. */
const LEVELS = 32;
