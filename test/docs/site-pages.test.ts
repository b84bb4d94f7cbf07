/** Runs the programs of the site's guides and of the pages beyond the papers, and compares what they print with what the pages say. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("site-pages");
const near = (value: number, digits: number) => expect.closeTo(value, digits);
const nearAll = (values: readonly number[]) => values.map((value) => near(value, 6));
const papers = JSON.stringify(resolve("src/papers.ts"));

const folder = mkdtempSync(join(tmpdir(), "ancilla-site-pages-"));

afterAll(() => {
  programs.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** log₁₀ of the coherence of N atoms at n̄ = 10, from integers: 21^N/(11^(N+1) − 10^(N+1)) − 1. */
function exactCoherence(N: number): number {
  const n = BigInt(N);
  const [over, under] = [21n ** n, 11n ** (n + 1n) - 10n ** (n + 1n)];
  const scaled = ((over * 10n ** 20n) / under).toString();
  return Number(`${scaled[0]}.${scaled.slice(1, 18)}e${scaled.length - 1 - 20}`) - 1;
}

/** What each program prints. */
const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "first-model": [
    [expect.any(Number), []],
    [near(1.5, 7), true],
  ],
  "learn/index": [
    [[0.5, ...nearAll([0.0374338, -0.1324507, -0.1948433, -0.217758])]],
    [near(-Math.tanh(0.5) / 2, 12), -Math.tanh(0.5) / 2, true],
    [[null, ...nearAll([-0.0044601, -0.0027029])], [null, 0, 0], [null, ...nearAll([0.0085452, 0.0031231])], near(0, 12), near(0, 12)],
    [Array(4).fill(near(-Math.tanh(0.5) / 2, 12)), nearAll([0.4927138, 0.331967, -0.0176431, -0.2274005])],
    [near(-Math.tanh(0.25) / 2, 12), -Math.tanh(0.25) / 2],
    [
      [0.5, ...nearAll([-0.038516, -0.1795485])],
      [0, ...nearAll([0.00291, 0.0010858])],
    ],
    [[0.5, ...nearAll([0.0167154, -0.231044])]],
  ],
  "stationary-states": [
    [true, 1, near(0.25, 9), true],
    [expect.stringMatching(/no stationary state/)],
    [2, false, near(0.8, 10)],
    nearAll([-0.9989079927, 0.00053143169, -0.00053143169]),
  ],
  ensembles: [[expect.any(Number), expect.any(Number)], [true]],
  reproducibility: [[true, true]],
  embedding: [["kerr"], [...Array.from({ length: 22 }, (_, k) => (k % 2 === 0 ? k / 2 : expect.any(Number))), []]],
  "beyond/thousand-atoms": [
    [20, 100, 1000].map((N) => expect.toSatisfy((C: number) => Math.abs(C / exactCoherence(N) - 1) < 1e-11)),
    [20, 1000].map((N) => expect.toSatisfy((C: number) => Math.abs(C / exactCoherence(N) - 1) < 1e-11)),
  ],
  "beyond/superradiant-harvest": [[11513, 17]],
  "beyond/above-the-bound": [
    [near(0.7182955, 6), near(0.7961671, 6), near(0.7246161, 6), expect.toSatisfy((C: number) => C < Math.SQRT1_2 && C > 0.69)],
  ],
  "beyond/entangled-cavities": [[near(0.1111149, 6), near(0.0438072, 6), near(0.000288, 6)]],
  "beyond/large-cascade": [[expect.any(String), near(3.028723, 6), near(2.2063709, 6)]],
};

describe.each(Object.keys(expected))("docs/%s.md", (name) => {
  const blocks = blocksOf(pageOf(name), "ts");

  it("has the programs that are held here", () => expect(blocks).toHaveLength(expected[name].length));

  it.each(blocks.map((program, k) => [k + 1, program] as const))("program %i prints what the page says", async (k, program) => {
    const values = await programs.printed(program.replaceAll('from "ancilla/papers"', `from ${papers}`));
    expect(values).toEqual(expected[name][k - 1]);
  });

  const commands = blocksOf(pageOf(name), "sh").flatMap((block) => [...block.matchAll(/^ancilla (.*)$/gm)].map(([, line]) => line));
  it.each(commands)("ancilla %s", async (line) => {
    const [typed, file] = line.replace(/ {2,}#.*$/, "").split(" > ");
    const words = [...typed.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    // files of the page lie in a folder of this test
    const { code, out } = await inProcess(words.map((word) => (/^(my\.yaml|results)$/.test(word) ? join(folder, word) : word)));
    expect([code, out.length > 50]).toEqual([0, true]);
    if (file !== undefined) writeFileSync(join(folder, file), out);
  });
});

it("the command of the home page prints what stands below it", async () => {
  const page = pageOf("index");
  const [line] = [...page.matchAll(/^npx ancilla (.*)$/gm)].map(([, words]) => words);
  const { code, out } = await inProcess(line.split(" "));
  const [table] = blocksOf(page, "text");
  expect([code, out.slice(0, table.length)]).toEqual([0, table]);
});
