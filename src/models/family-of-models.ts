/** Models of one's own with parameters: a function from parameters to a definition, and `with` made of it. */
import { didYouMean, valueInWords, wrongKind, wrongValue } from "../errors.ts";
import type { Model, Parameters, ParameterValue } from "./model.ts";

/** What a definition says of its parameters. */
export interface Parametrised {
  readonly parameters?: Parameters;
  readonly with?: (changes: Parameters) => Model;
}

/**
 * Build a family: `define(parameters)` gives the definition, `build` makes a model of it, and the model's `with` does both again. A name in
 * `changes` that is not one of the parameters is refused. Throws a TypeError when the definition brings parameters of its own.
 */
export function familyOfModels<D extends Parametrised, P extends Parameters>(
  define: (parameters: P) => D,
  parameters: P,
  build: (definition: D) => Model,
  example: string,
): Model {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw wrongKind("parameters", "be an object of named values", parameters, `Write ${example}.`);
  }
  for (const [name, value] of Object.entries(parameters)) requireValue(`parameters.${name}`, value);
  const definition = define(parameters);
  if (typeof definition !== "object" || definition === null) {
    throw wrongKind("definition", "be a function that returns the definition", definition, `Write ${example}.`);
  }
  for (const name of ["parameters", "with"] as const) {
    if (definition[name] === undefined) continue;
    throw wrongValue(
      name,
      "be left out of what the function returns",
      null,
      "The function's own parameters are the model's.",
      "it is given",
    );
  }
  return build({
    ...definition,
    parameters,
    with: (changes: Parameters) => familyOfModels(define, changed(parameters, changes), build, example),
  });
}

function changed<P extends Parameters>(parameters: P, changes: Parameters): P {
  const known = Object.keys(parameters);
  for (const name of Object.keys(changes)) {
    if (known.includes(name)) continue;
    throw wrongValue("parameters", "name parameters of the model", name, didYouMean(name, known), `one is called ${valueInWords(name)}`);
  }
  return { ...parameters, ...changes };
}

/** A parameter is what JSON can hold. */
function requireValue(argument: string, value: ParameterValue | undefined): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  if (typeof value === "object") return void Object.entries(value).forEach(([name, part]) => requireValue(`${argument}.${name}`, part));
  const remedy = "Parameters are numbers, words, truth values, null, or lists and objects of them.";
  throw typeof value === "number"
    ? wrongValue(argument, "be a finite number", value, remedy)
    : wrongKind(argument, "be a value that JSON can hold", value, remedy);
}

/** What `with` does where none was given. */
export function withoutParameters(builder: string): () => Model {
  return () => {
    throw wrongValue(
      "with",
      "be given to change parameters of a model of your own",
      null,
      `Write ${builder}((p) => ({ … }), { name: value }), or pass \`with: (changes) => ${builder}({ … })\`.`,
      "it is missing",
    );
  };
}
