/** Reads a record from JSON that anyone may have written: what later code relies on is checked here. */
import { wrongValue } from "../errors.ts";
import type { ResultRecord } from "./record.ts";

/** Objects and lists inside each other, at most: results have about six. */
const DEEPEST = 64;

/**
 * Read a record from its JSON.
 * @throws RangeError when the text is no JSON or holds something else
 */
export function parseRecord(text: string): ResultRecord {
  let value: unknown;
  if (depthOf(text) > DEEPEST) throw refuse("it is nested too deeply");
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrongValue("file", "hold JSON", null, "", `it holds something else (${(error as Error).message})`);
  }
  if (!isObject(value)) throw refuse("it holds something else");
  const { model, parameters, axis, diagnostics, provenance, labels } = value;
  if (typeof model !== "string" || !isObject(axis) || typeof axis.name !== "string" || !Array.isArray(axis.values))
    throw refuse("it has no model or no axis");
  for (const [name, part] of Object.entries({ parameters, diagnostics, provenance }))
    if (!isObject(part)) throw refuse(`its ${name} are missing`);
  const warnings = (diagnostics as Record<string, unknown>).warnings ?? [];
  if (!isList(warnings, (entry) => typeof entry === "string")) throw refuse("its warnings are no sentences");
  if (!isList(axis.values, isNumber)) throw refuse("its axis holds something that is no number");
  const names = labels ?? {};
  if (!isObject(names) || !Object.values(names).every((list) => isList(list, (entry) => typeof entry === "string")))
    throw refuse("its labels are no lists of names");
  checkColumns(value.observables, axis.values.length, names as Record<string, readonly string[]>);
  for (const key of Object.keys(value)) if (statistic.test(key)) checkColumns(value[key], axis.values.length, {});
  return value as unknown as ResultRecord;
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
