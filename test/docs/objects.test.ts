/** Runs the programs of docs/objects.md as a reader would. */
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const text = pageOf("objects");
const programs = new Programs("objects");

afterAll(() => programs.cleanUp());

describe("docs/objects.md", () => {
  it.each(blocksOf(text, "ts").map((program, k) => [k + 1, program] as const))("program %i prints numbers", async (_, program) => {
    const printed = JSON.stringify(await programs.printed(program));
    expect(printed).toMatch(/\d/);
    expect(printed).not.toMatch(/NaN|undefined|null/);
  });

  it("prints what the page says", async () => {
    const [, , modes, chain, channels] = blocksOf(text, "ts");
    const loss = (await programs.printed(modes))[2] as Float64Array;
    expect([...loss].map((x) => Math.round(1000 * x) / 10)).toEqual([0.1, 1.6, 8.7]);
    const ground = (await programs.printed(chain)).at(-1);
    const band = [1, 2, 3].reduce((sum, k) => sum - 2 * Math.cos((Math.PI * k) / 7), 0);
    expect(Number(ground)).toBeCloseTo(band, 8);
    const [F, average, kept] = (await programs.printed(channels)) as number[];
    expect([F, average, kept]).toEqual([expect.closeTo(0.9, 14), expect.closeTo(14 / 15, 14), expect.closeTo(2.28 / 3, 14)]);
  });

  it("names only what is there", async () => {
    const ancilla: Record<string, unknown> = await import("../../src/index.ts");
    for (const [, name] of text.matchAll(/\| `(\w+)\(/g)) expect(typeof ancilla[name], name).toBe("function");
  });
});
