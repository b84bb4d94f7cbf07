/** What doing some work one way costs, or why that way does not fit. */

/** The cost of a way that fits. */
export interface Price {
  /** Estimated time of one step in seconds, on the machine that the rates were measured on: what a choice compares. */
  readonly seconds: number;
  /** Floating-point operations per step and realisation. */
  readonly flops: number;
  /** Linear memory of one realisation's state, tables and coefficients, in bytes. */
  readonly bytes: number;
  /** Floating-point operations before the first step; 0 when absent. */
  readonly setup?: number;
  /** Relative error that this way commits on purpose; exact to rounding when absent. */
  readonly error?: number;
  /** What a user may want to know besides the numbers: how many coefficients, pieces, models built. */
  readonly detail?: string;
  /** The numbers come from sizes alone, because the work to know them better would cost more than it saves. */
  readonly about?: true;
}

/** Why a way does not fit a request. */
export interface Refusal {
  readonly refused: string;
  /** What a user can do about it, where there is something to do. */
  readonly remedy?: string;
  /** Where this way was asked for by name: what the argument must do, for the error sentence. */
  readonly must?: string;
}

/** Whether an answer is a refusal. */
export function isRefusal(answer: Price | Refusal): answer is Refusal {
  return "refused" in answer;
}

/** A plan that needs more linear memory than this is refused: 32-bit addresses, less room for what is bound beside it. */
export const MOST_BYTES = 3.5e9;

/** Bytes with a binary unit. */
export function bytes(value: number): string {
  if (value < 1024) return `${Math.round(value)} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(1)} KiB`;
  if (value < 1024 * 1024 * 1024) return `${(value / 1024 / 1024).toFixed(1)} MiB`;
  return `${(value / 1024 / 1024 / 1024).toFixed(1)} GiB`;
}
