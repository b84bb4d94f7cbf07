/** Constructors of observables, and the book in which a model lists its own. */
import { didYouMean, finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { log1p } from "../numerics/scalar.ts";
import { lift, requireHermitian } from "../operators/algebra.ts";
import { projector, sigmaX, sigmaY, sigmaZ } from "../operators/named.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";
import { aFunction, aName, anObject, listOf, oneOf } from "../options.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { ergotropy } from "./energetics.ts";
import { coherenceL1, entropy, purity } from "./entropy.ts";
import type { Observable, StateView } from "./observable.ts";
import { subspace } from "./view.ts";

/**
 * Record Tr(ρA). `part` chooses its real part (default), imaginary part, or modulus; an A that is not Hermitian needs
 * the choice to be made. `unit` is what the number is measured in (`energy`, `1`), for `typedColumns`.
 *
 * @example
 * const excited = expectation("excited", projector(qubit(), "e"));
 * steady(bloch({ Omega: 1, gamma: 1 }), { observables: [excited] }).observables.excited; // 0.333333
 */
export function expectation(
  name: string,
  A: Operator,
  description = `expectation value ${name}`,
  part?: "re" | "im" | "abs",
  unit?: string,
): Observable {
  aName("name", name);
  if (unit !== undefined) aName("unit", unit);
  if (part === undefined) requireHermitian(name, A);
  else oneOf("re", "im", "abs")("part", part);
  requireOperator(name, A);
  const value = {
    re: ([re]: Float64Array) => re,
    im: ([, im]: Float64Array) => im,
    abs: ([re, im]: Float64Array) => Math.sqrt(re * re + im * im),
  }[part ?? "re"];
  return { kind: "expectation", name, description, ...(unit === undefined ? {} : { unit }), operators: [A], value };
}

/**
 * Record a function of the whole state, evaluated at saved steps only; `unit` is what its number is measured in.
 *
 * @example
 * const mixed = stateObservable("mixed", "1 − Tr ρ²", (state) => 1 - purity(state));
 * steady(bloch({ Omega: 1, gamma: 1 }), { observables: [mixed] }).observables.mixed; // 0.222222
 */
export function stateObservable(name: string, description: string, value: (state: StateView) => number | null, unit?: string): Observable {
  aName("name", name);
  aFunction("value", value);
  if (unit !== undefined) aName("unit", unit);
  return { kind: "state", name, description, ...(unit === undefined ? {} : { unit }), value };
}

/**
 * The temperature of a mode with mean occupation n: T = ω / ln(1 + 1/n), 0 at n = 0 (and at the −1e-12 that rounding can
 * make of it), null below.
 */
export function temperatureOfOccupation(n: number, omega = 1): number | null {
  if (n <= 0) return n >= -1e-12 ? 0 : null;
  return omega / log1p(1 / n);
}

/**
 * Record the temperature T = ω / ln(1 + 1/⟨n⟩) of a mode from its number operator on the whole space.
 *
 * @example
 * temperature("T", numberOperator(fock(4))).name; // "T"
 */
export function temperature(name: string, numberOperator: Operator, omega = 1): Observable {
  aName("name", name);
  requireHermitian(name, numberOperator);
  finite("omega", omega, { above: 0 });
  return {
    kind: "expectation",
    name,
    description: "temperature of the mode from its mean occupation, T = ω/ln(1 + 1/⟨n⟩)",
    unit: "energy",
    operators: [numberOperator],
    // by its index: taking a typed array apart goes through an iterator, once per record and realisation
    value: (expectations) => temperatureOfOccupation(expectations[0], omega),
  };
}

/**
 * Record the energy Tr(ρH).
 *
 * @example
 * energy(qubitHamiltonian(qubit(), 1)).name; // "energy"
 */
export function energy(H: Operator, name = "energy"): Observable {
  return expectation(name, H, "mean energy Tr(ρH)", undefined, "energy");
}

/**
 * Record the population of a basis state of the whole space, named `p_k` unless given.
 *
 * @example
 * population(qubit(), 0, "excited").name; // "excited"
 */
export function population(space: Space, index: number, name = `p_${integer("index", index, 0)}`): Observable {
  return expectation(name, projector(space, index), `population of basis state ${index} of ${space}`, undefined, "1");
}

/**
 * Record σx, σy and σz of a two-level factor as `sx`, `sy`, `sz`; `label` is needed when there are several factors.
 *
 * @example
 * spinComponents(qubit()).map(({ name }) => name); // ["sx", "sy", "sz"]
 */
export function spinComponents(space: Space, label = requireSpace(space).factors[0].label, suffix = ""): Observable[] {
  requireSpace(space);
  if (typeof suffix !== "string") throw wrongKind("suffix", "be the end of a name", suffix);
  const factor = subspace(space, [space.factors[space.position(label)].label]);
  return [
    expectation(`sx${suffix}`, lift(space, sigmaX(factor)), `⟨σx⟩ of ${label}`, undefined, "1"),
    expectation(`sy${suffix}`, lift(space, sigmaY(factor)), `⟨σy⟩ of ${label}`, undefined, "1"),
    expectation(`sz${suffix}`, lift(space, sigmaZ(factor)), `⟨σz⟩ of ${label}`, undefined, "1"),
  ];
}

/** The l1 norm of coherence, `C_l1`. */
export const coherence: Observable = stateObservable("C_l1", "l1 norm of coherence Σ_{i≠j} |ρ_ij|", coherenceL1, "1");
/** The purity Tr ρ². */
export const purityObservable: Observable = stateObservable("purity", "purity Tr ρ²", purity, "1");
/** The von Neumann entropy in nats. */
export const entropyObservable: Observable = stateObservable("entropy", "von Neumann entropy −Tr ρ ln ρ, in nats", entropy, "1");

/** A family of observables with indices in their names, such as `p_k`. */
export interface Family {
  /** How the family is listed: `p_k`. */
  readonly pattern: string;
  readonly description: string;
  /** Its first member, and all of them in words, for sentences: `p_0`, `p_0 … p_3`. */
  readonly first?: string;
  readonly members?: string;
  /** The member with this name, or null when the name is not of this family; throws when its indices are out of range. */
  readonly find: (name: string) => Observable | null;
}

/**
 * Populations: `p_3` is basis state 3 of the whole space; on a product space `p_0_1` is the product state |0 1⟩, with
 * one index per factor, each counted from 0.
 */
export function populations(space: Space): Family {
  requireSpace(space);
  const members = space.dimension > 2 ? `p_0 … p_${space.dimension - 1}` : space.dimension > 1 ? "p_0, p_1" : "p_0";
  return {
    pattern: "p_k",
    description: `population of basis state k of ${space}: ${members}${space.factors.length > 1 ? ", or p_i_j… with one index per factor" : ""}`,
    first: "p_0",
    members,
    find: (name) => {
      const match = /^p((?:_\d+)+)$/.exec(name);
      if (!match) return null;
      const indices = match[1].slice(1).split("_").map(Number);
      return population(space, basisIndexOf(space, name, indices), name);
    },
  };
}

function basisIndexOf(space: Space, name: string, indices: readonly number[]): number {
  const dimensions = indices.length === 1 ? [space.dimension] : space.factors.map(({ dimension }) => dimension);
  if (indices.length !== dimensions.length) {
    throw wrongValue("observable", `have one index, or one per factor of ${space}`, name);
  }
  return indices.reduce((index, i, k) => {
    if (i >= dimensions[k]) throw wrongValue("observable", `have indices below ${dimensions.join(", ")}`, name, `The space is ${space}.`);
    return index * dimensions[k] + i;
  }, 0);
}

/**
 * What every finite-dimensional system can record: energy and ergotropy (where H is given), purity, entropy, coherence, qubit components.
 *
 * @example
 * standardObservables(qubit()).map(({ name }) => name); // ["sx", "sy", "sz", "purity", "entropy", "C_l1"]
 */
export function standardObservables(space: Space, H?: Operator): Observable[] {
  const qubit = requireSpace(space).factors.length === 1 && space.dimension === 2;
  const work = (A: Operator) =>
    stateObservable("ergotropy", "most work that a cyclic unitary extracts", (state) => ergotropy(state, A), "energy");
  return [...(H ? [energy(H), work(H)] : []), ...(qubit ? spinComponents(space) : []), purityObservable, entropyObservable, coherence];
}

/** A model's observables by name. */
export interface ObservableBook {
  readonly names: readonly string[];
  /** Each with its description, families by their pattern: for `ancilla list`. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Throws a RangeError that suggests the closest known name. */
  find(name: string): Observable;
}

/** Gather observables and families into a book; throws when two have one name. */
export function observableBook(observables: readonly Observable[], families: readonly Family[] = []): ObservableBook {
  const table = new Map<string, Observable>();
  listOf("observables", anObject)("observables", observables);
  listOf("families", anObject)("families", families);
  for (const observable of observables) {
    if (table.has(observable.name)) throw wrongValue("observables", "have different names", observable.name);
    table.set(observable.name, observable);
  }
  const names = [...table.keys()];
  const descriptions = Object.fromEntries(
    [...table.values(), ...families.map((f) => ({ ...f, name: f.pattern }))].map((o) => [o.name, o.description]),
  );
  return {
    names,
    descriptions,
    find: (name) => {
      const found = table.get(name) ?? firstOf(families, name);
      if (found) return found;
      if (families.some(({ pattern }) => pattern === name)) {
        const { members } = families.find((family) => family.pattern === name) as Family;
        const remedy = members ? `Ask for one of ${members}.` : `For example "${name.replace(/_[a-z]\b/g, "_0")}".`;
        throw wrongValue("observable", "have numbers for its indices", name, remedy);
      }
      throw wrongValue("observable", "be one that the model knows", name, nearestOf(name, names, families));
    },
  };
}

/** The nearest name, or all of them; families stand for their members. */
function nearestOf(name: string, names: readonly string[], families: readonly Family[]): string {
  const hint = didYouMean(name, [...names, ...families.map(({ first, pattern }) => first ?? pattern)]);
  if (!hint.startsWith("Known:")) return hint;
  return `Known: ${[...names, ...families.map(({ members, pattern }) => members ?? pattern)].join(", ")}.`;
}

function firstOf(families: readonly Family[], name: string): Observable | null {
  for (const family of families) {
    const found = family.find(name);
    if (found) return found;
  }
  return null;
}
