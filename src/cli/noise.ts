import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import { allKinds, type Noise } from "../dynamics/noise/known-kinds.ts";
import { formOf, parseNoise } from "../dynamics/noise/notation.ts";
import { UsageError } from "./failure.ts";
import { noiseRows } from "./noise-rows.ts";

/** What `--noise` takes, from the list of kinds. */
export const NOISE_HELP = `noise on a parameter (repeatable): ${allKinds
  .filter(({ name }) => name !== "sum")
  .map(formOf)
  .join(
    ", ",
  )}; several with + between them; @realisation for one value per realisation, @clip or @redraw at the border of the domain, @start, @middle or @average for where in a slice of time an ou stands`;

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

/** Read `--correlate phi,theta=0.6` (repeatable) as a matrix of correlations, 0 between pairs that are not named. */
export function readCorrelations(words: readonly string[] = []): { readonly correlations?: Correlations } {
  if (words.length === 0) return {};
  const pairs = words.map((word) => {
    const match = /^\s*([^,=\s]+)\s*,\s*([^,=\s]+)\s*=\s*(\S+)\s*$/.exec(word);
    const r = match ? Number(match[3]) : Number.NaN;
    if (!match || Number.isNaN(r)) throw new UsageError(`Option --correlate must look like phi,theta=0.6, but is "${word}".`);
    if (match[1] === match[2]) throw new UsageError(`Option --correlate names "${match[1]}" twice.`);
    return { a: match[1], b: match[2], r };
  });
  const parameters = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const between = (x: string, y: string) => pairs.filter(({ a, b }) => (a === x && b === y) || (a === y && b === x));
  const matrix = parameters.map((x) =>
    parameters.map((y) => {
      const found = between(x, y);
      if (found.length > 1) throw new UsageError(`Option --correlate is given twice for ${x} and ${y}.`);
      return x === y ? 1 : (found[0]?.r ?? 0);
    }),
  );
  return { correlations: { parameters, matrix } };
}
