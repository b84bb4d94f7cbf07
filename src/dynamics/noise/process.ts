/** Noise with memory: a value depends on earlier ones, by a recursion over the positions 1, 2, … (collisions, or slices of time). */

import type { LaneDraws } from "../../numerics/random.ts";

/** The positions that values belong to. */
export interface ProcessGrid {
  /** Each collision has a value, or each slice of time. */
  readonly positions: "collision" | "slice";
  /** Time from one position to the next; null where collisions have no duration: time is counted in collisions then. */
  readonly step: number | null;
  /** How many positions there are. */
  readonly count: number;
}

/** Collisions without a duration: what is assumed where nothing else is said. */
export const countedCollisions: ProcessGrid = { positions: "collision", step: null, count: 1 };

/** One stream of random numbers of a process. */
export interface Stream {
  /** What is added to the parameter's name to name it; "" for the first one. */
  readonly suffix: string;
  /** Turn `count` uniforms in (0, 1) into what the process wants. */
  shape(draws: LaneDraws, count: number): void;
  /** It is read at position 0 only. */
  readonly once?: true;
}

/** Numbers as they are drawn, and standard normals. */
export const uniforms: Stream["shape"] = () => {};
export const normals: Stream["shape"] = (draws, count) => draws.toNormal(count, 0, 1);

/** Realisations side by side that a process is carried for at most: the stride of its state. */
export const PROCESS_LANES = 8;

/**
 * A process on a grid, for realisations side by side.
 *
 *   state[c·PROCESS_LANES + lane]      what is carried from position to position; c = 0 … carried − 1
 *   numbers[s][position·lanes + lane]  its random numbers, one from each of its streams at each position
 *   values[position·lanes + lane]      what it makes of them
 *
 * The numbers of a position depend on seed, realisation, stream and position alone, and `advance` does the same operations in the same
 * order however positions are cut into stretches: from position 0 on, every part can be made again with the same bits.
 */
export interface Process {
  readonly streams: readonly Stream[];
  /** How many numbers are carried for each realisation. */
  readonly carried: number;
  /** Make the state at position 0, which no value is taken from, out of the numbers of position 0. */
  begin(numbers: readonly Float64Array[], lanes: number, state: Float64Array): void;
  /** Make the values of `count` positions from `position` ≥ 1 on, and the state after them. */
  advance(
    position: number,
    count: number,
    lanes: number,
    numbers: readonly Float64Array[],
    state: Float64Array,
    values: Float64Array,
  ): void;
}
