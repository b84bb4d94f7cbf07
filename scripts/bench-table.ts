/**
 * Writes the measured tables of bench/results between their marks: all of them into docs/benchmarks.md, ten lines of the peers into the
 * README; with `--check` it only looks whether they are current.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pages } from "../bench/pages.ts";

const stale = pages("bench/results").filter(({ file, text }) => text !== readFileSync(file, "utf8"));
if (!process.argv.includes("--check")) for (const { file, text } of stale) writeFileSync(file, text);
else if (stale.length > 0) {
  console.error(
    `The tables of ${stale.map(({ file }) => file).join(" and ")} are not those of bench/results; run \`npm run bench:table\`.`,
  );
  process.exit(1);
}
