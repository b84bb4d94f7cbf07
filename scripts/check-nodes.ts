/**
 * Runs the built package under several versions of Node: import, synchronous and asynchronous loading, a run, an ensemble on
 * threads, the command line. Every version must print the same bits.
 *
 *   npm run check:nodes [-- 20 22 24 26]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const library = pathToFileURL("dist/index.js").href;
const program = `
const { phaseonium, run, ensemble, normal, ready } = await import(${JSON.stringify(library)});
const begin = performance.now();
const solution = run(phaseonium({ levels: 8 }), { steps: 10, saveEvery: 10, observables: ["T1", "T2"] });
const first = performance.now() - begin;
await ready();
const result = await ensemble(phaseonium({ levels: 8 }), { steps: 20, saveEvery: 20, trajectories: 64, seed: 7, threads: 2, noise: { phi: normal(2.4, 0.2) }, observables: ["T2"] });
console.log(JSON.stringify([solution.observables.T1.at(-1), solution.observables.T2.at(-1), result.mean.T2.at(-1), result.std.T2.at(-1)]));
console.error(first.toFixed(1) + " ms to the end of the first run");
`;

mkdirSync("build", { recursive: true });
const file = `build/check-nodes.${process.pid}.mjs`;
writeFileSync(file, program);

let expected: string | undefined;
for (const version of versions) {
  const node = ["-y", "-p", `node@${version}`, "node"];
  const run = (...words: string[]): string =>
    execFileSync("npx", [...node, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const exact = run("--version").trim();
  const bits = run(file).trim();
  const command = run("dist/cli.js", "run", "phaseonium", "--set", "levels=8", "--steps", "10", "--observe", "T1", "--json");
  const fromCommand = (JSON.parse(command) as { observables: { T1: number[] } }).observables.T1.at(-1);
  expected ??= bits;
  const same = bits === expected && fromCommand === (JSON.parse(bits) as number[])[0];
  console.log(`${exact}: ${bits}${same ? "" : "  DIFFERENT"}`);
  if (!same) process.exitCode = 1;
}
rmSync(file);
