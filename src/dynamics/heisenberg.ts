/** Observables of system ⊗ unit through one collision, and the unit that leaves it. */
import { dag, identity, lift, minus, plus, scale, times } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { type Space, tensor } from "../spaces/space.ts";
import { jointOperators } from "./channel.ts";
import type { Collision } from "./collisions.ts";
import { averageOverSystem, averageOverUnit, unitState } from "./joint.ts";
import { expandUnitary } from "./second-order.ts";

const known = new WeakMap<Collision, { readonly system: Space; readonly byVisits: Map<number, readonly Operator[]> }>();

/** The joint operators of a collision, made once per collision object. */
function operatorsOf(system: Space, collision: Collision, visits: number): readonly Operator[] {
  let entry = known.get(collision);
  if (!entry || entry.system !== system) known.set(collision, (entry = { system, byVisits: new Map() }));
  let operators = entry.byVisits.get(visits);
  if (!operators) entry.byVisits.set(visits, (operators = jointOperators(system, collision, visits)));
  return operators;
}

/**
 * The change of ⟨O⟩ in one collision as an expectation value of the system's state before it:
 * Tr[O R′] − Tr[O R] = Tr[X ρ], X = Tr_unit[(Λ†(O) − O)(1 ⊗ η)].
 *
 * @param O observable on system ⊗ unit
 * @param visits how many visits to pass (all by default); exact collisions only
 */
export function changeOperator(system: Space, collision: Collision, O: Operator, visits = collision.visits.length): Operator {
  const eta = unitState(collision.state);
  const average = (X: Operator) => averageOverUnit(X, system, collision.unit, eta);
  if (collision.evaluation === "second") {
    const { G1, G2 } = expandUnitary(system, collision);
    return average(plus(scale(times(G1, O), 0, 1), scale(times(O, G1), 0, -1), times(G1, O, G1), times(O, G2), times(dag(G2), O)));
  }
  const after = operatorsOf(system, collision, visits).map((W) => times(dag(W), O, W));
  return average(minus(plus(...after), O));
}

/** The state of system ⊗ unit after a collision with the system in state ρ. */
export function jointAfter(system: Space, collision: Collision, rho: Operator): Operator {
  const R = lift(tensor(system, collision.unit), rho, unitState(collision.state));
  if (collision.evaluation === "second") {
    const { G1, G2 } = expandUnitary(system, collision);
    return plus(R, scale(times(G1, R), 0, -1), scale(times(R, G1), 0, 1), times(G1, R, G1), times(G2, R), times(R, dag(G2)));
  }
  return plus(...operatorsOf(system, collision, collision.visits.length).map((W) => times(W, R, dag(W))));
}

/** η′: the unit that leaves a collision with the system in state ρ. */
export function unitAfter(system: Space, collision: Collision, rho: Operator): Operator {
  return averageOverSystem(jointAfter(system, collision, rho), system, collision.unit, identity(system));
}
