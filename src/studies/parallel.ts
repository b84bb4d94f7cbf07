/** Sweeps on all cores. */
import { anExecutor } from "../ensembles/ensemble-options.ts";
import type { Executor } from "../ensembles/executor.ts";
import { nodeHalf } from "../ensembles/threads.ts";
import { stopIfAborted } from "../errors.ts";
import { catalogue } from "../models/index.ts";
import type { Model, Parameters } from "../models/model.ts";
import { startIsReplaced } from "../models/replaced-start.ts";
import { aName, anInteger, type OptionChecks } from "../options.ts";
import { type Point, type PointOptions, pointWithout } from "../solvers/point.ts";
import { checkSweep, gather, type SweepOptions, type SweepResult, sweep, sweepChecks } from "./sweep.ts";

/** Options of `parallelSweep`. */
export interface ParallelSweepOptions extends SweepOptions {
  /** Threads to use; all cores when absent and the work is worth it. */
  readonly threads?: number;
  /** Threads that are there already; the caller closes them. */
  readonly executor?: Executor;
  /** URL of a module that exports the model's definition, for models that are not in the catalogue. */
  readonly module?: string;
}

const parallelChecks: OptionChecks<ParallelSweepOptions> = {
  ...sweepChecks,
  threads: anInteger(1, 1024),
  executor: anExecutor,
  module: aName,
};

/** Points times dimension squared below which threads are not worth starting. */
const WORTH = 1e6;

/**
 * Sweep on all cores; the bits are those of `sweep`, whatever the number of threads.
 *
 * Models of the catalogue (or of `module`) go to threads; others, little work, and hosts without threads stay here.
 * Throws as `sweep` does.
 */
export async function parallelSweep(model: Model, options: ParallelSweepOptions): Promise<SweepResult> {
  checkSweep(model, options, parallelChecks);
  const { executor, owned } = await executorFor(model, options);
  if (!executor?.points) return sweep(model, onThisThread(options));
  try {
    return gather(model, options, await pointsOn(executor, model, options));
  } finally {
    if (owned) await executor.close();
  }
}

/** The options that a sweep on this thread takes. */
function onThisThread({ threads: _threads, executor: _executor, module: _module, ...rest }: ParallelSweepOptions): SweepOptions {
  return rest;
}

async function executorFor(model: Model, options: ParallelSweepOptions): Promise<{ executor: Executor | null; owned: boolean }> {
  const { executor, threads, module, values } = options;
  const here = { executor: null, owned: false };
  if (!module && !catalogue.some(({ name }) => name === model.name)) return here;
  // A thread builds the model from its parameters, which know nothing of a start that was put in their place.
  if (startIsReplaced(model)) return here;
  if (executor) return { executor, owned: false };
  const { dimension } = model.dynamics.system;
  if (threads === 1 || values.length < 2 || (threads === undefined && values.length * dimension * dimension < WORTH)) return here;
  const half = await nodeHalf();
  if (!half) return here;
  const count = Math.min(threads ?? half.cores(), values.length);
  return count < 2 ? here : { executor: half.nodeThreads({ threads: count }), owned: true };
}

/** Points in chunks of neighbours, which share what a thread remembers. */
async function pointsOn(executor: Executor, model: Model, options: ParallelSweepOptions): Promise<Point[]> {
  const { over, values, observables, steps, until, onProgress, signal, module = null } = options;
  const record = {
    ...(observables ? { observables } : {}),
    ...(steps === undefined ? {} : { steps }),
    ...(until === undefined ? {} : { until }),
  };
  const known: (Point | null)[] = [];
  const asked: { readonly place: number; readonly parameters: Parameters }[] = [];
  values.forEach((value, place) => {
    const at = model.with({ [over]: value });
    known.push(refused(at, record));
    if (known[place] === null) asked.push({ place, parameters: at.parameters });
  });
  const size = Math.max(1, Math.ceil(asked.length / (8 * executor.threads)));
  const chunks: (typeof asked)[] = [];
  for (let k = 0; k < asked.length; k += size) chunks.push(asked.slice(k, k + size));
  let done = values.length - asked.length;
  await Promise.all(
    chunks.map(async (chunk) => {
      stopIfAborted(signal);
      const points = chunk.map(({ parameters }) => parameters);
      const found = (await executor.points?.({ model: model.name, module, points, options: record })) ?? [];
      chunk.forEach(({ place }, i) => {
        known[place] = found[i];
      });
      done += chunk.length;
      onProgress?.(done / values.length);
    }),
  );
  return known as Point[];
}

/** A point that the model itself refuses: a thread, which gets complete parameters, would no longer know what was automatic. */
function refused(model: Model, options: PointOptions): Point | null {
  const atRest = options.steps === undefined && options.until === undefined;
  return atRest && model.noStationaryState ? pointWithout(model, options, model.noStationaryState) : null;
}
