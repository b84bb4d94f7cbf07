/** Numbers of a file that noise is drawn from: `samples(FILE)` or `samples(FILE:column)`. */
import { readFileSync, statSync } from "node:fs";
import { didYouMean } from "../errors.ts";
import { UsageError } from "./failure.ts";

/** Bytes that such a file may have. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Read one column of a text file: numbers divided by commas, semicolons, tabs or blanks, one row per line; a first line of names is
 * optional, and lines that begin with # are left out.
 * @param word FILE, or FILE:column with the name of a column or its number from 1
 * @throws UsageError when the file cannot be read, has no such column, or holds something that is no number
 */
export function noiseRows(word: string): readonly number[] {
  const at = word.lastIndexOf(":");
  const file = at > 0 ? word.slice(0, at) : word;
  const column = at > 0 ? word.slice(at + 1) : null;
  const lines = textOf(file)
    .split(/\r?\n/)
    .map((line, k) => ({ number: k + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.length > 0);
  const names = lines.length > 0 && lines[0].cells.every((cell) => Number.isNaN(Number(cell))) ? lines[0].cells : null;
  const place = placeOf(file, column, names, lines[0]?.cells.length ?? 0);
  const rows = names ? lines.slice(1) : lines;
  if (rows.length === 0) throw new UsageError(`"${file}" holds no rows of numbers.`);
  return rows.map(({ number, cells }) => {
    const value = cells[place] === undefined || cells[place] === "" ? Number.NaN : Number(cells[place]);
    if (Number.isFinite(value)) return value;
    throw new UsageError(
      `"${file}" must hold a number in every row, but line ${number} has ${cells[place] === undefined ? "none" : `"${cells[place]}"`}.`,
    );
  });
}

function textOf(file: string): string {
  try {
    const found = statSync(file);
    if (found.isFile() && found.size <= MOST_BYTES) return readFileSync(file, "utf8");
    if (!found.isFile()) throw new UsageError(`"${file}" is no file of samples.`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read the samples of "${file}": ${(error as Error).message}.`);
  }
  throw new UsageError(`"${file}" has more than ${MOST_BYTES} bytes; samples are read whole. Keep one column of it.`);
}

function cellsOf(line: string): readonly string[] {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return [];
  return text.split(/\s*[,;\t]\s*|\s+/).map((cell) => cell.replace(/^"(.*)"$/, "$1"));
}

function placeOf(file: string, column: string | null, names: readonly string[] | null, width: number): number {
  if (column === null) {
    if (width <= 1) return 0;
    throw new UsageError(`"${file}" has ${width} columns; say which: ${file}:${names?.[0] ?? 1}.`);
  }
  const named = names?.indexOf(column) ?? -1;
  if (named >= 0) return named;
  const number = Number(column);
  if (Number.isInteger(number) && number >= 1 && number <= width) return number - 1;
  const hint = names ? didYouMean(column, names) : "";
  throw new UsageError(`"${file}" has no column "${column}", but ${names ? names.join(", ") : `${width} of them`}. ${hint}`.trim());
}
