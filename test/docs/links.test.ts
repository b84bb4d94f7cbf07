/** Links between the pages: every guide can be reached, and nothing leads nowhere. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const guides = readdirSync("docs")
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);
const pages = ["README.md", "CONTRIBUTING.md", ...guides];

/** A page without its blocks of code. */
const prose = (page: string): string => readFileSync(page, "utf8").replace(/^```[\s\S]*?^```/gm, "");

/** Where the links of a page lead, as paths from the root with their anchors; other sites are left out. */
function linksOf(page: string): readonly (readonly [file: string, anchor: string])[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file, anchor = ""] = target.split("#");
      return [file === "" ? page : normalize(join(dirname(page), file)), anchor];
    });
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

  it("reach every guide from the README", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) for (const [file] of linksOf(page)) if (pages.includes(file)) reached.add(file);
    // The home page of the site stands where the README stands here.
    expect(guides.filter((guide) => !reached.has(guide) && guide !== "docs/index.md")).toEqual([]);
  });
});
