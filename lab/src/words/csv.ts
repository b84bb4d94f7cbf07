/** A table as CSV: a header, then all digits, as the command line writes it; nothing where a quantity is not defined. */
import type { Table } from "../views/view.ts";

export function csvOf({ names, columns }: Table): string {
  const rows = columns[0]?.length ?? 0;
  const lines = [names.map(field).join(",")];
  for (let row = 0; row < rows; row++) lines.push(columns.map((column) => field(column[row] ?? null)).join(","));
  return `${lines.join("\n")}\n`;
}

function field(value: number | string | null): string {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "";
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
