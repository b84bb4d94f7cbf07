/**
 * Closed forms of a qubit or an oscillator that meets clusters of qubits or oscillators through composite interactions,
 * V = s†A + sA†, in the limit of short collisions.
 *
 * Source: Román-Ancheyta, Kolář, Guarnieri & Filip, "Enhanced steady-state coherence via repeated system-bath
 * interactions", with the corrections listed in docs/errata.md (exponents of 15, 16, 20, 21; |f₁f₂| in 3 and 8).
 */
import { allFinite, finite, finiteList, holding } from "../errors.ts";
import { cos, cosh, exp, PI, sin, sinh } from "../numerics/scalar.ts";
import { oneOf } from "../options.ts";

/** What the bath units are made of. */
export type ClusterKind = "qubits" | "oscillators";

/** ⟨{A, A†}⟩ and ⟨[A, A†]⟩ of a thermal cluster: what the limiting dynamics depends on. */
export interface Moments {
  readonly sum: number;
  readonly difference: number;
}

/**
 * Moments of N qubits, (N, N tanh(ω_B/2T)), or of N oscillators, (N coth(ω_B/2T), N); Eqs. (7), (18). T = 0 is the ground state.
 *
 * @example
 * clusterMoments("qubits", 3, 0, 1); // { "sum": 3, "difference": 3 }
 */
export function clusterMoments(kind: ClusterKind, N: number, T: number, omegaB: number): Moments {
  oneOf("qubits", "oscillators")("kind", kind);
  allFinite({ N, T, omegaB });
  const tangent = tanhHalf(omegaB, T);
  return kind === "qubits" ? { sum: N, difference: N * tangent } : { sum: N / tangent, difference: N };
}

/** Check the numbers of a formula, and the moments that it is given with them. */
function numbers(moments: Moments, others: Readonly<Record<string, number>>): Moments {
  allFinite(others);
  return holding("moments", moments, "sum", "difference");
}

/** tanh(ω/2T), which is 1 at T = 0 and negative at negative temperatures. */
export function tanhHalf(omega: number, T: number): number {
  if (T === 0) return 1;
  const x = omega / (2 * T);
  if (Math.abs(x) > 300) return x > 0 ? 1 : -1;
  return sinh(x) / cosh(x);
}

/** A linear differential equation of Bloch vectors, dr/dt = B r + c. */
export interface BlochEquation {
  readonly B: readonly (readonly number[])[];
  readonly c: readonly number[];
}

/** Bloch equation (B2)–(B6) of the rotating-wave interaction, s = f₁σz + f₂σ₋. */
export function rotatingBloch(f1: number, f2: number, omega: number, moments: Moments): BlochEquation {
  const { sum, difference } = numbers(moments, { f1, f2, omega });
  const Gamma = (2 * f1 * f1 + (f2 * f2) / 2) * sum;
  const Omega = f1 * f2 * sum;
  return {
    B: [
      [-Gamma, -omega, Omega],
      [omega, -Gamma, 0],
      [Omega, 0, -f2 * f2 * sum],
    ],
    c: [2 * f1 * f2 * difference, 0, -f2 * f2 * difference],
  };
}

/** Bloch equation (B12), (B13) with counter-rotating terms, s = f₁σz + f₂σx. */
export function rabiBloch(f1: number, f2: number, omega: number, moments: Moments): BlochEquation {
  const { sum } = numbers(moments, { f1, f2, omega });
  const dephasing = 2 * f1 * f1 * sum;
  const decay = 2 * f2 * f2 * sum;
  const Omega = 2 * f1 * f2 * sum;
  return {
    B: [
      [-dephasing, -omega, Omega],
      [omega, -(dephasing + decay), 0],
      [Omega, 0, -decay],
    ],
    c: [0, 0, 0],
  };
}

/**
 * Steady state of the rotating-wave equation, (B7)–(B9); f₂ ≠ 0.
 *
 * @example
 * rotatingSteady(0.3 * Math.SQRT2, 0.6, 1, clusterMoments("qubits", 1, 0, 1)); // [0.115088, 0.213127, -0.91862]
 */
export function rotatingSteady(f1: number, f2: number, omega: number, moments: Moments): readonly [number, number, number] {
  const { sum, difference } = numbers(moments, { f1, f2, omega });
  const Gamma = (2 * f1 * f1 + (f2 * f2) / 2) * sum;
  const x = (f1 * f2 * difference * Gamma) / (Gamma * Gamma + omega * omega - f1 * f1 * sum * Gamma);
  return [x, (omega * x) / Gamma, (f1 / f2) * x - difference / sum];
}

/**
 * Coherence (8), (9) of that steady state: |f₁f₂| ⟨[A, A†]⟩ r/(s + ω²).
 *
 * @example
 * rotatingCoherence(0.3 * Math.SQRT2, 0.6, 1, clusterMoments("qubits", 1, 0, 1)); // 0.242215
 */
export function rotatingCoherence(f1: number, f2: number, omega: number, moments: Moments): number {
  const { sum, difference } = numbers(moments, { f1, f2, omega });
  const first = 2 * f1 * f1 + (f2 * f2) / 2;
  const second = f1 * f1 + (f2 * f2) / 2;
  return (
    (Math.abs(f1 * f2) * difference * Math.sqrt(omega * omega + sum * sum * first * first)) / (sum * sum * first * second + omega * omega)
  );
}

/**
 * C₀ = |f₁f₂|/(f₁² + f₂²/2), the limit for large clusters at T = 0 (10); at most 1/√2, at f₂ = √2 f₁.
 *
 * @example
 * limitingCoherence(1, Math.SQRT2); // 0.707107
 */
export function limitingCoherence(f1: number, f2: number): number {
  allFinite({ f1, f2 });
  return Math.abs(f1 * f2) / (f1 * f1 + (f2 * f2) / 2);
}

/**
 * Purity (11) of large clusters: ½ + (½ + f₂²/8f₁²) C₀² tanh².
 *
 * @example
 * limitingPurity(1, Math.SQRT2, 1); // 0.875
 */
export function limitingPurity(f1: number, f2: number, tangent: number): number {
  finite("tangent", tangent);
  const C0 = limitingCoherence(f1, f2);
  return 0.5 + (0.5 + (f2 * f2) / (8 * f1 * f1)) * C0 * C0 * tangent * tangent;
}

/**
 * The cluster size above which the purity at T = 0 lies below its limit for large clusters: ω/(|f₂| √(f₁² + f₂²/2)).
 *
 * @example
 * purityThreshold(0.3 * Math.SQRT2, 0.6, 1); // 2.777778
 */
export function purityThreshold(f1: number, f2: number, omega: number): number {
  allFinite({ f1, f2, omega });
  return omega / (Math.abs(f2) * Math.sqrt(f1 * f1 + (f2 * f2) / 2));
}

/** The printed estimates of the largest transient coherence and the purity at that time. */
export interface TransientEstimate {
  readonly C: number;
  readonly P: number;
}

/**
 * Estimates (15), (16), (20), (21) as printed: exponents πN(f₁² + f₂²/4)/ω in the rotating wave and πN(f₁² + f₂²)/ω with
 * counter-rotating terms, divided by |z₀| for oscillators. `correctedTransient` has the right ones.
 */
export function printedTransient(
  kind: ClusterKind,
  interaction: "RWA" | "CR",
  f1: number,
  f2: number,
  N: number,
  omega: number,
  z0: number,
): TransientEstimate {
  allFinite({ f1, f2, N, omega, z0 });
  const scale = kind === "qubits" ? 1 : 1 / Math.abs(z0);
  const amplitude = ((kind === "qubits" ? Math.abs(z0) : 1) * (interaction === "RWA" ? 2 : 4) * Math.abs(f1 * f2) * N) / omega;
  const rate = (interaction === "RWA" ? f1 * f1 + (f2 * f2) / 4 : f1 * f1 + f2 * f2) * N * scale;
  const purity = interaction === "RWA" ? 1 : exp((-2 * PI * rate) / omega);
  return { C: amplitude * exp((-PI * rate) / omega), P: 0.5 * (1 + z0 * z0 * purity) };
}

/**
 * The estimates at t = π/ω with the right exponents. Rotating wave: as printed, π⟨{A, A†}⟩(f₁² + f₂²/4)/ω. With
 * counter-rotating terms the transverse vector and the inversion that drives it decay together: the coherence takes
 * f₁² + 3f₂²/2 (printed f₁² + f₂²) and the squared inversion 4f₂² (printed 2f₁² + 2f₂²).
 */
export function correctedTransient(
  interaction: "RWA" | "CR",
  f1: number,
  f2: number,
  omega: number,
  z0: number,
  moments: Moments,
): TransientEstimate {
  const { sum } = numbers(moments, { f1, f2, omega, z0 });
  const amplitude = ((interaction === "RWA" ? 2 : 4) * Math.abs(f1 * f2 * z0) * sum) / omega;
  const rate = (interaction === "RWA" ? f1 * f1 + (f2 * f2) / 4 : f1 * f1 + 1.5 * f2 * f2) * sum;
  const purity = interaction === "RWA" ? 1 : exp((-4 * PI * sum * f2 * f2) / omega);
  return { C: amplitude * exp((-PI * rate) / omega), P: 0.5 * (1 + z0 * z0 * purity) };
}

/** Approximations (B14)–(B16) of the Bloch vector with counter-rotating terms, start (0, 0, z₀). */
export function rabiApproximation(
  f1: number,
  f2: number,
  omega: number,
  z0: number,
  moments: Moments,
  t: number,
): readonly [number, number, number] {
  const { sum } = numbers(moments, { f1, f2, omega, z0, t });
  const dephasing = 2 * f1 * f1 * sum;
  const Omega = 2 * f1 * f2 * sum;
  const fast = Math.sqrt(omega * omega - Omega * Omega - (dephasing * dephasing) / 4);
  const slow = omega * omega - Omega * Omega;
  const x = ((z0 * Omega * exp((-3 * dephasing * t) / 2)) / fast) * sin(t * fast);
  const y = ((z0 * Omega * omega * exp(-2 * dephasing * t)) / slow) * (1 - cos(t * Math.sqrt(slow)));
  return [x, y, (Omega / omega) * y + z0 * exp(-2 * dephasing * t)];
}

/** The simpler approximations (B17)–(B19). */
export function rabiRoughApproximation(
  f1: number,
  f2: number,
  omega: number,
  z0: number,
  moments: Moments,
  t: number,
): readonly [number, number, number] {
  const { sum } = numbers(moments, { f1, f2, omega, z0, t });
  const decay = exp(-t * sum * (f1 * f1 + f2 * f2));
  const amplitude = (z0 * 2 * f1 * f2 * sum * decay) / omega;
  return [amplitude * sin(t * omega), amplitude * (1 - cos(t * omega)), z0 * decay];
}

/**
 * A driven, heated target oscillator (22): d⟨a⟩/dt = −K₁⟨a⟩ − K₂ with K₁ = iω + f₁²S/2, K₂ = f₁f₂S/2, and
 * d⟨n⟩/dt = f₁f₂S·Re⟨a⟩ + f₂²S. It never stops heating; ⟨a⟩ settles at −K₂/K₁.
 */
export interface HeatedOscillator {
  readonly amplitude: readonly [number, number];
  readonly number: number;
  readonly steadyAmplitude: readonly [number, number];
  /** d⟨n⟩/dt at late times. */
  readonly heatingRate: number;
}

/** Moments of the target oscillator at time t from the vacuum, with S = ⟨{B, B†}⟩; Eqs. (22), (C1). */
export function heatedOscillator(f1: number, f2: number, omega: number, S: number, t: number): HeatedOscillator {
  allFinite({ f1, f2, omega, S, t });
  const k = (f1 * f1 * S) / 2;
  const drive = (f1 * f2 * S) / 2;
  const norm = k * k + omega * omega;
  const steady: readonly [number, number] = [(-drive * k) / norm, (drive * omega) / norm];
  const decay = exp(-k * t);
  const [c, s] = [decay * cos(omega * t), -decay * sin(omega * t)];
  const amplitude: readonly [number, number] = [steady[0] * (1 - c) + steady[1] * s, steady[1] * (1 - c) - steady[0] * s];
  const pump = f2 * f2 * S;
  const push = f1 * f2 * S;
  // ∫₀ᵗ Re⟨a⟩ from a(t) = a_ss(1 − e^{−K₁t}):  Re[a_ss (t − (1 − e^{−K₁t})/K₁)].
  const ratio: readonly [number, number] = [((1 - c) * k + -s * omega) / norm, (-s * k - (1 - c) * omega) / norm];
  const integral = steady[0] * (t - ratio[0]) + steady[1] * ratio[1];
  return { amplitude, number: pump * t + push * integral, steadyAmplitude: steady, heatingRate: pump + push * steady[0] };
}

/** The weak-coupling amplitude −f₁f₂⟨b†b⟩/(2iω + f₁²⟨{b, b†}⟩ + f₂²) of a target oscillator in the rotating wave (App. C). */
export function rotatingAmplitude(f1: number, f2: number, omega: number, moments: Moments): readonly [number, number] {
  const { sum, difference } = numbers(moments, { f1, f2, omega });
  const occupation = (sum - difference) / 2;
  const re = f1 * f1 * sum + f2 * f2 * difference;
  const im = 2 * omega;
  const norm = re * re + im * im;
  return [(-f1 * f2 * occupation * re) / norm, (f1 * f2 * occupation * im) / norm];
}

/** Heat, work and energy per unit time, positive into the system. */
export interface Rates {
  readonly Q: number;
  readonly W: number;
  readonly dE: number;
}

/** Rates (25) and (27) of a qubit target in the rotating wave, from its Bloch vector; any cluster through its moments. */
export function rotatingRates(f1: number, f2: number, omega: number, omegaB: number, moments: Moments, r: ArrayLike<number>): Rates {
  const { sum, difference } = numbers(moments, { f1, f2, omega, omegaB });
  finiteList("r", r, 3);
  const hopping = (f2 * f2 * (-difference - sum * r[2])) / 2;
  const mixed = f1 * f2 * sum * r[0];
  const Q = omegaB * (hopping - f1 * f1 * difference + mixed);
  const dE = omega * (hopping + mixed / 2);
  return { Q, W: dE - Q, dE };
}

/** W_ss/C_ss of (26) at resonance for one bath qubit. */
export function powerRatio(f1: number, f2: number, omega: number): number {
  allFinite({ f1, f2, omega });
  const inner = 4 * f1 * f1 + f2 * f2;
  return (
    (Math.abs(f1) * omega * (2 * omega * omega + 4 * f1 * f1 * f1 * f1 + f1 * f1 * f2 * f2)) /
    (Math.abs(f2) * Math.sqrt(4 * omega * omega + inner * inner))
  );
}

/**
 * Steady power ω_B(f₁² + f₂²)⟨[A, A†]⟩ with counter-rotating terms: it buys no coherence.
 *
 * @example
 * rabiPower(1, 1, 1, clusterMoments("qubits", 1, 0, 1)); // 2
 */
export function rabiPower(f1: number, f2: number, omegaB: number, moments: Moments): number {
  const { difference } = numbers(moments, { f1, f2, omegaB });
  return omegaB * (f1 * f1 + f2 * f2) * difference;
}
