/**
 * The time axis of noise that is held for slices of length h from t = 0, cut where a slice or a record ends:
 *
 *   slice      1         2         3
 *   time   0 ─────── h ─────── 2h ─────── 3h
 *   records    ↑     ↑              ↑             pieces 1, 2 of slice 1; 3 of slice 2; 4, 5 of slice 3
 */
import { wrongValue } from "../errors.ts";

/** A piece of a slice that no record lies in. */
export interface Piece {
  /** The slice that it belongs to, from 1. */
  readonly slice: number;
  readonly from: number;
  readonly duration: number;
  /** Which of the different durations it has. */
  readonly element: number;
}

/** A time axis in pieces. */
export interface SliceGrid {
  readonly every: number;
  /** Slices from t = 0 to the last record. */
  readonly slices: number;
  readonly pieces: readonly Piece[];
  /** For each record, how many pieces end at or before it. */
  readonly ends: readonly number[];
  /** The different durations; those that differ by rounding of the axis are one. */
  readonly durations: readonly number[];
}

/** Times closer than this share of a slice are one. */
const SAME = 1e-9;

/** Slices that one run may have. */
const MOST_SLICES = 1_000_000;

/**
 * Cut a time axis.
 * @param times the records, increasing, the first of them 0
 * @param every the length of a slice
 * @throws RangeError when there are more than a million slices
 */
export function sliceGrid(times: readonly number[], every: number): SliceGrid {
  const end = times[times.length - 1];
  const slices = Math.max(1, Math.ceil(end / every - SAME));
  if (!(slices <= MOST_SLICES)) {
    throw wrongValue("every", `cut the run into at most ${MOST_SLICES} slices`, every, "", `makes ${slices} of them`);
  }
  const pieces: Piece[] = [];
  const ends: number[] = [];
  const durations: number[] = [];
  const elementOf = (duration: number): number => {
    const known = durations.findIndex((other) => Math.abs(other - duration) <= SAME * every);
    return known >= 0 ? known : durations.push(duration) - 1;
  };
  let slice = 1;
  let at = 0;
  const carryTo = (to: number): void => {
    const length = to - at;
    if (length <= SAME * every) return;
    const element = elementOf(Math.abs(length - every) <= SAME * every ? every : length);
    pieces.push({ slice, from: at, duration: durations[element], element });
    at = to;
  };
  for (const record of times) {
    while (record > slice * every + SAME * every) {
      carryTo(slice * every);
      slice += 1;
    }
    if (Math.abs(record - slice * every) <= SAME * every) {
      carryTo(slice * every);
      at = slice * every;
      slice += 1;
    } else carryTo(record);
    ends.push(pieces.length);
  }
  return { every, slices, pieces, ends, durations };
}
