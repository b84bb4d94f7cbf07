/** Waiting times between events of records, with those that the end of a record cuts off. */
import { wrongValue } from "../../errors.ts";
import { aNumber, checkOptions, type OptionChecks, oneOf } from "../../options.ts";
import { type EventNames, type EventRecord, type Events, eventNames, eventsOf, requireEvents } from "./events.ts";
import type { Sampled } from "./recorded-counts.ts";
import { someEdges } from "./recorded-g2.ts";

/** Options of `recordedWaiting`. */
export interface RecordedWaitingOptions {
  /** Edges of the bins, increasing; of readings whole numbers, and a bin holds what lies above its first edge. */
  readonly edges: readonly number[];
  /** Detectors or outcomes; all detectors unless given. */
  readonly of?: EventNames;
  /** Wait from one event to the next (unless given), or from the beginning to the first one. */
  readonly from?: "event" | "start";
  /** Leave out what comes before. */
  readonly after?: number;
}

/** The distribution of waiting times. */
export interface RecordedWaiting {
  readonly edges: readonly number[];
  /** Probability density in each bin; of readings the probability of a bin over its width. */
  readonly density: readonly (number | null)[];
  readonly standardError: readonly (number | null)[];
  /** Probability of a longer waiting time than each edge. */
  readonly survival: readonly (number | null)[];
  readonly survivalError: readonly (number | null)[];
  /** Up to `longest`: the mean of min(τ, longest). */
  readonly mean: Sampled;
  readonly longest: number;
  /** Part of the waiting times that goes beyond `longest`; the mean is that of all where it is 0. */
  readonly beyond: number;
  /** Waiting times that ended with an event, and those that the record's end cut off. */
  readonly complete: number;
  readonly censored: number;
}

const checks: OptionChecks<RecordedWaitingOptions> = {
  edges: someEdges,
  of: eventNames,
  from: oneOf("event", "start"),
  after: aNumber({ atLeast: 0 }),
};

/**
 * Estimate the distribution of waiting times from records. A wait that the record's end cuts off counts as longer than what was seen of it
 * (product-limit estimator), so that short records do not look like short waits; errors are Greenwood's, for waits that do not depend on
 * each other. Exact: `clickStatistics`.
 * Throws TypeError or RangeError for bad options and unknown names, and where there is nothing to wait for.
 * Source: E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53, 457 (1958).
 */
export function recordedWaiting(record: EventRecord, options: RecordedWaitingOptions): RecordedWaiting {
  const given = requireEvents(record);
  checkOptions<RecordedWaitingOptions>("options", options, checks, { required: ["edges"], remedy: "Write { edges: [0, 0.5, 1] }." });
  const { of, from = "event", after = 0 } = options;
  const edges = Array.from(options.edges);
  const events = eventsOf(given, of, after);
  const waits = waitsOf(events, from);
  if (waits.length === 0)
    throw wrongValue("record", "hold events to wait from", null, "Follow more trajectories, or longer.", "there is none");
  waits.sort((x, y) => x.time - y.time);
  const steps = productLimit(waits);
  const at = edges.map((edge) => steps.findLast(({ time }) => time <= edge) ?? START);
  const last = waits[waits.length - 1].time;
  const known = edges.map((edge) => edge <= last || steps[steps.length - 1].survival === 0);
  const bins = edges.slice(1).map((edge, b) => {
    if (!known[b + 1]) return { density: null, error: null };
    const [early, late] = [at[b], at[b + 1]];
    const width = edge - edges[b];
    return { density: (early.survival - late.survival) / width, error: Math.sqrt(differenceVariance(early, late)) / width };
  });
  return {
    edges,
    density: bins.map(({ density }) => density),
    standardError: bins.map(({ error }) => error),
    survival: at.map(({ survival }, k) => (known[k] ? survival : null)),
    survivalError: at.map(({ survival, greenwood }, k) => (known[k] ? survival * Math.sqrt(greenwood) : null)),
    mean: restrictedMean(steps, last),
    longest: last,
    beyond: steps[steps.length - 1].survival,
    complete: waits.filter(({ censored }) => !censored).length,
    censored: waits.filter(({ censored }) => censored).length,
  };
}

interface Wait {
  readonly time: number;
  readonly censored: boolean;
}

function waitsOf({ times, length }: Events, from: "event" | "start"): Wait[] {
  return times.flatMap((list): Wait[] => {
    const waits: Wait[] = [];
    let before = from === "start" ? 0 : Number.NaN;
    for (const t of list) {
      if (!Number.isNaN(before)) waits.push({ time: t - before, censored: false });
      if (from === "start") return waits;
      before = t;
    }
    if (!Number.isNaN(before) && length > before) waits.push({ time: length - before, censored: true });
    return waits;
  });
}

/** The survival after a time, with the sum of Greenwood's variance, Var S = S²·greenwood. */
interface Step {
  readonly time: number;
  readonly survival: number;
  readonly greenwood: number;
  readonly events: number;
  readonly atRisk: number;
}

const START: Step = { time: 0, survival: 1, greenwood: 0, events: 0, atRisk: 0 };

function productLimit(waits: readonly Wait[]): readonly Step[] {
  const steps: Step[] = [START];
  let atRisk = waits.length;
  for (let k = 0; k < waits.length; ) {
    const { time } = waits[k];
    let [events, all] = [0, 0];
    for (; k < waits.length && waits[k].time === time; k++) {
      all++;
      if (!waits[k].censored) events++;
    }
    if (events > 0) {
      const { survival, greenwood } = steps[steps.length - 1];
      const more = atRisk > events ? events / (atRisk * (atRisk - events)) : 0;
      steps.push({ time, survival: survival * (1 - events / atRisk), greenwood: greenwood + more, events, atRisk });
    }
    atRisk -= all;
  }
  return steps;
}

/** Var[S(a) − S(b)] with S(b) = S(a)·R: both factors apart. */
function differenceVariance(early: Step, late: Step): number {
  if (early.survival === 0) return 0;
  const R = late.survival / early.survival;
  const inside = R * R * (late.greenwood - early.greenwood);
  return early.survival * early.survival * ((1 - R) * (1 - R) * early.greenwood + inside);
}

/** ∫₀^last S dτ and its variance Σ (∫_{t_i}^last S)² d_i/(n_i(n_i − d_i)). */
function restrictedMean(steps: readonly Step[], last: number): Sampled {
  let [area, variance] = [0, 0];
  for (let k = steps.length - 1; k >= 0; k--) {
    area += steps[k].survival * ((steps[k + 1]?.time ?? last) - steps[k].time);
    const { events, atRisk } = steps[k];
    if (atRisk > events) variance += (area * area * events) / (atRisk * (atRisk - events));
  }
  return { value: area, standardError: steps.length > 2 ? Math.sqrt(variance) : null };
}
