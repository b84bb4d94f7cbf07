import type { Method } from "../methods/method.ts";

/** What to run and what to record. */
export interface RunOptions {
  /** Collisions to run (collision models). */
  readonly steps?: number;
  /** Time to run to, in the model's units of time. */
  readonly until?: number;
  /**
   * Record every so many collisions, by default so that about a thousand are kept; of a master equation: time between
   * records, by default a hundredth of `until`. The start and the end are always recorded.
   */
  readonly saveEvery?: number;
  /** Times to record at (master equations), increasing from 0. */
  readonly times?: readonly number[];
  /** Names of observables; the model's defaults when absent. */
  readonly observables?: readonly string[];
  /** How to step a master equation; chosen from the problem when absent. */
  readonly method?: Method;
  /** Stop at the first record where |dρ/dt|, or the change of ρ in the last collision, is at most this (Frobenius norm). */
  readonly stationary?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}
