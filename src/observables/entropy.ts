/** Entropies, purity and coherence of a state, block by block. Natural logarithms: entropies are in nats. */
import { eigh, eigvalsh } from "../numerics/eigen.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { log } from "../numerics/scalar.ts";
import { jointBlocks } from "./blocks.ts";
import { type AnyState, asView, split } from "./view.ts";

/** The eigenvalues of one block in ascending order (a diagonal 1 × 1 block is its own). */
export function blockSpectrum(matrix: Matrix): Float64Array {
  return matrix.rows === 1 ? Float64Array.of(matrix.data[0]) : eigvalsh(matrix);
}

/** −p ln p, with the limit 0 at p = 0; negative p (rounding) count as 0. */
export function shannonTerm(p: number): number {
  return p > 0 ? -p * log(p) : 0;
}

/** The Shannon entropy −Σ p ln p of a distribution, in nats. */
export function shannonEntropy(p: ArrayLike<number>): number {
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
 */
export function entropy(state: AnyState): number {
  return spectrum(state).reduce((sum, [value, copies]) => sum + copies * shannonTerm(value), 0);
}

/** The purity Tr ρ². */
export function purity(state: AnyState): number {
  let sum = 0;
  for (const { matrix, multiplicity } of asView(state).blocks()) {
    let block = 0;
    for (const x of matrix.data) block += x * x;
    sum += multiplicity * block;
  }
  return sum;
}

/** The trace Tr ρ. */
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

/** The l1 norm of coherence Σ_{i≠j} |ρ_ij| in the basis of the space. Source: Baumgratz et al., PRL 113, 140401 (2014). */
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
 */
export function coherenceEntropy(state: AnyState): number {
  const view = asView(state);
  const diagonal = populations(view).reduce((sum, [p, copies]) => sum + copies * shannonTerm(p), 0);
  return Math.max(0, diagonal - entropy(view));
}

/**
 * The mutual information I(A:B) = S(A) + S(B) − S(AB) in nats between the named factors and all the others.
 * Clipped at 0, which only rounding crosses.
 */
export function mutualInformation(state: AnyState, labels: readonly string[]): number {
  const view = asView(state);
  const others = view.space.factors.map(({ label }) => label).filter((label) => !labels.includes(label));
  split(view.space, labels);
  return Math.max(0, entropy(view.reduced(labels)) + entropy(view.reduced(others)) - entropy(view));
}

/**
 * The relative entropy S(ρ‖σ) = Tr ρ (ln ρ − ln σ) in nats of two states on one space.
 * Infinity when ρ has weight (more than 1e-12) where σ has none (eigenvalues below 1e-15 of the largest).
 */
export function relativeEntropy(rho: AnyState, sigma: AnyState): number {
  const blocks = jointBlocks(rho, sigma);
  const spectra = blocks.map(({ b }) => eigh(b));
  const largest = spectra.reduce((most, { values }) => values.reduce((m, v) => Math.max(m, v), most), 0);
  let sum = 0;
  for (let k = 0; k < blocks.length; k++) {
    const { a, multiplicity } = blocks[k];
    for (const p of blockSpectrum(a)) sum -= multiplicity * shannonTerm(p);
    const { values, vectors } = spectra[k];
    for (let m = 0; m < values.length; m++) {
      const weight = quadraticForm(a, vectors, m);
      if (values[m] > 1e-15 * largest) sum -= multiplicity * weight * log(values[m]);
      else if (weight > 1e-12) return Number.POSITIVE_INFINITY;
    }
  }
  return Math.max(0, sum);
}

/** ⟨v|A|v⟩ for column `m` of `vectors`. */
function quadraticForm(A: Matrix, vectors: Matrix, m: number): number {
  const n = A.rows;
  const v = vectors.data;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let re = 0;
    let im = 0;
    for (let j = 0; j < n; j++) {
      const [x, y] = [A.data[2 * (i * n + j)], A.data[2 * (i * n + j) + 1]];
      const [u, w] = [v[2 * (j * n + m)], v[2 * (j * n + m) + 1]];
      re += x * u - y * w;
      im += x * w + y * u;
    }
    sum += v[2 * (i * n + m)] * re + v[2 * (i * n + m) + 1] * im;
  }
  return sum;
}
