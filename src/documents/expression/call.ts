/** What an implementation of a function sees: its arguments, read as what it takes. */

import type { Factor } from "../../spaces/space.ts";
import { Space } from "../../spaces/space.ts";
import { ExpressionFault } from "./fault.ts";
import { nearestName } from "./nearest-name.ts";
import { asOperatorOn, singlePart } from "./operator-algebra.ts";
import { printExpression } from "./print.ts";
import { levelsInWords, type Surroundings } from "./surroundings.ts";
import { type CallTree, startOf, type Tree } from "./tree.ts";
import { kindInWords, type NumberValue, type OperatorValue, type Part, REAL, type Value } from "./value.ts";

/** One call of a function, with its arguments evaluated as they are asked for. */
export class Call {
  readonly name: string;
  readonly at: number;
  readonly args: readonly Tree[];
  readonly surroundings: Surroundings;
  readonly evaluate: (tree: Tree) => Value;
  readonly isBound: (name: string) => boolean;

  constructor(
    { name, at, args }: CallTree,
    surroundings: Surroundings,
    evaluate: (tree: Tree) => Value,
    isBound: (name: string) => boolean,
  ) {
    this.name = name;
    this.at = at;
    this.args = args;
    this.surroundings = surroundings;
    this.evaluate = evaluate;
    this.isBound = isBound;
  }

  value(k: number): Value {
    return this.evaluate(this.args[k]);
  }

  /** A fault at argument k. */
  fault(code: ConstructorParameters<typeof ExpressionFault>[0], k: number, must: string, but: string, remedy = ""): ExpressionFault {
    return new ExpressionFault(code, startOf(this.args[k]), must, but, { remedy });
  }

  /** Argument k as a number, which may depend on time or on the state. */
  number(k: number): NumberValue {
    const value = this.value(k);
    if (value.kind === "number") return value;
    throw this.fault("wrong-kind", k, `give ${this.name} a number`, `${printExpression(this.args[k])} is ${kindInWords(value)}`);
  }

  /** Argument k as a number that is known now. */
  constant(k: number): NumberValue {
    const value = this.number(k);
    if (value.fault) throw value.fault;
    if (value.live !== null) {
      const of = value.live.of === "time" ? "time" : "the state";
      throw this.fault("structure", k, `give ${this.name} a number that does not change`, `this one depends on ${of}`);
    }
    return value;
  }

  /** Argument k as a real number; inf only where it is allowed. */
  real(k: number, infinite = false): number {
    const { re, code } = this.constant(k);
    if (code !== REAL) throw this.fault("wrong-kind", k, `give ${this.name} a real number`, "this one is complex", "take re(z) or abs(z)");
    if (!Number.isFinite(re) && !(infinite && re > 0))
      throw this.fault("out-of-bounds", k, `give ${this.name} a finite number`, "this one is not");
    return re;
  }

  integer(k: number): number {
    const value = this.real(k);
    if (!Number.isInteger(value)) throw this.fault("out-of-bounds", k, `give ${this.name} an integer`, `this one is ${value}`);
    return value;
  }

  /** Argument k as an operator; a number is a multiple of 1 on `space`. */
  operator(k: number, space: Space = this.surroundings.space): OperatorValue {
    const value = this.value(k);
    if (value.kind === "operator" || value.kind === "number") return asOperatorOn(space, value);
    throw this.fault("wrong-kind", k, `give ${this.name} an operator`, `${printExpression(this.args[k])} is ${kindInWords(value)}`);
  }

  /** Argument k as an operator that does not change in time. */
  part(k: number, space?: Space): Part {
    return singlePart(
      this.surroundings.space,
      this.operator(k, space),
      startOf(this.args[k]),
      `give ${this.name} an operator that does not change`,
    );
  }

  /** Argument k as a label. */
  factor(k: number): Factor {
    const tree = this.args[k];
    const { space, families } = this.surroundings;
    const of = (label: string) => space.factors.find((factor) => factor.label === label);
    if (tree.kind === "name") {
      const factor = of(tree.name);
      if (factor) return factor;
      const family = families.get(tree.name);
      if (family) {
        const remedy = `write ${tree.name}[1] … ${tree.name}[${family.length}], or sum(j, 1, ${family.length}, …)`;
        throw this.fault("structure", k, "name a space", `${tree.name} is a family of ${family.length} spaces`, remedy);
      }
      throw this.#noSpace(tree.name, k);
    }
    if (tree.kind !== "index") {
      throw this.fault("wrong-kind", k, `give ${this.name} the label of a space`, `${printExpression(tree)} is none`, this.#labels());
    }
    const family = families.get(tree.name);
    if (family === undefined) {
      if (of(tree.name) === undefined) throw this.#noSpace(tree.name, k);
      throw this.fault("structure", k, "name a space", `${tree.name} is one space and no family`, `write ${tree.name}`);
    }
    const index = this.evaluate(tree.index);
    if (index.kind !== "number" || index.live !== null || index.fault || index.code !== REAL || !Number.isInteger(index.re)) {
      throw new ExpressionFault("wrong-kind", startOf(tree.index), `count the spaces of ${tree.name} with an integer`, "this is none");
    }
    const label = family[index.re - 1];
    if (label === undefined) {
      const but = `${tree.name} has the members 1 … ${family.length}, and not ${index.re}`;
      throw new ExpressionFault("out-of-bounds", startOf(tree.index), "name a space", but);
    }
    return of(label) as Factor;
  }

  #labels(): string {
    return `known: ${this.#known().join(", ")}`;
  }

  #known(): string[] {
    const { space, families } = this.surroundings;
    const members = new Set([...families.values()].flat());
    const single = space.factors.map(({ label }) => label).filter((label) => !members.has(label));
    return [...single, ...[...families].map(([name, labels]) => `${name}[1 … ${labels.length}]`)];
  }

  #noSpace(name: string, k: number): ExpressionFault {
    const { space, families } = this.surroundings;
    const { nearest } = nearestName(name, [...space.factors.map(({ label }) => label), ...families.keys()]);
    const remedy = `${nearest === null ? "" : `did you mean ${nearest}? `}${this.#labels()}`;
    return new ExpressionFault("unknown-name", startOf(this.args[k]), "name a space", `there is no space ${name}`, {
      remedy,
      nearest,
      found: name,
    });
  }

  /** The factor of argument k alone, as a space. */
  space(k: number): Space {
    return spaceOfFactor(this.factor(k));
  }

  /** Argument k as a basis state of a factor: a level's name, else a quantum number. */
  level(k: number, factor: Factor): number {
    const tree = this.args[k];
    const named = tree.kind === "name" ? (factor.names?.indexOf(tree.name) ?? -1) : -1;
    if (named >= 0) return named;
    const levels = `${factor.label} has the levels ${levelsInWords(factor)}`;
    if (tree.kind === "name" && !this.#hasValue(tree.name)) {
      const { nearest } = nearestName(tree.name, factor.names ?? []);
      const but = `${tree.name} is not defined; ${levels}`;
      throw new ExpressionFault("unknown-name", tree.at, "name a level", but, { nearest, found: tree.name });
    }
    const number = this.real(k);
    const index = factor.kind === "spin" ? factor.first - number : number - factor.first;
    if (!Number.isInteger(index) || index < 0 || index >= factor.dimension) {
      throw this.fault("out-of-bounds", k, "name a level", `${levels}, and not ${number}`);
    }
    return index;
  }

  #hasValue(name: string): boolean {
    return (
      this.isBound(name) ||
      ["i", "pi", "inf", "true", "false", "t", "step", "H"].includes(name) ||
      this.surroundings.value(name) !== undefined
    );
  }

  /** Whether argument k stands in the text as 0. */
  isBareZero(value: NumberValue): boolean {
    return value.bare === true && value.live === null && value.re === 0;
  }
}

const spaces = new WeakMap<Factor, Space>();

/** One factor as a space, the same object each time. */
export function spaceOfFactor(factor: Factor): Space {
  let space = spaces.get(factor);
  if (!space) spaces.set(factor, (space = new Space([factor])));
  return space;
}
