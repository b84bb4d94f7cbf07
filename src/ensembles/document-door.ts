/** The door to model documents: it is opened when one comes, so that nothing that `run` reaches brings the readers of JSON and YAML. */
import { RunFailure } from "../errors.ts";
import type { ModelDefinition } from "../models/model.ts";
import { entryPoint } from "./entry-point.ts";

/** A document that was read and checked: plain data, whose form its reader alone knows. */
export type ReadDocument = object;

/** What the entry point `ancilla/documents` offers to threads, queues and the command line. */
export interface DocumentDoor {
  readDocument(text: string, options: { readonly file: string }): ReadDocument;
  documentFromData(data: unknown): ReadDocument;
  documentModel(document: ReadDocument): ModelDefinition;
  documentHash(document: ReadDocument): string;
  modelHash(document: ReadDocument): string;
  printDocument(document: ReadDocument, form: "json" | "yaml"): string;
}

/** Open it. Throws a RunFailure where this copy of the package has no reader of documents. */
export async function documentDoor(): Promise<DocumentDoor> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ entryPoint("documents").href)) as DocumentDoor;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new RunFailure("This copy of the package has no reader of model documents.");
  }
}
