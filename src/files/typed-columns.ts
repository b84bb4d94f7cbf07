/** Results as arrays of numbers, for pictures, tables and other threads. */
import type { Model } from "../models/model.ts";
import { requireModel } from "../models/require-model.ts";
import { cumulantColumns, isCounting } from "./counting-columns.ts";
import { labelsOf, type Origin, observableUnit, parameterUnit } from "./declared-units.ts";
import { type AnyRecord, coded, isGrid, valueColumns } from "./record.ts";
import { recordOf } from "./result-hash.ts";

/** Numbers with what they are measured in. */
export interface TypedColumn {
  /** NaN where nothing is defined. */
  readonly values: Float64Array;
  /** `energy`, `1/time`, … with ħ = k_B = 1, `1` for pure numbers and nats; null where nobody declared one. */
  readonly unit: string | null;
  /** What the values 0, 1, … stand for where they say which, not how much. */
  readonly labels?: readonly string[];
}

/** What stands along one side of a result. */
export interface TypedAxis extends TypedColumn {
  readonly name: string;
}

/** The columns of a result over one axis, by name. */
export interface TypedColumns {
  readonly axis: TypedAxis;
  readonly columns: Readonly<Record<string, TypedColumn>>;
}

/** The columns of a grid of n₁ × n₂ points: the value at (i, j) stands at i·n₂ + j. */
export interface TypedGridColumns {
  readonly axes: readonly [TypedAxis, TypedAxis];
  readonly columns: Readonly<Record<string, TypedColumn>>;
}

/**
 * The columns of a result as `Float64Array`, with axes and units: of what `run`, `steady`, `sweep`, `averaged`, `ensemble`, `unravel` and
 * `counting` return, and of records of `--json` and of files.
 *
 * Names are those of CSV files: `T1`; `mean_T1`, `std_T1`, `standardError_T1` of ensembles and trajectories; `K1_heat` (cumulant of order 1)
 * and `cov_a_b` of counting, `c1_heat` of its rates where there is no axis. A stationary state has one value per column. Every column has an
 * `ArrayBuffer` of its own, which `postMessage` can transfer.
 *
 * Units of observables are those that `model` declares; without it those of the result's document, and null elsewhere. Units of swept
 * parameters are those of the document or of the catalogue. Throws a TypeError for anything that has no columns.
 * @example
 * const { columns } = typedColumns(run(bloch(), { times: [0, 1], observables: ["sz"] }), bloch());
 * columns.sz.unit; // "1"
 */
export function typedColumns(result: { readonly axes: readonly unknown[] }, model?: Model): TypedGridColumns;
export function typedColumns(result: object, model?: Model): TypedColumns;
export function typedColumns(result: object, model?: Model): TypedColumns | TypedGridColumns {
  if (model !== undefined) requireModel(model);
  if (isCounting(result)) {
    const { axis, columns } = cumulantColumns(result);
    return { axis: axisOf(result, axis), columns: mapped(columns, (values) => ({ values: numbersOf(values), unit: null })) };
  }
  const record = coded(recordOf(result));
  const origin: Origin = record;
  const columns = mapped(valueColumns(record), (values, name) => columnOf(record, model, name, values));
  if (isGrid(record)) return { axes: [axisOf(origin, record.axes[0]), axisOf(origin, record.axes[1])], columns };
  return { axis: axisOf(origin, record.axis), columns };
}

function columnOf(record: AnyRecord, model: Model | undefined, name: string, values: readonly unknown[]): TypedColumn {
  const observable = record.observables ? name : name.replace(/^(mean|std|standardError|min|max|q[\d.]+)_/, "");
  const labels = record.labels?.[name] ?? labelsOf(model, observable);
  return { values: numbersOf(values), unit: observableUnit(record, model, observable), ...(labels ? { labels } : {}) };
}

/** An axis whose values are no numbers (names of a choice, lists) holds their places, and the values themselves in words. */
function axisOf(origin: Origin, { name, values }: { readonly name: string; readonly values: readonly unknown[] }): TypedAxis {
  const unit = name === "time" ? "time" : name === "collision" ? "1" : parameterUnit(origin, name);
  if (values.every((value) => typeof value === "number" || value === null)) return { name, values: numbersOf(values), unit };
  const labels = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  return { name, values: Float64Array.from(values.keys()), unit: null, labels };
}

function numbersOf(values: readonly unknown[]): Float64Array {
  return Float64Array.from(values, (value) => (typeof value === "number" ? value : Number.NaN));
}

function mapped<A, B>(columns: Readonly<Record<string, A>>, change: (column: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column, name)]));
}
