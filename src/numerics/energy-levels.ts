/** The levels of a Hamiltonian, and the average over all times of what it alone moves. */
import { Op } from "../../bindings/dense.ts";
import { eigh } from "./eigen.ts";
import type { Matrix } from "./matrix.ts";
import { product } from "./product.ts";

const EPSILON = 2.220446049250313e-16;
/** Of levels further apart, in units of N ε ‖H‖, rounding of H mixes the states by a hundredth at most. */
const SAME = 16;

/** Energies and states of a Hamiltonian, those of equal energy together. */
export interface EnergyLevels {
  /** N × N: the column k is the state k; states of one level are neighbours. */
  readonly vectors: Matrix;
  /** The level of each state (N), ascending. */
  readonly levelOf: Int32Array;
  /** Mean energy and number of states of each level. */
  readonly energies: Float64Array;
  readonly degeneracies: Int32Array;
  /** max |E|. */
  readonly norm: number;
  /** Neighbouring energies that differ by no more than this count as equal: 16 N ε ‖H‖. */
  readonly resolution: number;
}

/** Diagonalise H (N × N, Hermitian) and put energies together that rounding cannot tell apart. */
export function energyLevels(H: Matrix): EnergyLevels {
  const { values, vectors } = eigh(H);
  const N = values.length;
  const norm = Math.max(Math.abs(values[0]), Math.abs(values[N - 1]));
  const resolution = SAME * N * EPSILON * norm;
  const levelOf = new Int32Array(N);
  for (let k = 1; k < N; k++) levelOf[k] = levelOf[k - 1] + (values[k] - values[k - 1] > resolution ? 1 : 0);
  const count = levelOf[N - 1] + 1;
  const [energies, degeneracies] = [new Float64Array(count), new Int32Array(count)];
  for (let k = 0; k < N; k++) {
    energies[levelOf[k]] += values[k];
    degeneracies[levelOf[k]]++;
  }
  for (let e = 0; e < count; e++) energies[e] /= degeneracies[e];
  return { vectors, levelOf, energies, degeneracies, norm, resolution };
}

/** The average of a state over all times. */
export interface TimeAverage {
  /** Σ_E P_E ρ P_E, N × N. */
  readonly state: Matrix;
  /** What rounding of H does to it, relative: to first order it mixes the states a, b by ε ‖H‖ / |E_a − E_b|. */
  readonly error: number;
}

/** Average e^{−iHt} ρ e^{iHt} over all times: what lies between different levels turns, and goes. */
export function timeAverage({ vectors, levelOf, energies, norm }: EnergyLevels, rho: Matrix): TimeAverage {
  const N = rho.rows;
  const V = vectors.data;
  const within = product(Op.ConjugateTranspose, Op.None, N, N, N, V, N, product(Op.None, Op.None, N, N, N, rho.data, N, V, N), N);
  let [moved, kept] = [0, 0];
  for (let a = 0; a < N; a++) {
    for (let b = 0; b < N; b++) {
      const at = 2 * (a * N + b);
      const square = within[at] * within[at] + within[at + 1] * within[at + 1];
      if (levelOf[a] === levelOf[b]) {
        kept += square;
        continue;
      }
      const difference = within[2 * a * (N + 1)] - within[2 * b * (N + 1)];
      const omega = energies[levelOf[a]] - energies[levelOf[b]];
      moved += (difference * difference + 4 * square) / (omega * omega);
      within[at] = 0;
      within[at + 1] = 0;
    }
  }
  const back = product(Op.None, Op.ConjugateTranspose, N, N, N, product(Op.None, Op.None, N, N, N, V, N, within, N), N, V, N);
  return { state: { rows: N, columns: N, data: back }, error: 4 * EPSILON * (1 + norm * Math.sqrt(moved / kept)) };
}
