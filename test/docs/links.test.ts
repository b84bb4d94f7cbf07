/** Links between the pages: every guide can be reached, and nothing leads nowhere. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

// the pages of the gallery are made with the site, and looked at there
const guides = readdirSync("docs")
  .filter((file) => file.endsWith(".md") && !file.startsWith("gallery"))
  .map((file) => `docs/${file}`);
const pages = ["README.md", "CONTRIBUTING.md", ...guides];

/** A page without its blocks of code. */
const prose = (page: string): string => readFileSync(page, "utf8").replace(/^```[\s\S]*?^```/gm, "");

/** Pages that are made with the site, and not there before; its own test follows links to them. */
const MADE = /^docs\/(about|api|cli|errors|papers)\//;

/** Where the links of a page lead, as paths from the root with their anchors; other sites are left out. */
function linksOf(page: string): readonly (readonly [file: string, anchor: string])[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file, anchor = ""] = target.split("#");
      return [file === "" ? page : normalize(join(dirname(page), file)), anchor] as const;
    })
    .filter(([file]) => !MADE.test(file));
}

/** The anchors of a page's headings. */
function anchorsOf(page: string): readonly string[] {
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("links", () => {
  it.each(pages)("of %s lead somewhere", (page) => {
    for (const [file, anchor] of linksOf(page)) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      if (anchor !== "" && file.endsWith(".md")) expect(anchorsOf(file)).toContain(anchor);
    }
  });

  it("stay within the package where a page is part of it", () => {
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" })) as [
      { files: { path: string }[] },
    ];
    const packed = new Set(files.map(({ path }) => path));
    expect([packed.has("README.md"), packed.has("docs/first-model.md")]).toEqual([true, true]);
    const lost = [...packed]
      .filter((path) => /^(docs\/)?[^/]+\.md$/.test(path) && existsSync(path))
      .flatMap((page) => linksOf(page).map(([file]) => [page, file]))
      .filter(([, file]) => !packed.has(file) && !existsSync(`${file}/.`));
    expect(lost).toEqual([]);
  }, 60_000);

  it("reach every guide from the README and from the page for contributors", () => {
    const reached = new Set(["README.md", "CONTRIBUTING.md"]);
    for (const page of reached) for (const [file] of linksOf(page)) if (pages.includes(file)) reached.add(file);
    // The home page of the site stands where the README stands here.
    expect(guides.filter((guide) => !reached.has(guide) && guide !== "docs/index.md")).toEqual([]);
  });
});
