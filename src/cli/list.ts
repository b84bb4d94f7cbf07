import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { catalogue } from "../models/index.ts";
import type { Model, ModelDefinition, ParameterSpec } from "../models/model.ts";
import { completeParameters } from "../models/parameters.ts";
import { askedDefinition } from "./asked.ts";
import { print } from "./output.ts";
import { table, wrapped } from "./table.ts";

/** `ancilla list [MODEL]`: the models with their sources, or one of them with its parameters and observables. */
export function list(): Command {
  return new Command("list")
    .description("models with their sources and parameters")
    .argument("[model]", "show one model in full: a name, a document, or - for standard input")
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", "\nExamples:\n  ancilla list\n  ancilla list rotor\n  ancilla list --json")
    .action(async (word: string | undefined, { json }: { json?: boolean }) => {
      const chosen = word === undefined ? catalogue : [await askedDefinition(word)];
      if (json) process.stdout.write(toJson({ models: chosen.map(describe) }));
      else print(`${word === undefined ? overview(chosen) : inFull(chosen[0])}\n`);
    });
}

function atDefaults({ name, parameters, build }: ModelDefinition): Model {
  return build(completeParameters(name, parameters));
}

function describe(definition: ModelDefinition): object {
  const model = atDefaults(definition);
  const { name, title, source, parameters } = definition;
  return { name, title, source, parameters, observables: model.observableNames, defaultObservables: model.defaultObservables };
}

function overview(definitions: readonly ModelDefinition[]): string {
  const entries = definitions.map(({ name, title, source, parameters }) =>
    [name, wrapped(title, "  "), wrapped(source, "  "), wrapped(`parameters: ${Object.keys(parameters).join(", ")}`, "  ")].join("\n"),
  );
  return [...entries, "`ancilla list MODEL` shows each parameter with its meaning, default and bounds."].join("\n\n");
}

/** One model with each parameter and observable. */
export function inFull(definition: ModelDefinition): string {
  const model = atDefaults(definition);
  const rows = Object.entries(definition.parameters).map(([name, spec]) => [
    name,
    JSON.stringify(spec.default),
    domain(spec),
    spec.unit ?? "",
    spec.noisy ? "yes" : "",
    spec.description,
  ]);
  const observables = model.observableNames.map((name) => [name, descriptionOf(model, name)]);
  return [
    `${definition.name}: ${definition.title}`,
    definition.source,
    "",
    table(["parameter", "default", "domain", "unit", "noise", "meaning"], rows),
    "",
    table(["observable", "meaning"], observables),
    "",
    wrapped(`Recorded unless --observe says otherwise: ${model.defaultObservables.join(", ")}.`, ""),
  ].join("\n");
}

/** What an observable is; a family stands under one name with letters for its indices (`p_k`), and its first member explains it. */
function descriptionOf(model: Model, name: string): string {
  const first = name.replace(/(_[a-z])+$/, (indices) => indices.replace(/[a-z]/g, "0"));
  for (const candidate of [name, first]) {
    try {
      return model.observable(candidate).description;
    } catch {
      // A family: its name alone is no observable.
    }
  }
  return "";
}

/** What a parameter accepts, in a few words. */
function domain(spec: ParameterSpec): string {
  const limits = [
    spec.above === undefined ? "" : `> ${spec.above}`,
    spec.atLeast === undefined ? "" : `≥ ${spec.atLeast}`,
    spec.below === undefined ? "" : `< ${spec.below}`,
    spec.atMost === undefined ? "" : `≤ ${spec.atMost}`,
  ].filter(Boolean);
  const kind = spec.kind === "choice" ? (spec.choices ?? []).join(" | ") : spec.kind;
  return [[kind, ...limits].join(" "), spec.nullable ? "or auto" : ""].filter(Boolean).join(" ");
}
