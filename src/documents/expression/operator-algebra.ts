/** Sums and products of values of any kind: numbers, operators with coefficients of time, kets. */
import { zero } from "../../operators/algebra.ts";
import type { Space } from "../../spaces/space.ts";
import { conjugateOf, negated, productOfNumbers, quotientOfNumbers, sumOfNumbers } from "./arithmetic.ts";
import { ExpressionFault } from "./fault.ts";
import { appliedTo, ketOf, scaledKet, summedKets, tensoredKets } from "./ket-algebra.ts";
import { keyOf } from "./live.ts";
import {
  adjoint,
  divided,
  lifted,
  multipleOfIdentity,
  multipliedParts,
  powerOfPart,
  requireSpace,
  scaled,
  spaceOf,
  summed,
  tensored,
  uniform,
} from "./operator-parts.ts";
import { orderOf } from "./surroundings.ts";
import { type KetValue, kindInWords, type NumberValue, type OperatorValue, type Part, REAL, realNumber, type Value } from "./value.ts";

/** The largest number of terms after all sums and products are written out. */
const MOST_TERMS = 100_000;

type Signed<V> = { readonly sign: "+" | "-"; readonly value: V; readonly at: number };
type Terms = OperatorValue["terms"];

/** An operator of one part. */
export function operatorOf(part: Part): OperatorValue {
  return { kind: "operator", terms: [{ coefficient: null, part }] };
}

/** The space on which all terms of some operators act together. */
function jointSpace(section: Space, operators: readonly OperatorValue[]): Space {
  const spaces = operators.flatMap(({ terms }) => terms.map(({ part }) => part.operator.space));
  const first = spaces[0];
  if (first !== undefined && spaces.every((space) => space === first)) return first;
  return spaceOf(
    orderOf(section),
    spaces.flatMap(({ factors }) => factors),
  );
}

/** A number or an operator as an operator on a space: c is c·1, a bare 0 has no entries. */
export function asOperatorOn(space: Space, value: NumberValue | OperatorValue): OperatorValue {
  if (value.kind === "operator") return value;
  if (value.bare) return operatorOf(uniform(zero(requireSpace(space)), REAL, "hermitian"));
  if (value.live !== null) return { kind: "operator", terms: [{ coefficient: value, part: multipleOfIdentity(space, realNumber(1)) }] };
  const { c, fault } = factorOf(value, null);
  return withFault(operatorOf(multipleOfIdentity(space, c)), fault);
}

/** Merge terms of equal coefficients, each group on the space of its own terms, in the order of their first ones. */
function merged(section: Space, terms: Terms, at: number): Terms {
  if (terms.length > MOST_TERMS) throw tooMany(at);
  const groups = new Map<string, { readonly coefficient: NumberValue | null; readonly parts: Part[] }>();
  for (const { coefficient, part } of terms) {
    const key = coefficient === null ? "" : keyOf(coefficient);
    const group = groups.get(key);
    if (group) group.parts.push(part);
    else groups.set(key, { coefficient, parts: [part] });
  }
  return [...groups.values()].map(({ coefficient, parts }) => {
    if (parts.length === 1) return { coefficient, part: parts[0] };
    const space = jointSpace(section, parts.map(operatorOf));
    return { coefficient, part: summed(parts.map((part) => lifted(space, part))) };
  });
}

function tooMany(at: number): ExpressionFault {
  return new ExpressionFault("limit", at, `have at most ${MOST_TERMS} terms`, "this one has more after its sums are written out");
}

/** a ± b ± …; terms in their order. */
export function sumOf(section: Space, terms: readonly Signed<Value>[]): Value {
  const first = terms[0].value;
  if (terms.length === 1 && terms[0].sign === "+") return first;
  for (const { value, at } of terms) requireSummand(value, at);
  if (terms.every(({ value }) => value.kind === "number")) return sumNumbers(terms as readonly Signed<NumberValue>[]);
  if (terms.some(({ value }) => value.kind === "ket")) return sumKets(terms);
  const operators = terms.map(({ value }) => value).filter((value) => value.kind === "operator");
  const space = jointSpace(section, operators);
  const signed = (terms as readonly Signed<NumberValue | OperatorValue>[]).map(({ sign, value, at }) => {
    const operator = asOperatorOn(space, value);
    return sign === "+" ? operator : negatedOperator(operator, at);
  });
  const fault = signed.find((operator) => operator.fault)?.fault;
  const all = signed.flatMap((operator) => operator.terms);
  return { kind: "operator", terms: merged(section, all, terms[0].at), ...(fault ? { fault } : {}) };
}

function requireSummand(value: Value, at: number): void {
  if (value.kind === "number" || value.kind === "operator" || value.kind === "ket") return;
  throw new ExpressionFault("wrong-kind", at, "add numbers, operators or kets", `one term is ${kindInWords(value)}`);
}

function sumNumbers([first, ...rest]: readonly Signed<NumberValue>[]): NumberValue {
  let sum = first.sign === "+" ? first.value : negated(first.value, first.at);
  for (const { sign, value, at } of rest) sum = sumOfNumbers(sum, value, sign, at);
  return sum;
}

function sumKets(terms: readonly Signed<Value>[]): KetValue {
  const kets = terms.map(({ sign, value, at }) => {
    if (value.kind !== "ket") throw new ExpressionFault("wrong-kind", at, "add kets to kets", `one term is ${kindInWords(value)}`);
    return { sign: sign === "+" ? (1 as const) : (-1 as const), ket: value, at };
  });
  const { space } = kets[0].ket;
  const other = kets.find(({ ket }) => !ket.space.equals(space));
  if (other) {
    throw new ExpressionFault("wrong-kind", other.at, "add kets of the same labels", `these are of ${space} and of ${other.ket.space}`);
  }
  return summedKets(kets);
}

function negatedOperator(operator: OperatorValue, at: number): OperatorValue {
  return scaledOperator(operator, realNumber(-1), at);
}

/** −X of any value. */
export function negation(value: Value, at: number): Value {
  requireSummand(value, at);
  if (value.kind === "number") return negated(value, at);
  return value.kind === "ket" ? scaledKet(value, realNumber(-1)) : negatedOperator(value as OperatorValue, at);
}

/** A constant that may scale an operator: finite. What has no value leaves the pattern. */
function factorOf(c: NumberValue, at: number | null): { readonly c: NumberValue; readonly fault?: ExpressionFault } {
  if (c.fault) return { c: { kind: "number", code: c.code, re: 0, im: 0, live: null }, fault: c.fault };
  if (Number.isFinite(c.re) && Number.isFinite(c.im)) return { c };
  const fault = new ExpressionFault("out-of-bounds", at, "have finite factors of operators", "one is not finite");
  return { c: { kind: "number", code: c.code, re: 0, im: 0, live: null }, fault };
}

function withFault(value: OperatorValue, fault: ExpressionFault | undefined): OperatorValue {
  return fault === undefined || value.fault !== undefined ? value : { ...value, fault };
}

/** c·X. */
export function scaledOperator(operator: OperatorValue, number: NumberValue, at: number): OperatorValue {
  if (number.live !== null) {
    const coefficient = (own: NumberValue | null) => (own === null ? number : productOfNumbers(own, number, at));
    return { ...operator, terms: operator.terms.map((term) => ({ ...term, coefficient: coefficient(term.coefficient) })) };
  }
  const { c, fault } = factorOf(number, at);
  return withFault({ ...operator, terms: operator.terms.map((term) => ({ ...term, part: scaled(term.part, c) })) }, fault);
}

/** a·b of any values. */
export function productOf(section: Space, a: Value, b: Value, at: number): Value {
  if (a.kind === "number") {
    if (b.kind === "number") return productOfNumbers(a, b, at);
    if (b.kind === "operator") return a.live === null ? scaledOperator(b, a, at) : scaledFromLeft(b, a, at);
    if (b.kind === "ket") return scaledKet(b, constant(a, at));
  }
  if (a.kind === "operator") {
    if (b.kind === "number") return scaledOperator(a, b, at);
    if (b.kind === "operator") return productOfOperators(section, a, b, at);
    if (b.kind === "ket") return applied(section, a, b, at);
  }
  if (a.kind === "ket") {
    if (b.kind === "number") return scaledKet(a, constant(b, at));
    if (b.kind === "ket") return productOfKets(section, a, b, at);
    if (b.kind === "operator") {
      throw new ExpressionFault("wrong-kind", at, "multiply kets with operators from the left", "this operator stands on the right");
    }
  }
  const wrong = a.kind === "number" || a.kind === "operator" || a.kind === "ket" ? b : a;
  throw new ExpressionFault("wrong-kind", at, "multiply numbers, operators or kets", `one factor is ${kindInWords(wrong)}`);
}

/** c(t)·X with the coefficient in the written order. */
function scaledFromLeft(operator: OperatorValue, c: NumberValue, at: number): OperatorValue {
  const coefficient = (own: NumberValue | null) => (own === null ? c : productOfNumbers(c, own, at));
  return { ...operator, terms: operator.terms.map((term) => ({ ...term, coefficient: coefficient(term.coefficient) })) };
}

function constant(c: NumberValue, at: number): NumberValue {
  if (c.fault) throw c.fault;
  if (c.live !== null) {
    throw new ExpressionFault(
      "structure",
      at,
      "have kets that do not change",
      `this factor depends on ${c.live.of === "time" ? "time" : "the state"}`,
    );
  }
  if (Number.isFinite(c.re) && Number.isFinite(c.im)) return c;
  throw new ExpressionFault("out-of-bounds", at, "have finite factors of kets", "one is not finite");
}

function productOfOperators(section: Space, a: OperatorValue, b: OperatorValue, at: number): OperatorValue {
  if (a.terms.length * b.terms.length > MOST_TERMS) throw tooMany(at);
  const terms = a.terms.flatMap((left) =>
    b.terms.map((right) => {
      const [c, d] = [left.coefficient, right.coefficient];
      const coefficient = c === null ? d : d === null ? c : productOfNumbers(c, d, at);
      return { coefficient, part: productOfParts(section, left.part, right.part) };
    }),
  );
  return withFault({ kind: "operator", terms: merged(section, terms, at) }, a.fault ?? b.fault);
}

function productOfParts(section: Space, a: Part, b: Part): Part {
  const [A, B] = [a.operator.space, b.operator.space];
  if (A.equals(B)) return multipliedParts(a, b);
  const space = spaceOf(orderOf(section), [...A.factors, ...B.factors]);
  const disjoint = space.factors.length === A.factors.length + B.factors.length;
  return disjoint ? tensored(space, a, b) : multipliedParts(lifted(space, a), lifted(space, b));
}

function applied(section: Space, A: OperatorValue, psi: KetValue, at: number): KetValue {
  if (A.fault) throw A.fault;
  const part = singlePart(section, A, at, "have kets that do not change");
  const foreign = part.operator.space.factors.find(({ label }) => !psi.space.factors.some((factor) => factor.label === label));
  if (foreign)
    throw new ExpressionFault("wrong-kind", at, "let operators act on the labels of their ket", `this one acts on ${foreign.label} too`);
  return appliedTo(lifted(psi.space, part), psi);
}

function productOfKets(section: Space, a: KetValue, b: KetValue, at: number): KetValue {
  const twice = a.space.factors.find(({ label }) => b.space.factors.some((factor) => factor.label === label));
  if (twice) throw new ExpressionFault("wrong-kind", at, "multiply kets of different labels", `both are of ${twice.label}`);
  return tensoredKets(spaceOf(orderOf(section), [...a.space.factors, ...b.space.factors]), a, b);
}

/** The one part of an operator that does not depend on time. */
export function singlePart(section: Space, value: OperatorValue, at: number | null, must: string): Part {
  if (value.fault) throw value.fault;
  const live = value.terms.find(({ coefficient }) => coefficient !== null)?.coefficient?.live;
  if (live) throw new ExpressionFault("structure", at, must, `it depends on ${live.of === "time" ? "time" : "the state"}`);
  if (value.terms.length === 1) return value.terms[0].part;
  return merged(section, value.terms, at ?? 1)[0].part;
}

/** a/b: division by numbers alone. */
export function quotientOf(a: Value, b: Value, at: number): Value {
  if (b.kind === "operator" || b.kind === "ket") {
    throw new ExpressionFault("wrong-kind", at, "divide by numbers", `this divides by ${kindInWords(b)}`, {
      remedy: b.kind === "operator" ? "multiply by inv(X)" : "",
    });
  }
  if (b.kind !== "number") throw new ExpressionFault("wrong-kind", at, "divide by numbers", `this divides by ${kindInWords(b)}`);
  if (a.kind === "number") return quotientOfNumbers(a, b, at);
  if (a.kind === "ket") {
    const inverse = quotientOfNumbers(realNumber(1), b, at);
    return scaledKet(a, constant(inverse, at));
  }
  if (a.kind !== "operator") throw new ExpressionFault("wrong-kind", at, "divide numbers, operators or kets", `this is ${kindInWords(a)}`);
  if (b.live !== null) return scaledOperator(a, quotientOfNumbers(realNumber(1), b, at), at);
  const test = quotientOfNumbers(realNumber(1), b, at);
  if (test.fault) return scaledOperator(a, test, at);
  const { c, fault } = factorOf(b, at);
  if (fault) return scaledOperator(a, test, at);
  return { ...a, terms: a.terms.map((term) => ({ ...term, part: divided(term.part, c) })) };
}

/** X^k of an operator. */
export function powerOfOperator(section: Space, X: OperatorValue, exponent: NumberValue, at: number): OperatorValue {
  const k = exponent.re;
  if (exponent.fault) throw exponent.fault;
  if (exponent.code !== REAL || exponent.live !== null || !Number.isInteger(k) || k < 0) {
    throw new ExpressionFault("domain", at, "have whole powers of operators from 0 to 64", "this exponent is none", {
      remedy: k < 0 ? "the inverse is inv(X)" : "",
    });
  }
  if (k > 64) throw new ExpressionFault("limit", at, "have powers of operators up to 64", `this one is ${k}`);
  if (k === 0) return withFault(operatorOf(multipleOfIdentity(jointSpace(section, [X]), realNumber(1))), X.fault);
  if (X.terms.length === 1 && X.terms[0].coefficient === null) return withFault(operatorOf(powerOfPart(X.terms[0].part, k)), X.fault);
  let result = X;
  for (let n = 1; n < k; n++) result = productOfOperators(section, result, X, at);
  return result;
}

/** X† of an operator, the conjugate of a number. */
export function adjointOf(value: NumberValue | OperatorValue, at: number): NumberValue | OperatorValue {
  if (value.kind === "number") return conjugateOf(value, at);
  const terms = value.terms.map(({ coefficient, part }) => ({
    coefficient: coefficient === null ? null : conjugateOf(coefficient, at),
    part: adjoint(part),
  }));
  return { ...value, terms };
}

/** Nothing but the pattern: every entry 0, classes kept. */
export function patternOf(value: OperatorValue, at: number): OperatorValue {
  const { fault: _, ...plain } = scaledOperator(value, realNumber(0), at);
  return plain;
}

/** A ket of one basis state. */
export function basisKet(space: Space, index: number): KetValue {
  return ketOf(space, [[index, [1, 0, REAL]]]);
}
