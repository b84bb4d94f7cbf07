/**
 * The phaseonium paper's robustness study: both cavities under noise in the interaction time (Fig. 4) or in the atoms'
 * phase (Figs. 5 and 6), against the noiseless run and against the exactly averaged map.
 */

import { normal } from "../dynamics/noise/construct.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { averaged } from "../ensembles/averaged.ts";
import type { AveragedLimit, AveragedResult } from "../ensembles/averaged-options.ts";
import type { EnsembleResult } from "../ensembles/ensemble-result.ts";
import type { Executor } from "../ensembles/executor.ts";
import { ensemble } from "../ensembles/run-ensemble.ts";
import type { StopSignal } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { phaseonium } from "../models/phaseonium.ts";
import { PI } from "../numerics/scalar.ts";
import { aBoolean, aFunction, aName, aNumber, anInteger, anObject, aSignal, checkOptions, nullOr, type OptionChecks } from "../options.ts";
import { run } from "../solvers/run.ts";
import type { Solution } from "../solvers/solution.ts";

/** One noisy curve of the study. */
export interface RobustnessCurve {
  /** Such as "fig4-hot". */
  readonly id: string;
  readonly figure: 4 | 5 | 6;
  readonly label: string;
  readonly alpha: number;
  readonly phi: number;
  readonly theta: number;
  readonly T0: number;
  readonly noise: Readonly<Record<string, Noise>>;
  readonly steps: number;
  readonly saveEvery: number;
  /** Largest coherence order kept unless the study runs in full; null for all. */
  readonly cut: number | null;
}

const timeNoise = { theta: normal(0.4, 0.2) };
const phaseNoise = (phi: number, sigma: number) => ({ phi: normal(phi, sigma) });

/** The seven noisy curves of Figs. 4, 5 and 6, at the captions' parameters. */
export const robustnessCurves: readonly RobustnessCurve[] = [
  {
    id: "fig4-hot",
    figure: 4,
    label: "α = 0.451963, σ_θ = 0.2",
    alpha: 0.451963,
    phi: PI / 2,
    theta: 0.4,
    T0: 1,
    noise: timeNoise,
    steps: 260,
    saveEvery: 2,
    cut: null,
  },
  {
    id: "fig4-cold",
    figure: 4,
    label: "α = 0.251752, σ_θ = 0.2",
    alpha: 0.2517517,
    phi: PI / 2,
    theta: 0.4,
    T0: 1,
    noise: timeNoise,
    steps: 260,
    saveEvery: 2,
    cut: null,
  },
  {
    id: "fig5-cold",
    figure: 5,
    label: "φ* = 1.5856, σ_φ = 0.2",
    alpha: 0.25,
    phi: 1.585589386,
    theta: 0.2,
    T0: 1,
    noise: phaseNoise(1.585589386, 0.2),
    steps: 600,
    saveEvery: 4,
    cut: 4,
  },
  {
    id: "fig5-hot",
    figure: 5,
    label: "φ* = 1.2677, σ_φ = 0.2",
    alpha: 0.5,
    phi: 1.26768686,
    theta: 0.2,
    T0: 1,
    noise: phaseNoise(1.26768686, 0.2),
    steps: 600,
    saveEvery: 4,
    cut: 4,
  },
  {
    id: "fig5-hot-wide",
    figure: 5,
    label: "φ* = 1.2677, σ_φ = 0.35",
    alpha: 0.5,
    phi: 1.26768686,
    theta: 0.2,
    T0: 1,
    noise: phaseNoise(1.26768686, 0.35),
    steps: 600,
    saveEvery: 4,
    cut: 4,
  },
  {
    id: "fig6-T0-1",
    figure: 6,
    label: "from T₀ = 1",
    alpha: 0.25,
    phi: 2.404315987,
    theta: 0.2,
    T0: 1,
    noise: phaseNoise(2.404315987, 0.2),
    steps: 2000,
    saveEvery: 10,
    cut: 4,
  },
  {
    id: "fig6-T0-2",
    figure: 6,
    label: "from T₀ = 2",
    alpha: 0.25,
    phi: 2.404315987,
    theta: 0.2,
    T0: 2,
    noise: phaseNoise(2.404315987, 0.2),
    steps: 2000,
    saveEvery: 10,
    cut: 4,
  },
];

/** What was found for one curve. */
export interface RobustnessResult {
  readonly curve: RobustnessCurve;
  readonly ensemble: EnsembleResult;
  /** The run without noise. */
  readonly noiseless: Solution;
  /** The exactly averaged map, two coherence orders beyond the ensemble's cut. */
  readonly exact: AveragedResult;
  /** Stationary temperatures of the exactly averaged map, and the change of T in the last tenth of the way there. */
  readonly stationary: { readonly T1: number; readonly T2: number; readonly residual: number };
  /** Largest |mean ⟨n⟩ − exact| over all saved collisions and both cavities, in standard errors (where these exceed 1e-8). */
  readonly deviation: number;
  /** Largest change of T in the averaged map from the ensemble's cut to the exact curve's; 0 without a cut. */
  readonly cutError: number;
}

/** How large the robustness study is. */
export interface RobustnessOptions {
  /** Realisations per curve; 256 by default. */
  readonly trajectories?: number;
  readonly seed?: number;
  /** Leave no coherence out. */
  readonly full?: boolean;
  readonly threads?: number;
  readonly executor?: Executor;
  readonly signal?: StopSignal;
  /** Told how much of the study is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

const OBSERVED = ["T1", "T2", "n1", "n2"] as const;

const curveChecks: OptionChecks<RobustnessCurve> = {
  id: aName,
  figure: aNumber(),
  label: aName,
  alpha: aNumber(),
  phi: aNumber(),
  theta: aNumber(),
  T0: aNumber(),
  noise: anObject,
  steps: anInteger(1),
  saveEvery: anInteger(1),
  cut: nullOr(anInteger(0)),
};
const optionChecks: OptionChecks<RobustnessOptions> = {
  trajectories: anInteger(2),
  seed: anInteger(0),
  full: aBoolean,
  threads: anInteger(1, 1024),
  executor: anObject,
  signal: aSignal,
  onProgress: aFunction,
};

/** Compute one curve of the study. */
export async function robustness(curve: RobustnessCurve, options: RobustnessOptions = {}): Promise<RobustnessResult> {
  checkOptions<RobustnessCurve>("curve", curve, curveChecks, { required: ["alpha", "phi", "theta", "T0", "noise", "steps", "saveEvery"] });
  checkOptions<RobustnessOptions>("options", options, optionChecks);
  const { alpha, phi, theta, T0, noise, steps, saveEvery } = curve;
  const cut = options.full ? null : curve.cut;
  const at = (K: number | null) => phaseonium({ alpha, phi, theta, T0, cut: K });
  const result = await ensemble(at(cut), {
    steps,
    saveEvery,
    noise,
    trajectories: options.trajectories ?? 256,
    seed: options.seed ?? 2024,
    observables: OBSERVED,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.executor === undefined ? {} : { executor: options.executor }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  const sized = (K: number | null) => sizedFor(at(K), noise);
  const recording = { noise, steps, saveEvery, observables: OBSERVED };
  const limit = { tolerance: 1e-11, most: 50 * steps };
  const exact = averaged(sized(cut === null ? null : cut + 2), { ...recording, limit });
  const atCut = cut === null ? exact : averaged(sized(cut), recording);
  const { observables, residual } = exact.limit as AveragedLimit;
  return {
    curve,
    ensemble: result,
    noiseless: run(sized(cut), { steps, saveEvery, observables: OBSERVED }),
    exact,
    stationary: { T1: observables.T1 as number, T2: observables.T2 as number, residual },
    deviation: largestDeviation(result, exact),
    cutError: Math.max(largestDifference(exact, atCut, "T1"), largestDifference(exact, atCut, "T2")),
  };
}

/** The model with its levels chosen as an ensemble chooses them. */
function sizedFor(model: Model, noise: Readonly<Record<string, Noise>>): Model {
  const spread = Object.fromEntries(Object.entries(noise).map(([name, n]) => [name, { std: n.kind === "normal" ? n.std : 0 }]));
  return model.sizesFor ? model.with(model.sizesFor(model.parameters, spread)) : model;
}

/** Standard errors of ⟨n⟩ below this compare truncation and rounding, not sampling: the levels are chosen for 1e-6 in T. */
const NEGLIGIBLE = 1e-8;

function largestDeviation({ mean, standardError, axis }: EnsembleResult, exact: AveragedResult): number {
  let worst = 0;
  for (const name of ["n1", "n2"] as const) {
    axis.values.forEach((_, s) => {
      const error = standardError[name][s];
      const value = mean[name][s];
      const truth = exact.observables[name][s];
      if (error !== null && value !== null && truth !== null && error > NEGLIGIBLE)
        worst = Math.max(worst, Math.abs(value - truth) / error);
    });
  }
  return worst;
}

function largestDifference(a: AveragedResult, b: AveragedResult, name: string): number {
  return a.axis.reduce((worst, _, s) => Math.max(worst, Math.abs((a.observables[name][s] ?? 0) - (b.observables[name][s] ?? 0))), 0);
}
