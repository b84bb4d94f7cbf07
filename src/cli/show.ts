import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { readResult } from "../files/read.ts";
import { bytesWithin } from "../files/read-bytes.ts";
import { LARGEST_DOCUMENT, readDocumentWord } from "./document.ts";
import { UsageError } from "./failure.ts";
import { inFull } from "./list.ts";
import { print, visible } from "./output.ts";
import { columnTable, table, wrapped } from "./table.ts";

/** Is a file a model document: YAML, or JSON that says so at its top? Whatever cannot be read is left to the readers of results. */
async function isDocumentFile(file: string): Promise<boolean> {
  if (/\.ya?ml$/i.test(file)) return true;
  if (!/\.json$/i.test(file)) return false;
  try {
    const { ancilla, kind, model } = JSON.parse(String(await bytesWithin(file, LARGEST_DOCUMENT))) as Record<string, unknown>;
    return typeof ancilla === "number" && typeof kind === "string" && model === undefined;
  } catch {
    return false;
  }
}

async function showDocument(file: string, json: boolean): Promise<void> {
  const { definition, document } = await readDocumentWord(file);
  if (json) process.stdout.write(toJson(document));
  else print(`${inFull(definition)}\n`);
}

/** `ancilla show FILE…`: print results that were saved in any form. */
export function show(): Command {
  return new Command("show")
    .description("print saved results (csv, json, parquet, npz), or model documents (yaml, json)")
    .argument("<files...>", "files of results or documents")
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", "\nExamples:\n  ancilla show results/phaseonium-run.json\n  ancilla show results/*.parquet --json")
    .action(async (files: string[], { json }: { json?: boolean }) => {
      const documents: string[] = [];
      for (const file of files) if (await isDocumentFile(file)) documents.push(file);
      for (const file of documents) await showDocument(file, json ?? false);
      const rest = files.filter((file) => !documents.includes(file));
      if (rest.length === 0) return;
      if (json && documents.length > 0) throw new UsageError("Option --json prints one object: show documents and results apart.");
      const results = await Promise.all(rest.map(readResult));
      if (json) {
        process.stdout.write(toJson({ results: results.map(({ path, columns, record }) => record ?? { path, columns }) }));
        return;
      }
      const parts = results.map(({ path, columns, record }) => {
        const about = record
          ? [visible(`model ${record.model}, ancilla ${record.provenance?.ancilla ?? "unknown"}`), parametersTable(record.parameters)]
          : [];
        const warnings = ((record?.diagnostics?.warnings ?? []) as readonly string[]).map((warning) => wrapped(`warning: ${warning}`, ""));
        return [visible(path), ...about, columnTable(columns), ...warnings].join("\n");
      });
      print(`${parts.join("\n\n")}\n`);
    });
}

function parametersTable(parameters: Readonly<Record<string, unknown>>): string {
  return table(
    ["parameter", "value"],
    Object.entries(parameters).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}
