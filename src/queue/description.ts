/** A submitted ensemble as data: what to run, how it is cut, and the name that all of this gives it. */
import { createHash } from "node:crypto";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { batchCount, type Job } from "../ensembles/job.ts";
import { BATCH } from "../ensembles/moment-tree.ts";
import { wrongValue } from "../errors.ts";

/** How far a run was asked to go, in the words of the request: results say it in these words. */
export type Asked = Pick<EnsembleOptions, "steps" | "until" | "saveEvery" | "times" | "every" | "correlations" | "cut">;

/** Everything about a submitted ensemble; it determines every bit of the result. */
export interface Description {
  readonly job: Job;
  readonly quantiles: readonly number[] | null;
  readonly asked: Asked;
  /** What the outcomes of trajectories are called; absent where the ensemble has none. */
  readonly outcomes?: readonly string[];
  /** What its submitter says of it besides: it determines nothing, and whoever merges the ensemble gets it back. */
  readonly about?: Readonly<Record<string, unknown>>;
  /** Batches of 32 realisations per chunk; the last chunk may have fewer. */
  readonly batches: number;
  /** Version of the package and hash of the binary: others may give other bits. */
  readonly version: string;
  readonly engine: string;
}

/** Chunks of one ensemble at most, and what one of them takes in Redis at least, in bytes. */
const MOST_CHUNKS = 100_000;
const CHUNK_BYTES = 1024;

/** Number of chunks; throws a RangeError for more than there is room for. */
export function chunkCount({ job, batches }: Pick<Description, "batches"> & { readonly job: Pick<Job, "trajectories"> }): number {
  const chunks = Math.ceil(batchCount(job) / batches);
  if (chunks <= MOST_CHUNKS) return chunks;
  const but = `${job.trajectories} realisations make ${chunks} chunks, which take ${Math.ceil((chunks * CHUNK_BYTES) / 2 ** 20)} MiB or more`;
  throw wrongValue("chunk", `cut an ensemble into at most ${MOST_CHUNKS} chunks`, null, "Make chunks larger.", but);
}

/** First batch of a chunk, and the one after its last. */
export function chunkRange({ job, batches }: Description, index: number): readonly [number, number] {
  return [index * batches, Math.min((index + 1) * batches, batchCount(job))];
}

/** Number of realisations in a chunk. */
export function chunkRealisations(description: Description, index: number): number {
  const [first, end] = chunkRange(description, index);
  return Math.min(end * BATCH, description.job.trajectories) - first * BATCH;
}

/** Name of an ensemble: a hash of all that determines its bits and its chunks. Submitting it twice is submitting it once. */
export function ensembleId({ job, quantiles, asked, outcomes, batches, version: by, engine: on }: Description): string {
  const { steps, until, saveEvery, times, cut } = asked;
  const text = JSON.stringify([job, quantiles, { steps, until, saveEvery, times, cut }, batches, by, on, ...(outcomes ? [outcomes] : [])]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
