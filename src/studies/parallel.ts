/** Sweeps on all cores. */
import { anExecutor } from "../ensembles/ensemble-options.ts";
import type { Executor } from "../ensembles/executor.ts";
import { nodeHalf } from "../ensembles/threads.ts";
import { stopIfAborted } from "../errors.ts";
import { type AskedData, askedData, type ByName } from "../models/asked-model.ts";
import { catalogue } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { startIsReplaced } from "../models/replaced-start.ts";
import { aName, anInteger, type OptionChecks } from "../options.ts";
import { type Point, type PointOptions, pointWithout } from "../solvers/point.ts";
import { checkSweep, type GridOptions, type SweepOptions, sweep, sweepChecks } from "./sweep.ts";
import { type Axis, changesAt, pointCount } from "./sweep-axes.ts";
import { Gathering, type GridResult, type SweepResult } from "./sweep-result.ts";

/** Who computes the points. */
interface Threads {
  /** Threads to use; all cores when absent and the work is worth it. */
  readonly threads?: number;
  /** Threads that are there already; the caller closes them. */
  readonly executor?: Executor;
  /** URL of a module that exports the model's definition, for models that are not in the catalogue. */
  readonly module?: string;
}

/** Options of `parallelSweep` over one parameter. */
export interface ParallelSweepOptions extends SweepOptions, Threads {}

/** Options of `parallelSweep` over two parameters. */
export interface ParallelGridOptions extends GridOptions, Threads {}

type Options = ParallelSweepOptions | ParallelGridOptions;

const parallelChecks: OptionChecks<Options> = {
  ...sweepChecks,
  threads: anInteger(1, 1024),
  executor: anExecutor,
  module: aName,
};

/** Points times dimension squared below which threads are not worth starting. */
const WORTH = 1e6;

/** Points that one message carries at most: enough to hide its cost, and a stop or a progress line is never far. */
const MOST_PER_MESSAGE = 64;

/**
 * Sweep on all cores, over one parameter or two; the bits are those of `sweep`, whatever the number of threads.
 *
 * Models of the catalogue, of documents and of `module` go to threads; others, little work, and hosts without threads stay here.
 * Throws as `sweep` does.
 */
export async function parallelSweep(model: Model, options: ParallelSweepOptions): Promise<SweepResult>;
export async function parallelSweep(model: Model, options: ParallelGridOptions): Promise<GridResult>;
export async function parallelSweep(model: Model, options: Options): Promise<SweepResult | GridResult> {
  const checked = checkSweep<Options>(model, options, parallelChecks);
  const { axes } = checked;
  // A function of the state stays on this thread.
  const asked = askedData(model, options);
  const { executor, owned } = asked === null ? HERE : await executorFor(model, axes, options);
  if (!executor?.points) return sweep(model, onThisThread(options) as SweepOptions);
  try {
    const gathering = new Gathering(checked.model, axes, checked.options.observables);
    const question = { model: checked.model, options: checked.options, asked: asked ?? undefined };
    await computeOn(executor, question, axes, (at, point) => gathering.add(at, point));
    return gathering.result();
  } finally {
    if (owned) await executor.close();
  }
}

/** The options that a sweep on this thread takes. */
function onThisThread({ threads: _threads, executor: _executor, module: _module, ...rest }: Options): SweepOptions | GridOptions {
  return rest as SweepOptions | GridOptions;
}

/** Who computes, and whether it is closed afterwards. */
interface Host {
  readonly executor: Executor | null;
  readonly owned: boolean;
}

const HERE: Host = { executor: null, owned: false };

async function executorFor(model: Model, axes: readonly Axis[], { executor, threads, module }: Options): Promise<Host> {
  const here = HERE;
  if (!module && model.document === undefined && !catalogue.some(({ name }) => name === model.name)) return here;
  // A thread builds the model from its parameters, which know nothing of a start that was put in their place.
  if (startIsReplaced(model)) return here;
  if (executor) return { executor, owned: false };
  const { dimension } = model.dynamics.system;
  const count = pointCount(axes);
  if (threads === 1 || count < 2 || (threads === undefined && count * dimension * dimension < WORTH)) return here;
  const half = await nodeHalf();
  if (!half) return here;
  const used = Math.min(threads ?? half.cores(), count);
  return used < 2 ? here : { executor: half.nodeThreads({ threads: used }), owned: true };
}

/** What is asked: the model with what was put into it, options by name, and what was put in as data for threads. */
interface Question {
  readonly model: Model;
  readonly options: ByName<Options>;
  readonly asked: AskedData | undefined;
}

/** Points in chunks of neighbours, which share what a thread remembers; two chunks per thread are under way at any time. */
async function computeOn(
  executor: Executor,
  question: Question,
  axes: readonly Axis[],
  take: (at: number, point: Point) => void,
): Promise<void> {
  const { onProgress, signal } = question.options;
  const count = pointCount(axes);
  const size = Math.min(MOST_PER_MESSAGE, Math.max(1, Math.ceil(count / (8 * executor.threads))));
  const compute = chunkComputer(executor, question, axes);
  const failures: { readonly first: number; readonly error: unknown }[] = [];
  let next = 0;
  let done = 0;
  const takeChunks = async (): Promise<void> => {
    while (next < count && failures.length === 0) {
      const first = next;
      next = Math.min(count, first + size);
      try {
        stopIfAborted(signal, { step: done });
        const found = await compute(first, next);
        found.forEach((point, i) => {
          take(first + i, point);
        });
        done += found.length;
        onProgress?.(done / count);
      } catch (error) {
        failures.push({ first, error });
      }
    }
  };
  // Everybody is waited for: nothing is asked of threads that are closed.
  await Promise.all(Array.from({ length: 2 * executor.threads }, takeChunks));
  if (failures.length > 0) throw failures.reduce((a, b) => (b.first < a.first ? b : a)).error;
}

/** What computes points `first` … `end − 1` on a thread. */
function chunkComputer(
  executor: Executor,
  { model, options: { observables, steps, until, module }, asked }: Question,
  axes: readonly Axis[],
): (first: number, end: number) => Promise<readonly Point[]> {
  const record = {
    ...(observables ? { observables } : {}),
    ...(steps === undefined ? {} : { steps }),
    ...(until === undefined ? {} : { until }),
  };
  const document = module === undefined ? model.document : undefined;
  const source = {
    model: model.name,
    module: module ?? null,
    ...(document === undefined ? {} : { document }),
    ...(asked === undefined ? {} : { asked }),
  };
  return async (first, end) => {
    const models = Array.from({ length: end - first }, (_, i) => model.with(changesAt(axes, first + i)));
    const known = models.map((at) => refused(at, record));
    const asked = models.filter((_, i) => known[i] === null).map(({ parameters }) => parameters);
    const request = { ...source, points: asked, options: record };
    const found = asked.length === 0 ? [] : ((await executor.points?.(request)) ?? []);
    let taken = 0;
    return known.map((point) => point ?? found[taken++]);
  };
}

/** A point that the model itself refuses: a thread, which gets complete parameters, would no longer know what was automatic. */
function refused(model: Model, options: PointOptions): Point | null {
  const atRest = options.steps === undefined && options.until === undefined;
  return atRest && model.noStationaryState ? pointWithout(model, options, model.noStationaryState) : null;
}
