/** The bench table and the comparison with an earlier run, as text. */
import type { Row } from "./harness.ts";

const HEAD = ["case", "wasm", "pure JS", "ratio", "median", "minimum", "notes"] as const;

/** A time with three digits and its unit: `12.3 µs`. */
export function duration(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1, "s"],
    [1e-3, "ms"],
    [1e-6, "µs"],
    [1e-9, "ns"],
  ];
  const [size, name] = units.find(([unit]) => seconds >= 0.9995 * unit) ?? units[3];
  return `${(seconds / size).toPrecision(3)} ${name}`;
}

function cells(row: Row): string[] {
  const speed = row.gflops === null ? "" : `${row.gflops.toFixed(1)} Gflop/s, ${Math.round(100 * (row.share ?? 0))} % of the limit`;
  return [
    row.name,
    duration(row.wasm.mean),
    row.plain ? duration(row.plain.mean) : "–",
    row.ratio === null ? "–" : `${row.ratio.toPrecision(3)}×`,
    duration(row.wasm.median),
    duration(row.wasm.minimum),
    [speed, row.notes].filter(Boolean).join("; "),
  ];
}

/** A Markdown table, so that it can be pasted into the README. Wasm and pure JS are means; median and minimum are wasm's. */
export function table(rows: readonly Row[]): string {
  return align([[...HEAD], ...rows.map(cells)]);
}

/** Rows of cells as a Markdown table; the first row is its head. */
export function align(lines: readonly string[][]): string {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`);
  return [text[0], `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...text.slice(1)].join("\n");
}

/** One case in two runs: `change` > 1 means slower now. */
export interface Change {
  readonly name: string;
  readonly before: number;
  readonly now: number;
  readonly change: number;
}

/** Minimum times of the cases that both runs have, slowest change first. */
export function compare(now: readonly Row[], before: readonly Row[]): Change[] {
  const old = new Map(before.map((row) => [row.name, row.wasm.minimum]));
  return now
    .flatMap(({ name, wasm }) => {
      const was = old.get(name);
      return was === undefined ? [] : [{ name, before: was, now: wasm.minimum, change: wasm.minimum / was }];
    })
    .sort((a, b) => b.change - a.change);
}

/** Changes as a table; those slower by more than 10 % are marked. */
export function changesTable(changes: readonly Change[]): string {
  const lines = changes.map(({ name, before, now, change }) => [
    name,
    duration(before),
    duration(now),
    `${change.toFixed(2)}×`,
    change > 1.1 ? "SLOWER" : change < 1 / 1.1 ? "faster" : "",
  ]);
  return align([["case", "before", "now", "now / before", ""], ...lines]);
}
