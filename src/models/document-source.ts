/**
 * Who makes models from the data of documents. Whoever has that half of the package at hand offers it: a page that imported
 * `ancilla/documents`, the script of a browser worker. Elsewhere it is found by its address when a document comes.
 */
import type { ExpressionReaders } from "./asked-observables.ts";
import type { ModelDefinition } from "./model.ts";

/** The half of `ancilla/documents` that needs no reader of texts. */
export interface DocumentSource extends ExpressionReaders {
  documentFromData(data: unknown): object;
  documentModel(document: never): ModelDefinition;
}

let offered: (() => Promise<DocumentSource>) | null = null;

/** Offer it; the first offer stands. */
export function offerDocuments(source: () => Promise<DocumentSource>): void {
  offered ??= source;
}

/** What was offered, if anything was. */
export async function offeredDocuments(): Promise<DocumentSource | null> {
  return offered ? offered() : null;
}
