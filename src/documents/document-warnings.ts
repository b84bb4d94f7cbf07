/** What a document's author should look at though nothing is wrong: units that do not fit. */

import { warningsOf } from "./build/index.ts";
import { sentenceOf } from "./document-error.ts";
import { asWrittenDown, type ModelDocument, requireDocument } from "./model-document.ts";

/** A doubt about one place of a document. */
export interface DocumentWarning {
  /** JSON pointer of the value. */
  readonly pointer: string;
  readonly line: number | null;
  readonly column: number | null;
  /** Place inside the text of an expression, from 1. */
  readonly character: number | null;
  /** The whole sentence. */
  readonly message: string;
}

/**
 * The warnings of a document: sums, comparisons and fields whose declared units differ. Parameters without a unit fit anywhere.
 *
 * @throws TypeError for what is no document
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * documentWarnings(document); // []
 */
export function documentWarnings(document: ModelDocument): readonly DocumentWarning[] {
  requireDocument("document", document);
  return warningsOf(asWrittenDown.get(document)?.() ?? document.data).map((problem) => {
    const { pointer, character } = problem;
    const { line, column } = document.place(pointer) ?? { line: null, column: null };
    return { pointer, line, column, character, message: sentenceOf(document.file, { ...problem, line, column }) };
  });
}
