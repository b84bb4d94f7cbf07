/** A model from a master equation, a start, and a book of observables: what the textbook models have in common. */
import type { Generator } from "../dynamics/generator.ts";
import { type Family, observableBook, populations, standardObservables } from "../observables/catalogue.ts";
import type { Observable } from "../observables/observable.ts";
import type { Operator } from "../operators/operator.ts";
import type { Model, Parameters } from "./model.ts";

/** What a model of a master equation is made of. */
export interface EquationParts {
  readonly name: string;
  readonly parameters: Parameters;
  readonly generator: Generator;
  readonly initial: Operator;
  /** Observables of its own, besides energy, purity, entropy, coherence and populations. */
  readonly observables: readonly Observable[];
  readonly families?: readonly Family[];
  readonly defaults: readonly string[];
  /** The Hamiltonian that counts as energy. */
  readonly H?: Operator;
  readonly warnings?: readonly string[];
  readonly noStationaryState?: string | null;
  readonly rebuild: (changes: Parameters) => Model;
}

/** Put the parts together. */
export function equationModel(parts: EquationParts): Model {
  const { system } = parts.generator;
  const own = new Set(parts.observables.map(({ name }) => name));
  const standard = standardObservables(system, parts.H).filter(({ name }) => !own.has(name));
  const book = observableBook([...parts.observables, ...standard], [...(parts.families ?? []), populations(system)]);
  return {
    name: parts.name,
    parameters: parts.parameters,
    dynamics: parts.generator,
    initial: parts.initial,
    start: parts.initial,
    observable: (name) => book.find(name),
    observableNames: Object.keys(book.descriptions),
    defaultObservables: parts.defaults,
    warnings: parts.warnings ?? [],
    ...(parts.noStationaryState ? { noStationaryState: parts.noStationaryState } : {}),
    with: parts.rebuild,
  };
}
