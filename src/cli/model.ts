import { didYouMean } from "../errors.ts";
import type { Recordable } from "../models/asked-observables.ts";
import { catalogue } from "../models/index.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import { completeParameters } from "../models/parameters.ts";
import type { Asked } from "./asked.ts";
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
    if (!has(model, name)) return [];
    const observable = model.observable(name);
    return observable.kind === "expectation" && observable.labels ? [[name, observable.labels] as const] : [];
  });
  return labels.length > 0 ? { labels: Object.fromEntries(labels) } : {};
}

/** Whether a model has an observable; those that a line defines it does not. */
function has(model: Model, name: string): boolean {
  try {
    model.observable(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return false;
    throw error;
  }
}

/** What is recorded: its names, and what the library takes for them. */
export interface Recorded {
  readonly names: readonly string[];
  readonly observables: readonly (string | Readonly<Record<string, Recordable>>)[];
}

/** The columns along which results are listed. */
const AXES = ["time", "collision", "stationary"];

/**
 * Check the names of `--observe` against the model and the definitions of the line, before anything is computed. `axes` are the
 * columns beside which they will stand.
 */
export function recordedOf(
  { model, definitions }: Pick<Asked, "model" | "definitions">,
  wanted: readonly string[] | undefined,
  axes: readonly string[] = AXES,
): Recorded {
  const names = [...new Set(wanted ?? model.defaultObservables)];
  const hidden = names.find((name) => axes.includes(name));
  if (hidden !== undefined)
    throw new UsageError(`The observable "${hidden}" has the name of the column along which results are listed. Give it another name.`);
  const observables = names.map((name) => {
    if (Object.hasOwn(definitions, name)) return { [name]: definitions[name] };
    model.observable(name);
    return name;
  });
  return { names, observables };
}
