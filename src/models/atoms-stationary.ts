import { finite, integer, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";

/** One total-spin multiplet |J, M⟩, M = J … −J, of N atoms, as sparse vectors over the 2^N basis states. */
interface Multiplet {
  readonly twoJ: number;
  readonly states: readonly ReadonlyMap<number, number>[];
}

/**
 * All multiplets of N atoms, coupled one atom after the other: each path of intermediate spins is one copy of its J.
 *
 *   |J ± ½, M⟩ = ±√((J ± M + ½)/(2J+1)) |J, M−½⟩|e⟩ + √((J ∓ M + ½)/(2J+1)) |J, M+½⟩|g⟩
 *
 * Source: the Clebsch–Gordan coefficients of J ⊗ ½.
 *
 * @example
 * coupledBasis(2).length; // 2
 */
export function coupledBasis(N: number): readonly Multiplet[] {
  integer("N", N, 1, 12);
  let multiplets: Multiplet[] = [{ twoJ: 1, states: [new Map([[0, 1]]), new Map([[1, 1]])] }];
  for (let atom = 1; atom < N; atom++) {
    multiplets = multiplets.flatMap((multiplet) =>
      multiplet.twoJ === 0 ? [coupled(multiplet, 1)] : [coupled(multiplet, 1), coupled(multiplet, -1)],
    );
  }
  return multiplets;
}

function coupled({ twoJ, states }: Multiplet, sign: 1 | -1): Multiplet {
  const next: Map<number, number>[] = [];
  for (let twoM = twoJ + sign; twoM >= -(twoJ + sign); twoM -= 2) {
    const vector = new Map<number, number>();
    const add = (from: number, bit: number, square: number, factor: number) => {
      if (square <= 0) return;
      const source = states[(twoJ - from) / 2];
      for (const [index, amplitude] of source) vector.set(2 * index + bit, factor * Math.sqrt(square / (2 * twoJ + 2)) * amplitude);
    };
    add(twoM - 1, 0, twoJ + sign * twoM + 1, sign);
    add(twoM + 1, 1, twoJ - sign * twoM + 1, 1);
    next.push(vector);
  }
  return { twoJ: twoJ + sign, states: next };
}

/**
 * The stationary state that N atoms with equal rates γ_ij reach from ρ(0), for n̄ > 0 (any common coupling f0):
 *
 *   ρ∞ = ⊕_J σ_J ⊗ τ_J,   σ_J[α, β] = Σ_M ⟨J, M, α|ρ(0)|J, M, β⟩,   τ_J(M) ∝ (n/(n+1))^M
 *
 * with α numbering the copies of J. `initial` acts on the 2^N basis states (N ≤ 12). Returns the dense 2^N × 2^N matrix.
 * Throws when n̄ is 0: there each lowest state |J, −J, α⟩ is dark and coherences between different J survive.
 */
export function collectiveLimit(initial: Operator, nbar: number): Matrix {
  finite("nbar", nbar);
  const N = requireOperator("initial", initial).space.factors.length;
  if (!(nbar > 0)) throw wrongValue("nbar", "be > 0 for a thermal limit", nbar);
  if (initial.dimension !== 1 << N || N > 12)
    throw wrongValue("initial", "act on at most 12 qubits", null, "", `it acts on ${initial.space}`);
  const rho = initial.toMatrix();
  const limit = zeros(initial.dimension);
  const multiplets = coupledBasis(N);
  for (let twoJ = N; twoJ >= 0; twoJ -= 2) {
    const copies = multiplets.filter((multiplet) => multiplet.twoJ === twoJ);
    const tau = thermalWeights(twoJ, nbar);
    for (const a of copies) {
      for (const b of copies) {
        const sigma = conserved(rho, a, b);
        tau.forEach((weight, m) => {
          addOuter(limit, a.states[m], b.states[m], weight * sigma[0], weight * sigma[1]);
        });
      }
    }
  }
  return limit;
}

/** Weights of M = J … −J at the bath's ratio r = n/(n + 1). */
function thermalWeights(twoJ: number, nbar: number): readonly number[] {
  const r = nbar / (nbar + 1);
  const rising = [1];
  for (let k = 1; k <= twoJ; k++) rising.push(rising[k - 1] * r);
  const sum = rising.reduce((x, y) => x + y);
  return rising.reverse().map((weight) => weight / sum);
}

/** Σ_M ⟨J, M, α|ρ|J, M, β⟩. */
function conserved(rho: Matrix, a: Multiplet, b: Multiplet): readonly [number, number] {
  let [re, im] = [0, 0];
  a.states.forEach((bra, m) => {
    for (const [i, x] of bra) {
      for (const [j, y] of b.states[m]) {
        const at = 2 * (i * rho.columns + j);
        re += x * y * rho.data[at];
        im += x * y * rho.data[at + 1];
      }
    }
  });
  return [re, im];
}

function addOuter(target: Matrix, ket: ReadonlyMap<number, number>, bra: ReadonlyMap<number, number>, re: number, im: number): void {
  for (const [i, x] of ket) {
    for (const [j, y] of bra) {
      const at = 2 * (i * target.columns + j);
      target.data[at] += x * y * re;
      target.data[at + 1] += x * y * im;
    }
  }
}
