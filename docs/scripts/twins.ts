/** Markdown beside every page of the built site, and all guides in one file for readers that are programs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beyond, codes, commands, type Group, guides, titleOf } from "./outline.ts";
import { pagesOf } from "./programs.ts";

/** From a page to the folder of the site. */
const up = (page: string): string => "../".repeat(page.split("/").length - 1);

/** The text of a page as a reader of Markdown takes it: without what only the site's builder reads, and with links that work in any folder. */
function plain(page: string, text: string): string {
  const bare = text
    .replace(/^---\n[\s\S]*?\n---\n+/, "")
    .replace(/^<!-- (?:fails: [\w-]+|run) -->\n/gm, "")
    .replace(/ \{#[\w-]+\}$/gm, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&#123;&#123;", "{{");
  return `${bare
    .replace(/\]\((?:\.\.\/)+examples\/([^)]+)\)/g, `](${up(page)}examples/$1.txt)`)
    .replace(/(?<=\s(?:src|href)=")\//g, up(page))
    .trim()}\n`;
}

/** The home page, whose words stand in its head. */
function home(text: string): string {
  const said = (key: string) => new RegExp(`^  ${key}: (.*)$`, "m").exec(text)?.[1] ?? "";
  const head = `# ${said("name")}\n\n${said("text")}. ${said("tagline")}\n\n[All pages](llms.txt), [all guides in one file](llms-full.txt).`;
  const body = text.replace(/<script setup>[\s\S]*?<\/script>|<LiveCascade \/>/g, "");
  return `${head}\n\n${plain("index.md", body)}`;
}

/** Writes page.md beside every page.html of a built site, and llms-full.txt. */
export function writeTwins(docs: string, site: string): void {
  for (const page of pagesOf(docs)) {
    if (!existsSync(join(site, page.replace(/\.md$/, ".html")))) continue;
    const text = readFileSync(join(docs, page), "utf8");
    mkdirSync(dirname(join(site, page)), { recursive: true });
    writeFileSync(join(site, page), page === "index.md" ? home(text) : plain(page, text));
  }
  const head = `# ancilla: every guide in one file

> What is left out: the reference of the functions (api/index.md and the pages that it links to), the gallery (gallery.md), the tables of the benchmarks (benchmarks.md) and what changed (about/changelog.md).
`;
  const parts = [...guides, beyond, commands, codes].flatMap(({ items }: Group) =>
    items
      .filter(({ link }) => !["/benchmarks", "/about/changelog"].includes(link))
      .map(({ link }) => {
        const page = link.endsWith("/") ? `${link}index.md` : `${link}.md`;
        return `<!-- ${titleOf(page)} -->\n\n${readFileSync(join(site, page), "utf8")}`;
      }),
  );
  writeFileSync(join(site, "llms-full.txt"), [head, ...parts].join("\n\n"));
}
