/** A document as its text has it: values with their places, whatever the text is written in. */
import { pointerTo } from "../structure/shape.ts";

/** A value in a text: from `start` to `end`, in UTF-16 units from 0. */
export interface TextNode {
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null | readonly TextEntry[] | readonly TextNode[];
  readonly kind: "single" | "object" | "list";
}

/** A key of an object with its value. */
export interface TextEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly node: TextNode;
}

/** A place in a file, from 1. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a text, where it is no document yet. */
export interface TextFault {
  readonly code: "syntax" | "duplicate" | "forbidden" | "limit";
  readonly pointer: string;
  /** UTF-16 units from 0. */
  readonly at: number;
  readonly says: string;
  readonly found?: string;
}

/** Plain data of a tree: objects without prototype, so that no key means anything; of two equal keys the first. */
export function dataOf(node: TextNode): unknown {
  if (node.kind === "list") return (node.value as readonly TextNode[]).map(dataOf);
  if (node.kind === "single") return node.value;
  const data: Record<string, unknown> = Object.create(null);
  for (const { key, node: entry } of node.value as readonly TextEntry[]) if (!(key in data)) data[key] = dataOf(entry);
  return data;
}

/** The keys that an object has twice, anywhere in a tree. */
export function duplicates(node: TextNode, pointer = ""): readonly TextFault[] {
  if (node.kind === "list")
    return (node.value as readonly TextNode[]).flatMap((entry, k) =>
      entry.kind === "single" ? [] : duplicates(entry, pointerTo(pointer, k)),
    );
  if (node.kind === "single") return [];
  const seen = new Set<string>();
  return (node.value as readonly TextEntry[]).flatMap(({ key, keyStart, node: entry }) => {
    const place = pointerTo(pointer, key);
    const inside = duplicates(entry, place);
    if (!seen.has(key)) {
      seen.add(key);
      return inside;
    }
    const says = `must have each key once, but the key ${key} is there twice`;
    return [{ code: "duplicate" as const, pointer: place, at: keyStart, says, found: key }, ...inside];
  });
}

/** Where the values of a text stand, by JSON pointer. */
export class TextPlaces {
  readonly #text: string;
  readonly #root: TextNode | null;
  #lines: readonly number[] | null = null;

  constructor(text: string, root: TextNode | null) {
    this.#text = text;
    this.#root = root;
  }

  /** Line and column of an offset. */
  of(offset: number): LineAndColumn {
    this.#lines ??= [0, ...[...this.#text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#lines[low] + 1 };
  }

  /** Where a value begins, or its key; null where nothing stands there. */
  offset(pointer: string, what: "value" | "key" = "value"): number | null {
    const found = this.#find(pointer);
    if (!found) return null;
    return what === "key" && found.keyStart !== null ? found.keyStart : found.node.start;
  }

  /** The text of a value; undefined where nothing stands there. */
  source(pointer: string): string | undefined {
    const found = this.#find(pointer);
    return found && this.#text.slice(found.node.start, found.node.end);
  }

  #find(pointer: string): { readonly node: TextNode; readonly keyStart: number | null } | undefined {
    let node = this.#root;
    let keyStart: number | null = null;
    if (node === null) return undefined;
    for (const part of pointer.split("/").slice(1)) {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (node.kind === "single") return undefined;
      if (node.kind === "list") {
        const entry: TextNode | undefined = (node.value as readonly TextNode[])[Number(key)];
        if (!entry) return undefined;
        [node, keyStart] = [entry, null];
      } else {
        const entry: TextEntry | undefined = (node.value as readonly TextEntry[]).find((candidate) => candidate.key === key);
        if (!entry) return undefined;
        [node, keyStart] = [entry.node, entry.keyStart];
      }
    }
    return { node, keyStart };
  }
}
