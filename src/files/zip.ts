/**
 * Reads ZIP archives with limits, so that a small file cannot unpack to more than there is room for.
 *
 *   … local header | name | extra | data …   central directory: one entry per file   end record (22 bytes, then a comment)
 *
 * Sizes come from the central directory; what an entry unpacks to is held against what it declares.
 * Source: PKWARE, .ZIP File Format Specification (APPNOTE).
 */
import { inflateRawSync } from "node:zlib";
import { wrongValue } from "../errors.ts";

/** Entries and unpacked bytes that an archive of results may have. */
export const limits = { entries: 4096, bytes: 256 * 2 ** 20 } as const;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/**
 * Unpack the entries of an archive whose names `wanted` accepts.
 * @throws RangeError when it is no archive, too large when unpacked, or not what it declares
 */
export function unzip(data: Uint8Array, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const entries = directory(data, view).filter(({ name }) => wanted(name));
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > limits.bytes) throw refuse(`it unpacks to ${total} bytes, more than ${limits.bytes}`);
  return Object.fromEntries(entries.map((entry) => [entry.name, unpack(data, view, entry)]));
}

function directory(data: Uint8Array, view: DataView): Entry[] {
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries) throw refuse(`it has ${count} entries, more than ${limits.entries}`);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (at + 46 > data.length || view.getUint32(at, true) !== 0x02014b50) throw refuse("its directory is damaged");
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + length));
    const [method, packed, unpacked] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const offset = view.getUint32(at + 42, true);
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return { name, method, packed, unpacked, offset };
  });
}

/** The end record is the last thing in the file, but for a comment of at most 64 KiB. */
function endRecord(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw refuse(view.byteLength === 0 ? "is empty" : "is no ZIP archive");
}

function unpack(data: Uint8Array, view: DataView, { name, method, packed, unpacked, offset }: Entry): Uint8Array {
  const header = offset + 30;
  if (header > data.length || view.getUint32(offset, true) !== 0x04034b50) throw refuse(`its entry "${name}" is damaged`);
  const start = header + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const body = data.subarray(start, start + packed);
  if (body.length !== packed) throw refuse(`its entry "${name}" is cut off`);
  if (method !== 0 && method !== 8) throw refuse(`its entry "${name}" is packed in a way that is not known here`);
  const out = method === 0 ? body : inflate(body, name, unpacked);
  if (out.length !== unpacked) throw refuse(`its entry "${name}" has ${out.length} bytes where ${unpacked} are declared`);
  return out;
}

/** One byte more than declared is enough to tell that the declaration is wrong. */
function inflate(body: Uint8Array, name: string, unpacked: number): Uint8Array {
  try {
    return inflateRawSync(body, { maxOutputLength: unpacked + 1 });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "ERR_BUFFER_TOO_LARGE") throw refuse(`its entry "${name}" unpacks to more than the ${unpacked} bytes that it declares`);
    throw refuse(`its entry "${name}" does not unpack (${message})`);
  }
}

function refuse(but: string): RangeError {
  return wrongValue("file", "be an archive of results", null, "", but);
}
