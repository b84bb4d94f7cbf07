import { integer } from "../errors.ts";
import { anInteger, checkOptions } from "../options.ts";
import { chunkName } from "./chunk.ts";
import { placeChecks, type QueueOptions } from "./place.ts";
import { forget } from "./registry.ts";
import { type OpenEnsemble, withEnsemble } from "./state.ts";

/** What to run again. */
export interface RetryOptions extends QueueOptions {
  /** Only this chunk; all that failed, are damaged or missing unless given. A chunk that is done is run again when it is named. */
  readonly chunk?: number;
}

/**
 * Put chunks of an ensemble back into the queue.
 * @returns the chunks that workers will run again
 * @throws RangeError when the queue does not know the name or the chunk, RunFailure when no Redis answers
 */
export async function retry(id: string, options: RetryOptions = {}): Promise<readonly number[]> {
  checkOptions<RetryOptions>("options", options, { ...placeChecks, chunk: anInteger(0) });
  return withEnsemble(id, options, async (ensemble) => {
    const { chunk } = options;
    if (chunk !== undefined) integer("chunk", chunk, 0, ensemble.chunks - 1);
    const indices = chunk === undefined ? Array.from({ length: ensemble.chunks }, (_, index) => index) : [chunk];
    const again: number[] = [];
    for (const index of indices) if (await runAgain(id, ensemble, index, chunk !== undefined)) again.push(index);
    return again;
  });
}

async function runAgain(id: string, { entry, status, queue }: OpenEnsemble, index: number, named: boolean): Promise<boolean> {
  const { state } = await status(index);
  if (state === "waiting" || state === "running" || (state === "done" && !named)) return false;
  const job = await entry(index);
  if (!job) await queue.add("chunk", { id, index }, { jobId: chunkName(id, index), attempts: 3 });
  else await job.retry(state === "failed" ? "failed" : "completed", { resetAttemptsMade: true });
  return true;
}

/** What became of an ensemble that was cancelled. */
export interface Cancelled {
  /** Chunks that were taken out of the queue, done ones included. */
  readonly removed: number;
  /** Chunks that a worker is running: they are taken out when they end. */
  readonly running: number;
}

/**
 * Take an ensemble out of the queue, with everything that was counted.
 * @throws RangeError when the queue does not know the name, RunFailure when no Redis answers
 */
export async function cancel(id: string, options: QueueOptions = {}): Promise<Cancelled> {
  checkOptions<QueueOptions>("options", options, placeChecks);
  return withEnsemble(id, options, async ({ chunks, entry }, connection) => {
    await forget(connection, options, id);
    let [removed, running] = [0, 0];
    for (let index = 0; index < chunks; index++) {
      const job = await entry(index);
      if (!job) continue;
      try {
        await job.remove();
        removed++;
      } catch {
        // A worker holds it.
        running++;
      }
    }
    return { removed, running };
  });
}
