/** What an expression can see from where it stands in a document. */
import type { Operator } from "../../operators/operator.ts";
import type { Factor, Space } from "../../spaces/space.ts";
import type { Value } from "./value.ts";

/** Given by whoever reads the document, for each section. */
export interface Surroundings {
  /** The space of the section: the system's factors, then the unit's. */
  readonly space: Space;
  /** Families by name, with the labels of their members in order. Labels alone are those of `space`. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** Parameters, definitions, tables, indices of `for`; undefined where there is no such name. May throw `ExpressionFault`. */
  readonly value: (name: string) => Value | undefined;
  /** The names that `value` knows. */
  readonly known: () => readonly string[];
  /** true where t is allowed, else the sentence that says what t is: "t is the time of master equations". */
  readonly time: true | string;
  /** The number of the collision where `step` is allowed, else null. */
  readonly step: number | null;
  /** The Hamiltonian of the section, where it may be named, else null; called when it is needed. */
  readonly H: (() => Value) | null;
  /** What observables need beside; null where there is none. */
  readonly recording: Recording | null;
}

/** The part of a model that observables look at. */
export interface Recording {
  /** What counts as energy, on the whole space. */
  readonly energy: () => Operator;
  /** The baths of a master equation; empty where there is none. */
  readonly baths: readonly string[];
  /** D_b†(X), whose mean is Tr X D_b(ρ): X = null is the energy. Null for equations that have no such baths. */
  readonly flow: ((bath: string, X: Operator | null) => Operator) | null;
  /** dH/dt, whose mean is the power of the drives; null for collisions. */
  readonly power: (() => Operator) | null;
}

const orders = new WeakMap<Space, ReadonlyMap<string, number>>();

/** The place of each label in a section. */
export function orderOf(space: Space): ReadonlyMap<string, number> {
  let order = orders.get(space);
  if (!order) orders.set(space, (order = new Map(space.factors.map(({ label }, k) => [label, k]))));
  return order;
}

/** A factor in words: "a fock space of 6 levels". */
export function factorInWords({ kind, dimension, first, names }: Factor): string {
  switch (kind) {
    case "qubit":
      return "a qubit";
    case "fock":
      return `a fock space of ${dimension} levels`;
    case "spin":
      return `a spin ${Number.isInteger(first) ? first : `${2 * first}/2`}`;
    case "rotor":
      return `a rotor from ${first} to ${first + dimension - 1}`;
    case "levels":
      return names ? `a space of the levels ${names.join(", ")}` : `a space of ${dimension} levels`;
    default:
      return kind satisfies never;
  }
}

/** How the basis states of a factor are called: "0 … 5", "e, g". */
export function levelsInWords({ kind, dimension, first, names }: Factor): string {
  if (names && names.length <= 12) return names.join(", ");
  if (kind === "spin") return `${first}, ${first - 1}, … ${0 - first}`;
  return `${first} … ${first + dimension - 1}`;
}
