/** Which value of a parameter makes records likeliest. */
import type { Measurement } from "../../dynamics/measurements.ts";
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { exp } from "../../numerics/scalar.ts";
import type { Operator } from "../../operators/operator.ts";
import { aName, anything, checkOptions, listOf, type OptionChecks } from "../../options.ts";
import { anOperator, startedFrom } from "../../solvers/start-of-correlations.ts";
import { processOf } from "../../solvers/trajectories/planned-trajectories.ts";
import { followRecord, type GivenRecord, stepsIn } from "./given-records.ts";
import { aRecord } from "./replay.ts";
import { aMeasurement } from "./unravel-options.ts";

/** Options of `likelihoods`. */
export interface LikelihoodOptions {
  readonly by: Measurement;
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

const checks: OptionChecks<LikelihoodOptions> = {
  by: aMeasurement,
  records: listOf("records", aRecord),
  parameter: aName,
  values: anything,
  initial: anOperator,
};

/**
 * How likely records of readings, clicks or currents are at each value of a parameter, logarithms kept.
 * Throws TypeError or RangeError for bad options, and what the model says about a value that it cannot have.
 */
export function likelihoods(model: Model, options: LikelihoodOptions): Likelihoods {
  requireRunnable(model);
  const required = ["by", "records", "parameter", "values"];
  checkOptions<LikelihoodOptions>("options", options, checks, { required });
  const { by, records, parameter, values, initial } = options;
  if (!Array.isArray(values) || values.length === 0) throw wrongKind("values", "be a list of numbers", values);
  if (records.length === 0) throw wrongValue("records", "hold at least one record", null, "", "it is empty");
  const steps = records.reduce((most, record) => Math.max(most, stepsIn(record)), 0);
  const logLikelihoods = values.map((value, k) => {
    finite(`values[${k}]`, value);
    const process = processOf(startedFrom(model.with({ [parameter]: value }), initial), by, steps);
    const sum = records.reduce((total, record, r) => total + followRecord(process, record, `records[${r}]`).logLikelihood, 0);
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
