/** A table as NumPy reads it: `numpy.load("run.npz")["energy"]`, one file of float64 per column; what is not defined is NaN. */
import { zipSync } from "fflate";
import type { Table } from "../views/view.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

export function npzOf({ names, columns }: Table): Uint8Array<ArrayBuffer> {
  // A fixed date: the same table gives the same bytes.
  const mtime = new Date(1980, 0, 1);
  const files = Object.fromEntries(names.map((name, k) => [`${name}.npy`, npy(columns[k] ?? [])]));
  return new Uint8Array(zipSync(files, { mtime, level: 6 }));
}

/** Magic, version, length of the header, the header padded to 64 bytes, the values (NumPy Enhancement Proposal 1). */
function npy(values: ArrayLike<number | null>): Uint8Array {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const length = Math.ceil((10 + words.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(`${words.padEnd(length - 11)}\n`), 10);
  for (let k = 0; k < values.length; k++) view.setFloat64(length + 8 * k, values[k] ?? Number.NaN, true);
  return bytes;
}
