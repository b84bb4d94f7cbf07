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

/** What names mean in the sections of a document: all labels, of units too, parameters and definitions. */
export function scopeOf(document: Fields, values: Parameters, names: Names): Scope {
  const spaces = [...listOf(document.spaces), ...listOf(document.units).flatMap((unit) => listOf(fieldsOf(unit).spaces))].map(fieldsOf);
  const definitions = fieldsOf(document.let ?? {});
  const tables = Object.keys(definitions).filter((name) => "times" in fieldsOf(definitions[name]));
  return {
    labels: new Map(
      spaces.map(({ label, kind, names: levels }) => [textOf(label), kind === "qubit" ? ["e", "g"] : listOf(levels).map(String)]),
    ),
    families: new Set(spaces.filter(({ count }) => count !== undefined).map(({ label }) => textOf(label))),
    value: (name) =>
      Object.hasOwn(definitions, name)
        ? tables.includes(name)
          ? names.of(name)
          : `${names.of(name)}(t)`
        : Object.hasOwn(values, name)
          ? names.of(name)
          : null,
    tables: new Set(tables),
    H: "H_PART(t)",
  };
}
