/**
 * A result as canonical bytes, on any host.
 *
 * Numbers enter with all 64 bits (so that 0 and −0 differ), objects with their keys sorted by code unit, states with their nonzero
 * entries sorted by place. Words that may be improved without changing a number stay out: `plan`, `warnings`, `execution`.
 */

/** Keys that hold words for people, or where a result was made. */
const WORDS: ReadonlySet<string> = new Set(["plan", "warnings", "execution", "description"]);

const encoder = new TextEncoder();

/** The canonical bytes of a result. */
export function canonicalBytes(result: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  write(result, parts);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Append the canonical bytes of a value: one letter for its kind, its length where it has one, and its content. */
function write(value: unknown, parts: Uint8Array[]): void {
  switch (typeof value) {
    case "number":
      parts.push(letters("n"), float(value));
      return;
    case "boolean":
      parts.push(letters(value ? "t" : "f"));
      return;
    case "string":
      writeText("s", value, parts);
      return;
    case "object":
      if (value === null) parts.push(letters("0"));
      else writeObject(value, parts);
      return;
    default:
      throw new TypeError(`A result holds a ${typeof value}, which has no canonical bytes.`);
  }
}

function writeObject(value: object, parts: Uint8Array[]): void {
  if (isFile(value)) writeText("b", value, parts);
  else if (Array.isArray(value) || ArrayBuffer.isView(value)) writeList(Array.from(value as ArrayLike<unknown>), parts);
  else if (hasEntries(value)) writeEntries(value, parts);
  else writeKeys(value as Readonly<Record<string, unknown>>, parts);
}

function writeList(list: readonly unknown[], parts: Uint8Array[]): void {
  parts.push(letters("l"), float(list.length));
  for (const entry of list) write(entry, parts);
}

/** Own properties with a value, getters among them, without those that hold words. */
function writeKeys(value: Readonly<Record<string, unknown>>, parts: Uint8Array[]): void {
  const keys = Object.keys(value)
    .filter((key) => !WORDS.has(key) && value[key] !== undefined && typeof value[key] !== "function")
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  parts.push(letters("o"), float(keys.length));
  for (const key of keys) {
    writeText("k", key, parts);
    write(value[key], parts);
  }
}

/** A state or an operator: whatever can visit its entries. */
interface Entries {
  forEach(visit: (row: number, column: number, re: number, im: number) => void): void;
}

function hasEntries(value: object): value is Entries {
  return typeof (value as Entries).forEach === "function";
}

function writeEntries(matrix: Entries, parts: Uint8Array[]): void {
  const entries: [number, number, number, number][] = [];
  matrix.forEach((row, column, re, im) => {
    if (re !== 0 || im !== 0) entries.push([row, column, re, im]);
  });
  entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  parts.push(letters("m"), float(entries.length));
  for (const entry of entries) for (const number of entry) parts.push(float(number));
}

/** The content of a file, which only Node reads. */
function isFile(value: object): value is Uint8Array {
  return typeof Buffer !== "undefined" && Buffer.isBuffer(value);
}

function writeText(kind: string, text: string | Uint8Array, parts: Uint8Array[]): void {
  const bytes = typeof text === "string" ? letters(text) : text;
  parts.push(letters(kind), float(bytes.length), bytes);
}

function letters(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Eight bytes, least significant first; every NaN is the same. */
function float(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, Number.isNaN(value) ? Number.NaN : value, true);
  return bytes;
}
