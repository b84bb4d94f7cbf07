/** Studies that leave their thread to others: of the same options, with the same bits, and to be ended at any time. */
import type { AveragedOptions, AveragedResult } from "../ensembles/averaged-options.ts";
import { askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import type { Plan } from "../plan/plan.ts";
import { chosenObservables } from "../solvers/observing.ts";
import type { RunOptions } from "../solvers/run.ts";
import { checkRun, checkSteady } from "../solvers/runoptions.ts";
import type { Solution } from "../solvers/solution.ts";
import { placeOf } from "../solvers/started-at.ts";
import type { SteadyOptions, SteadyResult } from "../solvers/steady.ts";
import type { CountingOptions, CountingResult } from "../studies/counting/counting-result.ts";
import type { PlanOptions } from "../studies/planning.ts";
import { type AsyncOptions, carryOut, whoAndWhat } from "./carry-out.ts";
import { type Running, running } from "./running.ts";

/** A record of a run, as it comes. */
export interface RunRecord {
  /** The collision or the time. */
  readonly at: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** Options of `runAsync`. */
export interface RunAsyncOptions extends RunOptions, AsyncOptions {}

/**
 * Run a model without keeping its thread from others: the options, the result and the bits of `run`.
 *
 * With an `executor` a model that is data (of the catalogue, of a document, or of `module`) runs on one of its threads. Any other runs on
 * the calling thread in slices of 8 ms, between which timers, requests and pictures come through; a model with a single call that would
 * last longer is given to a thread of its own in Node, or refused with the remedy.
 *
 * @returns a promise of the solution that is also its records: loop over it with `for await` to have them as they come, in order
 * Rejects as `run` throws; with an `AbortError` within a tenth of a second when the signal fires or the loop is left.
 * @example
 * const running = runAsync(bloch({ Omega: 0, gamma: 1 }), { until: 10, observables: ["sz"] });
 * const times = [];
 * for await (const { at } of running) times.push(at);
 * times.length; // 101
 */
export function runAsync(model: Model, options: RunAsyncOptions): Running<Solution, RunRecord> {
  return running(options?.signal, async (emit, signal) => {
    const { who, what } = whoAndWhat(options);
    checkRun(model, what);
    const { signal: _own, onProgress, onRecord, ...plain } = what;
    const asked = askedModel(model, plain);
    const names = chosenObservables(asked.model, asked.options.observables).map(({ name }) => name);
    const from = placeOf(model, plain);
    return carryOut("run", model, { ...plain, ...(from === 0 ? {} : { from }) }, who, {
      signal,
      onProgress,
      onRecord(at, values) {
        onRecord?.(at, values);
        emit({ at, values: Object.fromEntries(names.map((name, k) => [name, values[k]])) });
      },
    });
  });
}

/** Options of `steadyAsync`. */
export interface SteadyAsyncOptions extends SteadyOptions, AsyncOptions {}

/**
 * Find stationary states without keeping the thread from others: the options, the result and the bits of `steady`; where it is carried out
 * is decided as in `runAsync`. A thread sends the whole result, gap, basis and conserved quantities included.
 *
 * Rejects as `steady` throws, and with an `AbortError` when the signal fires.
 * @example
 * (await steadyAsync(bloch({ Omega: 1, gamma: 1 }), { observables: ["sz"] })).observables.sz; // -0.333333
 */
export async function steadyAsync(model: Model, options: SteadyAsyncOptions = {}): Promise<SteadyResult> {
  const { who, what } = whoAndWhat(options);
  checkSteady(model, what);
  const { signal, ...plain } = what;
  return carryOut("steady", model, plain, who, { signal });
}

/** Options of `countingAsync`. */
export interface CountingAsyncOptions extends CountingOptions, AsyncOptions {}

/**
 * Count what units and jumps bring without keeping the thread from others: the options, the result and the bits of `counting`; where it is
 * carried out is decided as in `runAsync`.
 *
 * Rejects as `counting` throws, and with an `AbortError` when the signal fires.
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * (await countingAsync(atom, { of: ["N_light"] })).rates.fano.N_light; // 0.333333
 */
export async function countingAsync(model: Model, options: CountingAsyncOptions): Promise<CountingResult> {
  const { who, what } = whoAndWhat(options);
  requireRunnable(model);
  const { signal, ...plain } = what;
  return carryOut("counting", model, plain, who, { signal });
}

/** Options of `averagedAsync`. */
export interface AveragedAsyncOptions extends AveragedOptions, AsyncOptions {
  readonly signal?: RunOptions["signal"];
}

/**
 * Average over noise exactly without keeping the thread from others: the options, the result and the bits of `averaged`; where it is
 * carried out is decided as in `runAsync`.
 *
 * Rejects as `averaged` throws, and with an `AbortError` when the signal fires.
 * @example
 * const noise = { Delta: perRealisation(normal(0, 1)) };
 * const asked = { times: [0, 1], noise, observables: ["sx"] };
 * (await averagedAsync(bloch({ Omega: 0, start: [1, 0, 0] }), asked)).observables.sx; // [1, 0.522046]
 */
export async function averagedAsync(model: Model, options: AveragedAsyncOptions): Promise<AveragedResult> {
  const { who, what } = whoAndWhat(options);
  requireRunnable(model);
  const { signal, ...plain } = what;
  return carryOut("averaged", model, plain, who, { signal });
}

/** Options of `planAsync`. */
export interface PlanAsyncOptions extends PlanOptions, AsyncOptions {
  readonly signal?: RunOptions["signal"];
}

/**
 * Plan on a thread: the options and the plan of `plan`, whose sectors and matrices take as long as the model is large. Without an
 * `executor` it is made on the calling thread, at once.
 *
 * Rejects as `plan` throws, and with an `AbortError` when the signal fires.
 * @example
 * (await planAsync(bloch(), { until: 1 })).sector.coordinates; // 3
 */
export async function planAsync(model: Model, options: PlanAsyncOptions = {}): Promise<Plan> {
  const { who, what } = whoAndWhat(options);
  requireRunnable(model);
  const { signal, ...plain } = what;
  return carryOut("plan", model, plain, who, { signal });
}
