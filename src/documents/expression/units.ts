/** Declared units: exponents of energy (ħ = k_B = 1) through an expression, and what does not fit. They warn and change no number. */
import { FUNCTION_BY_NAME } from "./function-catalogue.ts";
import { printExpression } from "./print.ts";
import { startOf, type Tree, termsOf } from "./tree.ts";

/** An exponent of energy; "bare" fits any unit (numbers, operators), "unknown" comes from a parameter without a unit. */
export type Unit = number | "bare" | "unknown";

/** Something that does not fit, with the character where it begins. */
export interface UnitWarning {
  readonly character: number;
  readonly says: string;
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ["1", 0],
  ["angle", 0],
  ["energy", 1],
  ["temperature", 1],
  ["rate", 1],
  ["frequency", 1],
  ["time", -1],
]);

/** The exponent of energy that a declared unit means: "1/energy", "energy^(1/2)", "energy*time"; null when it is none. */
export function exponentOf(unit: string): number | null {
  let exponent = 0;
  let sign = 1;
  const parts = unit.replace(/\s+/g, "").split(/([*/])(?![^(]*\))/);
  for (const part of parts) {
    if (part === "*" || part === "/") {
      sign = part === "*" ? 1 : -1;
      continue;
    }
    const match = /^(\w+)(?:\^\(?(-?\d+)(?:\/(\d+))?\)?)?$/.exec(part);
    const word = match && WORDS.get(match[1]);
    if (!match || word === undefined || word === null) return null;
    exponent += (sign * word * Number(match[2] ?? 1)) / Number(match[3] ?? 1);
  }
  return exponent;
}

/** A unit in words: energy, 1/energy, energy^(1/2), 1. */
export function unitInWords(exponent: number): string {
  if (exponent === 0) return "1";
  if (exponent === 1) return "energy";
  if (exponent === -1) return "1/energy";
  return Number.isInteger(exponent) ? `energy^${exponent}` : `energy^(${2 * exponent}/2)`;
}

/**
 * The unit of an expression. `unit(name)` is that of a parameter or definition; `warnings` takes what does not fit: sides of a sum or a
 * comparison that differ, arguments of exp, log, sin … that are not plain numbers.
 */
export function unitOf(tree: Tree, unit: (name: string) => Unit, warnings: UnitWarning[] = []): Unit {
  return new Units(unit, warnings).of(tree);
}

/** What does not fit in an expression whose field needs a unit (null: any). */
export function unitWarnings(tree: Tree, unit: (name: string) => Unit, need: number | null): readonly UnitWarning[] {
  const warnings: UnitWarning[] = [];
  const found = unitOf(tree, unit, warnings);
  if (need !== null && typeof found === "number" && !close(found, need)) {
    const says = `${printExpression(tree)} has the unit ${unitInWords(found)}, but ${unitInWords(need)} is needed here`;
    warnings.push({ character: startOf(tree), says });
  }
  return warnings;
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

/** Functions that take the exponential of something: plain numbers. */
const PLAIN = ["exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "sech"];
const KEEPING = ["abs", "re", "im", "conj", "floor", "ceil", "round", "mean", "dag"];
/** All arguments have one unit, which the result has, or which drops out. */
const AGREEING: ReadonlyMap<string, "same" | "bare"> = new Map([
  ["min", "same"],
  ["max", "same"],
  ["mod", "same"],
  ["atan2", "bare"],
  ["bose", "bare"],
  ["fermi", "bare"],
  ["square", "bare"],
  ["ramp", "bare"],
  ["gauss", "bare"],
  ["thermal", "bare"],
]);

class Units {
  readonly #unit: (name: string) => Unit;
  readonly #warnings: UnitWarning[];
  readonly #bound: string[] = [];

  constructor(unit: (name: string) => Unit, warnings: UnitWarning[]) {
    this.#unit = unit;
    this.#warnings = warnings;
  }

  of(tree: Tree): Unit {
    switch (tree.kind) {
      case "number":
      case "text":
        return "bare";
      case "name":
        return this.#named(tree.name);
      case "index":
        return this.#unit(tree.name);
      case "negation":
      case "group":
        return this.of(tree.of);
      case "not":
        this.of(tree.of);
        return "bare";
      case "conjugate":
        return this.#sum(tree);
      case "call":
        return this.#call(tree);
      case "binary":
        return this.#binary(tree);
      default:
        return tree satisfies never;
    }
  }

  #named(name: string): Unit {
    if (name === "t") return -1;
    if (name === "H") return 1;
    return this.#bound.includes(name) || ["i", "pi", "inf", "true", "false", "step"].includes(name) ? "bare" : this.#unit(name);
  }

  #binary(tree: Extract<Tree, { kind: "binary" }>): Unit {
    const { op, left, right } = tree;
    switch (op) {
      case "+":
      case "-":
        return this.#sum(tree);
      case "*":
        return joined(this.of(left), this.of(right), 1);
      case "/":
        return joined(this.of(left), this.of(right), -1);
      case "^":
        return raised(this.of(left), right);
      case "and":
      case "or":
        this.of(left);
        this.of(right);
        return "bare";
      default:
        this.#agree([left, right], tree, "compares");
        return "bare";
    }
  }

  #sum(tree: Tree): Unit {
    const terms = termsOf(tree).flatMap(({ tree: term }) => (term === null ? [] : [term]));
    return this.#agree(terms, tree, "adds");
  }

  /** The unit that all parts have; warns of the first that differs, where all are declared. */
  #agree(parts: readonly Tree[], whole: Tree, does: string): Unit {
    const units = parts.map((part) => this.of(part));
    if (units.includes("unknown")) return "unknown";
    const first = units.findIndex((unit) => typeof unit === "number");
    if (first < 0) return "bare";
    const other = units.findIndex((unit) => typeof unit === "number" && !close(unit, units[first] as number));
    if (other >= 0) {
      const [a, b] = [first, other].map((k) => `${printExpression(parts[k])} (${unitInWords(units[k] as number)})`);
      this.#warnings.push({ character: startOf(parts[other]), says: `${printExpression(whole)} ${does} ${a} and ${b}` });
    }
    return units[first];
  }

  #call(tree: Extract<Tree, { kind: "call" }>): Unit {
    const { name, args } = tree;
    if (name === "sum" || name === "prod") return this.#repeated(tree);
    if (PLAIN.includes(name)) return this.#plain(tree);
    if (KEEPING.includes(name)) return this.of(args[0]);
    if (name === "sqrt") return raised(this.of(args[0]), { kind: "number", value: 0.5, at: 0 });
    if (name === "inv") return raised(this.of(args[0]), { kind: "number", value: -1, at: 0 });
    if (name === "if") {
      this.of(args[0]);
      return this.#agree(args.slice(1), tree, "chooses between");
    }
    if (name === "comm" || name === "acomm") return joined(this.of(args[0]), this.of(args[1]), 1);
    if (name === "energy" || name === "ergotropy") return 1;
    if (name === "heat" || name === "power") return 2;
    if (name === "flow") return joined(this.of(args[1]), 1, 1);
    const agreeing = AGREEING.get(name);
    if (agreeing !== undefined) {
      const unit = this.#agree(args, tree, "compares");
      return agreeing === "same" || unit === "unknown" ? unit : "bare";
    }
    return FUNCTION_BY_NAME.has(name) ? "bare" : "unknown";
  }

  #repeated({ name, args }: Extract<Tree, { kind: "call" }>): Unit {
    this.#bound.push(args[0]?.kind === "name" ? args[0].name : "");
    const unit = this.of(args[3]);
    this.#bound.pop();
    return name === "sum" || unit === "bare" || unit === 0 ? unit : "unknown";
  }

  #plain({ name, args }: Extract<Tree, { kind: "call" }>): Unit {
    const unit = this.of(args[0]);
    if (typeof unit !== "number") return unit;
    if (!close(unit, 0)) {
      const says = `${name} takes plain numbers, but ${printExpression(args[0])} has the unit ${unitInWords(unit)}`;
      this.#warnings.push({ character: startOf(args[0]), says });
    }
    return 0;
  }
}

function joined(a: Unit, b: Unit, sign: 1 | -1): Unit {
  if (a === "unknown" || b === "unknown") return "unknown";
  if (b === "bare") return a;
  return a === "bare" ? sign * b : a + sign * b;
}

/** u^k for a literal k, also 1/2 and −1. */
function raised(unit: Unit, exponent: Tree): Unit {
  if (typeof unit !== "number") return unit;
  const k = literal(exponent);
  return unit === 0 ? 0 : k === null ? "unknown" : unit * k;
}

function literal(tree: Tree): number | null {
  if (tree.kind === "number") return tree.value;
  if (tree.kind === "negation") {
    const value = literal(tree.of);
    return value === null ? null : 0 - value;
  }
  if (tree.kind !== "binary" || tree.op !== "/") return null;
  const [a, b] = [literal(tree.left), literal(tree.right)];
  return a === null || b === null || b === 0 ? null : a / b;
}
