/**
 * Noise by its distribution and by how a draw is used:
 *
 *   normal(0.4, 0.2)                        independent at each collision
 *   perRealisation(normal(0.4, 0.2))        one value for a whole realisation
 *   clipped(normal(0.4, 0.2))               a value outside the parameter's domain moves to its border
 *   redrawn(normal(0.4, 0.2))               a value outside the parameter's domain is drawn again
 *
 * Without `clipped` or `redrawn` a value outside the domain ends the run, with its trajectory and step.
 */
import { aNumber, checkOptions } from "../../options.ts";
import { checkNoise, type Noise } from "./known-kinds.ts";

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
