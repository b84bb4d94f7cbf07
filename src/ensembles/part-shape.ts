/** Is what came from a file or a queue a part of this ensemble? Asked after its checksum held, before anything is merged. */
import { cellCount } from "./batch.ts";
import { batchCount, type Job, windowOn } from "./job.ts";
import { BATCH, emptyMoments } from "./moment-tree.ts";
import type { Part } from "./parts.ts";

/** What is wrong with data that should be a part of `job`, as the end of a sentence; null when nothing is. */
export function problemOf(job: Job, data: unknown): string | null {
  try {
    return problem(job, data as Part);
  } catch {
    return "it does not hold counts";
  }
}

function problem(job: Job, part: Part): string | null {
  const { first, end, axis, subtrees, samples, histograms, diagnostics } = part;
  if (!(isIndex(first) && isIndex(end) && first < end && end <= batchCount(job))) return "it holds realisations that the ensemble has not";
  if (!axis.every((at) => typeof at === "number")) return "it does not hold counts";
  const saved = axis.length;
  const window = job.window && windowOn(axis, job.window);
  const cells = cellCount({ saved, observables: job.observables.length, window, samples: job.samples, histograms: [] });
  const packed = emptyMoments(cells).data.length;
  let next = first;
  for (const { level, index, moments } of subtrees) {
    const size = sizeOf(level);
    if (!isIndex(index) || index * size !== next) return "its counts do not follow each other";
    if (moments.cells !== cells || !isRow(moments.data, packed)) return "it counts something else";
    if (job.antithetic ? !isRow(moments.pairs?.data, packed) : moments.pairs !== undefined) return "it counts something else";
    const points = job.covariances?.length;
    if (points === undefined ? moments.together !== undefined : !isRow(moments.together?.data, 1 + points + points * points)) {
      return "it counts something else";
    }
    next += size;
  }
  if (next !== end) return "its counts do not follow each other";
  const realisations = Math.min(end * BATCH, job.trajectories) - first * BATCH;
  if (job.samples ? !isRow(samples, realisations * saved * job.observables.length) : samples !== null) return "it counts something else";
  if (!sketchFits(part.sketch, job.sketch ? saved * job.observables.length : null)) return "it counts something else";
  if (!recordsFit(part.records, job, realisations)) return "it keeps other records";
  const bins = job.histograms.map(({ edges }) => edges.length + 2);
  if (histograms.length !== bins.length || !histograms.every((counts, h) => isRow(counts, bins[h]))) return "it counts something else";
  return Array.isArray(diagnostics.warnings) && typeof part.plan === "string" ? null : "it does not hold counts";
}

/** Records of so many trajectories, or none. */
function recordsFit(records: Part["records"], { watched, extent }: Job, trajectories: number): boolean {
  if (!watched?.records) return records === undefined;
  if (records === undefined) return false;
  const { lengths, outcomes, numbers, logLikelihoods } = records;
  if (!(lengths instanceof Int32Array && outcomes instanceof Int32Array && numbers instanceof Float64Array)) return false;
  if (!isRow(logLikelihoods, trajectories)) return false;
  if (watched.by.kind === "measured" && extent.kind === "collisions")
    return lengths.length === 0 && outcomes.length % trajectories === 0 && numbers.length === 0;
  if (watched.by.kind === "current") return lengths.length === 0 && outcomes.length === 0 && numbers.length % trajectories === 0;
  const clicks = lengths.reduce((sum, length) => sum + length, 0);
  return (
    lengths.length === trajectories && lengths.every((length) => length >= 0) && clicks === numbers.length && clicks === outcomes.length
  );
}

/** A sketch of so many cells, or none. */
function sketchFits(sketch: Part["sketch"], cells: number | null): boolean {
  if (sketch === undefined || cells === null) return sketch === undefined && cells === null;
  const { starts, keys, counts } = sketch;
  if (!(starts instanceof Int32Array && keys instanceof Int32Array && counts instanceof Float64Array)) return false;
  const ordered = starts.every((start, c) => start >= (c === 0 ? 0 : starts[c - 1]));
  return starts.length === cells + 1 && ordered && starts[0] === 0 && starts[cells] === keys.length && counts.length === keys.length;
}

function sizeOf(level: number): number {
  if (!isIndex(level) || level > 40) return Number.NaN;
  let size = 1;
  for (let l = 0; l < level; l++) size *= 2;
  return size;
}

function isRow(values: unknown, length: number): boolean {
  return values instanceof Float64Array && values.length === length;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
