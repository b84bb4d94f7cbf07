/** The page of the papers: its programs print what it says, and it names every figure of the papers and every erratum. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makePapers, papers } from "../../docs/scripts/papers.ts";
import { figures } from "../../src/figures/index.ts";
import { Programs, pageOf } from "./programs.ts";

const programs = new Programs("papers");
const docs = mkdtempSync(join(tmpdir(), "ancilla-papers-"));
afterAll(() => {
  programs.cleanUp();
  rmSync(docs, { recursive: true, force: true });
});

const above = (least: number) => expect.toSatisfy((value: number) => value > least);
const printed: Readonly<Record<string, readonly unknown[]>> = {
  phaseonium: [expect.closeTo(1.5, 7)],
  structured: [above(0), above(-1)],
  rotor: [expect.any(Number), expect.any(Number), expect.any(Number)],
  atoms: [expect.toSatisfy((C: number) => Math.abs(C / 43469 - 1) < 1e-4)],
  composite: [expect.closeTo(0.7529, 4)],
};

describe("the papers", () => {
  it.each(papers.map(({ models, program }) => [models[0], program] as const))("%s prints what it says", async (name, program) => {
    expect(await programs.printed(program)).toEqual(printed[name]);
  });

  it("has the numbers of figures and errata", () => {
    writeFileSync(join(docs, "errata.md"), pageOf("errata"));
    makePapers(docs);
    const page = readFileSync(join(docs, "papers/index.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| \[(\d+)\]\(\S+\) \| \[(\d+)\]/gm)];
    expect(rows.map(([, name]) => name)).toEqual(papers.flatMap(({ models }) => models));
    for (const [, name, count] of rows) expect(Number(count)).toBe(figures.filter(({ id }) => id.startsWith(`${name}-`)).length);
    const errata = [...pageOf("errata").matchAll(/^\d+\. /gm)].length;
    expect(rows.reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(errata);
  });
});
