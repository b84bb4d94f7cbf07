/** The canonical text of plain data: keys by code unit, no spaces, numbers and strings as ECMAScript writes them. */

/** Write plain data as canonical JSON. */
export function canonicalJson(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(canonicalJson).join(",")}]`;
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  const entries = data as Readonly<Record<string, unknown>>;
  const keys = Object.keys(entries).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(entries[key])}`).join(",")}}`;
}
