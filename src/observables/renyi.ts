/** Rényi entropies of a state and divergences of two, in nats. */
import { finite, wrongKind } from "../errors.ts";
import { multiply, traceOf, traceOfProduct } from "../numerics/dense.ts";
import { eigh } from "../numerics/eigen.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { exp, log, pow } from "../numerics/scalar.ts";
import { checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { type JointBlock, jointBlocks } from "./blocks.ts";
import { blockSpectrum, entropy, relativeEntropy, spectrum } from "./entropy.ts";
import type { AnyState } from "./view.ts";

const EPSILON = 2.220446049250313e-16;
/** Weight of ρ outside the support of σ that rounding can explain. */
const OUTSIDE = 1e-12;
/** Squared overlap of orthogonal eigenvectors that rounding can explain. */
const OVERLAP = 1e-28;

/**
 * The Rényi entropy S_α(ρ) = ln(Tr ρ^α)/(1 − α) in nats, for α ≥ 0.
 *
 * α = 0 is the logarithm of the rank, 1 the entropy of von Neumann, 2 −ln of the purity, Infinity −ln of the largest eigenvalue.
 * Eigenvalues within rounding of 0 count as 0.
 *
 * @example
 * renyiEntropy(maximallyMixed(levels(4)), 2); // 1.386294
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
 *
 * @example
 * renyiDivergence(basisState(qubit(), "e"), maximallyMixed(qubit()), 2); // 0.693147
 */
export function renyiDivergence(rho: AnyState, sigma: AnyState, alpha: number, options: DivergenceOptions = {}): number {
  const { kind = "petz" } = checkOptions<DivergenceOptions>("options", options, divergenceChecks);
  requireOrder(alpha, kind === "petz" ? 0 : 0.5);
  if (alpha === 1) return relativeEntropy(rho, sigma);
  const blocks = jointBlocks(rho, sigma);
  if (alpha > 1 && blocks.some(({ a, b }) => weightOutside(a, b) > OUTSIDE)) return Number.POSITIVE_INFINITY;
  const terms = blocks.flatMap(kind === "petz" ? overlapsOf : (block) => sandwichedSpectrum(block, alpha));
  return Math.max(0, alpha === Number.POSITIVE_INFINITY ? largestRatio(terms) : ofOrder(terms, alpha));
}

/** One term weight·p^α q^{1−α} of the trace, by logarithms, so that no power leaves the range of numbers. */
interface Term {
  readonly weight: number;
  readonly logP: number;
  readonly logQ: number;
}

/** ln Σ weight p^α q^{1−α}/(α − 1). */
function ofOrder(terms: readonly Term[], alpha: number): number {
  const exponents = terms.map(({ weight, logP, logQ }) => log(weight) + alpha * logP + (1 - alpha) * logQ);
  const largest = exponents.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  if (largest === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return (largest + log(exponents.reduce((sum, x) => sum + exp(x - largest), 0))) / (alpha - 1);
}

/** The limit α → ∞. */
function largestRatio(terms: readonly Term[]): number {
  return terms.reduce((most, { logP, logQ }) => Math.max(most, logP - logQ), 0);
}

/** Petz: Tr[ρ^α σ^{1−α}] = Σ_ij |⟨i|j⟩|² p_i^α q_j^{1−α} over the eigenvectors of both. */
function overlapsOf({ a, b, multiplicity }: JointBlock): Term[] {
  const [left, right] = [positivePairs(a), positivePairs(b)];
  return left.flatMap((p) =>
    right.flatMap((q): Term[] => {
      const overlap = squaredOverlap(p.vector, q.vector);
      return overlap > OVERLAP ? [{ weight: multiplicity * overlap, logP: log(p.value), logQ: log(q.value) }] : [];
    }),
  );
}

/** Sandwiched: the eigenvalues m of σ^c ρ σ^c with c = (1 − α)/2α, of which m^α is summed. */
function sandwichedSpectrum({ a, b, multiplicity }: JointBlock, alpha: number): Term[] {
  const c = alpha === Number.POSITIVE_INFINITY ? -0.5 : (1 - alpha) / (2 * alpha);
  const noise = noiseOf(b);
  const root = hermitianFunction(b, (x) => (x > noise ? pow(x, c) : 0));
  const values = blockSpectrum(multiply(root, multiply(a, root)));
  return Array.from(values).flatMap((m): Term[] => (m > 0 ? [{ weight: multiplicity, logP: log(m), logQ: 0 }] : []));
}

/** Eigenvalues of a block that are not rounding, with their vectors, interleaved. */
function positivePairs(A: Matrix): { readonly value: number; readonly vector: Float64Array }[] {
  const n = A.rows;
  const noise = noiseOf(A);
  const { values, vectors } = eigh(A);
  return Array.from(values, (value, k) => {
    const vector = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) vector.set(vectors.data.subarray(2 * (i * n + k), 2 * (i * n + k) + 2), 2 * i);
    return { value, vector };
  }).filter(({ value }) => value > noise);
}

function squaredOverlap(u: Float64Array, v: Float64Array): number {
  let [re, im] = [0, 0];
  for (let at = 0; at < u.length; at += 2) {
    re += u[at] * v[at] + u[at + 1] * v[at + 1];
    im += u[at] * v[at + 1] - u[at + 1] * v[at];
  }
  return re * re + im * im;
}

/** The size below which eigenvalues of a block of a state are rounding. */
function noiseOf(A: Matrix): number {
  return A.rows === 1 ? 0 : 2 * A.rows * EPSILON * Math.max(0, traceOf(A)[0]);
}

/** Tr A(1 − P), P the projector on the support of B. */
function weightOutside(A: Matrix, B: Matrix): number {
  const noise = noiseOf(B);
  return (
    traceOf(A)[0] -
    traceOfProduct(
      A,
      hermitianFunction(B, (x) => (x > noise ? 1 : 0)),
    )[0]
  );
}

function requireOrder(alpha: number, least: number): void {
  if (typeof alpha !== "number") throw wrongKind("alpha", `be a number ≥ ${least}`, alpha);
  if (alpha !== Number.POSITIVE_INFINITY) finite("alpha", alpha, { atLeast: least }, "Infinity is allowed too.");
}
