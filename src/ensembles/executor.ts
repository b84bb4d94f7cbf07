/**
 * Where batches run: in this thread, on Node threads, in browser workers. An executor decides nothing but speed.
 *
 *   ensemble ── batches in order ──▶ collect ──▶ open.run ──▶ thread
 *                                      │ takes results in order, whichever thread finishes first
 *                                      ▼
 *                             accept(batch 0), accept(batch 1), …
 */

import type { StopSignal } from "../errors.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import type { Point } from "../solvers/point.ts";
import type { BatchResult } from "./batch.ts";
import { type BuiltJob, batchRunner, type LaneSource } from "./batch-runner.ts";
import type { Job } from "./job.ts";
import type { PointsRequest, StudyNote, StudyRequest } from "./messages.ts";
import { inSlices } from "./slices.ts";

/** Runs the batches of one ensemble after the other. */
export interface Executor {
  /** What it is, for people: "this thread", "Node threads". */
  readonly name: string;
  readonly threads: number;
  /**
   * Open an ensemble. An executor that stays in this thread asks for what was built from the job; the others rebuild it there. Rejects with
   * an AbortError where the signal fires before it is open; afterwards whoever opened it closes it.
   */
  open(job: Job, built: () => BuiltJob, signal?: StopSignal): Promise<OpenEnsemble>;
  /** Compute points of a study on one of its threads; absent where there are no threads. */
  points?(request: PointsRequest, signal?: StopSignal): Promise<readonly Point[]>;
  /** Carry out a whole study on one of its threads, and pass on what it says on the way; absent where there are no threads. */
  study?(request: StudyRequest, watch: StudyWatch): Promise<unknown>;
  /** End its threads. An executor that was handed to `ensemble` is its owner's to close. */
  close(): Promise<void>;
}

/** Who watches a study, and may end it: then the answer is an AbortError at once, and the thread is free within a tenth of a second. */
export interface StudyWatch {
  readonly signal?: StopSignal | undefined;
  note(note: StudyNote): void;
}

/** One ensemble, open on an executor. */
export interface OpenEnsemble {
  readonly axis: readonly number[];
  readonly plan: PrintedPlan;
  /** Run batches `first` … `first + count − 1`. */
  run(first: number, count: number): Promise<readonly BatchResult[]>;
  /** Let go of the ensemble; what still runs is waited for or forgotten, whichever is sooner. */
  close(): Promise<void>;
}

/** The executor that stays in this thread: the default in browsers. It lets events through after `slice` milliseconds (8 unless given). */
export function thisThread(source?: LaneSource, slice?: number): Executor {
  return {
    name: "this thread",
    threads: 1,
    async open(job, built) {
      const runner = batchRunner(job, built(), source);
      const left = new AbortController();
      return {
        axis: runner.axis,
        plan: runner.plan,
        async run(first, count) {
          const batches: BatchResult[] = [];
          for (let i = 0; i < count; i++) {
            try {
              batches.push(await inSlices((due) => runner.work(first + i, due), { slice, signal: left.signal }));
            } catch (error) {
              if (left.signal.aborted) break;
              throw error;
            }
          }
          return batches;
        },
        async close() {
          left.abort();
          runner.release();
        },
      };
    },
    close: async () => {},
  };
}

/** How a collection ended: with every batch, at the accepter's wish, or by the signal. */
export type Ending = "complete" | "stopped" | "aborted";

type Outcome = { readonly batches: readonly BatchResult[] } | { readonly error: unknown };

/** Batches `first` … `end − 1`, so many of them per message. */
export interface Range {
  readonly first: number;
  readonly end: number;
  readonly perMessage: number;
}

/**
 * Run a range of batches and pass them to `accept` in order, whichever thread finishes first.
 *
 * What `accept` has seen at the end is always the first so many batches, so a result that was stopped early or aborted
 * depends on their number only. A failing batch fails the collection when its turn comes.
 * @param accept returns false to stop
 */
export async function collect(
  open: OpenEnsemble,
  threads: number,
  { first, end, perMessage }: Range,
  accept: (result: BatchResult) => boolean,
  signal?: StopSignal,
): Promise<Ending> {
  const ahead = threads === 1 ? 1 : 2 * threads;
  const running: Promise<Outcome>[] = [];
  const aborted = abortOf(signal);
  let next = first;
  try {
    for (;;) {
      if (signal?.aborted) return "aborted";
      for (; running.length < ahead && next < end; next += perMessage) {
        running.push(outcome(open, next, Math.min(perMessage, end - next)));
      }
      if (running.length === 0) return "complete";
      const done = await aborted.or(running[0]);
      if (done === null) return "aborted";
      running.shift();
      if ("error" in done) throw done.error;
      for (const result of done.batches) if (!accept(result)) return "stopped";
    }
  } finally {
    aborted.forget();
  }
}

/** A promise never rejected: what comes out of order waits as data. */
async function outcome(open: OpenEnsemble, first: number, count: number): Promise<Outcome> {
  try {
    return { batches: await open.run(first, count) };
  } catch (error) {
    return { error };
  }
}

/**
 * Waits that a signal ends early, with null. Each wait has a promise of its own: a race against one that lives as long as the run would
 * keep every result that ever won it.
 */
function abortOf(signal: StopSignal | undefined): { or<T>(outcome: Promise<T>): Promise<T | null>; forget(): void } {
  let wake = () => {};
  const listener = () => wake();
  signal?.addEventListener("abort", listener, { once: true });
  return {
    or: (outcome) =>
      new Promise((resolve, reject) => {
        wake = () => resolve(null);
        if (signal?.aborted) wake();
        outcome.then(resolve, reject);
      }),
    forget: () => signal?.removeEventListener("abort", listener),
  };
}
