import { extname } from "node:path";
import { wrongValue } from "../errors.ts";
import { aName } from "../options.ts";
import { fromCsv } from "./csv.ts";
import { fromNpz } from "./npz.ts";
import { fromParquet } from "./parquet.ts";
import { parseRecord } from "./parse.ts";
import { bytesWithin } from "./read-bytes.ts";
import { type AnyRecord, type Column, coded, columnsOf } from "./record.ts";

/** What a file of results holds: its columns, the axis or axes first, and for JSON the whole record. */
export interface ReadResult {
  readonly path: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly record: AnyRecord | null;
}

/** Largest file of results that is read, in bytes. */
const LARGEST = 512 * 2 ** 20;

/** Read a result in any form that `saveRecord` writes. Throws in the error grammar when the file is missing or is something else. */
export async function readResult(path: string): Promise<ReadResult> {
  aName("path", path);
  const ending = extname(path).toLowerCase();
  const bytes = await bytesOf(path);
  if (!Object.hasOwn(readers, ending)) throw wrongValue("file", "end in .csv, .json, .parquet or .npz", path);
  try {
    return { path, ...(await readers[ending](bytes)) };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "MissingPackage") throw error;
    // The reason in the words of the reader, where it has some: "Argument `file` must …, but REASON."
    const reason = /^Argument `file` must (.*), but (.*?)\.?$/s.exec(message);
    const must = reason?.[1] ?? "be a file of results";
    const why = (reason?.[2] ?? message).replace(/\p{Cc}+/gu, " ");
    const but = why.startsWith("is ") ? why : `${must.startsWith("be ") ? "is" : "does"} not: ${why}`;
    throw wrongValue("file", must, path, "", `"${path}" ${but}`);
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const bytes = await bytesWithin(path, LARGEST);
    if (bytes) return bytes;
  } catch (error) {
    const { code } = error as { code?: string };
    const reason = code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw wrongValue("file", "be a file of results", path, "", `"${path}" ${reason}`);
  }
  throw wrongValue("file", `have at most ${LARGEST} bytes`, path, "", `"${path}" has more`);
}

const readers: Readonly<Record<string, (bytes: Buffer) => Omit<ReadResult, "path"> | Promise<Omit<ReadResult, "path">>>> = {
  ".csv": (bytes) => ({ columns: fromCsv(bytes.toString("utf8")), record: null }),
  ".json": (bytes) => {
    const record = coded(parseRecord(bytes.toString("utf8")));
    return { columns: columnsOf(record), record };
  },
  ".parquet": async (bytes) => ({ columns: await fromParquet(bytes), record: null }),
  ".npz": (bytes) => ({ columns: fromNpz(bytes), record: null }),
};
