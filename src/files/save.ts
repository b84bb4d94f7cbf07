import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { wrongValue } from "../errors.ts";
import { redact } from "../queue/address.ts";
import { toCsv } from "./csv.ts";
import { writeWhole } from "./folder.ts";
import { toJson } from "./json.ts";
import { toNpz } from "./npz.ts";
import { toParquet } from "./parquet.ts";
import { columnsOf, type ResultRecord, withoutNaN, worded } from "./record.ts";

/** The forms that a result can be saved in. */
export const dataFormats = ["csv", "json", "parquet", "npz"] as const;
export type DataFormat = (typeof dataFormats)[number];

/** What does not determine the bits: kept in a file of its own beside the result. */
export interface RunNotes {
  readonly command: string;
  readonly seconds: number;
  readonly [note: string]: unknown;
}

/** Save a record as `folder/name.csv`, `.json` … and return the paths. The bits of each file depend on the record alone. */
export async function saveRecord(folder: string, name: string, record: ResultRecord, formats: readonly DataFormat[]): Promise<string[]> {
  const whole = withoutNaN(record);
  const columns = columnsOf(whole);
  const { model, parameters, diagnostics, provenance } = whole;
  const about = { "ancilla.json": toJson({ model, parameters, diagnostics, provenance }) };
  const paths: string[] = [];
  for (const format of formats) {
    const path = join(folder, `${name}.${format}`);
    await writeWhole(path, await encode(format, whole, columns, about));
    paths.push(path);
  }
  return paths;
}

async function encode(
  format: DataFormat,
  record: ResultRecord,
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
      return toNpz(columns, about);
    default:
      throw wrongValue("format", `be one of ${dataFormats.join(", ")}`, format satisfies never);
  }
}

/** Save how a result came about (command, host, Node, time taken) as `folder/name.run.json` and return the path. */
export async function saveNotes(folder: string, name: string, notes: RunNotes): Promise<string> {
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
