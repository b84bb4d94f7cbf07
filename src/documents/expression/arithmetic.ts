/** Arithmetic of numbers: constants fold in the written order, what depends on time or on the state stays a function. */
import { internalFault } from "../../errors.ts";
import { atan2, cos, exp, sin } from "../../numerics/scalar.ts";
import { ExpressionFault, type FaultCode } from "./fault.ts";
import { quotient, REAL_FUNCTIONS, realPower } from "./number-functions.ts";
import {
  type BooleanValue,
  type ClassCode,
  COMPLEX,
  IMAGINARY,
  joined,
  type Live,
  multiplied,
  type NumberValue,
  numberOf,
  REAL,
} from "./value.ts";

type Pair = readonly [number, number];
type Scalar = NumberValue | BooleanValue;

/** Products of complex numbers by their parts. */
export function complexProduct([a, b]: Pair, [c, d]: Pair): Pair {
  return [a * c - b * d, a * d + b * c];
}

/** (a + bi)/(c + di); NaN at 0. */
export function complexQuotient([a, b]: Pair, [c, d]: Pair): Pair {
  if (d === 0) return [quotient(a, c), quotient(b, c)];
  if (c === 0) return [b / d, (0 - a) / d];
  const size = c * c + d * d;
  return [quotient(a * c + b * d, size), quotient(b * c - a * d, size)];
}

/** e^{a + bi}. */
export function complexExponential([a, b]: Pair): Pair {
  const size = exp(a);
  return [size * cos(b), size * sin(b)];
}

/** Whole powers of a complex number by repeated products. */
export function complexPower(base: Pair, exponent: number): Pair {
  let power: Pair = [1, 0];
  for (let k = 0; k < Math.abs(exponent); k++) power = complexProduct(power, base);
  return exponent < 0 ? complexQuotient([1, 0], power) : power;
}

/** A number without a value, of a class. */
export function poisoned(code: ClassCode, fault: ExpressionFault): NumberValue {
  return { kind: "number", code, re: 0, im: 0, live: null, fault };
}

/** A number that is known later. */
export function liveNumber(code: ClassCode, live: Live): NumberValue {
  return { kind: "number", code, re: 0, im: 0, live };
}

/** What enters a function: time, the state, or nothing. Throws when both would. */
function dependence(args: readonly Scalar[], at: number): "time" | "state" | null {
  let of: "time" | "state" | null = null;
  for (const { live } of args) {
    if (live === null) continue;
    if (of !== null && of !== live.of) {
      throw new ExpressionFault("structure", at, "depend on time or on the state", "it depends on both");
    }
    of = live.of;
  }
  return of;
}

/** Fold a function of numbers, or keep it for later. `fold` returns NaN parts where it is not defined. */
function applied(op: string, code: ClassCode, args: readonly Scalar[], at: number, fold: () => Pair, refusal: () => string): NumberValue {
  const fault = args.find((arg) => arg.fault !== undefined)?.fault;
  if (fault !== undefined) return poisoned(code, fault);
  const of = dependence(args, at);
  if (of !== null) return liveNumber(code, { op, args, of });
  const [re, im] = fold();
  if (Number.isNaN(re) || Number.isNaN(im)) return poisoned(code, domainFault(at, refusal()));
  return numberOf(code, code === IMAGINARY ? 0 : re, code === REAL ? 0 : im);
}

function domainFault(at: number, but: string, code: FaultCode = "domain"): ExpressionFault {
  return new ExpressionFault(code, at, "be a number", but);
}

const pairOf = ({ re, im }: NumberValue): Pair => [re, im];

/** a + b or a − b. */
export function sumOfNumbers(a: NumberValue, b: NumberValue, sign: "+" | "-", at: number): NumberValue {
  const fold = (): Pair => (sign === "+" ? [a.re + b.re, a.im + b.im] : [a.re - b.re, a.im - b.im]);
  return applied(sign, joined(a.code, b.code), [a, b], at, fold, () => "the difference of infinities is not defined");
}

/** −a. */
export function negated(a: NumberValue, at: number): NumberValue {
  return applied(
    "negation",
    a.code,
    [a],
    at,
    () => [0 - a.re, 0 - a.im],
    () => "",
  );
}

/** a·b. */
export function productOfNumbers(a: NumberValue, b: NumberValue, at: number): NumberValue {
  const fold = (): Pair => (a.code === REAL && b.code === REAL ? [a.re * b.re, 0] : complexProduct(pairOf(a), pairOf(b)));
  return applied("*", multiplied(a.code, b.code), [a, b], at, fold, () => "0 times infinity is not defined");
}

/** a/b, refused at b = 0. */
export function quotientOfNumbers(a: NumberValue, b: NumberValue, at: number): NumberValue {
  const fold = (): Pair => (a.code === REAL && b.code === REAL ? [quotient(a.re, b.re), 0] : complexQuotient(pairOf(a), pairOf(b)));
  return applied("/", multiplied(a.code, b.code), [a, b], at, fold, () => "there is a division by 0");
}

/** a^b: whole powers of any number, others of real numbers ≥ 0. */
export function powerOfNumbers(a: NumberValue, b: NumberValue, at: number): NumberValue {
  if (b.code !== REAL) throw domainFault(at, "an exponent is not real", "wrong-kind");
  if (a.code === REAL) {
    const refusal = () => (a.re === 0 ? "there is a division by 0" : `${a.re}^${b.re} is not real`);
    return applied("^", REAL, [a, b], at, () => [realPower(a.re, b.re), 0], refusal);
  }
  if (b.live !== null || !Number.isInteger(b.re) || Math.abs(b.re) > 64) {
    throw domainFault(at, "a number that is not real has the powers -64 … 64 alone", "domain");
  }
  const code = a.code === COMPLEX ? COMPLEX : b.re % 2 === 0 ? REAL : IMAGINARY;
  return applied(
    "^",
    code,
    [a, b],
    at,
    () => complexPower(pairOf(a), b.re),
    () => "there is a division by 0",
  );
}

/** The complex conjugate. */
export function conjugateOf(a: NumberValue, at: number): NumberValue {
  return a.code === REAL
    ? a
    : applied(
        "conj",
        a.code,
        [a],
        at,
        () => [a.re, 0 - a.im],
        () => "",
      );
}

const OF_COMPLEX: ReadonlyMap<string, (z: Pair) => number> = new Map<string, (z: Pair) => number>([
  ["re", ([re]) => re],
  ["im", ([, im]) => im],
  ["abs", ([re, im]) => Math.sqrt(re * re + im * im)],
  ["arg", ([re, im]) => atan2(im, re)],
]);

/** Whether `name` is a function of numbers. */
export function isNumberFunction(name: string): boolean {
  return REAL_FUNCTIONS.has(name) || OF_COMPLEX.has(name) || name === "conj";
}

/** The value of re, im, abs or arg at a complex number. */
export function ofComplex(name: string, z: Pair): number {
  return (OF_COMPLEX.get(name) as (z: Pair) => number)(z);
}

/** A function of numbers by its name. Refuses what is not real where only real numbers are taken. */
export function functionOfNumbers(name: string, args: readonly NumberValue[], at: number): NumberValue {
  const complex = args.some(({ code }) => code !== REAL);
  if (name === "conj") return conjugateOf(args[0], at);
  if (name === "exp" && complex) {
    return applied(
      "exp",
      COMPLEX,
      args,
      at,
      () => complexExponential(pairOf(args[0])),
      () => "exp is not defined there",
    );
  }
  const part = OF_COMPLEX.get(name);
  if (part !== undefined && (complex || name !== "abs")) {
    return applied(
      name,
      REAL,
      args,
      at,
      () => [part(pairOf(args[0])), 0],
      () => `${name} is not defined there`,
    );
  }
  const real = REAL_FUNCTIONS.get(name);
  if (real === undefined || args.length < real.least || args.length > real.most)
    throw internalFault(`no function ${name} of ${args.length} numbers`);
  if (complex) {
    throw new ExpressionFault("wrong-kind", at, `give ${name} real numbers`, "an argument is not real", {
      remedy: "take re(z), im(z) or abs(z)",
    });
  }
  const refusal = () => `${real.needs ?? `${name} is not defined there`}, and not ${args.map(({ re }) => re).join(", ")}`;
  return applied(name, REAL, args, at, () => [real.at(...args.map(({ re }) => re)), 0], refusal);
}

/** a < b and its like, for real numbers. */
export function comparisonOf(op: string, a: NumberValue, b: NumberValue, at: number): BooleanValue {
  const fault = a.fault ?? b.fault;
  if (fault !== undefined) return { kind: "boolean", value: false, live: null, fault };
  const of = dependence([a, b], at);
  if (of !== null) return { kind: "boolean", value: false, live: { op, args: [a, b], of } };
  return { kind: "boolean", value: compared(op, a.re, b.re) && (a.im === b.im || op === "!="), live: null };
}

/** The truth of a comparison of real numbers. */
export function compared(op: string, x: number, y: number): boolean {
  switch (op) {
    case "<":
      return x < y;
    case "<=":
      return x <= y;
    case ">":
      return x > y;
    case ">=":
      return x >= y;
    case "==":
      return x === y;
    default:
      return x !== y;
  }
}

/** and, or, not. */
export function logicOf(op: "and" | "or" | "not", args: readonly BooleanValue[], at: number): BooleanValue {
  const fault = args.find((arg) => arg.fault !== undefined)?.fault;
  if (fault !== undefined) return { kind: "boolean", value: false, live: null, fault };
  const of = dependence(args, at);
  if (of !== null) return { kind: "boolean", value: false, live: { op, args, of } };
  const [a, b] = args.map(({ value }) => value);
  return { kind: "boolean", value: op === "not" ? !a : op === "and" ? a && b : a || b, live: null };
}

/** if(c, x, y) of numbers: the class joins both, the value is the chosen one's. */
export function choiceOfNumbers(condition: BooleanValue, x: NumberValue, y: NumberValue, at: number): NumberValue {
  const code = joined(x.code, y.code);
  if (condition.fault !== undefined) return poisoned(code, condition.fault);
  if (condition.live === null) {
    const { bare: _, ...chosen } = condition.value ? x : y;
    return { ...chosen, code };
  }
  const fault = x.fault ?? y.fault;
  if (fault !== undefined) return poisoned(code, fault);
  const of = dependence([condition, x, y], at) as "time" | "state";
  return liveNumber(code, { op: "if", args: [condition, x, y], of });
}
