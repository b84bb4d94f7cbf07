import { wrongValue } from "../errors.ts";
import type { Column } from "./record.ts";

/** A table as CSV: a header, then one row per point, numbers with all their digits, nothing where a quantity is not defined. */
export function toCsv(columns: Readonly<Record<string, readonly (number | string | null)[]>>): string {
  const names = Object.keys(columns);
  const rows = Math.max(0, ...names.map((name) => columns[name].length));
  const lines = [names.map(field).join(",")];
  for (let row = 0; row < rows; row++) lines.push(names.map((name) => field(columns[name][row] ?? null)).join(","));
  return `${lines.join("\n")}\n`;
}

function field(value: number | string | null): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "";
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Read a CSV table of numbers back: what `toCsv` wrote, or any table with a header and numeric columns. */
export function fromCsv(text: string): Record<string, Column> {
  const [header, ...rows] = lines(text);
  if (!header) throw wrongValue("file", "be a CSV table", "", "", "it is empty");
  if (new Set(header).size < header.length) throw wrongValue("file", "name each column once", header, "", "its header names one twice");
  const columns = Object.fromEntries(header.map((name) => [name, [] as (number | null)[]]));
  rows.forEach((row, at) => {
    if (row.length !== header.length) {
      throw wrongValue(
        "file",
        "have as many fields in each row as in the header",
        row,
        "",
        `row ${at + 2} has ${row.length} of ${header.length}`,
      );
    }
    row.forEach((word, i) => {
      const value = word === "" ? null : Number(word);
      if (Number.isNaN(value)) throw wrongValue("file", "hold numbers", word, "", `row ${at + 2} has "${word}" under ${header[i]}`);
      columns[header[i]].push(value);
    });
  });
  return columns;
}

/** Rows of fields; quoted fields may hold commas, doubled quotes and line ends. */
function lines(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g;
  for (const [, raw, end] of text.matchAll(pattern)) {
    if (raw === "" && end === "" && row.length === 0) break;
    row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
