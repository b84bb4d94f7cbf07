/**
 * Closed forms of a qubit fed by pairs of atoms (or clusters of them) through an exchange interaction of strength g.
 *
 * Source: Çakmak, Manatuly & Müstecaplıoğlu, PRA 96, 032117 (2017), Eqs. (10)–(30), App. B and C, with the corrections
 * listed in docs/errata.md. Written in r_e, r_d, λ, ε: the paper's N, M and γ are singular at r_e = r_d.
 */
import { allFinite, finite, finiteList, holding, integer, wrongKind } from "../errors.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { cos, log, sin } from "../numerics/scalar.ts";

type Complex = readonly [number, number];

/** What a second-order collision depends on (Table I): ⟨S⁺S⁻⟩, ⟨S⁻S⁺⟩, ⟨S⁻⟩ and ⟨S⁻S⁻⟩/2 of the feeding cluster. */
export interface FeedCoefficients {
  readonly re: number;
  readonly rd: number;
  readonly lambda: Complex;
  readonly epsilon: Complex;
}

function checked(coefficients: FeedCoefficients): FeedCoefficients {
  const { lambda, epsilon } = holding("coefficients", coefficients, "re", "rd");
  finiteList("coefficients.lambda", lambda, 2);
  finiteList("coefficients.epsilon", epsilon, 2);
  return coefficients;
}

/** Table I from the density matrix of a pair, basis ee, eg, ge, gg (first index 1). */
export function pairCoefficients(rho: Matrix): FeedCoefficients {
  if (!(rho?.data instanceof Float64Array) || rho.data.length !== 32) throw wrongKind("rho", "be a 4 × 4 matrix", rho);
  const a = (i: number, j: number): Complex => [rho.data[2 * (4 * (i - 1) + j - 1)], rho.data[2 * (4 * (i - 1) + j - 1) + 1]];
  const middle = a(2, 2)[0] + a(2, 3)[0] + a(3, 2)[0] + a(3, 3)[0];
  const entries = [a(1, 2), a(1, 3), a(2, 4), a(3, 4)];
  return {
    re: 2 * a(1, 1)[0] + middle,
    rd: 2 * a(4, 4)[0] + middle,
    lambda: [entries.reduce((s, z) => s + z[0], 0), entries.reduce((s, z) => s + z[1], 0)],
    epsilon: a(1, 4),
  };
}

/** The Bloch equation (19), full Pauli expectation values: dr/dt = B r + c with G = p gτ, μ = p(gτ)². */
export interface FeedBloch {
  readonly B: readonly (readonly number[])[];
  readonly c: readonly number[];
}

/** Bloch matrix and vector of (11) for arrival rate p and interaction angle gτ. */
export function feedBloch(coefficients: FeedCoefficients, p: number, gtau: number): FeedBloch {
  allFinite({ p, gtau });
  const { re, rd, lambda, epsilon } = checked(coefficients);
  const G = p * gtau;
  const mu = p * gtau * gtau;
  const damping = (mu * (re + rd)) / 2;
  const [er, ei] = [2 * mu * epsilon[0], 2 * mu * epsilon[1]];
  const [lr, li] = [2 * G * lambda[0], 2 * G * lambda[1]];
  return {
    B: [
      [-damping + er, -ei, -li],
      [-ei, -damping - er, -lr],
      [li, lr, -2 * damping],
    ],
    c: [0, 0, mu * (re - rd)],
  };
}

/** Steady excited population (30) for λ = 0: r_e/(r_e + r_d). */
export function feedPopulation(coefficients: FeedCoefficients): number {
  const { re, rd } = checked(coefficients);
  return re / (re + rd);
}

/**
 * T_eff = ω₀/ln(r_d/r_e): positive when r_e < r_d, negative under inversion, null (infinite) at r_e = r_d.
 *
 * @example
 * feedTemperature(pairCoefficients(matrixFrom([[0.25, 0, 0, 0], [0, 0.25, 0, 0], [0, 0, 0.25, 0], [0, 0, 0, 0.25]])), 1); // null
 */
export function feedTemperature(coefficients: FeedCoefficients, omega0: number): number | null {
  const { re, rd } = checked(coefficients);
  finite("omega0", omega0);
  if (re === rd) return null;
  if (re === 0 || rd === 0) return 0;
  return omega0 / log(rd / re);
}

/** Heat current (27) and power (28), corrected, positive into the qubit; J + P = 0 in the steady state. */
export function feedCurrents(
  coefficients: FeedCoefficients,
  p: number,
  gtau: number,
  omega: number,
  r: ArrayLike<number>,
): { heat: number; power: number } {
  allFinite({ p, gtau, omega });
  finiteList("r", r, 3);
  const { re, rd, lambda, epsilon } = checked(coefficients);
  const G = p * gtau;
  const mu = p * gtau * gtau;
  // ⟨σ⁻⟩ = ρ_eg = (x − iy)/2, ⟨σ⁺⟩ its conjugate; γ(2N+1) = μ(r_e + r_d), γM = −2με.
  const [x, y, z] = [r[0] / 2, r[1] / 2, r[2]];
  const half = (mu * (re + rd)) / 2;
  const real = lambda[0] * x - lambda[1] * y;
  const squeezed = lambda[0] * (epsilon[0] * x - epsilon[1] * y) + lambda[1] * (epsilon[0] * y + epsilon[1] * x);
  const heat = (-omega / 2) * (mu * (rd - re) + 2 * half * z) - 2 * G * (half * real - 2 * mu * squeezed);
  return { heat, power: 2 * omega * G * (lambda[0] * y + lambda[1] * x) };
}

/**
 * Nonzero amplitudes of the exact U for a pair (K³ = 2K, angle √2 gτ); order pair ⊗ qubit.
 *
 * @example
 * pairUnitary(0.1); // { "ee_g": 0.990017, "eg_g": 0.995008, "eg_ge": -0.004992, "gge_egg_imag": -0.099667 }
 */
export function pairUnitary(gtau: number): { ee_g: number; eg_g: number; eg_ge: number; gge_egg_imag: number } {
  finite("gtau", gtau);
  const angle = Math.sqrt(2) * gtau;
  const c = cos(angle);
  return { ee_g: c, eg_g: (1 + c) / 2, eg_ge: (c - 1) / 2, gge_egg_imag: -sin(angle) / Math.sqrt(2) };
}

/**
 * Σ_{i≠j}⟨σ⁺_iσ⁻_j⟩ of a ladder with populations p_k of k excitations: Σ p_k k(N − k), the part of the coherence that heats.
 *
 * @example
 * caloricCoherence([0, 1, 0]); // 1
 */
export function caloricCoherence(populations: ArrayLike<number>): number {
  finiteList("populations", populations);
  const N = populations.length - 1;
  let sum = 0;
  for (let k = 0; k <= N; k++) sum += populations[k] * k * (N - k);
  return sum;
}

/**
 * Steady populations of N atoms in a common thermal bath from the ground state, p_k ∝ (n/(n + 1))^k.
 *
 * @example
 * ladderPopulations(2, 1); // [0.571429, 0.285714, 0.142857]
 */
export function ladderPopulations(N: number, nbar: number): Float64Array {
  integer("N", N, 1, 100_000);
  finite("nbar", nbar, { atLeast: 0 });
  const r = nbar / (nbar + 1);
  const p = new Float64Array(N + 1);
  let sum = 0;
  for (let k = 0, w = 1; k <= N; k++, w *= r) sum += p[k] = w;
  for (let k = 0; k <= N; k++) p[k] /= sum;
  return p;
}
