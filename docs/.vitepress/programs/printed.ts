/** A value as a line of text, much as a terminal shows it. */

/** Values in one list that are shown; the rest is counted. */
const MOST = 100;

/** Letters of a line that a page shows whole. */
const WIDTH = 72;

/** Text of a value; strings are bare at the top and quoted within. */
export function printed(value: unknown, depth = 0): string {
  if (typeof value === "string") return depth ? JSON.stringify(value) : value;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `[function ${value.name || "without a name"}]`;
  if (value === null || typeof value !== "object") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (depth > 4) return Array.isArray(value) ? "[…]" : "{…}";
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return list([...(value as Iterable<unknown>)], depth);
  if (value instanceof Map) return `Map ${record([...value], depth)}`;
  if (value instanceof Set) return `Set ${list([...value], depth)}`;
  return record(Object.entries(value), depth);
}

function list(values: readonly unknown[], depth: number): string {
  const shown = values.slice(0, MOST).map((value) => printed(value, depth + 1));
  if (values.length > MOST) shown.push(`… ${values.length - MOST} more`);
  return wrapped("[", shown, "]", depth);
}

function record(entries: readonly (readonly [unknown, unknown])[], depth: number): string {
  const key = (name: unknown) => (typeof name === "string" && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : printed(name, depth + 1));
  return entries.length
    ? wrapped(
        "{ ",
        entries.map(([name, value]) => `${key(name)}: ${printed(value, depth + 1)}`),
        " }",
        depth,
      )
    : "{}";
}

/** Parts on one line, or on one each where that is too long. */
function wrapped(open: string, parts: readonly string[], close: string, depth: number): string {
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length <= WIDTH && !line.includes("\n")) return line;
  const short = parts.every((part) => part.length <= 24);
  const indent = "  ".repeat(depth + 1);
  const rows = short ? rowsOf(parts, 4) : parts;
  return `${open.trim()}\n${rows.map((row) => indent + row).join(",\n")}\n${"  ".repeat(depth)}${close.trim()}`;
}

function rowsOf(parts: readonly string[], width: number): readonly string[] {
  return Array.from({ length: Math.ceil(parts.length / width) }, (_, k) => parts.slice(width * k, width * (k + 1)).join(", "));
}
