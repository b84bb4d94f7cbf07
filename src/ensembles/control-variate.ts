/**
 * Means with a control variate: an observable X whose mean over noise is known exactly takes what it shares with another one, Y, out of its
 * sampled mean.
 *
 *   Ŷ = mean(Y) − β (mean(X) − E X),   variance smaller by 1/(1 − ρ²)
 *
 * β = Cov(X, Y)/Var(X) comes from a pilot with a seed of its own whose realisations are not counted, so that the mean stays unbiased.
 */

import { RunFailure, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { aName, anInteger, anObject } from "../options.ts";
import { averaged } from "./averaged.ts";
import { covarianceAt } from "./co-moments.ts";
import type { EnsembleOptions } from "./ensemble-options.ts";
import type { EnsembleResult } from "./ensemble-result.ts";
import { ensemble } from "./run-ensemble.ts";
import { savedAt } from "./statistics-options.ts";

/** What to control, and by what. */
export interface ControlOptions
  extends Omit<EnsembleOptions, "observables" | "covariances" | "quantiles" | "sketch" | "histograms" | "antithetic"> {
  /** The observable whose mean is wanted. */
  readonly of: string;
  /** An observable that is linear in the state: its mean comes from `averaged`. */
  readonly by: string;
  /** The saved collision or time; the last one unless given. */
  readonly at?: number;
  /** Realisations of the pilot, 256 unless given. */
  readonly pilot?: number;
}

/** A controlled mean. */
export interface Controlled {
  readonly value: number;
  readonly standardError: number;
  /** The plain mean of the same realisations, and its error. */
  readonly plain: { readonly value: number; readonly standardError: number };
  /** Variance of the plain mean over that of the controlled one, as these realisations have it. */
  readonly gain: number;
  readonly beta: number;
  /** The exact mean of the control variate. */
  readonly exact: number;
  readonly ensemble: EnsembleResult;
}

/**
 * The mean of one observable at one time with another one as control variate.
 * @throws RangeError for bad options and noise without an exact average; RunFailure where the control variate does not spread
 * @example
 * const model = phaseonium({ cavities: 1, levels: 14 });
 * const asked = { of: "T1", by: "n1", steps: 50, trajectories: 512, noise: { phi: normal(2.4, 0.3) } };
 * (await controlledMean(model, asked)).value; // 1.018928
 */
export async function controlledMean(model: Model, asked: ControlOptions): Promise<Controlled> {
  anObject("options", asked);
  const { of, by, at, pilot = 256, ...options } = asked;
  aName("of", of);
  aName("by", by);
  anInteger(2)("pilot", pilot);
  if (options.seed !== undefined) anInteger(0)("seed", options.seed);
  if (of === by) throw wrongValue("by", "be another observable than `of`", by);
  const { noise = {}, steps, until, times, saveEvery, every, correlations, initial } = options;
  const extent = { ...given({ steps, until, times, saveEvery, every }) };
  const known = averaged(model, { ...extent, ...given({ correlations, initial }), noise, observables: [by] });
  const place = at === undefined ? known.axis.length - 1 : known.axis.indexOf(savedAt(at, known.axis) ?? Number.NaN);
  if (place < 0) throw wrongValue("at", "be a saved collision or time", at, "Save more often, or move it.");
  const exact = known.observables[by][place] as number;
  const both = { ...options, observables: [of, by], covariances: { at: [known.axis[place]] } };
  const seed = (options.seed ?? 0) + PILOT_SEED;
  const before = await ensemble(model, { ...both, trajectories: pilot, seed: seed % Number.MAX_SAFE_INTEGER });
  const tried = covarianceAt(before.covariances, 0, 1);
  if (!(tried.xx > 0)) throw new RunFailure(`"${by}" does not spread at ${known.axis[place]}, so that it cannot control "${of}".`);
  const beta = tried.xy / tried.xx;
  const result = await ensemble(model, both);
  const { n, y, x, yy, xx, xy } = covarianceAt(result.covariances, 0, 1);
  const variance = Math.max(0, yy - 2 * beta * xy + beta * beta * xx);
  return {
    value: y - beta * (x - exact),
    standardError: Math.sqrt(variance / n),
    plain: { value: y, standardError: Math.sqrt(yy / n) },
    gain: variance > 0 ? yy / variance : Number.POSITIVE_INFINITY,
    beta,
    exact,
    ensemble: result,
  };
}

/** What is added to the seed for the pilot. */
const PILOT_SEED = 0x9e3779b9;

function given<T extends object>(values: T): { [name in keyof T]?: Exclude<T[name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
