/** Noise as the command line writes and reads it. */
import { didYouMean, wrongKind, wrongValue } from "../../errors.ts";
import type { Correlations } from "./correlated-parameters.ts";
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
  switching: { scheme: "switching" },
};

/** Reads the numbers of a file that stands in the place of numbers; only whoever can read files has one. */
export type RowsOf = (file: string) => readonly number[];

/**
 * Read noise as the command line writes it: `theta=normal(0.4,0.2)`, `phi=truncated(2.4,0.2,0,inf)@realisation`.
 * What follows `@`: `realisation`, `clip`, `redraw`, in any order (`phi=normal(2.4,0.2)@realisation@clip`); `start`, `middle` or
 * `average` for where in a slice of time a value belongs (`delta=ou(0,0.5,2)@start`), `switching` for jumps at their exact times. Last numbers that a kind can do without may be
 * left out. Kinds with `+` between them add up: `phi=normal(2.4,0.1)@realisation+ou(0,0.2,5)`.
 * @param rowsOf reads a file named in place of numbers, where that is possible
 * @returns the parameter's name and its noise
 * @throws RangeError when the text is not of that form or a number is impossible
 * @example
 * parseNoise("phi=normal(2.4,0.2)")[0]; // "phi"
 */
export function parseNoise(text: string, rowsOf?: RowsOf): readonly [parameter: string, noise: Noise] {
  if (typeof text !== "string") throw wrongKind("noise", 'be text such as "phi=normal(2.4,0.2)"', text);
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
    if (Object.hasOwn(manners[word], "scheme") && !kind.schemes?.includes(word)) {
      const remedy = kind.schemes ? `It knows ${kind.schemes.join(", ")}.` : "It knows no time.";
      throw wrongValue("noise", `have no such word for a place within a slice after ${kind.name}`, word, remedy);
    }
    noise = { ...noise, ...manners[word] };
  }
  return noise;
}

/** The fields of a kind in their order; the last ones may be left out where they have defaults. */
function numbersOf(kind: NoiseKind, words: readonly string[], parameter: string, text: string): Readonly<Record<string, unknown>> {
  const { fields, defaults = {} } = kind;
  if (words.length > fields.length || words.length < fields.length - Object.keys(defaults).length) {
    throw wrongValue(
      "noise",
      `have the form ${parameter}=${formOf(kind)}`,
      text,
      "",
      `has ${words.length} number${words.length === 1 ? "" : "s"} in the brackets`,
    );
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

/**
 * Noise as the command line writes it; `parseNoise` reads it back.
 *
 * @example
 * printNoise("phi", normal(2.4, 0.2)); // "phi=normal(2.4,0.2)"
 */
export function printNoise(parameter: string, noise: Noise): string {
  if (typeof parameter !== "string") throw wrongKind("parameter", "be a parameter's name", parameter);
  checkNoise(noise);
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

/**
 * Read correlations as the command line and documents write them, `phi,theta=0.6`, as a matrix: 0 between pairs that are not named.
 * @throws RangeError for words of another form, and pairs that are given twice
 */
export function parseCorrelations(words: readonly string[]): Correlations {
  const pairs = words.map((word) => {
    const match = /^\s*([^,=\s]+)\s*,\s*([^,=\s]+)\s*=\s*(\S+)\s*$/.exec(word);
    const r = match ? Number(match[3]) : Number.NaN;
    if (!match || Number.isNaN(r)) throw wrongValue("correlate", "look like phi,theta=0.6", word);
    if (match[1] === match[2]) throw wrongValue("correlate", "name two parameters", word, "", `names \`${match[1]}\` twice`);
    return { a: match[1], b: match[2], r };
  });
  const parameters = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const between = (x: string, y: string) => pairs.filter(({ a, b }) => (a === x && b === y) || (a === y && b === x));
  const matrix = parameters.map((x) =>
    parameters.map((y) => {
      const found = between(x, y);
      if (found.length > 1) throw wrongValue("correlate", "name a pair once", `${x},${y}`, "", `names ${x} and ${y} twice`);
      return x === y ? 1 : (found[0]?.r ?? 0);
    }),
  );
  return { parameters, matrix };
}
