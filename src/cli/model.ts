import { didYouMean } from "../errors.ts";
import { catalogue } from "../models/index.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import { completeParameters } from "../models/parameters.ts";
import { UsageError } from "./failure.ts";
import { readSettings } from "./words.ts";

/** Find a model of the catalogue. */
export function definitionOf(name: string): ModelDefinition {
  const found = catalogue.find((definition) => definition.name === name);
  if (found) return found;
  const known = catalogue.map((definition) => definition.name);
  throw new UsageError(`There is no model "${name}". ${didYouMean(name, known)}`);
}

/** Build a model of the catalogue at the parameters of `--set`. */
export function modelOf(name: string, settings: readonly string[] = []): { definition: ModelDefinition; model: Model } {
  const definition = definitionOf(name);
  const given = readSettings(definition, settings);
  return { definition, model: definition.build(completeParameters(definition.name, definition.parameters, given)) };
}

/** The names of the values of those observables that say which and not how much, for a record; nothing when there are none. */
export function labelsOf(model: Model, names: readonly string[]): { readonly labels?: Readonly<Record<string, readonly string[]>> } {
  const labels = names.flatMap((name) => {
    const observable = model.observable(name);
    return observable.kind === "expectation" && observable.labels ? [[name, observable.labels] as const] : [];
  });
  return labels.length > 0 ? { labels: Object.fromEntries(labels) } : {};
}

/** Check the names of `--observe` against the model, before anything is computed. */
export function observablesOf(model: Model, wanted: readonly string[] | undefined): readonly string[] {
  const chosen = [...new Set(wanted ?? model.defaultObservables)];
  for (const name of chosen) model.observable(name);
  return chosen;
}
