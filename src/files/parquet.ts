import { Worker } from "node:worker_threads";
import { wrongValue } from "../errors.ts";
import { optional } from "./optional.ts";
import type { Column } from "./record.ts";
import { limits } from "./zip.ts";

/** Write columns as a Parquet file, with texts as its metadata. Needs hyparquet-writer. */
export async function toParquet(
  columns: Readonly<Record<string, Column>>,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await optional("hyparquet-writer", "Writing Parquet files", () => import("hyparquet-writer"));
  const columnData = Object.entries(columns).map(([name, values]) => ({
    name,
    data: values.map((value) => (value !== null && Number.isFinite(value) ? value : null)),
    type: "DOUBLE" as const,
    nullable: true,
  }));
  const kvMetadata = Object.entries(texts).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: "ancilla" }));
}

/** Values of a file (rows × columns), and the time that reading may take: seconds, and so much per megabyte. */
const MOST_VALUES = 32 * 2 ** 20;
const SECONDS = { least: 10, perMegabyte: 1 };

/**
 * Read the columns of a Parquet file of numbers back. Needs hyparquet. Throws a RangeError for anything else.
 * @param least seconds that it may take, besides those for its size
 */
export async function fromParquet(bytes: Uint8Array, least = SECONDS.least): Promise<Record<string, Column>> {
  const { columns } = await tableOfParquet(bytes, least);
  return Object.fromEntries(columns.map(([name, values]) => [name, Array.from(values, (value) => (Number.isNaN(value) ? null : value))]));
}

/** A table of numbers (NaN for what is not defined) with the texts beside it. */
export interface ParquetTable {
  readonly columns: readonly (readonly [name: string, values: Float64Array])[];
  readonly texts: Readonly<Record<string, string>>;
}

/** Read a Parquet file of numbers with its texts. Needs hyparquet. Throws a RangeError for anything else. */
export async function tableOfParquet(bytes: Uint8Array, least = SECONDS.least): Promise<ParquetTable> {
  // Asked for here, so that a missing package gets its sentence; used in a thread of its own.
  await optional("hyparquet", "Reading Parquet files", () => import("hyparquet"));
  const answer = await inThread(bytes, least);
  if ("but" in answer) throw refuse(answer.but);
  return answer;
}

/** What the thread says: columns (NaN for what is not defined), or what the file is instead. */
type Answer = ParquetTable | { readonly but: string };

/**
 * The reader trusts what a file declares: pages that go backwards, runs of billions of values. So it works in a thread that may
 * take so much memory and time, and no more.
 */
const reader = `
const { parentPort, workerData: { url, file, limits } } = require("node:worker_threads");
const numbers = ["DOUBLE", "FLOAT", "INT32", "INT64"];
async function read() {
  const { parquetMetadata, parquetReadObjects } = await import(url);
  const metadata = parquetMetadata(file);
  const elements = metadata.schema.slice(1);
  const rows = Number(metadata.num_rows);
  const sizes = metadata.row_groups.flatMap(({ columns }) => columns).map(({ meta_data }) => Number(meta_data?.total_uncompressed_size ?? 0));
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
  if (!(rows >= 0 && rows * Math.max(1, elements.length) <= limits.values))
    return { but: "it has " + rows + " rows of " + elements.length + " values, more than " + limits.values + " values in all" };
  if (!(size <= limits.bytes)) return { but: "it unpacks to " + size + " bytes, more than " + limits.bytes };
  if (!elements.length || elements.some(({ num_children, type }) => num_children || !numbers.includes(type)))
    return { but: "it has columns that are no numbers" };
  const found = await parquetReadObjects({ file, metadata });
  if (found.length !== rows) return { but: "it has " + found.length + " rows where " + rows + " are declared" };
  const value = (entry) => (entry === null || entry === undefined ? NaN : Number(entry));
  const texts = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, String(value ?? "")]));
  return { columns: elements.map(({ name }) => [name, Float64Array.from(found, (row) => value(row[name]))]), texts };
}
read().catch((error) => ({ but: "it is none, or damaged (" + error.message + ")" })).then((answer) => parentPort.postMessage(answer));
`;

function inThread(bytes: Uint8Array, least: number): Promise<Answer> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const seconds = least + (SECONDS.perMegabyte * bytes.length) / 1e6;
  const workerData = { url: import.meta.resolve("hyparquet"), file, limits: { values: MOST_VALUES, bytes: limits.bytes } };
  const thread = new Worker(reader, { eval: true, workerData, transferList: [file], resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  return new Promise<Answer>((resolve) => {
    const timer = setTimeout(() => resolve({ but: `it could not be read within ${Math.round(seconds)} s` }), 1000 * seconds);
    thread.once("message", resolve);
    thread.once("error", (error: Error) => resolve({ but: `it could not be read (${error.message})` }));
    thread.once("exit", () => clearTimeout(timer));
  }).finally(() => thread.terminate());
}

function refuse(but: string): RangeError {
  return wrongValue("file", "be a Parquet file of results", null, "", but);
}
