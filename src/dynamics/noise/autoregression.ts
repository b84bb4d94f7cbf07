/**
 * The recursion of first order, stationary or from a given start:
 *
 *   x_k = m + a (x_{k−1} − m) + s √(1 − a²) z_k
 *
 * Source: D. T. Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084, eq. (1.9).
 */
import { normals, type Process } from "./process.ts";

/** One step: how much of the deviation is left, and the standard deviation of what is added. */
export interface Transition {
  readonly kept: number;
  readonly added: number;
}

/** What the recursion is made of. */
export interface Autoregression {
  readonly mean: number;
  /** Of the stationary law. */
  readonly std: number;
  /** x_0; null: drawn from the stationary law. */
  readonly x0: number | null;
  /** The step from x_0 to x_1, and all others. */
  readonly first: Transition;
  readonly step: Transition;
  /** The value of position k is x_{k−1} instead of x_k. */
  readonly early: boolean;
}

/** Deviations from the mean are carried: x − m ← kept (x − m) + added z. */
export function autoregression({ mean, std, x0, first, step, early }: Autoregression): Process {
  return {
    streams: [{ suffix: "", shape: normals }],
    carried: 1,
    begin([z], lanes, state) {
      for (let l = 0; l < lanes; l++) state[l] = x0 === null ? std * z[l] : x0 - mean;
    },
    advance(position, count, lanes, [z], state, values) {
      for (let s = 0, at = 0; s < count; s++) {
        const { kept, added } = position + s === 1 ? first : step;
        for (let l = 0; l < lanes; l++, at++) {
          const before = state[l];
          const after = kept * before + added * z[at];
          state[l] = after;
          values[at] = mean + (early ? before : after);
        }
      }
    },
  };
}

/** Values that a Gaussian process started at x_0 can be expected in: its stationary law, moved as far as the start is out. */
export function gaussianReach(mean: number, std: number, x0: number | null): readonly [number, number] {
  const far = FARTHEST * std;
  return [Math.min(mean, x0 ?? mean) - far, Math.max(mean, x0 ?? mean) + far];
}

/** aⁿ for n = 0, 1, …. */
export function power(a: number, n: number): number {
  let value = 1;
  for (let k = 0; k < n; k++) value *= a;
  return value;
}

/** No uniform is below 2⁻⁵³, whose normal quantile is −8.21. */
const FARTHEST = 8.3;
