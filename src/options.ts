/**
 * Checks of option objects, for every public function alike: a table says what each option may be, and anything that the
 * table does not name is refused with the nearest name that it does. An option that would do nothing is an error.
 */
import { didYouMean, finite, integer, wrongKind, wrongValue } from "./errors.ts";

/** Checks one value, or throws in the error grammar; `argument` is what the sentence calls it. */
export type Check = (argument: string, value: unknown) => void;

/** One check for every option of T: an option without one is a type error. */
export type OptionChecks<T> = { readonly [name in keyof T]-?: Check };

/** What a table says besides its checks. */
export interface OptionRules {
  /** Options that must be given. */
  readonly required?: readonly string[];
  /** What the sentence names them after: "units[0]." */
  readonly prefix?: string;
  /** How to write the object, for whoever gave something else: "Write run(model, { steps: 100 })." */
  readonly remedy?: string;
}

/**
 * Check an option object against its table and return it. An option that is `undefined` counts as left out.
 * Throws a TypeError for a missing or wrong object or a value of the wrong kind, a RangeError for unknown names and values.
 */
export function checkOptions<T>(argument: string, given: unknown, checks: OptionChecks<T>, rules: OptionRules = {}): T {
  const { required = [], prefix = "", remedy = "" } = rules;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw wrongKind(argument, "be an object of named options", given, remedy);
  }
  const known = Object.keys(checks);
  const table = checks as Readonly<Record<string, Check>>;
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw wrongValue(argument, "have only known names", name, didYouMean(name, known), `has \`${name}\``);
  }
  const values = given as Readonly<Record<string, unknown>>;
  for (const name of known) {
    const value = values[name];
    if (value !== undefined) table[name](`${prefix}${name}`, value);
    else if (required.includes(name)) throw wrongKind(`${prefix}${name}`, "be given", undefined, remedy);
  }
  return given as T;
}

/** Anything: what is checked where it is used. */
export const anything: Check = () => {};

/** A finite number within bounds. */
/* @__NO_SIDE_EFFECTS__ */
export function aNumber(bounds: { above?: number; atLeast?: number; below?: number; atMost?: number } = {}, remedy = ""): Check {
  return (argument, value) => void finite(argument, value, bounds, remedy);
}

/** A whole number within bounds. */
/* @__NO_SIDE_EFFECTS__ */
export function anInteger(least: number, most?: number, remedy = ""): Check {
  return (argument, value) => void integer(argument, value, least, most, remedy);
}

/** True or false. */
export const aBoolean: Check = (argument, value) => {
  if (typeof value !== "boolean") throw wrongKind(argument, "be true or false", value);
};

/** A word that says something. */
export const aName: Check = (argument, value) => {
  if (typeof value !== "string") throw wrongKind(argument, "be a name", value);
  if (value === "") throw wrongValue(argument, "be a name", value, "", "is empty");
};

/** A function. */
export const aFunction: Check = (argument, value) => {
  if (typeof value !== "function") throw wrongKind(argument, "be a function", value);
};

/** Any object but a list. */
export const anObject: Check = (argument, value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongKind(argument, "be an object", value);
};

/** An `AbortSignal`, or what behaves like one. */
export const aSignal: Check = (argument, value) => {
  const signal = value as { aborted?: unknown; addEventListener?: unknown } | null;
  if (typeof signal?.aborted !== "boolean" || typeof signal.addEventListener !== "function") {
    throw wrongKind(argument, "be an AbortSignal", value, "Pass `controller.signal` of an AbortController.");
  }
};

/** One of a few words. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf(...choices: readonly string[]): Check {
  const quoted = choices.map((choice) => `"${choice}"`);
  const must = `be ${quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}` : quoted[0]}`;
  return (argument, value) => {
    if (typeof value !== "string") throw wrongKind(argument, must, value);
    if (!choices.includes(value)) throw wrongValue(argument, must, value, didYouMean(value, choices));
  };
}

/** Null, or what another check accepts. */
/* @__NO_SIDE_EFFECTS__ */
export function nullOr(check: Check): Check {
  return (argument, value) => {
    if (value !== null) check(argument, value);
  };
}

/** A list whose entries all pass a check. */
/* @__NO_SIDE_EFFECTS__ */
export function listOf(what: string, check: Check): Check {
  return (argument, value) => {
    if (!Array.isArray(value)) throw wrongKind(argument, `be a list of ${what}`, value);
    for (let k = 0; k < value.length; k++) {
      if (value[k] === undefined) throw wrongKind(`${argument}[${k}]`, "be given", undefined);
      check(`${argument}[${k}]`, value[k]);
    }
  };
}

/** A list of names, each there once. */
export const names: Check = (argument, value) => {
  listOf("names", aName)(argument, value);
  const list = value as readonly string[];
  const seen = new Set<string>();
  for (const name of list) {
    if (seen.has(name)) throw wrongValue(argument, "name each one once", name, "", `names "${name}" twice`);
    seen.add(name);
  }
};

/** An option object within another, with its own table. */
/* @__NO_SIDE_EFFECTS__ */
export function optionsOf<T>(checks: OptionChecks<T>, rules: OptionRules = {}): Check {
  return (argument, value) => void checkOptions<T>(argument, value, checks, { ...rules, prefix: `${argument}.` });
}
