/**
 * Noise as a chain of hidden states, so that an average over it is exact linear algebra:
 *
 *   σ_i(1) = start_i ρ₀,   σ_i(k + 1) = Σ_j moves_ij Φ(values_j) σ_j(k),   E[ρ] = Σ_i read_i σ_i
 *
 * A chain with finitely many states is the noise itself: σ_i = E[ρ·1(state i)], read_i = 1. Gaussian noise has the nodes z_i of a
 * Gauss–Hermite rule with weights w_i for states, and σ_i = ρ(z_i)√w_i, read_i = √w_i: the same as keeping its first Hermite functions.
 */
import { gaussHermite, type Rule } from "../../numerics/quadrature.ts";

export interface HiddenChain {
  /** The value of each state. */
  readonly values: Float64Array;
  readonly start: Float64Array;
  readonly read: Float64Array;
  /**
   * [to·n + from]: probabilities from one position to the next, or rates per unit of time of a chain in continuous time; a band where
   * they depend on to − from alone; "drawn" where every position is drawn anew, "kept" where the state never changes.
   */
  readonly moves: Float64Array | Band | "drawn" | "kept";
  /** Finitely many states: exact whatever their number. */
  readonly exact: boolean;
}

/** Moves by to − from = −width … width: band[to − from + width]. */
export interface Band {
  readonly band: Float64Array;
}

/** A rule as a chain: a value for each position, or one for all of them. */
export function chainOfRule({ nodes, weights }: Rule, moves: "drawn" | "kept", exact: boolean): HiddenChain {
  return { values: nodes, start: weights, read: new Float64Array(nodes.length).fill(1), moves, exact };
}

/** A Gaussian recursion of first order: x_1 = m + first (x_0 − m) + …, x_{k+1} = m + kept (x_k − m) + …, stationary deviation s. */
export interface GaussianRecursion {
  readonly mean: number;
  readonly std: number;
  /** x_0, or null for a stationary start. */
  readonly x0: number | null;
  readonly first: number;
  readonly kept: number;
}

/**
 * The chain of a Gaussian recursion on n nodes:  moves_ij = Σ_{l<n} a^l g_l(z_i) g_l(z_j),  g_l = √w h_l with normalised Hermite
 * polynomials h_l;  from a given start  start_i = Σ_l a^l g_l(z_i) h_l(z_0). Null where a start without any spread decays.
 * Source: F. G. Mehler, J. reine angew. Math. 66, 161 (1866); R. Kubo, J. Math. Phys. 4, 174 (1963), doi:10.1063/1.1703941.
 */
export function gaussianChain({ mean, std, x0, first, kept }: GaussianRecursion, n: number): HiddenChain | null {
  if (std === 0) {
    const constant = x0 === null || x0 === mean;
    return constant ? chainOfRule({ nodes: Float64Array.of(mean), weights: Float64Array.of(1) }, "kept", true) : null;
  }
  const { nodes, read, g } = hermiteFunctions(n);
  const moves = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) moves[i * n + j] = mixed(g[i], g[j], kept);
  const from = x0 === null ? null : hermite((x0 - mean) / std, n);
  const start = from === null ? read : read.map((_, i) => mixed(g[i], from, first));
  return { values: nodes.map((z) => mean + std * z), start, read, moves, exact: false };
}

/**
 * The chain of an Ornstein–Uhlenbeck process in continuous time on n nodes, its moves rates:  moves_ij = −Σ_{l<n} (l/τ) g_l(z_i) g_l(z_j).
 * The start of a given x_0 is h_l(z_0), whose density is none: the answer is that of the process as soon as time has passed.
 */
export function gaussianFlow(
  { mean, std, x0, time }: Pick<GaussianRecursion, "mean" | "std" | "x0"> & { readonly time: number },
  n: number,
) {
  if (std === 0) return gaussianChain({ mean, std, x0, first: 1, kept: 1 }, n);
  const { nodes, read, g } = hermiteFunctions(n);
  const moves = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) for (let l = n - 1; l > 0; l--) moves[i * n + j] -= (l / time) * g[i][l] * g[j][l];
  }
  const from = x0 === null ? null : hermite((x0 - mean) / std, n);
  const start = from === null ? read : read.map((_, i) => mixed(g[i], from, 1));
  return { values: nodes.map((z) => mean + std * z), start, read, moves, exact: false };
}

/** Gauss–Hermite nodes z_i, √w_i, and g_l(z_i) = √w_i h_l(z_i) as [i][l]. */
function hermiteFunctions(n: number) {
  const { nodes, weights } = gaussHermite(n);
  const read = weights.map((w) => Math.sqrt(w));
  return { nodes, read, g: [...nodes].map((z, i) => hermite(z, n).map((h) => read[i] * h)) };
}

/** Σ_l factor^l a_l b_l. */
function mixed(a: readonly number[], b: readonly number[], factor: number): number {
  let sum = 0;
  for (let l = a.length - 1; l >= 0; l--) sum = sum * factor + a[l] * b[l];
  return sum;
}

/** A chain behind one more state of a given value, which is left for good after position 1. */
export function startingWith(value: number, { values, start, read, moves, exact }: HiddenChain): HiddenChain {
  if (!(moves instanceof Float64Array)) return { values, start, read, moves, exact };
  const n = values.length;
  const longer = new Float64Array((n + 1) * (n + 1));
  for (let i = 0; i < n; i++) {
    longer[(i + 1) * (n + 1)] = start[i];
    for (let j = 0; j < n; j++) longer[(i + 1) * (n + 1) + j + 1] = moves[i * n + j];
  }
  const after = (first: number, rest: Float64Array) => Float64Array.of(first, ...rest);
  return { values: after(value, values), start: after(1, new Float64Array(n)), read: after(1, read), moves: longer, exact };
}

/** h_0(z) … h_{n−1}(z), orthonormal over a standard normal:  √(l + 1) h_{l+1} = z h_l − √l h_{l−1}. */
function hermite(z: number, n: number): number[] {
  const h = [1, z];
  for (let l = 1; l < n - 1; l++) h.push((z * h[l] - Math.sqrt(l) * h[l - 1]) / Math.sqrt(l + 1));
  return h.slice(0, n);
}
