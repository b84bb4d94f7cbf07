/** The largest value of an observable over time, told apart from a supremum that is only reached as t → ∞. */
import { finite, integer, RunFailure, wrongKind, wrongValue } from "../errors.ts";
import { askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start } from "../models/starts.ts";
import { aNumber, anInteger, checkOptions, type OptionChecks } from "../options.ts";
import { run } from "../solvers/run.ts";
import { steady } from "../solvers/steady.ts";
import { findMaximum } from "./roots.ts";

/** Where a transient is largest. */
export interface TransientMaximum {
  readonly value: number;
  /** Time (or collision) of the maximum; null when the supremum is the limit t → ∞. */
  readonly at: number | null;
  /** A maximum inside the run: larger than the start, the end of the run and the limit. */
  readonly interior: boolean;
  /** The stationary value, null where the model has none. */
  readonly limit: number | null;
}

/** How far to look for the maximum, and from where. */
export interface TransientOptions {
  /** A start in place of the model's own. */
  readonly initial?: Start;
  /** Time to look up to (master equations). */
  readonly until?: number;
  /** Collisions to look up to (collision models). */
  readonly steps?: number;
  /** Equidistant times to look at before refining (master equations), 201 by default. */
  readonly samples?: number;
  /** Error of the time of the maximum. */
  readonly tolerance?: number;
}

/**
 * Find the largest value of an observable over time.
 *
 * A collision model is looked at after each of `steps` collisions; a master equation on a grid up to `until`, refined around
 * its best point. When the stationary limit is larger than all of it, the supremum is that limit and `at` is null.
 *
 * @example
 * transientMaximum(bloch({ Omega: 5, gamma: 0.1 }), "sz", { until: 2 }).value; // 0.953578
 */
export function transientMaximum(given: Model, observable: string, options: TransientOptions): TransientMaximum {
  requireRunnable(given);
  if (typeof observable !== "string") throw wrongKind("observable", "be the name of an observable", observable);
  checkOptions<TransientOptions>("options", options, transientChecks, { remedy: "Write { until } or { steps }." });
  const { initial } = options;
  const { model } = askedModel(given, initial === undefined ? {} : { initial });
  const generator = model.dynamics.kind === "generator";
  refuseBeside(generator ? { steps: options.steps } : { until: options.until, samples: options.samples, tolerance: options.tolerance });
  const limit = limitOf(model, observable);
  const found = generator ? overTime(model, observable, options) : overCollisions(model, observable, options);
  if (limit !== null && !(found.value > limit + RESOLVED * Math.abs(limit))) {
    return { value: limit, at: null, interior: false, limit };
  }
  return { ...found, limit };
}

/** Values that exceed the limit by less than this, relatively, are the limit: neither a run nor a solve is more accurate. */
const RESOLVED = 1e-9;

const transientChecks: OptionChecks<TransientOptions> = {
  initial: aStartingState,
  until: aNumber({ above: 0 }),
  steps: anInteger(1, 10_000_000),
  samples: anInteger(3, 1_000_000),
  tolerance: aNumber({ above: 0 }),
};

/** Refuse what has no meaning for the kind of model at hand. */
function refuseBeside(foreign: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(foreign)) {
    if (value !== undefined)
      throw wrongValue(name, "be left out for this kind of model", value, "Master equations take `until`, collisions `steps`.");
  }
}

function limitOf(model: Model, observable: string): number | null {
  if (model.noStationaryState) return null;
  try {
    return steady(model, { observables: [observable] }).observables[observable];
  } catch (error) {
    if (error instanceof RunFailure) return null;
    throw error;
  }
}

interface Found {
  readonly value: number;
  readonly at: number;
  readonly interior: boolean;
}

function overCollisions(model: Model, observable: string, { steps }: TransientOptions): Found {
  const count = integer("steps", steps, 1, 10_000_000, "Say how many collisions to look at.");
  const { axis, observables } = run(model, { steps: count, saveEvery: 1, observables: [observable] });
  const best = largest(observables[observable]);
  return { value: observables[observable][best] as number, at: axis.values[best], interior: best > 0 && best < count };
}

function overTime(model: Model, observable: string, { until, samples = 201, tolerance = 1e-9 }: TransientOptions): Found {
  const end = finite("until", until, { above: 0 }, "Say up to which time to look.");
  integer("samples", samples, 3);
  const times = Array.from({ length: samples }, (_, k) => (end * k) / (samples - 1));
  const values = run(model, { times, observables: [observable] }).observables[observable];
  const best = largest(values);
  if (best === 0 || best === samples - 1) return { value: values[best] as number, at: times[best], interior: false };
  const at = (t: number): number => run(model, { times: [0, t], observables: [observable] }).observables[observable][1] ?? Number.NaN;
  const top = findMaximum(at, times[best - 1], times[best + 1], { samples: 5, tolerance });
  return { value: top.value, at: top.at, interior: true };
}

function largest(values: readonly (number | null)[]): number {
  let best = -1;
  values.forEach((value, k) => {
    if (value !== null && (best < 0 || value > (values[best] as number))) best = k;
  });
  if (best < 0) throw wrongValue("observable", "have a value at some time", null, "", "it is undefined throughout");
  return best;
}
