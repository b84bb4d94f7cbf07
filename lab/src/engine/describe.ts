/** What the page must know of a model to show its sliders, its observables and the views that it has. */
import type { Model, ParameterSpec } from "ancilla";
import { documentHash, documentWarnings, modelHash } from "ancilla/documents";
import type { Source, Value, Values } from "../compute/protocol.ts";
import { collisionsOf, modelOf, placeOf, subjectOf } from "./subject.ts";
import { valueEnd } from "./value-end.ts";

export interface DescribeAsk {
  readonly source: Source;
}

/** A parameter with its value and where its number stands in the text. */
export interface ParameterFacts extends ParameterSpec {
  readonly name: string;
  /** The value where nobody moved it: the document's or the catalogue's own. */
  readonly opened: Value;
  /** The default's place in the text, in UTF-16 units; null where there is none. */
  readonly place: readonly [from: number, to: number] | null;
}

export interface ObservableFacts {
  readonly name: string;
  readonly description: string;
  /** As the document or the library says it; null where it has none. */
  readonly unit: string | null;
}

export interface FactorFacts {
  readonly label: string;
  readonly kind: "qubit" | "fock" | "spin" | "rotor" | "levels";
  readonly dimension: number;
  /** Quantum number of the first basis state. */
  readonly first: number;
  readonly names: readonly string[] | null;
}

export interface Described {
  readonly name: string;
  readonly title: string;
  readonly citation: string;
  readonly description: string;
  readonly form: "collisions" | "master-equation";
  readonly isDocument: boolean;
  readonly parameters: readonly ParameterFacts[];
  readonly observables: readonly ObservableFacts[];
  readonly defaultObservables: readonly string[];
  readonly factors: readonly FactorFacts[];
  readonly dimension: number;
  readonly baths: readonly { readonly name: string; readonly beta: number | null }[];
  /** Baths whose units arrive at random times, and those that act beside them; empty without arrivals. */
  readonly arriving: readonly string[];
  readonly beside: readonly string[];
  /** How units follow one another; null for master equations. */
  readonly stream: "constant" | "cyclic" | "schedule" | "mixture" | "joint" | null;
  /** Names of the baths of one order of a cyclic stream. */
  readonly order: readonly string[];
  readonly tau: number | null;
  /** The author's jobs: run, steady, noise, sweep, figure, counting, unravel, correlate, spectrum. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Extension keys of the lab: `x-lab`. */
  readonly lab: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly noStationaryState: string | null;
  /** The values at which all this was found. */
  readonly values: Values;
  readonly documentHash: string | null;
  readonly modelHash: string | null;
}

const SECTIONS = ["run", "steady", "noise", "sweep", "figure", "counting", "unravel", "correlate", "spectrum"];

export function describe({ source }: DescribeAsk): Described {
  const { definition, document } = subjectOf(source);
  const model = modelOf(source);
  const data = (document?.data ?? {}) as Readonly<Record<string, unknown>>;
  const { dynamics } = model;
  return {
    name: definition.name,
    title: definition.title,
    citation: definition.source,
    description: typeof data.description === "string" ? data.description : "",
    form: dynamics.kind === "generator" ? "master-equation" : "collisions",
    isDocument: document !== null,
    parameters: Object.entries(definition.parameters).map(([name, spec]) => ({
      ...spec,
      name,
      opened: spec.default as Value,
      place: defaultPlace(source, name),
    })),
    observables: observablesOf(model, data),
    defaultObservables: model.defaultObservables,
    factors: dynamics.system.factors.map(({ label, kind, dimension, first, names }) => ({
      label,
      kind,
      dimension,
      first,
      names: names ?? null,
    })),
    dimension: dynamics.system.dimension,
    ...streamOf(model),
    sections: Object.fromEntries(SECTIONS.filter((key) => data[key] !== undefined).map((key) => [key, data[key]])),
    lab: (data["x-lab"] ?? {}) as Readonly<Record<string, unknown>>,
    warnings: document ? documentWarnings(document).map(({ message }) => message) : [],
    noStationaryState: model.noStationaryState ?? null,
    values: source.values,
    documentHash: document && documentHash(document),
    modelHash: document && modelHash(document),
  };
}

function defaultPlace(source: Source, name: string): readonly [number, number] | null {
  if (source.kind !== "document") return null;
  const from = placeOf(source, name);
  const to = from === null ? null : valueEnd(source.text, from);
  return from === null || to === null ? null : [from, to];
}

/** Populations of small systems are listed one by one, other families by their pattern alone. */
function observablesOf(model: Model, data: Readonly<Record<string, unknown>>): readonly ObservableFacts[] {
  const own = (data.observables ?? {}) as Readonly<Record<string, { readonly unit?: string }>>;
  const { dimension, factors } = model.dynamics.system;
  const names = model.observableNames.flatMap((name) => {
    if (name !== "p_k") return [name];
    return dimension <= 12 && factors.length === 1 ? Array.from({ length: dimension }, (_, k) => `p_${k}`) : [];
  });
  return names.flatMap((name) => {
    try {
      const { description, unit } = model.observable(name);
      return [{ name, description, unit: own[name]?.unit ?? unitInWords(name, unit) }];
    } catch {
      return []; // the pattern of a family
    }
  });
}

function unitInWords(name: string, unit = "1"): string | null {
  if (unit === "1") return null;
  return /^(Sigma|dS)(_|$)/.test(name) ? "nats per time" : unit.replace("energy/time", "energy per time");
}

const namesOf = (names: readonly string[] = []): readonly string[] => [...new Set(names)];

function streamOf(model: Model): Pick<Described, "baths" | "arriving" | "beside" | "stream" | "order" | "tau"> {
  const { dynamics } = model;
  if (dynamics.kind === "generator") {
    const baths = Object.entries(dynamics.baths).map(([name, { beta }]) => ({ name, beta }));
    const arriving = namesOf(dynamics.arrivals?.map(({ collision }) => collision.bath));
    return { baths, arriving, beside: namesOf(dynamics.beside?.map(({ bath }) => bath)), stream: null, order: [], tau: null };
  }
  const { stream, tau } = dynamics;
  const collisions = collisionsOf(model);
  const baths = new Map(collisions.map(({ bath, beta }) => [bath, beta]));
  return {
    baths: [...baths].map(([name, beta]) => ({ name, beta })),
    arriving: [],
    beside: [],
    stream: stream.kind,
    order: stream.kind === "cyclic" ? collisions.map(({ bath }) => bath) : [],
    tau,
  };
}
