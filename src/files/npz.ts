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

/** An array of two dimensions, row by row. */
export interface NpzTable {
  readonly shape: readonly [number, number];
  readonly values: Column;
}

/** Write columns (and texts, as files of their own) into one compressed archive; its bits depend on nothing but them. */
export async function toNpz(
  columns: Readonly<Record<string, Column | NpzTable>>,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const { zipSync, strToU8 } = await optional("fflate", "Writing NPZ files", () => import("fflate"));
  const mtime = new Date(1980, 0, 1);
  const entries = Object.entries(columns).map(([name, values]) => [`${name}.npy`, npy(values)] as const);
  const notes = Object.entries(texts).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries([...entries, ...notes]), { mtime, level: 6 });
}

function npy(array: Column | NpzTable): Uint8Array {
  const { shape, values } = "shape" in array ? array : { shape: [array.length], values: array };
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${sizes}), }`;
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

/**
 * Read the columns of an archive back (float64 of one or two dimensions, as `toNpz` writes them). The tables of a grid become columns
 * with one row per point, those of its axes before them. Throws a RangeError for all else.
 */
export function fromNpz(bytes: Uint8Array): Record<string, Column> {
  const files = Object.entries(unzip(bytes, (name) => name.endsWith(".npy") || name === "ancilla.json"));
  const arrays = files.filter(([name]) => name.endsWith(".npy")).map(([name, data]) => [name.slice(0, -4), fromNpy(name, data)] as const);
  if (arrays.length === 0) throw wrongValue("file", "hold arrays", null, "", "it holds none");
  const plain = arrays.filter(([, { shape }]) => shape.length === 1).map(([name, { values }]) => [name, values] as const);
  if (plain.length === arrays.length) return Object.fromEntries(plain);
  const text = files.find(([name]) => name === "ancilla.json")?.[1];
  const axes = axesOf(text ? jsonOf(text) : null, new Map(plain));
  const [rows, columns] = axes.map(([, values]) => values);
  const tables = arrays.filter(([, { shape }]) => shape.length === 2);
  const odd = tables.find(([, { shape }]) => shape[0] !== rows.length || shape[1] !== columns.length);
  if (odd) throw refuse(`${odd[0]}.npy has ${odd[1].shape.join(" × ")} values on axes of ${rows.length} and ${columns.length}`);
  return Object.fromEntries([
    [axes[0][0], rows.flatMap((value) => new Array<number | null>(columns.length).fill(value))],
    [axes[1][0], rows.flatMap(() => columns)],
    ...tables.map(([name, { values }]) => [name, values] as const),
  ]);
}

/** The columns of an archive whose arrays differ in length. */
export function columnsOfNpz(bytes: Uint8Array): Readonly<Record<string, Column | undefined>> {
  const files = Object.entries(unzip(bytes, (name) => name.endsWith(".npy")));
  return Object.fromEntries(files.map(([name, data]) => [name.slice(0, -4), fromNpy(name, data).values]));
}

/** The two axes of an archive's tables, in their order, as its description names them. */
function axesOf(about: unknown, columns: ReadonlyMap<string, Column>): readonly (readonly [string, Column])[] {
  const names = (about as { axes?: unknown } | null)?.axes;
  const found = Array.isArray(names) ? names.map((name: unknown) => [String(name), columns.get(String(name))] as const) : [];
  if (found.length !== 2 || found.some(([, values]) => values === undefined)) throw refuse("it has tables, and does not say on which axes");
  return found as readonly (readonly [string, Column])[];
}

function refuse(but: string): RangeError {
  return wrongValue("file", "hold columns, or tables on two axes", null, "", but);
}

function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data)) as unknown;
  } catch {
    return null;
  }
}

function fromNpy(name: string, data: Uint8Array): { readonly shape: readonly number[]; readonly values: Column } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const length = data.length < 10 ? 0 : 10 + view.getUint16(8, true);
  const words = String.fromCharCode(...data.subarray(10, Math.min(length, 512)));
  const sizes = /'shape': \((\d{1,15}),(?: (\d{1,15}))?\)/.exec(words);
  const shape = sizes ? sizes.slice(1).flatMap((size) => (size === undefined ? [] : [Number(size)])) : [];
  const count = shape.length === 0 ? -1 : shape.reduce((product, size) => product * size, 1);
  const plain = /'descr': '<f8'/.test(words) && /'fortran_order': False/.test(words);
  const known = magic.every((byte, i) => data[i] === byte) && plain && data.length === length + 8 * count;
  if (!known)
    throw wrongValue(
      "file",
      "hold arrays of float64 with one or two dimensions",
      name,
      "",
      `${name} is ${words.trim().slice(0, 80) || "something else"}`,
    );
  const values = Array.from({ length: count }, (_, i) => {
    const value = view.getFloat64(length + 8 * i, true);
    return Number.isNaN(value) ? null : value;
  });
  return { shape, values };
}
