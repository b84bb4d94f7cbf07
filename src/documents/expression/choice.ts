/** if(c, x, y). */
import type { Space } from "../../spaces/space.ts";
import { choiceOfNumbers } from "./arithmetic.ts";
import type { Evaluation } from "./evaluation.ts";
import { ExpressionFault } from "./fault.ts";
import { asOperatorOn, patternOf, scaledOperator, sumOf } from "./operator-algebra.ts";
import type { CallTree } from "./tree.ts";
import { type BooleanValue, kindInWords, type NumberValue, type OperatorValue, realNumber, type Value } from "./value.ts";

/** if(c, x, y): the class and the pattern of both, the value of one. */
export function chosen(evaluation: Evaluation, { args, at }: CallTree): Value {
  const condition = evaluation.truth(args[0]);
  const [x, y] = [evaluation.value(args[1]), evaluation.value(args[2])];
  if (x.kind === "number" && y.kind === "number") return choiceOfNumbers(condition, x, y, at);
  if (condition.fault) throw condition.fault;
  const operators = (x.kind === "number" || x.kind === "operator") && (y.kind === "number" || y.kind === "operator");
  if (operators) return chosenOperator(evaluation.surroundings.space, condition, x, y, at);
  if (x.kind !== y.kind || condition.live !== null) {
    const but = x.kind !== y.kind ? `they are ${kindInWords(x)} and ${kindInWords(y)}` : `${kindInWords(x)} does not change in time`;
    throw new ExpressionFault("wrong-kind", at, "choose between values of one kind", but);
  }
  return condition.value ? x : y;
}

type Scalable = NumberValue | OperatorValue;

function chosenOperator(space: Space, condition: BooleanValue, x: Scalable, y: Scalable, at: number): Value {
  const on = (x.kind === "operator" ? x : (y as OperatorValue)).terms[0].part.operator.space;
  const [X, Y] = [asOperatorOn(on, x), asOperatorOn(on, y)];
  const weighted = (value: OperatorValue, chosen: 0 | 1): OperatorValue => {
    if (condition.live === null) return condition.value === (chosen === 1) ? value : patternOf(value, at);
    return scaledOperator(value, choiceOfNumbers(condition, realNumber(chosen), realNumber(1 - chosen), at), at);
  };
  const terms = [weighted(X, 1), weighted(Y, 0)].map((value) => ({ sign: "+" as const, value, at }));
  return sumOf(space, terms);
}
