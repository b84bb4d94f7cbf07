/** Entanglement of a bipartition: negativity by blocks of the partial transpose, concurrence of two qubits. */
import { wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { log, log1p } from "../numerics/scalar.ts";
import { singularValues } from "../numerics/svd.ts";
import { blockSpectrum, shannonTerm } from "./entropy.ts";
import type { StateView } from "./observable.ts";
import { type AnyState, asView, split, stateView } from "./view.ts";

/**
 * The partial transpose ρ^{T_A} on the named factors A, as a view: element ⟨a b|ρ|a′ b′⟩ moves to ⟨a′ b|·|a b′⟩.
 * Its blocks are connected components of the moved pattern, so that a number-conserving state, whose sectors have a
 * fixed sum of excitations, falls into blocks with a fixed difference.
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * stateSpectrum(partialTranspose(bell, ["a"])); // [[0.5, 1], [-0.5, 1], [0.5, 1], [0.5, 1]]
 */
export function partialTranspose(state: AnyState, labels: readonly string[]): StateView {
  const view = asView(state);
  const { space } = view;
  if (view.blocks().some(({ multiplicity }) => multiplicity !== 1)) {
    throw wrongValue("state", "list all of its blocks for a partial transpose", null, "", "it has blocks with multiplicities");
  }
  const { part, rest, own, other } = split(space, labels);
  let count = 0;
  view.forEach(() => {
    count++;
  });
  const [rows, columns] = [new Int32Array(count), new Int32Array(count)];
  const [re, im] = [new Float64Array(count), new Float64Array(count)];
  let e = 0;
  view.forEach((i, j, x, y) => {
    rows[e] = own[part[j]] + other[rest[i]];
    columns[e] = own[part[i]] + other[rest[j]];
    re[e] = x;
    im[e++] = y;
  });
  return stateView(space, { rows, columns, re, im });
}

/**
 * The negativity N = Σ |λ| over the negative eigenvalues λ of the partial transpose, between the named factors and all
 * the others: (‖ρ^{T_A}‖₁ − 1)/2 for a normalised state. Source: Vidal and Werner, PRA 65, 032314 (2002).
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * negativity(bell, ["a"]); // 0.5
 */
export function negativity(state: AnyState, labels: readonly string[]): number {
  let sum = 0;
  for (const { matrix } of partialTranspose(state, labels).blocks()) {
    if (isPositiveDiagonal(matrix)) continue;
    for (const value of blockSpectrum(matrix)) if (value < 0) sum -= value;
  }
  return sum;
}

function isPositiveDiagonal(matrix: Matrix): boolean {
  return matrix.rows === 1 && matrix.data[0] >= 0;
}

/**
 * The logarithmic negativity log₂ ‖ρ^{T_A}‖₁ = log₂(1 + 2N), in ebits.
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * logNegativity(bell, ["a"]); // 1
 */
export function logNegativity(state: AnyState, labels: readonly string[]): number {
  return log1p(2 * negativity(state, labels)) / log(2);
}

/**
 * The concurrence of two qubits, max(0, λ₁ − λ₂ − λ₃ − λ₄), with λ the singular values of ⟨w_i|σy⊗σy|w_j*⟩ over the
 * subnormalised eigenvectors w of ρ. They are found without squaring, so that zero stays zero to rounding.
 * Source: Wootters, PRL 80, 2245 (1998).
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * concurrence(bell); // 1
 */
export function concurrence(state: AnyState): number {
  const lambda = singularValues(tildeOverlaps(twoQubits(state)));
  return Math.max(0, lambda[0] - lambda[1] - lambda[2] - lambda[3]);
}

/**
 * The entanglement of formation of two qubits in ebits, h((1 + √(1 − C²))/2) with the binary entropy h.
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * entanglementOfFormation(bell); // 1
 */
export function entanglementOfFormation(state: AnyState): number {
  const C = Math.min(1, concurrence(state));
  const root = Math.sqrt(1 - C * C);
  // (1 − √(1−C²))/2 without cancellation
  const x = (C * C) / (2 * (1 + root));
  return (shannonTerm(x) + shannonTerm(1 - x)) / log(2);
}

/** The dense matrix of a state of two qubits; throws when it has other factors. */
function twoQubits(state: AnyState): Matrix {
  const view = asView(state);
  const [a, b] = view.space.factors.map(({ dimension }) => dimension);
  const bare = view.space.factors.length === 1 && view.space.dimension === 4;
  if (!bare && (view.space.factors.length !== 2 || a !== 2 || b !== 2)) {
    throw wrongValue("state", "be a state of two qubits", null, "Reduce it to two of them first.", `it lives on ${view.space}`);
  }
  return view.matrix();
}

/** τ_ij = Σ_ab w*_i(a) (σy⊗σy)_ab w*_j(b), where σy⊗σy maps |00⟩ ↔ −|11⟩ and |01⟩ ↔ |10⟩. */
function tildeOverlaps(rho: Matrix): Matrix {
  const { values, vectors } = eigh(rho);
  const tau = zeros(4);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const weight = Math.sqrt(Math.max(0, values[i]) * Math.max(0, values[j]));
      for (let a = 0; a < 4; a++) {
        const sign = a === 0 || a === 3 ? -weight : weight;
        const [p, q] = [2 * (a * 4 + i), 2 * ((3 - a) * 4 + j)];
        const v = vectors.data;
        tau.data[2 * (i * 4 + j)] += sign * (v[p] * v[q] - v[p + 1] * v[q + 1]);
        tau.data[2 * (i * 4 + j) + 1] -= sign * (v[p] * v[q + 1] + v[p + 1] * v[q]);
      }
    }
  }
  return tau;
}
