/** From batches to one count: of a whole ensemble, or of a part of it that is merged with the others later. */
import { RunFailure, type StopSignal, wrongValue } from "../errors.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { BatchResult } from "./batch.ts";
import { collect, type Ending, type OpenEnsemble } from "./executor.ts";
import { batchCount, type Job } from "./job.ts";
import { BATCH, type Moments, MomentTree, type Subtree } from "./moment-tree.ts";
import { largestError, Samples } from "./statistics.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/** Batches first … end − 1 of an ensemble, counted: plain data, ready to be merged with its neighbours. */
export interface Part {
  readonly first: number;
  readonly end: number;
  readonly axis: readonly number[];
  readonly plan: string;
  readonly subtrees: readonly Subtree[];
  /** [trajectory][cell] of every value, or null when they are not kept. */
  readonly samples: Float64Array | null;
  readonly histograms: readonly Float64Array[];
  readonly diagnostics: Diagnostics;
  readonly ending: Ending;
}

/** An ensemble's counts, whole or interrupted: always the first so many realisations. */
export interface Counted {
  readonly axis: readonly number[];
  readonly plan: { toString(): string };
  readonly moments: Moments;
  readonly trajectories: number;
  readonly samples: Samples | null;
  readonly histograms: readonly Float64Array[];
  readonly diagnostics: Diagnostics;
  readonly ending: Ending;
}

/** Batches between two looks at the standard error: 256 realisations. */
const LOOK = 256 / BATCH;

/** How to watch and end a count. */
export interface Watch {
  /** Largest standard error allowed, per observable: once all are met at a border of 256 realisations, stop. */
  readonly targets: Readonly<Record<string, number>> | null;
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Run and count batches first … end − 1 of a job.
 * @returns what was counted, or null when the signal fired before the first batch was complete
 */
export async function countBatches(
  open: OpenEnsemble,
  threads: number,
  job: Job,
  [first, end]: readonly [number, number],
  watch: Watch,
): Promise<Part | null> {
  const tree = new MomentTree();
  const inRange = Math.min(end * BATCH, job.trajectories) - first * BATCH;
  const samples = job.samples ? new Samples(inRange, open.axis.length, job.observables.length) : null;
  const histograms = job.histograms.map(({ edges }) => new Float64Array(edges.length + 2));
  let diagnostics: Diagnostics | null = null;
  let next = first;
  const accept = (result: BatchResult): boolean => {
    tree.add({ level: 0, index: result.batch, moments: result.moments });
    if (result.samples) samples?.add(result.samples);
    addCounts(histograms, result.histograms);
    diagnostics = diagnostics === null ? result.diagnostics : worseDiagnostics(diagnostics, result.diagnostics);
    next = result.batch + 1;
    watch.onProgress?.((next - first) / (end - first));
    return next === end || next % LOOK !== 0 || !precise(tree.total(), job.observables, open.axis.length, watch.targets);
  };
  const ending = await collect(open, threads, { first, end, perMessage: batchesPerMessage(job, threads) }, accept, watch.signal);
  if (diagnostics === null) return null;
  const plan = String(open.plan);
  return {
    first,
    end: next,
    axis: open.axis,
    plan,
    subtrees: tree.subtrees(),
    samples: samples?.kept() ?? null,
    histograms,
    diagnostics,
    ending,
  };
}

/** Batches per message: one, unless so few collisions make a batch that the message would cost more. */
function batchesPerMessage(job: Job, threads: number): number {
  if (threads === 1 || job.extent.kind === "times") return 1;
  const enough = Math.ceil(400 / job.extent.steps);
  return Math.max(1, Math.min(enough, Math.floor(batchCount(job) / (4 * threads))));
}

function addCounts(into: readonly Float64Array[], more: readonly Float64Array[]): void {
  into.forEach((counts, h) => {
    for (let bin = 0; bin < counts.length; bin++) counts[bin] += more[h][bin];
  });
}

/** Is every standard error that is asked for small enough? */
function precise(moments: Moments | null, observables: readonly string[], saved: number, targets: Watch["targets"]): boolean {
  if (targets === null || moments === null) return false;
  return Object.entries(targets).every(
    ([name, target]) => largestError(moments, observables.length, saved, observables.indexOf(name)) <= target,
  );
}

/**
 * Join the parts of one ensemble, in any order; the bits are those of one count.
 * @throws RunFailure when there is nothing, RangeError when the parts do not follow each other from the first batch on
 */
export function mergeParts(job: Job, parts: readonly Part[]): Counted {
  const ordered = [...parts].sort((a, b) => a.first - b.first);
  if (ordered.length === 0) {
    throw new RunFailure(`Interrupted before the first ${Math.min(BATCH, job.trajectories)} realisations were complete: nothing to keep.`);
  }
  const tree = new MomentTree();
  const samples = job.samples ? new Samples(job.trajectories, ordered[0].axis.length, job.observables.length) : null;
  const histograms = job.histograms.map(({ edges }) => new Float64Array(edges.length + 2));
  let next = 0;
  for (const part of ordered) {
    if (part.first !== next) {
      const but = `realisations from ${next * BATCH} on are ${part.first > next ? "missing" : "there twice"}`;
      throw wrongValue(
        "parts",
        "follow each other without a gap",
        part.first,
        "Wait for the missing part, or leave the double one out.",
        but,
      );
    }
    next = part.end;
    for (const subtree of part.subtrees) tree.add(subtree);
    if (part.samples) samples?.add(part.samples);
    addCounts(histograms, part.histograms);
  }
  const [{ axis, plan }] = ordered;
  const trajectories = Math.min(next * BATCH, job.trajectories);
  const ending = trajectories === job.trajectories ? "complete" : ordered[ordered.length - 1].ending === "stopped" ? "stopped" : "aborted";
  const diagnostics = ordered.map((part) => part.diagnostics).reduce(worseDiagnostics);
  return { axis, plan, moments: tree.total() as Moments, trajectories, samples, histograms, diagnostics, ending };
}
