/** What every document is before it is anything else: plain data of bounded size, with no name that an object of the host has. */
import { valueInWords } from "../errors.ts";
import { FORBIDDEN } from "./structure/leaf-shapes.ts";
import { Place, pointerTo, type Reading } from "./structure/shape.ts";

/** How deep lists and objects may nest, and how many values there may be beside the numbers of lists. */
const DEEPEST = 32;
const MOST_NODES = 10_000;
const MOST_NUMBERS = 250_000;

/** Copy what may be a document as plain data; what is none goes to the problems. */
export function plainData(data: unknown, reading: Reading): unknown {
  const count = { nodes: 0, numbers: 0, full: false };
  const copy = (value: unknown, pointer: string, depth: number): unknown => {
    if (count.full) return undefined;
    if (++count.nodes > MOST_NODES) {
      count.full = true;
      return new Place("", reading).wrong("limit", `have at most ${MOST_NODES} values (the numbers of lists apart)`, "has more");
    }
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    const place = () => new Place(pointer, reading);
    if (typeof value !== "object") return place().wrongKind("plain data", value);
    if (depth >= DEEPEST) return new Place("", reading).wrong("limit", `nest at most ${DEEPEST} levels deep`, "is nested deeper");
    if (Array.isArray(value)) return items(value, pointer, depth);
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return place().wrongKind("plain data", value);
    return entries(value as Readonly<Record<string, unknown>>, pointer, depth);
  };
  const items = (value: readonly unknown[], pointer: string, depth: number): unknown => {
    if (value.length > MOST_NUMBERS) {
      return new Place(pointer, reading).wrong("limit", `have at most ${MOST_NUMBERS} entries`, `has ${value.length}`);
    }
    return Array.from(value, (entry, k) => {
      if (typeof entry !== "number") return copy(entry, pointerTo(pointer, k), depth + 1);
      count.numbers++;
      return entry;
    });
  };
  const entries = (value: Readonly<Record<string, unknown>>, pointer: string, depth: number): unknown => {
    const kept: Record<string, unknown> = Object.create(null);
    for (const key of Object.keys(value)) {
      if (value[key] === undefined) continue;
      const at = pointerTo(pointer, key);
      if (key.startsWith("__") || FORBIDDEN.includes(key)) {
        const but = key.startsWith("__") ? "names do not start with __" : `${valueInWords(key)} is no name`;
        new Place(at, reading).wrong("forbidden", "have another name", but, { found: key });
      } else kept[key] = copy(value[key], at, depth + 1);
    }
    return kept;
  };
  const copied = copy(data, "", 0);
  if (count.numbers > MOST_NUMBERS) new Place("", reading).wrong("limit", `have at most ${MOST_NUMBERS} numbers in lists`, "has more");
  return copied;
}
