/** Noise as the command line writes and reads it. */
import { didYouMean, wrongValue } from "../../errors.ts";
import { clipped, perRealisation, redrawn } from "./construct.ts";
import { checkNoise, kindNamed, kindOf, type Noise, noiseKinds } from "./known-kinds.ts";

const manners: Readonly<Record<string, (noise: Noise) => Noise>> = {
  realisation: perRealisation,
  collision: (noise) => noise,
  clip: clipped,
  redraw: redrawn,
  error: (noise) => noise,
};

/**
 * Read noise as the command line writes it: `theta=normal(0.4,0.2)`, `phi=truncated(2.4,0.2,0,inf)@realisation`.
 * What follows `@`: `realisation`, `clip`, `redraw`, in any order (`phi=normal(2.4,0.2)@realisation@clip`).
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
  if (words.length !== kind.fields.length) {
    const form = `${kind.name}(${kind.fields.join(", ")})`;
    throw wrongValue("noise", `have the form ${parameter}=${form}`, text, "", `has ${words.length} numbers in the brackets`);
  }
  const fields = Object.fromEntries(kind.fields.map((field, i) => [field, numberOrBound(field, words[i])]));
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

/** A number, or null for an infinite bound on its own side. */
function numberOrBound(field: string, word: string): number | null {
  if ((field === "min" && word === "-inf") || (field === "max" && /^\+?inf$/.test(word))) return null;
  const value = Number(word);
  if (word === "" || Number.isNaN(value)) throw wrongValue(field, "be a number", word);
  return value;
}

/** Noise as the command line writes it; `parseNoise` reads it back. */
export function printNoise(parameter: string, noise: Noise): string {
  const fields = kindOf(noise).fields.map((field) => {
    const value = (noise as unknown as Record<string, number | null>)[field];
    return value === null ? (field === "min" ? "-inf" : "inf") : String(value);
  });
  const manner = `${noise.perRealisation ? "@realisation" : ""}${noise.onLeave === "error" ? "" : `@${noise.onLeave}`}`;
  return `${parameter}=${noise.kind}(${fields.join(",")})${manner}`;
}
