/**
 * A sketch of many values: how many fell into each bin of a log-linear scale, so that quantiles have a guaranteed error and no value is kept.
 *
 *   key of x > 0 = the first 12 + b bits of the double = (e + 1023) 2^b + ⌊(x/2^e − 1) 2^b⌋,   2^b bins per octave
 *
 * Negative numbers are mirrored; 0 (with subnormal numbers), ±∞ and what is undefined have bins of their own. Counters are whole numbers
 * that are added: any split and any order give the same bits. A rank at a border of a bin is exact, and a value within 2^−b of itself.
 * The idea of logarithmic bins: C. Masson, J. E. Rim, H. K. Lee, PVLDB 12, 2195 (2019), doi:10.14778/3352063.3352135.
 */
import { enclosingRanks } from "./quantile-ranks.ts";

/** Bits of the scale: 128 bins per octave, values within 0.8 %. */
export const SKETCH_BITS = 7;

/** The key of a value that is undefined. */
export const UNDEFINED_KEY = 0x7fffffff;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** The key of a value; keys grow with values. */
export function keyOf(x: number, bits = SKETCH_BITS): number {
  if (Number.isNaN(x)) return UNDEFINED_KEY;
  number[0] = Math.abs(x);
  const key = words[1] >>> (20 - bits);
  // zero and subnormal numbers share a bin
  if (key < 1 << bits) return 0;
  return x < 0 ? -key : key;
}

/** The borders [lower, upper) of a bin of positive numbers; of a negative one (lower, upper]. */
export function bordersOf(key: number, bits = SKETCH_BITS): readonly [lower: number, upper: number] {
  if (key === 0) return [0, 0];
  if (key < 0) {
    const [lower, upper] = bordersOf(-key, bits);
    return [-upper, -lower];
  }
  return [doubleAt(key, bits), doubleAt(key + 1, bits)];
}

function doubleAt(key: number, bits: number): number {
  const exponent = key >>> bits;
  if (exponent >= 2047) return Number.POSITIVE_INFINITY;
  words[0] = 0;
  words[1] = key << (20 - bits);
  return number[0];
}

/** The bins of many cells as plain data: those of cell c from starts[c] to starts[c + 1], by growing key. */
export interface SketchData {
  readonly starts: Int32Array;
  readonly keys: Int32Array;
  readonly counts: Float64Array;
}

/** Counts values of many cells. */
export class ValueSketch {
  private readonly cells: readonly Map<number, number>[];

  constructor(cells: number) {
    this.cells = Array.from({ length: cells }, () => new Map());
  }

  /** Count keys, [realisation][cell]. */
  addKeys(keys: Int32Array): void {
    const { cells } = this;
    for (let at = 0; at < keys.length; ) {
      for (let c = 0; c < cells.length; c++, at++) cells[c].set(keys[at], (cells[c].get(keys[at]) ?? 0) + 1);
    }
  }

  /** Count what another sketch of the same cells has counted. */
  add({ starts, keys, counts }: SketchData): void {
    this.cells.forEach((cell, c) => {
      for (let k = starts[c]; k < starts[c + 1]; k++) cell.set(keys[k], (cell.get(keys[k]) ?? 0) + counts[k]);
    });
  }

  /** All bins, in an order that depends on nothing but what was counted. */
  data(): SketchData {
    const sorted = this.cells.map((cell) => [...cell].sort(([a], [b]) => a - b));
    const starts = new Int32Array(sorted.length + 1);
    sorted.forEach((bins, c) => {
      starts[c + 1] = starts[c] + bins.length;
    });
    const all = sorted.flat();
    return { starts, keys: Int32Array.from(all, ([key]) => key), counts: Float64Array.from(all, ([, count]) => count) };
  }
}

/** A bin of a sketch. */
interface Bin {
  /** Its borders. */
  readonly lower: number;
  readonly upper: number;
  /** Realisations below the bin, and in it. */
  readonly below: number;
  readonly within: number;
}

/** A quantile from a sketch: the bin that holds the order statistic of rank max(1, ⌈level·n⌉), in whose borders the value lies. */
export interface SketchedQuantile extends Bin {
  /** No value in the bin has a rank further than this from the level, as a part of all realisations: exact, not an estimate. */
  readonly rankError: number;
  /** Outer borders of the bins between which the quantile of the noise itself lies, with a probability of at least 95 %. */
  readonly population: readonly [lower: number, upper: number];
}

/** The bin of a quantile of one cell; null when no value is defined. */
export function quantileOf(data: SketchData, cell: number, level: number, bits = SKETCH_BITS): SketchedQuantile | null {
  const { starts, keys, counts } = data;
  let defined = 0;
  for (let k = starts[cell]; k < starts[cell + 1]; k++) if (keys[k] !== UNDEFINED_KEY) defined += counts[k];
  if (defined === 0) return null;
  const bin = binOfRank(data, cell, Math.max(1, Math.ceil(level * defined)), bits);
  const rankError = Math.max(level - bin.below / defined, (bin.below + bin.within) / defined - level);
  const [low, high] = enclosingRanks(defined, level);
  return { ...bin, rankError, population: [binOfRank(data, cell, low, bits).lower, binOfRank(data, cell, high, bits).upper] };
}

/** The bin that holds the order statistic of a rank, which is at most the number of defined values. */
function binOfRank({ starts, keys, counts }: SketchData, cell: number, rank: number, bits: number): Bin {
  let k = starts[cell];
  let below = 0;
  while (below + counts[k] < rank) below += counts[k++];
  const [lower, upper] = bordersOf(keys[k], bits);
  return { lower, upper, below, within: counts[k] };
}
