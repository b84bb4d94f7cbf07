/** From a model and options to an ensemble that is ready to run: everything is checked, built once, and written down as data. */
import { kindOf } from "../dynamics/noise/known-kinds.ts";
import { isOnSlots } from "../dynamics/noise/slots.ts";
import { didYouMean, wrongValue } from "../errors.ts";
import { type Asking, askedData, askedModel, modelFromData, needsReader } from "../models/asked-model.ts";
import type { Model, ModelDefinition, Parameters } from "../models/model.ts";
import { keepingStart, startIsReplaced } from "../models/replaced-start.ts";
import { howToGiveParameters, requireModel } from "../models/require-model.ts";
import type { BuiltJob } from "./batch-runner.ts";
import { findDefinition } from "./definition.ts";
import { compileNoise } from "./draws.ts";
import { checkOptions, type EnsembleOptions, type EnsembleSettings, type Watching } from "./ensemble-options.ts";
import { gridOf, type Job } from "./job.ts";
import { checkedNoise } from "./noise-on-parameters.ts";

/** An ensemble, checked, as data to run here or elsewhere. */
export interface Prepared {
  readonly job: Job;
  /** The model at the centre of its noise, and the noise ready to draw: what an executor of this thread runs. */
  readonly built: BuiltJob;
  /** Can a thread or another machine build this very model from the job? */
  readonly rebuildable: boolean;
  readonly settings: EnsembleSettings;
}

/** Check the options of an ensemble (of trajectories, where the model is watched) and turn it into plain data, without running anything. Throws like `ensemble`. */
export async function prepareEnsemble(model: Model, options: EnsembleOptions, watching: Watching | null = null): Promise<Prepared> {
  requireModel(model);
  const settings = checkOptions(model, options, watching);
  if (startIsReplaced(model)) return byModel(keepingStart(model), settings, options);
  const { document } = model;
  const definition = await findDefinition({ model: model.name, module: settings.module, ...(document === undefined ? {} : { document }) });
  const prepared = definition && covers(definition, model, settings) ? byDefinition(model, settings, definition, options) : null;
  return prepared ?? byModel(model, settings, options);
}

/** A model of the catalogue or of a document has no parameters but those of its definition; a module is taken at its word. */
function covers({ parameters }: ModelDefinition, model: Model, { module }: EnsembleSettings): boolean {
  return module !== null || Object.keys(model.parameters).every((name) => Object.hasOwn(parameters, name));
}

/**
 * Prepare a model that its definition builds, as threads will, from the parameters that are written down.
 * @returns null for a model that only shares its name with one of the catalogue, or was changed after its document built it
 */
function byDefinition(model: Model, settings: EnsembleSettings, definition: ModelDefinition, asking: Asking): Prepared | null {
  try {
    const checked = { ...settings, noise: checkedNoise(settings.noise, definition.parameters) };
    const centred = centre(model, checked, asking);
    const noise = compiled(centred, checked, definition.parameters);
    const built = definition.build(centred.parameters);
    if (settings.module === null && !(sameObservables(built, model) && sameData(built.parameters, centred.parameters))) return null;
    const { document } = settings.module === null ? model : {};
    const asked = askedData(built, asking);
    const carried = { ...(document === undefined ? {} : { document }), ...(asked ? { asked } : {}) };
    // As threads make it of the data; expressions are compiled here as they are there.
    const fromData = asked && !needsReader(asked);
    const put = fromData ? modelFromData(built, asked) : askedModel(built, { ...asking }).model;
    return { job: { ...jobOf(centred, checked), ...carried }, built: { model: put, noise }, rebuildable: asked !== null, settings };
  } catch (error) {
    // What a namesake in the catalogue refuses does not bind the caller's own model.
    if (settings.module === null && !builds(definition, model)) return null;
    throw error;
  }
}

/** Prepare a model that nobody else can build. */
function byModel(model: Model, settings: EnsembleSettings, asking: Asking): Prepared {
  const checked = { ...settings, noise: checkedNoise(settings.noise, null) };
  const centred = centre(model, checked, asking);
  const put = askedModel(centred, { ...asking }).model;
  return { job: jobOf(centred, checked), built: { model: put, noise: compiled(centred, checked, null) }, rebuildable: false, settings };
}

/** Noise ready to draw for what a model at its centre runs. */
function compiled(
  model: Model,
  { noise, seed, trajectories, extent, correlations, antithetic }: EnsembleSettings,
  specs: ModelDefinition["parameters"] | null,
) {
  return compileNoise(noise, seed, specs, trajectories, gridOf(model, extent), { correlations, antithetic });
}

function jobOf({ name, parameters }: Model, settings: EnsembleSettings): Job {
  const { quantiles, targets: _targets, cut: _cut, ...rest } = settings;
  return { ...rest, model: name, parameters, samples: quantiles !== null && !rest.sketch };
}

function builds(definition: ModelDefinition, model: Model): boolean {
  try {
    const twin = definition.build(model.parameters);
    return sameObservables(twin, model) && sameData(twin.parameters, model.parameters);
  } catch {
    return false;
  }
}

function sameObservables(a: Model, b: Model): boolean {
  return a.observableNames.join() === b.observableNames.join();
}

function sameData(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The model at the centre of its noise, with its automatic sizes chosen for the spread and then written down, so that a
 * thread that builds it from its parameters gets the same.
 */
function centre(model: Model, { noise, cut }: EnsembleSettings, { initial }: Asking): Model {
  const noisy = Object.keys(noise)
    .filter((name) => !isOnSlots(name, model.parameters))
    .sort();
  if (noisy.length < Object.keys(noise).length) requireSlots(model);
  const centres = noisy.map((name) => [name, kindOf(noise[name]).centre(noise[name] as never)] as const);
  for (const name of noisy) {
    if (typeof model.parameters[name] !== "number") {
      throw wrongValue(
        "noise",
        "be on a parameter that is one number",
        name,
        howToGiveParameters(model) || didYouMean(name, Object.keys(model.parameters)),
        Object.hasOwn(model.parameters, name) ? `\`${name}\` of ${model.name} is not` : `${model.name} has no parameter \`${name}\``,
      );
    }
  }
  if (cut !== null && !("cut" in model.parameters)) {
    throw wrongValue("cut", "be left out", cut, "", `${model.name} has no coherence orders to cut`);
  }
  const changes = { ...Object.fromEntries(centres.map(([name, { mean }]) => [name, mean])), ...(cut === null ? {} : { cut }) };
  // A state that is there already has the space that it was made for.
  const fixed = initial !== undefined && typeof initial !== "function";
  const sizes = fixed ? model.pinned : model.sizesFor?.({ ...model.parameters, ...changes }, Object.fromEntries(centres));
  return withPinned(changed(model, { ...changes, ...sizes }));
}

/** A number of collisions per slot needs collisions, and nothing between them. */
export function requireSlots({ dynamics, name }: Model): void {
  const but = dynamics.kind === "collisions" ? "the system evolves between its collisions" : `${name} is a master equation`;
  if (dynamics.kind === "collisions" && !dynamics.idle) return;
  throw wrongValue("noise", "be on a number of collisions only where nothing happens between them", "collisions", "", but);
}

/** Write down what the model chose by itself, unless it stands in its parameters already. */
function withPinned(model: Model): Model {
  const pinned = Object.entries(model.pinned ?? {});
  return pinned.every(([name, value]) => sameData(model.parameters[name], value)) ? model : model.with(Object.fromEntries(pinned));
}

function changed(model: Model, changes: Parameters): Model {
  return Object.keys(changes).length === 0 ? model : model.with(changes);
}
