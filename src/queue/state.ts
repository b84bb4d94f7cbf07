import type { Job as BullJob, Queue } from "bullmq";
import type { Part } from "../ensembles/parts.ts";
import { type Chunk, chunkName, decodePart } from "./chunk.ts";
import { bullmq, connected } from "./connection.ts";
import { type QueueOptions, queueName } from "./place.ts";
import { chunkCount, chunkQueue, chunkRange, type Description, findKnown } from "./registry.ts";

/** Where a chunk is. `damaged`: its counts are not those that a worker wrote. `missing`: the queue has lost it. */
export type ChunkState = "done" | "damaged" | "failed" | "running" | "waiting" | "missing";

/** One chunk with what is known of it. */
export interface ChunkStatus {
  readonly index: number;
  readonly state: ChunkState;
  /** Its counts, where it is done. */
  readonly part: Part | null;
  /** Why it failed, or what is wrong with it. */
  readonly reason: string | null;
}

/** An open ensemble: its description, and its chunks in the queue. */
export interface OpenEnsemble {
  readonly description: Description;
  readonly chunks: number;
  /** The queue's entry of a chunk, where there is one. */
  entry(index: number): Promise<BullJob<Chunk, string> | undefined>;
  status(index: number): Promise<ChunkStatus>;
  readonly queue: Queue<Chunk, string>;
}

/** Run `body` on an ensemble of a queue. Throws a RangeError for a name that the queue does not know. */
export async function withEnsemble<T>(
  id: string,
  options: QueueOptions,
  body: (ensemble: OpenEnsemble, connection: import("ioredis").Redis) => Promise<T>,
): Promise<T> {
  queueName(options);
  const bull = await bullmq();
  return connected(options.redis, async (connection) => {
    const description = await findKnown(connection, options, id);
    const queue = new bull.Queue<Chunk, string>(chunkQueue(options, description), { connection });
    const entry = async (index: number) => (await queue.getJob(chunkName(id, index))) as BullJob<Chunk, string> | undefined;
    const status = async (index: number) => statusOf(description, index, await entry(index));
    try {
      return await body({ description, chunks: chunkCount(description), entry, status, queue }, connection);
    } finally {
      await queue.close();
    }
  });
}

async function statusOf(description: Description, index: number, job: BullJob<Chunk, string> | undefined): Promise<ChunkStatus> {
  if (!job) return { index, state: "missing", part: null, reason: "the queue does not have it any more" };
  if (job.returnvalue) return finished(description, index, job.returnvalue);
  const state = await job.getState();
  if (state === "failed") return { index, state, part: null, reason: job.failedReason ?? "" };
  // Finished without counts: somebody else wrote there.
  if (state === "completed") return { index, state: "damaged", part: null, reason: "it has no counts" };
  return { index, state: state === "active" ? "running" : "waiting", part: null, reason: null };
}

function finished(description: Description, index: number, text: string): ChunkStatus {
  try {
    const part = decodePart(text);
    const [first, end] = chunkRange(description, index);
    if (part.first === first && part.end === end) return { index, state: "done", part, reason: null };
    return { index, state: "damaged", part: null, reason: "it holds the counts of other realisations" };
  } catch {
    return { index, state: "damaged", part: null, reason: "its checksum does not hold" };
  }
}

/** How far an ensemble is. */
export interface EnsembleStatus {
  readonly id: string;
  readonly model: string;
  readonly trajectories: number;
  readonly version: string;
  readonly engine: string;
  readonly chunks: number;
  /** Number of chunks in each state. */
  readonly states: Readonly<Record<ChunkState, number>>;
  /** What is wrong with chunks that failed, are damaged or missing. */
  readonly problems: readonly { readonly chunk: number; readonly state: ChunkState; readonly reason: string }[];
}

/**
 * How far a submitted ensemble is, chunk by chunk.
 * @param id the name that `submit` returned
 * @throws RangeError when the queue does not know the name, RunFailure when no Redis answers
 */
export function status(id: string, options: QueueOptions = {}): Promise<EnsembleStatus> {
  return withEnsemble(id, options, async ({ description, chunks, status: look }) => {
    const states = { done: 0, damaged: 0, failed: 0, running: 0, waiting: 0, missing: 0 };
    const problems: { chunk: number; state: ChunkState; reason: string }[] = [];
    for (let index = 0; index < chunks; index++) {
      const { state, reason } = await look(index);
      states[state]++;
      if (reason !== null) problems.push({ chunk: index, state, reason });
    }
    const { job, version, engine } = description;
    return { id, model: job.model, trajectories: job.trajectories, version, engine, chunks, states, problems };
  });
}
