import { eigenblocks } from "../dynamics/eigenoperators.ts";
import { eigh } from "../numerics/eigen.ts";
import type { Matrix } from "../numerics/matrix.ts";
import type { StateView } from "../observables/observable.ts";
import type { Operator } from "../operators/operator.ts";

/** Energies and factors of the part of the rotor model whose ergotropy is asked for. */
export interface ErgotropyScales {
  readonly operators: { readonly H: Operator };
  readonly B1: number;
  readonly B2: number;
  readonly I: number;
  readonly lmin: number;
}

/**
 * The most work that a unitary can draw from the whole system or a part of it (35):
 *
 *   W = Tr Hρ − Σ_k r_k ε_k,   r_1 ≥ r_2 ≥ …,   ε_1 ≤ ε_2 ≤ …
 *
 * `part` is total, two_qubit, rotor, qubit1 or qubit2; a part has its own Hamiltonian without the coupling. The spectrum
 * of the whole state is read block by block. Source: A. Allahverdyan et al., Europhys. Lett. 67, 565 (2004).
 */
export function rotorErgotropy(part: string, state: StateView, scales: ErgotropyScales): number {
  const { B1, B2, I, lmin } = scales;
  if (part === "total") return totalErgotropy(state, scales.operators.H);
  if (part === "qubit1") return partErgotropy(state.reduced(["qubit1"]), [B1, -B1]);
  if (part === "qubit2") return partErgotropy(state.reduced(["qubit2"]), [B2, -B2]);
  if (part === "two_qubit") return partErgotropy(state.reduced(["qubit1", "qubit2"]), [B1 + B2, B1 - B2, B2 - B1, -B1 - B2]);
  const rho = state.reduced(["rotor"]);
  const kinetic = Array.from({ length: rho.rows }, (_, k) => ((lmin + k) * (lmin + k)) / (2 * I));
  return partErgotropy(rho, kinetic);
}

function totalErgotropy(state: StateView, H: Operator): number {
  const populations: number[] = [];
  for (const { matrix, multiplicity } of state.blocks()) {
    const values = matrix.rows === 1 ? [matrix.data[0]] : [...eigh(matrix).values];
    for (let copy = 0; copy < multiplicity; copy++) populations.push(...values);
  }
  const energies = eigenblocks(H).blocks.flatMap(({ values }) => [...values]);
  while (populations.length < energies.length) populations.push(0);
  let energy = 0;
  const elements = new Map<number, readonly [number, number]>();
  H.forEach((i, j, re, im) => {
    elements.set(i * H.dimension + j, [re, im]);
  });
  state.forEach((i, j, re, im) => {
    const h = elements.get(j * H.dimension + i);
    if (h) energy += re * h[0] - im * h[1];
  });
  return energy - passiveEnergy(populations, energies);
}

/** Ergotropy of a reduced state whose Hamiltonian is diagonal; exactly 0 when the state is diagonal and passive. */
function partErgotropy(rho: Matrix, energies: readonly number[]): number {
  const diagonal = energies.map((_, k) => rho.data[2 * (k * rho.columns + k)]);
  const isDiagonal = rho.data.every((value, at) => value === 0 || at % (2 * (rho.columns + 1)) === 0);
  const spectrum = isDiagonal ? diagonal : [...eigh(rho).values];
  const order = energies.map((_, k) => k).sort((a, b) => energies[a] - energies[b] || diagonal[b] - diagonal[a]);
  const passive = [...spectrum].sort((a, b) => b - a);
  return order.reduce((sum, level, k) => sum + (diagonal[level] - passive[k]) * energies[level], 0);
}

function passiveEnergy(populations: number[], energies: number[]): number {
  populations.sort((a, b) => b - a);
  energies.sort((a, b) => a - b);
  return energies.reduce((sum, energy, k) => sum + energy * populations[k], 0);
}
