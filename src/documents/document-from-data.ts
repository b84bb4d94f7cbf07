/** From plain data, which came from a queue, a worker, a link or a program, to a checked document. */
import { checkedDocument, NOWHERE } from "./check-document.ts";
import type { ModelDocument } from "./model-document.ts";

/**
 * Check a document that comes as plain data, as `JSON.parse` gives it: the same checks as those of a file, without places. The data is
 * copied, and nothing of it is executed.
 *
 * @returns the document, in canonical form
 * @throws DocumentError for data that is refused
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * document.data.name; // "decay"
 */
export function documentFromData(data: unknown): ModelDocument {
  return checkedDocument(data, NOWHERE);
}
