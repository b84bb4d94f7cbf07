import { optional } from "./optional.ts";
import type { Column } from "./record.ts";

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

/** Read the columns of a Parquet file back. Needs hyparquet. */
export async function fromParquet(bytes: Uint8Array): Promise<Record<string, Column>> {
  const { parquetMetadata, parquetReadObjects } = await optional("hyparquet", "Reading Parquet files", () => import("hyparquet"));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const names = parquetMetadata(file)
    .schema.slice(1)
    .map((element) => element.name);
  const rows = (await parquetReadObjects({ file })) as Record<string, number | null>[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
}
