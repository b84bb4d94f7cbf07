/** Where the definition of an ensemble's model is found, so that a thread or another machine can build the same model. */
import { didYouMean, wrongValue } from "../errors.ts";
import { type AskedData, modelFromData, needsReader } from "../models/asked-model.ts";
import { catalogue } from "../models/index.ts";
import type { ModelDefinition } from "../models/model.ts";
import { dataDoor } from "./document-door.ts";

/** A model as it travels: a name of the catalogue, a name in a module, or a document that describes it. */
export interface ModelSource {
  readonly model: string;
  /** URL of a module that exports the model's definition; null for a model of the catalogue or of a document. */
  readonly module: string | null;
  /** The document that describes the model, as plain data: it is checked and compiled where it arrives, and nothing of it is executed. */
  readonly document?: unknown;
  /** A start and observables that were put into the model, as plain data. */
  readonly asked?: AskedData;
}

/**
 * The definition of a model, from a module of the user's, from a document, or from the catalogue.
 * @returns null when there is neither module nor document and the catalogue does not know the name
 * @throws RangeError when the module does not export such a definition, or the document is none
 */
export async function findDefinition({ asked, ...source }: ModelSource): Promise<ModelDefinition | null> {
  const definition = await findPlain(source);
  if (!definition || asked === undefined) return definition;
  const read = needsReader(asked) ? await dataDoor() : undefined;
  return { ...definition, build: (parameters) => modelFromData(definition.build(parameters), asked, read) };
}

async function findPlain({ model: name, module, document }: ModelSource): Promise<ModelDefinition | null> {
  if (module !== null) return fromModule(name, module);
  if (document !== undefined) return fromDocument(name, document);
  return catalogue.find((definition) => definition.name === name) ?? null;
}

/** What was found in the last document, with the document's text: neighbouring requests bring the same one. */
let last: { readonly text: string; readonly definition: ModelDefinition } | null = null;

/** The definition that a document gives. The reader is loaded when a document comes, and not before. */
async function fromDocument(name: string, data: unknown): Promise<ModelDefinition> {
  const text = JSON.stringify(data);
  if (last?.text !== text) {
    const { documentFromData, documentModel } = await dataDoor();
    last = { text, definition: documentModel(documentFromData(data)) };
  }
  const { definition } = last;
  if (definition.name === name) return definition;
  throw wrongValue("document", `describe the model "${name}"`, definition.name);
}

async function fromModule(name: string, module: string): Promise<ModelDefinition> {
  const found = Object.values(await import(/* webpackIgnore: true */ /* @vite-ignore */ module)).filter(isDefinition);
  const definition = found.find((candidate) => candidate.name === name);
  if (definition) return definition;
  const names = found.map((candidate) => candidate.name);
  const remedy = names.length === 0 ? "Export a ModelDefinition: { name, title, source, parameters, build }." : didYouMean(name, names);
  throw wrongValue("module", `export the definition of "${name}"`, module, remedy, `${module} does not`);
}

function isDefinition(value: unknown): value is ModelDefinition {
  const candidate = value as Partial<ModelDefinition> | null;
  return typeof candidate === "object" && candidate !== null && typeof candidate.name === "string" && typeof candidate.build === "function";
}
