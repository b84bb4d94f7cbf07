import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { wrongValue } from "../errors.ts";
import { aName, anObject, listOf, oneOf } from "../options.ts";
import { redact } from "../queue/address.ts";
import { toCsv } from "./csv.ts";
import { writeWhole } from "./folder.ts";
import { toJson } from "./json.ts";
import { type NpzTable, toNpz } from "./npz.ts";
import { toParquet } from "./parquet.ts";
import { requireRecord } from "./parse.ts";
import { type AnyRecord, type Column, columnsOf, isGrid, valueColumns, withoutNaN, worded } from "./record.ts";
import { withHash } from "./result-hash.ts";

/** The forms that a result can be saved in. */
export const dataFormats = ["csv", "json", "parquet", "npz"] as const;
/** A form that a result can be saved in. */
export type DataFormat = (typeof dataFormats)[number];

/** What does not determine the bits: kept in a file of its own beside the result. */
export interface RunNotes {
  readonly command: string;
  readonly seconds: number;
  readonly [note: string]: unknown;
}

/** Save a record as `folder/name.csv`, `.json` … and return the paths. The bits of each file depend on the record alone. */
export async function saveRecord(folder: string, name: string, record: AnyRecord, formats: readonly DataFormat[]): Promise<string[]> {
  requirePlace(folder, name);
  requireRecord("record", record);
  listOf("formats", oneOf(...dataFormats))("formats", formats);
  const whole = withHash(withoutNaN(record));
  const columns = columnsOf(whole);
  const { model, parameters, diagnostics, provenance, document } = whole;
  const axes = isGrid(whole) ? { axes: whole.axes.map(({ name }) => name) } : {};
  const about = { "ancilla.json": toJson({ model, parameters, diagnostics, provenance, document, ...axes }) };
  const paths: string[] = [];
  for (const format of formats) {
    const path = join(folder, `${name}.${format}`);
    await writeWhole(path, await encode(format, whole, columns, about));
    paths.push(path);
  }
  return paths;
}

/** Check where files are to be written, and the name they begin with. */
function requirePlace(folder: unknown, name: unknown): void {
  aName("folder", folder);
  aName("name", name);
}

async function encode(
  format: DataFormat,
  record: AnyRecord,
  columns: ReturnType<typeof columnsOf>,
  about: Record<string, string>,
): Promise<string | Uint8Array> {
  switch (format) {
    case "csv":
      return toCsv(columns);
    case "json":
      return toJson(worded(record));
    case "parquet":
      return toParquet(columns, about);
    case "npz":
      return toNpz(arraysOf(record), about);
    default:
      throw wrongValue("format", `be one of ${dataFormats.join(", ")}`, format satisfies never);
  }
}

/** The arrays of a record: columns, and over a grid its two axes and a table per observable. */
function arraysOf(record: AnyRecord): Record<string, Column | NpzTable> {
  if (!isGrid(record)) return columnsOf(record);
  const [rows, columns] = record.axes;
  const shape = [rows.values.length, columns.values.length] as const;
  const tables = Object.entries(valueColumns(record)).map(([name, values]) => [name, { shape, values }] as const);
  return { [rows.name]: rows.values, [columns.name]: columns.values, ...Object.fromEntries(tables) };
}

/** Save how a result came about (command, host, Node, time taken) as `folder/name.run.json` and return the path. */
export async function saveNotes(folder: string, name: string, notes: RunNotes): Promise<string> {
  requirePlace(folder, name);
  anObject("notes", notes);
  aName("notes.command", notes.command);
  const path = join(folder, `${name}.run.json`);
  const machine = {
    host: hostname(),
    system: `${process.platform} ${process.arch}`,
    processors: cpus().length,
    processor: cpus()[0]?.model,
  };
  await writeWhole(
    path,
    toJson({ ...notes, command: redact(notes.command), ...machine, node: process.version, finished: new Date().toISOString() }),
  );
  return path;
}
