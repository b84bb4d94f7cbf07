import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { wrongKind, wrongValue } from "../errors.ts";
import { fromCsv } from "./csv.ts";
import { fromNpz } from "./npz.ts";
import { fromParquet } from "./parquet.ts";
import { type Column, coded, columnsOf, type ResultRecord } from "./record.ts";

/** What a file of results holds: its columns, the axis first, and for JSON the whole record. */
export interface ReadResult {
  readonly path: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly record: ResultRecord | null;
}

/** Read a result in any form that `saveRecord` writes. Throws in the error grammar when the file is missing or is something else. */
export async function readResult(path: string): Promise<ReadResult> {
  const bytes = await readFile(path).catch((error: { code?: string }) => {
    const reason = error.code === "ENOENT" ? "does not exist" : error.code === "EISDIR" ? "is a folder" : `cannot be read (${error.code})`;
    throw wrongValue("file", "be a file of results", path, "", `"${path}" ${reason}`);
  });
  switch (extname(path).toLowerCase()) {
    case ".csv":
      return { path, columns: fromCsv(bytes.toString("utf8")), record: null };
    case ".json": {
      const record = coded(parseRecord(path, bytes.toString("utf8")));
      return { path, columns: columnsOf(record), record };
    }
    case ".parquet":
      return { path, columns: await fromParquet(bytes), record: null };
    case ".npz":
      return { path, columns: await fromNpz(bytes), record: null };
    default:
      throw wrongValue("file", "end in .csv, .json, .parquet or .npz", path);
  }
}

function parseRecord(path: string, text: string): ResultRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrongValue("file", "hold JSON", path, "", `"${path}" does not (${(error as Error).message})`);
  }
  const record = value as ResultRecord;
  const good = typeof record === "object" && record !== null && typeof record.model === "string" && Array.isArray(record.axis?.values);
  if (!good) throw wrongKind("file", "hold a result of ancilla (model, axis, observables)", path);
  return record;
}
