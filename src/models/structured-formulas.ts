/**
 * Closed forms of a qubit that meets thermal pairs of interacting qubits, to second order in the collision time.
 *
 * Source: Cusumano & De Chiara, "Structured quantum collision models", App. A and B, with the corrections listed in
 * docs/errata.md (labels of a and b, α once in g, |g|² in B14).
 */
import { allFinite, finite, finiteList, holding } from "../errors.ts";
import { cosh, exp, sinh } from "../numerics/scalar.ts";

/** A real number or [re, im]. */
export type Complex = readonly [number, number];

/** A pair of qubits in a thermal state and the two bare levels that the system's transition is coupled to. */
export interface PairAncilla {
  /** Splittings ω₁, ω₂ of the two sub-qubits. */
  readonly omega1: number;
  readonly omega2: number;
  /** Exchange coupling κ between them (real). */
  readonly kappa: number;
  /** Inverse temperature; `Infinity` is the ground state. */
  readonly beta: number;
  /** "resonant": E₂ = |↑↓⟩, E₃ = |↓↑⟩ (the figures); "literal": the labels of (A1), the other way round. */
  readonly label: "resonant" | "literal";
}

/** Elements of the pair's thermal state in the bare basis. */
export interface PairState {
  /** Tr exp(−βH_E); Infinity where it leaves the range of numbers. */
  readonly Z: number;
  readonly eta22: number;
  readonly eta33: number;
  readonly eta23: number;
  readonly etaUp: number;
  readonly etaDown: number;
  /** Δ = (E₃ − E₂)/2 and R = √(Δ² + κ²). */
  readonly Delta: number;
  readonly R: number;
}

/**
 * The pair's thermal state: η₂₃ = −(κ/R) sinh(βR)/Z, η₃₃ − η₂₂ = −(2Δ/R) sinh(βR)/Z, η₂₂ + η₃₃ = 2 cosh(βR)/Z with
 * Z = 2 cosh βx + 2 cosh βR, x = (ω₁ + ω₂)/2. Stable at any β: everything is divided by e^{β max(x, R)}.
 */
export function pairState(ancilla: PairAncilla): PairState {
  const { omega1, omega2, kappa, beta, label } = holding("ancilla", ancilla, "omega1", "omega2", "kappa");
  if (beta !== Number.POSITIVE_INFINITY) finite("ancilla.beta", beta);
  const x = Math.abs(omega1 + omega2) / 2;
  const Delta = ((label === "resonant" ? 1 : -1) * (omega2 - omega1)) / 2;
  const R = Math.sqrt(Delta * Delta + kappa * kappa);
  const top = Math.max(x, R);
  const ground = (energy: number) => (Math.abs(top - energy) <= 1e-14 * top ? 1 : 0);
  const boltzmann = (energy: number) => (beta === Number.POSITIVE_INFINITY ? ground(energy) : exp(beta * (energy - top)));
  const [upper, lower] = [boltzmann(R), boltzmann(-R)];
  const [down, up] = omega1 + omega2 >= 0 ? [boltzmann(x), boltzmann(-x)] : [boltzmann(-x), boltzmann(x)];
  const sum = upper + lower + down + up;
  const c = (upper + lower) / sum;
  const s = R === 0 ? 0 : (upper - lower) / sum / R;
  return {
    Z: 2 * cosh(beta * x) + 2 * cosh(beta * R),
    eta22: c / 2 + (s * Delta) / 2,
    eta33: c / 2 - (s * Delta) / 2,
    eta23: (-kappa * s) / 2,
    etaUp: up / sum,
    etaDown: down / sum,
    Delta,
    R,
  };
}

/** The four numbers that the second-order map depends on: g⁻ = a + ib, P = |α|²η₃₃, M = |α|²η₂₂. */
export interface Drive {
  readonly a: number;
  readonly b: number;
  readonly P: number;
  readonly M: number;
}

/** g⁻ = α η₃₂, P, M of Example 2, H_SE = α σ⁺ ⊗ |E₂⟩⟨E₃| + h.c. (α enters g once). */
export function pairDrive(pair: PairState, alpha: Complex): Drive {
  holding("pair", pair, "eta22", "eta33", "eta23");
  finiteList("alpha", alpha, 2);
  const square = alpha[0] * alpha[0] + alpha[1] * alpha[1];
  return { a: alpha[0] * pair.eta23, b: alpha[1] * pair.eta23, P: square * pair.eta33, M: square * pair.eta22 };
}

/** An affine map of Bloch vectors, r′ = A r + v. */
export interface AffineMap {
  readonly A: readonly (readonly number[])[];
  readonly v: readonly number[];
}

/** The second-order Bloch map (Eqs. 21, 56; B7–B10) with ℓ = 1 − t²(G + ω²)/2, G = P + M, D = P − M. */
export function pairMap(drive: Drive, omega: number, t: number): AffineMap {
  const { a, b, P, M } = holding("drive", drive, "a", "b", "P", "M");
  allFinite({ omega, t });
  const t2 = t * t;
  const l = 1 - (t2 * (P + M + omega * omega)) / 2;
  return {
    A: [
      [l, -t * omega, t2 * omega * a - 2 * t * b],
      [t * omega, l, -t2 * omega * b - 2 * t * a],
      [t2 * omega * a + 2 * t * b, 2 * t * a - t2 * omega * b, 1 - t2 * (P + M)],
    ],
    v: [0, 0, t2 * (P - M)],
  };
}

/**
 * The second-order map's steady Bloch vector (B11–B14 corrected):
 * σz = D[4ω² + t²(G+ω²)²]/K, ρ₁₂ = D g⁻[4ω + 2itG + t²ω(G + ω²)]/K. Null where it has none (no transition is driven).
 */
export function pairSteady(drive: Drive, omega: number, t: number): readonly [number, number, number] | null {
  const { a, b, P, M } = holding("drive", drive, "a", "b", "P", "M");
  allFinite({ omega, t });
  const [G, D] = [P + M, P - M];
  const g2 = a * a + b * b;
  const [w2, t2] = [omega * omega, t * t];
  const K = 8 * g2 * (G - w2) + 4 * w2 * G + t2 * (G * (G * G + 2 * w2 * (G - g2) + w2 * w2) - 2 * g2 * w2 * w2);
  if (K === 0) return null;
  const re = 4 * omega + t2 * omega * (G + w2);
  const im = 2 * t * G;
  const rho12: Complex = [(D * (a * re - b * im)) / K, (D * (a * im + b * re)) / K];
  return [2 * rho12[0], -2 * rho12[1], (D * (4 * w2 + t2 * (G + w2) * (G + w2))) / K];
}

/** Energies exchanged in one collision, positive into the system. */
export interface Exchange {
  readonly dU: number;
  readonly Q: number;
  readonly W: number;
}

/**
 * Exchanges of one second-order collision from the Bloch vector before it: X = σz G + M − P,
 * ΔU = −t²ωX/2 + t²ω² Re[g⁺ρ₁₂] − 2tω Im[g⁺ρ₁₂], δQ = −t²ΔX + t²κ|α|² Re η₂₃, W = ΔU − δQ.
 */
export function pairExchange(
  drive: Drive,
  pair: PairState,
  kappa: number,
  alpha: Complex,
  omega: number,
  t: number,
  r: ArrayLike<number>,
): Exchange {
  const { a, b, P, M } = holding("drive", drive, "a", "b", "P", "M");
  holding("pair", pair, "Delta", "eta23");
  finiteList("alpha", alpha, 2);
  finiteList("r", r, 3);
  allFinite({ kappa, omega, t });
  const [x, y] = [r[0] / 2, -r[1] / 2];
  const X = r[2] * (P + M) + M - P;
  const square = alpha[0] * alpha[0] + alpha[1] * alpha[1];
  const dU = (-t * t * omega * X) / 2 + t * t * omega * omega * (a * x + b * y) - 2 * t * omega * (a * y - b * x);
  const Q = -t * t * pair.Delta * X + t * t * kappa * square * pair.eta23;
  return { dU, Q, W: dU - Q };
}

/**
 * Example 1, H_SE = Σ_k α_k σ⁺σ_k⁻ + h.c.: the steady state (51) is diagonal,
 * σz = (Σ g^{(−,+)} − Σ g^{(+,−)})/(Σ g^{(−,+)} + Σ g^{(+,−)}), with the correlators of (A11)–(A16).
 */
export function exchangeSteady(ancilla: PairAncilla, alpha: readonly [number, number]): { up: number; down: number; sz: number } {
  finiteList("alpha", alpha, 2);
  const s = pairState({ ...ancilla, label: "resonant" });
  const up1 = s.etaUp + s.eta22;
  const up2 = s.etaUp + s.eta33;
  const cross = 2 * alpha[0] * alpha[1] * s.eta23;
  const up = alpha[0] * alpha[0] * up1 + alpha[1] * alpha[1] * up2 + cross;
  const down = alpha[0] * alpha[0] * (1 - up1) + alpha[1] * alpha[1] * (1 - up2) + cross;
  return { up, down, sz: (up - down) / (up + down) };
}

/**
 * κ_c = √(ω₁ω₂): the coupling at which the pair's ground state changes from |↓↓⟩ to an entangled state.
 *
 * @example
 * criticalCoupling(0.5, 1.5); // 0.866025
 */
export function criticalCoupling(omega1: number, omega2: number): number {
  allFinite({ omega1, omega2 });
  return Math.sqrt(omega1 * omega2);
}

/**
 * Leading behaviour κ·C → α ω_S |E₃ − E₂| / (ω_S² + α²) of the steady coherence at large κ, whatever β.
 *
 * @example
 * largeCouplingCoherence(0.2, 1, 1); // 0.192308
 */
export function largeCouplingCoherence(alpha: number, omegaS: number, gap: number): number {
  allFinite({ alpha, omegaS, gap });
  return (alpha * omegaS * Math.abs(gap)) / (omegaS * omegaS + alpha * alpha);
}

/**
 * −tanh(βω/2), the inversion of a thermal qubit.
 *
 * @example
 * thermalInversion(1, 1); // -0.462117
 */
export function thermalInversion(beta: number, omega: number): number {
  finite("omega", omega);
  if (beta === Number.POSITIVE_INFINITY) return omega > 0 ? -1 : 1;
  const half = (finite("beta", beta) * omega) / 2;
  return Math.abs(half) < 300 ? -sinh(half) / cosh(half) : half > 0 ? -1 : 1;
}
