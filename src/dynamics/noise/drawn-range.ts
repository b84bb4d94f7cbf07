/** The interval that the numbers of a noisy parameter come from: what maps are prepared on. */
import type { Domain } from "./domain.ts";
import { kindOf, type Noise } from "./known-kinds.ts";

/** A finite interval. */
export interface DrawnRange {
  readonly low: number;
  readonly high: number;
}

/** No uniform is below 2⁻⁵³, whose normal quantile is −8.21. */
const FARTHEST = 8.3;

/** How far inside an open border an interval ends, at most. */
const OPEN = 1e-12;

/**
 * What noise can draw, cut to the parameter's domain: a normal ends 8.3 standard deviations from its mean, other kinds at the
 * ends of their support. A value may still fall outside (next to an open border): whoever prepared something must look.
 */
export function drawnRange(noise: Noise, domain: Domain): DrawnRange {
  const kind = kindOf(noise);
  const [least, most] = kind.drawn?.(noise as never) ?? kind.support(noise as never);
  const { mean, std } = kind.centre(noise as never);
  const low = Math.max(least, mean - FARTHEST * std);
  const high = Math.min(most, mean + FARTHEST * std);
  const far = kind.drawn ? { low: least, high: most } : { low, high };
  const inside = (value: number) =>
    Math.min(Math.max(value, domain.atLeast, justAbove(domain.above)), domain.atMost, -justAbove(-domain.below));
  return { low: inside(far.low), high: inside(far.high) };
}

/** A number just above an open border. */
function justAbove(border: number): number {
  return Number.isFinite(border) ? border + OPEN * Math.max(1, Math.abs(border)) : border;
}
