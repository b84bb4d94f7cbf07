/** What is read of the units that leave a stream: the map of a collision with an operator on the outgoing unit. */
import { wrongValue } from "../errors.ts";
import { dag, lift, plus, scale, times, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { type Space, tensor } from "../spaces/space.ts";
import { jointOperators, outgoingUnit, type StreamElement } from "./channel.ts";
import type { Collision } from "./collisions.ts";
import { averageOverUnit, unitState } from "./joint.ts";

/** M_O(X) = Tr_E[(1 ⊗ O) U(X ⊗ η)U†] of one element of a stream, for any X. */
export function instrumentOn(system: Space, element: StreamElement, O: Operator, X: Operator): Operator {
  return plus(...element.map(({ probability, collision }) => scale(onCollision(system, collision, O, X), probability)));
}

function onCollision(system: Space, collision: Collision, O: Operator, X: Operator): Operator {
  const joint = tensor(system, collision.unit);
  const R = lift(joint, X, unitState(collision.state));
  const parts = jointOperators(system, collision).map((W) => averageOverUnit(times(W, R, dag(W)), system, collision.unit, O));
  return plus(...parts);
}

/** The system operator whose expectation value before a collision is that of O on the unit after it. */
export function heisenbergOfUnit(system: Space, element: StreamElement, O: Operator): Operator {
  const parts = element.flatMap(({ probability, collision }) => {
    const unit = outgoingUnit(system, collision);
    const list: Operator[] = [];
    // ⟨O⟩ = Σ O_x′x ⟨x|η′|x′⟩
    O.forEach((xPrime, x, re, im) => {
      list.push(scale(unit.at(x, xPrime), probability * re, probability * im));
    });
    return list;
  });
  return parts.length === 0 ? zero(system) : plus(...parts);
}

/** The space of the units of an element; throws where kinds of unit with different spaces take turns. */
export function unitOf(elements: readonly StreamElement[]): Space {
  const spaces = elements.flatMap((element) => element.map(({ collision }) => collision.unit));
  const [first] = spaces;
  const other = spaces.find((space) => !space.equals(first));
  if (other) throw wrongValue("model", "have units of one kind for what is read of them", null, "", `its units are ${first} and ${other}`);
  return first;
}
