import { finite, wrongKind, wrongValue } from "../../errors.ts";
import type { NoiseKind } from "./kind.ts";

export type ChoiceFields = { readonly values: readonly number[]; readonly probabilities: readonly number[] };

/** How far probabilities may be from a sum of 1. */
const SUM = 1e-12;

/** A choice among values: the first one whose cumulated probability is above the uniform, in the order given. */
export const choiceNoise: NoiseKind<ChoiceFields> = {
  name: "choice",
  title: "one of several values, each with its probability",
  fields: ["values", "probabilities"],
  text: {
    form: "choice(value:probability, …)",
    read: (words) => ({ values: words.map((word) => half(word, 0)), probabilities: words.map((word) => half(word, 1)) }),
    print: ({ values, probabilities }) => values.map((value, k) => `${value}:${probabilities[k]}`).join(","),
  },
  check({ values, probabilities }) {
    for (const [name, list] of [["values", values] as const, ["probabilities", probabilities] as const]) {
      if (!Array.isArray(list)) throw wrongKind(name, "be a list of numbers", list, "Write choice([1, 2], [0.3, 0.7]).");
      list.forEach((entry, k) => finite(`${name}[${k}]`, entry, name === "probabilities" ? { atLeast: 0, atMost: 1 } : {}));
    }
    if (values.length === 0) throw wrongValue("values", "hold at least one number", null, "", "is empty");
    if (values.length !== probabilities.length) {
      throw wrongValue(
        "probabilities",
        `have one entry for each of the ${values.length} values`,
        probabilities.length,
        "",
        `has ${probabilities.length}`,
      );
    }
    const sum = probabilities.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > SUM) throw wrongValue("probabilities", "sum to 1", sum, "", `sums to ${sum}`);
  },
  support: ({ values }) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))],
  centre({ values, probabilities }) {
    const mean = values.reduce((sum, value, k) => sum + probabilities[k] * value, 0);
    return { mean, std: Math.sqrt(values.reduce((sum, value, k) => sum + probabilities[k] * (value - mean) * (value - mean), 0)) };
  },
  sampler({ values, probabilities }) {
    const borders = cumulated(probabilities);
    return (draws, lanes) => {
      const room = draws.values();
      for (let l = 0; l < lanes; l++) room[l] = values[placeOf(borders, room[l])];
    };
  },
  finite: true,
  quadrature: ({ values, probabilities }) => ({ nodes: Float64Array.from(values), weights: Float64Array.from(probabilities) }),
};

/** Cumulated probabilities, the last of them 1. */
export function cumulated(probabilities: readonly number[]): Float64Array {
  let sum = 0;
  const borders = Float64Array.from(probabilities, (p) => (sum += p));
  borders[borders.length - 1] = 1;
  return borders;
}

/** The first place whose cumulated probability is above u. */
export function placeOf(borders: Float64Array, u: number): number {
  let place = 0;
  while (place < borders.length - 1 && !(u < borders[place])) place++;
  return place;
}

function half(word: string, which: 0 | 1): number {
  const parts = word.split(":").map((part) => part.trim());
  const value = parts.length === 2 && parts[which] !== "" ? Number(parts[which]) : Number.NaN;
  if (Number.isNaN(value)) throw wrongValue("noise", "list values with their probabilities, such as choice(2.1:0.6,2.7:0.4)", word);
  return value;
}
