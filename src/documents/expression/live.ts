/** Numbers that depend on time or on the state, as functions; and a key by which equal ones are recognised. */
import type { StateView } from "../../observables/observable.ts";
import type { Operator } from "../../operators/operator.ts";
import { compared, complexExponential, complexPower, complexProduct, complexQuotient, ofComplex } from "./arithmetic.ts";
import { quotient, REAL_FUNCTIONS, realPower } from "./number-functions.ts";
import { type BooleanValue, type Live, type NumberValue, REAL } from "./value.ts";

/** Where a live number is evaluated. */
export interface Moment {
  t: number;
  /** [re₀, im₀, …] of the means, in the order in which they were gathered. */
  means: ArrayLike<number>;
  /** The values of the functionals of the state, NaN where undefined. */
  functionals: ArrayLike<number>;
}

type Pair = readonly [number, number];
type At<T> = (moment: Moment) => T;

/** The means and functionals that some numbers need, each once. */
export class Needs {
  readonly operators: Operator[] = [];
  readonly functionals: ((state: StateView) => number | null)[] = [];
  readonly #keys: string[] = [];

  mean(operator: Operator): number {
    const known = this.operators.findIndex((other) => sameOperator(other, operator));
    return known >= 0 ? known : this.operators.push(operator) - 1;
  }

  functional({ key, value }: { readonly key: string; readonly value: (state: StateView) => number | null }): number {
    const known = this.#keys.indexOf(key);
    if (known >= 0) return known;
    this.#keys.push(key);
    return this.functionals.push(value) - 1;
  }
}

function sameOperator(a: Operator, b: Operator): boolean {
  if (a === b) return true;
  if (!a.space.equals(b.space) || a.count !== b.count) return false;
  return (
    a.columns.every((j, e) => j === b.columns[e]) &&
    a.rowStart.every((s, i) => s === b.rowStart[i]) &&
    a.values.every((x, e) => x === b.values[e])
  );
}

/** The real part of a number as a function; NaN where it is not defined. */
export function realFunction(value: NumberValue, needs: Needs): At<number> {
  const { live, re } = value;
  if (value.fault !== undefined) return () => Number.NaN;
  if (live === null) return () => re;
  const real = live.args.every((arg) => arg.kind === "boolean" || arg.code === REAL);
  return (real && directly(live, needs)) || part(complexFunction(value, needs));
}

function part(at: At<Pair>): At<number> {
  return (moment) => at(moment)[0];
}

/** A function of real numbers without detours over complex ones; null where it has none. */
function directly(live: Live, needs: Needs): At<number> | null {
  const { op, args, table } = live;
  if (op === "t") return ({ t }) => t;
  if (op === "mean") {
    const k = 2 * needs.mean(live.operator as Operator);
    return ({ means }) => means[k];
  }
  if (op === "functional") {
    const k = needs.functional(live.functional as NonNullable<Live["functional"]>);
    return ({ functionals }) => functionals[k];
  }
  if (op === "if") {
    const condition = truthFunction(args[0] as BooleanValue, needs);
    const [x, y] = [realFunction(args[1] as NumberValue, needs), realFunction(args[2] as NumberValue, needs)];
    return (moment) => (condition(moment) ? x(moment) : y(moment));
  }
  const parts = args.map((arg) => realFunction(arg as NumberValue, needs));
  const [x, y] = parts;
  switch (op) {
    case "+":
      return (moment) => x(moment) + y(moment);
    case "-":
      return (moment) => x(moment) - y(moment);
    case "*":
      return (moment) => x(moment) * y(moment);
    case "/":
      return (moment) => quotient(x(moment), y(moment));
    case "^":
      return (moment) => realPower(x(moment), y(moment));
    case "negation":
      return (moment) => 0 - x(moment);
    case "re":
    case "conj":
      return x;
    case "im":
      return (moment) => 0 * x(moment);
    case "arg":
      return (moment) => ofComplex("arg", [x(moment), 0]);
    case "table":
      return (moment) => (table as NonNullable<Live["table"]>).at(x(moment));
    default: {
      const at = REAL_FUNCTIONS.get(op)?.at;
      if (at === undefined) return null;
      if (parts.length === 1) return (moment) => at(x(moment));
      return (moment) => at(...parts.map((f) => f(moment)));
    }
  }
}

/** A number as a function [re, im]; NaN where it is not defined. */
export function complexFunction(value: NumberValue, needs: Needs): At<Pair> {
  const { live, re, im } = value;
  if (value.fault !== undefined) return () => [Number.NaN, Number.NaN];
  if (live === null) return () => [re, im];
  const { op, args } = live;
  if (op === "mean") {
    const k = 2 * needs.mean(live.operator as Operator);
    return ({ means }) => [means[k], means[k + 1]];
  }
  if (args.every((arg) => arg.kind === "boolean" || arg.code === REAL)) {
    const at = directly(live, needs) as At<number>;
    return (moment) => [at(moment), 0];
  }
  if (op === "if") {
    const condition = truthFunction(args[0] as BooleanValue, needs);
    const [x, y] = [complexFunction(args[1] as NumberValue, needs), complexFunction(args[2] as NumberValue, needs)];
    return (moment) => (condition(moment) ? x(moment) : y(moment));
  }
  const [x, y] = args.map((arg) => complexFunction(arg as NumberValue, needs));
  switch (op) {
    case "+":
      return (moment) => sum(x(moment), y(moment), 1);
    case "-":
      return (moment) => sum(x(moment), y(moment), -1);
    case "*":
      return (moment) => complexProduct(x(moment), y(moment));
    case "/":
      return (moment) => complexQuotient(x(moment), y(moment));
    case "^": {
      const exponent = (args[1] as NumberValue).re;
      return (moment) => complexPower(x(moment), exponent);
    }
    case "negation":
      return (moment) => sum([0, 0], x(moment), -1);
    case "conj":
      return (moment) => [x(moment)[0], 0 - x(moment)[1]];
    case "exp":
      return (moment) => complexExponential(x(moment));
    default:
      return (moment) => [ofComplex(op, x(moment)), 0];
  }
}

function sum([a, b]: Pair, [c, d]: Pair, sign: 1 | -1): Pair {
  return [a + sign * c, b + sign * d];
}

/** A truth as a function. */
export function truthFunction({ live, value }: BooleanValue, needs: Needs): At<boolean> {
  if (live === null) return () => value;
  const { op, args } = live;
  if (op === "and" || op === "or" || op === "not") {
    const [x, y] = args.map((arg) => truthFunction(arg as BooleanValue, needs));
    if (op === "not") return (moment) => !x(moment);
    return op === "and" ? (moment) => x(moment) && y(moment) : (moment) => x(moment) || y(moment);
  }
  const [x, y] = args.map((arg) => realFunction(arg as NumberValue, needs));
  return (moment) => compared(op, x(moment), y(moment));
}

const keys = new WeakMap<Live, string>();
const tables = new WeakMap<object, number>();
let tablesSeen = 0;

/** A text that is equal for numbers that are the same function of time, written in the same way. */
export function keyOf(value: NumberValue | BooleanValue): string {
  if (value.live === null)
    return value.kind === "boolean" ? String(value.value) : value.im === 0 ? String(value.re) : `(${value.re},${value.im})`;
  const known = keys.get(value.live);
  if (known !== undefined) return known;
  const { op, args, table } = value.live;
  let name = op;
  if (table !== undefined) {
    if (!tables.has(table)) tables.set(table, tablesSeen++);
    name = `table${tables.get(table)}`;
  }
  const key = op === "t" ? "t" : `${name}(${args.map(keyOf).join(",")})`;
  keys.set(value.live, key);
  return key;
}
