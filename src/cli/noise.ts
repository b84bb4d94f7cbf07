import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import { allKinds, type Noise } from "../dynamics/noise/known-kinds.ts";
import { formOf, parseCorrelations, parseNoise } from "../dynamics/noise/notation.ts";
import { UsageError } from "./failure.ts";
import { noiseRows } from "./noise-rows.ts";

/** What `--noise` takes, from the list of kinds. */
export const NOISE_HELP = `noise on a parameter (repeatable): ${allKinds
  .filter(({ name }) => name !== "sum")
  .map(formOf)
  .join(
    ", ",
  )}; several with + between them; @realisation for one value per realisation, @clip or @redraw at the border of the domain, @start, @middle or @average for where in a slice of time an ou stands, @switching to cut slices where telegraph or markov jump`;

/** Read `--noise theta=normal(0.4,0.2)` (repeatable). Noise replaces `--set`: both on one parameter are an error. */
export function readNoise(words: readonly string[] = [], settings: readonly string[] = []): Record<string, Noise> {
  const noise: Record<string, Noise> = {};
  const set = settings.map((word) => word.split("=")[0]);
  for (const word of words) {
    const [name, kind] = parseNoise(word, noiseRows);
    if (Object.hasOwn(noise, name)) throw new UsageError(`Noise on "${name}" is given twice; give it once.`);
    if (set.includes(name))
      throw new UsageError(`Parameter "${name}" has both --set and --noise; noise replaces the value, so leave --set out.`);
    noise[name] = kind;
  }
  return noise;
}

/** Correlations of `--correlate phi,theta=0.6` (repeatable), or of a document. */
export function readCorrelations(words: readonly string[] = []): { readonly correlations?: Correlations } {
  return words.length === 0 ? {} : { correlations: parseCorrelations(words) };
}
