/** What the solvers take, with the checks of all of it: names, kinds, and what has no effect on the model at hand. */

import type { StopSignal } from "../errors.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { METHODS, type Method } from "../methods/method.ts";
import type { Asking } from "../models/asked-model.ts";
import { askedObservables, sortObservables } from "../models/asked-observables.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState } from "../models/starts.ts";
import { aFunction, aName, aNumber, anInteger, aSignal, type Check, checkOptions, listOf, type OptionChecks, oneOf } from "../options.ts";
import type { EvolveOptions } from "./evolve.ts";
import type { SteadyOptions } from "./steady.ts";

/** What to run and what to record. */
export interface RunOptions extends Asking {
  /** Collisions to run (collision models). */
  readonly steps?: number;
  /** Time to run to, in the model's units of time. */
  readonly until?: number;
  /**
   * Record every so many collisions, by default so that about a thousand are kept; of a master equation: time between
   * records, by default a hundredth of `until`. The start and the end are always recorded.
   */
  readonly saveEvery?: number;
  /** Times to record at (master equations), increasing from the start. */
  readonly times?: readonly number[];
  /**
   * Where on the axis the start stands: 0, or the place of a recorded state, unless given. The run begins there: streams go on with
   * the collision after it, functions of time are read from there; `until` and `times` count from 0, `steps` from there.
   */
  readonly from?: number;
  /** Keep the state at every record, or at these records, in `states`. */
  readonly states?: true | readonly number[];
  /** How to step a master equation; chosen from the problem when absent. */
  readonly method?: Method;
  /** Stop at the first record where |dρ/dt|, or the change of ρ in the last collision, is at most this (Frobenius norm). */
  readonly stationary?: number;
  /** Told after each record how much of the run is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Told each record as it comes, in order: its place on the axis and a value per observable. It changes nothing. */
  readonly onRecord?: (at: number, values: readonly (number | null)[]) => void;
  /** Ends the run with an `AbortError`. */
  readonly signal?: StopSignal;
}

/** What every question to a model may bring. */
export const askingChecks: OptionChecks<Asking> = { initial: aStartingState, observables: askedObservables };

/** Observables by their names alone. */
export const observableNames: Check = listOf("names", aName);

/** Every record, or a list of them. */
const recordsToKeep: Check = (argument, value) => {
  if (value === true) return;
  if (!Array.isArray(value)) throw wrongKind(argument, "be true, or a list of records", value);
  value.forEach((at: unknown, k) => void aNumber({ atLeast: 0 })(`${argument}[${k}]`, at));
};

/** The times where a run records are checked where they are made; here their kind. */
const aList: Check = (argument, value) => {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) throw wrongKind(argument, "be a list of times", value);
};

/** A method, whole: one that was put together by hand is checked as its own function checks it. */
export const aMethod: Check = (argument, value) => {
  const { kind, ...fields } = (typeof value === "object" && value !== null ? value : {}) as { kind?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(METHODS, kind)) {
    throw wrongKind(argument, "be a method such as auto(), rk4({ dt }), dormandPrince() or krylov()", value);
  }
  METHODS[kind as Method["kind"]](fields as never);
};

/** What runs of both kinds of model may bring. */
const commonChecks: OptionChecks<Omit<EvolveOptions, "times" | "method">> = {
  ...askingChecks,
  until: aNumber({ above: 0 }),
  saveEvery: aNumber({ above: 0 }),
  from: aNumber({ atLeast: 0 }),
  states: recordsToKeep,
  stationary: aNumber({ above: 0 }),
  onProgress: aFunction,
  onRecord: aFunction,
  signal: aSignal,
};

const evolveChecks: OptionChecks<EvolveOptions> = { ...commonChecks, times: aList, method: aMethod };

/** How many collisions there may be. */
const aCount = anInteger(0, 1e9);

const runChecks: OptionChecks<RunOptions> = { ...evolveChecks, steps: aCount };

/** The options of equations, which collisions do not have. */
const collisionChecks: OptionChecks<RunOptions> = {
  ...commonChecks,
  steps: aCount,
  method: (argument) => {
    throw wrongValue(argument, "be left out for a collision model", null, "Collisions are exact maps: nothing is stepped.", "it is given");
  },
  times: (argument) => {
    throw wrongValue(argument, "be left out for a collision model", null, "Use `steps` and `saveEvery`.", "it is given");
  },
};

const COLLISIONS = "Write { steps: 1000 }.";
const EQUATION = "Write { until: 10 }, or give `times`.";

/** Check a model and the options of a run of it, whatever its dynamics. Throws in the error grammar. */
export function checkRun(model: Model, options: RunOptions): void {
  requireRunnable(model);
  if (model.dynamics.kind !== "generator") {
    checkCollisions(model, options);
    return;
  }
  const { steps } = checkOptions<RunOptions>("options", options, runChecks, { remedy: EQUATION });
  refuseRecords(model, options, steps);
  if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Give `until` or `times`.");
}

/** Check a model that must be one of collisions, and the options of `runCollisions`. Throws in the error grammar. */
export function checkCollisionRun(model: Model, options: RunOptions): void {
  requireRunnable(model);
  if (model.dynamics.kind === "generator") {
    throw wrongValue("model", "be a collision model for `runCollisions`", null, "Use `run`.", `${model.name} is a master equation`);
  }
  checkCollisions(model, options);
}

function checkCollisions(model: Model, options: RunOptions): void {
  const { saveEvery, steps } = checkOptions<RunOptions>("options", options, collisionChecks, { remedy: COLLISIONS });
  refuseRecords(model, options, steps);
  if (saveEvery !== undefined) anInteger(1)("saveEvery", saveEvery);
}

/** What the number of records depends on. */
type RecordOptions = Pick<EvolveOptions, "until" | "saveEvery" | "observables">;

/** Bytes that the records of one run may take. */
const RECORD_BUDGET = 1 << 30;

/** Refuse more records than there is room for, before a list of them is made; `end` is the number of collisions. */
export function refuseRecords(model: Model, { until, saveEvery, observables }: RecordOptions, end: number | undefined): void {
  const { dynamics } = model;
  const length = end ?? (until === undefined || dynamics.kind === "generator" ? until : until / (dynamics.tau ?? 1));
  if (length === undefined || saveEvery === undefined) return;
  const records = Math.ceil(length / saveEvery) + 1;
  const columns = observables === undefined ? model.defaultObservables.length : sortObservables(observables).names.length;
  const bytes = records * (8 + 32 * columns);
  if (bytes <= RECORD_BUDGET) return;
  const but = `${records} records of ${columns} observables take ${bytes}`;
  throw wrongValue("saveEvery", `keep the records within ${RECORD_BUDGET} bytes`, saveEvery, "Save less often, or fewer observables.", but);
}

/** Check a model that must be a master equation, and the options of `evolve` or `prepare`. Throws in the error grammar. */
export function checkEvolution(model: Model, options: EvolveOptions, name: string): void {
  requireRunnable(model);
  if (model.dynamics.kind !== "generator") {
    throw wrongValue("model", `be a master equation for \`${name}\``, null, "Use `run` or `steady`.", `${model.name} is a collision model`);
  }
  checkOptions<EvolveOptions>("options", options, evolveChecks, { remedy: EQUATION });
  refuseRecords(model, options, undefined);
}

const steadyChecks: OptionChecks<SteadyOptions> = { ...askingChecks, scope: oneOf("space", "sector"), signal: aSignal };

/** Check a model and the options of `steady`. Throws in the error grammar. */
export function checkSteady(model: Model, options: SteadyOptions): void {
  requireRunnable(model);
  checkOptions<SteadyOptions>("options", options, steadyChecks);
}
