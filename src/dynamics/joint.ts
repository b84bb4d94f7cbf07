/** System ⊗ unit, the left factors slowest: joint operators seen from either side. */
import { wrongValue } from "../errors.ts";
import { lift, plus, scale } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { type Space, tensor } from "../spaces/space.ts";
import type { Collision, WeightedState } from "./collisions.ts";

/** η = Σ_k w_k η_k as one operator on the unit. */
export function unitState(state: readonly WeightedState[]): Operator {
  return plus(...state.map(({ state: eta, weight }) => scale(eta, weight)));
}

/** The Hamiltonian of a unitary visit on `system ⊗ unit`, whatever order of factors it was given in. */
export function jointHamiltonian(H: Operator, system: Space, unit: Space): Operator {
  const joint = tensor(system, unit);
  return H.space.equals(joint) ? H : lift(joint, H);
}

/** The operators ⟨z|Y|x⟩ on the system that a joint operator Y consists of, those with entries only. */
export function blocksOf(Y: Operator, system: Space, unit: Space): readonly { row: number; column: number; block: Operator }[] {
  const d = unit.dimension;
  const entries = new Map<number, [number, number, number, number][]>();
  Y.forEach((row, column, re, im) => {
    const key = (row % d) * d + (column % d);
    let list = entries.get(key);
    if (!list) entries.set(key, (list = []));
    list.push([Math.floor(row / d), Math.floor(column / d), re, im]);
  });
  return [...entries.keys()]
    .sort((a, b) => a - b)
    .map((key) => ({ row: Math.floor(key / d), column: key % d, block: Operator.fromEntries(system, entries.get(key) as []) }));
}

/** Tr_unit[Y (1 ⊗ η)]: the operator on the system whose expectation value is that of Y in ρ ⊗ η. */
export function averageOverUnit(Y: Operator, system: Space, unit: Space, eta: Operator): Operator {
  const d = unit.dimension;
  const columns = new Map<number, readonly [number, number]>();
  eta.forEach((y, x, re, im) => {
    columns.set(y * d + x, [re, im]);
  });
  const entries: [number, number, number, number][] = [];
  Y.forEach((row, column, re, im) => {
    const weight = columns.get((column % d) * d + (row % d));
    if (weight) {
      entries.push([Math.floor(row / d), Math.floor(column / d), re * weight[0] - im * weight[1], re * weight[1] + im * weight[0]]);
    }
  });
  return Operator.fromEntries(system, entries);
}

/** Tr_system[Y (ρ ⊗ 1)]: the operator on the unit whose expectation value is that of Y in ρ ⊗ η. */
export function averageOverSystem(Y: Operator, system: Space, unit: Space, rho: Operator): Operator {
  const d = unit.dimension;
  const n = system.dimension;
  const columns = new Map<number, readonly [number, number]>();
  rho.forEach((j, i, re, im) => {
    columns.set(j * n + i, [re, im]);
  });
  const entries: [number, number, number, number][] = [];
  Y.forEach((row, column, re, im) => {
    const weight = columns.get(Math.floor(column / d) * n + Math.floor(row / d));
    if (weight) entries.push([row % d, column % d, re * weight[0] - im * weight[1], re * weight[1] + im * weight[0]]);
  });
  return Operator.fromEntries(unit, entries);
}

/** The only visit of a collision, which must be unitary; for what is defined by one Hamiltonian. */
export function singleVisit(collision: Collision, argument = "collision"): { readonly H: Operator; readonly duration: number } {
  const [visit] = collision.visits;
  if (collision.visits.length !== 1 || visit.kind !== "unitary") {
    throw wrongValue(
      argument,
      "be one unitary visit",
      null,
      "Its Hamiltonian and duration define the step.",
      `it has ${collision.visits.length} visits`,
    );
  }
  return visit;
}
