/** JSON pointers (RFC 6901) into plain data: reading, and copies with one entry changed. */
import { isObject } from "../structure/shape.ts";

/** The parts of a pointer. */
export function partsOfPointer(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(data: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as never)[key] : undefined),
    data,
  );
}

/** A copy in which a value stands at a pointer, or nothing (undefined); null where the place does not exist. */
export function changedAt(data: unknown, parts: readonly string[], value: unknown): unknown {
  const [key, ...rest] = parts;
  if (key === undefined) return null;
  if (Array.isArray(data)) {
    const k = Number(key);
    if (!(k in data) || (rest.length === 0 && value === undefined)) return null;
    const entry = rest.length === 0 ? value : changedAt(data[k], rest, value);
    return entry === null ? null : data.map((old, j) => (j === k ? entry : old));
  }
  if (!isObject(data)) return null;
  const copy: Record<string, unknown> = Object.assign(Object.create(null), data);
  if (rest.length > 0) {
    const entry = changedAt(data[key], rest, value);
    if (entry === null) return null;
    copy[key] = entry;
  } else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}
