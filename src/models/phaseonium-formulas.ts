/**
 * Closed forms of the phaseonium bath: F. Amato et al., Phys. Rev. A 109, 043705 (2024), with corrections
 * (docs/errata.md). Units ħ = k_B = ω = Ω = 1; α is the excited amplitude, β² = 1 − α².
 */
import { allFinite, finite, finiteList, integer, wrongValue } from "../errors.ts";
import { acos, cos, exp, log, sin } from "../numerics/scalar.ts";

/** Rates of Eq. 12:  γα = 2α²,  γβ = β²(1 + cos φ). */
export function rates(alpha: number, phi: number): { readonly gammaAlpha: number; readonly gammaBeta: number } {
  allFinite({ alpha, phi });
  return { gammaAlpha: 2 * alpha * alpha, gammaBeta: (1 - alpha * alpha) * (1 + cos(phi)) };
}

/** Temperature whose thermal occupation is ⟨n⟩:  T = 1/ln(1 + 1/⟨n⟩), 0 at ⟨n⟩ = 0. */
export function temperatureOf(n: number): number {
  return n > 0 ? 1 / log(1 + 1 / n) : 0;
}

/** Thermal occupation  1/(e^{1/T} − 1), 0 at T = 0. */
export function occupationOf(T: number): number {
  return T > 0 ? 1 / (exp(1 / T) - 1) : 0;
}

/**
 * Stationary temperature (16) of every cavity, T* = 1/ln(γβ/γα), in units of ħω/k_B; null where γα ≥ γβ and no
 * stationary state exists. 0 at α = 0.
 *
 * @example
 * stationaryTemperature(0.25, 2.404315987); // 1.5
 */
export function stationaryTemperature(alpha: number, phi: number): number | null {
  const { gammaAlpha, gammaBeta } = rates(alpha, phi);
  if (gammaAlpha >= gammaBeta) return null;
  return gammaAlpha === 0 ? 0 : 1 / log(gammaBeta / gammaAlpha);
}

/**
 * Stationary temperature of the map averaged over normal phase noise: the mean state evolves with
 * cos φ → e^{−σ²/2} cos φ. Null where that map has no stationary state.
 *
 * @example
 * averagedTemperature(0.25, 2.404315987, 0.2); // 1.385853
 */
export function averagedTemperature(alpha: number, phi: number, sigma: number): number | null {
  finite("sigma", sigma);
  return decoheredTemperature(alpha, phi, exp((-sigma * sigma) / 2));
}

/**
 * Apparent temperature (19) of a phaseonium atom, with the printed ratio inverted:
 * 1/ln[⟨(σ₁⁺+σ₂⁺)(σ₁⁻+σ₂⁻)⟩⁻¹ ⟨(σ₁⁻+σ₂⁻)(σ₁⁺+σ₂⁺)⟩] = 1/ln(γβ/γα). Negative for inverted atoms, null at γα = γβ.
 *
 * @example
 * apparentAtomTemperature(0.25, 2.404315987); // 1.5
 */
export function apparentAtomTemperature(alpha: number, phi: number): number | null {
  const { gammaAlpha, gammaBeta } = rates(alpha, phi);
  if (gammaAlpha === gammaBeta) return null;
  if (gammaAlpha === 0) return 0;
  return gammaBeta === 0 ? -0 : 1 / log(gammaBeta / gammaAlpha);
}

/**
 * Largest α with a stationary state at phase φ:  cos(φ/2)/√(1 + cos²(φ/2)).
 *
 * @example
 * largestAlpha(0); // 0.707107
 */
export function largestAlpha(phi: number): number {
  finite("phi", phi);
  const c = Math.abs(cos(phi / 2));
  return c / Math.sqrt(1 + c * c);
}

/**
 * Temperature (App. D, corrected) of a cavity that sees the ground coherence multiplied by ε: γβ = β²(1 + ε cos φ).
 *
 * @example
 * decoheredTemperature(0.25, 2.404315987, 0.5); // 0.644069
 */
export function decoheredTemperature(alpha: number, phi: number, eps: number): number | null {
  allFinite({ alpha, phi, eps });
  const gammaAlpha = 2 * alpha * alpha;
  const gammaBeta = (1 - alpha * alpha) * (1 + eps * cos(phi));
  if (gammaAlpha >= gammaBeta) return null;
  return gammaAlpha === 0 ? 0 : 1 / log(gammaBeta / gammaAlpha);
}

/**
 * The phase φ in [0, π] whose stationary temperature is T, at fixed α (inverse of Eq. 16). Throws when no phase gives
 * it: the temperature must lie above that of φ = 0.
 *
 * @example
 * phaseForTemperature(0.25, 1.5); // 2.404316
 */
export function phaseForTemperature(alpha: number, T: number): number {
  finite("alpha", alpha, { above: 0, below: 1 }, "At α = 0 every stationary temperature is 0.");
  finite("T", T, { above: 0 });
  const cosine = (2 * alpha * alpha * exp(1 / T)) / (1 - alpha * alpha) - 1;
  if (!(cosine <= 1)) {
    const coldest = stationaryTemperature(alpha, 0);
    const remedy =
      coldest === null
        ? "Use a smaller α: this one has no stationary state at any phase."
        : `The coldest state at α = ${alpha} has T = ${coldest}.`;
    throw wrongValue("T", "be reachable by some phase", T, remedy);
  }
  return acos(cosine);
}

/**
 * The amplitude α whose stationary temperature is T, at fixed φ (inverse of Eq. 16). φ = π (mod 2π) has none.
 *
 * @example
 * alphaForTemperature(2.404315987, 1.5); // 0.25
 */
export function alphaForTemperature(phi: number, T: number): number {
  finite("phi", phi);
  finite("T", T, { above: 0 });
  const bright = 1 + cos(phi);
  if (bright === 0) throw wrongValue("phi", "differ from π, where no photon is ever absorbed", phi);
  const x = exp(-1 / T) * bright;
  return Math.sqrt(x / (2 + x));
}

/** A photon number m ≥ 1 at which θ√(2m) is (nearly) a multiple of π: no photon passes between m − 1 and m. */
export interface Trap {
  readonly photons: number;
  /** sin²(θ√(2m)): 0 for a perfect wall. */
  readonly leak: number;
}

/** The traps of an angle among photon numbers 1 … levels − 1 whose leak is at most `leak` (the exception to Eq. 17). */
export function traps(theta: number, levels: number, leak = 1e-20): Trap[] {
  integer("levels", levels, 1, 1 << 20);
  allFinite({ theta, leak });
  const found: Trap[] = [];
  for (let m = 1; m < levels; m++) {
    const s = sin(theta * Math.sqrt(2 * m));
    if (s * s <= leak) found.push({ photons: m, leak: s * s });
  }
  return found;
}

/**
 * Smallest Fock dimension d for which the truncated thermal state's temperature, taken from its ⟨n⟩, is within
 * `tolerance` of T. The closed map of dimension d has exactly that truncated state as its fixed point.
 *
 * @example
 * fockDimension(1); // 17
 */
export function fockDimension(T: number, tolerance = 1e-6): number {
  finite("tolerance", tolerance, { above: 0 });
  finite("T", T, { atLeast: 0 });
  if (T === 0) return 2;
  const x = exp(-1 / T);
  let Z = 1;
  let sum = 0;
  let power = 1;
  for (let d = 1; d <= 100_000; d++) {
    if (d >= 2 && sum > 0 && Math.abs(temperatureOf(sum / Z) - T) < tolerance) return d;
    power *= x;
    Z += power;
    sum += d * power;
  }
  throw wrongValue("T", "be low enough for a Fock space of 100000 levels", T, "Set `levels` by hand.");
}

/**
 * Change of ⟨n⟩ of the first cavity in one collision (E4), from its populations p_n.
 *
 * @example
 * photonRate([1, 0], 0.5, 0, 0.2); // 0.019472
 */
export function photonRate(populations: ArrayLike<number>, alpha: number, phi: number, theta: number): number {
  finiteList("populations", populations);
  finite("theta", theta);
  const { gammaAlpha, gammaBeta } = rates(alpha, phi);
  let sum = 0;
  for (let n = 0; n < populations.length; n++) {
    const up = n + 1 < populations.length ? sin(theta * Math.sqrt(2 * (n + 1))) : 0;
    const down = sin(theta * Math.sqrt(2 * n));
    sum += populations[n] * ((gammaAlpha / 2) * up * up - (gammaBeta / 2) * down * down);
  }
  return sum;
}

/**
 * Diagonals of Eq. 10: C|n⟩ = c|n⟩, C'|n⟩ = c'|n⟩, S|n⟩ = s|n+1⟩; `closed` sets the top level as a truncated mode has it.
 *
 * @example
 * photonOperators(Math.PI / 4, 3).c; // [0.444016, 0, 1]
 */
export function photonOperators(
  theta: number,
  levels: number,
  closed = true,
): { readonly c: number[]; readonly cPrime: number[]; readonly s: number[] } {
  integer("levels", levels, 1, 1 << 20);
  finite("theta", theta);
  const phase = (n: number) => theta * Math.sqrt(2 * n);
  const range = Array.from({ length: levels }, (_, n) => n);
  const top = (n: number) => closed && n === levels - 1;
  return {
    c: range.map((n) => (top(n) ? 1 : cos(phase(n + 1)))),
    cPrime: range.map((n) => cos(phase(n))),
    s: range.map((n) => (top(n) ? 0 : sin(phase(n + 1)) / Math.sqrt(2))),
  };
}

/**
 * Continuous limit (B7) of two cavities at x = (γβ − γα)θ²k: occupations and ⟨a†b⟩.
 *
 * @example
 * continuousLimit(0.25, 2.404315987, 1, 1, 0); // { "n1": 1, "n2": 1, "adag_b": 0 }
 */
export function continuousLimit(
  alpha: number,
  phi: number,
  n1: number,
  n2: number,
  tau: number,
): { readonly n1: number; readonly n2: number; readonly adag_b: number } {
  allFinite({ n1, n2, tau });
  const { gammaAlpha, gammaBeta } = rates(alpha, phi);
  const gap = gammaBeta - gammaAlpha;
  const star = gammaAlpha / gap;
  const x = gap * tau;
  const decay = exp(-x);
  const d1 = n1 - star;
  const d2 = n2 - star;
  return { n1: star + d1 * decay, n2: star + (d2 + d1 * x * x) * decay, adag_b: -d1 * x * decay };
}
