/** From what a model is made of to the model: documents are read once per text, definitions and the latest models are kept. */
import type { Collision, Model, ModelDefinition } from "ancilla";
import { documentFromData, documentModel, type ModelDocument } from "ancilla/documents";
import type { Source, Values } from "../compute/protocol.ts";

/** A source that was read. */
export interface Subject {
  readonly definition: ModelDefinition;
  /** Null for a model of the catalogue. */
  readonly document: ModelDocument | null;
}

/** Texts whose documents are kept: that of the editor, that which was opened, pins. */
const KEPT = 8;
const read = new Map<string, Read>();

const keyOf = (text: string, file: string): string => `${file}\n${text}`;

/**
 * Read the document of a source, before anything is done with it. The lab's own JSON needs no reader of texts; that is loaded with the first
 * other one.
 */
export async function prepare(source: Source): Promise<void> {
  if (source.kind !== "document") return;
  const key = keyOf(source.text, source.file);
  if (read.has(key)) return;
  const own = source.carried === true && source.file.endsWith(".json");
  const made: Read = own ? carriedDocument(source.text) : (await import("./reader.ts")).readText(source.text, source.file);
  read.set(key, made);
  const [oldest] = read.keys();
  if (read.size > KEPT && oldest !== undefined) read.delete(oldest);
}

/** A document with the places of its values in its text. */
export interface Read {
  readonly document: ModelDocument;
  /** Where the value of a parameter's default begins, in UTF-16 units; null where nobody knows. */
  place(parameter: string): number | null;
}

/** A document of the lab's own: each parameter there is an object on one line with its default. */
function carriedDocument(text: string): Read {
  return {
    document: documentFromData(JSON.parse(text)),
    place(parameter) {
      const found = new RegExp(`"${parameter}"\\s*:\\s*(?:\\{[^{}]*?"default"\\s*:\\s*)?`).exec(text.slice(text.indexOf('"parameters"')));
      return found && text.indexOf('"parameters"') + found.index + found[0].length;
    },
  };
}

function readOf(text: string, file: string): Read {
  const found = read.get(keyOf(text, file));
  if (!found) throw new RangeError("The document was not read.");
  return found;
}

export function documentOf(text: string, file: string): ModelDocument {
  return readOf(text, file).document;
}

/** Where a parameter's default begins in the text of a source. */
export function placeOf(source: Extract<Source, { kind: "document" }>, parameter: string): number | null {
  return readOf(source.text, source.file).place(parameter);
}

let byName: (name: string) => ModelDefinition = (name) => {
  throw new RangeError(`This worker knows no model "${name}".`);
};

/** Put the catalogue in: a worker of documents alone is there sooner without it. */
export function offerCatalogue(find: (name: string) => ModelDefinition): void {
  byName = find;
}

export function subjectOf(source: Source): Subject {
  if (source.kind === "catalogue") return { definition: byName(source.name), document: null };
  const document = documentOf(source.text, source.file);
  return { definition: documentModel(document), document };
}

let latest: { readonly definition: ModelDefinition; readonly values: string; readonly model: Model } | null = null;

/** The model of a source at its values, or at others on top. */
export function modelOf(source: Source, more: Values = {}): Model {
  const { definition } = subjectOf(source);
  const given = { ...source.values, ...more };
  const values = JSON.stringify(given);
  if (latest?.definition === definition && latest.values === values) return latest.model;
  const model = definition.build(given);
  latest = { definition, values, model };
  return model;
}

/** The collisions that a stream is made of, in their order; of a schedule its first; of a master equation those that come at random times. */
export function collisionsOf({ dynamics }: Model): readonly Collision[] {
  if (dynamics.kind === "generator") return (dynamics.arrivals ?? []).map(({ collision }) => collision);
  const { stream } = dynamics;
  switch (stream.kind) {
    case "constant":
      return [stream.collision];
    case "mixture":
      return stream.parts.map(({ collision }) => collision);
    case "schedule":
      return [stream.collisionAt(1)];
    default:
      return stream.collisions;
  }
}
