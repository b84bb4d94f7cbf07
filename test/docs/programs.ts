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
    const sources = program
      .replaceAll('from "ancilla"', `from ${JSON.stringify(resolve("src/index.ts"))}`)
      .replaceAll('from "ancilla/node"', `from ${JSON.stringify(resolve("src/node.ts"))}`);
    writeFileSync(file, sources);
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
