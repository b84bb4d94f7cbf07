/** A measured current: how it is stepped, and its steps in plain numbers, in the order of the kernel's sums. */
import type { Current } from "../../dynamics/measurements.ts";
import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { binnedCurrent } from "./binned-current.ts";
import { constantGenerator } from "./constant-generator.ts";
import { type CurrentFrame, type CurrentProcess, measuredParts, powersOf } from "./measured-parts.ts";
import { drawnFrom, hermites } from "./normal-series.ts";
import { positiveCurrent, staysPure } from "./positive-current.ts";

/**
 * Build the process. Unless `exact` says which: steps that keep the state pure where nothing is lost, else bins without error of the step
 * where few coordinates live, else positive steps of second order. On the sector of another one, and to its order, where that is given.
 *
 * Throws for equations that depend on time or leave that sector, and for bins that are too long.
 */
export function currentProcess(model: Model, by: Current, known: CurrentFrame | null = null): CurrentProcess {
  const measured = measuredParts(constantGenerator(model, "it measures a current", "a current to be measured"), by);
  const binned =
    (by.exact ?? !staysPure(measured, model.initial, by)) ? binnedCurrent(measured, model.initial, by, known?.sector ?? null) : null;
  return binned ?? positiveCurrent(measured, model.initial, by, known);
}

/**
 * One step for given increments: out ← the next state, divided by its trace, and what they are as likely as, relative
 * to white noise, which returns: the chances of all increments from x sum to one.
 */
export function currentStep(process: CurrentProcess, increments: ArrayLike<number>, x: Float64Array, out: Float64Array): number {
  const { matrices, trace, readings, order, dt, outcomes } = process;
  const { n, groups, rowStart, columns, values } = matrices;
  const root = Math.sqrt(dt);
  const [first, second] = [hermites(increments[0] / root, order), hermites(outcomes.length === 1 ? 0 : increments[1] / root, order)];
  const weights = powersOf(outcomes.length, order).map(([k, l]) => first[k] * second[l]);
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let g = 0; g < groups; g++) {
      const s = r * groups + g;
      let part = 0;
      for (let e = rowStart[s]; e < rowStart[s + 1]; e++) part += values[e] * x[columns[e]];
      sum += weights[g] * part;
    }
    out[r] = sum;
  }
  const total = sumOf(trace, out);
  const inverse = 1 / total;
  for (let r = 0; r < n; r++) out[r] *= inverse;
  return total / sumOf(readings[0], x);
}

/** The increments of a step from a normalised state, for standard normals. */
export function incrementsOf(process: CurrentProcess, normals: ArrayLike<number>, x: Float64Array): readonly number[] {
  const { readings, order, dt, outcomes } = process;
  const chances = readings.map((f) => sumOf(f, x));
  const draw = (b: readonly number[], z: number): number => {
    const inverse = 1 / b[0];
    return drawnFrom(
      b.map((value) => value * inverse),
      z,
    );
  };
  const places = powersOf(outcomes.length, order);
  // of the first alone, whatever the second; then of the second given the first
  const first = draw(
    chances.filter((_, g) => places[g][1] === 0),
    normals[0],
  );
  const root = Math.sqrt(dt);
  if (outcomes.length === 1) return [root * first];
  const weights = hermites(first, order);
  const given = Array.from({ length: order + 1 }, (_, m) =>
    places.reduce((sum, [k, l], g) => (l === m ? sum + weights[k] * chances[g] : sum), 0),
  );
  return [root * first, root * draw(given, normals[1])];
}

function sumOf(f: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let q = 0; q < f.length; q++) sum += f[q] * x[q];
  return sum;
}

/** Times as numbers of steps. Throws where they are none. */
export function stepsOf(times: readonly number[], dt: number): readonly number[] {
  return times.map((time) => {
    const step = Math.round(time / dt);
    if (Math.abs(step * dt - time) <= 1e-9 * Math.max(time, dt)) return step;
    const but = `${time} is no multiple of ${dt}`;
    throw wrongValue("by.dt", "divide all times that are saved", dt, "Choose `saveEvery` as a multiple of it.", but);
  });
}
