/** Averages whose hidden states, or nodes of a quadrature, are as many as two answers need to agree. */
import { power } from "../dynamics/noise/autoregression.ts";
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

/** Nodes of a quadrature at first, at most, and of all parameters together. */
export const NODES = 48;
const MOST_NODES = 384;
const MOST_COMBINED = 16384;

/** An average by a quadrature of so many nodes for each parameter. */
export interface Quadrature {
  readonly parameters: number;
  computed(nodes: number): AveragedResult;
}

/** The answer of 48 nodes where 24 agree, else of as many as those are that twice as many agree with. */
export function withEnoughNodes({ parameters, computed }: Quadrature): AveragedResult {
  let result = computed(NODES);
  let error = differenceOf(computed(NODES / 2), result);
  if (error <= AGREED) return result;
  for (let nodes = 2 * NODES; error > AGREED && nodes <= MOST_NODES && power(nodes, parameters) <= MOST_COMBINED; nodes *= 2) {
    const finer = computed(nodes);
    error = differenceOf(result, finer);
    if (error > AGREED) result = finer;
  }
  return { ...result, error };
}

function differenceOf(a: AveragedResult, b: AveragedResult): number {
  let worst = 0;
  const compare = (value: number | null, other: number | null): void => {
    if (value !== null && other !== null) worst = Math.max(worst, Math.abs(value - other) / Math.max(1, Math.abs(other)));
  };
  for (const name of Object.keys(a.observables)) a.observables[name].forEach((value, s) => void compare(value, b.observables[name][s]));
  if (a.limit && b.limit && a.limit.collisions === b.limit.collisions)
    for (const name of Object.keys(a.limit.observables)) compare(a.limit.observables[name], b.limit.observables[name]);
  return worst;
}
