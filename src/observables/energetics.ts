/** Temperatures and extractable work of a state with a Hamiltonian. */
import { finite, wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { log } from "../numerics/scalar.ts";
import { dag, times } from "../operators/algebra.ts";
import { lookup, requireHermitian } from "../operators/checks.ts";
import { blockOf, components } from "../operators/components.ts";
import { Operator, requireOperator } from "../operators/operator.ts";
import { spectrum } from "./entropy.ts";
import { type AnyState, asView } from "./view.ts";

/**
 * The temperature ω/ln(p_g/p_e) at which a two-level system with splitting ω > 0 has the given populations.
 * 0 when the upper level is empty, negative for an inversion (−0 excluded), null when the populations are equal (T = ±∞).
 *
 * @example
 * effectiveTemperature(0.25, 0.75); // 0.910239
 */
export function effectiveTemperature(upper: number, lower: number, omega = 1): number | null {
  finite("omega", omega, { above: 0 });
  finite("upper", upper);
  finite("lower", lower);
  if (upper <= 0 && lower > 0) return 0;
  if (upper <= 0 || lower <= 0 || upper === lower) return null;
  return omega / log(lower / upper);
}

/**
 * The effective temperature T = ω/ln(p_g/p_e) of a qubit state from its populations in the basis |e⟩, |g⟩, in the unit of ω; see
 * `effectiveTemperature` for where it is null or negative.
 *
 * @example
 * qubitTemperature(qubitState([0, 0, -0.6])); // 0.72134752
 */
export function qubitTemperature(state: AnyState, omega = 1): number | null {
  const matrix = qubitMatrix(state);
  return effectiveTemperature(matrix.data[0], matrix.data[6], omega);
}

/**
 * The Bloch vector [⟨σx⟩, ⟨σy⟩, ⟨σz⟩] of a qubit state.
 * @example
 * blochVector(qubitState([0, 0.5, 0])); // [0, 0.5, 0]
 */
export function blochVector(state: AnyState): [number, number, number] {
  const { data } = qubitMatrix(state);
  return [data[2] + data[4], data[5] - data[3], data[0] - data[6]];
}

function qubitMatrix(state: AnyState): Matrix {
  const view = asView(state);
  if (view.space.dimension !== 2) throw wrongValue("state", "be a qubit's", null, "Reduce it to one first.", `it lives on ${view.space}`);
  return view.matrix();
}

/**
 * The apparent temperature ω/ln(⟨A A†⟩/⟨A†A⟩) of a state, coherent or not, seen through a ladder operator A that lowers
 * the energy by ω: the temperature at which a thermal state has the same ratio of absorption to emission.
 * Source: Latune, Sinayskiy and Petruccione, Quantum Sci. Technol. 4, 025005 (2019).
 *
 * @example
 * apparentTemperature(thermalFock(fock(60), 2), annihilate(fock(60))); // 2
 */
export function apparentTemperature(state: AnyState, A: Operator, omega = 1): number | null {
  requireOperator("A", A);
  const up = meanEnergy(state, times(dag(A), A));
  const down = meanEnergy(state, times(A, dag(A)));
  return effectiveTemperature(up, down, omega);
}

/**
 * The passive state of ρ for H: populations of ρ in decreasing order on the levels of H in increasing order,
 * Σ r_k↓ |ε_k↑⟩⟨ε_k↑|. No unitary can extract work from it.
 *
 * @example
 * passiveState(basisState(qubit(), "e"), qubitHamiltonian(qubit(), 1)).at(1, 1); // [1, 0]
 */
export function passiveState(state: AnyState, H: Operator): Operator {
  const populations = descendingSpectrum(state, H);
  const levels = ascendingLevels(H);
  const entries = levels.flatMap(({ indices, vector }, k) => {
    const terms: [number, number, number, number][] = [];
    indices.forEach((i, a) => {
      indices.forEach((j, b) => {
        const [x, y, u, v] = [vector[2 * a], vector[2 * a + 1], vector[2 * b], vector[2 * b + 1]];
        terms.push([i, j, populations[k] * (x * u + y * v), i === j ? 0 : populations[k] * (y * u - x * v)]);
      });
    });
    return terms;
  });
  return Operator.fromEntries(H.space, entries);
}

/**
 * The ergotropy Tr ρH − Σ r_k↓ ε_k↑: the most work that a cyclic unitary process extracts from ρ. Never negative.
 * Source: Allahverdyan, Balian and Nieuwenhuizen, Europhys. Lett. 67, 565 (2004).
 * @example
 * ergotropy(qubitState([0, 0, 1]), qubitHamiltonian(qubit(), 2)); // 2
 */
export function ergotropy(state: AnyState, H: Operator): number {
  const populations = descendingSpectrum(state, H);
  const passive = ascendingLevels(H).reduce((sum, { energy }, k) => sum + populations[k] * energy, 0);
  return Math.max(0, meanEnergy(state, H) - passive);
}

/**
 * Tr ρH.
 *
 * @example
 * meanEnergy(maximallyMixed(fock(3)), numberOperator(fock(3))); // 1
 */
export function meanEnergy(state: AnyState, H: Operator): number {
  const view = asView(state);
  requireOperator("H", H);
  if (view.space.dimension !== H.dimension) throw wrongValue("H", `act on ${view.space}`, null, "", `it acts on ${H.space}`);
  const element = lookup(H);
  let sum = 0;
  view.forEach((i, j, re, im) => {
    const [x, y] = element(j, i);
    sum += re * x - im * y;
  });
  return sum;
}

function descendingSpectrum(state: AnyState, H: Operator): number[] {
  requireHermitian("H", H);
  const view = asView(state);
  if (view.space.dimension !== H.dimension) throw wrongValue("H", `act on ${view.space}`, null, "", `it acts on ${H.space}`);
  const parts = spectrum(view);
  if (parts.some(([, copies]) => copies !== 1)) throw wrongValue("state", "list all of its blocks", null, "", "it has multiplicities");
  return parts.map(([value]) => value).sort((a, b) => b - a);
}

interface Level {
  readonly energy: number;
  readonly indices: Int32Array;
  readonly vector: Float64Array;
}

function ascendingLevels(H: Operator): Level[] {
  const levels = components(H).flatMap((indices): Level[] => {
    const n = indices.length;
    if (n === 1) return [{ energy: H.at(indices[0], indices[0])[0], indices, vector: Float64Array.of(1, 0) }];
    const { values, vectors } = eigh(blockOf(H, indices));
    return Array.from(values, (energy, k) => ({ energy, indices, vector: column(vectors, k) }));
  });
  return levels.sort((a, b) => a.energy - b.energy);
}

function column(matrix: Matrix, k: number): Float64Array {
  const result = zeros(matrix.rows, 1).data;
  for (let i = 0; i < matrix.rows; i++) {
    result[2 * i] = matrix.data[2 * (i * matrix.columns + k)];
    result[2 * i + 1] = matrix.data[2 * (i * matrix.columns + k) + 1];
  }
  return result;
}
