import { Command } from "commander";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { printNoise } from "../dynamics/noise/notation.ts";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import type { EnsembleResult } from "../ensembles/ensemble-result.ts";
import { ensemble as runEnsemble } from "../ensembles/run-ensemble.ts";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { quantileCurves } from "../files/result-hash.ts";
import type { ModelDefinition } from "../models/model.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { requestOf } from "./ensemble-request.ts";
import { UsageError } from "./failure.ts";
import { recordedOf } from "./model.ts";
import { NOISE_HELP, readCorrelations, readNoise } from "./noise.ts";
import {
  lengthOf,
  type ResultOptions,
  type RunLengthOptions,
  withDelivery,
  withExtent,
  withModel,
  withObservables,
  withStart,
} from "./options.ts";
import { ensembleProgress, withQuiet } from "./progress.ts";
import { requireLength } from "./run.ts";
import { everyWith, lengthWith, noiseOf, observeWith } from "./sections.ts";
import { partedEnsemble, shardCommand } from "./shard.ts";
import { type Stop, stoppable } from "./signals.ts";
import { type StatisticsWords, statisticsOf, withStatistics } from "./statistics.ts";
import { checkpointOf, type SurvivingWords, sayHowToGoOn, survivalOf, withSurvival } from "./surviving.ts";
import { type Target, target } from "./target.ts";
import { realNumber, repeat, wholeNumber } from "./words.ts";

/** What an ensemble is made of, for `ensemble` and `submit`. */
export interface EnsembleWords extends ResultOptions, Omit<RunLengthOptions, "method">, StatisticsWords {
  readonly trajectories?: number;
  readonly seed?: number;
  readonly noise?: readonly string[];
  readonly cut?: number;
  readonly every?: number;
  readonly correlate?: readonly string[];
}

const examples = `
Examples:
  ancilla ensemble phaseonium --steps 2000 --trajectories 256 --seed 7 --noise "phi=normal(2.404,0.2)"
  ancilla ensemble phaseonium --steps 260 --trajectories 256 --noise "theta=normal(0.4,0.2)" --out results --format csv,svg
  ancilla ensemble bloch --until 20 --every 0.1 --trajectories 1000 --noise "Delta=ou(0,0.5,2)"
  ancilla ensemble rotor --until 50 --trajectories 64 --noise "beta2=uniform(0.01,0.03)@realisation"

Ctrl-C (or SIGTERM, SIGHUP, --deadline) keeps the realisations that are complete: the result is marked "partial": true and the exit code
is 130 (143, 129, 124). With --out or --checkpoint the same command goes on from there, also after the process was killed.`;

/** Add the options that make an ensemble. */
export function withEnsemble(command: Command): Command {
  return withStatistics(withStart(withExtent(withObservables(withModel(command)))))
    .option("--trajectories <n>", "realisations", wholeNumber("trajectories", 2))
    .option("--seed <n>", "seed of the random numbers (default: 0)", wholeNumber("seed", 0))
    .option("--noise <name=kind>", NOISE_HELP, repeat)
    .option("--every <h>", "how long a drawn value is held (master equations): slices of time from t = 0", realNumber("every"))
    .option("--correlate <a,b=r>", "correlate the noise of two parameters, each of which keeps its distribution (repeatable)", repeat)
    .option("--cut <K>", "keep coherence orders up to K only (an approximation; its error is reported)", wholeNumber("cut", 0));
}

/** `ancilla ensemble MODEL`: many noisy realisations. */
export function ensemble(): Command {
  const command = new Command("ensemble")
    .description("many noisy runs: mean, std, standard error, extremes, quantiles")
    .addHelpText("after", examples);
  return withQuiet(withSurvival(withDelivery(withEnsemble(command))))
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .action(ensembleCommand);
}

/** What the line asks of an ensemble, with the defaults of the document's `noise` section: ready for the library. */
export function ensembleOptions(asked: Asked, given: EnsembleWords): EnsembleOptions {
  const { model, definition, observe, sections } = asked;
  const section = sections.noise;
  const options = lengthWith(given, section);
  const { observables } = recordedOf(asked, observeWith(observe, section));
  const trajectories = options.trajectories ?? section?.trajectories;
  if (trajectories === undefined) throw new UsageError("An ensemble needs a number of realisations. Say how many with --trajectories N.");
  requireLength(model.dynamics.kind, options);
  const noise = options.noise ? readNoise(options.noise, options.set) : noiseOf(section, options.set);
  requireNoise(definition, noise);
  const { cut } = options;
  return {
    ...lengthOf(options),
    trajectories,
    seed: options.seed ?? section?.seed ?? 0,
    noise,
    ...everyWith(model, options.every, section, noise),
    ...readCorrelations(options.correlate ?? (options.noise ? undefined : section?.correlate)),
    observables,
    ...statisticsOf(options),
    ...(cut === undefined ? {} : { cut }),
  };
}

type LocalWords = EnsembleWords & SurvivingWords & { readonly threads?: number };

async function ensembleCommand(word: string, options: LocalWords): Promise<void> {
  const asked = await askedModel(word, options.set, options);
  const wanted = ensembleOptions(asked, options);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  if (options.shard) return shardCommand(partedEnsemble(asked, { ...wanted, ...threads }, options), options.shard);
  const request = requestOf(asked, wanted);
  const to = await target(options, { name: `${asked.model.name}-ensemble`, request });
  if (await repeated(to)) return;
  await stoppable((stop) => computed(asked, { ...wanted, ...threads }, to, stop, options), options.deadline);
}

async function computed(asked: Asked, wanted: EnsembleOptions, to: Target, stop: Stop, words: SurvivingWords): Promise<void> {
  const kept = checkpointOf(asked, words, to);
  const line = ensembleProgress(`ensemble ${asked.model.name}`, words);
  let complete = false;
  try {
    const result = await runEnsemble(asked.model, {
      ...wanted,
      ...asked.start,
      ...survivalOf(kept),
      signal: stop.signal,
      onProgress: line.update,
    });
    line.done();
    if (result.partial && stop.code !== null) process.exitCode = stop.code;
    await deliver(to, ensembleRecord(result, wanted, asked), summary(result), !result.partial);
    complete = !result.partial && Number(process.exitCode ?? 0) === 0;
    if (complete) await kept?.clear();
  } finally {
    line.done();
    if (!complete) sayHowToGoOn(kept);
  }
}

/** Without noise every realisation is the same: their spread is 0 and their mean is one run. */
export function requireNoise({ name, parameters }: ModelDefinition, noise: Readonly<Record<string, Noise>>, what = "ensemble"): void {
  if (Object.keys(noise).length > 0) return;
  const noisy = Object.keys(parameters).filter((key) => parameters[key].noisy);
  const on = noisy.length ? ` (${name} takes it on ${noisy.join(", ")})` : "";
  throw new UsageError(
    `An ${what} without noise runs the same realisation again and again. Add --noise name=kind${on}, or use \`ancilla run\`.`,
  );
}

/** An ensemble's result as plain data; quantiles become curves of their own (`q05` …). */
export function ensembleRecord(
  result: EnsembleResult,
  asked: Pick<EnsembleOptions, "steps" | "until" | "saveEvery" | "times" | "every" | "correlations" | "cut">,
  { carried, hashes, said = {} }: Pick<Asked, "carried" | "hashes"> & { readonly said?: Asked["said"] } = { carried: {}, hashes: {} },
): ResultRecord {
  const { model, parameters, axis, diagnostics, noise, seed, trajectories, partial, stoppedEarly, window, histograms } = result;
  const { mean, std, standardError, min, max, missing } = result;
  const { steps, until, saveEvery, times, every, correlations, cut } = asked;
  return {
    model,
    parameters,
    ...carried,
    axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    ...quantileCurves(result.quantiles),
    ...(window ? { window } : {}),
    ...(histograms ? { histograms } : {}),
    ...(result.quantiles?.bins ? { quantileBins: result.quantiles.bins } : {}),
    ...(result.covariances === undefined ? {} : { covariances: result.covariances }),
    ...(result.antitheticGain ? { antitheticGain: result.antitheticGain } : {}),
    trajectories,
    partial,
    stoppedEarly,
    diagnostics: { ...diagnostics },
    provenance: provenance({
      seed,
      steps,
      until,
      saveEvery,
      times,
      every,
      correlations,
      antithetic: result.antitheticGain ? true : undefined,
      cut,
      noise: Object.entries(noise).map(([name, kind]) => printNoise(name, kind)),
      ...hashes,
      ...said,
    }),
  };
}

function summary({ trajectories, partial, stoppedEarly }: EnsembleResult): string {
  const how = partial ? "PARTIAL: interrupted after" : stoppedEarly ? "The wanted standard error was met after" : "Made of";
  return `${how} ${trajectories} realisations.`;
}
