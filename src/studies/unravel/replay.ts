/** A given record: the states along it, how likely it is, and which value of a parameter makes it likeliest. */
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { exp } from "../../numerics/scalar.ts";
import type { Operator } from "../../operators/operator.ts";
import { aName, anything, type Check, checkOptions, listOf, type OptionChecks } from "../../options.ts";
import { observableNames } from "../../solvers/runoptions.ts";
import { anOperator, startedFrom } from "../../solvers/start-of-correlations.ts";
import { operatorOn } from "../counting/starts-and-ends.ts";
import { conditionalRecorder } from "./conditional-observables.ts";
import { type MeasuredProcess, measuredProcess } from "./measured-process.ts";
import { aReading, type Reading } from "./readings.ts";
import { RecordWalk } from "./record-walk.ts";
import { observablesOf } from "./unravel-options.ts";

/** Outcomes in order, by number or name; −1 where a unit is not read. */
export type GivenRecord = ArrayLike<number | string>;

/** Options of `replay`. */
export interface ReplayOptions {
  readonly by: Reading;
  readonly record: GivenRecord;
  readonly observables?: readonly string[];
  readonly initial?: Operator;
}

/** A record followed. Curves begin before the first collision. */
export interface Replay {
  /** ln of the probability of the whole record; −∞ is null. */
  readonly logLikelihood: number | null;
  /** Probability of each outcome, given all before. */
  readonly probabilities: readonly number[];
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** The state after the record; null where it cannot happen. */
  readonly state: Operator | null;
}

const aRecord: Check = (argument, value) => {
  const length = (value as { length?: unknown } | null)?.length;
  if (typeof value !== "object" || typeof length !== "number") throw wrongKind(argument, "be a list of outcomes", value);
};

const replayChecks: OptionChecks<ReplayOptions> = {
  by: aReading,
  record: aRecord,
  observables: observableNames,
  initial: anOperator,
};

/**
 * Follow a given record: probabilities, observables and the state after it.
 * Throws TypeError or RangeError for bad options; a record that cannot happen has likelihood null and no values beyond the impossible outcome.
 */
export function replay(model: Model, options: ReplayOptions): Replay {
  requireRunnable(model);
  checkOptions<ReplayOptions>("options", options, replayChecks, { required: ["by", "record"], remedy: "Write { by, record: [0, 1, 1] }." });
  const started = startedFrom(model, options.initial);
  const process = measuredProcess(started, options.by, options.record.length);
  const outcomes = outcomesOf(process, options.record, "record");
  const recorder = conditionalRecorder(started, process, observablesOf(started, options.observables));
  const walk = new RecordWalk(process);
  const counts = new Float64Array(process.outcomes.length);
  const values = new Float64Array(recorder.names.length);
  const curves: (number | null)[][] = recorder.names.map(() => []);
  const note = (possible: boolean) => {
    if (possible) recorder.record(walk.state, counts, values, 0);
    curves.forEach((curve, o) => {
      curve.push(possible && Number.isFinite(values[o]) ? values[o] : null);
    });
  };
  note(true);
  const probabilities: number[] = [];
  let possible = true;
  for (const outcome of outcomes) {
    possible &&= walk.follow(outcome);
    if (possible && outcome >= 0) counts[outcome] += 1;
    probabilities.push(walk.lastChance);
    note(possible);
  }
  return {
    logLikelihood: possible ? walk.logLikelihood : null,
    probabilities,
    observables: Object.fromEntries(recorder.names.map((name, o) => [name, curves[o]])),
    state: possible ? operatorOn(started, process.sector, walk.state) : null,
  };
}

/** Outcomes by number. Throws for what is no outcome of this reading, and where a unit that is read has none. */
function outcomesOf(process: MeasuredProcess, record: GivenRecord, argument: string): Int16Array {
  const { outcomes } = process;
  return Int16Array.from({ length: record.length }, (_, k) => {
    const given = record[k];
    const m = typeof given === "string" ? outcomes.indexOf(given) : given;
    const { read } = process.stepAt(k + 1);
    if (!read) {
      if (given !== -1) throw wrongValue(`${argument}[${k}]`, "be -1, for that unit is not read", given);
      return -1;
    }
    if (!Number.isInteger(m) || m < 0 || m >= outcomes.length)
      throw wrongValue(`${argument}[${k}]`, `be an outcome (${outcomes.join(", ")}) by name or number`, given);
    return m;
  });
}

/** Options of `likelihoods`. */
export interface LikelihoodOptions {
  readonly by: Reading;
  /** Independent records, each from the start. */
  readonly records: readonly GivenRecord[];
  /** The parameter that is varied. */
  readonly parameter: string;
  readonly values: readonly number[];
  readonly initial?: Operator;
}

/** ln p(records | value) over a grid. */
export interface Likelihoods {
  readonly parameter: string;
  readonly values: readonly number[];
  /** Null where the records cannot happen. */
  readonly logLikelihoods: readonly (number | null)[];
  /** The value of the grid with the largest likelihood; null where all are impossible. */
  readonly best: { readonly value: number; readonly logLikelihood: number } | null;
  /** Of a flat prior on the grid: p(value | records), adding up to 1; null where all are impossible. */
  readonly posterior: readonly number[] | null;
}

const likelihoodChecks: OptionChecks<LikelihoodOptions> = {
  by: aReading,
  records: listOf("records", aRecord),
  parameter: aName,
  values: anything,
  initial: anOperator,
};

/**
 * How likely records are at each value of a parameter, logarithms kept.
 * Throws TypeError or RangeError for bad options, and what the model says about a value that it cannot have.
 */
export function likelihoods(model: Model, options: LikelihoodOptions): Likelihoods {
  requireRunnable(model);
  const required = ["by", "records", "parameter", "values"];
  checkOptions<LikelihoodOptions>("options", options, likelihoodChecks, { required });
  const { by, records, parameter, values, initial } = options;
  if (!Array.isArray(values) || values.length === 0) throw wrongKind("values", "be a list of numbers", values);
  if (records.length === 0) throw wrongValue("records", "hold at least one record", null, "", "it is empty");
  const steps = records.reduce((most, { length }) => Math.max(most, length), 0);
  const logLikelihoods = values.map((value, k) => {
    finite(`values[${k}]`, value);
    const process = measuredProcess(startedFrom(model.with({ [parameter]: value }), initial), by, steps);
    let sum = 0;
    records.forEach((record, r) => {
      const walk = new RecordWalk(process);
      const possible = outcomesOf(process, record, `records[${r}]`).every((outcome) => walk.follow(outcome));
      sum += possible ? walk.logLikelihood : Number.NEGATIVE_INFINITY;
    });
    return Number.isFinite(sum) ? sum : null;
  });
  return { parameter, values: [...values], logLikelihoods, ...judged(values, logLikelihoods) };
}

function judged(values: readonly number[], logs: readonly (number | null)[]): Pick<Likelihoods, "best" | "posterior"> {
  let best: Likelihoods["best"] = null;
  logs.forEach((logLikelihood, k) => {
    if (logLikelihood !== null && (best === null || logLikelihood > best.logLikelihood)) best = { value: values[k], logLikelihood };
  });
  const found = best as Likelihoods["best"];
  if (found === null) return { best: null, posterior: null };
  const weights = logs.map((one) => (one === null ? 0 : exp(one - found.logLikelihood)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { best: found, posterior: weights.map((weight) => weight / total) };
}
