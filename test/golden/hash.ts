/**
 * The bits of a result as one short text: a canonical byte form, then SHA-256.
 *
 * Numbers enter with all 64 bits (so that 0 and −0 differ), objects with their keys sorted by code unit, states with their nonzero
 * entries sorted by place. Words that may be improved without changing a number stay out: `plan`, `warnings`, `execution`.
 */
import { createHash } from "node:crypto";

/** Keys that hold words for people, or where a result was made. */
const WORDS: ReadonlySet<string> = new Set(["plan", "warnings", "execution", "description"]);

/** Length of the texts in bits.json. */
const LENGTH = 32;

/** The first 32 hexadecimal digits of the SHA-256 of a result's canonical bytes. */
export function bitsOf(result: unknown): string {
  const parts: Buffer[] = [];
  write(result, parts);
  return createHash("sha256").update(Buffer.concat(parts)).digest("hex").slice(0, LENGTH);
}

/** Append the canonical bytes of a value: one letter for its kind, its length where it has one, and its content. */
function write(value: unknown, parts: Buffer[]): void {
  switch (typeof value) {
    case "number":
      parts.push(Buffer.from("n"), float(value));
      return;
    case "boolean":
      parts.push(Buffer.from(value ? "t" : "f"));
      return;
    case "string":
      writeText("s", value, parts);
      return;
    case "object":
      if (value === null) parts.push(Buffer.from("0"));
      else writeObject(value, parts);
      return;
    default:
      throw new TypeError(`A result holds a ${typeof value}, which has no canonical bytes.`);
  }
}

function writeObject(value: object, parts: Buffer[]): void {
  if (Buffer.isBuffer(value)) writeText("b", value, parts);
  else if (Array.isArray(value) || ArrayBuffer.isView(value)) writeList(Array.from(value as ArrayLike<unknown>), parts);
  else if (hasEntries(value)) writeEntries(value, parts);
  else writeKeys(value as Readonly<Record<string, unknown>>, parts);
}

function writeList(list: readonly unknown[], parts: Buffer[]): void {
  parts.push(Buffer.from("l"), float(list.length));
  for (const entry of list) write(entry, parts);
}

/** Own properties with a value, getters among them, without those that hold words. */
function writeKeys(value: Readonly<Record<string, unknown>>, parts: Buffer[]): void {
  const keys = Object.keys(value)
    .filter((key) => !WORDS.has(key) && value[key] !== undefined && typeof value[key] !== "function")
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  parts.push(Buffer.from("o"), float(keys.length));
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

function writeEntries(matrix: Entries, parts: Buffer[]): void {
  const entries: [number, number, number, number][] = [];
  matrix.forEach((row, column, re, im) => {
    if (re !== 0 || im !== 0) entries.push([row, column, re, im]);
  });
  entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  parts.push(Buffer.from("m"), float(entries.length));
  for (const entry of entries) for (const number of entry) parts.push(float(number));
}

function writeText(kind: string, text: string | Buffer, parts: Buffer[]): void {
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  parts.push(Buffer.from(kind), float(bytes.length), bytes);
}

/** Eight bytes, least significant first; every NaN is the same. */
function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number.isNaN(value) ? Number.NaN : value);
  return bytes;
}
