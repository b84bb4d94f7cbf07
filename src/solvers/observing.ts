/** Observables that a caller asked for, found in a model. */
import { wrongKind, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";

/** Look up observables by name; the model's defaults when none are named. Throws on an empty list or an unknown name. */
export function chosenObservables(model: Model, names: readonly string[] | undefined): readonly Observable[] {
  const chosen = names ?? model.defaultObservables;
  if (!Array.isArray(chosen)) throw wrongKind("observables", "be a list of names", chosen);
  if (chosen.length === 0)
    throw wrongValue(
      "observables",
      "name at least one observable",
      null,
      `Known: ${model.observableNames.join(", ")}.`,
      "the list is empty",
    );
  return chosen.map((name) => model.observable(name));
}
