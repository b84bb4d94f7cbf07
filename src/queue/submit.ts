import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { BATCH } from "../ensembles/moment-tree.ts";
import { type Prepared, prepareEnsemble } from "../ensembles/preparation.ts";
import { integer, wrongValue } from "../errors.ts";
import { version } from "../files/provenance.ts";
import type { Model } from "../models/model.ts";
import { requireModel } from "../models/require-model.ts";
import { wasmHash as engine } from "../numerics/engine.ts";
import { anInteger, anObject, checkOptions } from "../options.ts";
import { prepareUnravel } from "../studies/unravel/unravel.ts";
import type { UnravelOptions } from "../studies/unravel/unravel-options.ts";
import { chunkName } from "./chunk.ts";
import { connected, queueOn } from "./connection.ts";
import { type Asked, chunkCount, type Description, ensembleId } from "./description.ts";
import { checkModuleUrl } from "./modules.ts";
import { placeChecks, type QueueOptions, queueName } from "./place.ts";
import { chunkQueue, register } from "./registry.ts";

/** How to cut an ensemble for the queue. */
export interface SubmitOptions extends QueueOptions {
  /** Realisations per chunk, a multiple of 32; 256 unless given. */
  readonly chunk?: number;
  /** What is said of the ensemble besides, as plain data: `submitted` gives it back. */
  readonly about?: Readonly<Record<string, unknown>>;
}

/** What was put into the queue. */
export interface Submission {
  /** Name of the ensemble: `merge` asks for it. */
  readonly id: string;
  readonly chunks: number;
}

/** Options of `ensemble` that have no meaning when others run it. */
const local: readonly (keyof EnsembleOptions & keyof UnravelOptions)[] = [
  "threads",
  "executor",
  "signal",
  "checkpoint",
  "onProgress",
  "stopWhen",
];

/**
 * Put an ensemble, or trajectories, into a queue, cut into chunks, for any number of machines that run `work`.
 * The same ensemble has the same name: submitting it again adds nothing that is there already.
 * @param options those of `ensemble`, or with `by` those of `unravel`, but for the ones that only the machine that runs can obey
 * @returns the ensemble's name and the number of chunks
 * @throws TypeError or RangeError like `ensemble` and `unravel`, or for too many chunks; RunFailure when no Redis answers; MissingPackage without
 *   bullmq or ioredis
 */
export async function submit(model: Model, options: EnsembleOptions | UnravelOptions, to: SubmitOptions = {}): Promise<Submission> {
  requireModel(model);
  anObject("options", options);
  checkOptions<SubmitOptions>("to", to, { ...placeChecks, chunk: anInteger(BATCH), about: anObject });
  for (const name of local) {
    if (options[name] !== undefined)
      throw wrongValue(name, "be left out of a submission", options[name], "The workers decide.", "is given");
  }
  const about = to.about === undefined ? {} : { about: to.about };
  const description = { ...(await describe(model, options, to.chunk ?? 256)), ...about };
  const [id, chunks] = [ensembleId(description), chunkCount(description)];
  queueName(to);
  await connected(to.redis, async (connection) => {
    const queue = await queueOn(connection, chunkQueue(to));
    try {
      await register(connection, to, id, description);
      const all = Array.from({ length: chunks }, (_, index) => ({
        name: "chunk",
        data: { id, index },
        opts: { jobId: chunkName(id, index), attempts: 3 },
      }));
      await queue.addBulk(all);
    } finally {
      await queue.close();
    }
  });
  return { id, chunks };
}

async function describe(model: Model, options: EnsembleOptions | UnravelOptions, chunk: number): Promise<Description> {
  const batches = integer("chunk", chunk, BATCH) / BATCH;
  if (!Number.isInteger(batches)) throw wrongValue("chunk", `be a multiple of ${BATCH}`, chunk);
  if (Number.isInteger(options.trajectories)) chunkCount({ job: options, batches });
  if (options.module !== undefined) checkModuleUrl("module", String(options.module));
  const { prepared, outcomes } = await preparedFrom(model, options);
  const { job, rebuildable, settings } = prepared;
  if (!rebuildable) {
    throw wrongValue(
      "model",
      "be in the catalogue or come from a document to run elsewhere",
      model.name,
      "Write it as a document, or pass `module`: a module that every machine has at that URL, and that its workers allow.",
    );
  }
  const named = outcomes === null ? {} : { outcomes };
  return { job, quantiles: settings.quantiles, asked: askedOf(options), ...named, batches, version, engine };
}

/** The ensemble or the trajectories that options ask for, and how outcomes are called. */
async function preparedFrom(
  model: Model,
  options: EnsembleOptions | UnravelOptions,
): Promise<{ readonly prepared: Prepared; readonly outcomes: readonly string[] | null }> {
  if ("by" in options) return prepareUnravel(model, options);
  return { prepared: await prepareEnsemble(model, options), outcomes: null };
}

function askedOf({ steps, until, saveEvery, times, every, correlations, cut }: Partial<EnsembleOptions>): Asked {
  return {
    ...(steps === undefined ? {} : { steps }),
    ...(until === undefined ? {} : { until }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(every === undefined ? {} : { every }),
    ...(correlations === undefined ? {} : { correlations }),
    ...(times === undefined ? {} : { times }),
    ...(cut === undefined ? {} : { cut }),
  };
}
