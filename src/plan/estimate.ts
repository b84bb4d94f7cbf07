/** What planned work will take as a whole, from the prices of its stages. */
import type { Price } from "./price.ts";

/** An estimate: seconds are those of the machine that prices were measured on, and decide when something is computed, never how. */
export interface Estimate {
  /** Collisions, or records of a master equation; 1 for a stationary state. */
  readonly steps: number;
  readonly seconds: number;
  /** Operations before the first step, and of all of it. */
  readonly setup: number;
  readonly flops: number;
  /** Linear memory. */
  readonly bytes: number;
}

/** Operations per second of what is set up. */
const SETUP_RATE = 2e9;
/** What a call costs beside its operations, and what planning and matrices cost per live coordinate, in seconds. */
const CALL = 1e-6;
const COORDINATE = 4e-6;

/** What is carried: live coordinates, and the linear memory of everything. */
export interface PlannedSize {
  readonly coordinates: number;
  readonly bytes: number;
}

/** Work of `steps` equal steps at one price. */
export function estimateOfSteps(price: Price, steps: number, size: PlannedSize): Estimate {
  return estimateOfWhole({ ...price, seconds: steps * price.seconds }, steps, size);
}

/** Work at a price that names the time of all of its `steps` steps. */
export function estimateOfWhole(
  { seconds, flops, setup = 0 }: Pick<Price, "seconds" | "flops" | "setup">,
  steps: number,
  { coordinates, bytes }: PlannedSize,
): Estimate {
  const before = setup / SETUP_RATE + coordinates * COORDINATE;
  return { steps, seconds: before + seconds + steps * CALL, setup, flops: setup + steps * flops, bytes };
}
