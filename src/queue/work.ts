import type { Job as BullJob, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { buildJob } from "../ensembles/batch-runner.ts";
import { BLOCK, countBatches } from "../ensembles/counting-batches.ts";
import { findDefinition } from "../ensembles/definition.ts";
import type { Executor, OpenEnsemble } from "../ensembles/executor.ts";
import type { Job } from "../ensembles/job.ts";
import { cores, nodeThreads } from "../ensembles/node-threads.ts";
import { joinParts } from "../ensembles/parts.ts";
import { RunFailure, type StopSignal } from "../errors.ts";
import type { ModelDefinition } from "../models/model.ts";
import { aBoolean, aFunction, aName, anInteger, aSignal, checkOptions, listOf, type OptionChecks } from "../options.ts";
import { type Chunk, encodePart } from "./chunk.ts";
import { bullmq, connected, queueOn, refusalOf } from "./connection.ts";
import { chunkCount, chunkRange, type Description } from "./description.ts";
import { checkModuleUrl, requireAllowed } from "./modules.ts";
import { placeChecks, type QueueOptions, queueName } from "./place.ts";
import { chunkQueue, find } from "./registry.ts";

/** How a worker works. */
export interface WorkOptions extends QueueOptions {
  /** Threads; all cores unless given. */
  readonly threads?: number;
  /** End when nothing is waiting, instead of waiting for more. */
  readonly drain?: boolean;
  /** URLs of modules (`file:`) that ensembles may take their model from; none unless given. */
  readonly allowModules?: readonly string[];
  /** End after the chunks at hand when it fires. */
  readonly signal?: StopSignal;
  /** Called after each chunk; `error` is null when it went well. */
  readonly onChunk?: (chunk: {
    readonly id: string;
    readonly index: number;
    /** Chunks of the ensemble; 0 where its description is gone. */
    readonly chunks: number;
    readonly error: Error | null;
  }) => void;
  /** Called with false when Redis no longer answers, which is waited for, and with true when it does again. */
  readonly onRedis?: (answers: boolean) => void;
}

const checks: OptionChecks<WorkOptions> = {
  ...placeChecks,
  threads: anInteger(1, 1024),
  drain: aBoolean,
  allowModules: listOf("URLs of modules", aName),
  signal: aSignal,
  onChunk: aFunction,
  onRedis: aFunction,
};

/**
 * Run chunks from a queue on all threads, until the signal fires (or, with `drain`, until none waits).
 * Chunks of another version of the program are left to others. Nothing that a queue names is executed, but for `allowModules`; documents of models are data, and are checked as files are.
 * @returns the number of chunks that were run
 * @throws RunFailure when no Redis answers or it takes no more results, MissingPackage without bullmq or ioredis
 */
export async function work(options: WorkOptions = {}): Promise<number> {
  checkOptions<WorkOptions>("options", options, checks);
  for (const url of options.allowModules ?? []) checkModuleUrl("allowModules", url);
  queueName(options);
  // Never in this thread: it must tell Redis, every few seconds, that it lives.
  const executor = nodeThreads({ threads: options.threads ?? cores() });
  // Several chunks at once, so that no thread is idle while a chunk ends or the next one comes.
  const concurrency = 1 + Math.ceil(executor.threads / BLOCK);
  const open = openings(executor, 2 * concurrency);
  const { UnrecoverableError, ...bull } = await bullmq();
  try {
    return await connected(options.redis, async (connection) => {
      const name = chunkQueue(options);
      const queue = await queueOn(connection, name);
      const run = async ({ data }: BullJob<Chunk, string>): Promise<string> => {
        try {
          return await runChunk(await describe(connection, options, data), data, executor, open);
        } catch (error) {
          // What failed once fails again: the same numbers are drawn.
          throw error instanceof RunFailure ? new UnrecoverableError(error.message) : error;
        }
      };
      const worker = new bull.Worker<Chunk, string>(name, run, { connection, autorun: false, concurrency, ...LIFE });
      try {
        return await untilDone(worker, queue, connection, options);
      } finally {
        await queue.close();
      }
    });
  } finally {
    await open.close();
    await executor.close();
  }
}

/**
 * After so many milliseconds without a word from its worker a chunk goes to another one, and that is looked for so often. A machine may
 * die under a chunk again and again before the chunk is taken to be the reason.
 */
const LIFE = { lockDuration: 10_000, stalledInterval: 5000, maxStalledCount: 20 };

/** What a chunk belongs to, as far as this worker may run it. */
async function describe(connection: Redis, options: WorkOptions, { id, index }: Chunk): Promise<Description> {
  const description = await find(connection, options, String(id));
  if (!description) throw new RunFailure("The ensemble was cancelled.");
  if (!(Number.isInteger(index) && index >= 0 && index < chunkCount(description))) throw new RunFailure("There is no such chunk.");
  requireAllowed(description.job.module, options.allowModules ?? []);
  return description;
}

type BullWorker = Pick<Worker<Chunk, string>, "on" | "run" | "close">;

/** How often a draining worker looks whether others are done too, in milliseconds: a chunk of theirs may come back. */
const LOOK = 200;

/** Let the worker run until the signal fires, the queue is drained, or Redis takes no more. */
async function untilDone(worker: BullWorker, queue: Pick<Queue, "getJobCounts">, connection: Redis, options: WorkOptions): Promise<number> {
  const { drain, signal, onRedis } = options;
  let lost = false;
  let fail = (_error: unknown): void => {};
  const hear = (answers: boolean): void => {
    if (lost !== answers) return;
    lost = !answers;
    try {
      onRedis?.(answers);
    } catch (error) {
      fail(error);
    }
  };
  const [gone, back] = [() => hear(false), () => hear(true)];
  connection.on("close", gone).on("ready", back);
  let done = 0;
  let broken = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      const tell = (job: BullJob<Chunk, string>, error: Error | null): void => {
        done++;
        report(connection, options, job, error).catch(reject);
      };
      worker.on("completed", (job) => tell(job, null));
      worker.on("failed", (job, error) => job && tell(job, error));
      // Most errors are a connection that is lost for a while, which ioredis takes up again.
      worker.on("error", (error) => {
        const refused = refusalOf(error);
        if (refused) reject(refused);
      });
      const look = async (): Promise<void> => {
        const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts("waiting", "active", "delayed");
        if (waiting + active + delayed === 0) resolve();
      };
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
      if (drain) timer = setInterval(() => void look().catch((error) => reject(refusalOf(error) ?? error)), LOOK);
      worker.run().catch(reject);
    });
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    clearInterval(timer);
    // Chunks at hand are waited for, but where nobody can be told of them.
    await worker.close(broken || lost);
    connection.off("close", gone).off("ready", back);
  }
  return done;
}

/** Tell the caller of a chunk; one whose ensemble was cancelled meanwhile is taken out of the queue. */
async function report(connection: Redis, options: WorkOptions, job: BullJob<Chunk, string>, error: Error | null): Promise<void> {
  const { id, index } = job.data;
  const description = await find(connection, options, String(id)).catch(() => null);
  if (!description) await job.remove().catch(() => {});
  options.onChunk?.({ id, index, chunks: description ? chunkCount(description) : 0, error });
}

/** The definition of a job's model; what this machine cannot build now, it cannot build later. */
async function definitionOf(job: Job): Promise<ModelDefinition> {
  const definition = await findDefinition(job).catch((error: unknown) => {
    throw error instanceof RangeError || error instanceof TypeError ? new RunFailure(error.message) : error;
  });
  if (definition) return definition;
  throw new RunFailure(`This machine does not know the model "${job.model}".`);
}

/** Keeps the latest ensembles open: their chunks come one after the other. */
interface Openings {
  of(id: string, description: Description): Promise<OpenEnsemble>;
  close(): Promise<void>;
}

function openings(executor: Executor, most: number): Openings {
  const open = new Map<string, Promise<OpenEnsemble>>();
  const begin = async ({ job }: Description): Promise<OpenEnsemble> => {
    const definition = await definitionOf(job);
    return executor.open(job, () => buildJob(job, definition));
  };
  const end = async (id: string): Promise<void> => {
    const ensemble = open.get(id);
    open.delete(id);
    // One that did not open is nobody's to close.
    await ensemble?.then((opened) => opened.close()).catch(() => {});
  };
  return {
    close: async () => void (await Promise.all([...open.keys()].map(end))),
    async of(id, description) {
      const ensemble = open.get(id) ?? begin(description);
      // The latest stands last.
      open.delete(id);
      open.set(id, ensemble);
      for (const oldest of [...open.keys()].slice(0, -most)) await end(oldest);
      return ensemble.catch((error: unknown) => {
        open.delete(id);
        throw error;
      });
    },
  };
}

async function runChunk(description: Description, { id, index }: Chunk, executor: Executor, open: Openings): Promise<string> {
  const { job } = description;
  const [first, end] = chunkRange(description, index);
  const runner = { open: await open.of(id, description), threads: executor.threads };
  const part = joinParts(job, await countBatches(runner, job, [first, end], { targets: null }), first);
  if (part === null) throw new RunFailure("A chunk without realisations was submitted.");
  return encodePart(part);
}
