/** From the text of a document, JSON or YAML, to the checked document. */
import { wrongKind } from "../errors.ts";
import { anything, checkOptions, oneOf } from "../options.ts";
import { checkedDocument, type Origin } from "./check-document.ts";
import { DocumentError } from "./document-error.ts";
import type { ModelDocument } from "./model-document.ts";
import { readJson, TextError } from "./text/json-text.ts";
import { dataOf, duplicates, type TextFault, type TextNode, TextPlaces } from "./text/text-tree.ts";
import { readYaml } from "./text/yaml-text.ts";

/** How a text is read. */
export interface ReadDocumentOptions {
  /** What sentences call it; its ending says what it is written in. */
  readonly file?: string;
  /** What it is written in, where there is no ending that says so. */
  readonly format?: "json" | "yaml";
}

/** Largest text, in bytes of UTF-8. */
const LARGEST = 1_048_576;

/**
 * Read and check a model document.
 *
 * The text is JSON (RFC 8259) or YAML (1.2, without anchors, aliases and tags), as `format` or the ending of `file` says, else as it looks.
 * Everything is checked before anything is built: text, version, kind, keys, names, expressions, and the model at its defaults. Nothing of
 * a document is executed.
 *
 * @returns the document: canonical plain data with a place for each value
 * @throws DocumentError for a document that is refused, with file, line, column, JSON pointer and all problems that could be told at once;
 *   TypeError for a text that is none
 * @example
 * const text = "{ancilla: 1, kind: master-equation, name: spin, spaces: [{label: q, kind: qubit}], H: sz(q)/2, initial: 'proj(q, e)'}";
 * readDocument(text).data.name; // "spin"
 */
export function readDocument(text: string, options: ReadDocumentOptions = {}): ModelDocument {
  if (typeof text !== "string") throw wrongKind("text", "be the text of a document", text);
  const { file, format } = checkOptions<ReadDocumentOptions>("options", options, { file: aFile, format: oneOf("json", "yaml") });
  const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
  const isJson = (format ?? formatOf(bare, file)) === "json";
  const root = rootOf(bare, file ?? null, isJson ? readJson : readYaml);
  const places = new TextPlaces(bare, root);
  const origin: Origin = {
    file: file ?? null,
    offset: (pointer, what) => places.offset(pointer, what),
    place: (offset) => places.of(offset),
    source: (pointer) => places.source(pointer),
  };
  return checkedDocument(dataOf(root), origin);
}

const aFile = (argument: string, value: unknown): void => {
  if (typeof value !== "string") throw wrongKind(argument, "be the name of a file", value);
  anything(argument, value);
};

function rootOf(text: string, file: string | null, read: (text: string) => TextNode): TextNode {
  const refuse = (faults: readonly TextFault[]): DocumentError => {
    const places = new TextPlaces(text, null);
    const sorted = [...faults].sort((a, b) => a.at - b.at).slice(0, 20);
    return new DocumentError(
      file,
      sorted.map(({ at, ...fault }) => ({ ...fault, character: null, ...places.of(at) })),
    );
  };
  const size = text.length > LARGEST ? text.length : new TextEncoder().encode(text).length;
  if (size > LARGEST) {
    throw refuse([{ code: "limit", pointer: "", at: 0, says: `must have at most ${LARGEST} bytes, but has ${size} or more` }]);
  }
  try {
    const root = read(text);
    const twice = duplicates(root);
    if (twice.length > 0) throw refuse(twice);
    return root;
  } catch (error) {
    throw error instanceof TextError ? refuse([error.fault]) : error;
  }
}

/** What a text is written in: as its file's ending says, else JSON where it begins like a JSON object. */
export function formatOf(text: string, file: string | undefined): "json" | "yaml" {
  if (file !== undefined && /\.json$/i.test(file)) return "json";
  if (file !== undefined && /\.ya?ml$/i.test(file)) return "yaml";
  return /^\s*\{\s*["}]/.test(text) ? "json" : "yaml";
}
