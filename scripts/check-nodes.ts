/**
 * Runs the built package under several versions of Node: import, synchronous and asynchronous loading, an ensemble on threads, the
 * command line. Every version must give the golden bits on record (those requests of test/golden that are marked as portable).
 *
 *   npm run check:nodes [-- 20 22 24 26]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const library = pathToFileURL(resolve("dist/index.js")).href;
const figures = pathToFileURL(resolve("dist/figures.js")).href;
const node = pathToFileURL(resolve("dist/node.js")).href;
const papers = pathToFileURL(resolve("dist/papers.js")).href;

/** Prints the bits of all portable requests, and what else must be the same. */
const program = `
import { execFile } from "node:child_process";
import { ensemble, normal, phaseonium, ready, run } from ${JSON.stringify(library)};
import { bitsOf } from "./test/golden/hash.ts";
import { requests } from "./test/golden/requests.ts";
import { toolsOf } from "./test/golden/tools.ts";

const begin = performance.now();
run(phaseonium({ levels: 8 }), { steps: 10, saveEvery: 10, observables: ["T1", "T2"] });
const first = performance.now() - begin;
await ready();
const options = { steps: 20, saveEvery: 20, trajectories: 64, seed: 7, noise: { phi: normal(2.4, 0.2) }, observables: ["T2"] };
const [one, two] = [await ensemble(phaseonium({ levels: 8 }), { ...options, threads: 1 }), await ensemble(phaseonium({ levels: 8 }), { ...options, threads: 2 })];
const environment = { ...process.env, NO_COLOR: "1" };
const tools = toolsOf((words) => new Promise((done) => {
  execFile(process.execPath, [${JSON.stringify(resolve("dist/cli.js"))}, ...words], { env: environment }, (error, out, err) => done({ code: error ? error.code : 0, out, err }));
}));
const bits = {};
for (const { name, portable, make } of requests) if (portable) bits[name] = bitsOf(await make(tools));
console.log(JSON.stringify({ bits, threads: bitsOf(one.mean) === bitsOf(two.mean), first }));
`;

/** The requests as one file that imports the built package. */
async function bundle(outfile: string): Promise<void> {
  await build({
    stdin: { contents: program, resolveDir: ".", loader: "js" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    plugins: [
      {
        name: "the package as it is shipped",
        setup({ onResolve }) {
          onResolve({ filter: /\/src\/index\.ts$|^file:/ }, () => ({ path: library, external: true }));
          onResolve({ filter: /\/src\/figures\/index\.ts$/ }, () => ({ path: figures, external: true }));
          onResolve({ filter: /\/src\/node\.ts$/ }, () => ({ path: node, external: true }));
          onResolve({ filter: /\/src\/papers\.ts$/ }, () => ({ path: papers, external: true }));
        },
      },
    ],
  });
}

const recorded = JSON.parse(readFileSync("test/golden/bits.json", "utf8")) as Readonly<Record<string, string>>;
mkdirSync("build", { recursive: true });
const file = `build/check-nodes.${process.pid}.mjs`;
await bundle(file);
try {
  for (const version of versions) {
    const run = (...words: string[]): string =>
      execFileSync("npx", ["-y", "-p", `node@${version}`, "node", ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    const exact = run("--version").trim();
    const found = JSON.parse(run(file)) as { bits: Record<string, string>; threads: boolean; first: number };
    const different = Object.keys(found.bits).filter((name) => found.bits[name] !== recorded[name]);
    for (const name of different) console.log(`${exact}: DIFFERENT from the record: ${name}`);
    if (!found.threads) console.log(`${exact}: DIFFERENT on two threads`);
    const same = Object.keys(found.bits).length - different.length;
    console.log(`${exact}: ${same} requests with the bits on record; ${found.first.toFixed(1)} ms to the end of the first run`);
    if (different.length > 0 || !found.threads) process.exitCode = 1;
  }
} finally {
  rmSync(file);
}
