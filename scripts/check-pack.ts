/**
 * Packs the package, installs it into an empty folder, and uses it from there as a stranger does: TypeScript in both modern resolution
 * modes, plain JavaScript with synchronous and asynchronous loading, threads, the command line.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "ancilla-pack-"));

function run(command: string, ...words: string[]): string {
  return execFileSync(command, words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Unpack where npm would install it, with the one dependency that it has. */
function install(): void {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { encoding: "utf8" }),
  ) as [{ filename: string }];
  const place = join(folder, "node_modules", "ancilla");
  mkdirSync(place, { recursive: true });
  run("tar", "xzf", filename, "-C", place, "--strip-components=1");
  const { dependencies } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
}

const program = `
import { ensemble, normal, phaseonium, ready, run } from "ancilla";
import { cores, nodeThreads, saveRecord, version } from "ancilla/node";
import { figures } from "ancilla/figures";
import { multiply, release } from "ancilla/linear";
import { stationaryTemperature } from "ancilla/papers";

const solution = run(phaseonium({ cavities: 1, levels: 10 }), { steps: 5, observables: ["T1"] });
await ready();
const executor = nodeThreads({ threads: 2 });
const result = await ensemble(phaseonium({ levels: 8 }), {
  steps: 10, trajectories: 64, seed: 1, noise: { phi: normal(2.4, 0.2) }, observables: ["T2"], executor,
});
await executor.close();
const last = result.mean.T2.at(-1);
const square = multiply(1, 1, 1, Float64Array.of(0, 1), Float64Array.of(0, 1));
release();
if (square[0] !== -1 || !(Number(stationaryTemperature(0.25, 2.4)) > 0)) throw new Error("wrong closed forms or products");
if (typeof last !== "number" || solution.axis.values.length !== 6 || figures.length < 10) throw new Error("wrong results");
console.log(version, cores() > 0, typeof saveRecord, solution.observables.T1.at(-1), last);
`;
const wrong = `
import { phaseonium, run } from "ancilla";
// @ts-expect-error a misspelt option is a type error
run(phaseonium(), { stepz: 5 });
`;

function checkTypes(module: string, moduleResolution: string): void {
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module,
    moduleResolution,
    noEmit: true,
    // No "dom": the types need nothing of a host but the language itself. The program uses `console`, which it declares.
    lib: ["es2023"],
    types: [],
    skipLibCheck: false,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts", "wrong.ts"] }));
  run(process.execPath, resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json");
  console.log(`types resolve: module ${module}, moduleResolution ${moduleResolution}`);
}

try {
  install();
  writeFileSync(join(folder, "program.ts"), `declare const console: { log(...values: unknown[]): void };${program}`);
  writeFileSync(join(folder, "program.js"), program);
  writeFileSync(join(folder, "wrong.ts"), wrong);
  checkTypes("nodenext", "nodenext");
  checkTypes("esnext", "bundler");
  console.log(run(process.execPath, "program.js").trim());
  const cli = join("node_modules", "ancilla", "dist", "cli.js");
  const data = JSON.parse(run(process.execPath, cli, "run", "rotor", "--until", "1", "--json")) as { model: string };
  if (data.model !== "rotor") throw new Error("the command line gave something else");
  console.log("the command line runs");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
