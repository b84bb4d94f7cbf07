/** Numbers that depend on t as coefficients of time: values, breakpoints, and what they are between them. */
import type { Coefficient, FunctionOfTime } from "../../dynamics/generator.ts";
import { ExpressionFault } from "./fault.ts";
import { complexFunction, Needs, realFunction } from "./live.ts";
import { REAL_FUNCTIONS } from "./number-functions.ts";
import { type BooleanValue, type NumberValue, REAL } from "./value.ts";

/** a + b·t, or null. */
type Affine = readonly [a: number, b: number] | null;

/**
 * The real part, or the imaginary one, of a number as a coefficient of time. Breakpoints are the times where an argument of a function
 * that jumps reaches its jump; such an argument must be affine in t. Throws an `ExpressionFault` ("domain") when it is not, and for
 * floor, ceil, round and mod of t. `character` is where the expression begins.
 */
export function coefficientOf(value: NumberValue, part: "re" | "im" = "re", character: number | null = 1): Coefficient {
  if (value.fault) throw value.fault;
  if (value.live === null) return part === "re" ? value.re : value.im;
  const breakpoints = new Set<number>();
  gather(value, breakpoints, character);
  const moment = { t: 0, means: [], functionals: [] };
  const times = [...breakpoints].sort((a, b) => a - b);
  const at = part === "re" ? atReal(value, moment) : atImaginary(value, moment);
  const degree = part === "re" || value.code !== REAL ? degreeOf(value) : 0;
  const pieces = degree === 0 ? "constant" : degree <= 3 ? "cubic" : null;
  return { at, breakpoints: times, ...(pieces ? { pieces } : {}) } satisfies FunctionOfTime;
}

function atReal(value: NumberValue, moment: { t: number; means: number[]; functionals: number[] }): (t: number) => number {
  const f = realFunction(value, new Needs());
  return (t) => {
    moment.t = t;
    return f(moment);
  };
}

function atImaginary(value: NumberValue, moment: { t: number; means: number[]; functionals: number[] }): (t: number) => number {
  const f = complexFunction(value, new Needs());
  return (t) => {
    moment.t = t;
    return f(moment)[1];
  };
}

/** The times where a number or a derivative jumps. */
function gather(value: NumberValue | BooleanValue, times: Set<number>, character: number | null): void {
  const { live } = value;
  if (live === null) return;
  if (live.of !== "time") throw new ExpressionFault("structure", character, "depend on time", "it depends on the state");
  const { op, args, table } = live;
  for (const arg of args) gather(arg, times, character);
  const real = REAL_FUNCTIONS.get(op);
  if (real?.timeless !== undefined) {
    throw new ExpressionFault("domain", character, "have functions of t with known breakpoints", `${op} of t has none`, {
      remedy: real.timeless,
    });
  }
  if (table !== undefined) crossings(args[0] as NumberValue, table.times, op, times, character);
  if (live.op === "<" || live.op === "<=" || live.op === ">" || live.op === ">=" || live.op === "==" || live.op === "!=") {
    crossing(difference(args[0] as NumberValue, args[1] as NumberValue), "a comparison", times, character);
  }
  const numbers = args as readonly NumberValue[];
  for (const [k, l] of real?.jumps?.(args.length) ?? []) {
    const x = l < 0 ? affine(numbers[k]) : difference(numbers[k], numbers[l]);
    crossing(x, op, times, character);
  }
}

function difference(x: NumberValue, y: NumberValue): Affine {
  const [p, q] = [affine(x), affine(y)];
  return p && q && [p[0] - q[0], p[1] - q[1]];
}

function crossing(x: Affine, what: string, times: Set<number>, character: number | null): void {
  if (x === null) throw bent(what, character);
  if (x[1] !== 0) add(times, (0 - x[0]) / x[1]);
}

function crossings(x: NumberValue, at: readonly number[], what: string, times: Set<number>, character: number | null): void {
  const line = affine(x);
  if (line === null) throw bent(what === "table" ? "a table" : what, character);
  if (line[1] !== 0) for (const time of at) add(times, (time - line[0]) / line[1]);
}

function add(times: Set<number>, t: number): void {
  if (Number.isFinite(t)) times.add(t === 0 ? 0 : t);
}

function bent(what: string, character: number | null): ExpressionFault {
  return new ExpressionFault("domain", character, `have arguments a + b*t where ${what} jumps`, "this one is not affine in t", {
    remedy: "the times of jumps must be known",
  });
}

/** A number as a + b·t. */
function affine(value: NumberValue): Affine {
  const { live, re } = value;
  if (value.code !== REAL) return null;
  if (live === null) return [re, 0];
  const { op, args } = live;
  if (op === "t") return [0, 1];
  const numbers = args.filter((arg) => arg.kind === "number");
  if (numbers.length !== args.length) return null;
  const [p, q] = numbers.map(affine);
  switch (op) {
    case "+":
      return p && q && [p[0] + q[0], p[1] + q[1]];
    case "-":
      return p && q && [p[0] - q[0], p[1] - q[1]];
    case "negation":
      return p && [0 - p[0], 0 - p[1]];
    case "*":
      if (p && q && p[1] === 0) return [p[0] * q[0], p[0] * q[1]];
      return p && q && q[1] === 0 ? [p[0] * q[0], p[1] * q[0]] : null;
    case "/":
      return p && q && q[1] === 0 ? [p[0] / q[0], p[1] / q[0]] : null;
    default:
      return null;
  }
}

const CURVED = Number.POSITIVE_INFINITY;

/** The degree of the polynomial that a number is between its breakpoints; infinite when it is none. */
function degreeOf(value: NumberValue | BooleanValue): number {
  const { live } = value;
  if (live === null || value.kind === "boolean") return 0;
  const { op, args, table } = live;
  if (op === "t") return 1;
  const degrees = args.map(degreeOf);
  const largest = degrees.reduce((most, degree) => Math.max(most, degree), 0);
  if (table !== undefined) return { previous: 0, linear: 1, cubic: 3 }[table.interpolation] * degrees[0];
  if (REAL_FUNCTIONS.get(op)?.flat) return 0;
  if (largest === 0) return 0;
  switch (op) {
    case "*":
      return degrees[0] + degrees[1];
    case "/":
      return degrees[1] === 0 ? degrees[0] : CURVED;
    case "^": {
      const exponent = args[1] as NumberValue;
      return exponent.live === null && Number.isInteger(exponent.re) && exponent.re >= 0 ? degrees[0] * exponent.re : CURVED;
    }
    case "ramp":
      return degrees[1] === 0 && degrees[2] === 0 ? degrees[0] : CURVED;
    case "+":
    case "-":
    case "negation":
    case "if":
    case "min":
    case "max":
    case "re":
    case "im":
    case "conj":
      return largest;
    case "abs":
      return (args[0] as NumberValue).code === REAL ? largest : CURVED;
    default:
      return CURVED;
  }
}
