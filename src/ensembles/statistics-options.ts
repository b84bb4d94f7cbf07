/** Options that say what an ensemble counts: quantiles, histograms, covariances. */
import { didYouMean, finite, wrongKind, wrongValue } from "../errors.ts";
import { savedSteps } from "../solvers/collide.ts";
import type { HistogramSpec } from "./batch.ts";
import { MOST_POINTS, type RecordedPoint } from "./co-moments.ts";
import type { EnsembleOptions } from "./ensemble-options.ts";
import type { Extent } from "./job.ts";

export function checkQuantiles(levels: readonly number[]): readonly number[] {
  if (!Array.isArray(levels) || levels.length === 0)
    throw wrongKind("quantiles", "be a list of levels, for example [0.05, 0.5, 0.95]", levels);
  for (let i = 0; i < levels.length; i++) {
    finite(`quantiles[${i}]`, levels[i], { atLeast: 0, atMost: 1, ...(i > 0 ? { above: levels[i - 1] } : {}) });
  }
  return [...levels];
}

export function checkHistograms(
  histograms: readonly HistogramSpec[],
  extent: Extent,
  observables: readonly string[],
): readonly HistogramSpec[] {
  if (!Array.isArray(histograms)) throw wrongKind("histograms", "be a list of { observable, step, edges }", histograms);
  return histograms.map(({ observable, step, edges }: HistogramSpec, i) => {
    const at = `histograms[${i}]`;
    if (!observables.includes(observable)) {
      throw wrongValue(`${at}.observable`, "be one of those recorded", observable, didYouMean(String(observable), observables));
    }
    const saved = savedAt(step, axisOf(extent));
    if (saved === null) throw wrongValue(`${at}.step`, "be a saved step", step, "Save more often, or move it.");
    if (!Array.isArray(edges) || edges.length < 2) throw wrongKind(`${at}.edges`, "be a list of at least two borders", edges);
    for (let e = 0; e < edges.length; e++) finite(`${at}.edges[${e}]`, edges[e], e === 0 ? {} : { above: edges[e - 1] });
    return { observable, step: saved, edges: [...edges] };
  });
}

export function checkCovariances(
  { observables: names, at }: NonNullable<EnsembleOptions["covariances"]>,
  extent: Extent,
  observables: readonly string[],
): readonly RecordedPoint[] {
  const chosen = names ?? observables;
  chosen.forEach((name, i) => {
    if (!observables.includes(name)) {
      throw wrongValue(`covariances.observables[${i}]`, "be one of those recorded", name, didYouMean(name, observables));
    }
  });
  if (!Array.isArray(at) || at.length === 0) throw wrongKind("covariances.at", "be a list of saved collisions or times", at);
  const saved = at.map((step, i) => {
    const found = savedAt(step, axisOf(extent));
    if (found === null) throw wrongValue(`covariances.at[${i}]`, "be a saved step", step, "Save more often, or move it.");
    return found;
  });
  const points = saved.flatMap((step) => chosen.map((observable): RecordedPoint => ({ observable, at: step })));
  if (points.length <= MOST_POINTS) return points;
  const but = `${at.length} × ${chosen.length} are ${points.length}`;
  throw wrongValue("covariances", `have at most ${MOST_POINTS} points`, points.length, "Name fewer steps or observables.", but);
}

function axisOf(extent: Extent): readonly number[] {
  return extent.kind === "times" ? extent.times : savedSteps(extent.steps, extent.saveEvery);
}

/** The record at a step or time, which may differ by rounding: 0.3 is the third of 0.1, 0.2, …. Null where there is none. */
export function savedAt(at: number, axis: readonly number[]): number | null {
  if (typeof at !== "number") return null;
  return axis.find((saved) => Math.abs(saved - at) <= 1e-12 * Math.max(Math.abs(saved), axis[axis.length - 1])) ?? null;
}
