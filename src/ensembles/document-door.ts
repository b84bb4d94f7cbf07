/** The door to model documents: it is opened when one comes, so that nothing that `run` reaches brings the readers of JSON and YAML. */
import { RunFailure } from "../errors.ts";
import type { ExpressionReaders } from "../models/asked-observables.ts";
import { offeredDocuments } from "../models/document-source.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { entryPoint } from "./entry-point.ts";

/** A document that was read and checked: plain data, whose form its reader alone knows. */
export type ReadDocument = object;

/** The half that needs no reader of texts: all that threads and queues need, without any package. */
export interface DataDoor extends ExpressionReaders {
  documentFromData(data: unknown): ReadDocument;
  documentModel(document: ReadDocument): ModelDefinition;
}

/** What the entry point `ancilla/documents` offers to the command line. */
export interface DocumentDoor extends DataDoor {
  readDocument(text: string, options: { readonly file: string }): ReadDocument;
  documentWarnings(document: ReadDocument): readonly { readonly message: string }[];
  documentSchema(): object;
  documentHash(document: ReadDocument): string;
  modelHash(document: ReadDocument): string;
  printDocument(document: ReadDocument, form: "json" | "yaml"): string;
  numberExpression(text: string): { readonly on: (model: Model) => number };
  operatorExpression(text: string): { readonly on: (model: Model, space?: Space) => Operator };
}

/** Open it. Throws a RunFailure where this copy of the package has no reader of documents. */
export function documentDoor(): Promise<DocumentDoor> {
  return opened("documents");
}

/** Open the half for data. */
export async function dataDoor(): Promise<DataDoor> {
  return ((await offeredDocuments()) as DataDoor | null) ?? opened("data-half");
}

async function opened<T>(name: "documents" | "data-half"): Promise<T> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ entryPoint(name).href)) as T;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new RunFailure("This copy of the package has no reader of model documents.");
  }
}
