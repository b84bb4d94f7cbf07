/** Where functions of time leave what they must be: rates that turn negative, and coefficients that grow without bound. */
import { RunFailure, wrongValue } from "../errors.ts";
import { isTimeFunction } from "./coefficient.ts";
import type { FunctionOfTime } from "./generator.ts";
import type { GeneratorTerms } from "./lower.ts";
import { probedValues } from "./time-mesh.ts";

/**
 * Check the coefficients of a run until `end` on the points of its probe. Throws a RangeError with the time where a rate turns negative, a
 * RunFailure with the time where a coefficient has a pole.
 */
export function requireInTime({ coefficients, isRate, groups }: GeneratorTerms, end: number): void {
  coefficients.forEach((coefficient, k) => {
    if (!isTimeFunction(coefficient)) return;
    const name = coefficient.label ?? groups[k];
    const pole = poleOf(coefficient, end);
    if (pole !== null) {
      const where = Number(pole.toPrecision(10));
      throw new RunFailure(`\`${name}\` grows without bound near t = ${where}: the equation ends there. Run to an earlier time.`, {
        time: pole,
      });
    }
    const time = isRate[k] ? turnsNegative(coefficient, end) : null;
    if (time === null) return;
    const remedy = "For an equation local in time, whose rates may turn negative, set `negativeRates: true`.";
    throw wrongValue(name, "stay ≥ 0 at all times", null, remedy, `it turns negative at t = ${Number(time.toPrecision(10))}`);
  });
}

/** The time where a function first turns negative by more than rounding, between two points of the probe; null where it does not. */
function turnsNegative(f: FunctionOfTime, end: number): number | null {
  let largest = 0;
  for (const { times, values } of probedValues(f, end)) {
    for (let k = 0; k < values.length; k++) {
      largest = Math.max(largest, Math.abs(values[k]));
      if (!(values[k] < -ROUNDING * largest)) continue;
      return k === 0 || values[k - 1] < 0 ? times(k) : borderBetween(f, times(k - 1), times(k));
    }
  }
  return null;
}

/** Where f turns negative between a time where it is not and one where it is. */
function borderBetween(f: FunctionOfTime, from: number, to: number): number {
  let [a, b] = [from, to];
  for (let round = 0; round < 60; round++) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    if (f.at(middle) < 0) b = middle;
    else a = middle;
  }
  return b;
}

/** What rounding makes of a rate that is exactly 0, relative to the largest value. */
const ROUNDING = 1e-14;
/** A candidate for a pole stands out of the mean modulus by this factor. */
const STANDS_OUT = 20;
/** Halvings of the neighbourhood of a candidate, and the growth in them that only a pole has (an integrable singularity has half the bits). */
const HALVINGS = 30;
const GROWTH = 4_194_304;

/** A time where |f| grows without bound as it is approached; null where the probe shows none. */
function poleOf(f: FunctionOfTime, end: number): number | null {
  for (const { times, values } of probedValues(f, end)) {
    let sum = 0;
    let count = 0;
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      sum += Math.abs(value);
      count++;
    }
    const mean = sum / Math.max(count, 1);
    for (let k = 0; k < values.length; k++) {
      if (values[k] === Number.POSITIVE_INFINITY || values[k] === Number.NEGATIVE_INFINITY) return times(k);
      const modulus = Math.abs(values[k]);
      const [before, after] = [Math.abs(values[k - 1] ?? 0), Math.abs(values[k + 1] ?? 0)];
      if (!(modulus > STANDS_OUT * mean) || modulus < before || modulus < after) continue;
      const pole = approached(f, times(Math.max(k - 1, 0)), times(Math.min(k + 1, values.length - 1)), modulus);
      if (pole !== null) return pole;
    }
  }
  return null;
}

/** Halve an interval around the largest modulus of its points again and again. */
function approached(f: FunctionOfTime, from: number, to: number, first: number): number | null {
  let [a, b] = [from, to];
  let largest = first;
  for (let round = 0; round < HALVINGS; round++) {
    let best = a;
    let here = -1;
    for (let j = 0; j <= 8; j++) {
      const t = a + ((b - a) * j) / 8;
      const value = Math.abs(f.at(t));
      if (Number.isNaN(value)) return null;
      if (value === Number.POSITIVE_INFINITY) return t;
      if (value > here) [best, here] = [t, value];
    }
    largest = Math.max(largest, here);
    if (largest > GROWTH * first) return best;
    const quarter = (b - a) / 4;
    [a, b] = [Math.max(from, best - quarter), Math.min(to, best + quarter)];
  }
  return null;
}
