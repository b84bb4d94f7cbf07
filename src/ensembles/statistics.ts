/** From counted batches to the numbers of a result. */
import { wrongValue } from "../errors.ts";
import type { HistogramSpec } from "./batch.ts";
import type { Moments } from "./moment-tree.ts";

/** One number per saved step and observable; null where too few values are defined. */
export type Curves = Readonly<Record<string, readonly (number | null)[]>>;

/** Statistics over a window of saved steps, for one observable. */
export interface WindowValues {
  /** Over all values in the window. */
  readonly mean: number | null;
  /** Over all values in the window, about that mean. */
  readonly std: number | null;
  /** Across realisations at a fixed step: the root of the mean over steps of the variance. */
  readonly stdAcross: number | null;
  /** Across realisations, of a realisation's mean over the window. */
  readonly stdOfMeans: number | null;
  /** Of `mean`: stdOfMeans/√n, which knows that steps of one realisation are not independent. */
  readonly standardError: number | null;
}

/** Mean, spread and extremes at each saved step. */
export interface Spread {
  readonly mean: Curves;
  /** With n − 1. */
  readonly std: Curves;
  /** Of the mean: std/√n. */
  readonly standardError: Curves;
  readonly min: Curves;
  readonly max: Curves;
  /** Realisations whose value was undefined. */
  readonly missing: Readonly<Record<string, readonly number[]>>;
}

/** Unpack moments into one curve per observable. */
export function spreadOf({ cells, data }: Moments, observables: readonly string[], saved: number, trajectories: number): Spread {
  const curves = <T>(value: (count: number, cell: number) => T): Record<string, T[]> =>
    Object.fromEntries(
      observables.map((name, o) => [
        name,
        Array.from({ length: saved }, (_, s) => value(data[s * observables.length + o], s * observables.length + o)),
      ]),
    );
  const from = (part: number, least: number) => (count: number, cell: number) => (count < least ? null : data[part * cells + cell]);
  const variance = (count: number, cell: number) => data[2 * cells + cell] / (count - 1);
  return {
    mean: curves(from(1, 1)),
    std: curves((count, cell) => (count < 2 ? null : Math.sqrt(variance(count, cell)))),
    standardError: curves((count, cell) => (count < 2 ? null : Math.sqrt(variance(count, cell) / count))),
    min: curves(from(3, 1)),
    max: curves(from(4, 1)),
    missing: curves((count) => trajectories - count),
  };
}

/**
 * Pool the window's saved steps, in their order; the window's own means stand in the last cells.
 * @param window first and last saved step, as positions on the axis
 */
export function windowOf(
  { cells, data }: Moments,
  observables: readonly string[],
  saved: number,
  [from, to]: readonly [number, number],
): Readonly<Record<string, WindowValues>> {
  const values = (o: number): WindowValues => {
    let count = 0;
    let mean = 0;
    let spread = 0;
    let variances = 0;
    let measured = 0;
    for (let s = from; s <= to; s++) {
      const cell = s * observables.length + o;
      const more = data[cell];
      if (more === 0) continue;
      const delta = data[cells + cell] - mean;
      spread += data[2 * cells + cell] + delta * delta * ((count * more) / (count + more));
      mean += delta * (more / (count + more));
      count += more;
      if (more < 2) continue;
      variances += data[2 * cells + cell] / (more - 1);
      measured += 1;
    }
    const means = saved * observables.length + o;
    const realisations = data[means];
    const across = realisations < 2 ? null : data[2 * cells + means] / (realisations - 1);
    return {
      mean: count < 1 ? null : mean,
      std: count < 2 ? null : Math.sqrt(spread / (count - 1)),
      stdAcross: measured === 0 ? null : Math.sqrt(variances / measured),
      stdOfMeans: across === null ? null : Math.sqrt(across),
      standardError: across === null ? null : Math.sqrt(across / realisations),
    };
  };
  return Object.fromEntries(observables.map((name, o) => [name, values(o)]));
}

/** The largest standard error over all saved steps of one observable; infinite where one is undefined. */
export function largestError({ cells, data }: Moments, observables: number, saved: number, observable: number): number {
  let largest = 0;
  for (let s = 0; s < saved; s++) {
    const cell = s * observables + observable;
    const count = data[cell];
    if (count < 2) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.sqrt(data[2 * cells + cell] / (count - 1) / count));
  }
  return largest;
}

/** Bytes of all kept values that a run may hold in memory for its quantiles. */
const SAMPLE_BUDGET = 512 * 1024 * 1024;

/** Refuse quantiles whose values do not fit. Throws a RangeError with the bytes. */
export function requireRoomForSamples(trajectories: number, saved: number, observables: number): void {
  const bytes = 8 * trajectories * saved * observables;
  if (bytes <= SAMPLE_BUDGET) return;
  const but = `${trajectories} realisations × ${saved} saved steps × ${observables} observables take ${bytes} bytes`;
  const remedy = "Save less often, or leave quantiles away.";
  throw wrongValue("quantiles", `need at most ${SAMPLE_BUDGET} bytes of kept values`, bytes, remedy, but);
}

/**
 * Keeps every value of every realisation, for exact quantiles; refuses when they do not fit.
 * @throws RangeError with the bytes when trajectories × saved × observables × 8 exceeds 512 MiB
 */
export class Samples {
  private readonly cells: number;
  private readonly values: Float64Array;
  private filled = 0;

  constructor(trajectories: number, saved: number, observables: number) {
    requireRoomForSamples(trajectories, saved, observables);
    this.cells = saved * observables;
    this.values = new Float64Array(trajectories * this.cells);
  }

  /** Keep the next realisations' values, [trajectory][cell]. */
  add(values: Float64Array): void {
    this.values.set(values, this.filled);
    this.filled += values.length;
  }

  /** All values kept so far, [trajectory][cell]. */
  kept(): Float64Array {
    return this.values.subarray(0, this.filled);
  }

  /**
   * Quantiles of each cell over the kept realisations, linear between order statistics (Hyndman & Fan's type 7).
   * @returns for each observable and each level, one value per saved step; null where no value is defined
   */
  quantiles(levels: readonly number[], observables: readonly string[]): Record<string, (number | null)[][]> {
    const trajectories = this.filled / this.cells;
    const column = new Float64Array(trajectories);
    const result = Object.fromEntries(observables.map((name) => [name, levels.map(() => [] as (number | null)[])]));
    for (let cell = 0; cell < this.cells; cell++) {
      let defined = 0;
      for (let t = 0; t < trajectories; t++) {
        const value = this.values[t * this.cells + cell];
        if (Number.isFinite(value)) column[defined++] = value;
      }
      const sorted = column.subarray(0, defined).sort();
      const rows = result[observables[cell % observables.length]];
      levels.forEach((level, q) => {
        rows[q].push(quantile(sorted, level));
      });
    }
    return result;
  }
}

/** The quantile of sorted values, linear between neighbours; null when there are none. */
export function quantile(sorted: Float64Array, level: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * level;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Counts over realisations of one observable at one step. */
export interface Histogram extends HistogramSpec {
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
  readonly missing: number;
}

/** Name the parts of a histogram's counts: below, one per bin, above, undefined. */
export function histogramOf(spec: HistogramSpec, counts: Float64Array): Histogram {
  const bins = spec.edges.length - 1;
  return {
    ...spec,
    counts: Array.from(counts.subarray(1, bins + 1)),
    below: counts[0],
    above: counts[bins + 1],
    missing: counts[bins + 2],
  };
}
