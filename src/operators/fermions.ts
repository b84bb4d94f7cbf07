/** Fermions on qubits by Jordan and Wigner: annihilation operators with exact signs. */
import { integer, wrongKind, wrongValue } from "../errors.ts";
import { qubit, Space } from "../spaces/space.ts";
import { dag, times } from "./algebra.ts";
import { Operator } from "./operator.ts";

/** Fermionic modes on a chain of qubits. */
export interface Fermions {
  /** One qubit per mode; |e⟩ is the filled mode, |g⟩ the empty one. */
  readonly space: Space;
  /** c_j, one entry per state in which mode j is filled, each exactly +1 or −1. */
  readonly annihilate: readonly Operator[];
  /** c_j†. */
  readonly create: readonly Operator[];
  /** c_j†c_j, diagonal. */
  readonly number: readonly Operator[];
}

/** Modes whose operators would outgrow memory are refused before they are made: 2ⁿ states. */
const MOST_MODES = 20;

/**
 * Fermionic operators on n modes: {c_i, c_j†} = δ_ij, {c_i, c_j} = 0, exactly.
 *
 *   c_j = (Π_{k<j} (−1)^{n_k}) σ⁻_j
 *
 * `modes`: how many (labels `f0`, `f1`, …), or their labels, or a space of qubits. Neighbours hop without a string:
 * c_j†c_{j+1} + h.c. = σ⁺_jσ⁻_{j+1} + h.c. Throws when there are none or more than 20.
 * Source: Jordan and Wigner, Z. Phys. 47, 631 (1928).
 *
 * @example
 * const { annihilate: [c0, c1] } = fermions(2);
 * anticommutator(c0, c1).values.every((x) => x === 0); // true
 */
export function fermions(modes: number | readonly string[] | Space): Fermions {
  const space = modes instanceof Space ? qubitsOf(modes) : new Space(labelsOf(modes).flatMap((label) => qubit(label).factors));
  const n = space.factors.length;
  integer("modes", n, 1, MOST_MODES, "Each mode doubles the number of states.");
  const annihilate = Array.from({ length: n }, (_, j) => annihilator(space, n - 1 - j));
  const create = annihilate.map(dag);
  return { space, annihilate, create, number: annihilate.map((c, j) => times(create[j], c)) };
}

/** c of the mode whose bit has the given place: bit 0 is |e⟩, filled; the modes left of it are the higher bits. */
function annihilator(space: Space, place: number): Operator {
  const bit = 1 << place;
  const entries: [number, number, number][] = [];
  for (let state = 0; state < space.dimension; state++) {
    if ((state & bit) !== 0) continue;
    let filled = 0;
    for (let left = bit << 1; left < space.dimension; left <<= 1) if ((state & left) === 0) filled++;
    entries.push([state | bit, state, filled % 2 === 0 ? 1 : -1]);
  }
  return Operator.fromEntries(space, entries);
}

function qubitsOf(space: Space): Space {
  const other = space.factors.find(({ dimension }) => dimension !== 2);
  if (other) throw wrongValue("modes", "be a space of qubits", null, "", `"${other.label}" has ${other.dimension} levels`);
  return space;
}

function labelsOf(modes: unknown): readonly string[] {
  if (typeof modes === "number") {
    integer("modes", modes, 1, MOST_MODES, "Each mode doubles the number of states.");
    return Array.from({ length: modes }, (_, j) => `f${j}`);
  }
  if (!Array.isArray(modes)) throw wrongKind("modes", "be a number of modes, their labels, or a space of qubits", modes);
  return modes;
}
