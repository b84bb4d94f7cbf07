/** Spectral densities of baths: J(ω) for ω ≥ 0, with the energy of the cutoff always an explicit number. */

import { finite, wrongKind, wrongValue } from "../errors.ts";
import { exp } from "../numerics/scalar.ts";
import { aName, oneOf } from "../options.ts";

/** A spectral density J(ω) on ω ≥ 0 with a name for printing. */
export interface SpectralDensity {
  readonly name: string;
  /** J(ω) ≥ 0 for ω ≥ 0. */
  readonly at: (omega: number) => number;
  /** The slope J′(0), which sets the rate at zero frequency: J n → J′(0)/β. Infinite for a flat density. */
  readonly slope: number;
}

/** How an Ohmic density ends: Drude (Lorentzian), exponential, or hard. */
export type Cutoff = "drude" | "exponential" | "hard";

/**
 * The Ohmic density  J(ω) = strength · ω · c(ω/Ω):
 *
 *   drude        c(x) = 1/(1 + x²)
 *   exponential  c(x) = e^{−x}
 *   hard         c(x) = 1 for x ≤ 1, else 0
 *
 * `Omega` > 0 is the cutoff energy, always explicit: a cutoff that follows the truncation makes results depend on it. `strength` ≥ 0 is a
 * number without unit. Throws a RangeError outside of that, and for a cutoff of another name.
 *
 * @example
 * ohmic(0.1, 20).at(2); // 0.19801980198
 */
export function ohmic(strength: number, Omega: number, cutoff: Cutoff = "drude"): SpectralDensity {
  finite("strength", strength, { atLeast: 0 });
  finite("Omega", Omega, { above: 0 }, "Give the cutoff energy as a number.");
  const shapes: Record<Cutoff, (x: number) => number> = {
    drude: (x) => 1 / (1 + x * x),
    exponential: (x) => exp(-x),
    hard: (x) => (x <= 1 ? 1 : 0),
  };
  oneOf("drude", "exponential", "hard")("cutoff", cutoff);
  const shape = shapes[cutoff];
  return { name: `ohmic(${strength}, Ω = ${Omega}, ${cutoff})`, at: (omega) => strength * omega * shape(omega / Omega), slope: strength };
}

/**
 * The flat density  J(ω) = rate  at ω > 0. It has no finite rate at zero frequency and temperature above zero.
 *
 * @example
 * flatSpectrum(0.1).at(3); // 0.1
 */
export function flatSpectrum(rate: number): SpectralDensity {
  finite("rate", rate, { atLeast: 0 });
  return { name: `flatSpectrum(${rate})`, at: () => rate, slope: rate === 0 ? 0 : Number.POSITIVE_INFINITY };
}

/**
 * A density of the user's own: `at(omega)` for ω ≥ 0 must be ≥ 0; `slope` is J′(0) (by default J(h)/h at h = 1e-9).
 *
 * @example
 * spectralDensity((omega) => omega ** 3).at(2); // 8
 */
export function spectralDensity(at: (omega: number) => number, slope?: number, name = "user's"): SpectralDensity {
  if (typeof at !== "function") throw wrongKind("at", "be a function of the frequency", at);
  aName("name", name);
  const known = slope ?? at(1e-9) / 1e-9;
  if (typeof known !== "number" || Number.isNaN(known)) throw wrongKind("slope", "be a number", known);
  return { name, at, slope: known };
}

/** J(ω), checked: a finite number ≥ 0. */
export function densityAt(density: SpectralDensity, omega: number): number {
  const value = density.at(omega);
  if (!(Number.isFinite(value) && value >= 0)) {
    throw wrongValue("spectralDensity", "be finite and ≥ 0 at all ω ≥ 0", null, "", `J(${omega}) is ${value}`);
  }
  return value;
}
