import type { Parameters } from "../models/model.ts";
import type { Provenance } from "./provenance.ts";

/** A column of numbers; null where a quantity is not defined. */
export type Column = readonly (number | null)[];

/** Statistics of an ensemble that stand in place of `observables`, in the order of the columns of a table; quantiles (`q0.05`) follow. */
const statistics = ["mean", "std", "standardError", "min", "max"] as const;

/**
 * A result as plain data, the same on standard output and in a file. `observables` holds one column per observable, as long
 * as the axis; an ensemble has `mean`, `std`, `standardError` … instead.
 */
export interface ResultRecord {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: string; readonly values: Column };
  readonly observables?: Readonly<Record<string, Column>>;
  /** Names of the values 0, 1, … of observables that say which (a mode of operation): JSON and tables show the names. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly provenance: Provenance;
  readonly [more: string]: unknown;
}

/** The columns of a record as a table: the axis, then every observable (`mean_T1`, `std_T1` … for an ensemble). */
export function columnsOf(record: ResultRecord): Record<string, Column> {
  const columns: Record<string, Column> = { [record.axis.name]: record.axis.values };
  for (const [name, values] of Object.entries(record.observables ?? {})) columns[name] = values;
  const quantiles = Object.keys(record).filter((key) => /^q[\d.]+$/.test(key));
  const given = [...statistics, ...quantiles].filter((key) => isColumns(record[key], record.axis.values.length));
  const names = new Set(given.flatMap((key) => Object.keys(record[key] as object)));
  for (const name of names) {
    for (const key of given) {
      const values = (record[key] as Record<string, Column>)[name];
      if (values) columns[`${key}_${name}`] = values;
    }
  }
  return columns;
}

function isColumns(value: unknown, length: number): value is Record<string, Column> {
  return (
    typeof value === "object" && value !== null && Object.values(value).every((column) => Array.isArray(column) && column.length === length)
  );
}

/** The record as people and JSON see it: the values of labelled observables by their names. */
export function worded(record: ResultRecord): ResultRecord {
  const { labels, observables } = record;
  if (!labels || !observables) return record;
  const named = Object.entries(observables).map(([name, values]) => [
    name,
    labels[name] ? values.map((value) => (typeof value === "number" ? (labels[name][value] ?? null) : value)) : values,
  ]);
  return { ...record, observables: Object.fromEntries(named) };
}

/** Undo `worded`: a record read from JSON, with numbers in all columns. */
export function coded(record: ResultRecord): ResultRecord {
  const { labels, observables } = record;
  if (!labels || !observables) return record;
  const numbered = Object.entries(observables).map(([name, values]) => [
    name,
    labels[name] ? values.map((value) => (typeof value === "string" ? labels[name].indexOf(value) : value)) : values,
  ]);
  return { ...record, observables: Object.fromEntries(numbered) };
}

/** The same record with every number that is not finite turned into null, and a warning that says which and how many. */
export function withoutNaN(record: ResultRecord): ResultRecord {
  const warnings: string[] = [];
  for (const [name, values] of Object.entries(columnsOf(record))) {
    const count = values.filter((value) => typeof value === "number" && !Number.isFinite(value)).length;
    if (count) warnings.push(`${name} is not a finite number at ${count} of ${values.length} points; null stands for it.`);
  }
  if (!warnings.length) return record;
  const before = (record.diagnostics.warnings ?? []) as readonly string[];
  return { ...record, diagnostics: { ...record.diagnostics, warnings: [...before, ...warnings] } };
}
