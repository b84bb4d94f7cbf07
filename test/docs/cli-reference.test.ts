/** The reference of the command line: every example that help shows is understood, and each page holds what the program knows. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands, examplesOf, makeCliReference } from "../../docs/scripts/cli-reference.ts";
import { load } from "../../src/cli/commands.ts";
import { program } from "../../src/cli/program.ts";
import { wordsOf } from "./programs.ts";

const docs = mkdtempSync(join(tmpdir(), "ancilla-cli-reference-"));
const page = (name: string) => readFileSync(join(docs, `cli/${name}.md`), "utf8");
beforeAll(() => makeCliReference(docs));
afterAll(() => rmSync(docs, { recursive: true, force: true }));

/** Commands of a line, without what the shell does with them and without the words that help writes behind them. */
function typed(line: string): readonly string[][] {
  return line
    .split(/ && | \| /)
    .filter((part) => part.startsWith("ancilla "))
    .map((part) => wordsOf(part.replace(/ [<>] \S+/g, "").split(/ {3,}/)[0]).slice(1));
}

const examples = commands().flatMap((command) => examplesOf(command).flatMap(typed));

describe("the reference of the command line", () => {
  it("has a page for each command, with each of its options", () => {
    expect(readdirSync(join(docs, "cli")).sort()).toEqual(["index.md", ...commands().map((command) => `${command.name()}.md`)].sort());
    for (const command of commands()) {
      const rows = [...page(command.name()).matchAll(/^\| `(-[^`]*)` \|/gm)].map(([, flags]) => flags.replaceAll("\\|", "|"));
      expect([command.name(), rows]).toEqual([command.name(), command.options.map(({ flags }) => flags)]);
      expect(page("index")).toContain(`](./${command.name()}.md)`);
    }
  });

  it("shows examples of all commands but those that need none", () => {
    const none = commands().filter((command) => examplesOf(command).length === 0);
    expect(none.map((command) => command.name())).toEqual([]);
    expect(examples.length).toBeGreaterThan(60);
  });

  it.each(examples.map((words) => [words.join(" "), words] as const))("understands: ancilla %s", async (_line, words) => {
    const top = program(await load());
    let asked = "";
    for (const command of top.commands) command.action(() => void (asked = command.name()));
    await top.parseAsync([...words], { from: "user" });
    expect(asked).toBe(words[0]);
  });
});
