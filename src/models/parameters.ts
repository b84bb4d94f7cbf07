/** Values of a model's parameters: completed with defaults and checked against the specification, once, where they enter. */
import { didYouMean, finite, integer, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import type { ParameterSpec, Parameters, ParameterValue } from "./model.ts";

/**
 * Complete `given` with the defaults of `specs` and check each value against its specification.
 *
 * Returns one value per specified parameter, in the order of `specs`. Throws a TypeError for an unknown name (with the
 * closest known one) or a value of the wrong kind, a RangeError for a value out of bounds.
 */
export function completeParameters(model: string, specs: Readonly<Record<string, ParameterSpec>>, given: Parameters = {}): Parameters {
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw wrongKind("parameters", "be an object of named values", given);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) {
      throw wrongValue(
        "parameters",
        `name parameters of ${model}`,
        name,
        didYouMean(name, Object.keys(specs)),
        `one is called ${valueInWords(name)}`,
      );
    }
  }
  const complete: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = given[name] === undefined ? spec.default : given[name];
    complete[name] = checkParameter(name, spec, value);
  }
  return complete;
}

/** Check one value against its specification and return it. */
export function checkParameter(name: string, spec: ParameterSpec, value: ParameterValue): ParameterValue {
  if (value === null && (spec.nullable || spec.default === null)) return null;
  switch (spec.kind) {
    case "number":
      return finite(name, value, bounds(spec));
    case "integer":
      return integer(name, value, spec.atLeast ?? Number.MIN_SAFE_INTEGER, spec.atMost ?? Number.MAX_SAFE_INTEGER);
    case "boolean":
      if (typeof value !== "boolean") throw wrongKind(name, "be true or false", value);
      return value;
    case "choice":
      return oneOf(name, spec.choices ?? [], value);
    case "numbers":
      if (!Array.isArray(value)) throw wrongKind(name, "be a list of numbers", value);
      (value as readonly ParameterValue[]).forEach((entry, k) => {
        finite(`${name}[${k}]`, entry, bounds(spec));
      });
      return value;
    case "any":
      refuseGaps(name, value);
      return value;
    default:
      return spec.kind satisfies never;
  }
}

/** Refuse lists with places that hold nothing, at any depth. */
function refuseGaps(name: string, value: unknown): void {
  if (!Array.isArray(value)) return;
  for (let k = 0; k < value.length; k++) {
    if (value[k] === undefined) throw wrongKind(`${name}[${k}]`, "be given", undefined);
    refuseGaps(`${name}[${k}]`, value[k]);
  }
}

function bounds({ above, atLeast, below, atMost }: ParameterSpec): { above?: number; atLeast?: number; below?: number; atMost?: number } {
  return {
    ...(above === undefined ? {} : { above }),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(below === undefined ? {} : { below }),
    ...(atMost === undefined ? {} : { atMost }),
  };
}

function oneOf(name: string, choices: readonly string[], value: ParameterValue): string {
  const must = `be ${choices.map((choice) => `"${choice}"`).join(" or ")}`;
  if (typeof value !== "string") throw wrongKind(name, must, value);
  if (!choices.includes(value)) throw wrongValue(name, must, value, didYouMean(value, choices));
  return value;
}
