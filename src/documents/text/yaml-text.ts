/** YAML 1.2 as documents are written in it: one document, plain data, numbers as JSON has them, all else text. */
import { isMap, isPair, isScalar, isSeq, type Node, type ParsedNode, parseAllDocuments, type Scalar } from "yaml";
import { DEEPEST, TextError } from "./json-text.ts";
import type { TextEntry, TextNode } from "./text-tree.ts";
import { guardYaml } from "./yaml-guard.ts";

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** How the parser is called: it makes texts, and the reader says what they are. */
export const YAML_OPTIONS = {
  version: "1.2",
  schema: "failsafe",
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: "silent",
} as const;

/** Read YAML. Throws a `TextError` at the first thing that is no document. */
export function readYaml(text: string): TextNode {
  guardYaml(text);
  const documents = parseAllDocuments(text, YAML_OPTIONS);
  if (!Array.isArray(documents) || documents.length === 0)
    throw new TextError("syntax", 0, "must be a YAML mapping, but the text is empty");
  if (documents.length > 1) {
    throw new TextError("syntax", documents[1].range[0], "must be one YAML document, but a second one begins here");
  }
  const { errors, contents } = documents[0];
  if (errors.length > 0) {
    const [{ message, pos }] = errors;
    throw new TextError(/tab/i.test(message) ? "forbidden" : "syntax", pos[0], `must be YAML, but ${inWords(message)}`);
  }
  if (contents === null) throw new TextError("syntax", 0, "must be a YAML mapping, but the text is empty");
  return nodeOf(contents as ParsedNode, contents.range[0], 0);
}

/** The message of the parser as the tail of a sentence. */
function inWords(message: string): string {
  const [line] = message.split("\n");
  const tail = line.replace(/\.$/, "").replace(/; /g, ", ").slice(0, 200);
  const quotes = /flow-(?:seq|map)-|flow-collection/.test(tail) ? "; quote expressions with [ ], { } or commas" : "";
  return `the parser says: ${tail[0].toLowerCase()}${tail.slice(1)}${quotes}`;
}

function nodeOf(node: Node | null, at: number, depth: number): TextNode {
  if (node === null) return { kind: "single", start: at, end: at, value: null };
  const [start, end] = (node.range ?? [at, at]) as readonly number[];
  if (isScalar(node)) return { kind: "single", start, end, value: scalarValue(node) };
  if (depth >= DEEPEST) throw new TextError("limit", start, `must nest at most ${DEEPEST} levels deep, but is nested deeper`);
  if (isSeq(node)) {
    const items = node.items.map((item) => {
      if (isPair(item)) throw new TextError("syntax", start, "must be YAML, but a list has a key; put { } around it");
      return nodeOf(item as Node | null, start, depth + 1);
    });
    return { kind: "list", start, end, value: items };
  }
  if (!isMap(node)) throw new TextError("forbidden", start, "must be plain data, but this is none");
  return { kind: "object", start, end, value: node.items.map((pair) => entryOf(pair as never, start, depth)) };
}

function entryOf({ key, value }: { readonly key: Node | null; readonly value: Node | null }, from: number, depth: number): TextEntry {
  const at = key?.range?.[0] ?? from;
  if (key === null || !isScalar(key)) throw new TextError("forbidden", at, "must have words as keys, but here is a key that is none");
  const word = scalarValue(key);
  // A bare number without a value is a piece of a torn expression: the reader of structure says so.
  const bare = value === null && typeof word === "number";
  if (typeof word !== "string" && !bare) {
    throw new TextError("forbidden", at, `must have words as keys, but ${String(key.source) || "an empty one"} is none; quote it`);
  }
  if (word === "<<") throw new TextError("forbidden", at, "must say everything where it stands, but << is not part of a document");
  const end = (key.range?.[1] ?? at) as number;
  return { key: bare ? String(key.source) : (word as string), keyStart: at, node: nodeOf(value, end, depth + 1) };
}

/** A scalar as documents have it: in quotes or as a block it is text; plain, a number of JSON, true, false, null, or text. */
export function scalarValue(scalar: Scalar): string | number | boolean | null {
  const value = String(scalar.value ?? "");
  if (scalar.type !== "PLAIN") return value;
  const source = scalar.source ?? value;
  if (NUMBER.test(source)) return Number(source);
  if (NOT_FINITE.test(source))
    return /nan/i.test(source) ? Number.NaN : source.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (source === "true" || source === "false") return source === "true";
  return source === "" || source === "~" || source === "null" ? null : value;
}
