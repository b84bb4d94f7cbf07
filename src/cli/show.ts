import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { readResult } from "../files/read.ts";
import { print, visible } from "./output.ts";
import { columnTable, table, wrapped } from "./table.ts";

/** `ancilla show FILE…`: print results that were saved in any form. */
export function show(): Command {
  return new Command("show")
    .description("print saved results (csv, json, parquet, npz)")
    .argument("<files...>", "files of results")
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", "\nExamples:\n  ancilla show results/phaseonium-run.json\n  ancilla show results/*.parquet --json")
    .action(async (files: string[], { json }: { json?: boolean }) => {
      const results = await Promise.all(files.map(readResult));
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
