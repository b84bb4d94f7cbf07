/**
 * Count, mean and spread of many cells at once, streamed over trajectories and merged in a fixed tree.
 *
 *   batch k  = trajectories 32k … 32k + 31, added one after the other
 *   (m, j)   = batches j·2ᵐ … (j + 1)·2ᵐ − 1  =  merge of (m − 1, 2j) with (m − 1, 2j + 1)
 *   the end  = complete subtrees of the first N batches, merged from the smallest (last) to the largest
 *
 * A batch's place in the tree is its number and nothing else. Whoever made it, in whatever order, on however many
 * threads or machines, with however many lanes: the same N batches end in the same bits.
 * see: Chan, Golub, LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1982)
 */
import { type CoMoments, mergeCoMoments } from "./co-moments.ts";

/** Trajectories per batch: four groups of eight lanes, small enough to share 256 evenly among threads. */
export const BATCH = 32;

/** Moments of `cells` quantities, packed: counts, means, sums of squared deviations, smallest, largest. */
export interface Moments {
  readonly cells: number;
  readonly data: Float64Array;
  /** Covariances of chosen points, where they are asked for. */
  readonly together?: CoMoments;
  /** Of the means of pairs of realisations that mirror each other. */
  readonly pairs?: Moments;
}

const PARTS = 5;

/** No values yet. */
export function emptyMoments(cells: number): Moments {
  const data = new Float64Array(PARTS * cells);
  data.fill(Number.POSITIVE_INFINITY, 3 * cells, 4 * cells);
  data.fill(Number.NEGATIVE_INFINITY, 4 * cells, 5 * cells);
  return { cells, data };
}

/** Subtrees that are alive at once in a count of any length: one per level, those in flight, and the copy at the end. */
const ALIVE = 40;

/** Bytes that a count of this many cells may take. */
export function countBytes(cells: number): number {
  return 8 * PARTS * ALIVE * cells;
}

/** The standard error of a cell's mean: from the means of pairs where realisations come in pairs. Infinite with fewer than two. */
export function standardErrorOf({ cells, data, pairs }: Moments, cell: number): number {
  if (pairs) return standardErrorOf(pairs, cell);
  const count = data[cell];
  return count < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(data[2 * cells + cell] / (count - 1) / count);
}

/** Add one value to one cell; a value that is not finite is not counted. */
export function addValue({ cells, data }: Moments, cell: number, value: number): void {
  if (!Number.isFinite(value)) return;
  const count = ++data[cell];
  const mean = cells + cell;
  const delta = value - data[mean];
  data[mean] += delta / count;
  data[mean + cells] += delta * (value - data[mean]);
  if (value < data[mean + 2 * cells]) data[mean + 2 * cells] = value;
  if (value > data[mean + 3 * cells]) data[mean + 3 * cells] = value;
}

/** Moments of the values of `left` and `right` together. The order of the two is part of the result's bits. */
export function mergeMoments(left: Moments, right: Moments): Moments {
  const { cells } = left;
  const together = left.together && right.together ? { together: mergeCoMoments(left.together, right.together) } : {};
  const pairs = left.pairs && right.pairs ? { pairs: mergeMoments(left.pairs, right.pairs) } : {};
  const merged: Moments = { cells, data: left.data.slice(), ...together, ...pairs };
  const { data } = merged;
  const other = right.data;
  for (let cell = 0; cell < cells; cell++) {
    const more = other[cell];
    if (more === 0) continue;
    const count = data[cell] + more;
    const mean = cells + cell;
    const spread = mean + cells;
    if (data[cell] === 0) {
      data[mean] = other[mean];
      data[spread] = other[spread];
    } else {
      const delta = other[mean] - data[mean];
      data[mean] += delta * (more / count);
      data[spread] += other[spread] + delta * delta * ((data[cell] * more) / count);
    }
    data[cell] = count;
    data[spread + cells] = Math.min(data[spread + cells], other[spread + cells]);
    data[spread + 2 * cells] = Math.max(data[spread + 2 * cells], other[spread + 2 * cells]);
  }
  return merged;
}

/** A complete subtree: batches index·2^level … (index + 1)·2^level − 1. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
  readonly moments: Moments;
}

function firstBatch({ level, index }: Subtree): number {
  let first = index;
  for (let l = 0; l < level; l++) first *= 2;
  return first;
}

/** Collects batches and subtrees in any order; holds at most one subtree per level and gap, so memory stays constant. */
export class MomentTree {
  private readonly held = new Map<string, Subtree>();

  /** Put a subtree in its place; it merges with its sibling as soon as both are there. */
  add(subtree: Subtree): void {
    let { level, index, moments } = subtree;
    for (;;) {
      const sibling = `${level}:${index ^ 1}`;
      const other = this.held.get(sibling);
      if (!other) break;
      this.held.delete(sibling);
      moments = index & 1 ? mergeMoments(other.moments, moments) : mergeMoments(moments, other.moments);
      level += 1;
      index = Math.floor(index / 2);
    }
    this.held.set(`${level}:${index}`, { level, index, moments });
  }

  /** The subtrees held now, from the first batch to the last: what a chunk hands to whoever merges it. */
  subtrees(): readonly Subtree[] {
    return [...this.held.values()].sort((a, b) => firstBatch(a) - firstBatch(b));
  }

  /** Moments of everything, or null when there is nothing: the smallest (last) subtree first, then each one left of it. */
  total(): Moments | null {
    const parts = this.subtrees();
    let total: Moments | null = null;
    for (let i = parts.length - 1; i >= 0; i--) total = total === null ? parts[i].moments : mergeMoments(parts[i].moments, total);
    return total;
  }
}
