/** Where a stepper must stop within a stretch of time. */
import type { Steps, Stretch } from "../../plan/engines.ts";

/** A time that is met exactly. */
export interface Stop {
  readonly t: number;
  readonly saved: boolean;
}

/** The saved times of a stretch and its end, in order. */
export function stopsOf({ to, times }: Stretch): readonly Stop[] {
  const stops = times.map((t) => ({ t, saved: true }));
  if (times.length === 0 || times[times.length - 1] < to) stops.push({ t: to, saved: false });
  return stops;
}

/** The report of a method that rejects nothing and has nothing to say. */
export function plainSteps(method: string, accepted: number, stopped: boolean, rejected = 0): Steps {
  return { method, accepted, rejected, stopped, warnings: [] };
}
