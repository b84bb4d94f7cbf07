/** From a canonical document to an entry like those of the catalogue: name, parameters, and a function that builds its model. */
import type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "../../models/model.ts";
import { completeParameters } from "../../models/parameters.ts";
import type { CanonicalDocument, ParameterEntry } from "../canonical.ts";
import { DocumentFault, type Problem } from "../problem.ts";
import { collisionModelOf } from "./collisions-of-document.ts";
import { constantWeights } from "./constant-weights.ts";
import { refusal } from "./core-refusals.ts";
import { equationModelOf } from "./equation-of-document.ts";
import { Memory } from "./kept-results.ts";
import type { Identity } from "./lazy-model.ts";
import { pinnedSizes, sizesForNoise } from "./pinned-sizes.ts";
import { Reading } from "./reading.ts";

/** How the error of a fault is made, by whoever knows the file. */
export type Refuse = (problem: Problem) => Error;

/**
 * The definition of a checked document. Its models are built by the library's own builders; what one parameter does not reach is made once
 * for all of them.
 *
 * `build` throws a TypeError or RangeError for parameters that are none or out of bounds, and what `refuse` makes (a RangeError of one
 * sentence unless given) for values that the document does not allow.
 */
export function definitionOf(data: CanonicalDocument, refuse: Refuse = refusal): ModelDefinition {
  const specs = parametersOf(data);
  const memory = new Memory();
  const told = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      if (error instanceof DocumentFault) throw refuse(error.problem);
      throw error;
    }
  };
  const build = (given: Parameters): Model => {
    const [own, sizes] = separated(given);
    const parameters = { ...completeParameters(data.name, specs, own), ...sizes };
    const reading = new Reading(data, parameters, memory);
    const identity: Identity = { name: data.name, parameters, with: (changes) => build({ ...given, ...changes }), document: data };
    return told(() => asked(modelOf(reading, identity, memory), told));
  };
  return { name: data.name, title: data.title ?? data.name, source: sourceOf(data), parameters: specs, build };
}

/** The document with the values of a model of it as defaults. */
export function documentOfModel(model: Model): CanonicalDocument {
  const data = model.document as CanonicalDocument;
  const entries = Object.entries(data.parameters ?? {});
  if (entries.length === 0) return data;
  const parameters = Object.fromEntries(
    entries.map(([name, entry]) => [name, { ...entry, default: model.parameters[name] as ParameterEntry["default"] }]),
  );
  return { ...data, parameters };
}

function modelOf(reading: Reading, identity: Identity, memory: Memory): Model {
  const pinned = pinnedSizes(reading);
  const sizesFor = pinned && ((at: Parameters, noise: Parameters) => sizesForNoise(reading.data, at, noise as never, memory));
  const known = { ...(pinned ? { pinned, sizesFor } : {}) } as object;
  if (reading.data.kind === "master-equation") return equationModelOf(reading, identity, known);
  const weightsAt = constantWeights(reading, memory);
  return collisionModelOf(reading, identity, { ...known, ...(weightsAt ? { weightsAt } : {}) });
}

/** A model whose later answers are refused in the same way. */
function asked(model: Model, told: <T>(act: () => T) => T): Model {
  const observable = model.observable;
  return Object.defineProperties({} as Model, {
    ...Object.getOwnPropertyDescriptors(model),
    observable: { value: (name: string) => told(() => observable(name)), enumerable: true },
  });
}

/** Sizes that are pinned stand beside the parameters. */
function separated(given: Parameters): readonly [Parameters, Parameters] {
  if (given === null || typeof given !== "object" || Array.isArray(given)) return [given, {}];
  const isSize = ([name]: readonly [string, ParameterValue]) => name.startsWith("levels:");
  const entries = Object.entries(given);
  return [Object.fromEntries(entries.filter((entry) => !isSize(entry))), Object.fromEntries(entries.filter(isSize))];
}

/** The parameters as the catalogue has them. */
export function parametersOf(data: CanonicalDocument): Readonly<Record<string, ParameterSpec>> {
  return Object.fromEntries(
    Object.entries(data.parameters ?? {}).map(([name, entry]) => [
      name,
      { ...entry, description: entry.description ?? "" } as ParameterSpec,
    ]),
  );
}

function sourceOf({ source }: CanonicalDocument): string {
  if (source === undefined) return "";
  if (typeof source === "string") return source;
  const { citation, doi, url, note } = source;
  return [citation, doi && `doi:${doi}`, url, note].filter(Boolean).join(", ");
}
