/** Checks the options of `counting`, and makes the records that they ask for. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import { requireRepeating } from "../../dynamics/repeating.ts";
import { finite, integer, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { aStartingState } from "../../models/starts.ts";
import {
  aBoolean,
  aNumber,
  anInteger,
  anything,
  aSignal,
  type Check,
  checkOptions,
  names,
  type OptionChecks,
  oneOf,
} from "../../options.ts";
import { startedFrom, stateOfCorrelations } from "../../solvers/start-of-correlations.ts";
import { frequencies } from "../spectra.ts";
import type { CountingOptions, DistributionOptions } from "./counting-result.ts";

/** Orders of cumulants at most: beyond, factorials swamp what is left of the digits. */
const MOST_ORDERS = 20;
/** Records at most. */
const MOST_RECORDS = 100_000;
/** Collisions at most. */
const MOST_STEPS = 1e8;

const distributionChecks: OptionChecks<DistributionOptions> = {
  of: names,
  mostValues: anInteger(1, 10_000_000),
  binWidth: aNumber({ above: 0 }),
};

const aDistribution: Check = (argument, value) => {
  if (typeof value === "boolean") return;
  if (typeof value !== "object" || value === null) throw wrongKind(argument, "be true, false or an object of named options", value);
  checkOptions<DistributionOptions>(argument, value, distributionChecks, { prefix: `${argument}.` });
};

const fieldValues: Check = (argument, value) => {
  if (!Array.isArray(value)) throw wrongKind(argument, "be a list of fields by count", value, "Write [{ Q: 0.1 }].");
  value.forEach((fields, k) => {
    if (typeof fields !== "object" || fields === null || Array.isArray(fields))
      throw wrongKind(`${argument}[${k}]`, "be an object of fields by count", fields);
    for (const [name, s] of Object.entries(fields)) finite(`${argument}[${k}].${name}`, s);
  });
};

const checks: OptionChecks<CountingOptions> = {
  of: anything,
  orders: anInteger(1, MOST_ORDERS),
  steps: anInteger(0, MOST_STEPS),
  until: aNumber({ above: 0 }),
  saveEvery: aNumber({ above: 0 }),
  period: aNumber({ above: 0 }, "It is the time after which the drive repeats."),
  steady: aBoolean,
  scheme: oneOf("tpm", "kd", "mh", "sym"),
  omega: frequencies,
  distribution: aDistribution,
  at: fieldValues,
  theorems: aBoolean,
  initial: (argument, value) => {
    if (value !== "steady") aStartingState(argument, value);
  },
  signal: aSignal,
};

/** Check all options but the counts themselves. */
export function checkCounting(options: CountingOptions): void {
  checkOptions<CountingOptions>("options", options, checks, { required: ["of"], remedy: 'Write { of: ["Q"], steps: 100 }.' });
}

/** The model with the start that is asked for. */
export function startedModel(model: Model, { initial, signal }: CountingOptions): Model {
  if (initial !== "steady") return startedFrom(model, initial);
  return { ...model, initial: stateOfCorrelations(model, { from: "steady", initial: undefined, signal }).rho };
}

/** Numbers of collisions, or times, at which to record; empty where only rates are wanted. */
export function recordsOf({ dynamics }: Model, options: CountingOptions): readonly number[] {
  const { steps, until, saveEvery, distribution } = options;
  if (steps === undefined && until === undefined) {
    if (saveEvery !== undefined) throw wrongValue("saveEvery", "be left out without `steps` or `until`", saveEvery);
    if (distribution)
      throw wrongValue("distribution", "come with `steps` or `until`", null, "Rates have no distribution.", "neither is given");
    return [];
  }
  if (dynamics.kind === "generator") {
    if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Give `until`.");
    return spaced(until as number, saveEvery);
  }
  if (saveEvery !== undefined) integer("saveEvery", saveEvery, 1, MOST_STEPS);
  if (until === undefined) return spaced(steps as number, saveEvery);
  if (steps !== undefined) throw wrongValue("until", "be left out where `steps` is given", until);
  const { tau } = dynamics;
  if (tau === null) throw wrongValue("until", "be left out where collisions have no duration", until, "Give `steps`.");
  const collisions = Math.round(until / tau);
  if (Math.abs(collisions * tau - until) > 1e-9 * until || collisions < 1) {
    throw wrongValue("until", `be a multiple of the collisions' duration ${tau}`, until, "Or give `steps`.");
  }
  integer("until", collisions, 1, MOST_STEPS);
  return spaced(collisions, saveEvery);
}

/** The period of a driven master equation; null where none is given. Throws where it is none, or has no effect. */
export function periodOf({ dynamics }: Model, { period }: CountingOptions): number | null {
  if (period === undefined) return null;
  if (dynamics.kind !== "generator") throw wrongValue("period", "be left out for a collision model", period, "Its rates are per cycle.");
  const all = [...dynamics.hamiltonian.map(({ coefficient }) => coefficient), ...dynamics.dissipators.map(({ rate }) => rate)];
  if (!all.some(isTimeFunction))
    throw wrongValue("period", "be left out where nothing depends on time", period, "Rates are per unit time.");
  requireRepeating(dynamics, period);
  return period;
}

function spaced(end: number, every: number | undefined): readonly number[] {
  if (every === undefined) return [end];
  const count = Math.max(1, Math.ceil(end / every - 1e-9));
  if (count > MOST_RECORDS) throw wrongValue("saveEvery", `keep at most ${MOST_RECORDS} records`, every, "", `it asks for ${count}`);
  return Array.from({ length: count }, (_, k) => (k === count - 1 ? end : (k + 1) * every));
}
