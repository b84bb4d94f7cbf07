/** The interval that the numbers of a noisy parameter come from: what maps are prepared on. */
import type { Domain } from "./domain.ts";
import { kindOf, type Noise } from "./known-kinds.ts";
import { reachOf } from "./reach.ts";

/** A finite interval. */
export interface DrawnRange {
  readonly low: number;
  readonly high: number;
}

/** How far inside an open border an interval ends, at most. */
const OPEN = 1e-12;

/**
 * What noise can draw, cut to the parameter's domain: a normal ends 8.3 standard deviations from its mean, other kinds at the
 * ends of their support; `count` says at how many positions. A value may still fall outside (next to an open border): whoever prepared something must look.
 */
export function drawnRange(noise: Noise, domain: Domain, count = 1): DrawnRange {
  const [low, high] = reachOf(kindOf(noise), noise, count);
  const inside = (value: number) =>
    Math.min(Math.max(value, domain.atLeast, justAbove(domain.above)), domain.atMost, -justAbove(-domain.below));
  return { low: inside(low), high: inside(high) };
}

/** A number just above an open border. */
function justAbove(border: number): number {
  return Number.isFinite(border) ? border + OPEN * Math.max(1, Math.abs(border)) : border;
}
