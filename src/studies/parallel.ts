/** Sweeps on all cores. */
import { anExecutor } from "../ensembles/ensemble-options.ts";
import type { Executor } from "../ensembles/executor.ts";
import { worthThreads } from "../ensembles/pace.ts";
import { inSlices } from "../ensembles/slices.ts";
import { nodeHalf } from "../ensembles/threads.ts";
import { stopIfAborted } from "../errors.ts";
import { type AskedData, askedData, type ByName } from "../models/asked-model.ts";
import { catalogue } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { startIsReplaced } from "../models/replaced-start.ts";
import { aName, anInteger, type OptionChecks } from "../options.ts";
import { type Point, type PointOptions, pointOrProblem, pointWithout } from "../solvers/point.ts";
import { type CheckedSweep, checkSweep, type GridOptions, type SweepOptions, sweepChecks, sweepWork } from "./sweep.ts";
import { type Axis, changesAt, pointCount } from "./sweep-axes.ts";
import { Gathering, type GridResult, type SweepResult } from "./sweep-result.ts";

/** Who computes the points. */
interface Threads {
  /** Threads to use; when absent all cores, from the moment on when what is left is worth their start. */
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

/** Milliseconds that this thread computes before it looks at messages. */
const SHARE = 20;

/**
 * Sweep on all cores, over one parameter or two; the bits are those of `sweep`, whatever the number of threads.
 *
 * Models of the catalogue, of documents and of `module` go to threads, of which this one is the first: it computes in slices and lets events
 * through. Others, little work, and hosts without threads stay here alone; with `executor` all work is done there.
 * Throws as `sweep` does.
 */
export async function parallelSweep(model: Model, options: ParallelSweepOptions): Promise<SweepResult>;
export async function parallelSweep(model: Model, options: ParallelGridOptions): Promise<GridResult>;
export async function parallelSweep(model: Model, options: Options): Promise<SweepResult | GridResult> {
  return sweepInParallel(model, options, () => {}, { shares: true });
}

/** How this thread is used: milliseconds at a time where it computes, and whether it does so beside other threads. */
interface Here {
  readonly slice?: number | undefined;
  readonly shares?: boolean;
}

/** Sweep on all cores; `take` is told each point in their order. */
export async function sweepInParallel(
  model: Model,
  options: Options,
  take: (at: number, point: Point) => void,
  { slice, shares = false }: Here,
): Promise<SweepResult | GridResult> {
  const checked = checkSweep<Options>(model, options, parallelChecks);
  const { axes } = checked;
  const { signal } = options;
  // A function of the state stays on this thread.
  const asked = askedData(model, options);
  const host = asked === null ? null : await hostFor(model, axes, options, shares);
  if (host === null) return inSlices((due) => sweepWork(checked as CheckedSweep<SweepOptions | GridOptions>, take, due), { slice, signal });
  let executor: Executor | undefined;
  const start = (): Executor => {
    executor ??= host.start();
    return executor;
  };
  try {
    const gathering = new Gathering(checked.model, axes, checked.options.observables);
    const question = { model: checked.model, options: checked.options, asked: asked ?? undefined };
    const inOrder = ordered(take);
    const collect = (at: number, point: Point) => {
      gathering.add(at, point);
      inOrder(at, point);
    };
    await computeOn({ ...host, start }, question, axes, collect, slice ?? SHARE);
    return gathering.result();
  } finally {
    if (host.owned) await executor?.close();
  }
}

/** Passes points on in their order, whichever comes first. */
function ordered(take: (at: number, point: Point) => void): (at: number, point: Point) => void {
  const early = new Map<number, Point>();
  let next = 0;
  return (at, point) => {
    early.set(at, point);
    for (let ready = early.get(next); ready; ready = early.get(next)) {
      early.delete(next);
      take(next++, ready);
    }
  };
}

/** Who computes beside this thread, and whether it is closed afterwards. */
interface Host {
  start(): Executor;
  readonly threads: number;
  readonly owned: boolean;
  /** This thread computes points as well, as one of those that were asked for. */
  readonly shared: boolean;
  /** This thread begins alone: the others start when what is left is worth it. */
  readonly waits: boolean;
}

/** Null where this thread computes alone. */
async function hostFor(model: Model, axes: readonly Axis[], { executor, threads, module }: Options, shares: boolean): Promise<Host | null> {
  if (!module && model.document === undefined && !catalogue.some(({ name }) => name === model.name)) return null;
  // A thread builds the model from its parameters, which know nothing of a start that was put in their place.
  if (startIsReplaced(model)) return null;
  if (executor) {
    if (!executor.points) return null;
    return { start: () => executor, threads: executor.threads, owned: false, shared: false, waits: false };
  }
  const { dimension } = model.dynamics.system;
  const count = pointCount(axes);
  if (threads === 1 || count < 2 || (threads === undefined && count * dimension * dimension < WORTH)) return null;
  const half = await nodeHalf();
  if (!half) return null;
  const used = Math.min(threads ?? half.cores(), count);
  if (used < 2) return null;
  const others = shares ? used - 1 : used;
  const start = () => half.nodeThreads({ threads: others });
  return { start, threads: others, owned: true, shared: shares, waits: shares && threads === undefined };
}

/** What is asked: the model with what was put into it, options by name, and what was put in as data for threads. */
interface Question {
  readonly model: Model;
  readonly options: ByName<Options>;
  readonly asked: AskedData | undefined;
}

type Compute = (first: number, end: number) => Promise<readonly Point[]>;

/**
 * Points in chunks of neighbours, which share what a thread remembers; two chunks per thread are under way at any time. Where the host
 * shares, this thread computes chunks too, `share` milliseconds at a time: it has the engine already, and its code is as warm as it gets.
 */
async function computeOn(
  host: Host,
  question: Question,
  axes: readonly Axis[],
  take: (at: number, point: Point) => void,
  share: number,
): Promise<void> {
  const { onProgress, signal } = question.options;
  const count = pointCount(axes);
  const size = Math.min(MOST_PER_MESSAGE, Math.max(1, Math.ceil(count / (8 * (host.threads + (host.shared ? 1 : 0))))));
  const failures: { readonly first: number; readonly error: unknown }[] = [];
  const others: Promise<void>[] = [];
  let next = 0;
  let done = 0;
  const takeChunks = async (compute: Compute, length: () => number, afterwards = () => {}): Promise<void> => {
    while (next < count && failures.length === 0) {
      const first = next;
      next = Math.min(count, first + length());
      try {
        stopIfAborted(signal, { step: done });
        const found = await compute(first, next);
        found.forEach((point, i) => {
          take(first + i, point);
        });
        done += found.length;
        onProgress?.(done / count);
        afterwards();
      } catch (error) {
        failures.push({ first, error });
      }
    }
  };
  const startOthers = () => {
    const executor = host.start();
    const there = chunkComputer(executor, question, axes);
    for (let k = 0; k < 2 * executor.threads; k++) others.push(takeChunks(there, () => size));
  };
  if (!host.waits) startOthers();
  if (host.shared) {
    const worth = host.waits ? worthThreads(count) : null;
    // As long as this thread is alone chunks grow slowly: none is so long that the others would miss it.
    let alone = 1;
    const length = () => (others.length > 0 ? size : Math.min(size, alone++));
    const consider = () => {
      if (worth && others.length === 0 && next < count && failures.length === 0 && worth(done)) startOthers();
    };
    await takeChunks(chunksHere(question, axes, share, consider), length, consider);
  }
  // Everybody is waited for: nothing is asked of threads that are closed.
  await Promise.all(others);
  if (failures.length > 0) throw failures.reduce((a, b) => (b.first < a.first ? b : a)).error;
}

/** What computes points `first` … `end − 1` here. */
function chunksHere({ model, options }: Question, axes: readonly Axis[], slice: number, between: () => void): Compute {
  const { signal } = options;
  return (first, end) =>
    inSlices(
      function* (due) {
        const found: Point[] = [];
        for (let k = first; k < end; k++) {
          found.push(yield* pointOrProblem(model.with(changesAt(axes, k)), options, due));
          if (due()) yield;
        }
        return found;
      },
      { slice, signal, between },
    );
}

/** What computes points `first` … `end − 1` on a thread. */
function chunkComputer(
  executor: Executor,
  { model, options: { observables, steps, until, module, signal }, asked }: Question,
  axes: readonly Axis[],
): Compute {
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
    const found = asked.length === 0 ? [] : ((await executor.points?.(request, signal)) ?? []);
    let taken = 0;
    return known.map((point) => point ?? found[taken++]);
  };
}

/** A point that the model itself refuses: a thread, which gets complete parameters, would no longer know what was automatic. */
function refused(model: Model, options: PointOptions): Point | null {
  const atRest = options.steps === undefined && options.until === undefined;
  return atRest && model.noStationaryState ? pointWithout(model, options, model.noStationaryState) : null;
}
