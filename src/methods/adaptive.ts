/** Options of methods that choose their steps by tolerances. */
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { anything, type Check, checkOptions } from "../options.ts";

/** A number that may be infinite. */
export const aNumberAtAll: Check = (argument, value) => {
  if (typeof value !== "number") throw wrongKind(argument, "be a number > 0", value);
};

/** Tolerances and bounds of steps, complete. */
export interface Adaptive {
  readonly rtol: number;
  readonly atol: number;
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
}

/** The options of a method with what was left out; throws where one is out of range. */
export function adaptive(options: Partial<Adaptive>): Adaptive {
  const checks = { rtol: anything, atol: anything, firstStep: anything, maxStep: aNumberAtAll, maxSteps: anything };
  checkOptions<Partial<Adaptive>>("options", options, checks);
  const { rtol = 1e-8, atol = 1e-10, firstStep = null, maxStep = Number.POSITIVE_INFINITY, maxSteps = 1_000_000 } = options;
  finite("rtol", rtol, { atLeast: 0, below: 1 });
  finite("atol", atol, { atLeast: 0 });
  if (rtol === 0 && atol === 0) throw wrongValue("rtol", "be > 0 when `atol` is 0", rtol);
  if (firstStep !== null) finite("firstStep", firstStep, { above: 0 });
  checkStepBounds(maxStep, maxSteps);
  return { rtol, atol, firstStep, maxStep, maxSteps };
}

/** Throws unless both bounds of steps are above 0. */
export function checkStepBounds(maxStep: number, maxSteps: number): void {
  if (!(maxStep > 0)) throw wrongValue("maxStep", "be > 0", maxStep);
  integer("maxSteps", maxSteps, 1);
}
