/** The distributions that the options ask for, each in the part that owns its counts. */
import { didYouMean, wrongValue } from "../../errors.ts";
import { type CountedPart, cumulantsOf } from "./counted-parts.ts";
import type { CountingOptions } from "./counting-result.ts";
import { type CountDistribution, type DistributionLimits, distributionOf } from "./distributions.ts";
import type { FiniteSeries } from "./finite-cumulants.ts";
import { ofFields } from "./tilted-process.ts";

/** Values of a distribution at most, unless the options say otherwise. */
const MOST_VALUES = 100_000;
/** What may lie beyond the grid of a count without bounds. */
const MISSING = 1e-13;

/** Distributions at the last record: of each count by itself, or of those that are asked for together. */
export function countDistributions(
  parts: readonly CountedPart[],
  names: readonly string[],
  at: number,
  series: readonly FiniteSeries[],
  { distribution, signal }: CountingOptions,
  tell: (operations: number) => void,
): readonly CountDistribution[] {
  if (!distribution) return [];
  const { of, mostValues = MOST_VALUES, binWidth = null } = distribution === true ? {} : distribution;
  const limits = { mostValues, binWidth, signal, tell };
  if (!of) return names.map((name) => one(parts, [name], at, series, limits));
  for (const name of of)
    if (!names.includes(name)) throw wrongValue("distribution.of", `name counts (${names.join(", ")})`, name, didYouMean(name, names));
  return [one(parts, of, at, series, limits)];
}

function one(
  parts: readonly CountedPart[],
  of: readonly string[],
  at: number,
  series: readonly FiniteSeries[],
  limits: DistributionLimits,
): CountDistribution {
  const holding = (part: CountedPart) => of.map((name) => part.fields.findIndex((field) => field.name === name));
  let k = parts.findIndex((part) => of.every((name) => part.own.includes(name)));
  if (k < 0) k = parts.findIndex((part) => holding(part).every((f) => f >= 0));
  if (k < 0)
    throw wrongValue(
      "distribution.of",
      "name counts that are counted together",
      null,
      "`W` and `Sigma` are not.",
      `it names ${of.join(", ")}`,
    );
  const part = parts[k];
  const fields = holding(part);
  const last = series[k].logarithms.length - 1;
  const end = part.endOf?.(series[k].states[last], at);
  const process = ofFields(end ? { ...part.process, end } : part.process, fields);
  let found: CountDistribution | null = null;
  for (let width = 12; width <= 96; width *= 2) {
    const reach = fields.map((field) => reachOf(part, series[k], field, width));
    found = distributionOf(process, of, at, reach, limits);
    if (Math.abs(found.missing) <= MISSING || found.bins.some((bin) => bin !== null)) break;
    if (!process.continuous && process.steps.every(({ duration }) => duration === null)) break;
  }
  return found as CountDistribution;
}

/** Where a count without bounds is to be expected: its mean and so many standard deviations, and as many quanta. */
function reachOf(part: CountedPart, series: FiniteSeries, field: number, width: number): readonly [number, number] {
  const list = cumulantsOf(part, series.logarithms[series.logarithms.length - 1], field);
  const [mean, variance] = [list[0][0], list[1]?.[0] ?? Math.abs(list[0][0])];
  const quantum = part.process.steps.reduce(
    (most, { values }) => values.reduce((m, value) => Math.max(m, Math.abs(value[field])), most),
    0,
  );
  const size = width * (Math.sqrt(Math.max(0, variance)) + quantum);
  return [mean - size, mean + size];
}
