/** What `ensemble` takes, and how it is checked before anything runs. */

import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { didYouMean, finite, integer, type StopSignal, wrongKind, wrongValue } from "../errors.ts";
import { type Asking, askedModel, type ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import {
  aBoolean,
  aFunction,
  aNumber,
  anInteger,
  anything,
  aSignal,
  type Check,
  checkOptions as checkNames,
  type OptionChecks,
  optionsOf,
} from "../options.ts";
import { collisionSteps } from "../solvers/collide.ts";
import { askingChecks, observableNames } from "../solvers/runoptions.ts";
import { savedTimes } from "../solvers/time-axis.ts";
import type { HistogramSpec } from "./batch.ts";
import type { RecordedPoint } from "./co-moments.ts";
import type { Executor } from "./executor.ts";
import type { Extent, Watched } from "./job.ts";
import { countBytes } from "./moment-tree.ts";
import type { EnsembleProgress } from "./pace.ts";
import { aCheckpoint, type Checkpoint } from "./part-store.ts";
import { checkCovariances, checkHistograms, checkQuantiles } from "./statistics-options.ts";

/** Options of `ensemble`. */
export interface EnsembleOptions extends Asking {
  /** Collisions of each realisation (collision models). */
  readonly steps?: number;
  /** Or the time to run to: master equations, and collision models whose collisions have a duration. */
  readonly until?: number;
  /**
   * Record every so many collisions (master equations: after so much time), and the first and last state. Unless given,
   * about a thousand collisions (a hundred times) are kept.
   */
  readonly saveEvery?: number;
  /** Or the times to record at, increasing from 0 (master equations). */
  readonly times?: readonly number[];
  /**
   * How long a drawn value is held (master equations): slices from t = 0, each with draws of its own. It is needed where noise is not
   * constant within a realisation.
   */
  readonly every?: number;
  /** Realisations, at least 2. */
  readonly trajectories: number;
  /** An integer from 0 to 2⁵³ − 1; 0 unless given. */
  readonly seed?: number;
  /** Noise by parameter name; it replaces that parameter's value. */
  readonly noise?: Readonly<Record<string, Noise>>;
  /** Parameters whose noise is correlated: each keeps its own distribution, the normals under them share a matrix of correlations. */
  readonly correlations?: Correlations;
  /**
   * Let realisations mirror each other in pairs: the second of each draws 1 − u where the first one draws u. Means stay unbiased; their
   * standard errors come from the means of pairs, and the result says how much that gained.
   */
  readonly antithetic?: boolean;
  /** First and last collision (or time) to pool statistics over; only saved steps count. */
  readonly window?: readonly [from: number, to: number];
  /** Levels from 0 to 1: keeps every value, up to 512 MiB, unless `sketch` is set. */
  readonly quantiles?: readonly number[];
  /**
   * Take quantiles from counts in 128 bins per octave: values within 0.8 %, ranks at borders of bins exact, memory that does not grow
   * with the number of realisations.
   */
  readonly sketch?: boolean;
  /** Covariances over realisations between observables (all recorded ones unless given) at saved collisions or times. */
  readonly covariances?: { readonly observables?: readonly string[]; readonly at: readonly number[] };
  /** Counts over realisations at chosen saved steps. */
  readonly histograms?: readonly HistogramSpec[];
  /** Stop early, at a border of 256 realisations, once every standard error (or those of the observables named) is at most this. */
  readonly stopWhen?: { readonly standardError: number | Readonly<Record<string, number>> };
  /** Realisations side by side in SIMD lanes, 1 to 8; the plan chooses unless given. It never changes a bit. */
  readonly lanes?: number;
  /** Largest coherence order to keep; all unless given. */
  readonly cut?: number | null;
  /** Threads; all cores in Node unless given, this thread in browsers. It never changes a bit. */
  readonly threads?: number;
  /** Where to run, instead of `threads`: the caller's own threads, kept for several ensembles. */
  readonly executor?: Executor;
  /** URL of a module that exports the model's definition, so that threads can build a model that is not in the catalogue. */
  readonly module?: string | { readonly href: string };
  /** Keeps what is complete, marked as partial, when it fires. */
  readonly signal?: StopSignal;
  /**
   * Where complete realisations are kept on the way, so that the same request goes on from there after its program was killed:
   * `checkpoint("folder")` of `ancilla/node`. It never changes a bit.
   */
  readonly checkpoint?: Checkpoint;
  /** Called with the fraction that is done, and with rate, time left and standard errors. */
  readonly onProgress?: (fraction: number, progress: EnsembleProgress) => void;
}

/** Checked options. */
export interface EnsembleSettings {
  readonly extent: Extent;
  readonly trajectories: number;
  readonly seed: number;
  readonly noise: Readonly<Record<string, Noise>>;
  readonly correlations?: Correlations;
  readonly antithetic?: true;
  readonly observables: readonly string[];
  readonly window: readonly [number, number] | null;
  readonly quantiles: readonly number[] | null;
  readonly histograms: readonly HistogramSpec[];
  readonly covariances?: readonly RecordedPoint[];
  readonly sketch?: true;
  /** Largest standard error allowed, per observable; null: no early stop. */
  readonly targets: Readonly<Record<string, number>> | null;
  readonly lanes: number | null;
  readonly cut: number | null;
  readonly module: string | null;
  readonly watched?: Watched;
}

/** Trajectories in place of noisy realisations: what is watched, and what else has a name in their results. */
export interface Watching extends Watched {
  /** Names of counts and integrated currents. */
  readonly counted: readonly string[];
}

/** Something that runs an ensemble elsewhere. */
export const anExecutor: Check = (argument, value) => {
  if (typeof (value as Executor | null)?.open !== "function") throw wrongKind(argument, "be an executor", value);
};

/** Names and kinds; what depends on the model or on another option is checked below. */
const ensembleChecks: OptionChecks<EnsembleOptions> = {
  steps: anything,
  until: anything,
  saveEvery: anything,
  times: anything,
  every: aNumber({ above: 0 }),
  trajectories: anything,
  seed: anything,
  noise: anything,
  correlations: anything,
  antithetic: aBoolean,
  ...askingChecks,
  window: anything,
  quantiles: anything,
  sketch: aBoolean,
  covariances: optionsOf<NonNullable<EnsembleOptions["covariances"]>>({ observables: observableNames, at: anything }, { required: ["at"] }),
  histograms: anything,
  stopWhen: optionsOf<NonNullable<EnsembleOptions["stopWhen"]>>({ standardError: anything }, { required: ["standardError"] }),
  lanes: anything,
  cut: anything,
  threads: anInteger(1, 1024),
  executor: anExecutor,
  module: anything,
  signal: aSignal,
  checkpoint: aCheckpoint,
  onProgress: aFunction,
};

/** Trajectories are counted in 32 bits; the last few are left to lanes that pad a group. */
const LAST_TRAJECTORY = 4294967288;

/** Check every option of an ensemble but its noise, which `compileNoise` checks. Throws in the error grammar. */
export function checkOptions(given: Model, asked: EnsembleOptions, watching: Watching | null = null): EnsembleSettings {
  checkNames<EnsembleOptions>("options", asked, ensembleChecks);
  const { model, options } = askedModel(given, asked);
  const extent = checkExtent(model, options);
  const counted = watching?.counted ?? [];
  const observables = checkObservables(model, options.observables ?? model.defaultObservables, watching !== null, counted);
  checkSize(extent, observables.length);
  checkHosts(options);
  if (options.antithetic && (options.trajectories as number) % 2 !== 0) {
    throw wrongValue("trajectories", "be even where realisations come in pairs", options.trajectories);
  }
  if (options.sketch && options.quantiles === undefined) {
    throw wrongValue("sketch", "be left out without `quantiles`", true, "Give the levels of the quantiles.", "is given");
  }
  return {
    extent,
    observables,
    trajectories: integer("trajectories", options.trajectories, 2, LAST_TRAJECTORY, "A spread needs at least two realisations."),
    seed: integer("seed", options.seed ?? 0, 0),
    noise: options.noise ?? {},
    ...(options.correlations ? { correlations: options.correlations } : {}),
    ...(options.antithetic ? { antithetic: true as const } : {}),
    window: options.window === undefined ? null : checkWindow(options.window, extent),
    quantiles: options.quantiles === undefined ? null : checkQuantiles(options.quantiles),
    histograms: checkHistograms(options.histograms ?? [], extent, observables),
    ...(options.covariances ? { covariances: checkCovariances(options.covariances, extent, observables) } : {}),
    ...(options.sketch ? { sketch: true as const } : {}),
    targets: options.stopWhen === undefined ? null : checkTargets(options.stopWhen, observables),
    lanes: options.lanes === undefined ? null : integer("lanes", options.lanes, 1, 8),
    cut: options.cut === undefined || options.cut === null ? null : integer("cut", options.cut, 0),
    module: options.module === undefined ? null : checkModule(options.module),
    ...(watching ? { watched: { by: watching.by, records: watching.records } } : {}),
  };
}

function checkExtent(model: Model, { steps, until, saveEvery, times, every }: ByName<EnsembleOptions>): Extent {
  const time = { ...(until === undefined ? {} : { until }), ...(saveEvery === undefined ? {} : { saveEvery }) };
  if (model.dynamics.kind === "generator") {
    if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Use until or times.", "is given");
    const held = every === undefined ? {} : { every };
    return { kind: "times", times: savedTimes({ ...time, ...(times === undefined ? {} : { times }) }), ...held };
  }
  if (every !== undefined) {
    throw wrongValue("every", "be left out for a collision model, whose noise is drawn per collision", every, "", "is given");
  }
  if (times !== undefined) throw wrongValue("times", "be left out for a collision model", times, "Use steps and saveEvery.", "is given");
  const count = integer("steps", collisionSteps(model, { ...time, ...(steps === undefined ? {} : { steps }) }), 1, 1e9);
  if (saveEvery === undefined) return { kind: "collisions", steps: count };
  return { kind: "collisions", steps: count, saveEvery: integer("saveEvery", saveEvery, 1, count) };
}

/** Bytes that the statistics of one ensemble may take. */
const COUNT_BUDGET = 4 * 1024 * 1024 * 1024;

/** Refuse more saved values than statistics have room for, before a list of them is made. */
function checkSize(extent: Extent, observables: number): void {
  const saved =
    extent.kind === "times" ? extent.times.length : extent.saveEvery === undefined ? 1 : Math.ceil(extent.steps / extent.saveEvery) + 1;
  const bytes = countBytes(saved * observables);
  if (bytes <= COUNT_BUDGET) return;
  const but = `the statistics of ${saved} saved steps × ${observables} observables may take ${bytes}`;
  throw wrongValue("saveEvery", `keep within ${COUNT_BUDGET} bytes`, saved, "Save less often, or fewer observables.", but);
}

function checkObservables(model: Model, observables: readonly string[], watched: boolean, counted: readonly string[]): readonly string[] {
  if (!Array.isArray(observables) || (observables.length === 0 && !watched))
    throw wrongKind("observables", "be a list of names", observables);
  observables.forEach((name) => {
    if (counted.includes(name)) return;
    if (watched && name.startsWith("N_")) throw wrongValue("observables", "count outcomes", name, didYouMean(name, counted));
    model.observable(name);
  });
  return [...observables];
}

function checkModule(module: string | { readonly href: string }): string {
  const address = typeof module === "object" && module !== null ? module.href : module;
  if (typeof address === "string" && URL.canParse(address)) return address;
  throw wrongValue("module", "be a URL", module, 'Write new URL("./model.js", import.meta.url).');
}

function checkHosts({ threads, executor }: ByName<EnsembleOptions>): void {
  if (threads !== undefined && executor !== undefined) {
    throw wrongValue("threads", "be left out beside `executor`", threads, "The executor knows how many threads it has.", "both are given");
  }
}

function checkWindow(window: readonly [number, number], extent: Extent): readonly [number, number] {
  if (!Array.isArray(window) || window.length !== 2) throw wrongKind("window", "be a pair [from, to]", window);
  const [from, to] = window;
  const end = extent.kind === "collisions" ? extent.steps : (extent.times.at(-1) as number);
  finite("window[0]", from, { atLeast: 0 });
  finite("window[1]", to, { atLeast: from, atMost: end }, `The run ends at ${end}.`);
  return [from, to];
}

function checkTargets(
  stopWhen: NonNullable<EnsembleOptions["stopWhen"]>,
  observables: readonly string[],
): Readonly<Record<string, number>> {
  const error = stopWhen?.standardError;
  if (typeof error === "number") {
    finite("stopWhen.standardError", error, { above: 0 });
    return Object.fromEntries(observables.map((name) => [name, error]));
  }
  if (typeof error !== "object" || error === null || Object.keys(error).length === 0) {
    throw wrongKind("stopWhen.standardError", "be a number > 0, or one per observable", error);
  }
  for (const [name, value] of Object.entries(error)) {
    if (!observables.includes(name))
      throw wrongValue("stopWhen.standardError", "name recorded observables", name, didYouMean(name, observables));
    finite(`stopWhen.standardError.${name}`, value, { above: 0 });
  }
  return { ...error };
}
