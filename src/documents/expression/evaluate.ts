/** From a tree to a value: an interpreter over tables of names. Nothing is ever executed. */
import { comparisonOf, logicOf, powerOfNumbers } from "./arithmetic.ts";
import { called } from "./calls.ts";
import { sumWithConjugates } from "./conjugates.ts";
import type { Evaluation } from "./evaluation.ts";
import { ExpressionFault } from "./fault.ts";
import { namedValue } from "./named-values.ts";
import { negation, powerOfOperator, productOf, quotientOf } from "./operator-algebra.ts";
import { printExpression } from "./print.ts";
import type { Surroundings } from "./surroundings.ts";
import { startOf, type Tree, termsOf } from "./tree.ts";
import { unknownName } from "./unknown-name.ts";
import { type BooleanValue, kindInWords, type NumberValue, REAL, realNumber, type Value } from "./value.ts";

/** Nodes that one evaluation may visit, sums written out. */
const MOST_NODES = 2_000_000;
/** Terms after sums are written out. */
const MOST_TERMS = 100_000;

/**
 * Evaluate an expression where it stands. Numbers that depend on time or on the state stay functions; all else is folded in the
 * written order. Throws an `ExpressionFault` at the token that is to blame.
 */
export function evaluate(tree: Tree, surroundings: Surroundings): Value {
  return new Interpreter(surroundings).value(tree);
}

class Interpreter implements Evaluation {
  readonly surroundings: Surroundings;
  readonly indices = new Map<string, NumberValue>();
  #nodes = 0;
  #terms = 0;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
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

  countTerm(tree: Tree): void {
    if (++this.#terms > MOST_TERMS) throw this.#tooLong(tree);
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
        return namedValue(tree.name, tree.at, this);
      case "index":
        return this.#entry(tree);
      case "call":
        return called(this, tree);
      case "group":
        return this.value(tree.of);
      case "negation":
        return negation(this.value(tree.of), tree.at);
      case "not":
        return logicOf("not", [this.truth(tree.of)], tree.at);
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
    const { space } = this.surroundings;
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
        return logicOf(op, [this.truth(left), this.truth(right)], at);
      default:
        return this.#comparison(op, left, right, at);
    }
  }

  #power(left: Tree, right: Tree, at: number): Value {
    const [base, exponent] = [this.value(left), this.value(right)];
    if (exponent.kind !== "number")
      throw new ExpressionFault("wrong-kind", startOf(right), "have a number for an exponent", `this is ${kindInWords(exponent)}`);
    if (base.kind === "number") return powerOfNumbers(base, exponent, at);
    if (base.kind === "operator") return powerOfOperator(this.surroundings.space, base, exponent, startOf(right));
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

  truth(tree: Tree): BooleanValue {
    const value = this.value(tree);
    if (value.kind === "boolean") return value;
    const but = `${printExpression(tree)} is ${kindInWords(value)}`;
    throw new ExpressionFault("wrong-kind", startOf(tree), "have a condition, true or false", but);
  }

  #sum(tree: Tree): Value {
    const terms = termsOf(tree).map((term) => {
      this.countTerm(tree);
      return { ...term, value: term.tree === null ? null : this.value(term.tree) };
    });
    return sumWithConjugates(this.surroundings.space, tree, terms);
  }

  /** An entry of a list, omega[k]. */
  #entry(tree: Extract<Tree, { kind: "index" }>): Value {
    const { name, at } = tree;
    const list = this.indices.get(name) ?? this.surroundings.value(name);
    if (list === undefined) throw unknownName(this.surroundings, this.indices.keys(), name, at);
    if (list.kind !== "list") {
      throw new ExpressionFault("wrong-kind", at, "be a list of numbers", `${name} is ${kindInWords(list)}`);
    }
    const k = this.integer(tree.index, "count the entries of a list with an integer");
    const entry = list.items[k - 1];
    if (entry !== undefined) return entry;
    const but = `${name} has the entries 1 … ${list.items.length}, and not ${k}`;
    throw new ExpressionFault("out-of-bounds", startOf(tree.index), "name an entry", but);
  }

  integer(tree: Tree, must: string): number {
    const value = this.value(tree);
    if (value.kind === "number" && value.fault) throw value.fault;
    if (value.kind === "number" && value.live === null && value.code === REAL && Number.isInteger(value.re)) return value.re;
    const but =
      value.kind === "number" && value.live === null ? `${printExpression(tree)} is ${value.re}` : `${printExpression(tree)} is none`;
    throw new ExpressionFault("wrong-kind", startOf(tree), must, but);
  }
}
