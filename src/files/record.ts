import { wrongValue } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import type { Provenance } from "./provenance.ts";

/** A column of numbers; null where a quantity is not defined. */
export type Column = readonly (number | null)[];

/** Statistics of an ensemble that stand in place of `observables`, in the order of the columns of a table; quantiles (`q0.05`) follow. */
const statistics = ["mean", "std", "standardError", "min", "max"] as const;

/** What stands along one side of a result. */
export interface RecordAxis {
  readonly name: string;
  readonly values: Column;
}

/** What every result says besides where its points lie. */
interface RecordParts {
  readonly model: string;
  readonly parameters: Parameters;
  readonly observables?: Readonly<Record<string, Column>>;
  /** Names of the values 0, 1, … of observables that say which (a mode of operation): JSON and tables show the names. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly provenance: Provenance;
  readonly [more: string]: unknown;
}

/**
 * A result as plain data, the same on standard output and in a file. `observables` holds one column per observable, as long
 * as the axis; an ensemble has `mean`, `std`, `standardError` … instead.
 */
export interface ResultRecord extends RecordParts {
  readonly axis: RecordAxis;
}

/** A result over a grid of two parameters: columns are row by row, the second axis fastest. */
export interface GridRecord extends RecordParts {
  readonly axes: readonly [RecordAxis, RecordAxis];
}

/** Any result as plain data. */
export type AnyRecord = ResultRecord | GridRecord;

/** Is a result one over a grid? */
export function isGrid(record: AnyRecord): record is GridRecord {
  return Array.isArray(record.axes);
}

/** Number of points of a record: the length of each of its columns. */
export function pointsOf(record: AnyRecord): number {
  return isGrid(record) ? record.axes[0].values.length * record.axes[1].values.length : record.axis.values.length;
}

/**
 * The columns of a record as a table: the axis, then every observable (`mean_T1`, `std_T1` … for an ensemble). A grid gives a long
 * table, one row per point with the values of both axes before it.
 */
export function columnsOf(record: AnyRecord): Record<string, Column> {
  const [axes, values] = [axisColumns(record), valueColumns(record)];
  const twice = Object.keys(values).find((name) => Object.hasOwn(axes, name));
  if (twice !== undefined) throw wrongValue("observables", "have names that no axis has", twice, "", `"${twice}" is both`);
  return { ...axes, ...values };
}

/** The axes of a record, once per point. */
function axisColumns(record: AnyRecord): Record<string, Column> {
  if (!isGrid(record)) return { [record.axis.name]: record.axis.values };
  const [rows, columns] = record.axes;
  const width = columns.values.length;
  return {
    [rows.name]: rows.values.flatMap((value) => new Array<number | null>(width).fill(value)),
    [columns.name]: rows.values.flatMap(() => columns.values),
  };
}

/** What a record holds at its points, by the name of the column. */
export function valueColumns(record: AnyRecord): Record<string, Column> {
  const columns: Record<string, Column> = {};
  for (const [name, values] of Object.entries(record.observables ?? {})) columns[name] = values;
  const points = pointsOf(record);
  const quantiles = Object.keys(record).filter((key) => /^q[\d.]+$/.test(key));
  const given = [...statistics, ...quantiles].filter((key) => isColumns(record[key], points));
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
export function worded<R extends AnyRecord>(record: R): R {
  const { labels, observables } = record;
  if (!labels || !observables) return record;
  const named = Object.entries(observables).map(([name, values]) => [
    name,
    labels[name] ? values.map((value) => (typeof value === "number" ? (labels[name][value] ?? null) : value)) : values,
  ]);
  return { ...record, observables: Object.fromEntries(named) };
}

/** Undo `worded`: a record read from JSON, with numbers in all columns. */
export function coded<R extends AnyRecord>(record: R): R {
  const { labels, observables } = record;
  if (!labels || !observables) return record;
  const numbered = Object.entries(observables).map(([name, values]) => [
    name,
    labels[name] ? values.map((value) => (typeof value === "string" ? labels[name].indexOf(value) : value)) : values,
  ]);
  return { ...record, observables: Object.fromEntries(numbered) };
}

/** The same record with every number that is not finite turned into null, and a warning that says which and how many. */
export function withoutNaN<R extends AnyRecord>(record: R): R {
  const warnings: string[] = [];
  for (const [name, values] of Object.entries(columnsOf(record))) {
    const count = values.filter((value) => typeof value === "number" && !Number.isFinite(value)).length;
    if (count) warnings.push(`${name} is not a finite number at ${count} of ${values.length} points; null stands for it.`);
  }
  if (!warnings.length) return record;
  const before = (record.diagnostics.warnings ?? []) as readonly string[];
  return { ...record, diagnostics: { ...record.diagnostics, warnings: [...before, ...warnings] } };
}
