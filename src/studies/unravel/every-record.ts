/** All records of a few collisions, with their probabilities and conditional states: exact statistics of trajectories. */
import type { Reading } from "../../dynamics/measurements.ts";
import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { log } from "../../numerics/scalar.ts";
import type { Operator } from "../../operators/operator.ts";
import { anInteger, checkOptions, type OptionChecks } from "../../options.ts";
import { type ReadingProcess, readingProcess } from "../../plan/trajectories/reading-process.ts";
import { observableNames } from "../../solvers/runoptions.ts";
import { anOperator, startedFrom } from "../../solvers/start-of-correlations.ts";
import { plainStates } from "../../solvers/trajectories/plain-states.ts";
import { actionAfter, apply, applyDense, readOf } from "../../solvers/trajectories/record-walk.ts";
import { operatorOn } from "../counting/starts-and-ends.ts";
import { aReading } from "./readings.ts";
import { observablesOf } from "./unravel-options.ts";

/** Records at most. */
const MOST_RECORDS = 10_000_000;
/** Collisions at most, read or not. */
const MOST_DEEP = 2_000;

/** Options of `everyRecord`. */
export interface EveryRecordOptions {
  readonly by: Reading;
  readonly steps: number;
  readonly observables?: readonly string[];
  readonly initial?: Operator;
}

/** Exact statistics over all records, at the end. */
export interface EveryRecord {
  readonly outcomes: readonly string[];
  /** Records that can happen. */
  readonly records: number;
  /** Σ over all records of their unnormalised states: the state that nobody's reading would give, with what feedback does. */
  readonly state: Operator;
  /** Mean and variance over records of observables of the conditional state. */
  readonly mean: Readonly<Record<string, number | null>>;
  readonly variance: Readonly<Record<string, number | null>>;
  /** −Σ p ln p of the records, in nats. */
  readonly entropy: number;
  /** `P[outcome][n]`: probability that it is noted n times. */
  readonly P: Readonly<Record<string, readonly number[]>>;
}

const checks: OptionChecks<EveryRecordOptions> = {
  by: aReading,
  steps: anInteger(0, MOST_DEEP),
  observables: observableNames,
  initial: anOperator,
};

/**
 * Enumerate all records. Throws TypeError or RangeError for bad options and for more than ten million records (with their number).
 */
export function everyRecord(model: Model, options: EveryRecordOptions): EveryRecord {
  requireRunnable(model);
  checkOptions<EveryRecordOptions>("options", options, checks, { required: ["by", "steps"], remedy: "Write { by, steps: 10 }." });
  const { by, steps } = options;
  const started = startedFrom(model, options.initial);
  const process = readingProcess(started, by, steps);
  requireFew(process, steps);
  const { outcomes, sector, idle } = process;
  const recorder = plainStates(started, process, observablesOf(started, options.observables));
  const cells = recorder.names.length;
  const { count } = sector;
  const values = new Float64Array(cells);
  const counts = new Float64Array(outcomes.length);
  const normalised = new Float64Array(count);
  const sum = new Float64Array(count);
  const [mass, means, spreads] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  const P = outcomes.map(() => new Float64Array(steps + 1));
  let [records, entropy] = [0, 0];
  const states = Array.from({ length: steps + 1 }, () => new Float64Array(count));
  const evolved = new Float64Array(count);
  states[0].set(process.start);

  const finish = (x: Float64Array, p: number): void => {
    records += 1;
    entropy -= p * log(p);
    for (let q = 0; q < count; q++) {
      sum[q] += x[q];
      normalised[q] = x[q] / p;
    }
    P.forEach((list, m) => {
      list[counts[m]] += p;
    });
    recorder.record(normalised, counts, values);
    for (let o = 0; o < cells; o++) {
      if (!Number.isFinite(values[o])) continue;
      // West's weighted recursion
      mass[o] += p;
      const delta = values[o] - means[o];
      means[o] += (delta * p) / mass[o];
      spreads[o] += p * delta * (values[o] - means[o]);
    }
  };
  const descend = (depth: number, p: number, memory: number): void => {
    if (depth === steps) {
      finish(states[depth], p);
      return;
    }
    for (const branch of process.branches[process.kindAt(depth + 1) * process.memories + memory]) {
      const chance = readOf(process.chances[branch.map], states[depth]);
      if (!(chance > 0)) continue;
      const after = states[depth + 1];
      apply(process.maps[branch.map], states[depth], after);
      const action = actionAfter(process, branch, after, chance);
      if (action >= 0) {
        evolved.set(after);
        apply(process.maps[action], evolved, after);
      }
      if (idle) {
        evolved.set(after);
        applyDense(idle, evolved, after);
      }
      if (branch.outcome >= 0) counts[branch.outcome] += 1;
      descend(depth + 1, chance, branch.next);
      if (branch.outcome >= 0) counts[branch.outcome] -= 1;
    }
  };
  descend(0, 1, 0);
  const named = (list: Float64Array) => recorder.names.map((name, o) => [name, mass[o] > 0 ? list[o] / mass[o] : null] as const);
  return {
    outcomes,
    records,
    state: operatorOn(started, sector, sum),
    mean: Object.fromEntries(recorder.names.map((name, o) => [name, mass[o] > 0 ? means[o] : null])),
    variance: Object.fromEntries(named(spreads)),
    entropy,
    P: Object.fromEntries(outcomes.map((name, m) => [name, [...P[m]]])),
  };
}

function requireFew({ outcomes, kindAt, isRead }: ReadingProcess, steps: number): void {
  let records = 1;
  for (let n = 1; n <= steps && records <= 1e300; n++) if (isRead(kindAt(n))) records *= outcomes.length;
  if (records > MOST_RECORDS) {
    const but = `${outcomes.length} outcomes of ${steps} collisions make ${records}`;
    throw wrongValue("steps", `leave at most ${MOST_RECORDS} records`, steps, "Draw some of them: unravel.", but);
  }
}
