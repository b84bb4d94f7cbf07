/** What expressions evaluate to. Classes of numbers and patterns of operators are symbolic: values never decide them. */
import type { Interpolation } from "../../dynamics/coefficient.ts";
import type { StateView } from "../../observables/observable.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import type { ExpressionFault } from "./fault.ts";

/** Which parts of a number can be nonzero: bit 1 the real one, bit 2 the imaginary one. */
export type ClassCode = 1 | 2 | 3;
export const REAL = 1;
export const IMAGINARY = 2;
export const COMPLEX = 3;

/** The class of a number in words. */
export type NumberClass = "real" | "imaginary" | "complex";

/** A number. Where `live` is set it is known only at a time or in a state, and re, im are 0. */
export interface NumberValue {
  readonly kind: "number";
  readonly code: ClassCode;
  readonly re: number;
  readonly im: number;
  readonly live: Live | null;
  /** A zero that stands in the text as 0, or a sum without terms: as an operator it has no entries. */
  readonly bare?: boolean;
  /** Why it has no value (√−1, x/0): told when it is used. */
  readonly fault?: ExpressionFault;
}

export interface BooleanValue {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly live: Live | null;
  readonly fault?: ExpressionFault;
}

/** A number or truth that depends on time or on the state: a function of others. */
export interface Live {
  /** A sign of the language, the name of a function of numbers, or `t`, `mean`, `functional`, `table`. */
  readonly op: string;
  readonly args: readonly (NumberValue | BooleanValue)[];
  /** Whether time, or the state, enters. */
  readonly of: "time" | "state";
  /** The operator of a mean. */
  readonly operator?: Operator;
  /** A function of the state, with a key that is equal for equal functions. */
  readonly functional?: { readonly key: string; readonly value: (state: StateView) => number | null };
  readonly table?: TableValue;
}

/** How an operator is related to its adjoint, by its structure; "mixed" is neither, "open" is decided on pattern, classes and values. */
export type Nature = "hermitian" | "anti" | "mixed" | "open";

/** An operator on some labels with the class of each entry (in the order of storage), or of all. */
export interface Part {
  readonly operator: Operator;
  readonly classes: ClassCode | Uint8Array;
  readonly nature: Nature;
}

/** Σ_k c_k · O_k with equal c_k merged; a coefficient of null is 1. Coefficients are live, the rest is folded into O_k. */
export interface OperatorValue {
  readonly kind: "operator";
  readonly terms: readonly { readonly coefficient: NumberValue | null; readonly part: Part }[];
  readonly fault?: ExpressionFault;
}

/** A ket on some labels: amplitudes of the basis states of its support. */
export interface KetValue {
  readonly kind: "ket";
  readonly space: Space;
  /** Basis state → [re, im, class], in increasing order. */
  readonly amplitudes: ReadonlyMap<number, readonly [number, number, ClassCode]>;
}

/** A word: the value of a choice. */
export interface TextValue {
  readonly kind: "text";
  readonly value: string;
}

/** The value of a parameter that is a list of numbers. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly NumberValue[];
}

/** A function of one number by samples. */
export interface TableValue {
  readonly kind: "table";
  readonly name: string;
  readonly times: readonly number[];
  readonly interpolation: Interpolation;
  readonly at: (x: number) => number;
}

export type Value = NumberValue | BooleanValue | TextValue | ListValue | OperatorValue | KetValue | TableValue;

/** A real number, for parameters and indices. */
export function realNumber(value: number, bare = false): NumberValue {
  return { kind: "number", code: REAL, re: value, im: 0, live: null, ...(bare ? { bare } : {}) };
}

/** A number of a given class. */
export function numberOf(code: ClassCode, re: number, im: number): NumberValue {
  return { kind: "number", code, re, im, live: null };
}

/** The value of a parameter from JSON: number, boolean, word, or list of numbers; undefined where it has no place in expressions. */
export function parameterValue(given: unknown): Value | undefined {
  if (typeof given === "number") return realNumber(given);
  if (typeof given === "boolean") return { kind: "boolean", value: given, live: null };
  if (typeof given === "string") return { kind: "text", value: given };
  if (!Array.isArray(given) || !given.every((item) => typeof item === "number")) return undefined;
  return { kind: "list", items: given.map((item) => realNumber(item)) };
}

/** The class of a sum. */
export function joined(a: ClassCode, b: ClassCode): ClassCode {
  return (a | b) as ClassCode;
}

/** The class of a product. */
export function multiplied(a: ClassCode, b: ClassCode): ClassCode {
  if (a === COMPLEX || b === COMPLEX) return COMPLEX;
  return a === b ? REAL : IMAGINARY;
}

/** What a value is, as a sentence says it. */
export function kindInWords(value: Value): string {
  switch (value.kind) {
    case "number":
      return value.code === REAL ? "a number" : value.code === IMAGINARY ? "an imaginary number" : "a complex number";
    case "boolean":
      return "true or false";
    case "text":
      return `the word "${value.value}"`;
    case "list":
      return `a list of ${value.items.length} numbers`;
    case "operator":
      return "an operator";
    case "ket":
      return "a ket";
    case "table":
      return "a table, which takes an argument";
    default:
      return value satisfies never;
  }
}
