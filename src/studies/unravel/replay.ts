/** A given record: the states along it, and how likely it is. */
import type { Measurement } from "../../dynamics/measurements.ts";
import { wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import type { Operator } from "../../operators/operator.ts";
import { aName, type Check, checkOptions, listOf, type OptionChecks } from "../../options.ts";
import type { TrajectoryProcess } from "../../plan/trajectories/trajectory-request.ts";
import { anOperator, startedFrom } from "../../solvers/start-of-correlations.ts";
import { savedTimes } from "../../solvers/time-axis.ts";
import { plainStates } from "../../solvers/trajectories/plain-states.ts";
import { processOf } from "../../solvers/trajectories/planned-trajectories.ts";
import { operatorOn } from "../counting/starts-and-ends.ts";
import { followRecord, type GivenClicks, type GivenRecord, stepsIn } from "./given-records.ts";
import { aMeasurement, observablesOf } from "./unravel-options.ts";

/** Options of `replay`. */
export interface ReplayOptions {
  readonly by: Measurement;
  readonly record: GivenRecord;
  /** Where states are shown, for records of clicks: at the clicks and at the end unless given. */
  readonly times?: readonly number[];
  readonly observables?: readonly string[];
  readonly initial?: Operator;
}

/** A record followed. Curves begin before the first collision, or at t = 0. */
export interface Replay {
  /** ln of the probability of the whole record, or of its density; −∞ is null. */
  readonly logLikelihood: number | null;
  /** Probability of each outcome given all before, or of each increment relative to white noise; empty for clicks. */
  readonly probabilities: readonly number[];
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** The state after the record; null where it cannot happen. */
  readonly state: Operator | null;
}

/** Checks that something may be a record. */
export const aRecord: Check = (argument, value) => {
  const { length, times } = (value ?? {}) as { length?: unknown; times?: unknown };
  if (typeof value === "object" && (typeof length === "number" || times !== undefined)) return;
  throw wrongKind(argument, "be a list of outcomes", value, "Records of clicks are { times, which, until }.");
};

const checks: OptionChecks<ReplayOptions> = {
  by: aMeasurement,
  record: aRecord,
  times: () => {},
  observables: listOf("names", aName),
  initial: anOperator,
};

/**
 * Follow a given record of readings, clicks or currents: probabilities, observables and the state after it.
 * Throws TypeError or RangeError for bad options; a record that cannot happen has likelihood null and no values beyond what is impossible.
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * replay(atom, { by: jumps(), record: { times: [0.8, 2.1, 3.9], until: 5 } }).logLikelihood; // -5.281916
 */
export function replay(model: Model, options: ReplayOptions): Replay {
  requireRunnable(model);
  checkOptions<ReplayOptions>("options", options, checks, { required: ["by", "record"], remedy: "Write { by, record: [0, 1, 1] }." });
  const { by, record, initial } = options;
  const started = startedFrom(model, initial);
  const process = processOf(started, by, stepsIn(record));
  const times = placesOf(options, process.kind);
  const recorder = plainStates(started, process, observablesOf(started, options.observables) as readonly string[]);
  const values = new Float64Array(recorder.names.length);
  const curves: (number | null)[][] = recorder.names.map(() => []);
  const axis: number[] = [];
  const probabilities: number[] = [];
  const note = (at: number, x: Float64Array, counts: Float64Array, chance: number): void => {
    recorder.record(x, counts, values);
    axis.push(at);
    if (axis.length > 1 && process.kind !== "clicks") probabilities.push(chance);
    curves.forEach((curve, o) => void curve.push(Number.isFinite(values[o]) ? values[o] : null));
  };
  const { logLikelihood, state } = followRecord(process, record, "record", note, times);
  // what is beyond an impossible outcome has a place, and no value
  const places = process.kind === "readings" ? stepsIn(record) + 1 : axis.length;
  while (axis.length < places) {
    probabilities.push(0);
    axis.push(axis.length);
    for (const curve of curves) curve.push(null);
  }
  return {
    logLikelihood: Number.isFinite(logLikelihood) ? logLikelihood : null,
    probabilities,
    axis: { name: process.kind === "readings" ? "collision" : "time", values: axis },
    observables: Object.fromEntries(recorder.names.map((name, o) => [name, curves[o]])),
    state: state && operatorOn(started, process.sector, state),
  };
}

function placesOf({ record, times }: ReplayOptions, kind: TrajectoryProcess["kind"]): readonly number[] | null {
  if (times === undefined) return null;
  if (kind !== "clicks") throw wrongValue("times", "be left out but for records of clicks", null, "", "they are given");
  const saved = savedTimes({ times });
  const { until } = record as GivenClicks;
  const late = saved.find((time) => time > until);
  if (late !== undefined) throw wrongValue("times", "lie within the record", late, "", `it ends at ${until}`);
  return saved;
}
