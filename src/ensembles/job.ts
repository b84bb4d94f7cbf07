/** One ensemble as plain data: what is posted to threads and queues. */

import type { MeasurementData } from "../dynamics/measurement-data.ts";
import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { ProcessGrid } from "../dynamics/noise/process.ts";
import { wrongValue } from "../errors.ts";
import type { AskedData } from "../models/asked-model.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { HistogramSpec } from "./batch.ts";
import type { RecordedPoint } from "./co-moments.ts";
import { BATCH } from "./moment-tree.ts";

/** How far and where to record: collisions for a collision model, times for a generator, with how long it holds what its noise draws. */
export type Extent =
  | { readonly kind: "collisions"; readonly steps: number; readonly saveEvery?: number }
  | { readonly kind: "times"; readonly times: readonly number[]; readonly every?: number };

/** What is watched of a model's trajectories. */
export interface Watched {
  readonly by: MeasurementData;
  /** Everything that is seen is kept. */
  readonly records: boolean;
}

/** An ensemble as plain data; together with the binary's hash it determines every bit. */
export interface Job {
  readonly model: string;
  readonly parameters: Parameters;
  /** URL of a module that exports the model's definition; null for a model of the catalogue or of a document. */
  readonly module: string | null;
  /** The document that describes the model, as plain data; absent where the model comes from elsewhere. */
  readonly document?: unknown;
  /** A start and observables that were put into the model, as plain data; absent where it is as it was built. */
  readonly asked?: AskedData;
  readonly extent: Extent;
  readonly observables: readonly string[];
  readonly noise: Readonly<Record<string, Noise>>;
  /** Which parameters share their draws; absent where none do. */
  readonly correlations?: Correlations;
  /** Realisations mirror each other in pairs; absent where they do not. */
  readonly antithetic?: true;
  readonly seed: number;
  readonly trajectories: number;
  /** Realisations side by side; null leaves it to the plan. */
  readonly lanes: number | null;
  readonly window: readonly [number, number] | null;
  readonly samples: boolean;
  readonly histograms: readonly HistogramSpec[];
  /** Points whose covariances are counted; absent where none are. */
  readonly covariances?: readonly RecordedPoint[];
  /** Values are counted in a sketch, for quantiles; absent where they are not. */
  readonly sketch?: true;
  /** Realisations are trajectories: conditional states of a model that is watched; absent where nobody looks. */
  readonly watched?: Watched;
}

/** Number of batches of a job. */
export function batchCount({ trajectories }: Pick<Job, "trajectories">): number {
  return Math.ceil(trajectories / BATCH);
}

/**
 * What noise is drawn for: the collisions of a model, which last as long as they take with what is between them, or slices of time.
 * @param model the model at the centre of its noise
 */
export function gridOf({ dynamics }: Model, extent: Extent): ProcessGrid {
  if (extent.kind === "times") {
    const { every = null, times } = extent;
    return { positions: "slice", step: every, count: every === null ? 1 : Math.max(1, Math.ceil((times.at(-1) as number) / every - 1e-9)) };
  }
  const tau = dynamics.kind === "collisions" ? dynamics.tau : null;
  const between = dynamics.kind === "collisions" ? (dynamics.idle?.duration ?? 0) : 0;
  return { positions: "collision", step: tau === null ? null : tau + between, count: extent.steps };
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
