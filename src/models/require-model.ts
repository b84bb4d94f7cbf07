/** Whether what was given is a model, and a sentence about what it is instead. */
import { wrongKind, wrongValue } from "../errors.ts";
import { Operator } from "../operators/operator.ts";
import { Space } from "../spaces/space.ts";
import type { Model } from "./model.ts";

/** Check that a value is a model, by its shape. Throws a TypeError that names what to use instead. */
export function requireModel(value: unknown, argument = "model"): Model {
  const model = value as Partial<Model> | null | undefined;
  if (typeof model !== "object" || model === null || typeof model.observable !== "function") {
    throw wrongKind(argument, "be a model", value, remedyFor(value));
  }
  const kind: unknown = model.dynamics?.kind;
  if (kind !== "generator" && kind !== "collisions") {
    throw wrongKind(`${argument}.dynamics`, "be a generator or collisions", model.dynamics, "Both are plain data with a `kind`.");
  }
  return model as Model;
}

/** Check that a value is a model whose parts fit together, ready to be planned and run. Throws in the error grammar. */
export function requireRunnable(value: unknown, argument = "model"): Model {
  const model = requireModel(value, argument);
  const { dynamics, initial } = model;
  const { system } = dynamics as { readonly system: unknown };
  if (!(system instanceof Space)) throw wrongKind(`${argument}.dynamics.system`, "be a space", system);
  if (!(initial instanceof Operator)) throw wrongKind(`${argument}.initial`, "be a density operator", initial);
  if (!initial.space.equals(system)) {
    throw wrongValue(`${argument}.initial`, `act on the system ${system}`, null, "", `it acts on ${initial.space}`);
  }
  return model;
}

/** How to give a model of one's own parameters that sweeps and noise can change; empty where it has some. */
export function howToGiveParameters(model: Model): string {
  if (Object.keys(model.parameters).length > 0) return "";
  return "A model of your own has parameters when it is built with `parameters: { … }` and `with: (changes) => …`, or as masterEquation((p) => ({ … }), { name: value }).";
}

function remedyFor(value: unknown): string {
  if (typeof value === "string") return `Write modelByName(${JSON.stringify(value)}) for a model of the catalogue.`;
  if (typeof value === "function") return `Call it: ${value.name || "the function"}({ … }).`;
  const kind = (value as { kind?: unknown } | null | undefined)?.kind;
  if (kind === "generator") {
    return "It is a generator: an equation without a start or observables. Write masterEquation({ H, jumps, initial }) for a model that runs.";
  }
  if (kind === "collisions") return "It is a stream of collisions without a start or observables. Use `collisionModel`.";
  return "Use a model of the catalogue, such as rotor(), `collisionModel` or `masterEquation`.";
}
