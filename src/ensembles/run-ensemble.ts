/** Many noisy realisations of one model: their mean, spread and more, with the same bits on any number of threads. */
import type { Model } from "../models/model.ts";
import type { Plan } from "../plan/plan.ts";
import { countBatches } from "./counting-batches.ts";
import type { EnsembleOptions } from "./ensemble-options.ts";
import { type EnsembleResult, summarise } from "./ensemble-result.ts";
import { batchCount } from "./job.ts";
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
 * @throws TypeError or RangeError for an impossible option, before anything runs; RunFailure when a realisation fails,
 *   or when the signal fires before the first 32 realisations are complete
 * @example
 * const { mean, std } = await ensemble(phaseonium({ levels: 8 }), {
 *   steps: 20, trajectories: 64, seed: 7, noise: { phi: normal(2.404, 0.2) }, observables: ["T1"],
 * });
 * console.log(mean.T1.at(-1), std.T1.at(-1)); // 1.0071185229785353 0.0035992601538540115
 */
export async function ensemble(model: Model, options: EnsembleOptions): Promise<EnsembleResult & { readonly execution: Execution }> {
  const prepared = await prepareEnsemble(model, options);
  const { job, settings } = prepared;
  const { parts, execution, finished } = await countPrepared(prepared, options, [0, batchCount(job)]);
  const counted = mergeParts(job, parts);
  const result = { ...summarise(job, counted, settings.quantiles), execution };
  if (counted.ending !== "aborted") await finished();
  return result;
}

/** A range of an ensemble's batches, counted. */
export interface CountedRange {
  /** Without a gap from the first batch of the range on; fewer than asked for where the run was ended, none where it was at once. */
  readonly parts: readonly Part[];
  readonly execution: Execution;
  /** Say that what was counted is safe: what the checkpoint kept is needed no more. */
  finished(): Promise<void>;
}

/** Run batches first … end − 1 of an ensemble that was prepared, around what its checkpoint has. Throws as `ensemble`. */
export async function countPrepared(
  { job, built, rebuildable, settings }: Prepared,
  options: EnsembleOptions,
  range: readonly [number, number],
): Promise<CountedRange> {
  const { targets } = settings;
  const store = options.checkpoint ? await options.checkpoint.open({ job, targets, rebuildable, range }) : null;
  const { executor, owned, note } = await chooseExecutor(options, job, built.model, rebuildable);
  try {
    const open = await executor.open(job, () => built);
    try {
      const watch = { targets, signal: options.signal, onProgress: options.onProgress };
      const parts = await countBatches({ open, threads: executor.threads }, job, range, watch, store);
      const execution = { executor: executor.name, threads: executor.threads, note };
      return { parts, execution, finished: async () => store?.finished() };
    } finally {
      await open.close();
    }
  } finally {
    if (owned) await executor.close();
  }
}

/** Plan an ensemble without running it: what each realisation does, and how realisations run. Throws as `ensemble` does for bad options. */
export async function planEnsemble(model: Model, options: EnsembleOptions): Promise<Plan> {
  const { job, built } = await prepareEnsemble(model, options);
  return planRealisations(built.model, job, built.noise).plan;
}
