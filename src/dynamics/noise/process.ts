/** Noise with memory: a value depends on earlier ones, by a recursion over the positions 1, 2, … (collisions, or slices of time). */

/** The positions that values belong to. */
export interface ProcessGrid {
  /** Each collision has a value, or each slice of time. */
  readonly positions: "collision" | "slice";
  /** Time from one position to the next; null where positions have no duration. */
  readonly step: number | null;
}

/** Collisions without a duration: what is assumed where nothing else is said. */
export const countedCollisions: ProcessGrid = { positions: "collision", step: null };

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
  /** Standard normals, or uniforms in (0, 1). */
  readonly numbers: "normal" | "uniform";
  /** What is added to the parameter's name to name each of its streams: `[""]` for a single one. */
  readonly streams: readonly string[];
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
