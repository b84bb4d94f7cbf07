/** The reference: typedoc's pages, with what looks like a tag but is none written out. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Entries, programOf } from "./doc-examples.ts";
import { byTopic, linkedByTopic } from "./topics.ts";

/** Writes docs/api from the doc comments of every entry point. */
export async function makeReference(docs: string): Promise<void> {
  const namesOf = async (entry: string) => new Set(Object.keys(await import(pathToFileURL(resolve(docs, `../dist/${entry}.js`)).href)));
  const [library, papers, documents, linear] = await Promise.all(["index", "papers", "documents", "linear"].map(namesOf));
  const all: Entries = { ancilla: library, "ancilla/papers": papers, "ancilla/documents": documents };
  const typedoc = "node_modules/typedoc/bin/typedoc";
  execFileSync(process.execPath, [typedoc, "--options", "typedoc.json", "--logLevel", "Error"], { cwd: docs, stdio: "inherit" });
  const folder = join(docs, "api");
  rmSync(join(folder, "overview.md")); // the sidebar lists the entry points
  const made = (text: string, entries: Entries) => withoutTags(withFormulas(withPrograms(withoutNone(text), entries)));
  const { pages, places } = byTopic(withHeadings(readFileSync(join(folder, "index.md"), "utf8")));
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "index.md")) {
    const text = linkedByTopic(withHeadings(readFileSync(join(folder, name), "utf8")), places);
    const page = made(text, name === "linear.md" ? { "ancilla/linear": linear } : all).replace(/^# (\w+)$/m, "# ancilla/$1");
    writeFileSync(join(folder, name), page);
  }
  for (const [page, text] of pages) writeFileSync(join(folder, `${page}.md`), made(text, all));
}

/** What has no default has a dash in that column. */
function withoutNone(text: string): string {
  return text.replace(/^(\| .*(?<!\\)\|) `undefined` (\|.*)$/gm, "$1 – $2");
}

/** Code keeps its text; elsewhere only anchors and line breaks are tags. */
function withoutTags(text: string): string {
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]*`)/m)
    .map((part, k) => (k % 2 ? part : part.replace(/\\?<(?!a id="|\/a>|br ?\/?>)/g, "&lt;").replaceAll("{{", "&#123;&#123;")))
    .join("");
}

/** An example that is whole becomes a program, which a page can run. */
function withPrograms(text: string, entries: Entries): string {
  return text.replace(/(?<=^#+ Example\n\n)```ts\n([\s\S]*?)\n```$/gm, (block, code: string) => {
    const program = programOf(code, entries);
    return program === null ? block : `\`\`\`ts\n${program}\n\`\`\``;
  });
}

/** Formulas stand apart in the comments, two spaces in; a page keeps their lines. */
function withFormulas(text: string): string {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, k) =>
      k % 2
        ? part
        : part.replace(
            /(?<=\n\n)(?: {2,}(?![-*|\d]).*\n)+(?=\n)/g,
            (lines) => `\`\`\`text\n${lines.replace(/^ {2}/gm, "").replace(/\\([<>_*|])/g, "$1")}\`\`\`\n`,
          ),
    )
    .join("");
}

/** Links within a page name headings as often as those stand there: typedoc also counts those that differ in case or kind. */
function withHeadings(text: string): string {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.replace(/\W/g, "").toLowerCase());
  return text.replace(/\]\(#([a-z0-9]+)-(\d+)\)/g, (link, name: string, k: string) =>
    headings.filter((heading) => heading === name).length > Number(k) ? link : `](#${name})`,
  );
}
