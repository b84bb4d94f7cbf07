/**
 * The statistics of one batch of 32 trajectories, and how they are counted.
 *
 *   cells = saved steps × observables  │  one more per observable for the window's mean, where a window is asked for
 *
 * A lane group's values come as [saved step][observable][lane]; trajectories are added in their order, one at a time,
 * so that the number of lanes leaves no trace.
 */
import type { Diagnostics } from "../solvers/solution.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { addPoints, emptyCoMoments } from "./co-moments.ts";
import { addValue, emptyMoments, type Moments } from "./moment-tree.ts";
import { keyOf } from "./value-sketch.ts";

/** Counts over trajectories of one observable at one saved step: below, one per bin, above, undefined. */
export interface HistogramSpec {
  readonly observable: string;
  readonly step: number;
  /** Borders of the bins, increasing; a bin holds its lower border and, the last one, both. */
  readonly edges: readonly number[];
}

/** Everything that a batch is counted by: plain data. */
export interface BatchLayout {
  readonly saved: number;
  readonly observables: number;
  /** First and last saved step of the window, as positions on the axis. */
  readonly window: readonly [number, number] | null;
  /** Keep every value, for quantiles. */
  readonly samples: boolean;
  readonly histograms: readonly { readonly cell: number; readonly edges: readonly number[] }[];
  /** Cells whose covariances are counted. */
  readonly together?: readonly number[];
  /** Count the means of neighbouring pairs of trajectories, too. */
  readonly pairs?: boolean;
  /** Make the keys of every value, for a sketch. */
  readonly sketch?: boolean;
}

/** The outcome of one batch: plain data, ready to be posted. */
export interface BatchResult {
  readonly batch: number;
  readonly trajectories: number;
  readonly moments: Moments;
  /** [trajectory][cell], or null when they are not kept. */
  readonly samples: Float64Array | null;
  readonly histograms: readonly Float64Array[];
  /** [trajectory][cell] of the keys of all values, where a sketch counts them. */
  readonly keys?: Int32Array;
  readonly diagnostics: Diagnostics;
  /** What was seen along trajectories, where it is kept. */
  readonly records?: TrajectoryRecords;
}

/** Number of cells with moments. */
export function cellCount({ saved, observables, window }: BatchLayout): number {
  return (saved + (window ? 1 : 0)) * observables;
}

/** Counts one batch. */
export class BatchStatistics {
  readonly moments: Moments;
  readonly samples: Float64Array | null;
  readonly histograms: readonly Float64Array[];
  readonly keys: Int32Array | null;
  private readonly plan: BatchLayout;
  /** What the first of a pair of trajectories had. */
  private readonly first: Float64Array;
  private counted = 0;

  constructor(plan: BatchLayout, trajectories: number) {
    this.plan = plan;
    const together = plan.together ? { together: emptyCoMoments(plan.together.length) } : {};
    const pairs = plan.pairs ? { pairs: emptyMoments(cellCount(plan)) } : {};
    this.moments = { ...emptyMoments(cellCount(plan)), ...together, ...pairs };
    this.first = new Float64Array(plan.pairs ? cellCount(plan) : 0);
    this.keys = plan.sketch ? new Int32Array(trajectories * plan.saved * plan.observables) : null;
    this.samples = plan.samples ? new Float64Array(trajectories * plan.saved * plan.observables) : null;
    this.histograms = plan.histograms.map(({ edges }) => new Float64Array(edges.length + 2));
  }

  /** Count the first `count` lanes of a group with `lanes` lanes. */
  add(values: Float64Array, lanes: number, count: number): void {
    for (let lane = 0; lane < count; lane++) this.addTrajectory(values, lanes, lane);
  }

  private addTrajectory(values: Float64Array, lanes: number, lane: number): void {
    const { saved, observables, window, histograms, together } = this.plan;
    const cells = saved * observables;
    for (let cell = 0; cell < cells; cell++) {
      const value = values[cell * lanes + lane];
      addValue(this.moments, cell, value);
      this.pair(cell, value);
      if (this.samples) this.samples[this.counted * cells + cell] = value;
      if (this.keys) this.keys[this.counted * cells + cell] = keyOf(value);
    }
    if (together && this.moments.together) {
      addPoints(
        this.moments.together,
        together.map((cell) => values[cell * lanes + lane]),
      );
    }
    histograms.forEach(({ cell, edges }, h) => {
      this.histograms[h][binOf(values[cell * lanes + lane], edges)]++;
    });
    if (window) {
      for (let o = 0; o < observables; o++) {
        const mean = this.windowMean(values, lanes, lane, o);
        addValue(this.moments, cells + o, mean);
        this.pair(cells + o, mean);
      }
    }
    this.counted += 1;
  }

  /** Keep the value of the first trajectory of a pair; count the mean of both with the second one. */
  private pair(cell: number, value: number): void {
    const { pairs } = this.moments;
    if (!pairs) return;
    if (this.counted % 2 === 0) this.first[cell] = value;
    else addValue(pairs, cell, (this.first[cell] + value) / 2);
  }

  /** Mean over the window's saved steps of one trajectory; undefined where any of them is. */
  private windowMean(values: Float64Array, lanes: number, lane: number, observable: number): number {
    const [from, to] = this.plan.window as readonly [number, number];
    let sum = 0;
    for (let s = from; s <= to; s++) sum += values[(s * this.plan.observables + observable) * lanes + lane];
    return sum / (to - from + 1);
  }
}

/** Position in a histogram: 0 below the first border, 1 … n in a bin, n + 1 above the last border, n + 2 undefined. */
function binOf(value: number, edges: readonly number[]): number {
  const last = edges.length - 1;
  if (Number.isNaN(value)) return last + 2;
  if (value < edges[0]) return 0;
  if (value > edges[last]) return last + 1;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value < edges[middle]) high = middle;
    else low = middle;
  }
  return low + 1;
}
