/**
 * `npm run bench [-- --only PATTERN] [--name NAME] [--compare FILE] [--list]`
 *
 * Runs every case of `bench/cases/*.ts`, prints one table and writes `bench/results/NAME.json` (NAME: Node's version).
 * Exits with 1 when a case gives a wrong result; timings never fail a run.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import "../bindings/carried.ts";
import { wasmHash } from "../bindings/wasm.ts";
import { type Case, measure, multiplyAddLimit, type Row } from "./harness.ts";
import { changesTable, compare, table } from "./table.ts";

const here = new URL(".", import.meta.url);
const { values: options } = parseArgs({
  options: { only: { type: "string" }, name: { type: "string" }, compare: { type: "string" }, list: { type: "boolean" } },
});

async function chosenCases(): Promise<Case[]> {
  const pattern = options.only === undefined ? /(?:)/ : new RegExp(options.only, "i");
  const files = readdirSync(new URL("cases/", here)).filter((name) => name.endsWith(".ts"));
  const chosen: Case[] = [];
  for (const file of files.sort()) {
    const { cases } = (await import(new URL(`cases/${file}`, here).href)) as { cases: readonly Case[] };
    chosen.push(...cases.filter(({ name }) => pattern.test(`${file.slice(0, -3)}: ${name}`)));
  }
  return chosen;
}

function machine() {
  const [{ model }] = cpus();
  return { cpu: model.trim(), cores: cpus().length, memoryBytes: totalmem(), platform: `${process.platform} ${process.arch}` };
}

const chosen = await chosenCases();
if (options.list) {
  for (const { name } of chosen) console.log(name);
  process.exit(0);
}
if (chosen.length === 0) {
  console.error(`No case matches --only ${options.only}. Names: npm run bench -- --list`);
  process.exit(2);
}
const before = options.compare ? (JSON.parse(readFileSync(options.compare, "utf8")) as { rows: Row[] }) : null;
const rows: Row[] = [];
for (const item of chosen) {
  try {
    rows.push(await measure(item));
    if (process.stderr.isTTY) process.stderr.write(`\r${rows.length}/${chosen.length} ${item.name}\x1b[K`);
  } catch (error) {
    console.error(`${item.name}: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");

const report = {
  machine: machine(),
  node: process.version,
  v8: process.versions.v8,
  wasmHash,
  multiplyAddLimit: await multiplyAddLimit(),
  rows,
};
const { machine: host, multiplyAddLimit: limit } = report;
console.log(
  `${host.cpu}, ${host.cores} cores, Node ${report.node}, wasm ${wasmHash.slice(0, 12)}, f64x2 limit ${limit.toFixed(1)} Gflop/s\n`,
);
console.log(table(rows));
if (before) console.log(`\nAgainst ${options.compare}:\n\n${changesTable(compare(rows, before.rows))}`);
const folder = new URL("results/", here);
mkdirSync(folder, { recursive: true });
const file = new URL(`${options.name ?? `node-${process.versions.node.split(".")[0]}`}.json`, folder);
writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nWritten: ${file.pathname}`);
