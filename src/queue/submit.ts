import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { batchCount } from "../ensembles/job.ts";
import { BATCH } from "../ensembles/moment-tree.ts";
import { prepareEnsemble } from "../ensembles/preparation.ts";
import { integer, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { wasmHash as engine } from "../numerics/engine.ts";
import { type Chunk, chunkName, ensembleId } from "./chunk.ts";
import { bullmq, connected } from "./connection.ts";
import { defaultQueue, type QueueOptions } from "./place.ts";

/** How to cut an ensemble for the queue. */
export interface SubmitOptions extends QueueOptions {
  /** Realisations per chunk, a multiple of 32; 256 unless given. */
  readonly chunk?: number;
}

/** What was put into the queue. */
export interface Submission {
  /** Name of the ensemble: `merge` asks for it. */
  readonly id: string;
  readonly chunks: number;
}

/** Options of `ensemble` that have no meaning when others run it. */
const local: readonly (keyof EnsembleOptions)[] = ["threads", "executor", "signal", "onProgress", "stopWhen"];

/**
 * Put an ensemble into a queue, cut into chunks of whole batches, for any number of machines that run `work`.
 * The same ensemble has the same name: submitting it again adds nothing that is there already.
 * @param options those of `ensemble`, but for the ones that only the machine that runs can obey
 * @returns the ensemble's name and the number of chunks
 * @throws TypeError or RangeError like `ensemble`, RunFailure when no Redis answers, MissingPackage without bullmq or ioredis
 */
export async function submit(model: Model, options: EnsembleOptions, to: SubmitOptions = {}): Promise<Submission> {
  for (const name of local) {
    if (options[name] !== undefined)
      throw wrongValue(name, "be left out of a submission", options[name], "The workers decide.", "is given");
  }
  const batches = integer("chunk", to.chunk ?? 256, BATCH) / BATCH;
  if (!Number.isInteger(batches)) throw wrongValue("chunk", `be a multiple of ${BATCH}`, to.chunk);
  const { job, rebuildable, settings } = await prepareEnsemble(model, options);
  if (!rebuildable) {
    throw wrongValue(
      "model",
      "be in the catalogue to run elsewhere",
      model.name,
      "Pass `module`: a module that every machine has at that URL.",
    );
  }
  const id = ensembleId(job, settings.quantiles, batches);
  const end = batchCount(job);
  const chunks = Math.ceil(end / batches);
  const cut = (index: number): Chunk => ({
    id,
    index,
    chunks,
    first: index * batches,
    end: Math.min((index + 1) * batches, end),
    job,
    quantiles: settings.quantiles,
    engine,
  });
  const { Queue } = await bullmq();
  await connected(to.redis, async (connection) => {
    const queue = new Queue(to.queue ?? defaultQueue, { connection });
    try {
      const all = Array.from({ length: chunks }, (_, index) => ({
        name: "chunk",
        data: cut(index),
        opts: { jobId: chunkName(id, index), attempts: 3 },
      }));
      await queue.addBulk(all);
    } finally {
      await queue.close();
    }
  });
  return { id, chunks };
}
