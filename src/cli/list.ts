import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { catalogue } from "../models/index.ts";
import type { ModelDefinition, ParameterSpec } from "../models/model.ts";
import { definitionOf, modelOf } from "./model.ts";
import { table, wrapped } from "./table.ts";

/** `ancilla list [MODEL]`: the models with their sources, or one of them with its parameters and observables. */
export function list(): Command {
  return new Command("list")
    .description("models with their sources and parameters")
    .argument("[model]", "show one model in full")
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", "\nExamples:\n  ancilla list\n  ancilla list rotor\n  ancilla list --json")
    .action((name: string | undefined, { json }: { json?: boolean }) => {
      const chosen = name === undefined ? catalogue : [definitionOf(name)];
      if (json) process.stdout.write(toJson({ models: chosen.map(describe) }));
      else process.stdout.write(`${name === undefined ? overview(chosen) : inFull(chosen[0])}\n`);
    });
}

function describe(definition: ModelDefinition): object {
  const { model } = modelOf(definition.name);
  const { name, title, source, parameters } = definition;
  return { name, title, source, parameters, observables: model.observableNames, defaultObservables: model.defaultObservables };
}

function overview(definitions: readonly ModelDefinition[]): string {
  const entries = definitions.map(({ name, title, source, parameters }) =>
    [name, wrapped(title, "  "), wrapped(source, "  "), wrapped(`parameters: ${Object.keys(parameters).join(", ")}`, "  ")].join("\n"),
  );
  return [...entries, "`ancilla list MODEL` shows each parameter with its meaning, default and bounds."].join("\n\n");
}

function inFull(definition: ModelDefinition): string {
  const { model } = modelOf(definition.name);
  const rows = Object.entries(definition.parameters).map(([name, spec]) => [
    name,
    JSON.stringify(spec.default),
    bounds(spec),
    spec.description,
  ]);
  const observables = model.observableNames.map((name) => [name, model.observable(name).description]);
  return [
    `${definition.name}: ${definition.title}`,
    definition.source,
    "",
    table(["parameter", "default", "values", "meaning"], rows),
    "",
    table(["observable", "meaning"], observables),
    "",
    wrapped(`Recorded unless --observe says otherwise: ${model.defaultObservables.join(", ")}.`, ""),
  ].join("\n");
}

/** What a parameter accepts, in a few words. */
function bounds(spec: ParameterSpec): string {
  const limits = [
    spec.above === undefined ? "" : `> ${spec.above}`,
    spec.atLeast === undefined ? "" : `≥ ${spec.atLeast}`,
    spec.below === undefined ? "" : `< ${spec.below}`,
    spec.atMost === undefined ? "" : `≤ ${spec.atMost}`,
  ].filter(Boolean);
  const kind = spec.kind === "choice" ? (spec.choices ?? []).join(" | ") : spec.kind;
  const words = [
    [kind, ...limits].join(" "),
    spec.unit ? `(${spec.unit})` : "",
    spec.nullable ? "or auto" : "",
    spec.noisy ? "· noise" : "",
  ];
  return words.filter(Boolean).join(" ");
}
