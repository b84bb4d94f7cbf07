/** Realisations of a master equation whose noise jumps at exact times: each lane goes from jump to jump, all of them to the same records. */
import type { SliceGrid } from "../plan/slice-grid.ts";

/** The jumps of realisations side by side, as `ensemble` compiles them. */
export interface LaneJumps {
  readonly times: {
    begin(first: number, lanes: number): void;
    next(lane: number): number;
    pass(lane: number): void;
    add(lane: number, values: Float64Array, stride: number): void;
    readonly fastest: number;
  };
  readonly values: readonly (readonly number[])[] | null;
  confine(p: number, value: number, trajectory: number, time: number): number;
}

/** Mean waits that the longest stretch of one step lasts: longer ones are rare, and shorter ones need fewer polynomials. */
const WAITS = 2;

/** The longest stretch that is one step. */
export function longestStretch({ pieces }: SliceGrid, { times }: LaneJumps): number {
  const piece = pieces.reduce((most, { duration }) => Math.max(most, duration), 0);
  return times.fastest > 0 ? Math.min(piece, WAITS / times.fastest) : piece;
}

/** One stretch of every lane: the values of the parameters, and durations in the last row, [parameter or duration][lane]. */
export type StretchStep = (draws: Float64Array) => void;

/**
 * Cuts pieces of time where lanes jump.
 * @param parameters how many there are
 * @param lanes realisations side by side; `width` lanes are filled, those beyond as the last one
 */
export function jumpingLanes(jumps: LaneJumps, parameters: number, lanes: number, width: number, longest: number) {
  const draws = new Float64Array((parameters + 1) * width);
  const at = new Float64Array(lanes);
  let trajectory = 0;

  /** Values and duration of one lane's next stretch; a lane that has arrived waits. */
  function fill(l: number, to: number, held: Float64Array, count: number): boolean {
    const own = l < count ? l : 0;
    if (own !== l || at[l] >= to) {
      for (let p = 0; p <= parameters; p++) draws[p * width + l] = own === l ? 0 : draws[p * width];
      return false;
    }
    for (let p = 0; p < parameters; p++) draws[p * width + l] = held[p * width + l];
    jumps.times.add(l, draws, width);
    for (let p = 0; p < parameters; p++) draws[p * width + l] = jumps.confine(p, draws[p * width + l], trajectory + l, at[l]);
    const jump = jumps.times.next(l);
    const end = Math.min(to, jump, at[l] + longest);
    draws[parameters * width + l] = Math.max(0, end - at[l]);
    at[l] = end;
    if (end === jump) jumps.times.pass(l);
    return true;
  }

  return {
    start(first: number): void {
      trajectory = first;
      jumps.times.begin(first, lanes);
    },
    /** Carry all lanes from one time to another one with what their slice holds. */
    carry(from: number, to: number, held: Float64Array, count: number, step: StretchStep): void {
      at.fill(from);
      for (;;) {
        let moving = false;
        for (let l = 0; l < lanes; l++) moving = fill(l, to, held, count) || moving;
        if (!moving) return;
        for (let l = lanes; l < width; l++) for (let p = 0; p <= parameters; p++) draws[p * width + l] = draws[p * width + lanes - 1];
        step(draws);
      }
    },
  };
}
