/** From a tree to a value: an interpreter over tables of names. Nothing is ever executed. */
import { PI } from "../../numerics/scalar.ts";
import { choiceOfNumbers, comparisonOf, functionOfNumbers, isNumberFunction, liveNumber, logicOf, powerOfNumbers } from "./arithmetic.ts";
import { Call } from "./call.ts";
import { sumWithConjugates } from "./conjugates.ts";
import { ExpressionFault } from "./fault.ts";
import { FUNCTION_BY_NAME, FUNCTIONS } from "./function-catalogue.ts";
import { nearestName } from "./nearest-name.ts";
import { asOperatorOn, negation, patternOf, powerOfOperator, productOf, quotientOf, scaledOperator, sumOf } from "./operator-algebra.ts";
import { OPERATOR_FUNCTIONS } from "./operator-functions.ts";
import { functionOfOperator, MORE_OPERATORS, OF_OPERATORS } from "./operator-valued-functions.ts";
import { printExpression } from "./print.ts";
import { RECORDING_FUNCTIONS } from "./recording-functions.ts";
import { STATE_FUNCTIONS } from "./state-functions.ts";
import type { Surroundings } from "./surroundings.ts";
import { RESERVED, startOf, type Tree, termsOf } from "./tree.ts";
import { unknownName } from "./unknown-name.ts";
import {
  type BooleanValue,
  IMAGINARY,
  kindInWords,
  type NumberValue,
  numberOf,
  type OperatorValue,
  REAL,
  realNumber,
  type TableValue,
  type Value,
} from "./value.ts";

/** Nodes that one evaluation may visit, sums written out. */
const MOST_NODES = 2_000_000;
/** Terms after sums are written out, and terms of one sum. */
const MOST_TERMS = 100_000;
const MOST_OF_ONE_SUM = 10_001;

/**
 * Evaluate an expression where it stands. Numbers that depend on time or on the state stay functions; all else is folded in the
 * written order. Throws an `ExpressionFault` at the token that is to blame.
 */
export function evaluate(tree: Tree, surroundings: Surroundings): Value {
  return new Evaluation(surroundings).value(tree);
}

class Evaluation {
  readonly #surroundings: Surroundings;
  readonly #indices = new Map<string, NumberValue>();
  #nodes = 0;
  #terms = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  value(tree: Tree): Value {
    if (++this.#nodes > MOST_NODES) throw this.#tooLong(tree);
    try {
      return this.#valueOf(tree);
    } catch (error) {
      if (error instanceof ExpressionFault || !(error instanceof RangeError)) throw error;
      const but = /, but (.*?)(?:\. .*)?\.$/.exec(error.message)?.[1] ?? error.message;
      throw new ExpressionFault("limit", startOf(tree), "have operators that fit into memory", but);
    }
  }

  #tooLong(tree: Tree): ExpressionFault {
    const but = "this one has more after its sums are written out";
    return new ExpressionFault("limit", startOf(tree), `have at most ${MOST_TERMS} terms`, but);
  }

  #valueOf(tree: Tree): Value {
    switch (tree.kind) {
      case "number":
        return realNumber(tree.value, tree.value === 0);
      case "text":
        return { kind: "text", value: tree.value };
      case "name":
        return this.#named(tree.name, tree.at);
      case "index":
        return this.#entry(tree);
      case "call":
        return this.#call(tree);
      case "group":
        return this.value(tree.of);
      case "negation":
        return negation(this.value(tree.of), tree.at);
      case "not":
        return logicOf("not", [this.#truth(tree.of)], tree.at);
      case "conjugate":
        return this.#sum(tree);
      case "binary":
        return this.#binary(tree);
      default:
        return tree satisfies never;
    }
  }

  #binary(tree: Extract<Tree, { kind: "binary" }>): Value {
    const { op, left, right, at } = tree;
    const { space } = this.#surroundings;
    switch (op) {
      case "+":
      case "-":
        return this.#sum(tree);
      case "*":
        return productOf(space, this.value(left), this.value(right), at);
      case "/":
        return quotientOf(this.value(left), this.value(right), at);
      case "^":
        return this.#power(left, right, at);
      case "and":
      case "or":
        return logicOf(op, [this.#truth(left), this.#truth(right)], at);
      default:
        return this.#comparison(op, left, right, at);
    }
  }

  #power(left: Tree, right: Tree, at: number): Value {
    const [base, exponent] = [this.value(left), this.value(right)];
    if (exponent.kind !== "number")
      throw new ExpressionFault("wrong-kind", startOf(right), "have a number for an exponent", `this is ${kindInWords(exponent)}`);
    if (base.kind === "number") return powerOfNumbers(base, exponent, at);
    if (base.kind === "operator") return powerOfOperator(this.#surroundings.space, base, exponent, startOf(right));
    throw new ExpressionFault("wrong-kind", startOf(left), "raise numbers or operators to powers", `this is ${kindInWords(base)}`);
  }

  #comparison(op: string, left: Tree, right: Tree, at: number): BooleanValue {
    const [a, b] = [this.value(left), this.value(right)];
    if (a.kind === "text" && b.kind === "text" && (op === "==" || op === "!=")) {
      return { kind: "boolean", value: (a.value === b.value) === (op === "=="), live: null };
    }
    if (a.kind === "boolean" && b.kind === "boolean" && a.live === null && b.live === null && (op === "==" || op === "!=")) {
      return { kind: "boolean", value: (a.value === b.value) === (op === "=="), live: null };
    }
    for (const [value, tree] of [
      [a, left],
      [b, right],
    ] as const) {
      if (value.kind !== "number" || value.code !== REAL) {
        const must = op === "==" || op === "!=" ? "compare two real numbers, or two words" : "compare two real numbers";
        throw new ExpressionFault("wrong-kind", startOf(tree), must, `${printExpression(tree)} is ${kindInWords(value)}`);
      }
    }
    return comparisonOf(op, a as NumberValue, b as NumberValue, at);
  }

  #truth(tree: Tree): BooleanValue {
    const value = this.value(tree);
    if (value.kind === "boolean") return value;
    const but = `${printExpression(tree)} is ${kindInWords(value)}`;
    throw new ExpressionFault("wrong-kind", startOf(tree), "have a condition, true or false", but);
  }

  #sum(tree: Tree): Value {
    const terms = termsOf(tree).map((term) => {
      if (++this.#terms > MOST_TERMS) throw this.#tooLong(tree);
      return { ...term, value: term.tree === null ? null : this.value(term.tree) };
    });
    return sumWithConjugates(this.#surroundings.space, tree, terms);
  }

  #named(name: string, at: number): Value {
    switch (name) {
      case "i":
        return numberOf(IMAGINARY, 0, 1);
      case "pi":
        return realNumber(PI);
      case "inf":
        return realNumber(Number.POSITIVE_INFINITY);
      case "true":
      case "false":
        return { kind: "boolean", value: name === "true", live: null };
      case "t":
        return this.#time(at);
      case "step":
        return this.#step(at);
      case "H":
        return this.#hamiltonian(at);
      default: {
        const value = this.#indices.get(name) ?? this.#surroundings.value(name);
        if (value !== undefined) return value;
        throw this.#unknown(name, at);
      }
    }
  }

  #time(at: number): Value {
    const { time } = this.#surroundings;
    if (time === true) return liveNumber(REAL, { op: "t", args: [], of: "time" });
    throw new ExpressionFault("unknown-name", at, "be known here", time, { found: "t", nearest: null });
  }

  #step(at: number): Value {
    const { step } = this.#surroundings;
    if (step !== null) return realNumber(step);
    const but = "step is the number of the collision, in the units of a stream of kind schedule";
    throw new ExpressionFault("unknown-name", at, "be known here", but, { found: "step", nearest: null });
  }

  #hamiltonian(at: number): Value {
    const { H } = this.#surroundings;
    if (H !== null) return H();
    throw new ExpressionFault("unknown-name", at, "be known here", "H is the Hamiltonian, in states and observables", {
      found: "H",
      nearest: null,
    });
  }

  #unknown(name: string, at: number): ExpressionFault {
    return unknownName(this.#surroundings, this.#indices.keys(), name, at);
  }

  /** An entry of a list, omega[k]. */
  #entry(tree: Extract<Tree, { kind: "index" }>): Value {
    const { name, at } = tree;
    const list = this.#indices.get(name) ?? this.#surroundings.value(name);
    if (list === undefined) throw this.#unknown(name, at);
    if (list.kind !== "list") {
      throw new ExpressionFault("wrong-kind", at, "be a list of numbers", `${name} is ${kindInWords(list)}`);
    }
    const k = this.#integer(tree.index, "count the entries of a list with an integer");
    const entry = list.items[k - 1];
    if (entry !== undefined) return entry;
    const but = `${name} has the entries 1 … ${list.items.length}, and not ${k}`;
    throw new ExpressionFault("out-of-bounds", startOf(tree.index), "name an entry", but);
  }

  #integer(tree: Tree, must: string): number {
    const value = this.value(tree);
    if (value.kind === "number" && value.fault) throw value.fault;
    if (value.kind === "number" && value.live === null && value.code === REAL && Number.isInteger(value.re)) return value.re;
    const but =
      value.kind === "number" && value.live === null ? `${printExpression(tree)} is ${value.re}` : `${printExpression(tree)} is none`;
    throw new ExpressionFault("wrong-kind", startOf(tree), must, but);
  }

  #call(tree: Extract<Tree, { kind: "call" }>): Value {
    const { name, at, args } = tree;
    const entry = FUNCTION_BY_NAME.get(name);
    if (entry === undefined) return this.#table(tree);
    const [least, most] = entry.arguments;
    if (args.length < least || args.length > most) {
      const count = least === most ? `${least}` : `${least} to ${most}`;
      const must = `give ${name} ${count} argument${most === 1 ? "" : "s"}`;
      throw new ExpressionFault("wrong-kind", at, must, `here ${args.length === 1 ? "is" : "are"} ${args.length}`, {
        remedy: `write ${entry.signature}`,
      });
    }
    if (name === "sum" || name === "prod") return this.#repeated(tree);
    if (name === "if") return this.#choice(tree);
    const call = new Call(
      tree,
      this.#surroundings,
      (part) => this.value(part),
      (index) => this.#indices.has(index),
    );
    if (name === "length") return lengthOf(call);
    if (OF_OPERATORS.includes(name)) {
      const value = this.value(args[0]);
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
  #table({ name, at, args }: Extract<Tree, { kind: "call" }>): Value {
    const table = this.#surroundings.value(name);
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
    const x = this.value(args[0]);
    if (x.kind !== "number" || x.code !== REAL) {
      throw new ExpressionFault("wrong-kind", startOf(args[0]), `give ${name} a real number`, `this is ${kindInWords(x)}`);
    }
    if (x.fault) return x;
    return x.live === null ? realNumber(table.at(x.re)) : tabled(table, x);
  }

  /** sum and prod: the body once for each index. */
  #repeated({ name, args, at }: Extract<Tree, { kind: "call" }>): Value {
    const [index, from, to, body] = args;
    if (index.kind !== "name")
      throw new ExpressionFault("wrong-kind", startOf(index), `give ${name} an index first`, "this is no name", {
        remedy: `write ${name}(j, 1, N, X)`,
      });
    this.#requireFree(index.name, index.at);
    const first = this.#integer(from, `run from an integer`);
    const last = this.#integer(to, `run to an integer`);
    const count = Math.max(0, last - first + 1);
    if (count > MOST_OF_ONE_SUM) {
      const what = name === "sum" ? "terms" : "factors";
      throw new ExpressionFault("limit", at, `have at most ${MOST_OF_ONE_SUM} ${what} in one ${name}`, `this one has ${count}`);
    }
    const values: Value[] = [];
    for (let k = first; k <= last; k++) {
      if (++this.#terms > MOST_TERMS) throw this.#tooLong(body);
      this.#indices.set(index.name, realNumber(k));
      values.push(this.value(body));
    }
    this.#indices.delete(index.name);
    if (values.length === 0) return realNumber(name === "sum" ? 0 : 1, name === "sum");
    const { space } = this.#surroundings;
    if (name === "prod") return values.reduce((product, value) => productOf(space, product, value, startOf(body)));
    return sumOf(
      space,
      values.map((value) => ({ sign: "+", value, at: startOf(body) })),
    );
  }

  #requireFree(name: string, at: number): void {
    const taken = RESERVED.includes(name) ? "means something everywhere" : this.#indices.has(name) ? "is an index around it" : null;
    const but = taken ?? (this.#surroundings.value(name) !== undefined ? "is already a parameter or a definition" : null);
    if (but !== null) throw new ExpressionFault("duplicate", at, "have an index with a name of its own", `${name} ${but}`);
  }

  /** if(c, x, y): the class and the pattern of both, the value of one. */
  #choice({ args, at }: Extract<Tree, { kind: "call" }>): Value {
    const condition = this.#truth(args[0]);
    const [x, y] = [this.value(args[1]), this.value(args[2])];
    if (x.kind === "number" && y.kind === "number") return choiceOfNumbers(condition, x, y, at);
    if (condition.fault) throw condition.fault;
    const operators = (x.kind === "number" || x.kind === "operator") && (y.kind === "number" || y.kind === "operator");
    if (operators) return this.#choiceOfOperators(condition, x, y, at);
    if (x.kind !== y.kind || condition.live !== null) {
      const but = x.kind !== y.kind ? `they are ${kindInWords(x)} and ${kindInWords(y)}` : `${kindInWords(x)} does not change in time`;
      throw new ExpressionFault("wrong-kind", at, "choose between values of one kind", but);
    }
    return condition.value ? x : y;
  }

  #choiceOfOperators(condition: BooleanValue, x: NumberValue | OperatorValue, y: NumberValue | OperatorValue, at: number): Value {
    const { space } = this.#surroundings;
    const on = (x.kind === "operator" ? x : (y as OperatorValue)).terms[0].part.operator.space;
    const [X, Y] = [asOperatorOn(on, x), asOperatorOn(on, y)];
    const weighted = (value: OperatorValue, chosen: 0 | 1): OperatorValue => {
      if (condition.live === null) return condition.value === (chosen === 1) ? value : patternOf(value, at);
      return scaledOperator(value, choiceOfNumbers(condition, realNumber(chosen), realNumber(1 - chosen), at), at);
    };
    const terms = [weighted(X, 1), weighted(Y, 0)].map((value) => ({ sign: "+" as const, value, at }));
    return sumOf(space, terms);
  }
}

function tabled(table: TableValue, x: NumberValue): NumberValue {
  return liveNumber(REAL, { op: "table", args: [x], of: x.live?.of ?? "time", table });
}

function lengthOf(call: Call): NumberValue {
  const list = call.value(0);
  if (list.kind === "list") return realNumber(list.items.length);
  throw call.fault("wrong-kind", 0, "give length a list of numbers", `this is ${kindInWords(list)}`);
}
