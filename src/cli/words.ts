/** Reads the words of a command line: settings, lists, ranges, methods. Every refusal is one sentence with the remedy. */
import { didYouMean, integer } from "../errors.ts";
import { METHODS, type Method } from "../methods/method.ts";
import type { ModelDefinition, Parameters, ParameterValue } from "../models/model.ts";
import { UsageError } from "./failure.ts";

/** Collect the values of a repeatable option. */
export function repeat(word: string, before: readonly string[] = []): string[] {
  return [...before, word];
}

/**
 * Read `--set name=value` for a model. The value is JSON; a bare word is a string, and `auto` is null where the parameter
 * may be left to the program.
 */
export function readSettings(definition: ModelDefinition, words: readonly string[]): Parameters {
  const settings: Record<string, ParameterValue> = {};
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new UsageError(`Option --set must look like name=value, but is "${word}".`);
    const name = word.slice(0, at);
    const spec = Object.hasOwn(definition.parameters, name) ? definition.parameters[name] : undefined;
    if (!spec) {
      const remedy = didYouMean(name, Object.keys(definition.parameters));
      throw new UsageError(`Model ${definition.name} has no parameter "${name}". ${remedy}`);
    }
    if (Object.hasOwn(settings, name)) throw new UsageError(`Parameter "${name}" is set twice; set it once.`);
    const text = word.slice(at + 1);
    settings[name] = text === "auto" && (spec.nullable || spec.default === null) ? null : readValue(name, text);
  }
  return settings;
}

function readValue(name: string, text: string): ParameterValue {
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    if (/^-?[A-Za-zα-ωΑ-Ω_][\w-]*$/.test(text)) return text;
    throw new UsageError(
      `The value of "${name}" must be JSON (a number, a list such as [0.7,1.3], true) or a bare word, but is "${text}".`,
    );
  }
}

/** Do what reads a text of an option: what it says of its own arguments is said of them within the option. */
export function withinOption<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { name, message } = error as Error;
    const of = /^Argument (`[\w.[\]]+`) must /.exec(message);
    if (!of || (name !== "TypeError" && name !== "RangeError") || of[1] === `\`${option}\``) throw error;
    throw new UsageError(`In --${option}, ${message.slice("Argument ".length)}`);
  }
}

/** Read an integer ≥ `least` for an option. */
export function wholeNumber(option: string, least: number): (word: string) => number {
  return (word) => integer(option, word.trim() === "" || Number.isNaN(Number(word)) ? word : Number(word), least);
}

/** Read a finite number for an option. */
export function realNumber(option: string): (word: string) => number {
  return (word) => {
    const value = Number(word);
    if (word.trim() === "" || !Number.isFinite(value))
      throw new UsageError(`Option --${option} must be a finite number, but is "${word}".`);
    return value;
  };
}

/** Read a comma-separated list of names; a comma inside brackets does not separate. */
export function names(word: string, before: readonly string[] = []): string[] {
  const list: string[] = [];
  let [part, depth] = ["", 0];
  for (const letter of word) {
    if (letter === "(" || letter === "[") depth++;
    if (letter === ")" || letter === "]") depth = Math.max(0, depth - 1);
    if (letter === "," && depth === 0) {
      list.push(part);
      part = "";
    } else part += letter;
  }
  return [...before, ...[...list, part].map((name) => name.trim()).filter(Boolean)];
}

/** Read the names of observables: at least one. */
export function observed(word: string, before: readonly string[] = []): string[] {
  const list = names(word, before);
  if (list.length > before.length) return list;
  throw new UsageError(`Option --observe must name observables, but is "${word}". Leave it out for the model's own.`);
}

/** Read a comma-separated list of finite numbers for an option. */
export function numberList(option: string): (word: string) => number[] {
  return (word) =>
    word.split(",").map((part) => {
      const value = Number(part);
      if (part.trim() !== "" && Number.isFinite(value)) return value;
      const holds = word.trim() === "" ? "is empty" : `holds "${part.trim()}"`;
      throw new UsageError(`Option --${option} must list finite numbers, separated by commas, but ${holds}.`);
    });
}

/** Read how many points a range start:end:points has. */
export function pointsOf(option: string, word: string | undefined): number {
  const points = Number(word);
  if (word !== undefined && word.trim() !== "" && Number.isInteger(points) && points >= 1) return points;
  throw new UsageError(`Option --${option} must have a whole number of points ≥ 1 (start:end:points), but has "${word ?? ""}".`);
}

/** The ends of a range start:end:points. */
export function endsOf(option: string, ...words: readonly string[]): number[] {
  return words.map((word) => {
    const value = Number(word);
    if (word.trim() !== "" && Number.isFinite(value)) return value;
    throw new UsageError(`Option --${option} must have finite numbers as start and end, but has "${word}".`);
  });
}

/** What a sweep goes over. */
export interface Range {
  readonly name: string;
  readonly values: readonly number[];
}

/** Read `beta2=0.001:0.09:200` (start, end, points), the same with `:log` for equal ratios, or a list `beta2=0.1,0.2`. */
export function readRange(word: string, equalRatios: (from: number, to: number, points: number) => number[]): Range {
  const form = "must look like name=start:end:points, name=start:end:points:log or name=a,b,c";
  const match = /^([^=]+)=(.+)$/.exec(word);
  if (!match) throw new UsageError(`Option --over ${form}, but is "${word}".`);
  const [, name, text] = match;
  if (!text.includes(":")) return { name, values: numberList("over")(text) };
  const [from, to, count, scale, ...rest] = text.split(":");
  const points = pointsOf("over", count);
  if (rest.length || (scale !== undefined && scale !== "log")) throw new UsageError(`Option --over ${form}, but is "${word}".`);
  checkPoints(points);
  const [start, end] = endsOf("over", from, to);
  if (points > 1 && start === end) throw new UsageError(`Option --over must go somewhere, but starts and ends at ${start}.`);
  if (scale !== "log") return { name, values: equalSteps(start, end, points) };
  if (!(start > 0 && end > 0))
    throw new UsageError(`Option --over with :log must have start and end > 0, but goes from ${start} to ${end}.`);
  return { name, values: equalRatios(start, end, points) };
}

/** Points of a sweep at most, and what one of them takes with its observables and diagnostics, in bytes. */
const MOST_POINTS = 1_000_000;
const POINT_BYTES = 1024;

/** Refuse more points than there is room for, before a list of them is made. */
export function checkPoints(...lengths: readonly number[]): void {
  const points = lengths.reduce((product, length) => product * length, 1);
  if (points <= MOST_POINTS) return;
  const shape = lengths.length > 1 ? `${lengths.join(" × ")} = ${points}` : String(points);
  throw new UsageError(
    `Option --over asks for ${shape} points, which take about ${Math.ceil((points * POINT_BYTES) / 2 ** 20)} MiB. Ask for ${MOST_POINTS} points or fewer.`,
  );
}

/** `points` numbers from `start` to `end` inclusive; both ends are exact. */
function equalSteps(start: number, end: number, points: number): number[] {
  if (points === 1) return [start];
  return Array.from({ length: points }, (_, i) => (i === points - 1 ? end : start + ((end - start) * i) / (points - 1)));
}

/** Read a method as it is written in TypeScript without quotes and braces: `rk4(dt=0.01)`, `dormandPrince(rtol=1e-9)`, `auto`. */
export function readMethod(word: string): Method {
  const match = /^\s*(\w+)\s*(?:\(([^()]*)\))?\s*$/.exec(word);
  if (!match) throw new UsageError(`Option --method must look like rk4(dt=0.01) or auto, but is "${word}".`);
  const [, name, list] = match;
  const method = Object.hasOwn(METHODS, name) ? METHODS[name as Method["kind"]] : undefined;
  if (!method) throw new UsageError(`There is no method "${name}". ${didYouMean(name, Object.keys(METHODS))}`);
  const options: Record<string, number> = {};
  for (const part of (list ?? "").split(",").filter((text) => text.trim() !== "")) {
    const [key, value, ...rest] = part.split("=").map((text) => text.trim());
    if (value === undefined || rest.length) throw new UsageError(`Options of a method look like dt=0.01, but here is "${part.trim()}".`);
    const number = Number(value);
    if (value === "" || !Number.isFinite(number))
      throw new UsageError(`Option --method must give numbers to its options, but ${key} is "${value}".`);
    options[key] = number;
  }
  const made = withinOption("method", () => method(options as never));
  const unused = Object.keys(options).filter((key) => !(key in made));
  if (unused.length) {
    const known = Object.keys(made).filter((key) => key !== "kind");
    const remedy = known.length ? didYouMean(unused[0], known) : "It has none.";
    throw new UsageError(`Method ${name} has no option "${unused[0]}". ${remedy}`);
  }
  return made;
}
