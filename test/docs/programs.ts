/** Programs of a page of the documentation, run as a reader would: from a file, against the sources. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { vi } from "vitest";

/** The blocks of one language on a page. */
export function blocksOf(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, block]) => block);
}

export function pageOf(name: string): string {
  return readFileSync(`docs/${name}.md`, "utf8");
}

/** The words of a command of a page; quotes are all that a shell would take away. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

/** Entries whose sources are no file of their name. */
const FOLDERS: Readonly<Record<string, string>> = {
  documents: "src/documents/index.ts",
  editor: "src/documents/editor/index.ts",
  exchange: "src/exchange/index.ts",
  figures: "src/figures/index.ts",
};

/** Runs programs in a folder of their own; gives what they print. */
export class Programs {
  private readonly folder: string;
  private count = 0;

  constructor(name: string) {
    this.folder = resolve(`build/${name}-${process.pid}`);
  }

  async printed(program: string): Promise<unknown[]> {
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, `program${this.count++}.ts`);
    writeFileSync(
      file,
      program.replace(
        /from "ancilla(?:\/(\w+))?"/g,
        (_all, entry = "index") => `from ${JSON.stringify(resolve(FOLDERS[entry] ?? `src/${entry}.ts`))}`,
      ),
    );
    const values: unknown[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...given) => void values.push(...given));
    try {
      await import(/* @vite-ignore */ pathToFileURL(file).href);
    } finally {
      log.mockRestore();
    }
    return values;
  }

  cleanUp(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
