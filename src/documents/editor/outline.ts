/** What a text names, read without its meaning, so that it is there while the text is not right: labels, parameters, definitions, baths. */
import { isObject } from "../structure/shape.ts";
import type { Sight } from "./fields.ts";

/** A label with what can be known of its space. */
export interface Labelled {
  readonly label: string;
  readonly kind: string;
  /** Names of the levels; empty where they are numbers. */
  readonly names: readonly string[];
  /** Whether it is a family, of which `label[k]` is a member. */
  readonly family: boolean;
  /** Whether it has two levels, as far as the text says. */
  readonly twoLevels: boolean;
}

/** A parameter as it stands. */
export interface NamedParameter {
  readonly name: string;
  readonly value: unknown;
  readonly unit: string | null;
  readonly description: string;
  readonly choices: readonly string[];
  readonly noisy: boolean;
}

/** What a document names. */
export interface Outline {
  readonly kind: "collisions" | "master-equation" | null;
  readonly system: readonly Labelled[];
  readonly units: readonly (readonly Labelled[])[];
  readonly parameters: readonly NamedParameter[];
  /** Definitions with their text; null for matrices and tables. */
  readonly definitions: readonly { readonly name: string; readonly text: string | null }[];
  readonly observables: readonly string[];
  readonly baths: readonly string[];
}

type Entries = Readonly<Record<string, unknown>>;

/** Read the outline of a document's data, whatever is wrong with it. */
export function outlineOf(data: unknown): Outline {
  const top = entriesOf(data);
  const units = listOf(top.units).map(entriesOf);
  const jumps = [top, entriesOf(top.between)].flatMap((part) => ["jumps", "thermal", "collective"].flatMap((key) => listOf(part[key])));
  const couplings = listOf(entriesOf(top.global).couplings);
  const named = [...jumps, ...couplings].flatMap((entry) => textOf(entriesOf(entry).bath) ?? []);
  const ofUnits = units.map(({ bath }, k) => textOf(bath) ?? (units.length === 1 ? "bath" : `bath${k + 1}`));
  return {
    kind: top.kind === "collisions" || top.kind === "master-equation" ? top.kind : null,
    system: labelsOf(top.spaces),
    units: units.map(({ spaces }) => labelsOf(spaces)),
    parameters: Object.entries(entriesOf(top.parameters)).map(([name, entry]) => parameterOf(name, entry)),
    definitions: Object.entries(entriesOf(top.let)).map(([name, form]) => ({
      name,
      text: typeof form === "string" || typeof form === "number" ? String(form) : null,
    })),
    observables: Object.keys(entriesOf(top.observables)),
    baths: [...new Set([...ofUnits, ...named])],
  };
}

/** The labels that an expression sees. */
export function labelsInSight({ system, units }: Outline, { of, unit }: Sight): readonly Labelled[] {
  const own = units[unit] ?? [];
  switch (of) {
    case "sizes":
      return [];
    case "system":
      return system;
    case "unit":
      return own;
    case "joint":
      return [...system, ...own];
    case "all":
      return [...system, ...units.flat().filter(({ label }, k, all) => all.findIndex((other) => other.label === label) === k)];
    default:
      return of satisfies never;
  }
}

function parameterOf(name: string, entry: unknown): NamedParameter {
  const { default: value, unit, description, choices, noisy } = isObject(entry) ? entry : ({ default: entry } as Entries);
  return {
    name,
    value,
    unit: textOf(unit),
    description: textOf(description) ?? "",
    choices: listOf(choices).flatMap((choice) => textOf(choice) ?? []),
    noisy: noisy === true,
  };
}

function labelsOf(spaces: unknown): readonly Labelled[] {
  return listOf(spaces).flatMap((entry) => {
    const { label, kind, names, levels, J, count } = entriesOf(entry);
    if (typeof label !== "string") return [];
    const words = listOf(names).flatMap((one) => textOf(one) ?? []);
    const twoLevels = kind === "qubit" || words.length === 2 || levels === 2 || J === 0.5 || J === "1/2";
    return [
      {
        label,
        kind: textOf(kind) ?? "",
        names: kind === "qubit" ? ["e", "g"] : words,
        family: count !== undefined,
        twoLevels,
      },
    ];
  });
}

function entriesOf(value: unknown): Entries {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
