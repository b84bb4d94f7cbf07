/** Trajectories that leave their thread to others, and what is seen along them as it comes. */
import type { CountedStretch } from "../ensembles/counting-batches.ts";
import { type Executor, thisThread } from "../ensembles/executor.ts";
import type { Prepared } from "../ensembles/preparation.ts";
import { trajectoryLanes } from "../ensembles/trajectory-lanes.ts";
import { axisOf } from "../ensembles/watched-job.ts";
import { AbortError, stopIfAborted } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { type SeenRecords, seenRecords } from "../studies/unravel/records.ts";
import { followPrepared, prepareUnravel } from "../studies/unravel/unravel.ts";
import type { UnravelOptions, UnravelResult } from "../studies/unravel/unravel-options.ts";
import { aSlice } from "./carry-out.ts";
import { type Running, running } from "./running.ts";

/** Options of `unravelAsync`. */
export interface UnravelAsyncOptions extends UnravelOptions {
  /** Milliseconds that this thread is used for at a time where no threads are; 8 unless given. */
  readonly slice?: number;
}

/** Neighbouring trajectories that are complete, with what was seen along them where `records` is set. */
export interface UnravelRecord extends SeenRecords {
  /** The number of the first one, from 0, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/**
 * Follow trajectories without keeping the thread from others: the options, the result and the bits of `unravel`. A model that is data (of
 * the catalogue, of a document, or of `module`) runs on all threads of `executor`, or on `threads` of its own in Node; without these, and
 * for any other model, trajectories are followed on the calling thread in slices of 8 ms. Planning them is the caller's own work.
 *
 * @returns a promise of the result that is also its trajectories, about 32 at a time: loop over it with `for await` to have them as they
 *   come, in order, with `records`, `clicks` or `currents` where `records` is set
 * Rejects as `unravel` throws; with an `AbortError` within a tenth of a second when the signal fires or the loop is left. Whoever wants what
 * is complete at an interruption takes `unravel`, or a `checkpoint`.
 * @example
 * (await unravelAsync(bloch(), { by: jumps(), until: 1, trajectories: 64, observables: ["sz"] })).trajectories; // 64
 */
export function unravelAsync(model: Model, options: UnravelAsyncOptions): Running<UnravelResult, UnravelRecord> {
  return running(options?.signal, async (emit, signal) => {
    const { slice, ...asked } = (typeof options === "object" && options !== null ? options : {}) as UnravelAsyncOptions;
    if (slice !== undefined) aSlice("slice", slice);
    stopIfAborted(signal);
    const { prepared, by, outcomes } = await prepareUnravel(model, asked);
    const { job } = prepared;
    const axis = axisOf(job);
    const onCounted = ({ first, count, records }: CountedStretch): void =>
      emit({ first, count, ...(records ? seenRecords(by, outcomes, axis, records) : {}) });
    const result = await followPrepared(prepared, { ...asked, ...whoRuns(prepared, asked, slice), signal, onCounted });
    if (result.partial && signal.aborted) throw new AbortError(signal.reason);
    return result;
  });
}

/** The executor: the caller's where it can build the model, this thread unless threads are asked for. */
function whoRuns({ rebuildable }: Prepared, { executor, threads }: UnravelOptions, slice: number | undefined): { executor?: Executor } {
  if (executor && rebuildable) return { executor };
  return threads === undefined || threads === 1 || executor ? { executor: thisThread(trajectoryLanes, slice) } : {};
}
