/** Many noisy realisations of one model: their mean, spread and more, with the same bits on any number of threads. */
import { wrongKind, wrongValue } from "../errors.ts";
import type { Model, ModelDefinition, Parameters } from "../models/model.ts";
import { countLeaves, mergeParts } from "./counting.ts";
import { compileNoise } from "./draws.ts";
import { findDefinition, type Job, leafCount } from "./job.ts";
import { kindOf } from "./noise.ts";
import { checkOptions, type EnsembleOptions, type EnsembleSettings } from "./options.ts";
import { type EnsembleResult, summarise } from "./result.ts";
import { chooseExecutor } from "./threads.ts";

/** Where an ensemble ran. It determines no bit, so it is no part of a result's data. */
export interface Execution {
  readonly executor: string;
  readonly threads: number;
  /** Why there was one thread only, where more could be expected. */
  readonly note: string | null;
}

/**
 * Run many realisations of a model with noise on its parameters and count them.
 *
 * Each realisation draws its parameters per collision (or once, see `perRealisation`); at each saved step the mean, the
 * standard deviation (n − 1) and the standard error of every observable are taken over realisations. A number drawn
 * depends on seed, realisation, collision and parameter only, and values are added in a fixed tree, so the result's
 * bits do not depend on threads, lanes or scheduling.
 *
 * @param model the model; noise replaces the values of the parameters that it is on
 * @param options steps (or times), trajectories, seed, noise, observables and more: see `EnsembleOptions`
 * @returns curves over the saved steps, per observable
 * @throws TypeError or RangeError for an impossible option, before anything runs; RunFailure when a realisation fails,
 *   or when the signal fires before the first 32 realisations are complete
 * @example
 * const { mean, std } = await ensemble(phaseonium({ levels: 8 }), {
 *   steps: 20, trajectories: 64, seed: 7, noise: { phi: normal(2.404, 0.2) }, observables: ["T1"],
 * });
 * console.log(mean.T1.at(-1), std.T1.at(-1)); // 1.0071185229785353 0.003599260153854018
 */
export async function ensemble(model: Model, options: EnsembleOptions): Promise<EnsembleResult & { readonly execution: Execution }> {
  const { job, model: centred, definition, settings } = await prepareEnsemble(model, options);
  const { executor, owned, note } = await chooseExecutor(options, job, centred, definition !== null);
  try {
    const crew = await executor.open(job, centred, definition);
    try {
      const { signal, onProgress } = options;
      const part = await countLeaves(crew, executor.threads, job, [0, leafCount(job)], { targets: settings.targets, signal, onProgress });
      const counted = mergeParts(job, part === null ? [] : [part]);
      const execution = { executor: executor.name, threads: executor.threads, note };
      return { ...summarise(job, counted, settings.quantiles), execution };
    } finally {
      await crew.close();
    }
  } finally {
    if (owned) await executor.close();
  }
}

/** An ensemble, checked, as data to run here or elsewhere. */
export interface Prepared {
  readonly job: Job;
  /** The model at the centre of its noise. */
  readonly model: Model;
  /** Its definition; null when the catalogue does not have it and no module was named. */
  readonly definition: ModelDefinition | null;
  readonly settings: EnsembleSettings;
}

/** Check the options of an ensemble and turn it into plain data, without running anything. Throws like `ensemble`. */
export async function prepareEnsemble(model: Model, options: EnsembleOptions): Promise<Prepared> {
  if (typeof model?.observable !== "function") throw wrongKind("model", "be a model", model, "For example phaseonium({ cavities: 2 }).");
  const settings = checkOptions(model, options);
  const definition = await definitionOf(model, settings.module);
  const centred = centre(model, settings, definition);
  const { quantiles, targets: _targets, cut: _cut, ...rest } = settings;
  const job = { ...rest, model: centred.name, parameters: centred.parameters, samples: quantiles !== null };
  return { job, model: definition ? definition.build(centred.parameters) : centred, definition, settings };
}

/** The definition that builds this very model; null for a model that only shares its name with one of the catalogue. */
async function definitionOf(model: Model, module: string | null): Promise<ModelDefinition | null> {
  const definition = await findDefinition(model.name, module);
  if (!definition || module !== null) return definition;
  const known = Object.keys(model.parameters).every((name) => Object.hasOwn(definition.parameters, name));
  if (!known) return null;
  const twin = definition.build(model.parameters);
  return twin.observableNames.join() === model.observableNames.join() && sameData(twin.parameters, model.parameters) ? definition : null;
}

function sameData(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The model at the centre of its noise, with its automatic sizes chosen for the spread and then written down, so that a
 * thread that builds it from its parameters gets the same; checks the noise on the way.
 */
function centre(model: Model, { noise, seed, cut }: EnsembleSettings, definition: ModelDefinition | null): Model {
  const { parameters } = compileNoise(noise, seed, definition?.parameters ?? null);
  const centres = parameters.map((name) => [name, kindOf(noise[name]).centre(noise[name] as never)] as const);
  for (const name of parameters) {
    if (typeof model.parameters[name] !== "number") {
      throw wrongValue("noise", "be on a parameter that is one number", name, "", `\`${name}\` of ${model.name} is not`);
    }
  }
  if (cut !== null && !("cut" in model.parameters)) {
    throw wrongValue("cut", "be left out", cut, "", `${model.name} has no coherence orders to cut`);
  }
  const at = changed(model, { ...Object.fromEntries(centres.map(([name, { mean }]) => [name, mean])), ...(cut === null ? {} : { cut }) });
  const sized = at.forNoise ? at.forNoise(Object.fromEntries(centres)) : at;
  return changed(sized, sized.pinned ?? {});
}

function changed(model: Model, changes: Parameters): Model {
  return Object.keys(changes).length === 0 ? model : model.with(changes);
}
