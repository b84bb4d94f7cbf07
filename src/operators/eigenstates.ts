/** Eigen-decomposition of Hermitian operators: values, kets, projectors on levels, and the ground state. */
import { finite } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { plus, scale } from "./algebra.ts";
import { requireHermitian } from "./checks.ts";
import { blockOf, components } from "./components.ts";
import { Ket } from "./kets.ts";
import type { Operator } from "./operator.ts";

/** One eigenvalue of an operator with all of its states. */
export interface Level {
  readonly value: number;
  readonly degeneracy: number;
  readonly kets: readonly Ket[];
  /** Σ |k⟩⟨k| over the states of the level. */
  readonly projector: Operator;
}

/** X = Σ_k x_k |k⟩⟨k|. */
export interface Eigenstates {
  /** All eigenvalues, ascending, one per ket. */
  readonly values: Float64Array;
  /** Orthonormal kets; the component of largest modulus, the first of equals, is real and positive. */
  readonly kets: readonly Ket[];
  /** The same by level: values that agree to the tolerance are one, X = Σ value·projector. */
  readonly levels: readonly Level[];
}

/**
 * Diagonalise a Hermitian operator, X = Σ_k x_k |k⟩⟨k|.
 *
 * Blocks that the pattern of X does not connect are never mixed, so that eigenkets keep the symmetries that the pattern shows also inside a
 * degenerate level. `tolerance`: how far neighbouring values of one level may be apart, relative to the largest |x| (1e-10).
 * Throws when X is not Hermitian. To find the jumps of a coupling between the levels of H, see `eigenoperators`.
 *
 * @example
 * eigenstates(sigmaX(qubit())).values; // [-1, 1]
 */
export function eigenstates(X: Operator, tolerance = 1e-10): Eigenstates {
  requireHermitian("X", X);
  finite("tolerance", tolerance, { atLeast: 0 });
  const pairs = components(X).flatMap((indices) => pairsOf(X, indices));
  pairs.sort((a, b) => a.value - b.value);
  const values = Float64Array.from(pairs, ({ value }) => value);
  const kets = pairs.map(({ amplitudes }) => new Ket(X.space, amplitudes));
  return { values, kets, levels: levelsOf(values, kets, tolerance) };
}

/** The state of lowest energy. */
export interface GroundState {
  readonly energy: number;
  readonly degeneracy: number;
  /** One ket, or several that span the level. */
  readonly kets: readonly Ket[];
  /** The state at T = 0: the level evenly mixed, |0⟩⟨0| where it is not degenerate. */
  readonly state: Operator;
}

/**
 * The ground state of a Hamiltonian: its lowest level, with all of its kets, and the distance to the next one is `levels` of `eigenstates`.
 *
 * @example
 * groundState(qubitHamiltonian(qubit(), 2)).energy; // -1
 */
export function groundState(H: Operator, tolerance = 1e-10): GroundState {
  requireHermitian("H", H);
  const [{ value, degeneracy, kets, projector }] = eigenstates(H, tolerance).levels;
  return { energy: value, degeneracy, kets, state: scale(projector, 1 / degeneracy) };
}

function pairsOf(X: Operator, indices: Int32Array): { readonly value: number; readonly amplitudes: Float64Array }[] {
  const n = indices.length;
  const { values, vectors } = eigh(blockOf(X, indices), { tolerance: 1e-9 });
  return Array.from(values, (value, k) => {
    const amplitudes = new Float64Array(2 * X.dimension);
    indices.forEach((index, i) => {
      const at = 2 * (i * n + k);
      amplitudes[2 * index] = vectors.data[at];
      amplitudes[2 * index + 1] = vectors.data[at + 1];
    });
    return { value, amplitudes };
  });
}

function levelsOf(values: Float64Array, kets: readonly Ket[], tolerance: number): Level[] {
  const width = tolerance * values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const levels: Level[] = [];
  for (let from = 0; from < values.length; ) {
    let to = from + 1;
    while (to < values.length && values[to] - values[to - 1] <= width) to++;
    const own = kets.slice(from, to);
    const value = values.subarray(from, to).reduce((sum, x) => sum + x, 0) / own.length;
    levels.push(new LazyLevel(value, own));
    from = to;
  }
  return levels;
}

/** A level whose projector is made when it is first asked for. */
class LazyLevel implements Level {
  readonly value: number;
  readonly kets: readonly Ket[];
  #projector: Operator | null = null;

  constructor(value: number, kets: readonly Ket[]) {
    this.value = value;
    this.kets = kets;
  }

  get degeneracy(): number {
    return this.kets.length;
  }

  get projector(): Operator {
    this.#projector ??= plus(...this.kets.map((psi) => psi.outer(psi)));
    return this.#projector;
  }
}
