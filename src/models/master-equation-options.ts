/** What `masterEquation` takes, checked before anything is built: names, kinds, choices, temperatures. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { requireFinite } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import {
  aBoolean,
  aFunction,
  aName,
  aNumber,
  anObject,
  anything,
  type Check,
  checkOptions,
  listOf,
  type OptionChecks,
  oneOf,
  optionsOf,
} from "../options.ts";
import { Space } from "../spaces/space.ts";
import type { MasterEquationDefinition } from "./master-equation.ts";

const anOperator: Check = (argument, value) => void requireFinite(argument, value as Operator);

const temperature = { T: anything, beta: anything };

/** β ≥ 0 of { T } or { beta }, Infinity at T = 0, null where neither is given. Throws when both are, or one is no temperature. */
export function betaOf(given: { readonly T?: unknown; readonly beta?: unknown }, name: string): number | null {
  const { T, beta } = given;
  if (T !== undefined && beta !== undefined && beta !== null) {
    throw wrongValue(name, "have either `T` or `beta`", null, "", "it has both");
  }
  if (T !== undefined) return T === Number.POSITIVE_INFINITY ? 0 : 1 / Math.abs(finite(`${name}.T`, T, { atLeast: 0 }));
  if (beta === undefined || beta === null) return null;
  return beta === Number.POSITIVE_INFINITY ? beta : finite(`${name}.beta`, beta, { atLeast: 0 });
}

/** Check one jump of the form { operator, rate, bath, T or beta }. */
export function checkJump(jump: unknown, name: string): void {
  const checks = { operator: anOperator, rate: anything, bath: aName, ...temperature };
  checkOptions(name, jump, checks, { required: ["operator"], prefix: `${name}.`, remedy: "A jump is { operator, rate }." });
}

/** Check one thermal bath. */
export function checkBath(bath: unknown, name: string): void {
  const checks = { lowering: anOperator, omega: anything, rate: anything, statistics: oneOf("bosons", "fermions"), ...temperature };
  const remedy = "Write { lowering, omega, rate, T }.";
  checkOptions(name, bath, checks, { required: ["lowering", "omega", "rate"], prefix: `${name}.`, remedy });
}

/** Check one group of jumps with a matrix of rates. */
export function checkGroup(group: unknown, name: string): void {
  const checks = { operators: anything, rates: anything, bath: aName, as: anything, ...temperature };
  const remedy = "A group is { operators, rates }.";
  checkOptions(name, group, checks, { required: ["operators", "rates"], prefix: `${name}.`, remedy });
}

/** Check one coupling to the whole Hamiltonian. */
export function checkCoupling(coupling: unknown, name: string): void {
  const density: Check = (argument, value) => {
    if (typeof (value as { at?: unknown } | null)?.at === "function") return;
    throw wrongKind(argument, "be a spectral density", value, "Use `ohmic`, `flatSpectrum` or `spectralDensity`.");
  };
  const checks = { bath: aName, operator: anOperator, density, ...temperature };
  const remedy = "Write { bath, operator, density, T }.";
  checkOptions(name, coupling, checks, { required: ["bath", "operator", "density"], prefix: `${name}.`, remedy });
}

const globalChecks = {
  couplings: (argument: string, value: unknown) => {
    listOf("couplings { bath, operator, density, T }", anything)(argument, value);
    if ((value as readonly unknown[]).length === 0)
      throw wrongValue(argument, "hold at least one coupling", null, "Or leave `global` out.", "it is empty");
  },
  form: anything,
  cluster: anything,
  tolerance: anything,
  negativeFrequencies: anything,
  lambShift: anything,
};

const definitionChecks: OptionChecks<MasterEquationDefinition> = {
  name: aName,
  system: (argument, value) => {
    if (!(value instanceof Space)) throw wrongKind(argument, "be a space", value);
  },
  H: (argument, value) => {
    if (value instanceof Operator) return;
    const must = "be an operator, or a list of operators, { operator, coefficient } and [operator, coefficient]";
    if (!Array.isArray(value)) throw wrongKind(argument, must, value);
    if (value.length === 0)
      throw wrongValue(argument, "hold at least one term", null, "Without a Hamiltonian write zero(space).", "it is empty");
    listOf("terms", anything)(argument, value);
  },
  jumps: listOf("jumps: operators, { operator, rate } or [operator, rate]", anything),
  baths: (argument, value) => {
    const must = "be thermal baths by name";
    const remedy = "Write { hot: { lowering, omega, rate, T } }.";
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongKind(argument, must, value, remedy);
    for (const [name, bath] of Object.entries(value)) {
      aName(`${argument} name`, name);
      if (typeof bath !== "object" || bath === null) throw wrongKind(`${argument}.${name}`, "be { lowering, omega, rate, T }", bath);
    }
  },
  collective: listOf("groups { operators, rates }", anything),
  global: optionsOf(globalChecks, { required: ["couplings"], remedy: "Write { couplings: [{ bath, operator, density, T }] }." }),
  negativeRates: aBoolean,
  initial: anything,
  observables: (argument, value) => {
    if (typeof value === "function") return;
    if (typeof value !== "object" || value === null) throw wrongKind(argument, "be operators by name, or a list of observables", value);
    if (value instanceof Operator) throw wrongKind(argument, "be operators by name", value, "Write { name: operator }.");
  },
  parameters: anObject,
  with: aFunction,
};

/** Check a definition. Throws in the error grammar. */
export function checkEquation(definition: MasterEquationDefinition): void {
  checkOptions<MasterEquationDefinition>("definition", definition, definitionChecks, {
    required: ["H", "initial"],
    remedy: "Write { H, jumps, initial }.",
  });
}

/** A part of a complex amplitude. */
export const anAmplitude: Check = (argument, value) => {
  if (!Array.isArray(value)) return aNumber()(argument, value);
  if (value.length !== 2) throw wrongKind(argument, "be a number or a pair [re, im]", value);
  listOf("numbers", aNumber())(argument, value);
};
