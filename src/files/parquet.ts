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

/** Rows times columns that a file of results may have. */
const MOST_VALUES = 32 * 2 ** 20;

/** Read the columns of a Parquet file of numbers back. Needs hyparquet. Throws a RangeError for anything else. */
export async function fromParquet(bytes: Uint8Array): Promise<Record<string, Column>> {
  const { parquetMetadata, parquetReadObjects } = await optional("hyparquet", "Reading Parquet files", () => import("hyparquet"));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = attempt(() => parquetMetadata(file));
  const elements = metadata.schema.slice(1);
  const rows = Number(metadata.num_rows);
  const unpacked = metadata.row_groups
    .flatMap(({ columns }) => columns)
    .map(({ meta_data }) => Number(meta_data?.total_uncompressed_size ?? 0));
  const size = unpacked.reduce((sum, bytesOf) => sum + bytesOf, 0);
  if (!(rows >= 0 && rows * Math.max(1, elements.length) <= MOST_VALUES))
    throw refuse(`it has ${rows} rows of ${elements.length} values, more than ${MOST_VALUES}`);
  if (!(size <= limits.bytes)) throw refuse(`it unpacks to ${size} bytes, more than ${limits.bytes}`);
  const flat = elements.every(
    ({ num_children, type }) => !num_children && (type === "DOUBLE" || type === "FLOAT" || type === "INT32" || type === "INT64"),
  );
  if (!flat || elements.length === 0) throw refuse("it has columns that are no numbers");
  let read: Record<string, unknown>[];
  try {
    read = (await parquetReadObjects({ file, metadata })) as Record<string, unknown>[];
  } catch (error) {
    throw refuse(`it is damaged (${(error as Error).message})`);
  }
  if (read.length !== rows) throw refuse(`it has ${read.length} rows where ${rows} are declared`);
  return Object.fromEntries(elements.map(({ name }) => [name, read.map((row) => numberOf(row[name]))]));
}

function numberOf(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number") throw refuse("it has columns that are no numbers");
  return Number.isFinite(number) ? number : null;
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refuse(`it is none (${(error as Error).message})`);
  }
}

function refuse(but: string): RangeError {
  return wrongValue("file", "be a Parquet file of results", null, "", but);
}
