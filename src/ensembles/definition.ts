/** Where the definition of an ensemble's model is found, so that a thread or another machine can build the same model. */
import { didYouMean, wrongValue } from "../errors.ts";
import type { ModelDefinition } from "../models/model.ts";

/**
 * The definition of a model by name, from a module of the user's or from the catalogue.
 * @returns null when there is no module and the catalogue does not know the name
 * @throws RangeError when the module does not export such a definition
 */
export async function findDefinition(name: string, module: string | null): Promise<ModelDefinition | null> {
  if (module === null) {
    const { catalogue } = await import("../models/index.ts");
    return catalogue.find((definition) => definition.name === name) ?? null;
  }
  const found = Object.values(await import(/* @vite-ignore */ module)).filter(isDefinition);
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
