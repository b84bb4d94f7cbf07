/** What an ensemble counts besides means and spreads, as words of a line. */
import type { Command } from "commander";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { UsageError } from "./failure.ts";
import { checkPoints, numberList, realNumber, repeat, wholeNumber } from "./words.ts";

export interface StatisticsWords {
  readonly quantiles?: readonly number[];
  readonly sketch?: boolean;
  readonly window?: readonly number[];
  readonly covariances?: readonly number[];
  readonly histogram?: readonly string[];
  readonly antithetic?: boolean;
  readonly stopAt?: readonly string[];
}

/** Add the options. */
export function withStatistics(command: Command): Command {
  return command
    .option("--quantiles <list>", "levels, such as 0.05,0.5,0.95", numberList("quantiles"))
    .option("--sketch", "take quantiles from bins within 0.8 %, in memory that does not grow with the realisations")
    .option("--window <from,to>", "pool statistics over these collisions or times", numberList("window"))
    .option("--covariances <list>", "covariances between all observables at these saved collisions or times", numberList("covariances"))
    .option("--histogram <name@at=from:to:bins>", "count values at a saved collision or time, such as T1@100=0:2:40 (repeatable)", repeat)
    .option("--antithetic", "let realisations mirror each other in pairs; the result says what that gained")
    .option("--stop-at <error>", "stop once every standard error is at most 1e-4, or those named: T1=1e-4 (repeatable)", repeat);
}

/** The words as options of the library. */
export function statisticsOf(words: StatisticsWords): Partial<EnsembleOptions> {
  const { quantiles, sketch, window, covariances, histogram, antithetic, stopAt } = words;
  if (window && window.length !== 2) throw new UsageError(`Option --window must be two numbers, from,to, but has ${window.length}.`);
  return {
    ...(quantiles ? { quantiles } : {}),
    ...(sketch ? { sketch } : {}),
    ...(window ? { window: [window[0], window[1]] as const } : {}),
    ...(covariances ? { covariances: { at: covariances } } : {}),
    ...(histogram ? { histograms: histogram.map(readHistogram) } : {}),
    ...(antithetic ? { antithetic } : {}),
    ...(stopAt ? { stopWhen: { standardError: readErrors(stopAt) } } : {}),
  };
}

/** The words as a line says them again. */
export function statisticsLine({ quantiles, sketch, window, covariances, histogram = [], antithetic }: StatisticsWords): readonly string[] {
  const lists = Object.entries({ quantiles, window, covariances });
  return [
    ...lists.flatMap(([name, values]) => (values ? [`--${name}=${values.join(",")}`] : [])),
    ...histogram.map((word) => `--histogram=${word}`),
    ...(sketch ? ["--sketch"] : []),
    ...(antithetic ? ["--antithetic"] : []),
  ];
}

function readHistogram(word: string) {
  const match = /^\s*(.+)@([^@=]+)=([^:]+):([^:]+):([^:]+)$/.exec(word);
  if (!match) throw new UsageError(`Option --histogram must look like T1@100=0:2:40 (name, where, from, to and bins), but is "${word}".`);
  const [from, to, step] = [match[3], match[4], match[2]].map(realNumber("histogram"));
  const bins = wholeNumber("bins", 1)(match[5]);
  if (!(to > from)) throw new UsageError(`Option --histogram must go up, but goes from ${from} to ${to} in "${word}".`);
  checkPoints(bins);
  return {
    observable: match[1],
    step,
    edges: Array.from({ length: bins + 1 }, (_, k) => (k === bins ? to : from + ((to - from) * k) / bins)),
  };
}

function readErrors(words: readonly string[]): number | Readonly<Record<string, number>> {
  const named = words.filter((word) => word.includes("="));
  if (named.length === 0 && words.length === 1) return realNumber("stop-at")(words[0]);
  const errors: Record<string, number> = {};
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new UsageError(`Option --stop-at must be one number, or T1=1e-4 for each of the observables, but is "${word}".`);
    const name = word.slice(0, at);
    if (Object.hasOwn(errors, name)) throw new UsageError(`Option --stop-at is given twice for "${name}".`);
    errors[name] = realNumber("stop-at")(word.slice(at + 1));
  }
  return errors;
}
