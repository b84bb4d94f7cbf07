/** Calls: of functions, and of tables of the document. */
import { functionOfNumbers, isNumberFunction, liveNumber } from "./arithmetic.ts";
import { Call } from "./call.ts";
import { chosen } from "./choice.ts";
import type { Evaluation } from "./evaluation.ts";
import { ExpressionFault } from "./fault.ts";
import { FUNCTION_BY_NAME, FUNCTIONS } from "./function-catalogue.ts";
import { nearestName } from "./nearest-name.ts";
import { OPERATOR_FUNCTIONS } from "./operator-functions.ts";
import { functionOfOperator, MORE_OPERATORS, OF_OPERATORS } from "./operator-valued-functions.ts";
import { RECORDING_FUNCTIONS } from "./recording-functions.ts";
import { repeated } from "./repetition.ts";
import { STATE_FUNCTIONS } from "./state-functions.ts";
import { type CallTree, startOf } from "./tree.ts";
import { kindInWords, type NumberValue, REAL, realNumber, type Value } from "./value.ts";

/** The value of a call: of a function of the catalogue, or of a table of the document. */
export function called(evaluation: Evaluation, tree: CallTree): Value {
  const { name, at, args } = tree;
  const entry = FUNCTION_BY_NAME.get(name);
  if (entry === undefined) return tabled(evaluation, tree);
  const [least, most] = entry.arguments;
  if (args.length < least || args.length > most) {
    const count = least === most ? `${least}` : `${least} to ${most}`;
    const must = `give ${name} ${count} argument${most === 1 ? "" : "s"}`;
    throw new ExpressionFault("wrong-kind", at, must, `here ${args.length === 1 ? "is" : "are"} ${args.length}`, {
      remedy: `write ${entry.signature}`,
    });
  }
  if (name === "sum" || name === "prod") return repeated(evaluation, tree);
  if (name === "if") return chosen(evaluation, tree);
  const call = new Call(
    tree,
    evaluation.surroundings,
    (part) => evaluation.value(part),
    (index) => evaluation.indices.has(index),
  );
  if (name === "length") return lengthOf(call);
  if (OF_OPERATORS.includes(name)) {
    const value = evaluation.value(args[0]);
    if (value.kind === "operator") return functionOfOperator(call, value);
    if (value.kind === "number") return functionOfNumbers(name, [value], at);
  }
  if (isNumberFunction(name))
    return functionOfNumbers(
      name,
      args.map((_, k) => call.number(k)),
      at,
    );
  const made = [OPERATOR_FUNCTIONS, MORE_OPERATORS, STATE_FUNCTIONS, RECORDING_FUNCTIONS].flatMap((all) => all.get(name) ?? [])[0];
  return (made as (call: Call) => Value)(call);
}

/** A table of the document, as a function of one number. */
function tabled(evaluation: Evaluation, { name, at, args }: CallTree): Value {
  const table = evaluation.surroundings.value(name);
  if (table === undefined) {
    const known = FUNCTIONS.map((f) => f.name);
    throw new ExpressionFault("unknown-name", at, "be a known function", `there is no function ${name}`, nearestName(name, known));
  }
  if (table.kind !== "table") {
    const but = `${name} is ${kindInWords(table)}`;
    throw new ExpressionFault("wrong-kind", at, "be a function in front of (", but, { remedy: `for a product write ${name}*(…)` });
  }
  if (args.length !== 1) {
    throw new ExpressionFault("wrong-kind", at, `give ${name} one argument`, `here are ${args.length}`);
  }
  const x = evaluation.value(args[0]);
  if (x.kind !== "number" || x.code !== REAL) {
    throw new ExpressionFault("wrong-kind", startOf(args[0]), `give ${name} a real number`, `this is ${kindInWords(x)}`);
  }
  if (x.fault) return x;
  return x.live === null ? realNumber(table.at(x.re)) : liveNumber(REAL, { op: "table", args: [x], of: x.live.of, table });
}

function lengthOf(call: Call): NumberValue {
  const list = call.value(0);
  if (list.kind === "list") return realNumber(list.items.length);
  throw call.fault("wrong-kind", 0, "give length a list of numbers", `this is ${kindInWords(list)}`);
}
