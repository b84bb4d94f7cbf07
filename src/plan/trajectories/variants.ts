/** The models that a record chooses between. */
import type { Feedback } from "../../dynamics/measurements.ts";
import { didYouMean, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";

/** The models that a record chooses between, and which of them a memory names. */
export function variantsOf(
  model: Model,
  feedback: Feedback | null,
): { readonly variants: readonly Model[]; variantOf(memory: number): number } {
  if (feedback === null || feedback.settings.every((own) => Object.keys(own).length === 0))
    return { variants: [model], variantOf: () => 0 };
  const seen = new Map<string, number>();
  const variants: Model[] = [];
  const places = feedback.settings.map((own) => {
    const key = JSON.stringify(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)));
    let place = seen.get(key);
    if (place === undefined) {
      seen.set(key, (place = variants.length));
      variants.push(Object.keys(own).length === 0 ? model : changed(model, own));
    }
    return place;
  });
  return { variants, variantOf: (memory) => places[memory] };
}

function changed(model: Model, settings: Readonly<Record<string, number>>): Model {
  for (const name of Object.keys(settings)) {
    if (Object.hasOwn(model.parameters, name)) continue;
    throw wrongValue("feedback.set", "name parameters of the model", name, didYouMean(name, Object.keys(model.parameters)));
  }
  const variant = model.with(settings);
  if (variant.dynamics.system.equals(model.dynamics.system)) return variant;
  throw wrongValue("feedback.set", "leave the space of the system as it is", Object.keys(settings).join(", "));
}
