/** From an expression to what is recorded: expectations where only means enter, else a function of the state. */
import { stateObservable } from "../../observables/catalogue.ts";
import type { Observable, StateView } from "../../observables/observable.ts";
import { lookup } from "../../operators/checks.ts";
import type { Operator } from "../../operators/operator.ts";
import { functionOfNumbers } from "./arithmetic.ts";
import { ExpressionFault } from "./fault.ts";
import { type Moment, Needs, realFunction } from "./live.ts";
import { printExpression } from "./print.ts";
import { startOf, type Tree } from "./tree.ts";
import { kindInWords, type NumberValue, REAL, type Value } from "./value.ts";

/** How an observable is called and described, and which part of a complex number is meant. */
export interface ObservableOptions {
  readonly name: string;
  readonly description: string;
  readonly part?: "re" | "im" | "abs";
}

/**
 * An observable from the value of its expression: an `expectation` with several operators where it is a function of means, else one of
 * the state. What is undefined (x/0, log of what is not positive) is null.
 *
 * Throws an `ExpressionFault` ("wrong-kind") when it is an operator, or complex by class: mean(X) of an X that is not Hermitian by pattern.
 */
export function asObservable(value: Value, tree: Tree, { name, description, part }: ObservableOptions): Observable {
  const number = realPart(value, tree, part);
  const needs = new Needs();
  const at = realFunction(number, needs);
  const moment: Moment = { t: 0, means: [], functionals: [] };
  const valueAt = (means: ArrayLike<number>, functionals: ArrayLike<number>): number | null => {
    moment.means = means;
    moment.functionals = functionals;
    const result = at(moment);
    return Number.isFinite(result) ? result : null;
  };
  const { operators, functionals } = needs;
  if (functionals.length === 0 && operators.length > 0) {
    return { kind: "expectation", name, description, operators, value: (expectations) => valueAt(expectations, []) };
  }
  return stateObservable(name, description, (state) => {
    const means = operators.flatMap((A) => meanOf(state, A));
    return valueAt(
      means,
      functionals.map((functional) => functional(state) ?? Number.NaN),
    );
  });
}

function realPart(value: Value, tree: Tree, part: ObservableOptions["part"]): NumberValue {
  const text = printExpression(tree);
  if (value.kind !== "number") {
    const remedy = value.kind === "operator" ? `write mean(${text})` : "";
    const must = "be a real number: an observable is a number";
    throw new ExpressionFault("wrong-kind", startOf(tree), must, `${text} is ${kindInWords(value)}`, { remedy });
  }
  if (value.live === null && value.fault) throw value.fault;
  if (value.live?.of === "time") {
    throw new ExpressionFault("structure", startOf(tree), "be a function of the state", `${text} depends on t`);
  }
  if (part !== undefined) return functionOfNumbers(part, [value], startOf(tree));
  if (value.code === REAL) return value;
  throw new ExpressionFault("wrong-kind", startOf(tree), "be a real number", `${text} is complex by its pattern`, {
    remedy: `write re(${text}), im(${text}) or abs(${text})`,
  });
}

/** Tr ρA as [re, im]. */
function meanOf(state: StateView, A: Operator): [number, number] {
  const element = lookup(A);
  let [re, im] = [0, 0];
  state.forEach((i, j, x, y) => {
    const [u, v] = element(j, i);
    re += x * u - y * v;
    im += x * v + y * u;
  });
  return [re, im];
}
