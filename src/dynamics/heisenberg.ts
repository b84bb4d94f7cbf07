/** Observables of system ⊗ unit through one collision, and the unit that leaves it. */
import { integer } from "../errors.ts";
import { dag, identity, lift, minus, plus, scale, times } from "../operators/algebra.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";
import { requireSpace, type Space, tensor } from "../spaces/space.ts";
import { jointOperators } from "./channel.ts";
import type { Collision } from "./collisions.ts";
import { averageOverSystem, averageOverUnit, unitState } from "./joint.ts";
import { requireCollision } from "./require-dynamics.ts";
import { expandUnitary } from "./second-order.ts";

/** Check what every function here begins with. */
function checkedCollision(system: Space, collision: Collision): void {
  requireSpace(system, "system");
  requireCollision(collision);
}

/**
 * The change of ⟨O⟩ in one collision as an expectation value of the system's state before it:
 * Tr[O R′] − Tr[O R] = Tr[X ρ], X = Tr_unit[(Λ†(O) − O)(1 ⊗ η)].
 *
 * @param O observable on system ⊗ unit
 * @param visits how many visits to pass (all by default); exact collisions only
 */
export function changeOperator(system: Space, collision: Collision, O: Operator, visits = collision?.visits?.length): Operator {
  requireOperator("O", O);
  if (visits !== undefined) integer("visits", visits, 0);
  checkedCollision(system, collision);
  const eta = unitState(collision.state);
  const average = (X: Operator) => averageOverUnit(X, system, collision.unit, eta);
  if (collision.evaluation === "second") {
    const { G1, G2 } = expandUnitary(system, collision);
    return average(plus(scale(times(G1, O), 0, 1), scale(times(O, G1), 0, -1), times(G1, O, G1), times(O, G2), times(dag(G2), O)));
  }
  const after = jointOperators(system, collision, visits).map((W) => times(dag(W), O, W));
  return average(minus(plus(...after), O));
}

/** The state of system ⊗ unit after a collision with the system in state ρ. */
export function jointAfter(system: Space, collision: Collision, rho: Operator): Operator {
  checkedCollision(system, collision);
  const R = lift(tensor(system, collision.unit), rho, unitState(collision.state));
  if (collision.evaluation === "second") {
    const { G1, G2 } = expandUnitary(system, collision);
    return plus(R, scale(times(G1, R), 0, -1), scale(times(R, G1), 0, 1), times(G1, R, G1), times(G2, R), times(R, dag(G2)));
  }
  return plus(...jointOperators(system, collision, collision.visits.length).map((W) => times(W, R, dag(W))));
}

/** η′ = Tr_S[W (ρ ⊗ η) W†]: the unit that leaves a collision with the system in state ρ, on the unit's space. Throws when `rho` is of another. */
export function unitAfter(system: Space, collision: Collision, rho: Operator): Operator {
  checkedCollision(system, collision);
  return averageOverSystem(jointAfter(system, collision, rho), system, collision.unit, identity(system));
}
