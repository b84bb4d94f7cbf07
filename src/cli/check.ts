/** `ancilla check`, `print`, `schema`: look at a model document, write it in its other form, and say what documents may be. */
import { Command, Option } from "commander";
import { documentDoor } from "../ensembles/document-door.ts";
import { toJson } from "../files/json.ts";
import type { Model } from "../models/model.ts";
import { type Asked, askedModel, requireDocumentWord } from "./asked.ts";
import { readDocumentWord } from "./document.ts";
import { complain, print, visible } from "./output.ts";
import { table } from "./table.ts";
import { repeat } from "./words.ts";

/** `ancilla check FILE`: read a document, build its model, and say what it is. */
export function check(): Command {
  return new Command("check")
    .description("read a model document, build it, and say what it is; nothing is computed or written")
    .argument("<file>", "a document (.json, .yaml, .yml), or - for one on standard input")
    .option("--set <name=value>", "check it at this value of a parameter, too (repeatable)", repeat)
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText(
      "after",
      "\nExamples:\n  ancilla check my.yaml\n  ancilla check my.yaml --set N=6\n  ancilla new collision | ancilla check -",
    )
    .action(async (word: string, { set, json }: { set?: readonly string[]; json?: boolean }) => {
      requireDocumentWord(word, "check");
      const asked = await askedModel(word, set);
      const facts = factsOf(asked);
      if (json) process.stdout.write(toJson(facts));
      else print(`${inWords(word, asked, facts)}\n`);
      for (const warning of facts.warnings) complain(warning, "warning: ");
    });
}

/** What a document is, as plain data. */
interface Facts {
  readonly name: string;
  readonly kind: "collisions" | "master-equation";
  readonly space: string;
  readonly dimension: number;
  readonly parameters: Model["parameters"];
  readonly observables: readonly string[];
  readonly sections: readonly string[];
  readonly documentHash: string | undefined;
  readonly modelHash: string | undefined;
  readonly warnings: readonly string[];
}

function factsOf({ model, sections, hashes, doubts }: Asked): Facts {
  const { system, kind } = model.dynamics;
  return {
    name: model.name,
    kind: kind === "collisions" ? "collisions" : "master-equation",
    space: String(system),
    dimension: system.dimension,
    parameters: model.parameters,
    observables: model.observableNames,
    sections: Object.keys(sections),
    documentHash: hashes.documentHash,
    modelHash: hashes.modelHash,
    warnings: [...doubts, ...model.warnings],
  };
}

function inWords(word: string, { definition }: Asked, facts: Facts): string {
  const { name, kind, space, dimension, parameters, observables, sections, modelHash } = facts;
  const rows = Object.entries(parameters).map(([key, value]) => [key, JSON.stringify(value), definition.parameters[key]?.unit ?? ""]);
  return [
    visible(`${word === "-" ? "standard input" : word}: ok`),
    visible(`${name}: ${definition.title}`),
    `${kind === "collisions" ? "stream of collisions" : "master equation"} on ${space}, dimension ${dimension}`,
    ...(rows.length > 0 ? [table(["parameter", "value", "unit"], rows)] : []),
    `observables: ${visible(observables.join(", "))}`,
    ...(sections.length > 0 ? [`sections: ${sections.join(", ")}`] : []),
    `model hash: ${modelHash?.slice(0, 16)}`,
  ].join("\n");
}

/** `ancilla print FILE --format json|yaml`: the same document in canonical order, in either form. */
export function printCommand(): Command {
  return new Command("print")
    .description("write a model document as JSON or YAML, in canonical order and without comments")
    .argument("<file>", "a document (.json, .yaml, .yml), or - for one on standard input")
    .addOption(new Option("--format <form>", "json or yaml").choices(["json", "yaml"]).default("yaml"))
    .addHelpText("after", "\nExamples:\n  ancilla print my.json --format yaml > my.yaml\n  ancilla print - --format json < my.yaml")
    .action(async (word: string, { format }: { format: "json" | "yaml" }) => {
      requireDocumentWord(word, "print");
      const text = (await readDocumentWord(word)).text(format);
      process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    });
}

/** `ancilla schema`: the JSON Schema of documents, for editors. */
export function schema(): Command {
  return new Command("schema")
    .description("print the JSON Schema of model documents, for editors that complete and check while one writes")
    .addHelpText("after", "\nExamples:\n  ancilla schema > ancilla.schema.json\n  (in a document: $schema: ./ancilla.schema.json)")
    .action(async () => {
      process.stdout.write(`${JSON.stringify((await documentDoor()).documentSchema(), null, 2)}\n`);
    });
}
