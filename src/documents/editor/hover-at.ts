/** What a place of a text means: keys, names and parts of expressions with their class, unit and value. */
import { RunFailure } from "../../errors.ts";
import type { Reading } from "../build/reading.ts";
import { unitsOfNames } from "../build/warnings.ts";
import type { CanonicalDocument } from "../canonical.ts";
import { FUNCTION_BY_NAME } from "../expression/function-catalogue.ts";
import {
  ExpressionFault,
  evaluate,
  printExpression,
  realNumber,
  type Surroundings,
  type Tree,
  unitInWords,
  unitOf,
  type Value,
} from "../expression/index.ts";
import { factorInWords } from "../expression/surroundings.ts";
import { DocumentFault } from "../problem.ts";
import type { TextEntry, TextNode } from "../text/text-tree.ts";
import { findingsOf } from "./check-text.ts";
import { type FieldOfExpression, fieldOfExpression } from "./fields.ts";
import { outlineOf } from "./outline.ts";
import { characterAt, insideOf, keyEnd, offsetOfCharacter } from "./scalar-places.ts";
import { allowedAt, meaningOfKey } from "./schema-places.ts";
import { readingAt, sectionsAt } from "./sections-at.ts";
import { formatOfText, type LookingOptions, requireOffset } from "./text-options.ts";
import { looseData, readTorn, type TornText } from "./torn-text.ts";
import { type PartOfTree, partAt } from "./tree-places.ts";
import { type ShownValue, shownValue } from "./values-in-words.ts";

/** What is meant at a place. */
export interface Hover extends Omit<ShownValue, "kind"> {
  /** The part of the text that is meant, in UTF-16 units from 0. */
  readonly from: number;
  readonly to: number;
  /** It, as it is printed: `g*sp(S)*sm(U)`, or a key. */
  readonly text: string;
  readonly kind: ShownValue["kind"] | "key" | "function" | "label" | "level" | "bath" | "word" | "name";
  /** What it means in words, as far as there is more to say than its value. */
  readonly about: string;
  /** The declared unit: "energy", "1/energy", "1"; null where there is none. */
  readonly unit: string | null;
}

const NOTHING = { class: null, value: null, dependsOn: null, space: null, hermitian: null, matrix: null, unit: null } as const;

/**
 * What a place of a text means: of a key, what it is for; inside an expression, the part that is there with its class, unit and value at
 * `parameters` (their defaults unless given), and of an operator the matrix up to 8 × 8.
 *
 * @param offset UTF-16 units from 0
 * @returns null where nothing is meant, or nothing can be said while the text is as it is
 * @throws TypeError for arguments of the wrong kind
 */
export function hoverAt(text: string, offset: number, options: LookingOptions = {}): Hover | null {
  const torn = readTorn(text, formatOfText(text, options, true));
  requireOffset(offset);
  const found = torn.root === null ? null : locate(text, torn.root, offset, []);
  if (found === null) return null;
  const document = (): CanonicalDocument | null => findingsOf(torn, null).readable?.data ?? null;
  return found.key ? hoverOfKey(torn, found, document, options) : hoverOfValue(torn, found, offset, document, options);
}

interface Located {
  readonly parts: readonly string[];
  readonly node: TextNode;
  readonly key: TextEntry | null;
}

/** The key or single value at a place. */
function locate(text: string, node: TextNode, offset: number, parts: readonly string[]): Located | null {
  if (node.kind === "single") return offset >= node.start && offset <= node.end ? { parts, node, key: null } : null;
  const entries = node.kind === "list" ? [] : (node.value as readonly TextEntry[]);
  const key = entries.find((entry) => offset >= entry.keyStart && offset < keyEnd(text, entry));
  if (key) return { parts: [...parts, key.key], node: key.node, key };
  const children: readonly (readonly [string, TextNode])[] =
    node.kind === "list"
      ? (node.value as readonly TextNode[]).map((item, k) => [String(k), item] as const)
      : entries.map((entry) => [entry.key, entry.node] as const);
  const inside = children.find(([, child]) => child.start <= offset && offset <= child.end && child.end > child.start);
  return inside ? locate(text, inside[1], offset, [...parts, inside[0]]) : null;
}

type Documents = () => CanonicalDocument | null;

function hoverOfKey(torn: TornText, { parts, key }: Located, document: Documents, options: LookingOptions): Hover | null {
  const { text } = torn;
  const entry = key as TextEntry;
  const place = { from: entry.keyStart, to: keyEnd(text, entry), text: entry.key };
  const [top, name] = parts;
  if (parts.length === 2 && (top === "parameters" || top === "let" || top === "observables")) {
    const data = document();
    const about = aboutName(torn, top, name);
    const form = top === "let" ? data?.let?.[name] : undefined;
    if (data === null || top === "observables" || typeof form === "object") return { ...NOTHING, ...place, kind: "name", about };
    const field = fieldOfExpression(["let", name]) as FieldOfExpression;
    return { ...valueIn(data, { kind: "name", name, at: 1 }, field, [], options), ...place, about };
  }
  const meaning = meaningOfKey(outlineOf(looseData(torn)).kind, parts);
  return meaning ? { ...NOTHING, ...place, kind: "key", about: meaning.means } : null;
}

/** What the author says of a name. */
function aboutName(torn: TornText, top: string, name: string): string {
  const { parameters, definitions } = outlineOf(looseData(torn));
  if (top === "parameters") return parameters.find((one) => one.name === name)?.description || "a parameter";
  const text = definitions.find((one) => one.name === name)?.text;
  return top === "let" ? (text ?? "a matrix or a table") : "an observable of this document";
}

function hoverOfValue(
  torn: TornText,
  { parts, node }: Located,
  offset: number,
  document: Documents,
  options: LookingOptions,
): Hover | null {
  const { text } = torn;
  const field = fieldOfExpression(parts);
  if (field === null || (typeof node.value !== "string" && typeof node.value !== "number"))
    return hoverOfWord(torn, { parts, node, key: null }, options);
  const written = typeof node.value === "number" ? text.slice(node.start, node.end) : node.value;
  const character = typeof node.value === "number" ? offset - node.start + 1 : characterAt(text, node, offset);
  const part = partAt(written, character);
  if (part === null) return null;
  const place =
    typeof node.value === "number"
      ? { from: node.start, to: node.end }
      : { from: offsetOfCharacter(text, node, part.start), to: offsetOfCharacter(text, node, part.end) };
  const said = { ...place, text: printExpression(part.node) };
  const argument = argumentOf(part);
  const data = document();
  if (argument !== null) return hoverOfArgument(said, argument, part.node, data, field);
  const about =
    part.node.kind === "call"
      ? (FUNCTION_BY_NAME.get(part.node.name)?.meaning ?? "")
      : part.node.kind === "name"
        ? aboutOf(torn, part.node.name)
        : "";
  if (data === null) return about === "" ? null : { ...NOTHING, ...said, kind: part.node.kind === "call" ? "function" : "name", about };
  return { ...valueIn(data, part.node, field, part.around, options), ...said, about };
}

/** What a name stands for that the author or the language gave it. */
function aboutOf(torn: TornText, name: string): string {
  const { parameters, definitions } = outlineOf(looseData(torn));
  const parameter = parameters.find((one) => one.name === name);
  if (parameter) return parameter.description || "a parameter";
  const definition = definitions.find((one) => one.name === name);
  if (definition) return definition.text ?? "a matrix or a table";
  const meanings: Readonly<Record<string, string>> = {
    i: "the imaginary unit",
    t: "the time",
    step: "the number of the collision",
    H: "the Hamiltonian of the section",
    inf: "infinite",
  };
  return Object.hasOwn(meanings, name) ? meanings[name] : "";
}

type NamingKind = "label" | "level" | "bath" | "index";

/** What an argument names, where it is no value. */
function argumentOf({ node, around }: PartOfTree): NamingKind | null {
  const call = around.at(-1);
  if (call?.kind !== "call") return null;
  const takes = FUNCTION_BY_NAME.get(call.name)?.takes ?? [];
  const kind = takes[Math.min(call.args.indexOf(node), takes.length - 1)];
  if (kind === "label" || kind === "bath" || kind === "index") return kind;
  return kind === "level" && node.kind === "name" ? kind : null;
}

function hoverOfArgument(
  said: Pick<Hover, "from" | "to" | "text">,
  kind: NamingKind,
  node: Tree,
  data: CanonicalDocument | null,
  field: FieldOfExpression,
): Hover {
  const hover = (about: string): Hover => ({ ...NOTHING, ...said, kind: kind === "index" ? "name" : kind, about });
  if (kind === "bath") return hover("a bath");
  if (kind === "index") return hover("the index of a sum or product");
  if (kind === "level") return hover("a level");
  const label = node.kind === "name" || node.kind === "index" ? node.name : "";
  if (data === null) return hover("a space");
  const found = quietly(() => {
    const factors = sectionsAt(readingAt(data), field).flatMap(({ space, families }) => {
      const own = families.get(label)?.[0] ?? label;
      return space.factors.filter((factor) => factor.label === own);
    });
    return factors[0];
  });
  return hover(found ? factorInWords(found) : "a space");
}

/** The value of a part of an expression, in the first section in which it has one. */
function valueIn(
  data: CanonicalDocument,
  node: Tree,
  field: FieldOfExpression,
  around: readonly Tree[],
  { parameters = {} }: LookingOptions,
): Omit<Hover, "from" | "to" | "text" | "about"> {
  const reading = readingAt(data, parameters);
  const unit = unitOfNode(data, node);
  const sections = quietly(() => sectionsAt(reading, field)) ?? [];
  for (const section of sections) {
    const value = quietly(() => {
      const surroundings = reading.surroundings(section);
      return evaluate(node, {
        ...surroundings,
        value: (name) => surroundings.value(name) ?? boundValue(reading, name, field, around, surroundings),
      });
    });
    if (value) return { ...shownValue(value), unit };
  }
  return { ...NOTHING, kind: "name", unit };
}

function unitOfNode(data: CanonicalDocument, node: Tree): string | null {
  const units = unitsOfNames(data);
  if (units === null) return null;
  const unit = quietly(() => unitOf(node, units));
  return typeof unit === "number" ? unitInWords(unit) : null;
}

/** Indices of sums around a part, and of `for`, have their first value; the frequency of a Lamb shift is 1. */
function boundValue(
  reading: Reading,
  name: string,
  { bound }: FieldOfExpression,
  around: readonly Tree[],
  surroundings: Surroundings,
): Value | undefined {
  for (const call of around) {
    if (call.kind !== "call" || (call.name !== "sum" && call.name !== "prod")) continue;
    const [index, first] = call.args;
    if (index?.kind === "name" && index.name === name && first) return evaluate(first, surroundings);
  }
  if (bound === null) return undefined;
  if ("name" in bound) return name === bound.name ? realNumber(1) : undefined;
  const entry = bound.entry.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], reading.data);
  const { for: repeated } = (entry ?? {}) as { readonly for?: readonly [string, unknown, unknown] };
  return repeated?.[0] === name ? realNumber(Number.isFinite(Number(repeated[1])) ? Number(repeated[1]) : 1) : undefined;
}

/** Undefined where the document does not say. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof ExpressionFault || error instanceof DocumentFault || error instanceof RangeError || error instanceof RunFailure)
      return undefined;
    throw error;
  }
}

/** A word of a field, or a name that it refers to. */
function hoverOfWord(torn: TornText, { parts, node }: Located, options: LookingOptions): Hover | null {
  const outline = outlineOf(looseData(torn));
  const [from, to] = insideOf(torn.text, node);
  const word = String(node.value);
  const parameter = outline.parameters.find(({ name }) => name === word);
  if (parameter && /(?:^|\/)(?:over|parameter|x)$/.test(parts.join("/"))) {
    const value = (options.parameters?.[word] ?? parameter.value) as Hover["value"];
    return { ...NOTHING, from, to, text: word, kind: "number", about: parameter.description || "a parameter", unit: parameter.unit, value };
  }
  const allowed = allowedAt(outline.kind, parts);
  if (!allowed.words.map(String).includes(word)) return null;
  const meaning = meaningOfKey(outline.kind, parts);
  return { ...NOTHING, from, to, text: word, kind: "word", about: meaning?.means ?? "" };
}
