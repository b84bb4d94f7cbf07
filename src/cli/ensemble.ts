import { Command } from "commander";
import { printNoise } from "../dynamics/noise/notation.ts";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import type { EnsembleResult } from "../ensembles/ensemble-result.ts";
import { ensemble as runEnsemble } from "../ensembles/run-ensemble.ts";
import { provenance } from "../files/provenance.ts";
import type { Column, ResultRecord } from "../files/record.ts";
import type { Model, ModelDefinition } from "../models/model.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { modelOf, observablesOf } from "./model.ts";
import { readNoise } from "./noise.ts";
import { lengthOf, type ResultOptions, type RunLengthOptions, withDelivery, withExtent, withModel, withObservables } from "./options.ts";
import { progress } from "./progress.ts";
import { requireLength } from "./run.ts";
import { type Stop, stoppable } from "./signals.ts";
import { type Target, target } from "./target.ts";
import { numberList, repeat, wholeNumber } from "./words.ts";

/** What an ensemble is made of, for `ensemble` and `submit`. */
export interface EnsembleWords extends ResultOptions, Omit<RunLengthOptions, "method"> {
  readonly trajectories: number;
  readonly seed: number;
  readonly noise?: readonly string[];
  readonly quantiles?: readonly number[];
  readonly window?: readonly number[];
  readonly cut?: number;
}

const examples = `
Examples:
  ancilla ensemble phaseonium --steps 2000 --trajectories 256 --seed 7 --noise "phi=normal(2.404,0.2)"
  ancilla ensemble phaseonium --steps 260 --trajectories 256 --noise "theta=normal(0.4,0.2)" --out results --format csv,svg
  ancilla ensemble rotor --until 50 --trajectories 64 --noise "beta2=uniform(0.01,0.03)@realisation"

Ctrl-C (or SIGTERM, SIGHUP) keeps the realisations that are complete: the result is marked "partial": true and the exit code is 130
(143, 129).`;

/** Add the options that make an ensemble. */
export function withEnsemble(command: Command): Command {
  return withExtent(withObservables(withModel(command)))
    .requiredOption("--trajectories <n>", "realisations", wholeNumber("trajectories", 2))
    .option("--seed <n>", "seed of the random numbers", wholeNumber("seed", 0), 0)
    .option(
      "--noise <name=kind>",
      "noise on a parameter: normal(mean,std), truncated(mean,std,min,max), uniform(min,max), exponential(mean); @realisation for one value per realisation (repeatable)",
      repeat,
    )
    .option("--quantiles <list>", "levels, such as 0.05,0.5,0.95", numberList("quantiles"))
    .option("--window <from,to>", "pool statistics over these collisions or times", numberList("window"))
    .option("--cut <K>", "keep coherence orders up to K only (an approximation; its error is reported)", wholeNumber("cut", 0));
}

/** `ancilla ensemble MODEL`: many noisy realisations. */
export function ensemble(): Command {
  const command = new Command("ensemble")
    .description("many noisy runs: mean, std, standard error, extremes, quantiles")
    .addHelpText("after", examples);
  return withDelivery(withEnsemble(command))
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .action(ensembleCommand);
}

/** The ensemble's options as the library takes them. */
export function ensembleOptions(options: EnsembleWords, observables: readonly string[]): EnsembleOptions {
  const { window } = options;
  if (window && window.length !== 2) throw new UsageError(`Option --window must be two numbers, from,to, but has ${window.length}.`);
  return {
    ...lengthOf(options),
    trajectories: options.trajectories,
    seed: options.seed,
    noise: readNoise(options.noise, options.set),
    observables,
    ...(options.quantiles ? { quantiles: options.quantiles } : {}),
    ...(window ? { window: [window[0], window[1]] as const } : {}),
    ...(options.cut === undefined ? {} : { cut: options.cut }),
  };
}

async function ensembleCommand(name: string, options: EnsembleWords & { threads?: number }): Promise<void> {
  const { model, definition } = modelOf(name, options.set);
  const observables = observablesOf(model, options.observe);
  requireLength(model.dynamics.kind, options);
  requireNoise(definition, options);
  const asked = ensembleOptions(options, observables);
  const to = await target(options, { name: `${name}-ensemble`, request: ensembleRequest(model, asked) });
  if (await repeated(to)) return;
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  await stoppable((stop) => computed(model, { ...asked, ...threads }, to, stop));
}

async function computed(model: Model, asked: EnsembleOptions, to: Target, stop: Stop): Promise<void> {
  const line = progress(`ensemble ${model.name}`);
  try {
    const result = await runEnsemble(model, { ...asked, signal: stop.signal, onProgress: line.update });
    line.done();
    if (result.partial && stop.code !== null) process.exitCode = stop.code;
    await deliver(to, ensembleRecord(result, asked), summary(result), !result.partial);
  } finally {
    line.done();
  }
}

/** All that determines the bits of an ensemble. */
export function ensembleRequest(model: Model, asked: EnsembleOptions): Readonly<Record<string, unknown>> {
  return { command: "ensemble", model: model.name, parameters: model.parameters, ...asked };
}

/** Without noise every realisation is the same: their spread is 0 and their mean is one run. */
export function requireNoise({ name, parameters }: ModelDefinition, { noise }: EnsembleWords): void {
  if (noise?.length) return;
  const noisy = Object.keys(parameters).filter((key) => parameters[key].noisy);
  const on = noisy.length ? ` (${name} takes it on ${noisy.join(", ")})` : "";
  throw new UsageError(
    `An ensemble without noise runs the same realisation again and again. Add --noise name=kind${on}, or use \`ancilla run\`.`,
  );
}

/** An ensemble's result as plain data; quantiles become curves of their own (`q05` …). */
export function ensembleRecord(
  result: EnsembleResult,
  asked: Pick<EnsembleOptions, "steps" | "until" | "saveEvery" | "times" | "cut">,
): ResultRecord {
  const { model, parameters, axis, diagnostics, noise, seed, trajectories, partial, stoppedEarly, window, histograms } = result;
  const { mean, std, standardError, min, max, missing } = result;
  const { steps, until, saveEvery, times, cut } = asked;
  return {
    model,
    parameters,
    axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    ...quantileCurves(result),
    ...(window ? { window } : {}),
    ...(histograms ? { histograms } : {}),
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
      cut,
      noise: Object.entries(noise).map(([name, kind]) => printNoise(name, kind)),
    }),
  };
}

function quantileCurves({ quantiles }: EnsembleResult): Record<string, Record<string, Column>> {
  if (!quantiles) return {};
  return Object.fromEntries(
    quantiles.levels.map((level, i) => [
      `q${level}`,
      Object.fromEntries(Object.entries(quantiles.values).map(([name, curves]) => [name, curves[i]])),
    ]),
  );
}

function summary({ trajectories, partial, stoppedEarly }: EnsembleResult): string {
  const how = partial ? "PARTIAL: interrupted after" : stoppedEarly ? "The wanted standard error was met after" : "Made of";
  return `${how} ${trajectories} realisations.`;
}
