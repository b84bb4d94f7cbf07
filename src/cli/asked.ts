/** What a command line asks about: a model of the catalogue by name, or one that a document describes. */
import { readFile } from "node:fs/promises";
import { checksum } from "../files/manifest.ts";
import { isStatesFile } from "../files/state-files.ts";
import type { Asking } from "../models/asked-model.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import { completeParameters } from "../models/parameters.ts";
import { type Described, isDocumentWord, readDocumentWord } from "./document.ts";
import { type Definitions, type Expressions, meaningsOf, splitObserve } from "./expressions.ts";
import { UsageError } from "./failure.ts";
import { definitionOf } from "./model.ts";
import type { Sections } from "./sections.ts";
import { readSettings } from "./words.ts";

/** A model with where it comes from. */
export interface Asked {
  readonly definition: ModelDefinition;
  readonly model: Model;
  /** The names of `--observe`, definitions among them by their names; undefined where the line has none. */
  readonly observe: readonly string[] | undefined;
  /** The start that the line puts in place of the model's own; empty where it has none. */
  readonly start: Pick<Asking, "initial">;
  /** What the line says in expressions, for the request and the provenance; empty where it says nothing. */
  readonly said: Expressions;
  /** The observables that the line defines. */
  readonly definitions: Definitions;
  /** The job that a document's author wrote down; empty for a model of the catalogue. */
  readonly sections: Sections;
  /** What the reader of the document doubts, in sentences; empty for a model of the catalogue. */
  readonly doubts: readonly string[];
  /** What a result says of the document: the document itself. Empty for a model of the catalogue. */
  readonly carried: { readonly document?: unknown };
  /** What the provenance and the name of a request say of it: its hashes. Empty for a model of the catalogue. */
  readonly hashes: { readonly documentHash?: string; readonly modelHash?: string };
}

/** The options of a line that hold expressions. */
export interface LineExpressions {
  readonly initial?: string;
  readonly observe?: readonly string[];
}

/** The model that a word of the command line means, at the parameters of `--set`: a name of the catalogue, a file, or `-`. */
export async function askedModel(word: string, settings: readonly string[] = [], line: LineExpressions = {}): Promise<Asked> {
  const described = isDocumentWord(word) ? await readDocumentWord(word) : null;
  const definition = described?.definition ?? definitionOf(word);
  const given = readSettings(definition, settings);
  const model = definition.build(completeParameters(definition.name, definition.parameters, given));
  const { names, observables } = splitObserve(line.observe);
  const defined = Object.keys(observables).length > 0;
  const expressions = { ...(line.initial === undefined ? {} : { initial: line.initial }), ...(defined ? { observables } : {}) };
  const { definitions, start } = await meaningsOf(model, expressions);
  const said = { ...expressions, ...(line.initial === undefined ? {} : { initial: await nameOfStart(line.initial) }) };
  return { definition, model, start, definitions, observe: names, said, ...aboutOf(described) };
}

/** What names a start in a request: an expression itself, a file by its content. */
async function nameOfStart(initial: string): Promise<string> {
  return isStatesFile(initial) ? `${initial} (SHA-256 ${checksum(await readFile(initial))})` : initial;
}

/** The definition that a word means, without a model of it. */
export async function askedDefinition(word: string): Promise<ModelDefinition> {
  return isDocumentWord(word) ? (await readDocumentWord(word)).definition : definitionOf(word);
}

/** Where results say what their model was. */
export function aboutOf(described: Described | null): Pick<Asked, "sections" | "carried" | "hashes" | "doubts"> {
  if (described === null) return { sections: {}, carried: {}, hashes: {}, doubts: [] };
  const { sections, document, documentHash, modelHash, warnings } = described;
  return { sections, carried: { document }, hashes: { documentHash, modelHash }, doubts: warnings };
}

/** Refuse a model of the catalogue where only a document will do. */
export function requireDocumentWord(word: string, command: string): void {
  if (isDocumentWord(word)) return;
  throw new UsageError(
    `\`ancilla ${command}\` takes a document: a file that ends in .json, .yaml or .yml, or - for standard input, but not "${word}".`,
  );
}
