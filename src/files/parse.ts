/** Reads a record from JSON that anyone may have written: what later code relies on is checked here. */
import { wrongKind, wrongValue } from "../errors.ts";
import { type AnyRecord, pointsOf } from "./record.ts";

/** Objects and lists inside each other, at most: results have about six. */
const DEEPEST = 64;

/**
 * Read a record from its JSON.
 * @throws RangeError when the text is no JSON or holds something else
 */
export function parseRecord(text: string): AnyRecord {
  let value: unknown;
  if (depthOf(text) > DEEPEST) throw refuse("it is nested too deeply");
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrongValue("file", "hold JSON", null, "", `it holds something else (${(error as Error).message})`);
  }
  return checkedRecord(value);
}

/**
 * Check the record that a caller hands over; `argument` is what sentences call it.
 * @throws TypeError or RangeError when it is none
 */
export function requireRecord(argument: string, value: unknown): void {
  if (!isObject(value)) throw wrongKind(argument, "be a result as a record (model, axis, observables)", value);
  try {
    checkedRecord(value);
  } catch (error) {
    const but = /, but (.*)\.$/s.exec((error as Error).message)?.[1];
    throw wrongValue(argument, "be a result as a record (model, axis, observables)", null, "", but);
  }
}

function checkedRecord(value: unknown): AnyRecord {
  if (!isObject(value)) throw refuse("it holds something else");
  const { model, parameters, diagnostics, provenance, labels } = value;
  if (typeof model !== "string") throw refuse("it has no model or no axis");
  checkAxes(value);
  for (const [name, part] of Object.entries({ parameters, diagnostics, provenance }))
    if (!isObject(part)) throw refuse(`its ${name} are missing`);
  const warnings = (diagnostics as Record<string, unknown>).warnings ?? [];
  if (!isList(warnings, (entry) => typeof entry === "string")) throw refuse("its warnings are no sentences");
  const names = labels ?? {};
  if (!isObject(names) || !Object.values(names).every((list) => isList(list, (entry) => typeof entry === "string")))
    throw refuse("its labels are no lists of names");
  const record = value as unknown as AnyRecord;
  const points = pointsOf(record);
  checkColumns(value.observables, points, names as Record<string, readonly string[]>);
  for (const key of Object.keys(value)) if (statistic.test(key)) checkColumns(value[key], points, {});
  return record;
}

/** Points that a grid may have: its long table has so many rows. */
const MOST_POINTS = 32 * 2 ** 20;

/** One axis, or the two of a grid. */
function checkAxes({ axis, axes }: Record<string, unknown>): void {
  const all: unknown = axes === undefined ? [axis] : axes;
  if (!Array.isArray(all) || (axes !== undefined && all.length !== 2)) throw refuse("its axes are not two");
  for (const each of all as readonly unknown[]) {
    if (!isObject(each) || typeof each.name !== "string" || !Array.isArray(each.values)) throw refuse("it has no model or no axis");
    if (!isList(each.values, isNumber)) throw refuse("its axis holds something that is no number");
  }
  if (axes === undefined) return;
  if (axis !== undefined) throw refuse("it has an axis and axes");
  const [rows, columns] = all as readonly { readonly values: readonly unknown[] }[];
  if (rows.values.length * columns.values.length > MOST_POINTS) throw refuse("its grid has too many points");
}

const statistic = /^(mean|std|standardError|min|max|q[\d.]+)$/;

function checkColumns(columns: unknown, length: number, labels: Readonly<Record<string, readonly string[]>>): void {
  if (columns === undefined) return;
  if (!isObject(columns)) throw refuse("its observables are no columns");
  for (const [name, column] of Object.entries(columns)) {
    const known = Object.hasOwn(labels, name) ? labels[name] : [];
    if (!isList(column, (entry) => isNumber(entry) || known.includes(entry as string)))
      throw refuse(`its column "${name}" holds something that is no number`);
    if (column.length !== length) throw refuse(`its column "${name}" has ${column.length} values for ${length} points`);
  }
}

function isNumber(value: unknown): boolean {
  return value === null || typeof value === "number";
}

function isList(value: unknown, each: (entry: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(each);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How deeply brackets stand inside each other, those in strings left out. */
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "[" || character === "{")) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (character === "]" || character === "}")) depth--;
  }
  return deepest;
}

function refuse(but: string): RangeError {
  return wrongValue("file", "hold a result of ancilla (model, axis, observables)", null, "", but);
}
