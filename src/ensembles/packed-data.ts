/**
 * Plain data with typed arrays in it as bytes and back, every bit kept: how counts travel to files and through queues.
 *
 *   length of the text (u32) │ text: JSON, UTF-8 │ zeros up to a multiple of 8 │ the arrays one after the other, each from a multiple of 8
 *
 * A typed array stands in the text as { "$": kind, at, length }, with `at` counted in bytes from the first array, and a number that
 * JSON cannot hold as { "$": "number", is }. Whatever is counted (moments, sketches, covariances) is written by this one form, so that a
 * new statistic says how two neighbours merge and nothing more. Little-endian, as every engine of WebAssembly is.
 */
import { wrongValue } from "../errors.ts";

type PackedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

const kinds = { f64: Float64Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds;

/** Pack a value made of plain objects, lists, words, numbers, null and typed arrays. Entries that are undefined are left out. */
export function packData(value: unknown): Uint8Array {
  const arrays: { readonly at: number; readonly array: PackedArray }[] = [];
  let bytes = 0;
  const text = JSON.stringify(written(value));
  function written(entry: unknown): unknown {
    if (typeof entry === "number") return Number.isFinite(entry) && !Object.is(entry, -0) ? entry : { $: "number", is: inWords(entry) };
    if (typeof entry !== "object" || entry === null) return entry;
    if (Array.isArray(entry)) return entry.map(written);
    const kind = kindOf(entry);
    if (kind === null) return Object.fromEntries(Object.entries(entry).map(([name, inner]) => [name, written(inner)]));
    const array = entry as PackedArray;
    const at = bytes;
    bytes += aligned(array.byteLength);
    arrays.push({ at, array });
    return { $: kind, at, length: array.length };
  }
  const header = new TextEncoder().encode(text);
  const begin = aligned(4 + header.length);
  const packed = new Uint8Array(begin + bytes);
  new DataView(packed.buffer).setUint32(0, header.length, true);
  packed.set(header, 4);
  for (const { at, array } of arrays) packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), begin + at);
  return packed;
}

/**
 * Unpack what `packData` packed; the arrays are copies.
 * @throws RangeError when the bytes are something else
 */
export function unpackData(packed: Uint8Array): unknown {
  const bytes = new Uint8Array(packed);
  const length = bytes.length >= 4 ? new DataView(bytes.buffer).getUint32(0, true) : Number.POSITIVE_INFINITY;
  const begin = aligned(4 + length);
  if (begin > bytes.length) throw strange();
  const read = (entry: unknown): unknown => {
    if (typeof entry !== "object" || entry === null) return entry;
    if (Array.isArray(entry)) return entry.map(read);
    if (!Object.hasOwn(entry, "$")) return Object.fromEntries(Object.entries(entry).map(([name, inner]) => [name, read(inner)]));
    const { $: kind, at, length: count, is } = entry as { $: string; at: number; length: number; is: string };
    if (kind === "number") return Number(is);
    if (!Object.hasOwn(kinds, kind) || !isCount(at) || !isCount(count) || at % 8 !== 0) throw strange();
    const type = kinds[kind as Kind];
    if (begin + at + count * type.BYTES_PER_ELEMENT > bytes.length) throw strange();
    return new type(bytes.buffer.slice(begin + at, begin + at + count * type.BYTES_PER_ELEMENT));
  };
  return read(parsed(bytes.subarray(4, 4 + length)));
}

function parsed(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    throw strange();
  }
}

function strange(): RangeError {
  return wrongValue("data", "be packed by this program", null, "", "is something else");
}

function kindOf(entry: object): Kind | null {
  for (const kind of Object.keys(kinds) as Kind[]) if (entry instanceof kinds[kind]) return kind;
  return null;
}

function inWords(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
