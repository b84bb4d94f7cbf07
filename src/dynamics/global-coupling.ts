/** How a bath couples, the rates that its spectral density gives at a Bohr frequency, and its Lamb shifts. */
import { wrongValue } from "../errors.ts";
import { requireHermitian } from "../operators/checks.ts";
import type { Operator } from "../operators/operator.ts";
import { lambShifts } from "./lambshift.ts";
import { densityAt, type SpectralDensity } from "./spectral.ts";
import { thermalOccupation } from "./thermal-baths.ts";

/** How one bath couples. */
export interface GlobalCoupling {
  readonly bath: string;
  /** A of H_I = A ⊗ E† + A† ⊗ E; a Hermitian A couples as A ⊗ (E + E†). */
  readonly operator: Operator;
  readonly spectralDensity: SpectralDensity;
  /** Inverse temperature of the bath, > 0; Infinity for zero temperature. */
  readonly beta: number;
}

/** What a lowering operator's components with ω < 0 do. */
export type NegativeFrequencies = "odd" | "drop";

/**
 * Where Lamb shifts come from: none; the principal values of the densities; or functions S(ω) of the caller, the imaginary part of
 * Γ(ω) = ½γ(ω) + iS(ω) at all real ω (that of absorption at ω < 0), one for all baths or one by the name of each.
 */
export type LambShift =
  | boolean
  | {
      /** S(ω) of each bath, or one for all. */
      readonly S: ((omega: number) => number) | Readonly<Record<string, (omega: number) => number>>;
    };

/** Whether an operator equals its adjoint. */
export function isHermitian(A: Operator): boolean {
  try {
    requireHermitian("A", A);
    return true;
  } catch {
    return false;
  }
}

/**
 * Rates of A(ω) and A†(ω) in a thermal bath: J(ω)(n(ω) + 1) and J(ω) n(ω).
 *
 * At ω < 0 the odd continuation J(−ω) = −J(ω) exchanges them at |ω|; `negative = "drop"` gives none. At ω = 0 both are
 * the limit J′(0)/β. Throws when J is negative or the limit is infinite.
 */
export function thermalRates(
  omega: number,
  density: SpectralDensity,
  beta: number,
  negative: NegativeFrequencies = "odd",
): readonly [down: number, up: number] {
  if (omega === 0) {
    const rate = zeroFrequencyRate(density, beta);
    return [rate, rate];
  }
  if (omega < 0 && negative === "drop") return [0, 0];
  const frequency = Math.abs(omega);
  const J = densityAt(density, frequency);
  const n = thermalOccupation(beta, frequency);
  return omega > 0 ? [J * (n + 1), J * n] : [J * n, J * (n + 1)];
}

/** lim J(ω) n(ω) for ω → 0, which is J′(0)/β. */
export function zeroFrequencyRate(density: SpectralDensity, beta: number): number {
  const rate = beta === Number.POSITIVE_INFINITY ? 0 : density.slope / beta;
  if (!Number.isFinite(rate)) {
    const remedy = "Use an Ohmic density, or a coupling without a component at zero frequency.";
    throw wrongValue("spectralDensity", "vanish linearly at ω = 0 where a coupling acts at zero frequency", density.name, remedy);
  }
  return rate;
}

/**
 * The shifts S₊ of A†(ω)A(ω) and S₋ of A(ω)A†(ω) at one Bohr frequency: S(ω) and S(−ω).
 * Throws when a function of the caller returns no finite number.
 */
export function shiftsAt(omega: number, coupling: GlobalCoupling, hermitian: boolean, from: LambShift): readonly [number, number] {
  if (from === false) return [0, 0];
  if (from === true) {
    const { emission, absorption } = lambShifts(coupling.spectralDensity, coupling.beta, Math.abs(omega), hermitian);
    if (omega >= 0) return [emission, absorption];
    return hermitian ? [absorption, emission] : [0, 0];
  }
  const S = typeof from.S === "function" ? from.S : from.S[coupling.bath];
  if (!S) return [0, 0];
  const [down, up] = [S(omega), S(-omega)];
  for (const value of [down, up]) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw wrongValue("lambShift.S", "return a finite number", value, "", `it is ${value} at ω = ±${Math.abs(omega)}`);
    }
  }
  // a Hermitian coupling at ω = 0 has one shift
  return omega === 0 && hermitian ? [down, 0] : [down, up];
}
