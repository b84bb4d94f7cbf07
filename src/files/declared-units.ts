/** What the numbers of a result are measured in, as its model, its document or the catalogue says. */
import { catalogue } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import type { Observable } from "../observables/observable.ts";

/** Where a result comes from, as far as it says so. */
export interface Origin {
  readonly model?: unknown;
  readonly document?: unknown;
}

type Declared = Readonly<Record<string, { readonly unit?: unknown } | null>> | undefined;

/** The unit of a parameter, from the document that a result carries, or from the catalogue; null where neither says. */
export function parameterUnit({ model, document }: Origin, name: string): string | null {
  const own = (document as { parameters?: Declared } | undefined)?.parameters;
  return declaredUnit(own ?? catalogue.find((definition) => definition.name === model)?.parameters, name);
}

/** The unit of an observable, from the model, or from the document that a result carries; null where nobody says. */
export function observableUnit({ document }: Origin, model: Model | undefined, name: string): string | null {
  const own = declaredUnit((document as { observables?: Declared } | undefined)?.observables, name);
  return own ?? declared(model, name)?.unit ?? null;
}

/** Names of the values 0, 1, … of an observable that says which; undefined for others. */
export function labelsOf(model: Model | undefined, name: string): readonly string[] | undefined {
  const observable = declared(model, name);
  return observable?.kind === "expectation" ? observable.labels : undefined;
}

/** The model's observable of this name; undefined for what was brought along by a request, or seen by a detector. */
function declared(model: Model | undefined, name: string): Observable | undefined {
  try {
    return model?.observable(name);
  } catch {
    return undefined;
  }
}

function declaredUnit(entries: Declared, name: string): string | null {
  const unit = entries !== undefined && Object.hasOwn(entries, name) ? entries[name]?.unit : undefined;
  return typeof unit === "string" && unit !== "" ? unit : null;
}
