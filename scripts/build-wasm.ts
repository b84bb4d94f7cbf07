/**
 * Compiles `assembly/` and inlines the binary for every bundler and runtime.
 *
 *   assembly/index.ts ──asc──▶ build/ancilla.wasm ──text────▶ bindings/inline.ts
 *                     │                         └──sha256──▶ bindings/hash.ts, and a section of the binary itself
 *                     └─`--checked`──▶ build/ancilla.checked.wasm, with asserts, for the tests of kernels
 *
 * A binary that is handed in says by that section whether it is the one that the code was built with.
 *
 * `--if-changed` leaves alone what is newer than its sources. Files are written beside their place and renamed, so that a reader
 * never sees half a binary.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { textOfBytes } from "../bindings/binary-text.ts";

const inline = "bindings/inline.ts";
const hashed = "bindings/hash.ts";
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

/** A custom section of a binary, by name: its id, its length, the length of its name, its name, its content (all below 128 bytes). */
function customSection(name: string, content: string): Buffer {
  const body = Buffer.concat([Buffer.from([name.length]), Buffer.from(name + content)]);
  return Buffer.concat([Buffer.from([0, body.length]), body]);
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

function writeInline(bytes: Buffer): void {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const named = Buffer.concat([bytes, customSection("ancilla", hash)]);
  writeFileSync("build/ancilla.wasm", named);
  const made = "// Made by scripts/build-wasm.ts from assembly/.\n";
  write(
    hashed,
    `${made}/** SHA-256 of the engine's binary: results of equal hashes have equal bits. */\nexport const wasmHash = "${hash}";\n`,
  );
  write(inline, `${made}export const wasmText: string =\n  "${textOfBytes(named)}";\n`);
  console.error(`wasm ${named.length} bytes, sha256 ${hash.slice(0, 12)}`);
}

const upToDate =
  process.argv.includes("--if-changed") &&
  existsSync(product) &&
  existsSync(hashed) &&
  statSync(product).mtimeMs >
    Math.max(
      newest("assembly"),
      ...["asconfig.json", "bindings/binary-text.ts", "scripts/build-wasm.ts"].map((file) => statSync(file).mtimeMs),
    );

if (!upToDate) {
  if (checked) await compile("checked", product);
  else writeInline(await compile("release", "build/ancilla.wasm"));
}
