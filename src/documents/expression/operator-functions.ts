/** The operators that have names in expressions. */

import { identity } from "../../operators/algebra.ts";
import * as named from "../../operators/named.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Factor, Space } from "../../spaces/space.ts";
import { type Call, spaceOfFactor } from "./call.ts";
import { adjointOf, operatorOf, productOf, sumOf } from "./operator-algebra.ts";
import { isSelfAdjoint, uniform } from "./operator-parts.ts";
import { factorInWords } from "./surroundings.ts";
import { type ClassCode, COMPLEX, IMAGINARY, type Nature, type OperatorValue, type Part, REAL, type Value } from "./value.ts";

/** What a function of a label makes, and on what. */
interface Named {
  readonly on: "two levels" | "fock" | "spin" | "rotor";
  readonly make: (space: Space) => Operator;
  readonly code: ClassCode;
  readonly nature: Nature;
}

const of = (on: Named["on"], make: Named["make"], nature: Nature = "hermitian", code: ClassCode = REAL): Named => ({
  on,
  make,
  code,
  nature,
});

const NAMED: ReadonlyMap<string, Named> = new Map<string, Named>([
  ["sx", of("two levels", named.sigmaX)],
  ["sy", of("two levels", named.sigmaY, "hermitian", IMAGINARY)],
  ["sz", of("two levels", named.sigmaZ)],
  ["sp", of("two levels", named.sigmaPlus, "open")],
  ["sm", of("two levels", named.sigmaMinus, "open")],
  ["a", of("fock", named.annihilate, "open")],
  ["ad", of("fock", named.create, "open")],
  ["n", of("fock", named.number)],
  ["parity", of("fock", named.parity)],
  ["Jx", of("spin", named.spinX)],
  ["Jy", of("spin", named.spinY, "hermitian", IMAGINARY)],
  ["Jz", of("spin", named.spinZ)],
  ["Jp", of("spin", named.spinPlus, "open")],
  ["Jm", of("spin", named.spinMinus, "open")],
  ["L", of("rotor", named.angularMomentum)],
  ["cosphi", of("rotor", named.cosPhi)],
  ["sinphi", of("rotor", named.sinPhi, "hermitian", IMAGINARY)],
]);

/** What a user of one kind of space means by the operator of another. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  qubit: { a: "sm", ad: "sp", n: "proj(S, e)", parity: "sz", Jx: "sx", Jy: "sy", Jz: "sz", Jp: "sp", Jm: "sm" },
  fock: { sm: "a", sp: "ad", Jm: "a", Jp: "ad", L: "n", sz: "n" },
  spin: { sx: "Jx", sy: "Jy", sz: "Jz", sp: "Jp", sm: "Jm", a: "Jm", ad: "Jp", L: "Jz" },
  rotor: { a: "shift(r, -1)", ad: "shift(r, 1)", n: "L", Jz: "L" },
  levels: { a: "ketbra", ad: "ketbra", sm: "ketbra", sp: "ketbra", sz: "proj", n: "proj" },
};

const WHERE = { "two levels": "qubits (two levels)", fock: "fock spaces", spin: "spins", rotor: "rotors" } as const;

/** Check that a function acts on this kind of space; refuses with what is called so there. */
export function requireFactor(call: Call, k: number, on: Named["on"]): Factor {
  const factor = call.factor(k);
  if (on === "two levels" ? factor.dimension === 2 : factor.kind === on) return factor;
  const instead = INSTEAD[factor.kind]?.[call.name];
  const remedy = instead === undefined ? "" : `for ${factor.kind === "levels" ? "levels" : `a ${factor.kind}`}: ${instead}`;
  const but = `${call.name} acts on ${WHERE[on]}, but ${factor.label} is ${factorInWords(factor)}`;
  throw call.fault("wrong-factor", k, "act on the right kind of space", but, remedy);
}

const made = new WeakMap<Factor, Map<string, Part>>();

/** An operator of one factor, made once per factor. */
function once(factor: Factor, key: string, make: () => Part): OperatorValue {
  let known = made.get(factor);
  if (!known) made.set(factor, (known = new Map()));
  let part = known.get(key);
  if (!part) known.set(key, (part = make()));
  return operatorOf(part);
}

function namedOperator(call: Call): OperatorValue {
  const { on, make, code, nature } = NAMED.get(call.name) as Named;
  const factor = requireFactor(call, 0, on);
  return once(factor, call.name, () => uniform(make(spaceOfFactor(factor)), code, nature));
}

function quadrature(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "fock");
  const phi = call.constant(1);
  const angle = call.real(1);
  const operator = named.quadrature(spaceOfFactor(factor), angle);
  return operatorOf(uniform(operator, call.isBareZero(phi) ? REAL : COMPLEX, "hermitian"));
}

function shift(call: Call): OperatorValue {
  const factor = requireFactor(call, 0, "rotor");
  const k = call.integer(1);
  if (Math.abs(k) > 1_000_000) throw call.fault("limit", 1, "shift by at most 1000000", `this shifts by ${k}`);
  return once(factor, `shift ${k}`, () => uniform(named.rotorShift(spaceOfFactor(factor), k), REAL, k === 0 ? "hermitian" : "open"));
}

function projector(call: Call): OperatorValue {
  const factor = call.factor(0);
  const x = call.level(1, factor);
  return once(factor, `proj ${x}`, () => uniform(named.projector(spaceOfFactor(factor), x), REAL, "hermitian"));
}

function ketbra(call: Call): OperatorValue {
  const factor = call.factor(0);
  const [x, y] = [call.level(1, factor), call.level(2, factor)];
  const nature = x === y ? "hermitian" : "open";
  return once(factor, `ketbra ${x} ${y}`, () => uniform(named.projector(spaceOfFactor(factor), x, y), REAL, nature));
}

function one(call: Call): OperatorValue {
  const factor = call.factor(0);
  return once(factor, "id", () => uniform(identity(spaceOfFactor(factor)), REAL, "hermitian"));
}

/** XY ∓ YX; of Hermitian operators the one is anti-Hermitian and the other Hermitian. */
function commutator(call: Call, sign: "+" | "-"): Value {
  const [X, Y] = [call.operator(0), call.operator(1)];
  const { space } = call.surroundings;
  const terms = [
    { sign: "+" as const, value: productOf(space, X, Y, call.at), at: call.at },
    { sign, value: productOf(space, Y, X, call.at), at: call.at },
  ];
  const result = sumOf(space, terms) as OperatorValue;
  const single = [X, Y, result].every(({ terms }) => terms.length === 1 && terms[0].coefficient === null);
  if (!single || ![X, Y].every(({ terms: [{ part }] }) => isSelfAdjoint(part))) return result;
  return { ...result, terms: [{ coefficient: null, part: { ...result.terms[0].part, nature: sign === "-" ? "anti" : "hermitian" } }] };
}

function dagger(call: Call): Value {
  const value = call.value(0);
  if (value.kind === "number" || value.kind === "operator") return adjointOf(value, call.at);
  throw call.fault("wrong-kind", 0, "give dag an operator", "this is none");
}

/** By name. */
export const OPERATOR_FUNCTIONS: ReadonlyMap<string, (call: Call) => Value> = new Map<string, (call: Call) => Value>([
  ...[...NAMED.keys()].map((name) => [name, namedOperator] as const),
  ["quad", quadrature],
  ["shift", shift],
  ["proj", projector],
  ["ketbra", ketbra],
  ["id", one],
  ["dag", dagger],
  ["comm", (call) => commutator(call, "-")],
  ["acomm", (call) => commutator(call, "+")],
]);
