/** Entropies, purity and coherence of a state, block by block. Natural logarithms: entropies are in nats. */
import { finiteList } from "../errors.ts";
import { type BlockEigen, blockEigen, eigvalsh } from "../numerics/eigen.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { log } from "../numerics/scalar.ts";
import { Operator } from "../operators/operator.ts";
import { gibbsLogarithm } from "../operators/thermal-logarithm.ts";
import { jointBlocks } from "./blocks.ts";
import { meanOf } from "./variance.ts";
import { type AnyState, asView, split } from "./view.ts";

/** The eigenvalues of one block in ascending order (a diagonal 1 × 1 block is its own). */
export function blockSpectrum(matrix: Matrix): Float64Array {
  return matrix.rows === 1 ? Float64Array.of(matrix.data[0]) : eigvalsh(matrix);
}

/** −p ln p, with the limit 0 at p = 0; negative p (rounding) count as 0. */
export function shannonTerm(p: number): number {
  return p > 0 ? -p * log(p) : 0;
}

/**
 * The Shannon entropy −Σ p ln p of a distribution, in nats.
 *
 * @example
 * shannonEntropy([0.5, 0.5]); // 0.693147
 */
export function shannonEntropy(p: ArrayLike<number>): number {
  finiteList("p", p);
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += shannonTerm(p[k]);
  return sum;
}

/** All eigenvalues of a state with their multiplicities, block by block: pairs [eigenvalue, copies]. */
export function spectrum(state: AnyState): [number, number][] {
  return asView(state)
    .blocks()
    .flatMap(({ matrix, multiplicity }) => Array.from(blockSpectrum(matrix), (value): [number, number] => [value, multiplicity]));
}

/**
 * The von Neumann entropy S(ρ) = −Tr ρ ln ρ in nats, from the eigenvalues of each block.
 * Eigenvalues below 0, which only rounding makes, count as 0.
 * @example
 * entropy(maximallyMixed(qubit())); // 0.693147
 */
export function entropy(state: AnyState): number {
  return spectrum(state).reduce((sum, [value, copies]) => sum + copies * shannonTerm(value), 0);
}

/**
 * The purity Tr ρ².
 * @example
 * purity(maximallyMixed(qubit())); // 0.5
 */
export function purity(state: AnyState): number {
  let sum = 0;
  for (const { matrix, multiplicity } of asView(state).blocks()) {
    let block = 0;
    for (const x of matrix.data) block += x * x;
    sum += multiplicity * block;
  }
  return sum;
}

/**
 * The trace Tr ρ.
 *
 * @example
 * trace(maximallyMixed(fock(5))); // 1
 */
export function trace(state: AnyState): number {
  return populations(state).reduce((sum, [p, copies]) => sum + copies * p, 0);
}

/** Diagonal elements with their multiplicities, block by block. */
function populations(state: AnyState): [number, number][] {
  return asView(state)
    .blocks()
    .flatMap(({ matrix, multiplicity }) =>
      Array.from({ length: matrix.rows }, (_, i): [number, number] => [matrix.data[2 * i * (matrix.columns + 1)], multiplicity]),
    );
}

/**
 * The l1 norm of coherence Σ_{i≠j} |ρ_ij| in the basis of the space. Source: Baumgratz et al., PRL 113, 140401 (2014).
 * @example
 * coherenceL1(qubitState([0.6, 0, 0])); // 0.6
 */
export function coherenceL1(state: AnyState): number {
  let sum = 0;
  for (const { matrix, multiplicity } of asView(state).blocks()) {
    const n = matrix.rows;
    let block = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const [re, im] = [matrix.data[2 * (i * n + j)], matrix.data[2 * (i * n + j) + 1]];
        block += 2 * Math.sqrt(re * re + im * im);
      }
    }
    sum += multiplicity * block;
  }
  return sum;
}

/**
 * The relative entropy of coherence S(diag ρ) − S(ρ) in nats, in the basis of the space.
 * Source: Baumgratz et al., PRL 113, 140401 (2014).
 *
 * @example
 * coherenceEntropy(qubitState([1, 0, 0])); // 0.693147
 */
export function coherenceEntropy(state: AnyState): number {
  const view = asView(state);
  const diagonal = populations(view).reduce((sum, [p, copies]) => sum + copies * shannonTerm(p), 0);
  return Math.max(0, diagonal - entropy(view));
}

/**
 * The mutual information I(A:B) = S(A) + S(B) − S(AB) in nats between the named factors and all the others.
 * Clipped at 0, which only rounding crosses.
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * mutualInformation(bell, ["a"]) / Math.LN2; // 2
 */
export function mutualInformation(state: AnyState, labels: readonly string[]): number {
  const view = asView(state);
  split(view.space, labels);
  const others = view.space.factors.map(({ label }) => label).filter((label) => !labels.includes(label));
  return Math.max(0, entropy(view.reduced(labels)) + entropy(view.reduced(others)) - entropy(view));
}

/**
 * The relative entropy S(ρ‖σ) = Tr ρ (ln ρ − ln σ) in nats of two states on one space.
 *
 * Infinity when ρ has weight (more than 1e-12) where σ has none: where a basis state that σ couples to no other has no population, or an
 * eigenvalue of a larger block is below 1e-15 of the block's largest. A σ made by `thermal` at T > 0 is taken as
 * ln σ = −βH − ln Z, however small its populations are.
 *
 * @example
 * relativeEntropy(basisState(qubit(), "e"), maximallyMixed(qubit())); // 0.693147
 */
export function relativeEntropy(rho: AnyState, sigma: AnyState): number {
  const blocks = jointBlocks(rho, sigma);
  const known = sigma instanceof Operator ? gibbsLogarithm(sigma) : null;
  if (known) return Math.max(0, 0 - entropy(rho) - meanOf(asView(rho), known)[0]);
  let sum = 0;
  for (const { a, b, multiplicity } of blocks) {
    for (const p of blockSpectrum(a)) sum -= multiplicity * shannonTerm(p);
    for (const part of blockEigen("sigma", b)) {
      const largest = part.values.reduce((most, value) => Math.max(most, value), 0);
      const least = part.indices.length === 1 ? 0 : 1e-15 * largest;
      for (let m = 0; m < part.values.length; m++) {
        const weight = quadraticForm(a, part, m);
        if (part.values[m] > least) sum -= multiplicity * weight * log(part.values[m]);
        else if (weight > 1e-12) return Number.POSITIVE_INFINITY;
      }
    }
  }
  return Math.max(0, sum);
}

/** ⟨v|A|v⟩ for eigenvector `m` of a block of the matrix. */
function quadraticForm(A: Matrix, { indices, rows, parts }: BlockEigen, m: number): number {
  const size = indices.length;
  const component = (i: number) => {
    const at = parts * (m * size + i);
    return [rows[at], parts === 2 ? rows[at + 1] : 0] as const;
  };
  let sum = 0;
  for (let i = 0; i < size; i++) {
    let [re, im] = [0, 0];
    for (let j = 0; j < size; j++) {
      const at = 2 * (indices[i] * A.rows + indices[j]);
      const [x, y] = [A.data[at], A.data[at + 1]];
      const [u, w] = component(j);
      re += x * u - y * w;
      im += x * w + y * u;
    }
    const [u, w] = component(i);
    sum += u * re + w * im;
  }
  return sum;
}
