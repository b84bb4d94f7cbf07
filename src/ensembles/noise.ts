/**
 * Noise on a parameter, as plain data: it stands in JSON, travels to threads, and prints the way it is typed.
 *
 *   normal(0.4, 0.2)                        independent at each collision
 *   perRealisation(normal(0.4, 0.2))        one value for a whole realisation
 *   clipped(normal(0.4, 0.2))               a value outside the parameter's domain moves to its border
 *   redrawn(normal(0.4, 0.2))               a value outside the parameter's domain is drawn again
 *
 * Without `clipped` or `redrawn` a value outside the domain ends the run, with its trajectory and step.
 */
import { didYouMean, wrongKind, wrongValue } from "../errors.ts";
import { type ExponentialFields, exponentialKind } from "./kinds/exponential.ts";
import type { NoiseKind } from "./kinds/kind.ts";
import { type NormalFields, normalKind } from "./kinds/normal.ts";
import { type TruncatedFields, truncatedKind } from "./kinds/truncated.ts";
import { type UniformFields, uniformKind } from "./kinds/uniform.ts";

/** What happens to a draw that leaves the parameter's domain. */
export type OnLeave = "error" | "clip" | "redraw";

interface Manner {
  /** One value for a whole realisation instead of one per collision. */
  readonly perRealisation: boolean;
  readonly onLeave: OnLeave;
}

/** Noise on one parameter. */
export type Noise = Manner &
  (
    | ({ readonly kind: "normal" } & NormalFields)
    | ({ readonly kind: "truncated" } & TruncatedFields)
    | ({ readonly kind: "uniform" } & UniformFields)
    | ({ readonly kind: "exponential" } & ExponentialFields)
  );

const kinds: Readonly<Record<string, NoiseKind>> = Object.fromEntries(
  [normalKind, truncatedKind, uniformKind, exponentialKind].map((kind) => [kind.name, kind as unknown as NoiseKind]),
);
const plain: Manner = { perRealisation: false, onLeave: "error" };

/**
 * Normal noise with the given mean and standard deviation (in the parameter's unit; `std` = 0 is a constant).
 * @throws RangeError when a number is not finite or `std` < 0
 */
export function normal(mean: number, std: number): Noise {
  return checkNoise({ kind: "normal", mean, std, ...plain });
}

/**
 * Normal noise confined to [min, max], exactly: the distribution that drawing again until a value fits would give.
 * `mean` and `std` are those of the normal before it is cut; a bound that is left out is no bound.
 * @throws RangeError when the bounds are missing or not in order, or keep less than 1e-268 of the normal
 */
export function truncatedNormal(mean: number, std: number, bounds: { min?: number; max?: number }): Noise {
  return checkNoise({ kind: "truncated", mean, std, min: bounds.min ?? null, max: bounds.max ?? null, ...plain });
}

/**
 * Uniform noise on [min, max].
 * @throws RangeError unless min < max, both finite
 */
export function uniform(min: number, max: number): Noise {
  return checkNoise({ kind: "uniform", min, max, ...plain });
}

/**
 * Exponential noise with the given mean > 0.
 * @throws RangeError unless mean > 0
 */
export function exponential(mean: number): Noise {
  return checkNoise({ kind: "exponential", mean, ...plain });
}

/** The same noise, drawn once per realisation and then constant. */
export function perRealisation(noise: Noise): Noise {
  return { ...noise, perRealisation: true };
}

/** The same noise; a value outside the parameter's domain moves to the domain's border. */
export function clipped(noise: Noise): Noise {
  return { ...noise, onLeave: "clip" };
}

/** The same noise; a value outside the parameter's domain is drawn again. */
export function redrawn(noise: Noise): Noise {
  return { ...noise, onLeave: "redraw" };
}

/** The kind that a noise names. */
export function kindOf(noise: Noise): NoiseKind {
  return kinds[noise.kind];
}

/** The names of all kinds. */
export const noiseKinds: readonly string[] = Object.keys(kinds);

/**
 * Check noise that may come from JSON: a known kind, exactly its fields, possible numbers. Returns it, complete.
 * @throws TypeError or RangeError in the error grammar
 */
export function checkNoise(noise: unknown): Noise {
  if (typeof noise !== "object" || noise === null || Array.isArray(noise)) {
    throw wrongKind("noise", "be made by normal(…), truncatedNormal(…), uniform(…) or exponential(…)", noise);
  }
  const given = noise as Readonly<Record<string, unknown>>;
  const kind = kinds[String(given.kind)];
  if (!kind || !Object.hasOwn(kinds, String(given.kind))) {
    throw wrongValue("kind", "be a known kind of noise", given.kind, didYouMean(String(given.kind), noiseKinds));
  }
  const known = [...kind.fields, "kind", "perRealisation", "onLeave"];
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw wrongValue("noise", `have only the fields of ${kind.name}`, name, didYouMean(name, known), `has \`${name}\``);
  }
  const whole = positiveZeros({ ...plain, ...given }) as unknown as Noise;
  if (typeof whole.perRealisation !== "boolean") throw wrongKind("perRealisation", "be true or false", whole.perRealisation);
  if (!["error", "clip", "redraw"].includes(whole.onLeave)) {
    throw wrongValue("onLeave", 'be "error", "clip" or "redraw"', whole.onLeave);
  }
  kind.check(whole as never);
  return whole;
}

/** JSON and the command line know one zero only: −0 becomes 0, so that both ways give the same bits. */
function positiveZeros(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === "number" ? value + 0 : value]));
}

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
  const kind = Object.hasOwn(kinds, kindName) ? kinds[kindName] : undefined;
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
