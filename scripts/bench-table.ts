/** Writes the measured tables of bench/results into the README, between its marks; with `--check` it only looks whether they are current. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Row } from "../bench/harness.ts";
import { table } from "../bench/table.ts";

interface Report {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly platform: string };
  readonly node: string;
  readonly wasmHash: string;
  readonly multiplyAddLimit: number;
  readonly rows: readonly Row[];
}

const [begin, end] = ["<!-- bench: made by scripts/bench-table.ts -->", "<!-- /bench -->"];
const folder = "bench/results";
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^node-\d+\.json$/.test(name)) : [];
const sections = files.sort().map((name) => {
  const { machine, node, wasmHash, multiplyAddLimit, rows } = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as Report;
  const where = `Node ${node}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}; \`f64x2\` multiply-add limit ${multiplyAddLimit.toFixed(1)} Gflop/s; engine ${wasmHash.slice(0, 12)}.`;
  return `${where}\n\n${table(rows)}`;
});
const readme = readFileSync("README.md", "utf8");
const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
if (from < 0 || to < from) throw new Error(`README.md has no section between ${begin} and ${end}.`);
const next = `${readme.slice(0, from + begin.length)}\n\n${sections.join("\n\n")}\n\n${readme.slice(to)}`;
if (process.argv.includes("--check")) {
  if (next !== readme) {
    console.error("The bench table of README.md is not that of bench/results; run `npm run bench:table`.");
    process.exit(1);
  }
} else writeFileSync("README.md", next);
