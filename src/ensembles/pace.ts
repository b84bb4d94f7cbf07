/**
 * How fast a run goes and when it will be done: for people. The only file of the numbers' half that reads a clock; nothing that it
 * says reaches a result.
 */

/** How far an ensemble is. */
export interface EnsembleProgress {
  /** Realisations that are counted, those of an earlier run that this one goes on from included; and all of them. */
  readonly done: number;
  readonly total: number;
  /** Realisations a second, over this run; null before the first ones are counted. */
  readonly rate: number | null;
  /** Until all are done, at this rate. */
  readonly secondsLeft: number | null;
  /** Of the mean of each observable, the largest over its saved steps, as of a moment ago; null where it is not defined yet. */
  readonly standardError: Readonly<Record<string, number | null>>;
}

/** Seconds between two looks at the standard error: a look merges all counts. */
const LOOK = 0.25;

/** Makes the progress of a run of `total` realisations, `before` of which were there when it began. */
export function paceOf(total: number, before: number, standardError: () => EnsembleProgress["standardError"]) {
  const begin = performance.now();
  let looked = Number.NEGATIVE_INFINITY;
  let errors: EnsembleProgress["standardError"] = {};
  return (done: number): EnsembleProgress => {
    const now = performance.now();
    if (now - looked >= 1000 * LOOK || done >= total) {
      errors = standardError();
      looked = now;
    }
    const seconds = (now - begin) / 1000;
    const rate = done > before && seconds > 0 ? (done - before) / seconds : null;
    return { done, total, rate, secondsLeft: rate === null ? null : (total - done) / rate, standardError: errors };
  };
}
