/** The times of a run: where it records, and the stretches between breakpoints that it is stepped through. */
import { requireIncreasing } from "../dynamics/coefficient.ts";
import { inside } from "../dynamics/time-mesh.ts";
import { finite, wrongValue } from "../errors.ts";
import type { Stretch } from "../plan/engines.ts";

/** How far to run, and where to record. */
export interface TimeAxis {
  /** Time to run to; with `saveEvery` (time between records, by default a hundredth of it). */
  readonly until?: number;
  readonly saveEvery?: number;
  /** Or the times to record at: increasing, ≥ 0. The start, t = 0, is always recorded. */
  readonly times?: readonly number[];
}

/** The times to record at that the options ask for, from t = 0. */
export function savedTimes({ until, saveEvery, times }: TimeAxis): readonly number[] {
  if (times !== undefined) {
    if (until !== undefined || saveEvery !== undefined)
      throw wrongValue("times", "stand alone", times, "Leave `until` and `saveEvery` out.");
    requireIncreasing("times", times);
    if (times.length === 0) throw wrongValue("times", "hold at least one time", null, "", "it is empty");
    finite("times[0]", times[0], { atLeast: 0 }, "Runs start at t = 0.");
    return times[0] === 0 ? times : [0, ...times];
  }
  const end = finite("until", until, { above: 0 }, "Give the time to run to, or `times`.");
  const every = saveEvery === undefined ? end / 100 : finite("saveEvery", saveEvery, { above: 0 });
  const count = Math.max(1, Math.ceil(end / every - 1e-9));
  if (count > 10_000_000) throw wrongValue("saveEvery", "keep the records below ten million", saveEvery);
  return Array.from({ length: count + 1 }, (_, k) => (k === count ? end : k * every));
}

/**
 * The time at which coefficients are read for a record at t: at a breakpoint that of the piece after it, at the end of the run that of the
 * piece before it.
 */
export function readingTime(t: number, breakpoints: readonly number[], end: number): number {
  if (!breakpoints.includes(t)) return t;
  const before = breakpoints.findLast((b) => b < t) ?? 0;
  const after = breakpoints.find((b) => b > t) ?? end;
  return t < end ? inside(t, Math.min(after, end), t) : inside(Math.max(before, 0), t, t);
}

/** The time axis cut at breakpoints, each stretch with the times to record in it. */
export function stretchesOf(times: readonly number[], breakpoints: readonly number[]): readonly Stretch[] {
  const end = times[times.length - 1];
  const cuts = [0, ...breakpoints.filter((t) => t > 0 && t < end), end];
  let next = 1;
  return cuts.slice(1).map((to, k) => {
    const first = next;
    while (next < times.length && times[next] <= to) next++;
    return { from: cuts[k], to, times: times.slice(first, next) };
  });
}
