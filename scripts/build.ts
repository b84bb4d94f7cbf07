/**
 * Makes `dist/`:  kernels ──▶ bundles ──▶ declarations, and the binary as a file of its own.
 *
 * `dist` is made beside its place and renamed, so that a running command never sees half of it. `--bundle` leaves the
 * declarations out.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { declarations } from "./declarations.ts";

const next = `dist.${process.pid}`;

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { stdio: ["ignore", "inherit", "inherit"] });
}

run("node_modules/tsx/dist/cli.mjs", "scripts/build-wasm.ts", "--if-changed");
await bundle(next);
writeFileSync(join(next, "cli.js"), `#!/usr/bin/env node\n${readFileSync(join(next, "cli.js"), "utf8").replace(/^#!.*\n/, "")}`);
chmodSync(join(next, "cli.js"), 0o755);
copyFileSync("build/ancilla.wasm", join(next, "ancilla.wasm"));
// The sources run only now, when the binary and its hash are there.
const { documentSchema } = await import("../src/documents/schema.ts");
writeFileSync(join(next, "schema.json"), `${JSON.stringify(documentSchema())}\n`);
if (!process.argv.includes("--bundle")) await declarations(join(next, "types"));
const old = `dist.${process.pid}.old`;
if (existsSync("dist")) renameSync("dist", old);
renameSync(next, "dist");
rmSync(old, { recursive: true, force: true });
