/** Waiting for the workers: how far a submitted ensemble is, again and again, until nothing of it waits or runs. */
import { MomentTree } from "../ensembles/moment-tree.ts";
import { type EnsembleProgress, paceOf } from "../ensembles/pace.ts";
import { largestError } from "../ensembles/statistics.ts";
import type { StopSignal } from "../errors.ts";
import { aFunction, aName, aNumber, aSignal, checkOptions, type OptionChecks } from "../options.ts";
import type { ChunkStatus } from "./chunk-status.ts";
import { chunkRealisations } from "./description.ts";
import type { QueueOptions } from "./place.ts";
import { withEnsemble } from "./state.ts";
import { type EnsembleStatus, tally } from "./status.ts";

/** How to wait. */
export interface FollowOptions extends QueueOptions {
  /** Seconds between two looks; 1 unless given. Looks that take long are made less often. */
  readonly every?: number;
  /** Ends the waiting, not the ensemble. */
  readonly signal?: StopSignal;
  /** Called after each look with the fraction of realisations that are done, rate and time left at the pace since the waiting began. */
  readonly onProgress?: (fraction: number, progress: EnsembleProgress, status: EnsembleStatus) => void;
}

const checks: OptionChecks<FollowOptions> = {
  redis: aName,
  queue: aName,
  every: aNumber({ above: 0, atMost: 3600 }),
  signal: aSignal,
  onProgress: aFunction,
};

/**
 * Wait until an ensemble's chunks are done, or until those that are not will never be by themselves (they failed, are damaged or lost).
 * A Redis that goes away for a while is waited for.
 * @returns how far the ensemble is at the end
 * @throws RangeError when the queue does not know the name, RunFailure when no Redis answers
 */
export async function follow(id: string, options: FollowOptions = {}): Promise<EnsembleStatus> {
  checkOptions<FollowOptions>("options", options, checks);
  const { every = 1, signal, onProgress } = options;
  return withEnsemble(id, options, async ({ description, chunks, status }) => {
    const { job } = description;
    const found: (ChunkStatus | null)[] = Array.from({ length: chunks }, () => null);
    const tree = new MomentTree();
    let saved = 0;
    let done = 0;
    let pace: ReturnType<typeof paceOf> | null = null;
    const errors = (): EnsembleProgress["standardError"] => {
      const moments = tree.total();
      const of = (o: number): number | null => {
        const error = moments === null ? Number.POSITIVE_INFINITY : largestError(moments, job.observables.length, saved, o);
        return Number.isFinite(error) ? error : null;
      };
      return Object.fromEntries(job.observables.map((name, o) => [name, of(o)]));
    };
    for (;;) {
      const begin = performance.now();
      for (let index = 0; index < chunks; index++) {
        if (found[index]?.state === "done") continue;
        const { part, ...now } = await status(index);
        // Counts are added up, and not kept: only their state is.
        found[index] = { ...now, part: null };
        if (part === null) continue;
        for (const subtree of part.subtrees) tree.add(subtree);
        saved = part.axis.length;
        done += chunkRealisations(description, index);
      }
      const state = tally(id, description, found as readonly ChunkStatus[]);
      pace ??= paceOf(job.trajectories, done, errors);
      onProgress?.(done / job.trajectories, pace(done), state);
      if (signal?.aborted || state.states.waiting + state.states.running === 0) return state;
      await pause(Math.max(1000 * every, 5 * (performance.now() - begin)), signal);
    }
  });
}

function pause(milliseconds: number, signal: StopSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}
