/**
 * Noise by its distribution and by how a draw is used:
 *
 *   normal(0.4, 0.2)                        independent at each collision, or slice of time
 *   ornsteinUhlenbeck(0, 0.5, 2)            correlated in time
 *   sumOfNoises(perRealisation(…), ar1(…))  several at once
 *   perRealisation(normal(0.4, 0.2))        one value for a whole realisation
 *   clipped(normal(0.4, 0.2))               a value outside the parameter's domain moves to its border
 *   redrawn(normal(0.4, 0.2))               a value outside the parameter's domain is drawn again
 *
 * Without `clipped` or `redrawn` a value outside the domain ends the run, with its trajectory and step.
 */
import { wrongKind } from "../../errors.ts";
import { aBoolean, aNumber, anInteger, checkOptions, oneOf } from "../../options.ts";
import type { JumpScheme } from "./jumps.ts";
import { checkNoise, type Noise } from "./known-kinds.ts";
import type { Scheme } from "./ornstein-uhlenbeck-noise.ts";

/**
 * Normal noise with the given mean and standard deviation (in the parameter's unit; `std` = 0 is a constant).
 * @throws RangeError when a number is not finite or `std` < 0
 * @example
 * printNoise("phi", normal(2.4, 0.2)); // "phi=normal(2.4,0.2)"
 */
export function normal(mean: number, std: number): Noise {
  return checkNoise({ kind: "normal", mean, std });
}

/**
 * Normal noise confined to [min, max], exactly: the distribution that drawing again until a value fits would give.
 * `mean` and `std` are those of the normal before it is cut; a bound that is left out is no bound.
 * @throws RangeError when the bounds are missing or not in order, or keep less than 1e-268 of the normal
 * @example
 * printNoise("theta", truncatedNormal(0.4, 0.2, { min: 0 })); // "theta=truncated(0.4,0.2,0,inf)"
 */
export function truncatedNormal(mean: number, std: number, bounds: { min?: number; max?: number }): Noise {
  checkOptions<{ min?: number; max?: number }>("bounds", bounds, { min: aNumber(), max: aNumber() }, { remedy: "Write { min, max }." });
  return checkNoise({ kind: "truncated", mean, std, min: bounds.min ?? null, max: bounds.max ?? null });
}

/**
 * Uniform noise on [min, max].
 * @throws RangeError unless min < max, both finite
 * @example
 * printNoise("theta", uniform(0, 1)); // "theta=uniform(0,1)"
 */
export function uniform(min: number, max: number): Noise {
  return checkNoise({ kind: "uniform", min, max });
}

/**
 * Exponential noise with the given mean > 0.
 * @throws RangeError unless mean > 0
 * @example
 * printNoise("tau", exponential(2)); // "tau=exponential(2)"
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
 * @example
 * printNoise("Delta", ornsteinUhlenbeck(0, 1, 5)); // "Delta=ou(0,1,5)"
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
 * @example
 * printNoise("phi", ar1(2.4, 0.2, 0.9)); // "phi=ar1(2.4,0.2,0.9)"
 */
export function ar1(mean: number, std: number, correlation: number, options: { readonly x0?: number } = {}): Noise {
  checkOptions<{ readonly x0?: number }>("options", options, { x0: aNumber() });
  return checkNoise({ kind: "ar1", mean, std, correlation, x0: options.x0 ?? null });
}

/**
 * Log-normal noise by its own mean > 0 and standard deviation > 0. Throws a RangeError for others.
 *
 * @example
 * printNoise("tau", lognormal(1, 0.1)); // "tau=lognormal(1,0.1)"
 */
export function lognormal(mean: number, std: number): Noise {
  return checkNoise({ kind: "lognormal", mean, std });
}

/**
 * Gamma noise, density ∝ x^{shape−1} e^{−x/scale}; mean shape·scale. Throws a RangeError unless both are > 0.
 *
 * @example
 * printNoise("tau", gammaDistributed(2, 0.5)); // "tau=gamma(2,0.5)"
 */
export function gammaDistributed(shape: number, scale: number): Noise {
  return checkNoise({ kind: "gamma", shape, scale });
}

/**
 * Speeds of a gas, density ∝ v² e^{−v²/2 scale²}, scale = √(T/m). Throws a RangeError unless `scale` > 0.
 *
 * @example
 * printNoise("v", maxwell(1)); // "v=maxwell(1)"
 */
export function maxwell(scale: number): Noise {
  return checkNoise({ kind: "maxwell", scale });
}

/**
 * Speeds of a beam that leaves a gas through a slit, density ∝ v³ e^{−v²/2 scale²}. Throws a RangeError unless `scale` > 0.
 *
 * @example
 * printNoise("theta", beam(0.4)); // "theta=beam(0.4)"
 */
export function beam(scale: number): Noise {
  return checkNoise({ kind: "beam", scale });
}

/**
 * One of several values, each with its probability, such as different preparations.
 * @throws RangeError unless both lists have one entry for each value and the probabilities sum to 1
 * @example
 * printNoise("phi", choice([1, 2], [0.5, 0.5])); // "phi=choice(1:0.5,2:0.5)"
 */
export function choice(values: readonly number[], probabilities: readonly number[]): Noise {
  return checkNoise({ kind: "choice", values, probabilities });
}

/**
 * A Poisson number, such as that of collisions in a slot: `noise: { collisions: poisson(0.8) }`. Throws a RangeError unless 0 ≤ mean ≤ 500.
 *
 * @example
 * printNoise("collisions", poisson(0.8)); // "collisions=poisson(0.8)"
 */
export function poisson(mean: number): Noise {
  return checkNoise({ kind: "poisson", mean });
}

/**
 * Telegraph noise: jumps from `low` to `high` at the rate `up` and back at the rate `down` (per unit of time; per collision where
 * collisions have no duration), from its stationary law unless `x0` (one of the values) is given.
 *
 *   C(t) = (high − low)² p₀p₁ e^{−(up + down)|t|},   p₁ = up/(up + down)
 *
 * @throws RangeError unless the rates are ≥ 0 and not both 0
 * @example
 * printNoise("Delta", telegraph(-1, 1, 0.1, 0.1)); // "Delta=telegraph(-1,1,0.1,0.1)"
 */
export function telegraph(low: number, high: number, up: number, down: number, options: TelegraphOptions = {}): Noise {
  checkOptions<TelegraphOptions>("options", options, { x0: aNumber(), scheme: oneOf("middle", "switching") });
  return checkNoise({ kind: "telegraph", low, high, up, down, x0: options.x0 ?? null, scheme: options.scheme ?? "middle" });
}

/** Options of `telegraph`. */
export interface TelegraphOptions {
  /** The value at t = 0 (before the first collision); drawn from the stationary law unless given. */
  readonly x0?: number;
  /**
   * Of a slice of time: its value is that of its `middle`, or the slice is cut at the exact times of jumps (`switching`). Where no noise
   * asks for slices (no `every`), jumps have their exact times.
   */
  readonly scheme?: JumpScheme;
}

/** Options of `markov`. */
export interface MarkovOptions {
  /** Jumps have probabilities from one collision (or slice) to the next, in place of rates per unit of time. */
  readonly each?: boolean;
  /** The state that it starts in, before the first collision; the stationary law unless given. */
  readonly start?: number;
  /** As in `telegraph`. */
  readonly scheme?: JumpScheme;
}

/**
 * Jumps between several values by a chain of hidden states: fluctuators of several levels, preparations with memory.
 * @param values the value of each state
 * @param jumps [from, to, rate], states counted from 0
 * @throws RangeError for states that do not exist, negative rates, and jumps without one stationary law where no `start` is given
 * @example
 * const lots = markov([2.4, 1.6], [[0, 1, 0.06], [1, 0, 0.2]], { each: true, start: 0 });
 * printNoise("phi", lots); // "phi=markov(2.4,1.6,0>1:0.06,1>0:0.2,each,start=0)"
 */
export function markov(
  values: readonly number[],
  jumps: readonly (readonly [from: number, to: number, rate: number])[],
  options: MarkovOptions = {},
): Noise {
  checkOptions<MarkovOptions>("options", options, { each: aBoolean, start: anInteger(0), scheme: oneOf("middle", "switching") });
  const { each = false, start = null, scheme = "middle" } = options;
  return checkNoise({ kind: "markov", values, jumps, each, start, scheme });
}

/**
 * A random walk from `x0`: at each position a normal step of standard deviation `std`, and `drift`.
 * @throws RangeError unless `std` ≥ 0
 * @example
 * printNoise("phi", walk(0, 0.01)); // "phi=walk(0,0.01)"
 */
export function walk(x0: number, std: number, drift = 0): Noise {
  return checkNoise({ kind: "walk", x0, std, drift });
}

/**
 * 1/f noise, S(ω) = amplitude/|ω| (two-sided), between the inverse of its longest and of its shortest correlation time: a sum of
 * Ornstein–Uhlenbeck processes, `perDecade` (2) for each decade. Its spectrum is right to ±2 sech(π²/h), h = ln 10/perDecade, in the middle
 * of the band: 5.5 % for 1 per decade, 0.08 % for 2; `pinkRipple` says how much, and how it falls off at the ends.
 * @throws RangeError unless amplitude > 0 and 0 < shortest < longest
 * @example
 * printNoise("Delta", pink(0, 0.1, 1, 100)); // "Delta=pink(0,0.1,1,100)"
 */
export function pink(mean: number, amplitude: number, shortest: number, longest: number, perDecade = 2): Noise {
  return checkNoise({ kind: "pink", mean, amplitude, shortest, longest, perDecade });
}

/** Options of `samples`. */
export interface SamplesOptions {
  /** `bootstrap` draws rows at random; `replay` takes them in turn; `anywhere` too, each realisation from a row at random. */
  readonly order?: "bootstrap" | "replay" | "anywhere";
  /** Rows that stay together in a bootstrap, 1 unless given. */
  readonly block?: number;
}

/**
 * Measured values, drawn again or replayed. Throws a RangeError for an empty list and numbers that are not finite.
 *
 * @example
 * printNoise("tau", samples([0.1, 0.2, 0.4])); // "tau=samples(0.1,0.2,0.4)"
 */
export function samples(values: ArrayLike<number>, options: SamplesOptions = {}): Noise {
  checkOptions<SamplesOptions>("options", options, { order: oneOf("bootstrap", "replay", "anywhere"), block: anInteger(1) });
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) throw wrongKind("values", "be a list of numbers", values);
  return checkNoise({ kind: "samples", values: Array.from(values), order: options.order ?? "bootstrap", block: options.block ?? 1 });
}

/**
 * Several independent noises at once, such as shot to shot and within a run: `sumOfNoises(perRealisation(normal(2.4, 0.1)), ar1(0, 0.2, 0.9))`.
 * @throws RangeError for fewer than two
 * @example
 * printNoise("phi", sumOfNoises(perRealisation(normal(2.4, 0.1)), normal(0, 0.02))); // "phi=normal(2.4,0.1)@realisation+normal(0,0.02)"
 */
export function sumOfNoises(...parts: readonly Noise[]): Noise {
  return checkNoise({ kind: "sum", parts });
}

/**
 * The same noise, drawn once per realisation and then constant.
 *
 * @example
 * printNoise("Delta", perRealisation(normal(0, 1))); // "Delta=normal(0,1)@realisation"
 */
export function perRealisation(noise: Noise): Noise {
  return checkNoise({ ...checkNoise(noise), perRealisation: true });
}

/**
 * The same noise; a value outside the parameter's domain moves to the domain's border.
 *
 * @example
 * printNoise("tau", clipped(normal(0.5, 0.2))); // "tau=normal(0.5,0.2)@clip"
 */
export function clipped(noise: Noise): Noise {
  return checkNoise({ ...checkNoise(noise), onLeave: "clip" });
}

/**
 * The same noise; a value outside the parameter's domain is drawn again.
 *
 * @example
 * printNoise("tau", redrawn(normal(0.5, 0.2))); // "tau=normal(0.5,0.2)@redraw"
 */
export function redrawn(noise: Noise): Noise {
  return checkNoise({ ...checkNoise(noise), onLeave: "redraw" });
}
