/** Runs what the README shows: each block under `<!-- run -->`, as a reader would. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { ancilla, cleanUp } from "./cli/ancilla.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/<!-- run -->\n```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }));
const programs = blocks.filter(({ language }) => language === "ts");
const commands = blocks.filter(({ language }) => language === "bash").flatMap(({ text }) => text.trim().split("\n"));
const folder = resolve(`build/readme-${process.pid}`);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

describe("the README", () => {
  it("has two programs and a page of commands to run", () => {
    expect(programs).toHaveLength(2);
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(programs.map(({ text }, i) => [i + 1, text] as const))(
    "program %i runs and prints numbers",
    async (i, text) => {
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `program${i}.mts`);
      writeFileSync(file, text.replaceAll('from "ancilla"', `from ${JSON.stringify(resolve("src/index.ts"))}`));
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", file]);
      expect(stderr).toBe("");
      expect(stdout).toMatch(/\d\.\d+/);
      expect(stdout).not.toMatch(/NaN|undefined/);
    },
    240_000,
  );

  it.each(commands)("%s", async (line) => {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
    expect(words.shift()).toBe("ancilla");
    const { code, out, err } = await ancilla(words);
    expect(err).not.toContain("ancilla:");
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(50);
    if (words.includes("--json")) JSON.parse(out);
  });

  it("suggests only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const [, name] of readme.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name]);
  });
});
