/** The reference: typedoc's pages, with what looks like a tag but is none written out. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes docs/api from the doc comments of every entry point. */
export function makeReference(docs: string): void {
  const typedoc = "node_modules/typedoc/bin/typedoc";
  execFileSync(process.execPath, [typedoc, "--options", "typedoc.json", "--logLevel", "Error"], { cwd: docs, stdio: "inherit" });
  const folder = join(docs, "api");
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(
      join(folder, name),
      withoutTags(withHeadings(text)).replace(/^# (\w+)$/m, (_, entry) =>
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

/** Links within a page name headings as often as those stand there: typedoc also counts those that differ in case or kind. */
function withHeadings(text: string): string {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.replace(/\W/g, "").toLowerCase());
  return text.replace(/\]\(#([a-z0-9]+)-(\d+)\)/g, (link, name: string, k: string) =>
    headings.filter((heading) => heading === name).length > Number(k) ? link : `](#${name})`,
  );
}
