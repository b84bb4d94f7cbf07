/** Runs the programs of docs/correlations.md as a reader would. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { inProcess } from "../cli/inprocess.ts";

const text = readFileSync("docs/correlations.md", "utf8");
const programs = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, program]) => program);
const commands = [...text.matchAll(/^ancilla (.*)$/gm)].map(([, line]) => line.replace(/ --out \S+ --format \S+/, ""));
const folder = resolve(`build/docs-correlations-${process.pid}`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("docs/correlations.md", () => {
  it.each(programs.map((program, k) => [k + 1, program] as const))("program %i prints numbers", async (k, program) => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `program${k}.ts`);
    writeFileSync(file, program.replaceAll('from "ancilla"', `from ${JSON.stringify(resolve("src/index.ts"))}`));
    const printed: unknown[][] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...words) => void printed.push(words));
    try {
      await import(/* @vite-ignore */ file);
    } finally {
      log.mockRestore();
    }
    const output = JSON.stringify(printed);
    expect(output).toMatch(/\d\.\d+/);
    expect(output).not.toMatch(/NaN|undefined|null,null/);
  });

  it.each(commands)("ancilla %s", async (line) => {
    const { code, err, out } = await inProcess(line.split(" "));
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(50);
  });

  it("names only what is there", async () => {
    const ancilla: Record<string, unknown> = await import("../../src/index.ts");
    for (const [, name] of text.matchAll(/`(\w+)\(m\b/g)) expect(typeof ancilla[name], name).toBe("function");
  });
});
