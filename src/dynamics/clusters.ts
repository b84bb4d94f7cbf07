/**
 * Clusters of equal units reduced to what a collective interaction sees: total-spin sectors of N qubits,
 * ρ = ⊕_J ρ_J ⊗ 1 with J = N/2 − k and multiplicity C(N, k) − C(N, k − 1), and the one collective mode of N oscillators.
 *
 * Entropies of the reduced state differ from the full one by Σ_J p_J ln(multiplicity), which no collective collision changes.
 */
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { exp } from "../numerics/scalar.ts";
import { diagonal, scale } from "../operators/algebra.ts";
import { collectiveLowering, spinLadders } from "../operators/ladders.ts";
import { annihilate, number, qubitHamiltonian, sigmaMinus } from "../operators/named.ts";
import { Operator } from "../operators/operator.ts";
import { cutWarning, fockState, levelsFor, thermal } from "../operators/states.ts";
import { fock, levels, qubit, type Space } from "../spaces/space.ts";

/** A cluster as one unit: its energy, its collective lowering operator A = Σ_j σ⁻_j or Σ_k b_k, and its Gibbs state. */
export interface Cluster {
  readonly unit: Space;
  readonly HE: Operator;
  readonly lowering: Operator;
  readonly state: Operator;
  /** How many copies of each basis state the reduced unit stands for. */
  readonly multiplicity: Float64Array;
  readonly warnings: readonly string[];
}

/**
 * N qubits of splitting ω at inverse temperature β (Infinity: ground state; negative: inverted populations), by total spin.
 *
 * @example
 * qubitCluster(3, 1, 1).unit.dimension; // 6
 */
export function qubitCluster(N: number, omega: number, beta: number, label = "unit"): Cluster {
  integer("N", N, 1, 54, "Multiplicities of larger clusters are not exact numbers any more.");
  finite("omega", omega);
  if (typeof beta !== "number") throw wrongKind("beta", "be a number or Infinity", beta);
  if (!(beta > Number.NEGATIVE_INFINITY)) throw wrongValue("beta", "be a number or Infinity", beta);
  if (N === 1) {
    const unit = qubit(label);
    const HE = qubitHamiltonian(unit, omega);
    return { unit, HE, lowering: sigmaMinus(unit), state: stateAt(HE, beta), multiplicity: Float64Array.of(1, 1), warnings: [] };
  }
  const names: string[] = [];
  const energies: number[] = [];
  const copies: number[] = [];
  const ladders = spinLadders(N);
  for (const { J, dimension, multiplicity } of ladders) {
    const twoJ = 2 * J;
    for (let m = 0; m < dimension; m++) {
      const twoM = twoJ - 2 * m;
      names.push(`${twoJ}/2,${twoM}/2`);
      energies.push((omega * twoM) / 2);
      copies.push(multiplicity);
    }
  }
  const unit = levels(names, label);
  return {
    unit,
    HE: diagonal(unit, energies),
    lowering: collectiveLowering(unit, ladders),
    state: occupied(unit, gibbsWeights(energies, copies, beta)),
    multiplicity: Float64Array.from(copies),
    warnings: [],
  };
}

/** The Gibbs state of one qubit, which may be inverted. */
function stateAt(HE: Operator, beta: number): Operator {
  if (beta >= 0) return thermal(HE, { beta });
  const energies = [HE.at(0, 0)[0], HE.at(1, 1)[0]];
  return occupied(HE.space, gibbsWeights(energies, [1, 1], beta));
}

/** A diagonal state without the levels that are exactly empty: at T = 0 the ground state alone is left to carry terms. */
function occupied(unit: Space, weights: Float64Array): Operator {
  return Operator.fromEntries(
    unit,
    Array.from(weights).flatMap((w, i) => (w > 0 ? [[i, i, w] as const] : [])),
  );
}

function gibbsWeights(energies: readonly number[], copies: readonly number[], beta: number): Float64Array {
  // The level that is occupied most; at negative temperatures the highest.
  const ground = beta < 0 ? energies.reduce((a, b) => Math.max(a, b)) : energies.reduce((a, b) => Math.min(a, b));
  const weight = (E: number) =>
    beta === Number.POSITIVE_INFINITY ? (E - ground <= 1e-13 * Math.abs(ground) ? 1 : 0) : exp(-beta * (E - ground));
  const weights = Float64Array.from(energies, (E, i) => copies[i] * weight(E));
  const Z = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / Z);
}

/**
 * N oscillators of frequency ω at inverse temperature β: Σ_k b_k = √N c, and the other N − 1 modes factor out exactly.
 *
 * @param levelCount cut of the collective mode; null chooses it for a tail of 1e-12 with room for the collision
 * @param strength f√(Nτ) of the strongest coupling, for that choice
 * @example
 * oscillatorCluster(3, 1, 2, 10).unit.dimension; // 10
 */
export function oscillatorCluster(
  N: number,
  omega: number,
  beta: number,
  levelCount: number | null = null,
  strength = 0,
  label = "unit",
): Cluster {
  integer("N", N, 1);
  finite("omega", omega, { above: 0 });
  const T = beta === Number.POSITIVE_INFINITY ? 0 : 1 / finite("beta", beta, { above: 0 });
  const needed = levelsFor(T, 1e-6, omega);
  finite("strength", strength, { atLeast: 0 });
  if (levelCount !== null) integer("levelCount", levelCount, 2);
  if (levelCount !== null && levelCount < needed) {
    throw wrongValue(
      "bathLevels",
      `be at least ${needed} at T = ${T} for a tail below 1e-6`,
      levelCount,
      "Or null for an automatic choice.",
    );
  }
  const d = levelCount ?? levelsFor(T, 1e-12, omega) + 14 + Math.ceil(4 * strength);
  const unit = fock(d, label);
  const HE = scale(number(unit), omega);
  const warning = cutWarning(unit, T, 1e-9, omega);
  return {
    unit,
    HE,
    lowering: scale(annihilate(unit), Math.sqrt(N)),
    state: beta === Number.POSITIVE_INFINITY ? fockState(unit, 0) : thermal(HE, { beta }),
    multiplicity: new Float64Array(d).fill(1),
    warnings: warning ? [warning] : [],
  };
}
