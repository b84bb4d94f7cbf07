/** Places in a text where something is wrong, ready to be underlined, with the one change that repairs it where there is one. */
import { scan } from "../expression/scan.ts";
import type { TextEntry, TextNode } from "../text/text-tree.ts";
import { partsOfPointer } from "./pointers.ts";
import { insideOf, keyEnd, offsetOfCharacter } from "./scalar-places.ts";
import type { TornText } from "./torn-text.ts";

/** A change of a text: what stands from `from` to `to` gives way to `insert`. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Something that is wrong or doubtful, with its place. */
export interface TextMark {
  readonly severity: "error" | "warning";
  /** The code of `DocumentError`; "unit" for a warning. */
  readonly code: string;
  /** The whole sentence. */
  readonly message: string;
  /** The sentence without its place. */
  readonly says: string;
  /** JSON pointer of the value. */
  readonly pointer: string;
  /** What to underline, in UTF-16 units from 0. */
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Place inside an expression, from 1; null where the whole value is meant. */
  readonly character: number | null;
  /** The nearest name that is allowed there. */
  readonly nearest: string | null;
  /** The change that repairs it, and what a button for it says. */
  readonly fix: TextEdit | null;
  readonly fixLabel: string | null;
}

/** What a mark is made from. */
export interface Marked {
  readonly severity: TextMark["severity"];
  readonly code: string;
  readonly message: string;
  readonly says: string;
  readonly pointer: string;
  readonly character: number | null;
  readonly found?: string | null;
  readonly nearest?: string | null;
}

/** Find the place of a problem in its text. */
export function markOf(torn: TornText, problem: Marked): TextMark {
  const { severity, code, message, says, pointer, character, found = null, nearest = null } = problem;
  const place = placeOf(torn, problem);
  const { from, to } = place;
  const { line, column } = torn.places.of(from);
  const fix = fixOf(torn, place, { code, nearest, found });
  const fixLabel = fix === null ? null : fix.insert === "" ? `Take ${found} away` : `Write ${nearest}`;
  return { severity, code, message, says, pointer, from, to, line, column, character, nearest, fix, fixLabel };
}

interface Place {
  readonly from: number;
  readonly to: number;
  /** What stands there. */
  readonly what: "key" | "token" | "value";
}

function placeOf(torn: TornText, { pointer, character, code, found }: Marked): Place {
  const { text, root } = torn;
  const parts = partsOfPointer(pointer);
  const there = nodeAt(root, code === "missing" ? parts.slice(0, -1) : parts);
  if (there === null) return { from: 0, to: Math.min(1, text.length), what: "value" };
  const { node, entry, whole } = there;
  const atKey = code === "unknown-key" || ((code === "duplicate" || code === "forbidden") && found === parts.at(-1));
  if (entry && whole && atKey) return { from: entry.keyStart, to: keyEnd(text, entry), what: "key" };
  if (character !== null && node.kind === "single" && typeof node.value === "string") {
    const length = lengthOfToken(node.value, character);
    const from = offsetOfCharacter(text, node, character);
    const to = offsetOfCharacter(text, node, character + length);
    return { from, to: Math.max(to, Math.min(from + 1, text.length)), what: "token" };
  }
  if (node.kind !== "single") {
    // Of a list or object, the key or its first line is enough.
    if (entry) return { from: entry.keyStart, to: keyEnd(text, entry), what: "value" };
    const line = /^[^\r\n]*/.exec(text.slice(node.start, node.end))?.[0].length ?? 1;
    return { from: node.start, to: node.start + Math.max(1, line), what: "value" };
  }
  const [from, to] = insideOf(text, node);
  if (from < to || !entry) return { from, to: Math.max(to, Math.min(from + 1, text.length)), what: "value" };
  return { from: entry.keyStart, to: keyEnd(text, entry), what: "key" };
}

/** How long the token at a character of an expression is. */
function lengthOfToken(expression: string, character: number): number {
  try {
    return scan(expression).find(({ at }) => at === character)?.text.length || 1;
  } catch {
    return /^\w+/.exec(expression.slice(character - 1))?.[0].length ?? 1;
  }
}

function fixOf(
  { text }: TornText,
  { from, to, what }: Place,
  { code, nearest, found }: { readonly code: string; readonly nearest: string | null; readonly found: string | null },
): TextEdit | null {
  if (nearest === null || found === null) return null;
  const written = text.slice(from, to);
  if (what === "key") return { from, to, insert: /^["']/.test(written) ? JSON.stringify(nearest) : nearest };
  // Only what is there may give way: the token, or the value as a whole.
  return written === found && code !== "missing" ? { from, to, insert: nearest } : null;
}

/** A node with the entry that it is the value of. */
export interface Found {
  readonly node: TextNode;
  readonly entry: TextEntry | null;
  /** Whether the whole pointer led here, or only its beginning. */
  readonly whole: boolean;
}

/** Go along a pointer as far as it leads. */
export function nodeAt(root: TextNode | null, parts: readonly string[]): Found | null {
  if (root === null) return null;
  let [node, entry]: [TextNode, TextEntry | null] = [root, null];
  for (const key of parts) {
    const next = childOf(node, key);
    if (next === null) return { node, entry, whole: false };
    [node, entry] = next;
  }
  return { node, entry, whole: true };
}

function childOf({ kind, value }: TextNode, key: string): [TextNode, TextEntry | null] | null {
  if (kind === "list") {
    const item = (value as readonly TextNode[])[Number(key)];
    return item ? [item, null] : null;
  }
  if (kind === "single") return null;
  const entry = (value as readonly TextEntry[]).find((candidate) => candidate.key === key);
  return entry ? [entry.node, entry] : null;
}
