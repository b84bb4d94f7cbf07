import { type EnsembleResult, summarise } from "../ensembles/ensemble-result.ts";
import { mergeParts, type Part } from "../ensembles/parts.ts";
import { RunFailure, wrongValue } from "../errors.ts";
import { type Chunk, chunkName, decodePart } from "./chunk.ts";
import { bullmq, connected } from "./connection.ts";
import { defaultQueue, type QueueOptions } from "./place.ts";

/** How to merge. */
export interface MergeOptions extends QueueOptions {
  /** Take the chunks that are complete from the first one on, and mark the result as partial. */
  readonly partial?: boolean;
}

/** How far an ensemble in a queue is. */
interface State {
  readonly description: Chunk;
  /** One per chunk; null while it is not complete. */
  readonly parts: readonly (Part | null)[];
  readonly failures: readonly string[];
}

/**
 * Join the chunks of an ensemble that was submitted; the bits are those of `ensemble` on one machine.
 * @param id the name that `submit` returned
 * @throws RangeError when the queue does not know the name; RunFailure when chunks are missing or failed
 */
export async function merge(id: string, options: MergeOptions = {}): Promise<EnsembleResult> {
  const { description, parts, failures } = await stateOf(id, options);
  if (failures.length > 0) throw new RunFailure(`${failures.length} of ${parts.length} chunks failed. ${failures[0]}`);
  const missing = parts.filter((part) => part === null).length;
  if (missing > 0 && !options.partial) {
    throw new RunFailure(`${missing} of ${parts.length} chunks are not complete yet. Wait for the workers, or ask for a partial result.`);
  }
  const firstGap = parts.indexOf(null);
  const complete = (firstGap < 0 ? parts : parts.slice(0, firstGap)) as readonly Part[];
  return summarise(description.job, mergeParts(description.job, complete), description.quantiles);
}

async function stateOf(id: string, options: MergeOptions): Promise<State> {
  const { Queue } = await bullmq();
  const name = options.queue ?? defaultQueue;
  return connected(options.redis, async (connection) => {
    const queue = new Queue<Chunk, string>(name, { connection });
    try {
      const first = await queue.getJob(chunkName(id, 0));
      if (!first) throw wrongValue("id", `name an ensemble in the queue "${name}"`, id, "`submit` prints it.");
      const failures: string[] = [];
      const parts: (Part | null)[] = [];
      for (let index = 0; index < first.data.chunks; index++) {
        const chunk = await queue.getJob(chunkName(id, index));
        if (chunk && (await chunk.isFailed())) failures.push(chunk.failedReason);
        parts.push(chunk?.returnvalue ? decodePart(chunk.returnvalue) : null);
      }
      return { description: first.data, parts, failures };
    } finally {
      await queue.close();
    }
  });
}
