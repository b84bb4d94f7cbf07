/** Observables that a caller brings along, on the system that they are recorded on. */
import { wrongKind } from "../errors.ts";
import type { Observable } from "../observables/observable.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";

/** Check an observable of a caller and bring its operators to the system. */
export function observableOn(space: Space, observable: unknown, argument: string): Observable {
  const given = observable as Partial<Observable> | null;
  if (observable instanceof Operator) {
    throw wrongKind(
      argument,
      "be an observable",
      observable,
      "Give operators with their names, as in { x: A }, or write expectation(name, A).",
    );
  }
  if (typeof given !== "object" || given === null || typeof given.name !== "string" || !KINDS.includes(String(given.kind))) {
    throw wrongKind(argument, "be an observable", observable, "Make one with `expectation` or `stateObservable`.");
  }
  if (given.kind !== "expectation") return given as Observable;
  return onSpace(given as Expectation, (A) => broughtTo(space, A, `${argument}.operators`));
}

const KINDS = ["expectation", "state", "ledger"];

/** An observable that is linear in the state. */
export type Expectation = Extract<Observable, { kind: "expectation" }>;

/** The same observable with its operators brought to another space. */
export function onSpace(observable: Expectation, bring: (A: Operator) => Operator): Observable {
  const { stationary } = observable;
  return {
    ...observable,
    operators: observable.operators.map(bring),
    ...(stationary ? { stationary: { ...stationary, operators: stationary.operators.map(bring) } } : {}),
  };
}
