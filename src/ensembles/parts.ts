/** Counts of neighbouring batches: how they grow, how parts of an ensemble are joined, and what comes out at the end. */

import { RunFailure, wrongValue } from "../errors.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import type { BatchResult } from "./batch.ts";
import type { Ending } from "./executor.ts";
import type { Job } from "./job.ts";
import { BATCH, type Moments, MomentTree, type Subtree } from "./moment-tree.ts";
import { joined, joinedRecords } from "./records-of-parts.ts";
import { Samples } from "./statistics.ts";
import { type SketchData, ValueSketch } from "./value-sketch.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/**
 * Batches first … end − 1 of an ensemble, counted: plain data, ready to be merged with its neighbours.
 *
 * What a part must hold so that merging gives the bits of one count: the complete subtrees of the fixed tree within the part (at most two
 * per level), for a merge of two of them is the same wherever it happens; values and counts of bins, which are joined exactly.
 */
export interface Part {
  readonly first: number;
  readonly end: number;
  readonly axis: readonly number[];
  readonly plan: string;
  readonly subtrees: readonly Subtree[];
  /** [trajectory][cell] of every value, or null when they are not kept. */
  readonly samples: Float64Array | null;
  readonly histograms: readonly Float64Array[];
  /** Values counted in bins, where a sketch is asked for. */
  readonly sketch?: SketchData;
  readonly diagnostics: Diagnostics;
  /** What was seen along trajectories, where it is kept. */
  readonly records?: TrajectoryRecords;
  readonly ending: Ending;
}

/** An ensemble's counts, whole or interrupted: always the first so many realisations. */
export interface Counted {
  readonly axis: readonly number[];
  readonly plan: PrintedPlan;
  readonly moments: Moments;
  readonly trajectories: number;
  readonly samples: Samples | null;
  readonly histograms: readonly Float64Array[];
  readonly sketch?: SketchData;
  readonly diagnostics: Diagnostics;
  /** What was seen along trajectories, where it is kept. */
  readonly records?: TrajectoryRecords;
  readonly ending: Ending;
}

/** Counts of batches `first` on, growing at their end by batches and by parts. */
export class PartCount {
  readonly first: number;
  private readonly tree = new MomentTree();
  private readonly samples: Float64Array[] = [];
  private readonly records: TrajectoryRecords[] = [];
  private readonly histograms: readonly Float64Array[];
  private readonly sketched: boolean;
  private sketch: ValueSketch | null = null;
  private diagnostics: Diagnostics | null = null;
  private next: number;

  constructor(job: Pick<Job, "histograms" | "sketch">, first: number) {
    this.sketched = job.sketch === true;
    this.first = first;
    this.next = first;
    this.histograms = job.histograms.map(({ edges }) => new Float64Array(edges.length + 2));
  }

  /** The batch after the last one that is counted. */
  get end(): number {
    return this.next;
  }

  /** Count the next batch. */
  add({ batch, trajectories, moments, samples, histograms, keys, diagnostics, records }: BatchResult): void {
    if (keys) (this.sketch ??= new ValueSketch(keys.length / trajectories)).addKeys(keys);
    const subtrees = [{ level: 0, index: batch, moments }];
    this.append({ first: batch, end: batch + 1, subtrees, samples, histograms, diagnostics, ...(records ? { records } : {}) });
  }

  /** Count what comes next. Throws a RangeError for a part that does not begin where this count ends. */
  append(part: Omit<Part, "axis" | "plan" | "ending">): void {
    if (part.first !== this.next) throw gap(this.next, part.first);
    this.next = part.end;
    for (const subtree of part.subtrees) this.tree.add(subtree);
    if (part.samples) this.samples.push(part.samples);
    if (part.records) this.records.push(part.records);
    addCounts(this.histograms, part.histograms);
    if (part.sketch) (this.sketch ??= new ValueSketch(part.sketch.starts.length - 1)).add(part.sketch);
    this.diagnostics = this.diagnostics === null ? part.diagnostics : worseDiagnostics(this.diagnostics, part.diagnostics);
  }

  /** The moments of all that is counted; null when nothing is. */
  total(): Moments | null {
    return this.tree.total();
  }

  /** All that is counted as a part; null when nothing is. */
  part({ axis, plan }: { readonly axis: readonly number[]; readonly plan: string }, ending: Ending): Part | null {
    const { first, next: end, diagnostics } = this;
    if (diagnostics === null) return null;
    const samples = this.samples.length === 0 ? null : joined(this.samples, (n) => new Float64Array(n));
    const records = this.records.length === 0 ? {} : { records: joinedRecords(this.records) };
    const sketch = this.sketched && this.sketch ? { sketch: this.sketch.data() } : {};
    const counted = { subtrees: this.tree.subtrees(), samples, histograms: this.histograms, ...sketch, ...records };
    return { first, end, axis, plan, ...counted, diagnostics, ending };
  }
}

function addCounts(into: readonly Float64Array[], more: readonly Float64Array[]): void {
  into.forEach((counts, h) => {
    for (let bin = 0; bin < counts.length; bin++) counts[bin] += more[h][bin];
  });
}

function gap(expected: number, first: number): RangeError {
  const but = `realisations from ${expected * BATCH} on are ${first > expected ? "missing" : "there twice"}`;
  return wrongValue("parts", "follow each other without a gap", first, "Wait for the missing part, or leave the double one out.", but);
}

/**
 * Join neighbouring parts, in any order, into one. Throws a RangeError when they do not follow each other.
 * @returns null for no parts
 */
export function joinParts(job: Job, parts: readonly Part[], first = 0): Part | null {
  const ordered = [...parts].sort((a, b) => a.first - b.first);
  if (ordered.length === 0) return null;
  const count = new PartCount(job, first);
  for (const part of ordered) count.append(part);
  return count.part(ordered[0], ordered[ordered.length - 1].ending);
}

/**
 * Make the counts of an ensemble from its parts, in any order; the bits are those of one count.
 * @throws RunFailure when there is nothing, RangeError when the parts do not follow each other from the first batch on
 */
export function mergeParts(job: Job, parts: readonly Part[]): Counted {
  const whole = joinParts(job, parts);
  if (whole === null) {
    throw new RunFailure(`Interrupted before the first ${Math.min(BATCH, job.trajectories)} realisations were complete: nothing to keep.`);
  }
  const { end, axis, plan, histograms, sketch, diagnostics, records } = whole;
  const tree = new MomentTree();
  for (const subtree of whole.subtrees) tree.add(subtree);
  const samples = job.samples ? new Samples(job.trajectories, axis.length, job.observables.length) : null;
  if (whole.samples) samples?.add(whole.samples);
  const trajectories = Math.min(end * BATCH, job.trajectories);
  const ending: Ending = trajectories === job.trajectories ? "complete" : whole.ending === "stopped" ? "stopped" : "aborted";
  const counts = { axis, plan, moments: tree.total() as Moments, trajectories, samples, histograms, diagnostics, ending };
  return { ...counts, ...(sketch ? { sketch } : {}), ...(records ? { records } : {}) };
}
