/**
 * Noise by its distribution and by how a draw is used:
 *
 *   normal(0.4, 0.2)                        independent at each collision, or slice of time
 *   ornsteinUhlenbeck(0, 0.5, 2)            correlated in time
 *   perRealisation(normal(0.4, 0.2))        one value for a whole realisation
 *   clipped(normal(0.4, 0.2))               a value outside the parameter's domain moves to its border
 *   redrawn(normal(0.4, 0.2))               a value outside the parameter's domain is drawn again
 *
 * Without `clipped` or `redrawn` a value outside the domain ends the run, with its trajectory and step.
 */
import { aNumber, checkOptions, oneOf } from "../../options.ts";
import { checkNoise, type Noise } from "./known-kinds.ts";
import type { Scheme } from "./ornstein-uhlenbeck-noise.ts";

/**
 * Normal noise with the given mean and standard deviation (in the parameter's unit; `std` = 0 is a constant).
 * @throws RangeError when a number is not finite or `std` < 0
 */
export function normal(mean: number, std: number): Noise {
  return checkNoise({ kind: "normal", mean, std });
}

/**
 * Normal noise confined to [min, max], exactly: the distribution that drawing again until a value fits would give.
 * `mean` and `std` are those of the normal before it is cut; a bound that is left out is no bound.
 * @throws RangeError when the bounds are missing or not in order, or keep less than 1e-268 of the normal
 */
export function truncatedNormal(mean: number, std: number, bounds: { min?: number; max?: number }): Noise {
  checkOptions<{ min?: number; max?: number }>("bounds", bounds, { min: aNumber(), max: aNumber() }, { remedy: "Write { min, max }." });
  return checkNoise({ kind: "truncated", mean, std, min: bounds.min ?? null, max: bounds.max ?? null });
}

/**
 * Uniform noise on [min, max].
 * @throws RangeError unless min < max, both finite
 */
export function uniform(min: number, max: number): Noise {
  return checkNoise({ kind: "uniform", min, max });
}

/**
 * Exponential noise with the given mean > 0.
 * @throws RangeError unless mean > 0
 */
export function exponential(mean: number): Noise {
  return checkNoise({ kind: "exponential", mean });
}

/** Options of `ornsteinUhlenbeck`. */
export interface OrnsteinUhlenbeckOptions {
  /** The value at t = 0 (before the first collision), which no slice uses as it is; drawn from the stationary law unless given. */
  readonly x0?: number;
  /**
   * Where in a slice of time its value belongs: `middle` by default; `start`, which is as good from a stationary start and of first
   * order only from a given one; `average`, the exact average over the slice, exact where noise commutes with all the rest.
   */
  readonly scheme?: Scheme;
}

/**
 * Ornstein–Uhlenbeck noise: normal with the given stationary mean and standard deviation, correlated over the time `time` (the
 * inverse of the unit of energy).
 *
 *   C(t) = std² e^{−|t|/time}
 *
 * Each value follows from the last one by the exact transition, over a collision with what is between or over a slice of time
 * (`every` of `ensemble`), from a stationary start unless `x0` is given.
 * Source: D. T. Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084.
 * @throws RangeError unless `std` ≥ 0 and `time` > 0, all finite
 */
export function ornsteinUhlenbeck(mean: number, std: number, time: number, options: OrnsteinUhlenbeckOptions = {}): Noise {
  checkOptions<OrnsteinUhlenbeckOptions>("options", options, { x0: aNumber(), scheme: oneOf("middle", "start", "average") });
  return checkNoise({ kind: "ou", mean, std, time, x0: options.x0 ?? null, scheme: options.scheme ?? "middle" });
}

/**
 * Autoregressive noise of first order: normal with the given stationary mean and standard deviation, each value correlated with the
 * one before, collision by collision or slice by slice, from a stationary start unless `x0` is given.
 *
 *   x_k = mean + a (x_{k−1} − mean) + std √(1 − a²) z_k,   a = `correlation`
 *
 * @throws RangeError unless `std` ≥ 0 and −1 < `correlation` < 1
 */
export function ar1(mean: number, std: number, correlation: number, options: { readonly x0?: number } = {}): Noise {
  checkOptions<{ readonly x0?: number }>("options", options, { x0: aNumber() });
  return checkNoise({ kind: "ar1", mean, std, correlation, x0: options.x0 ?? null });
}

/** The same noise, drawn once per realisation and then constant. */
export function perRealisation(noise: Noise): Noise {
  return { ...checkNoise(noise), perRealisation: true };
}

/** The same noise; a value outside the parameter's domain moves to the domain's border. */
export function clipped(noise: Noise): Noise {
  return { ...checkNoise(noise), onLeave: "clip" };
}

/** The same noise; a value outside the parameter's domain is drawn again. */
export function redrawn(noise: Noise): Noise {
  return { ...checkNoise(noise), onLeave: "redraw" };
}
