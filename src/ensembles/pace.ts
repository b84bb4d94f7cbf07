/**
 * How fast a run goes and when it will be done: for people, and for those who ask whether more threads are worth their start. The only
 * file of the numbers' half that reads a clock; nothing that it says reaches a result.
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

/** Milliseconds in which code becomes as fast as it gets: before them no pace is believed. */
const COLD = 1000;
/** Milliseconds that one pace is taken over. */
const WINDOW = 250;
/** Milliseconds of work, at that pace, from which a thread that first has to load and warm up its own code saves time. */
const WORTH = 4000;

/** Says, whenever it is asked, whether what is left of `count` equal pieces of work is worth further threads. */
export function worthThreads(count: number): (done: number) => boolean {
  const begin = performance.now();
  let [time, before] = [begin, 0];
  return (done) => {
    const now = performance.now();
    if (now - begin < COLD || now - time < WINDOW) return false;
    const each = (now - time) / Math.max(1, done - before);
    [time, before] = [now, done];
    return each * (count - done) > WORTH;
  };
}
