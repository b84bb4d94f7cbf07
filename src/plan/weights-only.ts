/** Which parameters enter a stream of collisions through the weights of its units' states alone. */
import { type StreamElement, streamElements } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import type { Model, ParameterValue } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";

/**
 * Does a parameter enter a model through the weights of its units' states alone? Decided by building the model at two
 * other values and comparing every coefficient bit for bit.
 */
export function changesOnlyWeights(model: Model, name: string): boolean {
  const value = model.parameters[name];
  if (typeof value !== "number") return false;
  const here = elementsOf(model);
  for (const changed of shifts(value)) {
    let there: readonly StreamElement[];
    try {
      there = elementsOf(model.with({ ...pinned(model), [name]: changed }));
    } catch {
      continue;
    }
    if (!sameButWeights(here, there)) return false;
  }
  return true;
}

/** Does a parameter change what acts between collisions? Decided in the same way. */
export function changesBetween(model: Model, name: string): boolean {
  const value = model.parameters[name];
  if (typeof value !== "number") return false;
  const here = (model.dynamics as Collisions).idle;
  return shifts(value).some((changed) => {
    try {
      return !sameIdle(here, (model.with({ ...pinned(model), [name]: changed }).dynamics as Collisions).idle);
    } catch {
      return false;
    }
  });
}

function sameIdle(a: Collisions["idle"], b: Collisions["idle"]): boolean {
  if (!a || !b) return a === b;
  const [here, there] = [generatorTerms(a.generator), generatorTerms(b.generator)];
  return (
    a.duration === b.duration &&
    here.terms.length === there.terms.length &&
    here.weights.every((weight, k) => weight === there.weights[k]) &&
    here.terms.every((term, k) => {
      const { left, right, re, im } = there.terms[k];
      return term.re === re && term.im === im && sameOperator(term.left, left) && sameOperator(term.right, right);
    })
  );
}

function shifts(value: number): number[] {
  return [value * 1.25 + 0.01, value * 0.75 - 0.01, value + 0.05];
}

/** Parameters that a model chose by itself (null) stay what they were when another one changes. */
function pinned(model: Model): Readonly<Record<string, ParameterValue>> {
  return model.pinned ?? {};
}

function elementsOf(model: Model): readonly StreamElement[] {
  return streamElements(model.dynamics as Collisions, 1).elements;
}

function sameButWeights(a: readonly StreamElement[], b: readonly StreamElement[]): boolean {
  return (
    a.length === b.length &&
    a.every((element, e) => {
      const other = b[e];
      return element.length === other.length && element.every(({ collision }, k) => sameCollision(collision, other[k].collision));
    })
  );
}

function sameCollision(a: StreamElement[number]["collision"], b: StreamElement[number]["collision"]): boolean {
  return (
    a.state.length === b.state.length &&
    a.visits.length === b.visits.length &&
    a.state.every(({ state }, k) => sameOperator(state, b.state[k].state)) &&
    a.visits.every((visit, v) => {
      const other = b.visits[v];
      if (visit.kind === "channel")
        return (
          other.kind === "channel" &&
          visit.kraus.length === other.kraus.length &&
          visit.kraus.every((K, k) => sameOperator(K, other.kraus[k]))
        );
      return other.kind === "unitary" && visit.duration === other.duration && sameOperator(visit.H, other.H);
    })
  );
}

function sameOperator(A: Operator, B: Operator): boolean {
  return (
    A === B ||
    (A.count === B.count && A.columns.every((column, e) => column === B.columns[e]) && A.values.every((value, e) => value === B.values[e]))
  );
}
