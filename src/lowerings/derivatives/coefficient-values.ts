/** Values of a generator's coefficients in time, with the check that no rate turns negative. */
import { coefficientAt, isTimeFunction } from "../../dynamics/coefficient.ts";
import type { GeneratorTerms } from "../../dynamics/lower.ts";
import { RunFailure } from "../../errors.ts";

/** The value of c_k at t. Throws a RunFailure when a rate is negative there. */
export function coefficientOf(
  { coefficients, isRate, groups }: Pick<GeneratorTerms, "coefficients" | "isRate" | "groups">,
  k: number,
  t: number,
): number {
  const coefficient = coefficients[k];
  const value = coefficientAt(coefficient, t);
  if (isRate[k] && value < 0 && isTimeFunction(coefficient)) {
    const name = coefficient.label ?? groups[k];
    throw new RunFailure(`A rate (${name}) is ${value} at t = ${t}. Rates must stay ≥ 0 at all times, or \`negativeRates: true\` be set.`, {
      time: t,
    });
  }
  return value;
}
