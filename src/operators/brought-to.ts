/** The one place where an operator of a caller is brought to the space that it is used on: by the labels of its factors. */
import { wrongValue } from "../errors.ts";
import type { Space } from "../spaces/space.ts";
import { type Operator, requireOperator } from "./operator.ts";
import { requireState } from "./statechecks.ts";
import { lift } from "./tensor.ts";

const REMEDY = "Factors are matched by their labels and dimensions; their order is free.";

/**
 * Bring an operator to `space`: its factors are found there by label, in any order, and it is the identity on those that it
 * lacks. `what` is what the sentence calls the space.
 *
 * Throws a TypeError when it is no operator, a RangeError when it has a factor that `space` lacks or has in another size.
 */
export function broughtTo(space: Space, operator: unknown, argument: string, what = "the system"): Operator {
  const { space: own } = requireOperator(argument, operator);
  if (own.equals(space)) return operator as Operator;
  const fits = own.factors.every(({ label, dimension }) =>
    space.factors.some((factor) => factor.label === label && factor.dimension === dimension),
  );
  if (!fits) throw wrongValue(argument, `act on ${what} ${space}`, null, REMEDY, `it acts on ${own}`);
  return lift(space, operator as Operator);
}

/**
 * Bring a state to `space`, in the order of its factors, and check that it is one, up to `tolerance`; an infinite one is no check. A state
 * must say something about every factor.
 */
export function stateOn(space: Space, state: unknown, argument: string, what = "the system", tolerance = 1e-9): Operator {
  const brought = broughtTo(space, state, argument, what);
  const { factors } = (state as Operator).space;
  if (factors.length !== space.factors.length) {
    const but = `it is one of ${(state as Operator).space}`;
    throw wrongValue(argument, `be a state of ${what} ${space}`, null, "Join states of several factors with `productState`.", but);
  }
  return tolerance === Number.POSITIVE_INFINITY ? brought : requireState(argument, brought, tolerance);
}
