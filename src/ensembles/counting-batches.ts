/**
 * Runs and counts the batches of an ensemble or of a part of it, around what is there already:
 *
 *   kept parts   ██████████        ██████              of an earlier run, from a store
 *   to be run              ········      ···········   gaps, one after the other
 *
 * Batches are counted into blocks of 256 realisations, blocks into the part that is kept next and into the whole.
 */
import type { StopSignal } from "../errors.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { collect, type OpenEnsemble } from "./executor.ts";
import { batchCount, type Job } from "./job.ts";
import { BATCH, MomentTree } from "./moment-tree.ts";
import { type EnsembleProgress, paceOf } from "./pace.ts";
import type { PartStore } from "./part-store.ts";
import { type Part, PartCount } from "./parts.ts";
import { largestError, requireRoomForSamples } from "./statistics.ts";

/** Batches of a block, 256 realisations: a run stops early, and parts that are kept end, at borders of blocks. */
export const BLOCK = 256 / BATCH;

/** How to watch and end a count. */
export interface Watch {
  /** Largest standard error allowed, per observable: once all are met at a border of 256 realisations, stop. */
  readonly targets: Readonly<Record<string, number>> | null;
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((fraction: number, progress: EnsembleProgress) => void) | undefined;
  /** Told of realisations as they are counted, in order, with what was seen along them. */
  readonly onCounted?: ((counted: CountedStretch) => void) | undefined;
}

/** Realisations that were counted, and what was seen along them where that is kept. */
export interface CountedStretch {
  readonly first: number;
  readonly count: number;
  readonly records?: TrajectoryRecords;
}

/** Who runs batches, on so many threads. */
export interface Runner {
  readonly open: OpenEnsemble;
  readonly threads: number;
}

/**
 * Run and count batches first … end − 1 of a job, but for those that the store has.
 * @returns the parts that make up what was counted, in order, from `first` on without a gap; none when the signal fired before the first
 *   batch was complete
 */
export async function countBatches(
  runner: Runner,
  job: Job,
  [first, end]: readonly [number, number],
  watch: Watch,
  store: PartStore | null = null,
): Promise<readonly Part[]> {
  const { open } = runner;
  if (job.samples) requireRoomForSamples(realisationsIn(job, first, end), open.axis.length, job.observables.length);
  const parts: Part[] = [];
  const kept = [...(store?.parts ?? [])];
  const tree = new MomentTree();
  const errors = () => errorsOf(tree, job, open.axis.length);
  const before = kept.reduce((sum, part) => sum + realisationsIn(job, part.first, part.end), 0);
  const total = realisationsIn(job, first, end);
  const pace = watch.onProgress ? paceOf(total, before, errors) : null;
  const told = (next: number): void => {
    if (!pace) return;
    const [batches, done] = [
      kept.reduce((sum, part) => sum + part.end - part.first, next - first),
      kept.reduce((sum, part) => sum + realisationsIn(job, part.first, part.end), realisationsIn(job, first, next)),
    ];
    watch.onProgress?.(batches / (end - first), pace(done));
  };
  let next = first;
  while (next < end) {
    if (next > first && isPrecise(tree, job, open.axis.length, next, watch)) return withEnding(parts, "stopped");
    const ready = kept[0]?.first === next ? kept.shift() : undefined;
    if (ready) {
      parts.push(ready);
      for (const subtree of ready.subtrees) tree.add(subtree);
      next = ready.end;
      watch.onCounted?.(stretchOf(job, ready));
      continue;
    }
    const part = await countGap(runner, job, [next, kept[0]?.first ?? end], watch, { tree, store, told, rangeEnd: end });
    if (part === null) return withEnding(parts, "aborted");
    parts.push(part);
    if (part.ending !== "complete") return parts;
    next = part.end;
  }
  return parts;
}

/** What a store has from a batch on, without a gap, where nothing more is counted. */
export function keptFrom(first: number, store: PartStore | null): readonly Part[] {
  const parts: Part[] = [];
  for (const part of store?.parts ?? []) {
    if (part.first !== (parts.at(-1)?.end ?? first)) break;
    parts.push(part);
  }
  return withEnding(parts, "aborted");
}

/** What the count of a gap shares with the others. */
interface Shared {
  /** All blocks so far, for the standard error. */
  readonly tree: MomentTree;
  readonly store: PartStore | null;
  readonly told: (next: number) => void;
  /** The end of all gaps: what ends there needs no file, for the run ends well. */
  readonly rangeEnd: number;
}

async function countGap(
  { open, threads }: Runner,
  job: Job,
  [first, end]: readonly [number, number],
  watch: Watch,
  { tree, store, told, rangeEnd }: Shared,
): Promise<Part | null> {
  const about = { axis: open.axis, plan: String(open.plan) };
  const gap = new PartCount(job, first);
  let chunk = new PartCount(job, first);
  let block = new PartCount(job, first);
  const keepChunk = (): void => {
    const part = chunk.part(about, "complete");
    if (part) store?.keep(part);
    chunk = new PartCount(job, chunk.end);
  };
  const closeBlock = (): void => {
    const part = block.part(about, "complete");
    if (part === null) return;
    for (const subtree of part.subtrees) tree.add(subtree);
    gap.append(part);
    block = new PartCount(job, part.end);
    if (store === null || (part.end % BLOCK !== 0 && part.end !== batchCount(job))) return;
    chunk.append(part);
    if (store.due(realisationsIn(job, chunk.first, chunk.end), false)) keepChunk();
  };
  const accept = (result: Parameters<PartCount["add"]>[0]): boolean => {
    block.add(result);
    const next = result.batch + 1;
    watch.onCounted?.(stretchOf(job, { ...result, first: result.batch, end: next }));
    const border = next % BLOCK === 0 || next === end;
    if (border) closeBlock();
    told(next);
    return !border || next === end || !isPrecise(tree, job, open.axis.length, next, watch);
  };
  let needless = false;
  try {
    const ending = await collect(open, threads, { first, end, perMessage: batchesPerMessage(job, threads) }, accept, watch.signal);
    closeBlock();
    const last = ending === "stopped" || (ending === "complete" && end === rangeEnd);
    needless = last && store?.due(realisationsIn(job, chunk.first, chunk.end), true) === false;
    return gap.part(about, ending);
  } finally {
    if (!needless) {
      keepChunk();
      await store?.settled();
    }
  }
}

/** Batches per message: one, unless so few collisions make a batch that the message would cost more. */
function batchesPerMessage(job: Job, threads: number): number {
  if (threads === 1 || job.extent.kind === "times") return 1;
  const enough = Math.ceil(400 / job.extent.steps);
  return Math.max(1, Math.min(enough, Math.floor(batchCount(job) / (4 * threads))));
}

/** Is every standard error that is asked for small enough, at a border where that is looked at? */
function isPrecise(tree: MomentTree, job: Job, saved: number, next: number, { targets }: Watch): boolean {
  if (targets === null || next % BLOCK !== 0) return false;
  const moments = tree.total();
  if (moments === null) return false;
  const { observables } = job;
  return Object.entries(targets).every(
    ([name, target]) => largestError(moments, observables.length, saved, observables.indexOf(name)) <= target,
  );
}

function errorsOf(tree: MomentTree, { observables }: Job, saved: number): EnsembleProgress["standardError"] {
  const moments = tree.total();
  return Object.fromEntries(
    observables.map((name, o) => {
      const error = moments === null ? Number.POSITIVE_INFINITY : largestError(moments, observables.length, saved, o);
      return [name, Number.isFinite(error) ? error : null];
    }),
  );
}

function realisationsIn({ trajectories }: Job, first: number, end: number): number {
  return Math.min(end * BATCH, trajectories) - first * BATCH;
}

function stretchOf(job: Job, { first, end, records }: Pick<Part, "first" | "end" | "records">): CountedStretch {
  return { first: first * BATCH, count: realisationsIn(job, first, end), ...(records ? { records } : {}) };
}

/** The last part says how the count ended. */
function withEnding(parts: readonly Part[], ending: Part["ending"]): readonly Part[] {
  return parts.map((part, i) => (i === parts.length - 1 ? { ...part, ending } : part));
}
