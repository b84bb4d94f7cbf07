/** Sweeps whose points come one by one. */
import { wrongKind } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { Point } from "../solvers/point.ts";
import { type ParallelGridOptions, type ParallelSweepOptions, sweepInParallel } from "../studies/parallel.ts";
import { axesOf, changesAt } from "../studies/sweep-axes.ts";
import type { GridResult, SweepResult } from "../studies/sweep-result.ts";
import { whoAndWhat } from "./carry-out.ts";
import { type Running, running } from "./running.ts";

/** A point of a sweep, as it comes. */
export interface SweepRecord {
  /** Its number, row by row over a grid. */
  readonly at: number;
  /** The swept parameters there. */
  readonly parameters: Parameters;
  readonly values: Readonly<Record<string, number | null>>;
  /** Why there are no values; null where there are. */
  readonly problem: string | null;
}

interface Sliced {
  /** Milliseconds that this thread is used for at a time where no threads are; 8 unless given. */
  readonly slice?: number;
}

/**
 * Sweep over one parameter or two without keeping the thread from others: the options of `parallelSweep`, the bits of `sweep`.
 *
 * @returns a promise of the result that is also its points: loop over it with `for await` to have them as they come, in order
 * Rejects as `sweep` throws; with an `AbortError` within a tenth of a second when the signal fires or the loop is left.
 * @example
 * const ranges = { over: "Omega", values: [0, 1], observables: ["sz"] };
 * (await sweepAsync(bloch({ gamma: 1 }), ranges)).observables.sz; // [-1, -0.333333]
 */
export function sweepAsync(model: Model, options: ParallelSweepOptions & Sliced): Running<SweepResult, SweepRecord>;
export function sweepAsync(model: Model, options: ParallelGridOptions & Sliced): Running<GridResult, SweepRecord>;
export function sweepAsync(
  model: Model,
  options: (ParallelSweepOptions | ParallelGridOptions) & Sliced,
): Running<SweepResult | GridResult, SweepRecord> {
  return running<SweepResult | GridResult, SweepRecord>(options?.signal, async (emit, signal) => {
    const { slice } = whoAndWhat(options).who;
    if (typeof options !== "object" || options === null)
      throw wrongKind(
        "options",
        "be an object of named options",
        options,
        'Write { over: "T", values: [0.1, 1], observables: ["energy"] }.',
      );
    const { slice: _own, ...rest } = options;
    const take = (at: number, { names, values, problem }: Point): void => {
      const parameters = changesAt(axesOf(rest), at);
      emit({ at, parameters, values: Object.fromEntries(names.map((name, k) => [name, values[k]])), problem });
    };
    return sweepInParallel(model, { ...rest, signal }, take, { slice });
  });
}
