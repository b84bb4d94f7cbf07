import { checkOptions } from "../options.ts";
import type { ChunkState, ChunkStatus } from "./chunk-status.ts";
import type { Description } from "./description.ts";
import { placeChecks, type QueueOptions } from "./place.ts";
import { withEnsemble } from "./state.ts";

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
export async function status(id: string, options: QueueOptions = {}): Promise<EnsembleStatus> {
  checkOptions<QueueOptions>("options", options, placeChecks);
  return withEnsemble(id, options, async ({ description, chunks, status: look }) => {
    const found: ChunkStatus[] = [];
    for (let index = 0; index < chunks; index++) found.push({ ...(await look(index)), part: null });
    return tally(id, description, found);
  });
}

/** Count what is known of each chunk. */
export function tally(id: string, { job, version, engine }: Description, chunks: readonly ChunkStatus[]): EnsembleStatus {
  const states = { done: 0, damaged: 0, failed: 0, running: 0, waiting: 0, missing: 0 };
  const problems: { chunk: number; state: ChunkState; reason: string }[] = [];
  for (const { index, state, reason } of chunks) {
    states[state]++;
    if (reason !== null) problems.push({ chunk: index, state, reason });
  }
  return { id, model: job.model, trajectories: job.trajectories, version, engine, chunks: chunks.length, states, problems };
}
