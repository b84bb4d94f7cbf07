/** The command line for golden requests: each call in a process and a folder of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import type { Tools } from "./table.ts";

/** Runs `ancilla` with these words. */
export type Command = (words: readonly string[]) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;

/** Tools around one way to run the command line; `folderOfBundle` is where its worker lies. */
export function toolsOf(ancilla: Command, folderOfBundle?: () => Promise<string>): Tools {
  return {
    ...(folderOfBundle ? { worker: async () => pathToFileURL(join(await folderOfBundle(), "worker.js")) } : {}),
    async command(words) {
      const folder = mkdtempSync(join(tmpdir(), "ancilla-golden-"));
      try {
        const { code, out, err } = await ancilla(words.map((word) => (word === "@" ? folder : word)));
        if (code !== 0) throw new Error(`ancilla ${words.join(" ")} ended with ${code}: ${err}`);
        const files = readdirSync(folder).filter((name) => !name.endsWith(".run.json"));
        return { ...Object.fromEntries(files.map((name) => [name, contentOf(join(folder, name))])), ...outputOf(words, out) };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Standard output where it is data. */
function outputOf(words: readonly string[], out: string): Readonly<Record<string, string>> {
  return words.includes("--json") ? { "standard output": withoutVersion(out) } : {};
}

/** A file without what changes with each version: an archive's entries unpacked, the pages of a Parquet file without its footer. */
function contentOf(path: string): string | Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith(".parquet")) return bytes.subarray(0, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8));
  if (!path.endsWith(".npz")) return withoutVersion(bytes.toString("utf8"));
  return Object.entries(unzipSync(bytes))
    .map(([name, content]) => `${name}\n${withoutVersion(Buffer.from(content).toString("latin1"))}`)
    .join("\n");
}

/** Text without what changes with each version: its number, the binary's hash, the words of warnings, and seconds. */
function withoutVersion(text: string): string {
  return text
    .replaceAll(/"(ancilla|wasm)":\s*"[^"]*"/g, '"$1": ""')
    .replaceAll(/"warnings":\s*\[(?:\s*"(?:[^"\\]|\\.)*",?)*\s*\]/g, '"warnings": []')
    .replaceAll(/"seconds":\s*[\d.e+-]+/g, '"seconds": 0');
}
