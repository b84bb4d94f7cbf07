/** Second-order coherence from clicks: pairs of events by their delay, over what independent events of the same rates would give. */
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import { aNumber, type Check, checkOptions, type OptionChecks } from "../../options.ts";
import { type EventNames, type EventRecord, eventNames, eventsOf, requireEvents } from "./events.ts";
import { Observations } from "./over-trajectories.ts";

/** Options of `recordedG2`. */
export interface RecordedG2Options {
  /** Edges of the bins of delays, increasing from 0 or later; of readings whole numbers m, and a bin holds the delays above its first edge. */
  readonly edges: readonly number[];
  /** The event that comes first; all detectors unless given. */
  readonly of?: EventNames;
  /** The event that comes a delay later; the same unless given. */
  readonly later?: EventNames;
  /** Leave out what comes before. */
  readonly after?: number;
}

/** g⁽²⁾ averaged over each bin. */
export interface RecordedG2 {
  readonly edges: readonly number[];
  readonly g2: readonly (number | null)[];
  readonly standardError: readonly (number | null)[];
  /** Pairs that were seen. */
  readonly pairs: readonly number[];
  /** Events per unit time, or per collision: of the first kind, and of the second. */
  readonly rates: readonly [number, number];
}

/** Edges: finite, increasing, at least two. */
export const someEdges: Check = (argument, value) => {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) throw wrongKind(argument, "be a list of increasing edges", value);
  const edges = Array.from(value as readonly number[]);
  if (edges.length < 2) throw wrongValue(argument, "hold two edges or more", null, "", `it holds ${edges.length}`);
  edges.forEach((edge, k) => {
    finite(`${argument}[${k}]`, edge, { atLeast: 0 });
    if (k > 0 && edge <= edges[k - 1]) throw wrongValue(argument, "increase", null, "", `entry ${k} does not lie above the one before`);
  });
};

const checks: OptionChecks<RecordedG2Options> = { edges: someEdges, of: eventNames, later: eventNames, after: aNumber({ atLeast: 0 }) };

/**
 * Estimate g⁽²⁾(τ) from all pairs of events in records (not only neighbours): pairs with a delay in a bin over r₁r₂ ∫(T − τ)dτ. The state must
 * be stationary: leave the beginning out with `after`. Standard errors take each trajectory as one observation; where no pair was seen it is
 * what one pair would give. Exact: `g2`, or `clickStatistics`.
 * Throws TypeError or RangeError for bad options and unknown names.
 */
export function recordedG2(record: EventRecord, options: RecordedG2Options): RecordedG2 {
  const given = requireEvents(record);
  checkOptions<RecordedG2Options>("options", options, checks, { required: ["edges"], remedy: "Write { edges: [0, 0.5, 1] }." });
  const { of, later = of, after = 0 } = options;
  const edges = Array.from(options.edges);
  const first = eventsOf(given, of, after);
  const second = later === of ? first : eventsOf(given, later, after);
  const { length, discrete } = first;
  if (discrete && !edges.every(Number.isInteger)) throw wrongValue("edges", "be whole numbers of collisions", null, "", "they are not");
  if (edges[edges.length - 1] > length) throw wrongValue("edges", `lie within the records, which last ${length}`, edges[edges.length - 1]);
  const bins = edges.length - 1;
  const sums = Array.from({ length: bins }, () => new Observations(3));
  const pairs = new Array<number>(bins).fill(0);
  first.times.forEach((starts, k) => {
    const ends = second.times[k];
    const found = pairsOf(starts, ends, edges);
    found.forEach((count, b) => {
      pairs[b] += count;
      sums[b].add([count, starts.length, ends.length]);
    });
  });
  const [n1, n2] = [sums[0].mean(1), sums[0].mean(2)];
  const found = sums.map((sum, b) => {
    const share = weightOf(edges[b], edges[b + 1], length, discrete);
    const expected = share * n1 * n2;
    if (expected === 0) return { g2: null, error: null };
    const x = sum.mean(0);
    const error = x === 0 ? 1 / (expected * sum.count) : sum.error([1 / expected, -x / (expected * n1), -x / (expected * n2)]);
    return { g2: x / expected, error };
  });
  return {
    edges,
    g2: found.map(({ g2 }) => g2),
    standardError: found.map(({ error }) => error),
    pairs,
    rates: [n1 / length, n2 / length],
  };
}

/** Numbers of pairs with edges[b] < delay ≤ edges[b + 1]. */
function pairsOf(starts: Float64Array, ends: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let from = 0;
  for (const t of starts) {
    while (from < ends.length && ends[from] - t <= edges[0]) from++;
    let b = 0;
    for (let e = from; e < ends.length; e++) {
      const delay = ends[e] - t;
      while (b < counts.length && delay > edges[b + 1]) b++;
      if (b === counts.length) break;
      counts[b]++;
    }
  }
  return counts;
}

/** ∫(T − τ)dτ/T² over a bin, or the sum over its whole delays. */
function weightOf(from: number, to: number, length: number, discrete: boolean): number {
  const shift = discrete ? 0.5 : 0;
  const [a, b] = [from + shift, to + shift];
  return ((b - a) * (length - (a + b) / 2)) / (length * length);
}
