/** The fields of a document as plain data, and what its names mean for a translation. The document was checked when it was read. */
import type { Parameters } from "../models/model.ts";
import type { Scope } from "./python-expression.ts";
import type { Names } from "./script.ts";

/** An object of a document. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object, where a checked document has one. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A list, where a checked document has one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, where a checked document has one. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What names mean in the system's section of a document: its labels, parameters and definitions. */
export function scopeOf(document: Fields, values: Parameters, names: Names): Scope {
  const definitions = fieldsOf(document.let ?? {});
  const tables = Object.keys(definitions).filter((name) => "table" in fieldsOf(definitions[name]));
  const own = (name: string): string => (tables.includes(name) ? names.of(name) : `${names.of(name)}(t)`);
  // Definitions see the labels of all units; a label that two units share has the levels of the first.
  const units = listOf(document.units).flatMap((unit) => listOf(fieldsOf(unit).spaces));
  return {
    ...labelsOf([...listOf(document.spaces), ...units]),
    value: (name) => (Object.hasOwn(definitions, name) ? own(name) : Object.hasOwn(values, name) ? names.of(name) : null),
    tables: new Set(tables),
    H: "H_PART(t)",
  };
}

/** The same scope where a unit's labels stand beside the system's. */
export function scopeWithUnit(scope: Scope, document: Fields, unit: Fields): Scope {
  return { ...scope, ...labelsOf([...listOf(document.spaces), ...listOf(unit.spaces)]) };
}

function labelsOf(spaces: readonly unknown[]): Pick<Scope, "labels" | "families"> {
  const labels = new Map<string, readonly string[]>();
  const families = new Set<string>();
  for (const { label, kind, names, count } of spaces.map(fieldsOf)) {
    const name = textOf(label);
    if (!labels.has(name)) labels.set(name, kind === "qubit" ? ["e", "g"] : listOf(names).map(String));
    if (count !== undefined) families.add(name);
  }
  return { labels, families };
}
