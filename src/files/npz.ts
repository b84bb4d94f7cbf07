/**
 * NumPy's own files: `numpy.load("result.npz")["T1"]`. Null becomes NaN.
 *
 *   "\x93NUMPY" | 1 0 | header length (2 bytes, little endian) | header, padded to 64 bytes | float64 values
 *
 * Source: NumPy Enhancement Proposal 1, a simple file format for NumPy arrays.
 */
import { wrongValue } from "../errors.ts";
import { optional } from "./optional.ts";
import type { Column } from "./record.ts";
import { unzip } from "./zip.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** Write columns (and texts, as files of their own) into one compressed archive; its bits depend on nothing but them. */
export async function toNpz(columns: Readonly<Record<string, Column>>, texts: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
  const { zipSync, strToU8 } = await optional("fflate", "Writing NPZ files", () => import("fflate"));
  const mtime = new Date(1980, 0, 1);
  const entries = Object.entries(columns).map(([name, values]) => [`${name}.npy`, npy(values)] as const);
  const notes = Object.entries(texts).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries([...entries, ...notes]), { mtime, level: 6 });
}

function npy(values: Column): Uint8Array {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const length = Math.ceil((10 + words.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint16(8, length - 10, true);
  bytes.fill(0x20, 10, length);
  for (let i = 0; i < words.length; i++) bytes[10 + i] = words.charCodeAt(i);
  bytes[length - 1] = 0x0a;
  values.forEach((value, i) => {
    view.setFloat64(length + 8 * i, value ?? Number.NaN, true);
  });
  return bytes;
}

/** Read the columns of an archive back (one-dimensional arrays of float64, as `toNpz` writes them). Throws a RangeError for all else. */
export function fromNpz(bytes: Uint8Array): Record<string, Column> {
  const files = Object.entries(unzip(bytes, (name) => name.endsWith(".npy")));
  if (files.length === 0) throw wrongValue("file", "hold arrays", null, "", "it holds none");
  return Object.fromEntries(files.map(([name, data]) => [name.slice(0, -4), fromNpy(name, data)]));
}

function fromNpy(name: string, data: Uint8Array): Column {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const length = data.length < 10 ? 0 : 10 + view.getUint16(8, true);
  const words = String.fromCharCode(...data.subarray(10, Math.min(length, 512)));
  const count = Number(/'shape': \((\d{1,15}),\)/.exec(words)?.[1] ?? -1);
  const known = magic.every((byte, i) => data[i] === byte) && /'descr': '<f8'/.test(words) && data.length === length + 8 * count;
  if (!known)
    throw wrongValue(
      "file",
      "hold one-dimensional arrays of float64",
      name,
      "",
      `${name} is ${words.trim().slice(0, 80) || "something else"}`,
    );
  return Array.from({ length: count }, (_, i) => {
    const value = view.getFloat64(length + 8 * i, true);
    return Number.isNaN(value) ? null : value;
  });
}
