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
  if (typeof value !== "object") return typeof value === "string" ? quoted(value) : typeof value === "boolean" ? String(value) : "null";
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
  return `{\n${entries.map(([key, entry]) => `${inner}${quoted(key)}: ${write(entry, inner)}`).join(",\n")}\n${indent}}`;
}

/** A string in quotes, with every character that a terminal obeys, or that hides or reorders text, written as an escape. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** A character as escapes of its 16-bit units. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}
