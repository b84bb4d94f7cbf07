/** Averages whose hidden states are as many as two answers need to agree. */
import type { AveragedResult } from "./averaged-options.ts";

/** States of each noise at first, and at most. */
export const LEVELS = 8;
const MOST_LEVELS = 256;
/** Hidden states of all noises together beyond which levels are not doubled. */
const MOST_TOGETHER = 4096;
/** What two answers may differ by, over the larger of 1 and their size. */
const AGREED = 1e-10;

/** An average by so many levels. */
export interface LevelledAverage {
  /** Levels that the user asked for; undefined leaves them to the answers. */
  readonly asked: number | undefined;
  /** Hidden states with so many levels. */
  states(levels: number): number;
  /** More levels would give the same answer. */
  readonly exact: boolean;
  computed(levels: number): AveragedResult;
}

/** Compute with twice as many levels until two answers agree. */
export function withEnoughLevels({ asked, states, exact, computed }: LevelledAverage): AveragedResult {
  let levels = asked ?? LEVELS;
  let result = computed(levels);
  if (exact) return { ...result, hidden: { levels: states(levels), error: 0 } };
  if (asked !== undefined) return { ...result, hidden: { levels, error: null } };
  let error = Number.POSITIVE_INFINITY;
  while (error > AGREED && 2 * levels <= MOST_LEVELS && states(2 * levels) <= MOST_TOGETHER) {
    levels *= 2;
    const finer = computed(levels);
    error = differenceOf(result, finer);
    result = finer;
  }
  return { ...result, hidden: { levels, error: Number.isFinite(error) ? error : null } };
}

function differenceOf(a: AveragedResult, b: AveragedResult): number {
  let worst = 0;
  for (const name of Object.keys(a.observables)) {
    a.observables[name].forEach((value, s) => {
      const other = b.observables[name][s];
      if (value !== null && other !== null) worst = Math.max(worst, Math.abs(value - other) / Math.max(1, Math.abs(other)));
    });
  }
  return worst;
}
