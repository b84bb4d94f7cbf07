/** Between documents and models: the definition that a document gives, and the document of a model. */
import { wrongValue } from "../errors.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import { requireModel } from "../models/require-model.ts";
import { definitionOf, documentOfModel } from "./build/index.ts";
import { DocumentError } from "./document-error.ts";
import { documentFromData } from "./document-from-data.ts";
import { type ModelDocument, requireDocument } from "./model-document.ts";

const definitions = new WeakMap<ModelDocument, ModelDefinition>();

/**
 * The model that a document describes, as the catalogue has its own: name, title, source, parameters, and `build`, which makes the model at
 * given parameters. Its models carry the document, so that threads and queues build them anew.
 *
 * @throws TypeError for what is no document; `build` throws a TypeError or RangeError for parameters that are refused, and a DocumentError
 *   where the document does not allow what they give
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * run(documentModel(document).build({}), { times: [0], observables: ["energy"] }).observables.energy; // [0.5]
 */
export function documentModel(document: ModelDocument): ModelDefinition {
  requireDocument("document", document);
  let definition = definitions.get(document);
  if (!definition) {
    definition = definitionOf(document.data, (problem) => {
      const { line, column } = document.place(problem.pointer) ?? { line: null, column: null };
      return new DocumentError(document.file, [{ ...problem, line, column }]);
    });
    definitions.set(document, definition);
  }
  return definition;
}

/**
 * The document of a model that came from one, with the model's parameters as defaults: `documentModel(modelDocument(model)).build({})` is
 * the same model.
 *
 * @throws RangeError for a model that came from no document, or whose initial state was replaced
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * modelDocument(documentModel(document).build({})).data.name; // "decay"
 */
export function modelDocument(model: Model): ModelDocument {
  requireModel(model);
  if (model.document === undefined) {
    throw wrongValue(
      "model",
      "come from a model document",
      model.name,
      "Build it with documentModel(document).",
      `${model.name} comes from code`,
    );
  }
  if (model.start !== undefined && model.start !== model.initial) {
    const but = "another one was put in its place";
    throw wrongValue("model", "have the initial state of its document", model.name, "Write the state into the document.", but);
  }
  return documentFromData(documentOfModel(model));
}
