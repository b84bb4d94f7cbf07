/**
 * JSON with keys sorted by code unit, null for what is no finite number, objects indented and plain lists on one line.
 *
 * Typed arrays are written as lists; undefined entries of objects are left out.
 */
export function toJson(value: unknown): string {
  return `${write(value, "")}\n`;
}

function write(value: unknown, indent: string): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : "null";
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object") return typeof value === "function" ? "null" : JSON.stringify(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return write(Array.from(value as unknown as ArrayLike<unknown>), indent);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (!value.some((entry) => typeof entry === "object" && entry !== null))
      return `[${value.map((entry) => write(entry, inner)).join(", ")}]`;
    return `[\n${value.map((entry) => inner + write(entry, inner)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && typeof entry !== "function");
  if (!entries.length) return "{}";
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n${entries.map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${write(entry, inner)}`).join(",\n")}\n${indent}}`;
}
