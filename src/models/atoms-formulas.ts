/** Closed forms for N atoms whose couplings are all equal, started from the ground state. γ₀ = 1 is one unit of rate. */
import { allFinite, finite, finiteList, holding, integer } from "../errors.ts";
import { cos, expm1, sin } from "../numerics/scalar.ts";
import { binomial } from "../operators/ladders.ts";
import { timesPairs } from "./atoms-coherence.ts";

/**
 * l₁ coherence of two atoms from |gg⟩ (5), written with decaying exponentials only:
 *
 *   C(t) = n(n+1)/(3n(n+1)+1) − n e^{−at}[(n+1) cosh bt − n² sinh bt/√(n(n+1))]/(3n(n+1)+1)
 *
 * with a = 2γ₀(2n+1), b = 2γ₀√(n(n+1)). Times t in 1/γ₀ ≥ 0; n = `nbar` ≥ 0 (n = 0 gives 0).
 * Source: B. Çakmak et al., PRA 96, 032117 (2017), Eq. (5).
 *
 * @example
 * pairCoherence(10, 1); // 0.285714
 */
export function pairCoherence(t: number, nbar: number, gamma0 = 1): number {
  allFinite({ t, nbar, gamma0 });
  if (nbar === 0) return 0;
  const root = Math.sqrt(nbar * (nbar + 1));
  const { a, b } = pairRates(nbar, gamma0);
  const scale = nbar / (3 * nbar * (nbar + 1) + 1);
  // With x± = e^{−(a∓b)t} − 1, the value 0 at t = 0 is exact and small times lose no digits.
  const slow = expm1(-(a - b) * t);
  const fast = expm1(-(a + b) * t);
  const ratio = (nbar * nbar) / root;
  return -scale * (0.5 * (nbar + 1 - ratio) * slow + 0.5 * (nbar + 1 + ratio) * fast);
}

/**
 * The two rates a = 2γ₀(2n + 1) and b = 2γ₀√(n(n + 1)) of Eq. (5); the triplet relaxes with a ± b.
 *
 * @example
 * pairRates(1); // { "a": 6, "b": 2.828427 }
 */
export function pairRates(nbar: number, gamma0 = 1): { readonly a: number; readonly b: number } {
  allFinite({ nbar, gamma0 });
  return { a: 2 * gamma0 * (2 * nbar + 1), b: 2 * gamma0 * Math.sqrt(nbar * (nbar + 1)) };
}

/**
 * Stationary weights p_k ∝ r^k of the N + 1 Dicke states, r = n/(n + 1), k = 0 … N excitations.
 *
 * @example
 * dickePopulations(2, 1); // [0.571429, 0.285714, 0.142857]
 */
export function dickePopulations(N: number, nbar: number): readonly number[] {
  integer("N", N, 1, 100_000);
  finite("nbar", nbar, { atLeast: 0 });
  const r = nbar / (nbar + 1);
  const weights = [1];
  for (let k = 1; k <= N; k++) weights.push(weights[k - 1] * r);
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/**
 * Long-time l₁ coherence from the ground state: (1 + r)^N / Σ_{k ≤ N} r^k − 1 = Σ_k p_k C(N, k) − 1: exponential growth in N.
 *
 * @example
 * longTimeCoherence(20, 10); // 43468.93
 */
export function longTimeCoherence(N: number, nbar: number): number {
  // Σ p_k (C(N, k) − 1) has only positive terms, so small n keeps its digits.
  return dickePopulations(N, nbar).reduce((sum, p, k) => sum + timesPairs(p, N, k), 0);
}

/**
 * Its limit for a hot bath: 2^N/(N + 1) − 1.
 *
 * @example
 * saturatedCoherence(2); // 0.333333
 */
export function saturatedCoherence(N: number): number {
  integer("N", N, 1, 100_000);
  let power = 1;
  for (let k = 0; k < N; k++) power *= 2;
  return power / (N + 1) - 1;
}

/**
 * The part that exchanges heat, Σ_{i≠j} ⟨σ_i⁺σ_j⁻⟩ = Σ_k p_k k(N − k): grows like N², equals the l₁ coherence for N ≤ 3 only.
 *
 * @example
 * longTimeCaloric(2, 10); // 0.332326
 */
export function longTimeCaloric(N: number, nbar: number): number {
  return dickePopulations(N, nbar).reduce((sum, p, k) => sum + p * k * (N - k), 0);
}

/**
 * Dimension of the stationary space for n > 0: Σ_J d_J², the Catalan number C(2N, N)/(N + 1).
 *
 * @example
 * [2, 3, 4, 5].map((N) => catalan(N)); // [2, 5, 14, 42]
 */
export function catalan(N: number): number {
  integer("N", N, 0, 1000);
  return Math.round(binomial(2 * N, N) / (N + 1));
}

/**
 * Long-time l₁ coherence of two atoms with conserved singlet weight p_A: |(1 − p_A) q − p_A|, q = n(n+1)/(3n(n+1)+1).
 *
 * @example
 * pairPlateau(1, 0); // 0.285714
 */
export function pairPlateau(nbar: number, singlet: number): number {
  allFinite({ nbar, singlet });
  const q = (nbar * (nbar + 1)) / (3 * nbar * (nbar + 1) + 1);
  return Math.abs((1 - singlet) * q - singlet);
}

/**
 * Elements of the pair's central block under the dipole coupling alone (corrected A1):
 *
 *   ρ_eg,eg(t) = ½[(ρ22 + ρ33) + (ρ22 − ρ33) cos 2ft] − Im ρ23 sin 2ft,   ρ_ge,ge(t) the rest,
 *   ρ_eg,ge(t) = Re ρ23 + i[Im ρ23 cos 2ft + ½(ρ22 − ρ33) sin 2ft].
 */
export function dipolePair(
  start: { readonly rho22: number; readonly rho33: number; readonly rho23: readonly [number, number] },
  f: number,
  t: number,
): { readonly rho22: number; readonly rho33: number; readonly rho23: readonly [number, number] } {
  allFinite({ f, t });
  const { rho22, rho33, rho23 } = holding("start", start, "rho22", "rho33");
  finiteList("start.rho23", rho23, 2);
  const [c, s] = [cos(2 * f * t), sin(2 * f * t)];
  const half = 0.5 * (rho22 - rho33);
  const swing = half * c - rho23[1] * s;
  return { rho22: 0.5 * (rho22 + rho33) + swing, rho33: 0.5 * (rho22 + rho33) - swing, rho23: [rho23[0], rho23[1] * c + half * s] };
}
