/** Spectra of recorded currents: averaged periodograms, in units of the shot noise. */
import { didYouMean, wrongKind, wrongValue } from "../../errors.ts";
import { radixTwo } from "../../numerics/radix-two.ts";
import { cos, PI } from "../../numerics/scalar.ts";
import { aName, aNumber, anInteger, checkOptions, type OptionChecks } from "../../options.ts";
import { Observations } from "./over-trajectories.ts";
import type { CurrentRecord } from "./record-kinds.ts";
import type { Sampled } from "./recorded-counts.ts";
import { requireRecord } from "./require-record.ts";

/** Options of `recordedSpectrum`. */
export interface RecordedSpectrumOptions {
  /** Which current; the only one unless given. */
  readonly of?: string;
  /** Steps of a segment, a power of two; about an eighth of a trajectory unless given. */
  readonly segment?: number;
  /** Leave out what comes before this time. */
  readonly after?: number;
}

/** S(ω) at the frequencies that a segment resolves; vacuum noise is 1. */
export interface RecordedSpectrum {
  readonly omega: readonly number[];
  readonly S: readonly number[];
  readonly standardError: readonly (number | null)[];
  /** The mean current, whose line at 0 is taken out. */
  readonly mean: Sampled;
  /** What the shot noise of the vacuum gives. */
  readonly floor: 1;
  readonly segments: number;
}

const checks: OptionChecks<RecordedSpectrumOptions> = { of: aName, segment: anInteger(4, 16_777_216), after: aNumber({ atLeast: 0 }) };

/**
 * Estimate the spectrum of a recorded current,  S(ω) = ∫dt e^{iωt}⟨⟨I(t)I(0)⟩⟩  with I = dY/dt, from segments that overlap by half under a
 * Hann window (Welch's method). Standard errors take each trajectory as one observation. A segment should be much longer than the correlations;
 * errors of the steps are of second order in dt. Exact: `counting` with `{ current }` and `omega`.
 * Throws TypeError or RangeError for bad options, and for segments longer than the records.
 * Source: P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 70 (1967).
 */
export function recordedSpectrum(record: CurrentRecord, options: RecordedSpectrumOptions = {}): RecordedSpectrum {
  if ((record as { kind?: unknown } | null)?.kind !== "currents")
    throw wrongKind("record", "be a record of currents", record, "Take `currents` of a result of `unravel`.");
  requireRecord(record);
  checkOptions<RecordedSpectrumOptions>("options", options, checks, { remedy: "Write { segment: 1024 }." });
  const { names, dt, trajectories, steps, increments } = record;
  const { of = names.length === 1 ? names[0] : undefined, after = 0 } = options;
  if (of === undefined) throw wrongValue("of", `name a current (${names.join(", ")})`, null, "", "it is left out");
  const which = names.indexOf(of);
  if (which < 0) throw wrongValue("of", `name a current (${names.join(", ")})`, of, didYouMean(of, names));
  const begin = Math.ceil(after / dt - 1e-9);
  const length = steps - begin;
  const M = options.segment ?? eighthOf(length);
  if ((M & (M - 1)) !== 0) throw wrongValue("segment", "be a power of two", M);
  if (M > length) throw wrongValue("segment", `fit into the records, which have ${Math.max(0, length)} steps`, M);
  const at = (k: number, n: number) => increments[(k * steps + begin + n) * names.length + which];
  const currents = new Observations(1);
  for (let k = 0; k < trajectories; k++) {
    let sum = 0;
    for (let n = 0; n < length; n++) sum += at(k, n);
    currents.add([sum / (length * dt)]);
  }
  const mean = currents.mean(0);
  const transform = radixTwo(M);
  const window = Float64Array.from({ length: M }, (_, n) => 0.5 - 0.5 * cos((2 * PI * n) / M));
  const power = window.reduce((sum, w) => sum + w * w, 0) * dt;
  const bins = M / 2 + 1;
  const sums = Array.from({ length: bins }, () => new Observations(1));
  const segments = Math.floor((length - M) / (M / 2)) + 1;
  const [re, im] = [new Float64Array(M), new Float64Array(M)];
  for (let k = 0; k < trajectories; k++) {
    const own = new Float64Array(bins);
    for (let s = 0; s < segments; s++) {
      for (let n = 0; n < M; n++) re[n] = window[n] * (at(k, (s * M) / 2 + n) - mean * dt);
      im.fill(0);
      transform(re, im);
      for (let q = 0; q < bins; q++) own[q] += (re[q] * re[q] + im[q] * im[q]) / (power * segments);
    }
    sums.forEach((sum, q) => {
      sum.add([own[q]]);
    });
  }
  return {
    omega: sums.map((_, q) => (2 * PI * q) / (M * dt)),
    S: sums.map((sum) => sum.mean(0)),
    standardError: sums.map((sum) => sum.error([1])),
    mean: { value: mean, standardError: currents.error([1]) },
    floor: 1,
    segments: segments * trajectories,
  };
}

/** The largest power of two up to an eighth of a length, and at least 4. */
function eighthOf(length: number): number {
  let M = 4;
  while (16 * M <= length) M *= 2;
  return M;
}
