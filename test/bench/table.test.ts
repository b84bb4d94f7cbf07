import { describe, expect, it } from "vitest";
import type { Row, Timing } from "../../bench/harness.ts";
import { changesTable, compare, duration, table } from "../../bench/table.ts";

const timing = (minimum: number): Timing => ({ mean: 1.2 * minimum, median: 1.1 * minimum, minimum, samples: 5 });
const row = (name: string, minimum: number, more: Partial<Row> = {}): Row => ({
  name,
  wasm: timing(minimum),
  plain: null,
  ratio: null,
  gflops: null,
  share: null,
  notes: "",
  ...more,
});

describe("the bench table", () => {
  it.each([
    [1.5, "1.50 s"],
    [0.9996, "1.00 s"],
    [0.0123, "12.3 ms"],
    [4.56e-6, "4.56 µs"],
    [2e-9, "2.00 ns"],
    [2e-11, "0.0200 ns"],
  ])("shows %f s as %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("has one line per case, with speed, share and notes together", () => {
    const rows = [row("a", 1e-3, { plain: timing(8e-3), ratio: 8, gflops: 20, share: 0.8, notes: "one core" }), row("long name", 2e-6)];
    expect(table(rows)).toMatchInlineSnapshot(`
      "| case      | wasm    | pure JS | ratio | median  | minimum | notes                                     |
      | --------- | ------- | ------- | ----- | ------- | ------- | ----------------------------------------- |
      | a         | 1.20 ms | 9.60 ms | 8.00× | 1.10 ms | 1.00 ms | 20.0 Gflop/s, 80 % of the limit; one core |
      | long name | 2.40 µs | –       | –     | 2.20 µs | 2.00 µs |                                           |"
    `);
  });

  it("compares what two runs share, slowest change first", () => {
    const changes = compare([row("a", 1), row("b", 3), row("new", 1)], [row("a", 2), row("b", 2), row("gone", 1)]);
    expect(changes.map(({ name, change }) => [name, change])).toEqual([
      ["b", 1.5],
      ["a", 0.5],
    ]);
    expect(changesTable(changes)).toContain("SLOWER");
  });
});
