/** README.md and docs/benchmarks.md show the files of bench/results, and those hold only what can be measured today. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Case, Row } from "../../bench/harness.ts";
import { pages } from "../../bench/pages.ts";
import { type PeerReport, peerNotes, peerTable, readmeTable } from "../../bench/peers/peer-table.ts";
import { startPeer } from "../../bench/peers/process.ts";
import { peerRows } from "../../bench/peers/rows.ts";

const results = "bench/results";
const files = (names: RegExp) => readdirSync(results).filter((name) => names.test(name));
const read = <T>(name: string) => JSON.parse(readFileSync(join(results, name), "utf8")) as { rows: readonly T[] };

const report: PeerReport = {
  machine: { cpu: "CPU", cores: 2, platform: "linux x64", load: 0.5 },
  node: "v20.0.0",
  wasmHash: "0123456789abcdef",
  rounds: 1,
  seconds: 1,
  versions: { ancilla: "1.0.0", "hand-written JS": "v20.0.0", numeric: "1.2.6", mathjs: "15.0.0", QuTiP: "5.3.1" },
  rows: [
    {
      id: "a",
      title: "row a",
      per: "call",
      tolerance: 1e-10,
      note: "",
      readme: true,
      results: {
        ancilla: { minimum: 1.234e-6, median: 1.5e-6, error: null },
        "hand-written JS": { minimum: 2e-6, median: 2.2e-3, error: 0 },
        numeric: { minimum: 9e-6, median: 9.5e-6, error: 2.3e-15 },
        mathjs: { minimum: 8e-6, median: 9e-6, error: 1e-15 },
      },
    },
    {
      id: "b",
      title: "row b",
      per: "realisation",
      tolerance: 1e-6,
      note: "prepared",
      readme: false,
      results: {
        ancilla: { minimum: 2, median: 3, error: 1e-9 },
        mathjs: { minimum: null, median: null, error: 0.3, failure: "wrong: 3e-1" },
      },
    },
  ],
};

describe("tables of peers", () => {
  it("show minimum, median and error, failures and gaps", () => {
    expect(peerTable(report)).toMatchInlineSnapshot(`
      "| work                   | ancilla             | hand-written JS   | numeric               | mathjs                | QuTiP | tolerance |
      | ---------------------- | ------------------- | ----------------- | --------------------- | --------------------- | ----- | --------- |
      | row a                  | 1.23 µs (1.50)      | 2.00 µs (2200), 0 | 9.00 µs (9.50), 2e-15 | 8.00 µs (9.00), 1e-15 | –     | 1e-10     |
      | row b; per realisation | 2.00 s (3.00), 1e-9 | –                 | –                     | wrong: 3e-1           | –     | 1e-6      |"
    `);
    expect(peerNotes(report)).toBe("- row b: prepared.");
  });

  it("name the fastest library in the README", () => {
    expect(readmeTable(report)).toMatchInlineSnapshot(`
      "| work  | ancilla | hand-written JS | fastest JS library | fastest in Python |
      | ----- | ------- | --------------- | ------------------ | ----------------- |
      | row a | 1.23 µs | 2.00 µs         | 8.00 µs (mathjs)   | –                 |"
    `);
  });
});

describe("the pages", () => {
  it("show what bench/results holds", () => {
    for (const { file, text } of pages(results)) expect(text, file).toBe(readFileSync(file, "utf8"));
  });

  it("follow the results", () => {
    const folder = mkdtempSync(join(tmpdir(), "ancilla-bench-"));
    try {
      writeFileSync(join(folder, "peers-node-99.json"), JSON.stringify(report));
      const [readme, docs] = pages(folder);
      expect(readme.text).toContain("8.00 µs (mathjs)");
      expect(docs.text).toContain("wrong: 3e-1");
      expect(docs.text).not.toContain("multiply-add limit 3"); // no cases in that folder
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("show cases and rows that exist", async () => {
    const topics = readdirSync("bench/cases").map(
      (name) => import(/* @vite-ignore */ resolve("bench/cases", name)) as Promise<{ cases: readonly Case[] }>,
    );
    const cases = new Set((await Promise.all(topics)).flatMap(({ cases }) => cases.map(({ name }) => name)));
    for (const file of files(/^node-\d+\.json$/)) {
      for (const { name } of read<Row>(file).rows) expect(cases, `${file}: ${name}`).toContain(name);
    }
    for (const file of files(/^peers-node-\d+\.json$/)) {
      const shown = read<{ id: string; title: string }>(file).rows.map(({ id, title }) => [id, title]);
      expect(shown, file).toEqual(peerRows.map(({ id, title }) => [id, title]));
    }
  });
});

describe("the peers", () => {
  it("come from no particular registry", () => {
    expect(readFileSync("bench/peers/package-lock.json", "utf8")).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
  });

  it("have ten rows in the README", () => expect(peerRows.filter(({ readme }) => readme)).toHaveLength(10));

  it("give the numbers of ancilla in hand-written JavaScript", async () => {
    const [own, plain] = await Promise.all([startPeer("ancilla", null), startPeer("plain", null)]);
    try {
      expect([...own.rows].sort()).toEqual(peerRows.map(({ id }) => id).sort());
      for (const row of ["product-4", "cavity"]) {
        const answers = [await own.measure(row, 1e-4), await plain.measure(row, 1e-4)];
        const [mine, theirs] = answers.map((answer) => ("error" in answer ? expect.fail(answer.error) : answer));
        expect(mine.minimum).toBeGreaterThan(0);
        expect(theirs.value).toHaveLength(mine.value.length);
        mine.value.forEach((x, i) => {
          expect(theirs.value[i]).toBeCloseTo(x, 12);
        });
      }
      expect(await plain.measure("kerr", 1e-4)).toHaveProperty("error");
    } finally {
      await Promise.all([own.stop(), plain.stop()]);
    }
  }, 120_000);
});
