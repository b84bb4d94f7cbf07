/** Observables that a caller asked for, found in a model. */
import { wrongKind } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";

/** Look up observables by name; the model's defaults unless a list is given, which may be empty. Throws on an unknown name. */
export function chosenObservables(model: Model, names: readonly string[] | undefined): readonly Observable[] {
  const chosen = names ?? model.defaultObservables;
  if (!Array.isArray(chosen)) throw wrongKind("observables", "be a list of names", chosen);
  return chosen.map((name) => model.observable(name));
}
