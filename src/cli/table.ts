/** Tables for people. */
import type { Column } from "../files/record.ts";
import { BOLD, visible } from "./output.ts";

/** A number for reading: six digits, no noise behind them; a dash where it is not defined. */
export function readable(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return visible(value);
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e7 ? String(Number(value.toPrecision(6))) : value.toExponential(4).replace(/\.?0+e/, "e");
}

/** Rows under headings, columns aligned; numbers to the right, words to the left. For `print`, which makes the headings bold. */
export function table(headings: readonly string[], rows: readonly (readonly (number | string | null | undefined)[])[]): string {
  const titles = headings.map(visible);
  const cells = rows.map((row) => headings.map((_, i) => readable(row[i])));
  const widths = titles.map((heading, i) => Math.max(width(heading), ...cells.map((row) => width(row[i]))));
  const left = headings.map((_, i) => rows.some((row) => typeof row[i] === "string"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => {
        const space = " ".repeat(widths[i] - width(cell));
        return left[i] ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd();
  return [BOLD + line(titles), ...cells.map(line)].join("\n");
}

/** Columns as a table with at most `most` rows, evenly picked, first and last among them. */
export function columnTable(columns: Readonly<Record<string, Column>>, most = 21): string {
  const headings = Object.keys(columns);
  const length = Math.max(0, ...headings.map((name) => columns[name].length));
  const picked = Math.min(length, most);
  const rows = Array.from({ length: picked }, (_, i) => (picked === 1 ? 0 : Math.round((i * (length - 1)) / (picked - 1))));
  const text = table(
    headings,
    rows.map((row) => headings.map((name) => columns[name][row])),
  );
  return length > picked ? `${text}\n(${picked} of ${length} rows; --json or --out for all)` : text;
}

/** Break a sentence into lines of at most `columns` letters. */
export function wrapped(text: string, indent: string, columns = 100): string {
  const lines: string[] = [];
  let line = "";
  for (const word of visible(text.replaceAll("\n", " ")).split(/ +/)) {
    if (line && line.length + word.length + 1 > columns - indent.length) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((part) => indent + part).join("\n");
}

function width(text: string): number {
  return [...text].length;
}
