/** Numbers of events in windows of equal length: mean, variance, Fano factor and their distribution. */
import { wrongValue } from "../../errors.ts";
import { aNumber, checkOptions, type OptionChecks } from "../../options.ts";
import { type EventNames, type EventRecord, eventNames, eventsOf, requireEvents } from "./events.ts";
import { Observations } from "./over-trajectories.ts";

/** Options of `recordedCounts`. */
export interface RecordedCountsOptions {
  /** Length of a window, in time or collisions. */
  readonly window: number;
  /** Detectors or outcomes; all detectors unless given. */
  readonly of?: EventNames;
  /** Leave out what comes before. */
  readonly after?: number;
}

/** An estimate with its standard error, which a single trajectory does not have. */
export interface Sampled {
  readonly value: number | null;
  readonly standardError: number | null;
}

/** What windows hold. */
export interface RecordedCounts {
  readonly window: number;
  readonly windows: number;
  readonly mean: Sampled;
  readonly variance: Sampled;
  /** Variance over mean; null where nothing was seen. */
  readonly fano: Sampled;
  /** P(n) and its standard error, n = 0, 1, … */
  readonly P: readonly number[];
  readonly errors: readonly (number | null)[];
}

const checks: OptionChecks<RecordedCountsOptions> = {
  window: aNumber({ above: 0 }),
  of: eventNames,
  after: aNumber({ atLeast: 0 }),
};

/** Windows of all trajectories at most. */
const MOST_WINDOWS = 20_000_000;

/**
 * Count events of records in windows that follow one another; what is left over at the end is not used. Standard errors take each trajectory
 * as one observation, so that windows of one trajectory may depend on each other. Exact: `counting` from the stationary state.
 * Throws TypeError or RangeError for bad options, unknown names, and windows longer than the records.
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * const { clicks } = await unravel(atom, { by: jumps(), until: 60, trajectories: 64, records: true });
 * recordedCounts(clicks, { window: 5, after: 20 }).fano.value; // 0.349148
 */
export function recordedCounts(record: EventRecord, options: RecordedCountsOptions): RecordedCounts {
  const given = requireEvents(record);
  checkOptions<RecordedCountsOptions>("options", options, checks, { required: ["window"], remedy: "Write { window: 5 }." });
  const { window, of, after = 0 } = options;
  const { times, length, discrete } = eventsOf(given, of, after);
  if (discrete && !Number.isInteger(window)) throw wrongValue("window", "be a whole number of collisions", window);
  const windows = Math.floor(length / window + 1e-9);
  if (windows * times.length > MOST_WINDOWS)
    throw wrongValue("window", `leave at most ${MOST_WINDOWS} windows`, window, "", `there would be ${windows * times.length}`);
  if (windows < 1) throw wrongValue("window", `fit into the records, which last ${length}`, window);
  const all = times.map((list) => inWindows(list, window, windows, discrete));
  const most = all.reduce((m, counts) => counts.reduce((n, count) => Math.max(n, count), m), 0);
  const sums = new Observations(2);
  const share = new Observations(most + 1);
  for (const counts of all) {
    sums.add([average(counts), average(counts.map((n) => n * n))]);
    const seen = new Array<number>(most + 1).fill(0);
    for (const count of counts) seen[count] += 1 / windows;
    share.add(seen);
  }
  const [mean, square] = [sums.mean(0), sums.mean(1)];
  const total = windows * times.length;
  // unbiased where windows are independent; the factor tends to 1
  const variance = total > 1 ? ((square - mean * mean) * total) / (total - 1) : null;
  const places = Array.from({ length: most + 1 }, (_, n) => n);
  return {
    window,
    windows: total,
    mean: { value: mean, standardError: sums.error([1, 0]) },
    variance: { value: variance, standardError: sums.error([-2 * mean, 1]) },
    fano: {
      value: variance === null || mean === 0 ? null : variance / mean,
      standardError: mean === 0 ? null : sums.error([-(square / (mean * mean)) - 1, 1 / mean]),
    },
    P: places.map((n) => share.mean(n)),
    errors: places.map((n) => share.error(places.map((m) => (m === n ? 1 : 0)))),
  };
}

function inWindows(times: Float64Array, window: number, windows: number, discrete: boolean): number[] {
  const counts = new Array<number>(windows).fill(0);
  for (const t of times) {
    // collision n closes the interval (n − 1, n]
    const at = Math.floor((discrete ? t - 1 : t) / window);
    if (at < windows) counts[at]++;
  }
  return counts;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
