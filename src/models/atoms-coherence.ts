import { exp, log } from "../numerics/scalar.ts";
import type { StateView } from "../observables/observable.ts";
import { binomial, excitationsOf, type Ladder, logBinomial } from "../operators/ladders.ts";

/**
 * The l₁ coherence Σ_{x≠y} |⟨x|ρ|y⟩| in the basis of single atoms of a permutation-symmetric state ρ = ⊕_J R_J ⊗ 1/d_J
 * that is stored as its ladders R_J.
 *
 * An element between x with k and y with k' excitations depends only on their overlap a = |x ∩ y|:
 *
 *   ⟨x|ρ|y⟩ = Σ_J ⟨k|R_J|k'⟩ g_J^{kk'}(a)
 *
 * On the diagonal, g_J^{kk}(a) C(N, k) is the spherical function of the Johnson scheme at distance k − a (exact rationals
 * here); above it, raising x one excitation at a time gives g. Mixtures of many ladders cancel, and rounding of the state is
 * multiplied by up to 2^N: where that hides the value, null is returned (0 where it is below 1e-6 anyway).
 * Source: P. Delsarte, An algebraic approach to the association schemes of coding theory (1973), Sec. 4.2.
 */
export function coherenceOnLadders(state: StateView, N: number, ladders: readonly Ladder[]): number | null {
  const { diagonal, upper } = elementsByExcitations(state, N, ladders);
  if (ladders.length === 1) {
    // A coherence beyond the range of numbers is none that can be given.
    const coherence = symmetricCoherence(N, diagonal, upper);
    return Number.isFinite(coherence) ? coherence : null;
  }
  let [sum, noise] = [0, 0];
  for (let k = 0; k <= N; k++) {
    const rows = raised(N, k, ladders, upper.size > 0 ? N : k);
    rows.forEach((g, step) => {
      const elements = step === 0 ? diagonal.get(k) : upper.get((k + step) * (N + 1) + k);
      if (!elements) return;
      const part = weightedModulus(N, k + step, k, elements, g);
      sum += (step === 0 ? 1 : 2) * part.modulus;
      noise += (step === 0 ? 1 : 2) * part.noise;
    });
  }
  if (sum > noise) return sum;
  return noise < 1e-6 ? 0 : null;
}

/** Rounding of one element of a state whose trace is 1, with a margin for the solve that made it. */
const ROUNDING = 1e-15;

/** One element ⟨k|R_J|k'⟩ and its ladder. */
interface LadderElement {
  readonly ladder: number;
  readonly re: number;
  readonly im: number;
}

/** Elements sorted by (k, k'): the diagonal by k, the part k > k' by k (N + 1) + k'. */
function elementsByExcitations(state: StateView, N: number, ladders: readonly Ladder[]) {
  const excitations = excitationsOf(N, ladders);
  const ladderOf = new Int32Array(excitations.length);
  ladders.forEach(({ offset, dimension }, at) => {
    ladderOf.fill(at, offset, offset + dimension);
  });
  const diagonal = new Map<number, LadderElement[]>();
  const upper = new Map<number, LadderElement[]>();
  state.forEach((i, j, re, im) => {
    const [k, kk] = [excitations[i], excitations[j]];
    if (k < kk || (re === 0 && im === 0)) return;
    const table = k === kk ? diagonal : upper;
    const key = k === kk ? k : k * (N + 1) + kk;
    const list = table.get(key);
    const element = { ladder: ladderOf[i], re, im };
    if (list) list.push(element);
    else table.set(key, [element]);
  });
  return { diagonal, upper };
}

/** One ladder alone: Σ_k |p_k| (C(N, k) − 1) + 2 Σ_{k>k'} |R_kk'| √(C(N, k) C(N, k')). */
function symmetricCoherence(N: number, diagonal: Map<number, LadderElement[]>, upper: Map<number, LadderElement[]>): number {
  let sum = 0;
  for (const [k, [{ re }]] of diagonal) sum += timesPairs(Math.abs(re), N, k);
  for (const [key, [{ re, im }]] of upper) {
    const kk = key % (N + 1);
    sum += 2 * Math.sqrt(re * re + im * im) * Math.sqrt(binomial(N, (key - kk) / (N + 1)) * binomial(N, kk));
  }
  return sum;
}

/** p (C(N, k) − 1), through logarithms where C(N, k) is beyond the range of numbers and the product may not be. */
export function timesPairs(p: number, N: number, k: number): number {
  const pairs = binomial(N, k);
  if (Number.isFinite(pairs)) return p * (pairs - 1);
  return p > 0 ? exp(log(p) + logBinomial(N, k)) : 0;
}

/** Σ over the overlaps a (all but x = y) of the number of pairs times the modulus of their element; g is C(N, k') g_J(a). */
function weightedModulus(N: number, k: number, kk: number, elements: readonly LadderElement[], g: readonly Float64Array[]) {
  let [modulus, noise] = [0, 0];
  for (let a = Math.max(0, k + kk - N); a <= (k === kk ? k - 1 : kk); a++) {
    let [re, im, rounding] = [0, 0, 0];
    for (const element of elements) {
      const factor = g[element.ladder][a];
      re += element.re * factor;
      im += element.im * factor;
      rounding += ROUNDING * Math.abs(factor);
    }
    const pairs = binomial(kk, a) * binomial(N - kk, k - a);
    modulus += pairs * Math.sqrt(re * re + im * im);
    noise += pairs * rounding;
  }
  return { modulus, noise };
}

/**
 * C(N, k') g_J^{kk'}(a) for k = k', k' + 1, … `last`, for each ladder (empty where it does not reach k and k'):
 *
 *   g^{k+1,k'}(a) = [a g^{k,k'}(a − 1) + (k + 1 − a) g^{k,k'}(a)] / √((J − M)(J + M + 1)),   M = k − N/2
 */
function raised(N: number, kk: number, ladders: readonly Ladder[], last: number): Float64Array[][] {
  const spherical = sphericalFunctions(N, kk);
  const none = new Float64Array(0);
  const rows: Float64Array[][] = [ladders.map((_, j) => (j <= Math.min(kk, N - kk) ? reversed(spherical[j], kk) : none))];
  for (let k = kk; k < last; k++) {
    rows.push(
      ladders.map(({ J }, j) => {
        const old = rows[rows.length - 1][j];
        const M = k - N / 2;
        if (old.length === 0 || M + 1 > J) return none;
        const norm = 1 / Math.sqrt((J - M) * (J + M + 1));
        return old.map((value, a) => norm * ((a > 0 ? a * old[a - 1] : 0) + (k + 1 - a) * value));
      }),
    );
  }
  return rows;
}

/** From distance d = k − a to overlap a. */
function reversed(values: Float64Array, k: number): Float64Array {
  const byOverlap = new Float64Array(k + 1);
  values.forEach((value, d) => {
    byOverlap[k - d] = value;
  });
  return byOverlap;
}

const known = new Map<number, readonly Float64Array[]>();

/**
 * Spherical functions φ_j(d), d = 0 … min(k, N − k), of the Johnson scheme J(N, k), for j = 0 … min(k, N − k):
 *
 *   d² φ(d−1) + a_d φ(d) + b_d φ(d+1) = θ_j φ(d),   b_d = (k−d)(N−k−d),  a_d = k(N−k) − b_d − d²,  θ_j = (k−j)(N−k−j) − j
 *
 * in exact integers ψ(d) = φ(d) Π_{i<d} b_i, rounded once.
 */
function sphericalFunctions(N: number, k: number): readonly Float64Array[] {
  const small = Math.min(k, N - k);
  const key = N * 100_001 + small;
  const found = known.get(key);
  if (found) return found;
  const [n, m] = [BigInt(N), BigInt(small)];
  const b = Array.from({ length: small + 1 }, (_, d) => (m - BigInt(d)) * (n - m - BigInt(d)));
  const functions = Array.from({ length: small + 1 }, (_, j) => {
    const theta = (m - BigInt(j)) * (n - m - BigInt(j)) - BigInt(j);
    const values = new Float64Array(small + 1);
    let [before, psi, product] = [0n, 1n, 1n];
    for (let d = 0; d <= small; d++) {
      values[d] = ratio(psi, product);
      const stay = m * (n - m) - b[d] - BigInt(d * d);
      const next = (theta - stay) * psi - (d > 0 ? BigInt(d * d) * b[d - 1] * before : 0n);
      [before, psi, product] = [psi, next, product * b[d]];
    }
    return values;
  });
  if (known.size > 256) known.clear();
  known.set(key, functions);
  return functions;
}

const SHIFT = 256n;
const UNIT = /* @__PURE__ */ Number(1n << SHIFT);

/** p/q for integers, |p/q| ≤ 1, to 256 binary places. */
function ratio(p: bigint, q: bigint): number {
  return Number((p << SHIFT) / q) / UNIT;
}
