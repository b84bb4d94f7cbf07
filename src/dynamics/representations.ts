/**
 * The matrix forms of one step ρ ↦ Σ w_k Σ (re + i·im) L ρ R†: superoperator, Choi matrix, Kraus operators, affine map of
 * the generalised Bloch vector; and what they say about it: trace and positivity defects, spectral radius.
 */

import { finite, integer, wrongValue } from "../errors.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { exp, log } from "../numerics/scalar.ts";
import { Operator } from "../operators/operator.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { type BlochMap, blochBasis, blochOf, krausOfChoi } from "./map-forms.ts";
import { requireTerms } from "./require-dynamics.ts";
import type { TermMap } from "./terms.ts";

export type { BlochMap } from "./map-forms.ts";

/** Largest dimension whose d² × d² matrices are made. */
const LARGEST = 32;

/** Refuse matrices of maps that are too large. */
export function requireSmall(d: number): void {
  if (d <= LARGEST) return;
  const bytes = 16 * d * d * d * d;
  throw wrongValue("map", `act on at most ${LARGEST} levels to be written as a matrix`, d, `d² × d² numbers would take ${bytes} bytes.`);
}

/** Visit each element ⟨i|L|k⟩⟨l|R†|j⟩ of all terms: Φ(|k⟩⟨l|)_ij gains re + i·im. */
function forEachElement(map: TermMap, visit: (i: number, k: number, j: number, l: number, re: number, im: number) => void): void {
  for (const { left, right, re, im, group } of map.terms) {
    const [x, y] = [re * map.weights[group], im * map.weights[group]];
    left.forEach((i, k, a, b) => {
      const [p, q] = [x * a - y * b, x * b + y * a];
      right.forEach((j, l, c, d) => {
        visit(i, k, j, l, p * c + q * d, q * c - p * d);
      });
    });
  }
}

function checkedMap(map: TermMap, dimension: number): void {
  requireSmall(integer("dimension", dimension, 1));
  requireTerms(map, dimension);
}

/** The superoperator matrix S with ρ′[i·d + j] = Σ S[i·d + j, k·d + l] ρ[k·d + l] (row-major vectors), d² × d². */
export function superoperator(map: TermMap, dimension: number): Matrix {
  checkedMap(map, dimension);
  const d = dimension;
  const S = zeros(d * d);
  forEachElement(map, (i, k, j, l, re, im) => {
    const at = 2 * ((i * d + j) * d * d + k * d + l);
    S.data[at] += re;
    S.data[at + 1] += im;
  });
  return S;
}

/** The unnormalised Choi matrix Σ_kl |k⟩⟨l| ⊗ Φ(|k⟩⟨l|), d² × d²; its trace is d for a channel. */
export function choiMatrix(map: TermMap, dimension: number): Matrix {
  checkedMap(map, dimension);
  const d = dimension;
  const C = zeros(d * d);
  forEachElement(map, (i, k, j, l, re, im) => {
    const at = 2 * ((k * d + i) * d * d + l * d + j);
    C.data[at] += re;
    C.data[at + 1] += im;
  });
  return C;
}

/** The smallest eigenvalue of the Choi matrix: negative when the map is not completely positive. */
export function choiMinimum(map: TermMap, dimension: number): number {
  return eigvalsh(choiMatrix(map, dimension))[0];
}

/**
 * Kraus operators of a completely positive map from the eigenvectors of its Choi matrix, the strongest first.
 *
 * @param cut eigenvalues below cut·(largest) are left out
 * @throws RangeError when an eigenvalue is below −1e-10: the map has none
 */
export function krausOperators(map: TermMap, space: Space, cut = 1e-14): readonly Operator[] {
  finite("cut", cut);
  return krausOfChoi(choiMatrix(map, requireSpace(space).dimension), space, cut);
}

/** The affine map of the generalised Bloch vector, for trace-preserving steps: Bloch x, y, z for a qubit. */
export function blochMap(map: TermMap, dimension: number): BlochMap {
  return blochOf(superoperator(map, dimension), dimension);
}

/** Largest modulus of the eigenvalues of a real n × n matrix, from the growth of its 2^k-th powers. */
export function spectralRadius(matrix: Float64Array, n: number): number {
  let power = matrix.slice();
  let logarithm = 0;
  let weight = 1;
  for (let k = 0; k < 60; k++) {
    let size = 0;
    for (const value of power) size = Math.max(size, Math.abs(value));
    if (size === 0) return 0;
    for (let e = 0; e < power.length; e++) power[e] /= size;
    logarithm += weight * log(size);
    weight /= 2;
    const square = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let q = 0; q < n; q++) {
        const a = power[i * n + q];
        if (a !== 0) for (let j = 0; j < n; j++) square[i * n + j] += a * power[q * n + j];
      }
    }
    power = square;
  }
  return exp(logarithm);
}

/** How a step fails to be a channel, and whether repeating it is stable. */
export interface MapDiagnosis {
  /** Largest deviation of Σ w (re + i·im) R†L from 1. */
  readonly traceDefect: number;
  readonly choiMinimum: number;
  /** Largest modulus of an eigenvalue besides the stationary one. */
  readonly spectralRadius: number;
  readonly stable: boolean;
  readonly completelyPositive: boolean;
  /** One sentence for each of the two that fails. */
  readonly warnings: readonly string[];
}

/** Examine a step. For systems of at most 16 levels; `label` names it in the warnings. */
export function diagnoseMap(map: TermMap, dimension: number, label = "The map"): MapDiagnosis {
  const minimum = choiMinimum(map, dimension);
  const { A, size } = blochMap(map, dimension);
  const radius = spectralRadius(A, size);
  const stable = radius <= 1 + 1e-12;
  const completelyPositive = minimum >= -1e-12 * dimension;
  const warnings: string[] = [];
  if (!stable) {
    warnings.push(
      `${label} is unstable: its spectral radius is 1 + ${(radius - 1).toPrecision(3)}, so coherence grows without bound. Evaluate exactly.`,
    );
  }
  if (!completelyPositive) {
    warnings.push(`${label} is not completely positive: the smallest eigenvalue of its Choi matrix is ${minimum.toPrecision(3)}.`);
  }
  return { traceDefect: traceDefect(map, dimension), choiMinimum: minimum, spectralRadius: radius, stable, completelyPositive, warnings };
}

/** Largest deviation of the dual map of 1 from 1. */
export function traceDefect(map: TermMap, dimension: number): number {
  const d = dimension;
  const dual = new Float64Array(2 * d * d);
  forEachElement(map, (i, k, j, l, re, im) => {
    if (i !== j) return;
    dual[2 * (l * d + k)] += re;
    dual[2 * (l * d + k) + 1] += im;
  });
  let worst = 0;
  for (let k = 0; k < d; k++) dual[2 * (k * d + k)] -= 1;
  for (const value of dual) worst = Math.max(worst, Math.abs(value));
  return worst;
}

/** Visit the fixed point of an affine map: the solution of (1 − A) r = v, by elimination with row exchange; null when singular. */
export function fixedBlochVector({ size: n, A, v }: BlochMap): Float64Array | null {
  const M = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) => (j === n ? v[i] : (i === j ? 1 : 0) - A[i * n + j])),
  );
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(M[r][c]) > Math.abs(M[pivot][c])) pivot = r;
    if (Math.abs(M[pivot][c]) < 1e-15) return null;
    [M[c], M[pivot]] = [M[pivot], M[c]];
    for (let r = c + 1; r < n; r++) {
      const f = M[r][c] / M[c][c];
      if (f !== 0) for (let k = c; k <= n; k++) M[r][k] -= f * M[c][k];
    }
  }
  const r = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = M[i][n];
    for (let j = i + 1; j < n; j++) sum -= M[i][j] * r[j];
    r[i] = sum / M[i][i];
  }
  return r;
}

/** The density matrix of a generalised Bloch vector: ρ = 1/d + ½ Σ r_a B_a. */
export function fromBloch(space: Space, r: ArrayLike<number>): Operator {
  const d = space.dimension;
  const entries: [number, number, number, number][] = Array.from({ length: d }, (_, i) => [i, i, 1 / d, 0]);
  blochBasis(d).forEach((element, a) => {
    for (const [i, j, re, im] of element) entries.push([i, j, (r[a] * re) / 2, (r[a] * im) / 2]);
  });
  return Operator.fromEntries(space, entries);
}

/** The generalised Bloch vector of a density matrix. */
export function toBloch(rho: Operator): Float64Array {
  const values = new Map<number, readonly [number, number]>();
  const d = rho.dimension;
  rho.forEach((i, j, re, im) => {
    values.set(i * d + j, [re, im]);
  });
  return Float64Array.from(blochBasis(d), (element) =>
    element.reduce((sum, [j, i, p, q]) => {
      const [re, im] = values.get(i * d + j) ?? [0, 0];
      return sum + p * re - q * im;
    }, 0),
  );
}
