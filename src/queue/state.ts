import type { Job as BullJob, Queue } from "bullmq";
import { problemOf } from "../ensembles/part-shape.ts";
import { aName } from "../options.ts";
import { type Chunk, chunkName, decodePart } from "./chunk.ts";
import type { ChunkStatus } from "./chunk-status.ts";
import { connected, queueOn } from "./connection.ts";
import { chunkCount, chunkRange, type Description } from "./description.ts";
import type { QueueOptions } from "./place.ts";
import { chunkQueue, findKnown } from "./registry.ts";

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
  aName("id", id);
  return connected(options.redis, async (connection) => {
    const description = await findKnown(connection, options, id);
    const queue = await queueOn<Chunk, string>(connection, chunkQueue(options, description));
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
  const damaged = (reason: string): ChunkStatus => ({ index, state: "damaged", part: null, reason });
  try {
    const part = decodePart(text);
    const problem = problemOf(description.job, part);
    if (problem !== null) return damaged(problem);
    const [first, end] = chunkRange(description, index);
    return part.first === first && part.end === end
      ? { index, state: "done", part, reason: null }
      : damaged("it holds the counts of other realisations");
  } catch {
    return damaged("its checksum does not hold");
  }
}
