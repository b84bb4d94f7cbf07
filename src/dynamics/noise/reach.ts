/** How far the numbers of a kind can reach. */
import type { NoiseKind } from "./kind.ts";

/** No uniform is below 2⁻⁵³, whose normal quantile is −8.21. */
const FARTHEST = 8.3;

/** A finite interval that holds all that a kind can draw. */
export function reachOf(kind: NoiseKind, noise: object, count: number): readonly [number, number] {
  if (kind.drawn) return kind.drawn(noise as never, count);
  const [least, most] = kind.support(noise as never);
  const { mean, std } = kind.centre(noise as never);
  return [Math.max(least, mean - FARTHEST * std), Math.min(most, mean + FARTHEST * std)];
}
