/**
 * Means and covariances of chosen points (an observable at a saved step) together, streamed over realisations and merged in the fixed tree.
 *
 *   data = n │ means [points] │ sums of products of deviations [points][points]
 *
 *   C = C₁ + C₂ + δδᵀ n₁n₂/(n₁ + n₂),   δ = mean₂ − mean₁
 *
 * A realisation with an undefined point is left out whole.
 */
import { didYouMean, finiteList, holding, integer, RunFailure, wrongKind, wrongValue } from "../errors.ts";

/** Packed as above. */
export interface CoMoments {
  readonly points: number;
  readonly data: Float64Array;
}

/** Points that one matrix may have. */
export const MOST_POINTS = 512;

/** No values yet. */
export function emptyCoMoments(points: number): CoMoments {
  return { points, data: new Float64Array(1 + points + points * points) };
}

/** Add the points of one realisation. */
export function addPoints({ points, data }: CoMoments, values: ArrayLike<number>): void {
  for (let p = 0; p < points; p++) if (!Number.isFinite(values[p])) return;
  const n = ++data[0];
  const before = Float64Array.from({ length: points }, (_, p) => values[p] - data[1 + p]);
  for (let p = 0; p < points; p++) data[1 + p] += before[p] / n;
  const share = (n - 1) / n;
  for (let p = 0, at = 1 + points; p < points; p++) for (let q = 0; q < points; q++, at++) data[at] += before[p] * before[q] * share;
}

/** The moments of both together; which is left is part of the bits. */
export function mergeCoMoments(left: CoMoments, right: CoMoments): CoMoments {
  const { points } = left;
  const [n, m] = [left.data[0], right.data[0]];
  if (m === 0) return left;
  if (n === 0) return right;
  const data = left.data.slice();
  const total = n + m;
  data[0] = total;
  const delta = Float64Array.from({ length: points }, (_, p) => right.data[1 + p] - left.data[1 + p]);
  for (let p = 0; p < points; p++) data[1 + p] += delta[p] * (m / total);
  const share = (n * m) / total;
  for (let p = 0, at = 1 + points; p < points; p++) {
    for (let q = 0; q < points; q++, at++) data[at] += right.data[at] + delta[p] * delta[q] * share;
  }
  return { points, data };
}

/** An observable at a saved step or time. */
export interface RecordedPoint {
  readonly observable: string;
  readonly at: number;
}

/** Covariances over realisations of the points asked for. */
export interface Covariances {
  readonly points: readonly RecordedPoint[];
  /** Realisations in which all points are defined. */
  readonly realisations: number;
  readonly mean: readonly number[];
  /** With n − 1. */
  readonly covariance: readonly (readonly number[])[];
  /** Covariances over the standard deviations; null where one of them is 0. */
  readonly correlation: readonly (readonly (number | null)[])[];
}

/** Unpack co-moments; null with fewer than two realisations. */
export function covariancesOf({ points, data }: CoMoments, names: readonly RecordedPoint[]): Covariances | null {
  const n = data[0];
  if (n < 2) return null;
  const entry = (p: number, q: number) => data[1 + points + p * points + q] / (n - 1);
  const rows = <T>(value: (p: number, q: number) => T) => names.map((_, p) => names.map((_other, q) => value(p, q)));
  return {
    points: names,
    realisations: n,
    mean: names.map((_, p) => data[1 + p]),
    covariance: rows(entry),
    correlation: rows((p, q) => {
      const scale = Math.sqrt(entry(p, p)) * Math.sqrt(entry(q, q));
      return scale > 0 ? entry(p, q) / scale : null;
    }),
  };
}

/**
 * The ratio of the means of two points and its standard error, their covariance over realisations included:
 *
 *   R = ā/b̄,   √((C_aa − 2R C_ab + R² C_bb)/n)/|b̄|
 *
 * @param a position of the numerator in `points`
 * @param b position of the denominator
 */
export function ratioOfMeans(covariances: Covariances, a: number, b: number): { value: number; standardError: number } {
  const { mean, covariance, realisations } = holding("covariances", covariances, "realisations");
  finiteList("covariances.mean", mean);
  if (!Array.isArray(covariance)) throw wrongKind("covariances.covariance", "be a list of rows", covariance);
  for (const [name, at] of [
    ["a", a],
    ["b", b],
  ] as const) {
    integer(name, at, 0, mean.length - 1);
    finiteList(`covariances.covariance[${at}]`, covariance[at], mean.length);
  }
  const value = mean[a] / mean[b];
  const variance = covariance[a][a] - 2 * value * covariance[a][b] + value * value * covariance[b][b];
  return { value, standardError: Math.sqrt(Math.max(0, variance) / realisations) / Math.abs(mean[b]) };
}

/** How much an observable at one record tells about itself at later ones. */
export interface Autocorrelation {
  /** Collisions or times after the first record. */
  readonly lags: readonly number[];
  /** Corr(o(first), o(first + lag)) over realisations; null where one of them does not spread. */
  readonly correlation: readonly (number | null)[];
  /** ∫ correlation over the lags, by trapezia: the correlation time where they reach far enough; null where one of them is null. */
  readonly time: number | null;
}

/**
 * The autocorrelation of an observable from the first record of its covariances on.
 * @param covariances of an ensemble that was asked for `covariances: { at: [10, 20, 30, …] }`
 * @throws RangeError for an observable whose covariances were not asked for
 */
export function autocorrelation(covariances: Covariances, observable: string): Autocorrelation {
  const { points, correlation } = (typeof covariances === "object" && covariances !== null ? covariances : {}) as Covariances;
  const whole =
    Array.isArray(points) &&
    Array.isArray(correlation) &&
    points.every((_, p) => Array.isArray(correlation[p]) && correlation[p].every((c) => c === null || typeof c === "number"));
  if (!whole || Array.from(points).some((point) => typeof point?.at !== "number"))
    throw wrongKind("covariances", "be covariances of an ensemble", covariances, "Ask for `covariances: { at: [10, 20] }`.");
  const own = points.flatMap(({ observable: name }, p) => (name === observable ? [p] : []));
  if (own.length === 0) {
    const known = [...new Set(points.map((point) => point.observable))];
    throw wrongValue("observable", "be one whose covariances were asked for", observable, didYouMean(observable, known));
  }
  const lags = own.map((p) => points[p].at - points[own[0]].at);
  const found = own.map((p) => correlation[own[0]][p]);
  const time = found.reduce<number | null>((sum, value, k) => {
    if (k === 0) return value === null ? null : 0;
    const before = found[k - 1];
    return sum === null || value === null || before === null ? null : sum + ((lags[k] - lags[k - 1]) * (value + before)) / 2;
  }, 0);
  return { lags, correlation: found, time };
}

/** Number, means, variances and covariance of two points, y and x. Throws a RunFailure with fewer than two realisations. */
export function covarianceAt(covariances: Covariances | null | undefined, y: number, x: number) {
  if (!covariances) throw new RunFailure("A covariance needs two realisations whose values are defined.");
  const { realisations: n, mean, covariance } = covariances;
  return { n, y: mean[y], x: mean[x], yy: covariance[y][y], xx: covariance[x][x], xy: covariance[y][x] };
}
