import { type EnsembleResult, summarise } from "../ensembles/ensemble-result.ts";
import { mergeParts, type Part } from "../ensembles/parts.ts";
import { RunFailure } from "../errors.ts";
import { aBoolean, checkOptions } from "../options.ts";
import { type CountedTrajectories, countedTrajectories } from "../studies/unravel/unravel.ts";
import type { ChunkStatus } from "./chunk-status.ts";
import { connected } from "./connection.ts";
import type { Asked } from "./description.ts";
import { placeChecks, type QueueOptions, queueName } from "./place.ts";
import { findKnown } from "./registry.ts";
import { withEnsemble } from "./state.ts";

/** How to merge. */
export interface MergeOptions extends QueueOptions {
  /** Take the chunks that are complete from the first one on, and mark the result as partial. */
  readonly partial?: boolean;
}

/** A merged ensemble; `by` and `outcomes` are of trajectories. */
export type MergedEnsemble = EnsembleResult & Partial<CountedTrajectories>;

/**
 * Join the chunks of an ensemble that was submitted; the bits are those of `ensemble` (of trajectories: of `unravel`) on one machine.
 * @param id the name that `submit` returned
 * @returns the result of the ensemble; of trajectories also what was measured, its outcomes, and what was seen where `records` was set
 * @throws RangeError when the queue does not know the name; RunFailure when chunks are missing, failed or damaged
 */
export async function merge(id: string, options: MergeOptions = {}): Promise<MergedEnsemble> {
  checkOptions<MergeOptions>("options", options, { ...placeChecks, partial: aBoolean });
  return withEnsemble(id, options, async ({ description, chunks, status }) => {
    const found: ChunkStatus[] = [];
    for (let index = 0; index < chunks; index++) found.push(await status(index));
    refuseBroken(id, found);
    const open = found.filter(({ part }) => part === null).length;
    if (open > 0 && !options.partial) {
      throw new RunFailure(`${open} of ${chunks} chunks are not complete yet. Wait for the workers, or ask for a partial result.`);
    }
    const firstGap = found.findIndex(({ part }) => part === null);
    const complete = (firstGap < 0 ? found : found.slice(0, firstGap)).map(({ part }) => part as Part);
    const { job, quantiles, outcomes } = description;
    const counted = mergeParts(job, complete);
    return outcomes ? countedTrajectories(job, counted, quantiles, outcomes) : summarise(job, counted, quantiles);
  });
}

/** Chunks that no waiting will complete: say which, why, and how to run them again. */
function refuseBroken(id: string, found: readonly ChunkStatus[]): void {
  const broken = found.filter(({ state }) => state === "failed" || state === "damaged" || state === "missing");
  if (broken.length === 0) return;
  const failed = broken.filter(({ state }) => state === "failed");
  const remedy = `\`ancilla retry ${id}\` runs them again.`;
  if (failed.length > 0) throw new RunFailure(`${failed.length} of ${found.length} chunks failed. ${failed[0].reason} ${remedy}`);
  const [{ index, reason }] = broken;
  const more = broken.length > 1 ? ` (and ${broken.length - 1} more)` : "";
  throw new RunFailure(`Chunk ${index} of ${found.length}${more} cannot be used: ${reason}. ${remedy}`);
}

/** A submitted ensemble as its description says: its model, how far it was asked to go, and the document that it came with. */
export interface Submitted {
  readonly model: string;
  readonly asked: Asked;
  readonly document: unknown;
  /** What its submitter said of it besides; empty where that was nothing. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Are they trajectories of a model that is watched? */
  readonly watched: boolean;
}

/** What a submitted ensemble is. */
export async function submitted(id: string, options: QueueOptions): Promise<Submitted> {
  queueName(options);
  const { job, asked, about = {} } = await connected(options.redis, (connection) => findKnown(connection, options, id));
  return { model: job.model, asked, document: job.document, about, watched: job.watched !== undefined };
}
