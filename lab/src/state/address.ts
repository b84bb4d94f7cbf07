/**
 * The address: `#m=1.<data>` is a whole model, `#model=NAME&p.x=…` one of the gallery or the catalogue, and keys of the lab follow after `&`,
 * which other readers ignore.
 */
import type { Value, Values } from "../compute/protocol.ts";

/** Keys of the lab in an address. */
const KEYS = ["view", "step", "steps", "until", "every", "obs", "x", "y", "theme", "embed", "controls", "v"] as const;
export type LabKey = (typeof KEYS)[number];
export type LabKeys = Readonly<Partial<Record<LabKey, string>>>;

export type AddressedModel =
  | { readonly kind: "link"; readonly link: string }
  | { readonly kind: "named"; readonly name: string; readonly values: Values };

export interface Address {
  readonly model: AddressedModel | null;
  readonly lab: LabKeys;
}

/** Read what stands behind the # of an address; a part that cannot be decoded is left away. */
export function readAddress(hash: string): Address {
  const text = hash.replace(/^#/, "");
  const lab: Partial<Record<LabKey, string>> = {};
  const values: Record<string, Value> = Object.create(null);
  let link: string | null = null;
  let name: string | null = null;
  for (const part of text.split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const [key, raw] = [part.slice(0, at), part.slice(at + 1)];
    if (key === "m") {
      link = `#m=${raw}`;
      continue;
    }
    const value = decoded(raw);
    if (value === null) continue;
    if (key === "model") name = value;
    else if (key.startsWith("p.")) values[key.slice(2)] = readValue(value);
    else if ((KEYS as readonly string[]).includes(key)) lab[key as LabKey] = value;
  }
  if (link !== null) return { model: { kind: "link", link }, lab };
  return { model: name === null ? null : { kind: "named", name, values: { ...values } }, lab };
}

/** Write an address. */
export function writeAddress({ model, lab }: Address): string {
  const parts: string[] = [];
  if (model?.kind === "link") parts.push(model.link.replace(/^#/, ""));
  if (model?.kind === "named") {
    parts.push(`model=${encodeURIComponent(model.name)}`);
    for (const [name, value] of Object.entries(model.values)) parts.push(`p.${encodeURIComponent(name)}=${encoded(value)}`);
  }
  for (const key of KEYS) {
    const value = lab[key];
    if (value !== undefined && value !== "") parts.push(`${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  }
  return parts.length === 0 ? "" : `#${parts.join("&")}`;
}

function decoded(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

/** A value of `p.x=`: JSON where it is, else the word itself. */
function readValue(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

function encoded(value: Value): string {
  const word = typeof value === "string" && !/^[-\d[{"]|^(true|false|null)$/.test(value) ? value : JSON.stringify(value);
  return encodeURIComponent(word).replaceAll("%2C", ",").replaceAll("%5B", "[").replaceAll("%5D", "]");
}
