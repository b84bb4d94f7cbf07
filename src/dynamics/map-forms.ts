/** From the matrix of a linear map on operators to its other forms: Choi matrix, Kraus operators, χ matrix, dilation, Bloch map. */
import { wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";

/** C[k·d + i, l·d + j] = S[i·d + j, k·d + l]: the unnormalised Choi matrix Σ_kl |k⟩⟨l| ⊗ Φ(|k⟩⟨l|) from a superoperator, and back. */
export function reshuffled(S: Matrix, d: number): Matrix {
  const C = zeros(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        for (let l = 0; l < d; l++) {
          const from = 2 * ((i * d + j) * d * d + k * d + l);
          const to = 2 * ((k * d + i) * d * d + l * d + j);
          C.data[to] = S.data[from];
          C.data[to + 1] = S.data[from + 1];
        }
      }
    }
  }
  return C;
}

/**
 * Kraus operators from the eigenvectors of a Choi matrix, the strongest first; eigenvalues below cut·(largest) are left out.
 * Throws a RangeError when an eigenvalue is below −1e-10 of the largest: the map has none.
 */
export function krausOfChoi(C: Matrix, space: Space, cut = 1e-14): readonly Operator[] {
  const d = space.dimension;
  const { values, vectors } = eigh(C, { tolerance: 1e-9 });
  const largest = values[values.length - 1];
  if (values[0] < -1e-10 * largest) {
    throw wrongValue("map", "be completely positive to have Kraus operators", null, "", `its Choi matrix has the eigenvalue ${values[0]}`);
  }
  const operators: Operator[] = [];
  for (let q = values.length - 1; q >= 0 && values[q] > cut * largest; q--) {
    const root = Math.sqrt(values[q]);
    const entries: [number, number, number, number][] = [];
    for (let k = 0; k < d; k++) {
      for (let i = 0; i < d; i++) {
        const at = 2 * ((k * d + i) * d * d + q);
        const [re, im] = [root * vectors.data[at], root * vectors.data[at + 1]];
        if (re !== 0 || im !== 0) entries.push([i, k, re, im]);
      }
    }
    operators.push(Operator.fromEntries(space, entries));
  }
  return operators;
}

/** V = Σ_k K_k ⊗ |k⟩, d·r × d with V†V = 1 for a channel: row i·r + k is that of |i⟩ ⊗ |k⟩. */
export function dilationOf(kraus: readonly Operator[], d: number): Matrix {
  const r = kraus.length;
  const V = zeros(d * r, d);
  kraus.forEach((K, k) => {
    K.forEach((i, j, re, im) => {
      const at = 2 * ((i * r + k) * d + j);
      V.data[at] = re;
      V.data[at + 1] = im;
    });
  });
  return V;
}

/**
 * χ with Φ(ρ) = Σ_mn χ_mn E_m ρ E_n†, for a basis with Tr[E_m†E_n] = d·δ_mn: χ_mn = Σ Choi_(k,i),(l,j) (E_m)_ik* (E_n)_jl / d².
 */
export function chiOf(C: Matrix, basis: readonly Operator[], d: number): Matrix {
  const n = basis.length;
  const chi = zeros(n);
  const half = basis.map((E) => {
    // w_n = C E_n as vectors over (k, i)
    const w = new Float64Array(2 * d * d);
    E.forEach((j, l, x, y) => {
      for (let row = 0; row < d * d; row++) {
        const at = 2 * (row * d * d + l * d + j);
        w[2 * row] += C.data[at] * x - C.data[at + 1] * y;
        w[2 * row + 1] += C.data[at] * y + C.data[at + 1] * x;
      }
    });
    return w;
  });
  basis.forEach((E, m) => {
    half.forEach((w, k) => {
      let [re, im] = [0, 0];
      E.forEach((i, q, x, y) => {
        const at = 2 * (q * d + i);
        re += x * w[at] + y * w[at + 1];
        im += x * w[at + 1] - y * w[at];
      });
      chi.data[2 * (m * n + k)] = re / (d * d);
      chi.data[2 * (m * n + k) + 1] = im / (d * d);
    });
  });
  return chi;
}

/** Pauli products 1, σx, σy, σz of qubits; else the identity and the generalised Bloch basis; scaled to Tr[E_m†E_n] = d·δ_mn. */
export function chiBasis(space: Space): readonly Operator[] {
  const d = space.dimension;
  if (space.factors.every(({ dimension }) => dimension === 2)) return pauliProducts(space);
  const one: [number, number, number, number][] = Array.from({ length: d }, (_, i) => [i, i, 1, 0]);
  const root = Math.sqrt(d / 2);
  const others = blochBasis(d).map((entries) => entries.map(([i, j, re, im]) => [i, j, root * re, root * im] as const));
  return [one, ...others].map((entries) => Operator.fromEntries(space, entries as [number, number, number, number][]));
}

const PAULI: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [0, 0, 1, 0],
    [1, 1, 1, 0],
  ],
  [
    [0, 1, 1, 0],
    [1, 0, 1, 0],
  ],
  [
    [0, 1, 0, -1],
    [1, 0, 0, 1],
  ],
  [
    [0, 0, 1, 0],
    [1, 1, -1, 0],
  ],
];

/** All products, the left qubit slowest: 1⊗1, 1⊗σx, …, σz⊗σz. */
function pauliProducts(space: Space): readonly Operator[] {
  let products: [number, number, number, number][][] = [[[0, 0, 1, 0]]];
  for (let q = 0; q < space.factors.length; q++) {
    products = products.flatMap((left) =>
      PAULI.map((right) =>
        left.flatMap(([i, j, a, b]) =>
          right.map(([k, l, x, y]): [number, number, number, number] => [2 * i + k, 2 * j + l, a * x - b * y, a * y + b * x]),
        ),
      ),
    );
  }
  return products.map((entries) => Operator.fromEntries(space, entries));
}

/** r′ = A r + v of the Bloch vector r_a = Tr[B_a ρ]; A is n × n real, row-major, n = d² − 1. */
export interface BlochMap {
  readonly size: number;
  readonly A: Float64Array;
  readonly v: Float64Array;
}

/** Sparse Hermitian basis with Tr B_a B_b = 2δ_ab: σx-like pairs, then σy-like, then diagonals; σx, σy, σz for a qubit. */
export function blochBasis(d: number): readonly (readonly (readonly [number, number, number, number])[])[] {
  const basis: [number, number, number, number][][] = [];
  const pairs: [number, number][] = [];
  for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) pairs.push([i, j]);
  for (const [i, j] of pairs) {
    basis.push([
      [i, j, 1, 0],
      [j, i, 1, 0],
    ]);
  }
  for (const [i, j] of pairs) {
    basis.push([
      [i, j, 0, -1],
      [j, i, 0, 1],
    ]);
  }
  for (let m = 1; m < d; m++) {
    const unit = Math.sqrt(2 / (m * (m + 1)));
    const row: [number, number, number, number][] = [];
    for (let i = 0; i < m; i++) row.push([i, i, unit, 0]);
    row.push([m, m, -m * unit, 0]);
    basis.push(row);
  }
  return basis;
}

/** The affine map of the generalised Bloch vector from a superoperator. */
export function blochOf({ data: S }: Matrix, d: number): BlochMap {
  const basis = blochBasis(d);
  const n = basis.length;
  const A = new Float64Array(n * n);
  const v = new Float64Array(n);
  basis.forEach((out, a) => {
    // Tr[B_a Φ(X)] = Σ B_a[j, i] Φ(X)[i, j]
    for (const [j, i, p, q] of out) {
      const row = 2 * (i * d + j) * d * d;
      basis.forEach((input, b) => {
        for (const [k, l, x, y] of input) {
          const at = row + 2 * (k * d + l);
          const [re, im] = [S[at] * x - S[at + 1] * y, S[at] * y + S[at + 1] * x];
          A[a * n + b] += (p * re - q * im) / 2;
        }
      });
      for (let k = 0; k < d; k++) {
        const at = row + 2 * (k * d + k);
        v[a] += (p * S[at] - q * S[at + 1]) / d;
      }
    }
  });
  return { size: n, A, v };
}
