/** The command line for golden requests: each call in a process and a folder of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Tools } from "./table.ts";

/** Runs `ancilla` with these words. */
export type Command = (words: readonly string[]) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;

/** Tools around one way to run the command line. */
export function toolsOf(ancilla: Command): Tools {
  return {
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

function contentOf(path: string): string {
  const bytes = readFileSync(path);
  if (path.endsWith(".npz")) {
    const entries = Object.entries(unzipSync(bytes)).map(([name, content]) => `${name}\n${Buffer.from(content).toString("latin1")}`);
    return withoutVersion(entries.join("\n"));
  }
  return withoutVersion(bytes.toString(path.endsWith(".parquet") ? "latin1" : "utf8"));
}

/** Text, such as JSON, without what changes with each version: its number, the binary's hash, and the words of warnings and seconds. */
function withoutVersion(text: string): string {
  return text
    .replaceAll(/"(ancilla|wasm)":\s*"[^"]*"/g, '"$1": ""')
    .replaceAll(/"warnings":\s*\[(?:\s*"(?:[^"\\]|\\.)*",?)*\s*\]/g, '"warnings": []')
    .replaceAll(/"seconds":\s*[\d.e+-]+/g, '"seconds": 0');
}
