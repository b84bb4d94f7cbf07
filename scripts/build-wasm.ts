/**
 * Compiles `assembly/` and inlines the binary for every bundler and runtime.
 *
 *   assembly/index.ts ──asc──▶ build/ancilla.wasm ──base64──▶ bindings/inline.ts
 *                     └─`--checked`──▶ build/ancilla.checked.wasm, with asserts, for the tests of kernels
 *
 * `--if-changed` leaves alone what is newer than its sources. Files are written beside their place and renamed, so that a reader
 * never sees half a binary.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const inline = "bindings/inline.ts";
const checked = process.argv.includes("--checked");
const product = checked ? "build/ancilla.checked.wasm" : inline;

function newest(folder: string): number {
  return Math.max(...readdirSync(folder).map((name) => statSync(`${folder}/${name}`).mtimeMs));
}

/** Compile a target of asconfig.json; returns the bytes, which stand at `to` as well. */
async function compile(target: string, to: string): Promise<Buffer> {
  mkdirSync("build", { recursive: true });
  const temporary = `${to}.${process.pid}.wasm`;
  const { error, stderr } = await asc.main(["--config", "asconfig.json", "--target", target, "--outFile", temporary]);
  if (error) {
    console.error(String(stderr));
    process.exit(1);
  }
  const bytes = readFileSync(temporary);
  renameSync(temporary, to);
  return bytes;
}

function writeInline(bytes: Buffer): void {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const text = `// Made by scripts/build-wasm.ts from assembly/.\nexport const wasmHash = "${hash}";\nexport const wasmBase64: string =\n  "${bytes.toString("base64")}";\n`;
  writeFileSync(`${inline}.${process.pid}`, text);
  renameSync(`${inline}.${process.pid}`, inline);
  console.error(`wasm ${bytes.length} bytes, sha256 ${hash.slice(0, 12)}`);
}

const upToDate =
  process.argv.includes("--if-changed") &&
  existsSync(product) &&
  statSync(product).mtimeMs > Math.max(newest("assembly"), statSync("asconfig.json").mtimeMs, statSync("scripts/build-wasm.ts").mtimeMs);

if (!upToDate) {
  if (checked) await compile("checked", product);
  else writeInline(await compile("release", "build/ancilla.wasm"));
}
