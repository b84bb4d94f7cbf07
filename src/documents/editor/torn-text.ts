/** A text while somebody types it: its values with their places as far as there are any, and what is no JSON or YAML. */
import { getNodeValue, type Node as JsonNode, parseTree } from "jsonc-parser";
import { isMap, isScalar, isSeq, parseAllDocuments, type Node as YamlNode } from "yaml";
import { readJson, TextError } from "../text/json-text.ts";
import { dataOf, duplicates, type TextEntry, type TextFault, type TextNode, TextPlaces } from "../text/text-tree.ts";
import { guardYaml } from "../text/yaml-guard.ts";
import { readYaml, scalarValue, YAML_OPTIONS } from "../text/yaml-text.ts";

/** A text that was read, whole or torn. */
export interface TornText {
  readonly text: string;
  readonly format: "json" | "yaml";
  /** Null where nothing could be read. */
  readonly root: TextNode | null;
  /** What the reader of documents refuses; empty for a whole text. */
  readonly faults: readonly TextFault[];
  readonly places: TextPlaces;
}

/** Deepest nesting that is looked at. */
const DEEPEST = 64;

/** Read a text: strictly, and where that ends, as far as it goes. */
export function readTorn(text: string, format: "json" | "yaml"): TornText {
  const made = (root: TextNode | null, faults: readonly TextFault[]): TornText => ({
    text,
    format,
    root,
    faults,
    places: new TextPlaces(text, root),
  });
  try {
    const root = format === "json" ? readJson(text) : readYaml(text);
    return made(root, duplicates(root));
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    return made(error.fault.code === "syntax" ? looseTree(text, format) : null, [error.fault]);
  }
}

/** What stands in a text that is not whole; null where nothing does. */
export function looseTree(text: string, format: "json" | "yaml"): TextNode | null {
  return format === "json" ? looseJson(text) : looseYaml(text).root;
}

/** The data of a tree. */
export function looseData({ root }: Pick<TornText, "root">): unknown {
  return root === null ? undefined : dataOf(root);
}

function looseJson(text: string): TextNode | null {
  const root = parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
  return root ? jsonNode(root, 0) : null;
}

function jsonNode(node: JsonNode, depth: number): TextNode {
  const { offset: start, length, type, children = [] } = node;
  const end = start + length;
  if (depth > DEEPEST || (type !== "object" && type !== "array")) return { kind: "single", start, end, value: getNodeValue(node) ?? null };
  if (type === "array") return { kind: "list", start, end, value: children.map((child) => jsonNode(child, depth + 1)) };
  const entries = children.flatMap(({ children: parts = [], offset, length: size }): TextEntry[] => {
    const [key, value] = parts;
    if (!key) return [];
    const nothing: TextNode = { kind: "single", start: offset + size, end: offset + size, value: null };
    return [{ key: String(key.value), keyStart: key.offset, node: value ? jsonNode(value, depth + 1) : nothing }];
  });
  return { kind: "object", start, end, value: entries };
}

/** The same of YAML, with the number of faults that its parser finds. */
export function looseYaml(text: string): { readonly root: TextNode | null; readonly faults: number } {
  try {
    guardYaml(text);
  } catch (error) {
    // What is refused before it is composed may be made to cost too much.
    if (!(error instanceof TextError) || error.fault.code !== "syntax") return { root: null, faults: 1 };
  }
  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, strict: false });
  const [first] = Array.isArray(documents) ? documents : [];
  if (!first?.contents) return { root: null, faults: 1 };
  return { root: yamlNode(first.contents as YamlNode, 0, 0), faults: first.errors.length + documents.length - 1 };
}

function yamlNode(node: YamlNode | null, at: number, depth: number): TextNode {
  const [start, end] = (node?.range ?? [at, at]) as readonly number[];
  if (node !== null && depth <= DEEPEST && isSeq(node)) {
    return { kind: "list", start, end, value: node.items.map((item) => yamlNode(item as YamlNode | null, start, depth + 1)) };
  }
  if (node === null || depth > DEEPEST || !isMap(node)) {
    return { kind: "single", start, end, value: isScalar(node) ? scalarValue(node) : null };
  }
  const entries = node.items.flatMap(({ key, value }): TextEntry[] => {
    if (!isScalar(key) || !key.range) return [];
    const [keyStart, keyEnd] = key.range;
    return [{ key: String(key.source ?? key.value), keyStart, node: yamlNode(value as YamlNode | null, keyEnd, depth + 1) }];
  });
  return { kind: "object", start, end, value: entries };
}
