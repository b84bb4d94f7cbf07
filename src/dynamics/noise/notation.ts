/** Noise as the command line writes and reads it. */
import { didYouMean, wrongValue } from "../../errors.ts";
import type { NoiseKind } from "./kind.ts";
import { checkNoise, kindNamed, kindOf, type Noise, noiseKinds } from "./known-kinds.ts";

/** What may follow `@`, and what it says. */
const manners: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  realisation: { perRealisation: true },
  collision: {},
  slice: {},
  clip: { onLeave: "clip" },
  redraw: { onLeave: "redraw" },
  error: {},
  middle: { scheme: "middle" },
  start: { scheme: "start" },
  average: { scheme: "average" },
};

/** Reads the numbers of a file that stands in the place of numbers; only whoever can read files has one. */
export type RowsOf = (file: string) => readonly number[];

/**
 * Read noise as the command line writes it: `theta=normal(0.4,0.2)`, `phi=truncated(2.4,0.2,0,inf)@realisation`.
 * What follows `@`: `realisation`, `clip`, `redraw`, in any order (`phi=normal(2.4,0.2)@realisation@clip`); `start`, `middle` or
 * `average` for where in a slice of time a value belongs (`delta=ou(0,0.5,2)@start`). Last numbers that a kind can do without may be
 * left out. Kinds with `+` between them add up: `phi=normal(2.4,0.1)@realisation+ou(0,0.2,5)`.
 * @param rowsOf reads a file named in place of numbers, where that is possible
 * @returns the parameter's name and its noise
 * @throws RangeError when the text is not of that form or a number is impossible
 */
export function parseNoise(text: string, rowsOf?: RowsOf): readonly [parameter: string, noise: Noise] {
  const match = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text);
  if (!match) throw unlike(text);
  const [, parameter, rest] = match;
  const parts = rest.split(PLUS).map((part) => readPart(part, parameter, text, rowsOf));
  if (parts.length === 1) return [parameter, checkNoise(parts[0])];
  // what happens outside the domain is the sum's affair
  const onLeave = parts.map((part) => part.onLeave).find((word) => word !== undefined) ?? "error";
  return [parameter, checkNoise({ kind: "sum", parts: parts.map(({ onLeave: _, ...part }) => checkNoise(part)), onLeave })];
}

/** A plus between two kinds: behind a bracket or a word, and before a name with a bracket. */
const PLUS = /(?<=[)A-Za-z]\s*)\+(?=\s*[a-z0-9]+\s*\()/;

function unlike(text: string): RangeError {
  return wrongValue("noise", "look like theta=normal(0.4,0.2) or phi=truncated(2.4,0.2,0,3.14)@realisation", text);
}

function readPart(part: string, parameter: string, text: string, rowsOf?: RowsOf): Readonly<Record<string, unknown>> {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)\s*\(([^()]*)\)((?:\s*@\s*[A-Za-z]+)*)\s*$/.exec(part);
  if (!match) throw unlike(text);
  const [, kindName, list, tail] = match;
  const kind = kindNamed(kindName);
  if (!kind || kindName === "sum")
    throw wrongValue("noise", `name a kind (${noiseKinds.join(", ")})`, kindName, didYouMean(kindName, noiseKinds));
  const words = list.trim() === "" ? [] : list.split(",").map((word) => word.trim());
  const fields = kind.text ? kind.text.read(words, rowsOf) : numbersOf(kind, words, parameter, text);
  let noise: Record<string, unknown> = { kind: kind.name, ...fields };
  for (const word of tail.split("@").map((piece) => piece.trim())) {
    if (word === "") continue;
    if (!Object.hasOwn(manners, word)) {
      throw wrongValue("noise", "have a known word after @", word, didYouMean(word, Object.keys(manners)));
    }
    if (Object.hasOwn(manners[word], "scheme") && !kind.schemes) {
      throw wrongValue("noise", `have no word for a place within a slice after ${kind.name}`, word, "It knows no time.");
    }
    noise = { ...noise, ...manners[word] };
  }
  return noise;
}

/** The fields of a kind in their order; the last ones may be left out where they have defaults. */
function numbersOf(kind: NoiseKind, words: readonly string[], parameter: string, text: string): Readonly<Record<string, unknown>> {
  const { fields, defaults = {} } = kind;
  if (words.length > fields.length || words.length < fields.length - Object.keys(defaults).length) {
    throw wrongValue("noise", `have the form ${parameter}=${formOf(kind)}`, text, "", `has ${words.length} numbers in the brackets`);
  }
  return Object.fromEntries(words.map((word, i) => [fields[i], numberOrBound(fields[i], word)]));
}

/** How a kind is written: `ou(mean, std, time[, x0])`. */
export function formOf({ name, fields, defaults = {}, text }: NoiseKind): string {
  if (text) return text.form;
  const needed = fields.length - Object.keys(defaults).length;
  const more = fields.slice(needed).map((field) => `[, ${field}]`);
  return `${name}(${fields.slice(0, needed).join(", ")}${more.join("")})`;
}

/** A number, or null for an infinite bound on its own side. */
function numberOrBound(field: string, word: string): number | null {
  if ((field === "min" && word === "-inf") || (field === "max" && /^\+?inf$/.test(word))) return null;
  const value = Number(word);
  if (word === "" || Number.isNaN(value)) throw wrongValue(field, "be a number", word);
  return value;
}

/** Noise as the command line writes it; `parseNoise` reads it back. */
export function printNoise(parameter: string, noise: Noise): string {
  const leaving = noise.onLeave === "error" ? "" : `@${noise.onLeave}`;
  const parts = noise.kind === "sum" ? noise.parts : [noise];
  return `${parameter}=${parts.map(printPart).join("+")}${leaving}`;
}

function printPart(noise: Noise): string {
  const { fields: names, defaults = {}, schemes, text } = kindOf(noise);
  const given = noise as unknown as Readonly<Record<string, unknown>>;
  let count = names.length;
  while (Object.hasOwn(defaults, names[count - 1]) && given[names[count - 1]] === defaults[names[count - 1]]) count--;
  const fields = names.slice(0, count).map((field) => {
    const value = given[field];
    return value === null ? (field === "min" ? "-inf" : "inf") : String(value);
  });
  const scheme = schemes && given.scheme !== schemes[0] ? `@${given.scheme}` : "";
  return `${noise.kind}(${text ? text.print(noise as never) : fields.join(",")})${scheme}${noise.perRealisation ? "@realisation" : ""}`;
}
