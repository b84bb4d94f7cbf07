/** What can be written where the cursor is: keys, words, names, functions that fit the space, whole entries. */

import { NOWHERE } from "../check-document.ts";
import { documentModel } from "../document-model.ts";
import { allProblems } from "./all-problems.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { proposalsInExpression } from "./expression-proposals.ts";
import { fieldOfExpression } from "./fields.ts";
import { labelsInSight, type Outline, outlineOf } from "./outline.ts";
import { type Proposal, proposal } from "./proposal.ts";
import { type Allowed, allowedAt, type KeyMeaning } from "./schema-places.ts";
import { snippetsAt } from "./snippets.ts";
import { formatOfText, type LookingOptions, requireOffset } from "./text-options.ts";

/** Proposals for a place; they take the place of the text from `from` to `to`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

/**
 * What can be written at a place of a text, the likeliest first: keys of that object that are not there yet, words of a field, and inside
 * expressions labels, level names, functions that fit the kinds of spaces, parameters with their values, baths. The text may be torn.
 *
 * @param offset UTF-16 units from 0
 * @throws TypeError for arguments of the wrong kind
 * @example
 * completeAt("kind: master-equation\nspaces: [{label: S, kind: qubit}]\nH: s", 59).proposals[0].insert // "sx(S)"
 */
export function completeAt(text: string, offset: number, options: LookingOptions = {}): Completion {
  const format = formatOfText(text, options, true);
  requireOffset(offset);
  const cursor = cursorAt(text, offset, format);
  if (cursor === null) return { from: Math.min(offset, text.length), to: Math.min(offset, text.length), proposals: [] };
  const outline = withValues(outlineOf(cursor.data), options.parameters);
  const started = text.slice(cursor.from, offset).toLowerCase();
  const all = cursor.what === "key" ? keysAt(cursor, outline, text, format) : valuesAt(cursor, outline, text, format);
  return { from: cursor.from, to: cursor.to, proposals: ranked(all, started) };
}

function withValues(outline: Outline, values: LookingOptions["parameters"]): Outline {
  if (values === undefined) return outline;
  const parameters = outline.parameters.map((one) => (Object.hasOwn(values, one.name) ? { ...one, value: values[one.name] } : one));
  return { ...outline, parameters };
}

/** Those that begin as the word does, then those that have it inside; each text once. */
function ranked(proposals: readonly Proposal[], started: string): readonly Proposal[] {
  const rank = ({ label, insert }: Proposal): number => {
    const name = label.toLowerCase();
    if (started === "" || name.startsWith(started)) return 0;
    return insert.replace(/^"/, "").toLowerCase().startsWith(started) ? 1 : name.includes(started) ? 2 : 3;
  };
  const different = proposals.filter(
    ({ insert, label }, k) => proposals.findIndex((one) => one.insert === insert && one.label === label) === k,
  );
  return different
    .map((one, k) => ({ one, k, rank: rank(one) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.k - b.k)
    .map(({ one }) => one);
}

function keysAt(cursor: Cursor, outline: Outline, text: string, format: "json" | "yaml"): readonly Proposal[] {
  const { parts, siblings } = cursor;
  const ready = /^"?\s*:/.test(text.slice(cursor.to));
  const keys = [...allowedAt(outline.kind, parts).keys].filter(([key]) => !siblings.includes(key));
  // What is needed goes first.
  const sorted = [...keys.filter(([, { required }]) => required), ...keys.filter(([, { required }]) => !required)];
  return [
    ...sorted.map(([key, meaning]) => keyProposal(key, meaning, cursor, ready, format)),
    ...ownKeys(parts, outline, siblings).map((name) => keyProposal(name, PARAMETER, cursor, ready, format)),
    ...(ready ? [] : snippetsAt(parts, outline, format, true)),
  ];
}

const PARAMETER: KeyMeaning = { means: "a parameter that takes noise", holds: "noise", required: false };

function keyProposal(key: string, { means, holds }: KeyMeaning, { bare }: Pick<Cursor, "bare">, ready: boolean, format: string): Proposal {
  if (format === "yaml") return proposal("key", key, holds, ready ? key : `${key}: `, means);
  if (!bare) return proposal("key", key, holds, key, means);
  return proposal("key", key, holds, ready ? JSON.stringify(key) : `${JSON.stringify(key)}: `, means);
}

/** Names of the author's own that are keys in one place: parameters that are noisy. */
function ownKeys(parts: readonly string[], { parameters }: Outline, siblings: readonly string[]): readonly string[] {
  if (parts.join("/") !== "noise/parameters") return [];
  return parameters.filter(({ name, noisy }) => noisy && !siblings.includes(name)).map(({ name }) => name);
}

function valuesAt(cursor: Cursor, outline: Outline, text: string, format: "json" | "yaml"): readonly Proposal[] {
  const { parts, before, behind } = cursor;
  const alone = before.trim() === "" && behind.trim() === "";
  const kind = parts.length === 1 && parts[0] === "kind" ? null : outline.kind;
  const allowed = allowedAt(kind, parts);
  const words = alone ? [...wordsOf(allowed), ...namesAt(cursor, outline)] : [];
  const field = fieldOfExpression(parts);
  const expressions = field === null ? [] : proposalsInExpression({ before, field, labels: labelsInSight(outline, field.sight), outline });
  const quoted = [...words, ...expressions].map((one) => asValue(one, cursor, alone, format));
  if (!alone) return quoted;
  // An object that is not begun yet: its keys where one line is enough, or a whole one.
  const keys =
    format === "yaml" && !cursor.flow
      ? keysAt({ ...cursor, siblings: [] }, outline, text, format).filter(({ kind: k }) => k === "key")
      : [];
  return [...quoted, ...snippetsAt(parts, outline, format), ...(allowed.expression && quoted.length > 0 ? [] : keys)];
}

function wordsOf({ words, boolean }: Allowed): readonly Proposal[] {
  return [...words, ...(boolean ? ["true", "false"] : [])].map((word) => proposal("word", String(word), "", String(word)));
}

/** In quotes where a text needs them. */
function asValue(one: Proposal, { bare, flow }: Cursor, alone: boolean, format: "json" | "yaml"): Proposal {
  const plain = one.insert === "true" || one.insert === "false";
  const json = format === "json" && bare && !plain;
  const yaml = format === "yaml" && alone && flow && /[,[\]{}]/.test(one.insert);
  return json || yaml
    ? { ...one, insert: `"${one.insert}"`, cursor: one.cursor === one.insert.length ? one.cursor + 2 : one.cursor + 1 }
    : one;
}

/** Names that a field refers to. */
function namesAt({ parts, data }: Cursor, outline: Outline): readonly Proposal[] {
  const pointer = parts.join("/");
  const { parameters, baths, system, units } = outline;
  if (/^(?:run|steady|noise|sweep|unravel)(?:\/\d+)?\/observe(?:\/\d+)?$|^figure\/y(?:\/\d+)?$/.test(pointer))
    return observablesOf(data, outline);
  if (/(?:^|\/)over$/.test(pointer)) return parameters.filter(({ value }) => typeof value === "number").map(ofParameter);
  if (/\/parameter$/.test(pointer)) return parameters.filter(({ choices }) => choices.length > 0).map(ofParameter);
  if (/^stream\/(?:order\/\d+|phases\/\d+\/unit)$|(?:^|\/)bath$/.test(pointer)) return baths.map((bath) => proposal("bath", bath, "bath"));
  if (/\/on\/\d+$/.test(pointer)) return [...system, ...units.flat()].map(({ label, kind }) => proposal("label", label, kind));
  if (pointer === "figure/x") return [proposal("word", "step"), proposal("word", "time"), ...parameters.map(ofParameter)];
  return [];
}

function ofParameter({ name, value, unit }: Outline["parameters"][number]): Proposal {
  return proposal("parameter", name, [JSON.stringify(value ?? null), unit ?? ""].filter(Boolean).join(" "));
}

/** What a document can record: its own observables, and those of the model as far as there is one. */
function observablesOf(data: unknown, { observables }: Outline): readonly Proposal[] {
  const own = observables.map((name) => proposal("observable", name, "of this document"));
  const { readable } = allProblems(data, NOWHERE);
  if (readable === null) return own;
  try {
    const { observableNames, observable } = documentModel(readable).build({});
    const others = observableNames.filter((name) => !observables.includes(name));
    return [...own, ...others.map((name) => proposal("observable", name, meaningOf(observable, name)))];
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return own;
    throw error;
  }
}

function meaningOf(observable: (name: string) => { readonly description: string }, name: string): string {
  try {
    return observable(name).description;
  } catch {
    return "";
  }
}
