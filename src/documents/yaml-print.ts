/** Canonical data as YAML for people: keys in the order of the reference page, small objects on one line, text quoted where it must be. */
import { collisions, equation } from "./structure/document-shapes.ts";
import { isObject, type Schema } from "./structure/shape.ts";

/** Longest line of an object or list that is written on one line. */
const WIDTH = 120;

/** Keys whose entries are named by the author. */
const TABLES = ["parameters", "let", "observables"];

let order: ReadonlyMap<string, number> | null = null;

/** The keys of all objects in the order of their tables. */
function keyOrder(): ReadonlyMap<string, number> {
  if (order) return order;
  const definitions = new Map<string, Schema>();
  for (const shape of [collisions, equation]) shape.schema(definitions);
  const keys = [collisions.id, equation.id, ...definitions.keys()].flatMap((id) => {
    const { properties } = (definitions.get(id) ?? {}) as { readonly properties?: object };
    return Object.keys(properties ?? {});
  });
  order = new Map([...new Set(keys)].map((key, k) => [key, k]));
  return order;
}

/** Write canonical data as YAML: the reader gives the same data back. */
export function printYaml(data: object): string {
  return `${block(data as Readonly<Record<string, unknown>>, 0, "")}\n`;
}

function keysOf(value: Readonly<Record<string, unknown>>, parent: string): readonly string[] {
  const keys = Object.keys(value).sort();
  if (TABLES.includes(parent) || parent.startsWith("x-")) return keys;
  const rank = (key: string): number => keyOrder().get(key) ?? Number.MAX_SAFE_INTEGER;
  return keys.sort((a, b) => rank(a) - rank(b));
}

function block(value: Readonly<Record<string, unknown>>, indent: number, parent: string): string {
  const pad = " ".repeat(indent);
  const lines = keysOf(value, parent).map((key) => `${key === "" ? '""' : scalar(key)}:${after(value[key], indent, key)}`);
  return lines.map((line, k) => (k === 0 ? line : `${pad}${line}`)).join("\n");
}

/** What follows a key: the value on the same line, or below. */
function after(value: unknown, indent: number, key: string): string {
  const line = flow(value, key);
  const long = indent + key.length + line.length > WIDTH || (indent === 0 && (TABLES.includes(key) || key === "units"));
  if (typeof value !== "object" || value === null || !long || isEmpty(value)) return ` ${line}`;
  const pad = " ".repeat(indent + 2);
  if (!Array.isArray(value)) return `\n${pad}${block(value as Readonly<Record<string, unknown>>, indent + 2, key)}`;
  if (value.every((entry) => typeof entry === "number")) return ` ${line}`;
  const items = (value as readonly unknown[]).map((entry) => {
    const whole = flow(entry, "");
    if (indent + whole.length <= WIDTH || !isObject(entry) || isEmpty(entry)) return `${pad}- ${whole}`;
    return `${pad}- ${block(entry, indent + 4, "")}`;
  });
  return `\n${items.join("\n")}`;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function flow(value: unknown, parent: string): string {
  if (Array.isArray(value)) return `[${value.map((entry) => flow(entry, "")).join(", ")}]`;
  if (isObject(value))
    return `{${keysOf(value, parent)
      .map((key) => `${scalar(key)}: ${flow(value[key], key)}`)
      .join(", ")}}`;
  return typeof value === "string" ? scalar(value) : JSON.stringify(value);
}

/** Text as it stands where it can be nothing else, in quotes where it could. */
function scalar(text: string): string {
  const plain =
    /^[A-Za-z_$(\u00a1-\ud7ff][\w $()^*/+.;=<>·\u00a1-\ud7ff-]*$/.test(text) &&
    !/ $| {2}|[\u2028\u2029]|[-+]?\.(inf|nan)/i.test(text) &&
    !["true", "false", "null", "~"].includes(text);
  if (plain) return text;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/g, escaped);
}

/** Halves of characters beyond 16 bits stay pairs; what YAML does not print is written by its number. */
function escaped(unit: string, at: number, whole: string): string {
  const code = unit.charCodeAt(0);
  const paired = (code >= 0xd800 && code < 0xdc00 && isLow(whole, at + 1)) || (code >= 0xdc00 && code < 0xe000 && isHigh(whole, at - 1));
  return paired ? unit : `\\u${code.toString(16).padStart(4, "0")}`;
}

const isLow = (text: string, at: number): boolean => text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) < 0xe000;
const isHigh = (text: string, at: number): boolean => text.charCodeAt(at) >= 0xd800 && text.charCodeAt(at) < 0xdc00;
