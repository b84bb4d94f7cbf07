/** What multiplies the groups of a tilted step: as series in the counting fields, and at real fields, at a time where they depend on it. */
import { coefficientAt } from "../../dynamics/coefficient.ts";
import { exp } from "../../numerics/scalar.ts";
import { exponentialWeights, type JetShape } from "./jet-algebra.ts";
import type { TiltedStep } from "./tilted-process.ts";

/** Does a step depend on time? */
export function isDriven({ marks }: TiltedStep): boolean {
  return marks.some(({ coefficient }) => coefficient !== undefined);
}

/** The factor of each group in time. */
export function coefficientsAt({ marks }: TiltedStep, t: number): readonly number[] {
  return marks.map(({ coefficient }) => (coefficient === undefined ? 1 : coefficientAt(coefficient, t)));
}

/** Π_f s_f^{d_f}/d_f! e^{s·v} of a group by powers of s. */
export function seriesOfGroup({ values, marks }: TiltedStep, group: number, shape: JetShape, t = 0): Float64Array {
  const { degree, changing, absent } = marks[group];
  if (absent) return new Float64Array(shape.exponents.length);
  return exponentialWeights(shape, changing?.(t) ?? values[group], degree);
}

/** The factor of each group at real fields. */
export function weightsAt(step: TiltedStep, s: readonly number[], t = 0): readonly number[] {
  const inTime = coefficientsAt(step, t);
  return step.values.map((value, k) => {
    const { degree, changing, absent } = step.marks[k];
    if (absent) return 0;
    const grown = exp((changing?.(t) ?? value).reduce((sum, v, f) => sum + v * s[f], 0));
    const power = degree?.reduce((product, d, f) => (d === 0 ? product : d === 1 ? product * s[f] : (product * s[f] * s[f]) / 2), 1) ?? 1;
    return inTime[k] * grown * power;
  });
}
