/** Noise as the command line writes and reads it. */
import { didYouMean, wrongValue } from "../../errors.ts";
import { clipped, perRealisation, redrawn } from "./construct.ts";
import type { NoiseKind } from "./kind.ts";
import { checkNoise, kindNamed, kindOf, type Noise, noiseKinds } from "./known-kinds.ts";

const manners: Readonly<Record<string, (noise: Noise) => Noise>> = {
  realisation: perRealisation,
  collision: (noise) => noise,
  slice: (noise) => noise,
  clip: clipped,
  redraw: redrawn,
  error: (noise) => noise,
  middle: placed("middle"),
  start: placed("start"),
  average: placed("average"),
};

/** The same noise with its value elsewhere in a slice of time; `checkNoise` refuses kinds that know no time. */
function placed(scheme: string): (noise: Noise) => Noise {
  return (noise) => checkNoise({ ...noise, scheme });
}

/**
 * Read noise as the command line writes it: `theta=normal(0.4,0.2)`, `phi=truncated(2.4,0.2,0,inf)@realisation`.
 * What follows `@`: `realisation`, `clip`, `redraw`, in any order (`phi=normal(2.4,0.2)@realisation@clip`); `start`, `middle` or
 * `average` for where in a slice of time a value belongs (`delta=ou(0,0.5,2)@start`). Last numbers that a kind can do without may be
 * left out.
 * @returns the parameter's name and its noise
 * @throws RangeError when the text is not of that form or a number is impossible
 */
export function parseNoise(text: string): readonly [parameter: string, noise: Noise] {
  const match = /^\s*([^=\s]+)\s*=\s*([A-Za-z]+)\s*\(([^()]*)\)((?:\s*@\s*[A-Za-z]+)*)\s*$/.exec(text);
  if (!match) throw wrongValue("noise", "look like theta=normal(0.4,0.2) or phi=truncated(2.4,0.2,0,3.14)@realisation", text);
  const [, parameter, kindName, list, tail] = match;
  const kind = kindNamed(kindName);
  if (!kind) throw wrongValue("noise", `name a kind (${noiseKinds.join(", ")})`, kindName, didYouMean(kindName, noiseKinds));
  const words = list.trim() === "" ? [] : list.split(",").map((word) => word.trim());
  if (words.length > kind.fields.length || words.length < kind.fields.length - (kind.optional ?? 0)) {
    throw wrongValue("noise", `have the form ${parameter}=${formOf(kind)}`, text, "", `has ${words.length} numbers in the brackets`);
  }
  const fields = Object.fromEntries(words.map((word, i) => [kind.fields[i], numberOrBound(kind.fields[i], word)]));
  let noise = checkNoise({ kind: kind.name, ...fields });
  for (const word of tail.split("@").map((part) => part.trim())) {
    if (word === "") continue;
    if (!Object.hasOwn(manners, word)) {
      throw wrongValue("noise", "have a known word after @", word, didYouMean(word, Object.keys(manners)));
    }
    noise = manners[word](noise);
  }
  return [parameter, noise];
}

/** How a kind is written: `ou(mean, std, time[, x0])`. */
export function formOf({ name, fields, optional = 0 }: NoiseKind): string {
  const needed = fields.length - optional;
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
  const { fields: names, optional = 0, schemes } = kindOf(noise);
  const given = noise as unknown as Readonly<Record<string, number | string | null>>;
  let count = names.length;
  while (count > names.length - optional && given[names[count - 1]] === null) count--;
  const fields = names.slice(0, count).map((field) => {
    const value = given[field];
    return value === null ? (field === "min" ? "-inf" : "inf") : String(value);
  });
  const scheme = schemes && given.scheme !== schemes[0] ? `@${given.scheme}` : "";
  const manner = `${scheme}${noise.perRealisation ? "@realisation" : ""}${noise.onLeave === "error" ? "" : `@${noise.onLeave}`}`;
  return `${parameter}=${noise.kind}(${fields.join(",")})${manner}`;
}
