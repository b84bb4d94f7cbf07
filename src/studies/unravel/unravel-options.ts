/** What `unravel` and its relatives take and return. */
import type { Samples, Spread } from "../../ensembles/statistics.ts";
import { finite, type StopSignal, wrongKind, wrongValue } from "../../errors.ts";
import type { Model, Parameters } from "../../models/model.ts";
import type { Operator } from "../../operators/operator.ts";
import {
  aBoolean,
  aFunction,
  aNumber,
  anInteger,
  anything,
  aSignal,
  type Check,
  checkOptions,
  type OptionChecks,
  optionsOf,
} from "../../options.ts";
import { observableNames } from "../../solvers/runoptions.ts";
import { anOperator } from "../../solvers/start-of-correlations.ts";
import { isChecked } from "./checked-measurements.ts";
import type { Current } from "./current.ts";
import type { Detection } from "./detection.ts";
import type { Reading } from "./readings.ts";

/** Collisions at most: they are counted in 32 bits. */
export const MOST_STEPS = 4_000_000_000;
/** Bytes of all kept records. */
const RECORD_BUDGET = 512 * 1024 * 1024;

/** What can be measured. */
export type Measurement = Reading | Detection | Current;

/** Options of `unravel`. */
export interface UnravelOptions {
  /** What is measured. */
  readonly by: Measurement;
  /** Collisions of each trajectory (collision models). */
  readonly steps?: number;
  /** Or the time to follow it to (master equations). */
  readonly until?: number;
  /** Or the times to record at, increasing from 0 (master equations). */
  readonly times?: readonly number[];
  /** Trajectories, at least 2. */
  readonly trajectories: number;
  /** An integer from 0 to 2⁵³ − 1; 0 unless given. */
  readonly seed?: number;
  /** Record observables every so many collisions (or after so much time), and at the first and last one. */
  readonly saveEvery?: number;
  /** Of the conditional states; `N_<outcome>` counts an outcome. The model's default observables unless given. */
  readonly observables?: readonly string[];
  /** Instead of the model's initial state. */
  readonly initial?: Operator;
  /** Levels from 0 to 1: keeps every value, up to 512 MiB. */
  readonly quantiles?: readonly number[];
  /** Keep all records, up to 512 MiB. */
  readonly records?: boolean;
  /** Stop early, at a border of 256 trajectories, once every standard error (or those of the observables named) is at most this. */
  readonly stopWhen?: { readonly standardError: number | Readonly<Record<string, number>> };
  /** Called with the number of trajectories that are counted. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Keeps what is complete, marked as partial, when it fires. */
  readonly signal?: StopSignal;
}

/** Outcomes of all trajectories, in order. */
export interface Records {
  /** What outcome 0, 1, … is called; −1 stands for a unit that is not read. */
  readonly outcomes: readonly string[];
  readonly trajectories: number;
  /** Collisions of each one. */
  readonly steps: number;
  /** [trajectory][collision]. */
  readonly values: Int16Array;
  /** ln of the probability of each record. */
  readonly logLikelihoods: readonly number[];
}

/** Clicks of all trajectories, in order: those of trajectory k stand from `first[k]` to before `first[k + 1]`. */
export interface Clicks {
  readonly detectors: readonly string[];
  readonly trajectories: number;
  readonly first: readonly number[];
  readonly times: readonly number[];
  /** Which detector clicked, by number. */
  readonly which: readonly number[];
}

/** Increments dY of all trajectories, in order. */
export interface Currents {
  readonly names: readonly string[];
  readonly dt: number;
  readonly trajectories: number;
  /** Steps of each one. */
  readonly steps: number;
  /** [trajectory][step][current]. */
  readonly increments: Float64Array;
  /** ln of the probability density of each record, relative to white noise. */
  readonly logLikelihoods: readonly number[];
}

/** The outcome of `unravel`: plain data but for `plan` (printable). Curves have one value per entry of the axis. */
export interface UnravelResult extends Spread {
  readonly model: string;
  readonly parameters: Parameters;
  readonly by: string;
  readonly outcomes: readonly string[];
  readonly seed: number;
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  /** values[observable][level][saved step]. */
  readonly quantiles?: { readonly levels: readonly number[]; readonly values: ReturnType<Samples["quantiles"]> };
  readonly records?: Records;
  readonly clicks?: Clicks;
  readonly currents?: Currents;
  /** Trajectories that the numbers are made of. */
  readonly trajectories: number;
  readonly partial: boolean;
  readonly stoppedEarly: boolean;
  readonly plan: { toString(): string };
  readonly warnings: readonly string[];
}

const levels: Check = (argument, value) => {
  if (!Array.isArray(value)) throw wrongKind(argument, "be a list of levels", value);
  Array.from(value).forEach((level, k) => {
    finite(`${argument}[${k}]`, level, { atLeast: 0, atMost: 1 });
  });
};

const errorBound: Check = (argument, value) => {
  if (typeof value === "number") finite(argument, value, { above: 0 });
  else if (typeof value !== "object" || value === null) throw wrongKind(argument, "be a number, or one by observable", value);
  else for (const [name, bound] of Object.entries(value)) finite(`${argument}.${name}`, bound, { above: 0 });
};

const aMeasurement: Check = (argument, value) => {
  if (!isChecked(value)) throw wrongKind(argument, "be a measurement", value, "Write measured({ observable }) or jumps().");
};

const checks: OptionChecks<UnravelOptions> = {
  by: aMeasurement,
  steps: anInteger(0, MOST_STEPS),
  trajectories: anInteger(2, 4_294_967_295),
  seed: anInteger(0),
  until: aNumber({ above: 0 }),
  times: anything,
  saveEvery: aNumber({ above: 0 }),
  observables: observableNames,
  initial: anOperator,
  quantiles: levels,
  records: aBoolean,
  stopWhen: optionsOf<NonNullable<UnravelOptions["stopWhen"]>>({ standardError: errorBound }, { required: ["standardError"] }),
  onProgress: aFunction,
  signal: aSignal,
};

/** Check all options of `unravel` but what the model must know. */
export function checkUnravel(options: UnravelOptions): void {
  const remedy = "Write { by: measured({ observable }), steps: 100, trajectories: 1000 }.";
  checkOptions<UnravelOptions>("options", options, checks, { required: ["by", "trajectories"], remedy });
  const { records, steps = 0, trajectories } = options;
  const bytes = 2 * steps * trajectories;
  if (records && bytes > RECORD_BUDGET) {
    const but = `${trajectories} trajectories × ${steps} collisions take ${bytes}`;
    throw wrongValue("records", `need at most ${RECORD_BUDGET} bytes`, null, "Replay single ones: a seed and a number make a record.", but);
  }
}

/** The standard errors that end a run, by place among the observables; null where none are asked for. */
export function errorBounds({ stopWhen }: UnravelOptions, names: readonly string[]): readonly (readonly [number, number])[] | null {
  if (!stopWhen) return null;
  const { standardError } = stopWhen;
  if (typeof standardError === "number") return names.map((_, o) => [o, standardError] as const);
  return Object.entries(standardError).map(([name, bound]) => {
    const o = names.indexOf(name);
    if (o < 0) throw wrongValue("stopWhen.standardError", `name recorded observables (${names.join(", ")})`, name);
    return [o, bound] as const;
  });
}

/** The observables asked for; the model's defaults that a conditional state has unless given. */
export function observablesOf(model: Model, asked: readonly string[] | undefined): readonly string[] {
  return asked ?? model.defaultObservables.filter((name) => model.observable(name).kind !== "ledger");
}

/** Measurements by the name that results carry. */
export const measurementInWords = (by: Measurement, outcomes: readonly string[]) =>
  by.kind === "current"
    ? `${by.name} current ${outcomes.join(", ")}`
    : by.kind === "jumps"
      ? `jumps seen by ${outcomes.join(", ")}`
      : `measured ${by.units ?? "units"}: ${outcomes.join(", ")}`;
