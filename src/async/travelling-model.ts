/** Models as data for a thread: by name and parameters, by a document, or from a module that the caller names. */
import { findDefinition, type ModelSource } from "../ensembles/definition.ts";
import { type Asking, askedData } from "../models/asked-model.ts";
import type { Model, ModelDefinition, Parameters } from "../models/model.ts";
import { startIsReplaced } from "../models/replaced-start.ts";
import { operatorData } from "../operators/operator-data.ts";

/** What a thread builds a model from. */
export interface TravellingModel extends ModelSource {
  readonly parameters: Parameters;
}

/** Dimension up to which a model is compared with its twin part by part. */
const COMPARED = 64;

/**
 * The model, with the start and the observables of a question, as data; null where some of it is a function, or where what a thread would
 * build is another model: one that shares its name with one of the catalogue, or was changed after it was built.
 */
export async function travellingModel(model: Model, asking: Asking, module: string | undefined): Promise<TravellingModel | null> {
  const asked = askedData(model, asking);
  if (asked === null) return null;
  const { document, name, parameters } = model;
  const source = { model: name, module: module ?? null, ...(document === undefined || module !== undefined ? {} : { document }) };
  const definition = await findDefinition(source);
  if (!definition || (module === undefined && !isTwin(definition, model))) return null;
  const replaced = asking.initial === undefined && startIsReplaced(model);
  const put = replaced ? { ...asked, initial: operatorData(model.initial) } : asked;
  return { ...source, parameters, ...(put === undefined ? {} : { asked: put }) };
}

/** Whether a definition builds this very model from its parameters. */
function isTwin(definition: ModelDefinition, model: Model): boolean {
  try {
    const twin = definition.build(model.parameters);
    const small = model.dynamics.system.dimension <= COMPARED;
    return (
      same(twin.observableNames, model.observableNames) &&
      same(twin.parameters, model.parameters) &&
      (!small || same(twin.dynamics, model.dynamics))
    );
  } catch {
    return false;
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
