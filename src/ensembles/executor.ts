/**
 * Where leaves run: in this thread, on Node threads, in browser workers. An executor decides nothing but speed.
 *
 *   ensemble ── leaves in order ──▶ collect ──▶ crew.run ──▶ thread
 *                                     │ takes results in order, whoever finishes first
 *                                     ▼
 *                             accept(leaf 0), accept(leaf 1), …
 */
import type { Model, ModelDefinition } from "../models/model.ts";
import type { Point } from "../solvers/point.ts";
import { type Job, type LaneSource, openJob } from "./job.ts";
import type { PointsRequest } from "./serve.ts";
import type { LeafResult } from "./tally.ts";

/** Runs the leaves of one ensemble after the other. */
export interface Executor {
  /** What it is, for people: "this thread", "Node threads". */
  readonly name: string;
  readonly threads: number;
  /** Open an ensemble. The model is at hand for executors that stay in this thread; the others rebuild it from the job. */
  open(job: Job, model: Model, definition: ModelDefinition | null): Promise<Crew>;
  /** Compute points of a study on one of its threads; absent where there are no threads. */
  points?(request: PointsRequest): Promise<readonly Point[]>;
  /** End its threads. An executor that was handed to `ensemble` is its owner's to close. */
  close(): Promise<void>;
}

/** One ensemble, open on an executor. */
export interface Crew {
  readonly axis: readonly number[];
  readonly plan: { toString(): string };
  /** Run leaves `leaf` … `leaf + count − 1`. */
  run(leaf: number, count: number): Promise<readonly LeafResult[]>;
  /** Let go of the ensemble; what still runs is waited for or forgotten, whichever is sooner. */
  close(): Promise<void>;
}

/** The executor that stays in this thread: the default in browsers. It lets events through between leaves. */
export function thisThread(source?: LaneSource): Executor {
  return {
    name: "this thread",
    threads: 1,
    async open(job, model, definition) {
      const opened = openJob(job, model, definition, source);
      const turns = openTurns();
      let closed = false;
      return {
        axis: opened.axis,
        plan: opened.plan,
        async run(leaf, count) {
          const leaves: LeafResult[] = [];
          for (let i = 0; i < count; i++) {
            await turns.next();
            if (closed) break;
            leaves.push(opened.leaf(leaf + i));
          }
          return leaves;
        },
        async close() {
          closed = true;
          turns.close();
          opened.release();
        },
      };
    },
    close: async () => {},
  };
}

/**
 * Turns of the event loop, so that timers, signals and pictures come through. In browsers a message to oneself is the cheapest one;
 * Node hands up to a thousand such messages over in one turn, and has `setImmediate`.
 */
function openTurns(): { next(): Promise<void>; close(): void } {
  if (typeof setImmediate === "function") return { next: () => new Promise((resolve) => setImmediate(resolve)), close: () => {} };
  const { port1, port2 } = new MessageChannel();
  return {
    next: () =>
      new Promise((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      }),
    close: () => port1.close(),
  };
}

/** How a collection ended: with every leaf, at the accepter's wish, or by the signal. */
export type Ending = "complete" | "stopped" | "aborted";

type Outcome = { readonly leaves: readonly LeafResult[] } | { readonly error: unknown };

/** A run of leaves: `first` … `end − 1`, `chunk` of them per message. */
export interface Range {
  readonly first: number;
  readonly end: number;
  readonly chunk: number;
}

/**
 * Run a range of leaves and hand them to `accept` in order, whichever thread finishes first.
 *
 * What `accept` has seen at the end is always the first so many leaves, so a result that was stopped early or aborted
 * depends on their number only. A failing leaf fails the collection when its turn comes.
 * @param accept returns false to stop
 */
export async function collect(
  crew: Crew,
  threads: number,
  { first, end, chunk }: Range,
  accept: (leaf: LeafResult) => boolean,
  signal?: AbortSignal,
): Promise<Ending> {
  const ahead = threads === 1 ? 1 : 2 * threads;
  const running: Promise<Outcome>[] = [];
  const aborted = abortion(signal);
  let next = first;
  try {
    for (;;) {
      if (signal?.aborted) return "aborted";
      for (; running.length < ahead && next < end; next += chunk) running.push(outcome(crew, next, Math.min(chunk, end - next)));
      if (running.length === 0) return "complete";
      const settled = await Promise.race([running[0], aborted.happened]);
      if (settled === null) return "aborted";
      running.shift();
      if ("error" in settled) throw settled.error;
      for (const leaf of settled.leaves) if (!accept(leaf)) return "stopped";
    }
  } finally {
    aborted.forget();
  }
}

/** A promise never rejected: what comes out of order waits as data. */
async function outcome(crew: Crew, leaf: number, count: number): Promise<Outcome> {
  try {
    return { leaves: await crew.run(leaf, count) };
  } catch (error) {
    return { error };
  }
}

function abortion(signal: AbortSignal | undefined): { happened: Promise<null>; forget(): void } {
  let listener = () => {};
  const happened = new Promise<null>((resolve) => {
    listener = () => resolve(null);
    signal?.addEventListener("abort", listener, { once: true });
  });
  return { happened, forget: () => signal?.removeEventListener("abort", listener) };
}
