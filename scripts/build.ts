/**
 * Makes `dist/`:  kernels ──▶ bundles ──▶ declarations, and the binary as a file of its own.
 *
 * `dist` is made beside its place and renamed, so that a running command never sees half of it. `--bundle` leaves the
 * declarations out.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "./bundle.ts";

const next = `dist.${process.pid}`;

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { stdio: ["ignore", "inherit", "inherit"] });
}

/** Declarations of the entries and of what they reach, with `.js` endings, which every resolution mode of TypeScript understands. */
function declarations(): void {
  const all = `build/types.${process.pid}`;
  run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", all);
  const seen = new Set<string>();
  const take = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    // What a file is imported for without a name has no types.
    const text = readFileSync(join(all, file), "utf8").replace(/^import "\.[^"]+";$/gm, "");
    mkdirSync(dirname(join(next, "types", file)), { recursive: true });
    writeFileSync(join(next, "types", file), text.replace(/((?:from|import\()\s*"\.[^"]+)\.ts"/g, '$1.js"'));
    for (const [, name] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+)\.ts"/g)) take(`${join(dirname(file), name)}.d.ts`);
  };
  for (const entry of ["index", "slim", "linear", "papers", "node", "figures/index", "documents/index"]) take(`src/${entry}.d.ts`);
  rmSync(all, { recursive: true });
}

run("node_modules/tsx/dist/cli.mjs", "scripts/build-wasm.ts", "--if-changed");
await bundle(next);
writeFileSync(join(next, "cli.js"), `#!/usr/bin/env node\n${readFileSync(join(next, "cli.js"), "utf8").replace(/^#!.*\n/, "")}`);
chmodSync(join(next, "cli.js"), 0o755);
copyFileSync("build/ancilla.wasm", join(next, "ancilla.wasm"));
// The sources run only now, when the binary and its hash are there.
const { documentSchema } = await import("../src/documents/schema.ts");
writeFileSync(join(next, "schema.json"), `${JSON.stringify(documentSchema(), null, 2)}\n`);
if (!process.argv.includes("--bundle")) declarations();
const old = `dist.${process.pid}.old`;
if (existsSync("dist")) renameSync("dist", old);
renameSync(next, "dist");
rmSync(old, { recursive: true, force: true });
