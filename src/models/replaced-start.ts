/** Models whose initial state was replaced, `{ ...model, initial }`: what is rebuilt from parameters must not bring the old start back. */
import { wrongValue } from "../errors.ts";
import type { Model, Parameters } from "./model.ts";

/** Is the initial state another one than the model was built with? */
export function startIsReplaced({ start, initial }: Model): boolean {
  return start !== undefined && start !== initial;
}

/** The model itself, or, where its start was replaced, one that keeps this start when its parameters change. */
export function keepingStart(model: Model): Model {
  return startIsReplaced(model) ? holding(model) : model;
}

function holding(model: Model): Model {
  const { initial } = model;
  return {
    ...model,
    with: (changes: Parameters) => {
      const next = model.with(changes);
      if (!next.initial.space.equals(initial.space)) {
        const remedy = "Build the model at those parameters first and replace its start then.";
        throw wrongValue(
          "initial",
          `fit the space ${next.initial.space}`,
          null,
          remedy,
          `the start that was put in acts on ${initial.space}`,
        );
      }
      return holding({ ...next, initial });
    },
  };
}
