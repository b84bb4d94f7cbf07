/** Names and options in the guides, as the sources and the command line spell them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../docs/scripts/cli-reference.ts";

const sources = ["src", "assembly", "bindings"].flatMap((folder) =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`),
);
const spelt = new Set(sources.flatMap((file) => readFileSync(file, "utf8").match(/[A-Za-z_]\w*/g) ?? []));
const options = new Set(commands().flatMap((command) => ["--help", ...command.options.map(({ long }) => long)]));

/** Of hosts and of other programs. */
const elsewhere = new Set(["structuredClone", "--appendonly", "--test-only"]);

// benchmarks have programs of their own
const guides = readdirSync("docs")
  .filter((file) => file.endsWith(".md") && !/^(gallery|benchmarks)/.test(file))
  .map((file) => `docs/${file}`);
const pages = ["README.md", ...guides, "docs/learn/index.md", "docs/compare/index.md"];

/** What stands in backquotes on a page. */
const quoted = (page: string) =>
  [
    ...readFileSync(page, "utf8")
      .replace(/^```[\s\S]*?^```/gm, "")
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, code]) => code);

describe("the guides spell as the program does", () => {
  it.each(pages)("%s", (page) => {
    const said = quoted(page);
    // columns are made of a name and an ending: dU_idle_total, standardError_T1
    const names = said.flatMap((code) => code.match(/(?<![\w.-])[a-z]+[A-Z]\w*/g) ?? []).map((name) => name.split("_")[0]);
    const flags = said.flatMap((code) => code.match(/(?<![\w-])--[a-z][\w-]*/g) ?? []);
    expect(names.filter((name) => !spelt.has(name) && !elsewhere.has(name))).toEqual([]);
    expect(flags.filter((flag) => !options.has(flag) && !elsewhere.has(flag))).toEqual([]);
  });

  it("is told of many of them", () => {
    const all = new Set(pages.flatMap(quoted).flatMap((code) => code.match(/(?<![\w.-])[a-z]+[A-Z]\w*|(?<![\w-])--[a-z][\w-]*/g) ?? []));
    expect(all.size).toBeGreaterThan(180);
  });
});
