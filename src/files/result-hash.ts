/** One number for all numbers of a result: equal wherever the bits are. */
import { wrongKind } from "../errors.ts";
import { sha256 } from "../sha256.ts";
import { type AnyRecord, type Column, coded, columnsOf, isGrid } from "./record.ts";

/**
 * The columns of a result, the axis (or both) first: of what `run`, `steady`, `sweep`, `ensemble`, `averaged` and `unravel` return, and of
 * the records that `--json` prints and files hold. Names are those of CSV files (`mean_T1`, `std_T1`, `q0.05_T1` of an ensemble).
 *
 * Throws a TypeError for anything else.
 * @example
 * Object.keys(resultColumns(run(bloch(), { until: 1, observables: ["sz"] }))); // ["time", "sz"]
 */
export function resultColumns(result: object): Readonly<Record<string, Column>> {
  return columnsOf(coded(recordOf(result)));
}

/**
 * SHA-256 over the columns of a result, as 64 hexadecimal digits: `provenance.resultHash` of what the command line prints and writes.
 *
 * Each column, the axis first and then names by code unit, adds its name in UTF-8, a byte 0, its length (uint32) and its values (float64),
 * all little-endian, with null as the bits 7ff8000000000000 and −0 as 0. Throws a TypeError where `resultColumns` does.
 * @example
 * resultHash(run(bloch(), { until: 1 })).length; // 64
 */
export function resultHash(result: object): string {
  const record = coded(recordOf(result));
  const columns = columnsOf(record);
  const axes = isGrid(record) ? record.axes.map(({ name }) => name) : [record.axis.name];
  const rest = Object.keys(columns).filter((name) => !axes.includes(name));
  return sha256(joined([...axes, ...rest.sort()].map((name) => columnBytes(name, columns[name]))));
}

/** The same record with the hash of its columns in its provenance. */
export function withHash<R extends AnyRecord>(record: R): R {
  return { ...record, provenance: { ...record.provenance, resultHash: resultHash(record) } };
}

function columnBytes(name: string, values: Column): Uint8Array {
  const word = new TextEncoder().encode(name);
  const bytes = new Uint8Array(word.length + 5 + 8 * values.length);
  bytes.set(word);
  const view = new DataView(bytes.buffer, word.length + 1);
  view.setUint32(0, values.length, true);
  values.forEach((value, k) => {
    if (typeof value === "number" && Number.isFinite(value)) view.setFloat64(4 + 8 * k, value + 0, true);
    else view.setUint32(8 + 8 * k, 0x7ff80000, true);
  });
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What a result of the library holds, in the form that the command line gives it. */
export function recordOf(result: object): AnyRecord {
  const given = (typeof result === "object" && result !== null ? result : {}) as Partial<Record<string, unknown>>;
  const { axis, axes, observables, mean, std, quantiles } = given;
  if (Array.isArray(axis)) return { ...given, axis: { name: "axis", values: axis } } as unknown as AnyRecord;
  if (axes === undefined && axis === undefined && typeof observables === "object" && "residual" in given) {
    const values = Object.entries(observables as object).map(([name, value]) => [name, [value]]);
    return { axis: { name: "stationary", values: [null] }, observables: Object.fromEntries(values) } as unknown as AnyRecord;
  }
  if ((axes === undefined && axis === undefined) || (observables === undefined && mean === undefined)) {
    const remedy = "Give what run, steady, sweep or ensemble returns, or a record of --json.";
    throw wrongKind("result", "be a result with an axis and columns", result, remedy);
  }
  const record = { ...given, ...(mean !== undefined && std !== undefined ? quantileCurves(quantiles) : {}) } as unknown as AnyRecord;
  if (!isWhole(record))
    throw wrongKind("result", "be a result whose axes have names and whose columns are lists", result, "Change nothing in it.");
  return record;
}

/** Whether axes have a name and a list of values each, and all columns are lists. */
function isWhole(record: AnyRecord): boolean {
  const axes: readonly unknown[] = isGrid(record) ? record.axes : [record.axis];
  const named = axes.every((axis) => {
    const { name, values } = (axis ?? {}) as { readonly name?: unknown; readonly values?: unknown };
    return typeof name === "string" && Array.isArray(values);
  });
  const groups: readonly unknown[] = Object.entries(record).flatMap(([key, group]) =>
    /^(observables|mean|std)$/.test(key) ? [group] : [],
  );
  const whole = groups.every((group) => group === undefined || (isObject(group) && Object.values(group).every(Array.isArray)));
  return named && axes.length === (isGrid(record) ? 2 : 1) && whole && isObject(record.labels ?? {});
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Quantiles as curves of their own, `q0.05` and so on, by observable. */
export function quantileCurves(quantiles: unknown): Record<string, Record<string, Column>> {
  const { levels = [], values = {} } = (quantiles ?? {}) as {
    readonly levels?: readonly number[];
    readonly values?: Readonly<Record<string, readonly Column[]>>;
  };
  return Object.fromEntries(
    levels.map((level, i) => [`q${level}`, Object.fromEntries(Object.entries(values).map(([name, curves]) => [name, curves[i]]))]),
  );
}
