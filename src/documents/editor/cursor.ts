/** Where the cursor is: the place of the document that is being written there, though the text is torn. */
import { createScanner } from "jsonc-parser";
import { isObject } from "../structure/shape.ts";
import { dataOf, type TextEntry, type TextNode } from "../text/text-tree.ts";
import { looseTree, looseYaml } from "./torn-text.ts";

/** What the cursor is in. */
export interface Cursor {
  /** The pointer of the value, or of the object whose key is being written. */
  readonly parts: readonly string[];
  readonly what: "key" | "value";
  /** The word around the cursor, in the text. */
  readonly from: number;
  readonly to: number;
  /** The value or key up to the word, and behind it. */
  readonly before: string;
  readonly behind: string;
  /** Whether quotes must be written with what goes in, and whether a comma ends a value there. */
  readonly bare: boolean;
  readonly flow: boolean;
  /** Keys that the object of a key has already. */
  readonly siblings: readonly string[];
  /** The data of the document without what is being written. */
  readonly data: unknown;
}

/** Put into the text where the cursor is, so that the reader finds it. */
const MARK = "ancillaCursorIsHere";

/** Find it. Null where nothing can be read. */
export function cursorAt(text: string, offset: number, format: "json" | "yaml"): Cursor | null {
  const at = Math.min(offset, text.length);
  const [from, to] = wordAround(text, at);
  const marked = format === "json" ? markedJson(text, at, from, to) : markedYaml(text, at);
  if (marked.root === null) return null;
  const found = find(marked.text, marked.root, [], false);
  if (!found) return null;
  const written = found.text;
  const cut = written.indexOf(MARK);
  const before = written.slice(0, cut - (marked.whole ? 0 : at - from));
  const behind = written.slice(cut + MARK.length + (marked.whole ? 0 : to - at));
  const { parts, what, siblings, flow } = found;
  return { parts, what, from, to, before, behind, bare: marked.bare, flow, siblings, data: withoutMark(dataOf(marked.root)) };
}

/** The letters and digits around a place. */
function wordAround(text: string, at: number): readonly [number, number] {
  const before = /[A-Za-z_][A-Za-z0-9_-]*$/.exec(text.slice(Math.max(0, at - 80), at))?.[0].length ?? 0;
  const behind = /^[A-Za-z0-9_]*/.exec(text.slice(at, at + 80))?.[0].length ?? 0;
  return before > 0 ? [at - before, at + behind] : [at, at];
}

interface Marked {
  readonly text: string;
  readonly root: TextNode | null;
  /** Whether the mark took the place of the whole word. */
  readonly whole: boolean;
  readonly bare: boolean;
}

function markedJson(text: string, at: number, from: number, to: number): Marked {
  const scanner = createScanner(text, true);
  let inside = false;
  for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (start >= at) break;
    // 10 is a text; one that does not end reaches to the end of its line.
    inside = token === 10 && (at < end || (at === end && scanner.getTokenError() !== 0));
    if (inside) break;
  }
  const marked = inside ? `${text.slice(0, at)}${MARK}${text.slice(at)}` : `${text.slice(0, from)}"${MARK}"${text.slice(to)}`;
  return { text: marked, root: looseTree(marked, "json"), whole: !inside, bare: !inside };
}

/** As a value or a bare word where that is YAML, else as a key. */
function markedYaml(text: string, at: number): Marked {
  const asValue = `${text.slice(0, at)}${MARK}${text.slice(at)}`;
  const value = looseYaml(asValue);
  const asKey = `${text.slice(0, at)}${MARK}: ${text.slice(at)}`;
  const key = value.faults === 0 ? null : looseYaml(asKey);
  const isKey = key !== null && key.faults < value.faults;
  return { text: isKey ? asKey : asValue, root: isKey ? key.root : value.root, whole: false, bare: false };
}

interface FoundMark extends Pick<Cursor, "parts" | "what" | "siblings" | "flow"> {
  readonly text: string;
}

function find(marked: string, node: TextNode, parts: readonly string[], around: boolean): FoundMark | null {
  if (node.kind === "single") {
    const text = String(node.value);
    return text.includes(MARK) ? { parts, what: "value", text, siblings: [], flow: around } : null;
  }
  // In brackets a comma ends a value.
  const flow = around || /[[{]/.test(marked[node.start]);
  const entries = node.kind === "list" ? [] : (node.value as readonly TextEntry[]);
  const key = entries.find((entry) => entry.key.includes(MARK));
  if (key) {
    const siblings = entries.filter((entry) => entry !== key).map((entry) => entry.key);
    return { parts, what: "key", text: key.key, siblings, flow };
  }
  const children: readonly (readonly [string, TextNode])[] =
    node.kind === "list"
      ? (node.value as readonly TextNode[]).map((item, k) => [String(k), item] as const)
      : entries.map((entry) => [entry.key, entry.node] as const);
  for (const [name, child] of children) {
    const found = find(marked, child, [...parts, name], flow);
    if (found) return found;
  }
  return null;
}

function withoutMark(value: unknown): unknown {
  if (typeof value === "string") return value.replace(MARK, "");
  if (Array.isArray(value)) return value.map(withoutMark);
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of Object.entries(value)) if (!key.includes(MARK)) kept[key] = withoutMark(entry);
  return kept;
}
