/** The reference: typedoc's pages, with what looks like a tag but is none written out. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Writes docs/api from the doc comments of every entry point. */
export async function makeReference(docs: string): Promise<void> {
  const library = new Set(Object.keys(await import(pathToFileURL(resolve(docs, "../dist/index.js")).href)));
  const typedoc = "node_modules/typedoc/bin/typedoc";
  execFileSync(process.execPath, [typedoc, "--options", "typedoc.json", "--logLevel", "Error"], { cwd: docs, stdio: "inherit" });
  const folder = join(docs, "api");
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(
      join(folder, name),
      withoutTags(withFormulas(withPrograms(withHeadings(text), library))).replace(/^# (\w+)$/m, (_, entry) =>
        entry === "index" || entry === "ancilla" ? "# ancilla" : `# ancilla/${entry}`,
      ),
    );
  }
}

/** Code keeps its text; elsewhere only anchors and line breaks are tags. */
function withoutTags(text: string): string {
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]*`)/m)
    .map((part, k) => (k % 2 ? part : part.replace(/\\?<(?!a id="|\/a>|br ?\/?>)/g, "&lt;").replaceAll("{{", "&#123;&#123;")))
    .join("");
}

/** An example of one expression that is made of the library's names alone becomes a program, which a page can run. */
function withPrograms(text: string, library: ReadonlySet<string>): string {
  return text.replace(/(?<=^#+ Example\n\n)```ts\n([^\n]+?);?( \/\/ [^\n]*)?\n```$/gm, (block, expression: string, value = "") => {
    const bare = expression
      .replace(/"[^"]*"/g, "")
      .replace(/\.\w+/g, "")
      .replace(/\w+:/g, "");
    const names = [...new Set([...bare.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name))];
    if (names.length === 0 || !names.every((name) => library.has(name))) return block;
    return `\`\`\`ts\nimport { ${names.sort().join(", ")} } from "ancilla";\n\nconsole.log(${expression});${value}\n\`\`\``;
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
