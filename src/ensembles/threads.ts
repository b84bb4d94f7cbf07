/** Which executor an ensemble gets when the caller names none. */
import { wrongValue } from "../errors.ts";
import { exchangeCascadeOf } from "../models/exchange-cascade.ts";
import type { Model } from "../models/model.ts";
import type { LaneSource } from "./batch-runner.ts";
import type { EnsembleOptions } from "./ensemble-options.ts";
import { entryPoint } from "./entry-point.ts";
import { type Executor, thisThread } from "./executor.ts";
import { batchCount, type Job } from "./job.ts";

/** An executor, whether the ensemble must close it, and why it has one thread only where more could be expected. */
export interface Chosen {
  readonly executor: Executor;
  readonly owned: boolean;
  readonly note: string | null;
}

/** What the Node half of the package offers here. */
export interface NodeHalf {
  nodeThreads(options: { threads: number }): Executor;
  cores(): number;
}

/** Work below which starting threads costs more than it saves, in the units of `workOf`: about a tenth of a second. */
const WORTH_THREADS = 1e7;

/** What a run of a master equation is taken to cost, in collisions. */
const RUN = 1000;

/**
 * Choose: the caller's executor; this thread for one thread, in browsers, and for little work; all cores else.
 * @param model the model that runs, for an estimate of the work
 * @param rebuildable can a thread build the model from its name and parameters?
 * @throws RangeError when several threads are asked for and cannot be had
 */
export async function chooseExecutor(
  options: Pick<EnsembleOptions, "executor" | "threads">,
  job: Job,
  model: Model,
  rebuildable: boolean,
  source?: LaneSource,
): Promise<Chosen> {
  const { executor, threads } = options;
  if (executor) return { executor, owned: false, note: null };
  const here = (note: string | null): Chosen => ({ executor: thisThread(source), owned: true, note });
  if (threads === 1) return here(null);
  if (threads === undefined && workOf(model, job) < WORTH_THREADS) return here("too little work for threads");
  if (!rebuildable) {
    const reason = `threads build models from their definition, and "${job.model}" is neither in the catalogue nor a document's`;
    if (threads === undefined) return here(reason);
    throw wrongValue(
      "threads",
      "be 1 for this model",
      threads,
      "Write it as a document, or pass `module`: the URL of a module that exports its definition.",
      reason,
    );
  }
  const half = await nodeHalf();
  if (half === null) {
    const reason = "this host has no Node threads";
    if (threads === undefined) return here(reason);
    throw wrongValue("threads", "be 1 here", threads, "In a browser, pass executor: browserWorkers().", reason);
  }
  const count = Math.min(threads ?? half.cores(), batchCount(job));
  return count === 1 ? here(null) : { executor: half.nodeThreads({ threads: count }), owned: true, note: null };
}

/** A rough measure of work: steps × the dimension where a structured kernel takes the noise, × its square elsewhere. */
function workOf(model: Model, { extent, trajectories, noise }: Job): number {
  const structure = exchangeCascadeOf(model);
  const fast = structure !== null && Object.keys(noise).every((name) => structure.parameters.includes(name));
  const { dimension } = model.dynamics.system;
  return trajectories * (extent.kind === "times" ? RUN : extent.steps) * (fast ? dimension : dimension * dimension);
}

/** The Node half, found at run time so that no browser bundle contains it; null where there is none. */
export async function nodeHalf(): Promise<NodeHalf | null> {
  if (typeof process === "undefined" || !process.versions?.node) return null;
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ entryPoint("node").href)) as NodeHalf;
  } catch {
    return null;
  }
}
