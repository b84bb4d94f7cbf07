/** A page for each code of an error: what docs/errors.md says of it, and what the library itself says to an example. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { faults } from "./document-faults.ts";

/** Headings of docs/errors.md that are codes, with what stands below them. */
function codesOf(page: string): readonly (readonly [code: string, text: string])[] {
  return [...page.matchAll(/^## ([A-Z_]+)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(([, code, text]) => [code, text.trim()]);
}

/** Rows of the table of documents' codes. */
function rowsOf(page: string): readonly (readonly [code: string, what: string, remedy: string])[] {
  return [...page.matchAll(/^\| `([\w-]+)` \| ([^|]*) \| ([^|]*) \|$/gm)]
    .map(([, code, what, remedy]) => [code, what.trim(), remedy.trim()] as const)
    .filter(([code]) => code !== "code");
}

/** What is thrown where a document is refused. */
export function refusal(text: string): { readonly code: string; readonly message: string } {
  try {
    documentModel(readDocument(text)).build({});
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("The document is taken, and should be refused.");
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const back = "[All codes](../errors.md)";

/** Writes docs/errors: a page per code. Throws where a code has no example, or one that fails with another code. */
export function makeErrorPages(docs: string): void {
  const page = readFileSync(join(docs, "errors.md"), "utf8");
  const folder = join(docs, "errors");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [code, text] of codesOf(page)) {
    const above = "`code` of an error that the library throws; the command line prints its sentence and ends with another code than 0.";
    writeFileSync(join(folder, `${code}.md`), `# ${code}\n\n${above}\n\n${text.replace(/\]\((\w[\w-]*\.md)/g, "](../$1")}\n\n${back}\n`);
  }
  for (const [code, what, remedy] of rowsOf(page)) {
    const text = faults[code];
    if (text === undefined) throw new Error(`docs/scripts/document-faults.ts has no document for ${code}.`);
    const { code: found, message } = refusal(text);
    if (found !== code) throw new Error(`The document for ${code} fails with ${found}: ${message}`);
    writeFileSync(
      join(folder, `${code}.md`),
      [
        `# ${code}`,
        "`code` of a `DocumentError`: a [model document](../documents.md) that is refused, when it is read or built. It has the place (`line`, `column`, `pointer`), and `ancilla check` prints all of them.",
        `**What is wrong.** ${sentence(what)}`,
        `**What to do.** ${sentence(remedy)}`,
        "## Example",
        `\`\`\`yaml\n${text}\`\`\``,
        "The library says:",
        `> ${message.replace(/[<*_{[\]]/g, "\\$&")}`,
        back,
        "",
      ].join("\n\n"),
    );
  }
}
