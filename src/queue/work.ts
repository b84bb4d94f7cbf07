import type { Queue, Worker } from "bullmq";
import { buildJob } from "../ensembles/batch-runner.ts";
import { findDefinition } from "../ensembles/definition.ts";
import { type Executor, inline, type OpenEnsemble } from "../ensembles/executor.ts";
import { cores, nodeThreads } from "../ensembles/node-threads.ts";
import { countBatches } from "../ensembles/parts.ts";
import { RunFailure } from "../errors.ts";
import { wasmHash as engine } from "../numerics/engine.ts";
import { type Chunk, encodePart } from "./chunk.ts";
import { bullmq, connected } from "./connection.ts";
import { defaultQueue, type QueueOptions } from "./place.ts";

/** How a worker works. */
export interface WorkOptions extends QueueOptions {
  /** Threads; all cores unless given. */
  readonly threads?: number;
  /** End when nothing is waiting, instead of waiting for more. */
  readonly drain?: boolean;
  /** End after the chunk at hand when it fires. */
  readonly signal?: AbortSignal;
  /** Called after each chunk; `error` is null when it went well. */
  readonly onChunk?: (chunk: {
    readonly id: string;
    readonly index: number;
    readonly chunks: number;
    readonly error: Error | null;
  }) => void;
}

/**
 * Run chunks from a queue, one after the other on all threads, until the signal fires (or, with `drain`, until none waits).
 * @returns the number of chunks that were run
 * @throws RunFailure when no Redis answers, MissingPackage without bullmq or ioredis
 */
export async function work(options: WorkOptions = {}): Promise<number> {
  const threads = options.threads ?? cores();
  const executor = threads === 1 ? inline() : nodeThreads({ threads });
  const open = openings(executor);
  const { UnrecoverableError, ...bull } = await bullmq();
  const run = async (chunk: Chunk): Promise<string> => {
    try {
      return await runChunk(chunk, executor, open);
    } catch (error) {
      // What failed once fails again: the same numbers are drawn, the same engine is missing.
      throw error instanceof RunFailure ? new UnrecoverableError(error.message) : error;
    }
  };
  try {
    return await connected(options.redis, async (connection) => {
      const name = options.queue ?? defaultQueue;
      const queue = new bull.Queue(name, { connection });
      const worker = new bull.Worker<Chunk, string>(name, async ({ data }) => run(data), { connection, autorun: false });
      try {
        return await untilDone(worker, queue, options);
      } finally {
        await queue.close();
      }
    });
  } finally {
    await open.close();
    await executor.close();
  }
}

type BullWorker = Pick<Worker<Chunk, string>, "on" | "run" | "close">;

/** How often a draining worker looks whether others are done too, in milliseconds: a chunk of theirs may come back. */
const LOOK = 200;

/** Let the worker run until the signal fires or the queue is drained. */
async function untilDone(worker: BullWorker, queue: Pick<Queue, "getJobCounts">, options: WorkOptions): Promise<number> {
  const { drain, signal, onChunk } = options;
  let done = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const report = ({ id, index, chunks }: Chunk, error: Error | null): void => {
    done++;
    onChunk?.({ id, index, chunks, error });
  };
  worker.on("completed", ({ data }) => report(data, null));
  worker.on("failed", (job, error) => job && report(job.data, error));
  worker.on("error", () => {
    // A connection that is lost for a while; ioredis takes it up again.
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const look = async (): Promise<void> => {
        const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts("waiting", "active", "delayed");
        if (waiting + active + delayed === 0) resolve();
      };
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
      if (drain) timer = setInterval(() => void look().catch(reject), LOOK);
      worker.run().catch(reject);
    });
  } finally {
    clearInterval(timer);
    await worker.close();
  }
  return done;
}

/** Keeps the latest ensemble open: its chunks come one after the other. */
function openings(executor: Executor): { of(chunk: Chunk): Promise<OpenEnsemble>; close(): Promise<void> } {
  let id: string | null = null;
  let open: OpenEnsemble | null = null;
  const close = async (): Promise<void> => {
    await open?.close();
    open = null;
  };
  return {
    close,
    async of(chunk) {
      if (open && id === chunk.id) return open;
      await close();
      const { model: name, module } = chunk.job;
      const definition = await findDefinition(name, module);
      if (!definition) throw new RunFailure(`This machine does not know the model "${name}": its version is another one.`);
      open = await executor.open(chunk.job, () => buildJob(chunk.job, definition));
      id = chunk.id;
      return open;
    },
  };
}

async function runChunk(chunk: Chunk, executor: Executor, open: ReturnType<typeof openings>): Promise<string> {
  if (chunk.engine !== engine) {
    throw new RunFailure(
      `The ensemble was submitted with the engine ${chunk.engine.slice(0, 12)}, but this machine has ${engine.slice(0, 12)}: use the same version.`,
    );
  }
  const part = await countBatches(await open.of(chunk), executor.threads, chunk.job, [chunk.first, chunk.end], { targets: null });
  if (part === null) throw new RunFailure("A chunk without realisations was submitted.");
  return encodePart(part);
}
