/** One ensemble as plain data, and what a thread makes of it: lanes that run, leaf by leaf. */
import { didYouMean, wrongValue } from "../errors.ts";
import type { Model, ModelDefinition, Parameters } from "../models/model.ts";
import { type CompiledNoise, compileNoise } from "./draws.ts";
import { type Lanes, lanesFor } from "./lanes.ts";
import { LEAF } from "./moments.ts";
import type { Noise } from "./noise.ts";
import { type HistogramSpec, type LeafResult, Tally, type TallyPlan } from "./tally.ts";

/** The hash of this machine's binary: together with the job it determines every bit. */
export { wasmHash as engine } from "../../bindings/wasm.ts";

/** How far and where to record: collisions for a collision model, times for a generator. */
export type Extent =
  | { readonly kind: "collisions"; readonly steps: number; readonly saveEvery?: number }
  | { readonly kind: "times"; readonly times: readonly number[] };

/** An ensemble as plain data: what is posted to threads and queues. */
export interface Job {
  readonly model: string;
  readonly parameters: Parameters;
  /** URL of a module that exports the model's definition; null for a model of the catalogue. */
  readonly module: string | null;
  readonly extent: Extent;
  readonly observables: readonly string[];
  readonly noise: Readonly<Record<string, Noise>>;
  readonly seed: number;
  readonly trajectories: number;
  /** Realisations side by side; null leaves it to the plan. */
  readonly lanes: number | null;
  readonly window: readonly [number, number] | null;
  readonly samples: boolean;
  readonly histograms: readonly HistogramSpec[];
}

/** An ensemble open in one thread. */
export interface OpenJob {
  readonly axis: readonly number[];
  readonly plan: { toString(): string };
  /** Run the 32 trajectories of one leaf (the last leaf may have fewer) and count them. */
  leaf(index: number): LeafResult;
  release(): void;
}

/** How lanes are made; another one than the solvers' own is for tests. */
export type LaneSource = (model: Model, job: Job, noise: CompiledNoise) => Lanes;

/** Number of leaves of a job. */
export function leafCount({ trajectories }: Pick<Job, "trajectories">): number {
  return Math.ceil(trajectories / LEAF);
}

/**
 * The definition of a model by name, from a module of the user's or from the catalogue.
 * @returns null when there is no module and the catalogue does not know the name
 * @throws RangeError when the module does not export such a definition
 */
export async function findDefinition(name: string, module: string | null): Promise<ModelDefinition | null> {
  if (module === null) {
    const { catalogue } = await import("../models/index.ts");
    return catalogue.find((definition) => definition.name === name) ?? null;
  }
  const found = Object.values(await import(/* @vite-ignore */ module)).filter(isDefinition);
  const definition = found.find((candidate) => candidate.name === name);
  if (definition) return definition;
  const names = found.map((candidate) => candidate.name);
  const remedy = names.length === 0 ? "Export a ModelDefinition: { name, title, source, parameters, build }." : didYouMean(name, names);
  throw wrongValue("module", `export the definition of "${name}"`, module, remedy, `${module} does not`);
}

function isDefinition(value: unknown): value is ModelDefinition {
  const candidate = value as Partial<ModelDefinition> | null;
  return typeof candidate === "object" && candidate !== null && typeof candidate.name === "string" && typeof candidate.build === "function";
}

/**
 * Open a job in this thread: lanes, random numbers, counting.
 * @param model the model at the job's parameters
 * @param definition its definition, for the domains of noisy parameters; null when the model declares none
 */
export function openJob(job: Job, model: Model, definition: ModelDefinition | null, source: LaneSource = lanesFor): OpenJob {
  const noise = compileNoise(job.noise, job.seed, definition?.parameters ?? null, job.trajectories);
  const lanes = source(model, job, noise);
  const plan = orRelease(lanes, () => tallyPlan(job, lanes.axis));
  const values = new Float64Array(plan.saved * plan.observables * lanes.lanes);
  return {
    axis: lanes.axis,
    plan: lanes.plan,
    leaf: (index) => runLeaf(lanes, job, plan, values, index),
    release: () => lanes.release(),
  };
}

/** A failure on the way must not keep the lanes' memory. */
function orRelease<T>(lanes: Lanes, body: () => T): T {
  try {
    return body();
  } catch (error) {
    lanes.release();
    throw error;
  }
}

function runLeaf(lanes: Lanes, job: Job, plan: TallyPlan, values: Float64Array, leaf: number): LeafResult {
  const first = leaf * LEAF;
  const trajectories = Math.min(LEAF, job.trajectories - first);
  const tally = new Tally(plan, trajectories);
  for (let done = 0; done < trajectories; done += lanes.lanes) {
    const count = Math.min(lanes.lanes, trajectories - done);
    lanes.run(first + done, count, values);
    tally.add(values, lanes.lanes, count);
  }
  return {
    leaf,
    trajectories,
    moments: tally.moments,
    samples: tally.samples,
    histograms: tally.histograms,
    diagnostics: lanes.diagnostics(),
  };
}

/** Where the window and the histograms lie on the axis of saved steps. */
export function tallyPlan(job: Job, axis: readonly number[]): TallyPlan {
  const { observables, window, samples } = job;
  const histograms = job.histograms.map(({ observable, step, edges }) => ({
    cell: axis.indexOf(step) * observables.length + observables.indexOf(observable),
    edges,
  }));
  return { saved: axis.length, observables: observables.length, window: window && windowOn(axis, window), samples, histograms };
}

/** First and last saved step within [from, to]. */
export function windowOn(axis: readonly number[], [from, to]: readonly [number, number]): readonly [number, number] {
  const first = axis.findIndex((at) => at >= from);
  let last = axis.length - 1;
  while (last >= 0 && axis[last] > to) last--;
  if (first < 0 || last < first) {
    const remedy = "Move the window, or save more often.";
    throw wrongValue("window", "hold at least one saved step", [from, to], remedy, `none lies in [${from}, ${to}]`);
  }
  return [first, last];
}
