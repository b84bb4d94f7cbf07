/** Rényi entropies of a state and divergences of two, in nats. */
import { finite, wrongKind } from "../errors.ts";
import { multiply, traceOf, traceOfProduct } from "../numerics/dense.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { log, pow } from "../numerics/scalar.ts";
import { checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { jointBlocks } from "./blocks.ts";
import { blockSpectrum, entropy, relativeEntropy, spectrum } from "./entropy.ts";
import type { AnyState } from "./view.ts";

const EPSILON = 2.220446049250313e-16;
/** Weight of ρ outside the support of σ that rounding can explain. */
const OUTSIDE = 1e-12;

/**
 * The Rényi entropy S_α(ρ) = ln(Tr ρ^α)/(1 − α) in nats, for α ≥ 0.
 *
 * α = 0 is the logarithm of the rank, 1 the entropy of von Neumann, 2 −ln of the purity, Infinity −ln of the largest eigenvalue.
 * Eigenvalues within rounding of 0 count as 0.
 *
 * @example
 * renyiEntropy(maximallyMixed(levels(4)), 2) // ln 4
 */
export function renyiEntropy(state: AnyState, alpha: number): number {
  requireOrder(alpha, 0);
  if (alpha === 1) return entropy(state);
  const values = spectrum(state);
  const largest = values.reduce((most, [value]) => Math.max(most, value), 0);
  if (alpha === Number.POSITIVE_INFINITY) return Math.max(0, 0 - log(largest));
  const noise = 2 * values.length * EPSILON * largest;
  const sum = values.reduce((total, [value, copies]) => total + (value > noise ? copies * pow(value / largest, alpha) : 0), 0);
  return Math.max(0, (log(sum) + alpha * log(largest)) / (1 - alpha));
}

/** Which of the quantum Rényi divergences. */
export interface DivergenceOptions {
  /** `"petz"` (default) or `"sandwiched"`: they agree where the states commute. */
  readonly kind?: "petz" | "sandwiched";
}

const divergenceChecks: OptionChecks<DivergenceOptions> = { kind: oneOf("petz", "sandwiched") };

/**
 * The Rényi divergence D_α(ρ‖σ) of two states, in nats; 0 for equal states.
 *
 *   petz:        ln Tr[ρ^α σ^{1−α}]/(α − 1),   α ≥ 0
 *   sandwiched:  ln Tr[(σ^{(1−α)/2α} ρ σ^{(1−α)/2α})^α]/(α − 1),   α ≥ ½
 *
 * α = 1 is the relative entropy; ½ sandwiched is −ln of the fidelity, Infinity sandwiched the largest ln(ρ/σ). Infinity where ρ has weight
 * that σ has not (α > 1), or the states are orthogonal. Smoothly defined for all α; data processing holds up to 2 (petz), from ½ (sandwiched).
 * Source: Petz, Rep. Math. Phys. 23, 57 (1986); Müller-Lennert et al., J. Math. Phys. 54, 122203 (2013).
 */
export function renyiDivergence(rho: AnyState, sigma: AnyState, alpha: number, options: DivergenceOptions = {}): number {
  const { kind = "petz" } = checkOptions<DivergenceOptions>("options", options, divergenceChecks);
  requireOrder(alpha, kind === "petz" ? 0 : 0.5);
  if (alpha === 1) return relativeEntropy(rho, sigma);
  const blocks = jointBlocks(rho, sigma).map(({ a, b, multiplicity }) => ({ a: blockOf(a), b: blockOf(b), multiplicity }));
  if (alpha > 1 && blocks.some(({ a, b }) => weightOutside(a.matrix, b) > OUTSIDE)) return Number.POSITIVE_INFINITY;
  if (alpha === Number.POSITIVE_INFINITY && kind === "petz") return limitOfPetz(blocks);
  if (alpha === Number.POSITIVE_INFINITY) {
    const largest = blocks.reduce((most, { a, b }) => Math.max(most, largestOf(sandwiched(a.matrix, b, -0.5))), 0);
    return Math.max(0, log(largest));
  }
  let sum = 0;
  for (const { a, b, multiplicity } of blocks) {
    if (kind === "petz") sum += multiplicity * traceOfProduct(powerOf(a, alpha), powerOf(b, 1 - alpha))[0];
    else for (const x of blockSpectrum(sandwiched(a.matrix, b, (1 - alpha) / (2 * alpha)))) sum += x > 0 ? multiplicity * pow(x, alpha) : 0;
  }
  return sum <= 0 ? Number.POSITIVE_INFINITY : Math.max(0, log(sum) / (alpha - 1));
}

/** A block of a state with the size below which its eigenvalues are rounding. */
interface Block {
  readonly matrix: Matrix;
  readonly noise: number;
}

function blockOf(matrix: Matrix): Block {
  return { matrix, noise: matrix.rows === 1 ? 0 : 2 * matrix.rows * EPSILON * Math.max(0, traceOf(matrix)[0]) };
}

/** A^p on the support of A. */
function powerOf({ matrix, noise }: Block, p: number): Matrix {
  return hermitianFunction(matrix, (x) => (x > noise ? pow(x, p) : 0));
}

/** B^p A B^p. */
function sandwiched(A: Matrix, b: Block, p: number): Matrix {
  const root = powerOf(b, p);
  return multiply(root, multiply(A, root));
}

function weightOutside(A: Matrix, b: Block): number {
  return traceOf(A)[0] - traceOfProduct(A, powerOf(b, 0))[0];
}

function largestOf(A: Matrix): number {
  return blockSpectrum(A).reduce((most, x) => Math.max(most, x), 0);
}

/** The limit of Petz' divergence: the largest ln(a/b) over eigenvalues a of ρ and b of σ whose vectors are not orthogonal. */
function limitOfPetz(blocks: readonly { readonly a: Block; readonly b: Block }[]): number {
  let largest = 0;
  for (const { a, b } of blocks) {
    for (const x of blockSpectrum(a.matrix)) {
      if (x <= a.noise) continue;
      const P = hermitianFunction(a.matrix, (y) => (Math.abs(y - x) <= a.noise + 1e-13 * x ? 1 : 0));
      for (const y of blockSpectrum(b.matrix)) {
        if (y <= b.noise) continue;
        const Q = hermitianFunction(b.matrix, (z) => (Math.abs(z - y) <= b.noise + 1e-13 * y ? 1 : 0));
        if (traceOfProduct(P, Q)[0] > OUTSIDE) largest = Math.max(largest, x / y);
      }
    }
  }
  return Math.max(0, log(largest));
}

function requireOrder(alpha: number, least: number): void {
  if (typeof alpha !== "number") throw wrongKind("alpha", `be a number ≥ ${least}`, alpha);
  if (alpha !== Number.POSITIVE_INFINITY) finite("alpha", alpha, { atLeast: least }, "Infinity is allowed too.");
}
