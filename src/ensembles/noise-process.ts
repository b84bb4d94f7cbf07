/** Values of noise with memory, made anywhere on the grid: carried on where the last ones ended, from the start of the realisation else. */
import { toUniforms } from "../dynamics/noise/correlated-parameters.ts";
import type { NoiseKind } from "../dynamics/noise/kind.ts";
import { normals, PROCESS_LANES, type Process, type ProcessGrid } from "../dynamics/noise/process.ts";
import { type Key, laneDraws, MAX_STEPS } from "../numerics/random.ts";
import type { Link } from "./linked-draws.ts";
import { ownUniforms } from "./uniform-source.ts";

/** Values at `count` ≤ 32 positions from `step` on for `lanes` ≤ 8 trajectories from `first` on: [position][lane], until the next call. */
export type ValuesAt = (first: number, lanes: number, step: number, count: number) => Float64Array;

/** The names of the streams that noise on a parameter draws from; a kind without memory has one, of the parameter's own name. */
export function streamNames(name: string, process: Process | null): readonly string[] {
  return (process?.streams.map(({ suffix }) => suffix) ?? [""]).map((suffix) => `${name}${suffix}`);
}

/**
 * Prepare the values of a process. What is asked for in order costs a recursion step per value; anything else is replayed from
 * position 0, recursion alone, which gives the same bits.
 * @param streams the hashes of its streams' names
 * @param link what its first stream shares with other parameters
 */
export function processValues(
  process: Process,
  key: Key,
  streams: readonly number[],
  link: Link | null = null,
  uniform = ownUniforms,
): ValuesAt {
  const draws = laneDraws();
  const numbers: Float64Array[] = streams.map(() => new Float64Array(MAX_STEPS * PROCESS_LANES));
  const values = new Float64Array(MAX_STEPS * PROCESS_LANES);
  const state = new Float64Array(process.carried * PROCESS_LANES);
  /** The state is that of these trajectories after position `at`. */
  let from = -1;
  let width = 0;
  let at = 0;

  function drawAt(first: number, lanes: number, step: number, count: number): void {
    streams.forEach((stream, s) => {
      const { shape, once } = process.streams[s];
      if (once && step > 0) return;
      if (link && s === 0) {
        link.normals(first, lanes, step, count);
        if (shape !== normals) {
          toUniforms(draws.values(), lanes * count);
          shape(draws, lanes * count);
        }
      } else {
        uniform(draws, lanes, key, { trajectory: first, step, stream, attempt: 0 }, count);
        shape(draws, lanes * count);
      }
      // the room for draws holds until the next stream is drawn
      if (streams.length === 1) numbers[0] = draws.values();
      else numbers[s].set(draws.values().subarray(0, lanes * count));
    });
  }

  function carry(first: number, lanes: number, step: number, count: number): void {
    drawAt(first, lanes, step, count);
    process.advance(step, count, lanes, numbers, state, values);
    at = step + count - 1;
  }

  return (first, lanes, step, count) => {
    if (from !== first || width !== lanes || at >= step) {
      drawAt(first, lanes, 0, 1);
      process.begin(numbers, lanes, state);
      [from, width, at] = [first, lanes, 0];
    }
    while (at < step - 1) carry(first, lanes, at + 1, Math.min(MAX_STEPS, step - 1 - at));
    carry(first, lanes, step, count);
    return values;
  };
}

/** The process of a kind on a grid, or null for kinds without memory. */
export function processOf(kind: NoiseKind, noise: unknown, grid: ProcessGrid): Process | null {
  return kind.process?.(noise as never, grid) ?? null;
}
