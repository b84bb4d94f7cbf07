/** One trajectory of clicks: a threshold is drawn, and the next click comes when the weight of no click has fallen to it. */
import { ORDER, sumSeries, TOP } from "./dyadic-steps.ts";
import type { JumpProcess } from "./jump-process.ts";
import { apply, type MeasuredDraws } from "./record-walk.ts";

/** Level that the search for a click begins with. */
const FIRST = 3;

/** What a trajectory tells along its way; `x` is not normalised and valid during the call alone. */
export interface ClickListener {
  saved(place: number, x: Float64Array): void;
  clicked(time: number, detector: number): void;
}

/**
 * Follow a trajectory to the last of the times to save at.
 *
 * The weight w(t) = ‖ψ̃‖² (or Tr ρ̃) falls from 1 to u at the next click: found by steps h·2^l that are halved where they go too far, and by
 * Newton's method on a Taylor series within the smallest. Times of clicks do not depend on the times to save at.
 */
export function followClicks(process: JumpProcess, draws: MeasuredDraws, times: readonly number[], listener: ClickListener): void {
  const { steps, clicks } = process;
  const end = times[times.length - 1];
  let [x, other] = [process.start.slice(), new Float64Array(steps.n)];
  const aside = new Float64Array(steps.n);
  const weights = new Float64Array(clicks.length);
  let [time, next, number] = [0, 0, 0];
  /** Save at all times before `until`, starting from the state at `time`. */
  const save = (until: number): void => {
    for (; next < times.length && times[next] < until; next++) {
      aside.set(x);
      steps.evolve(aside, times[next] - time);
      listener.saved(next, aside);
    }
  };
  while (next < times.length) {
    const u = draws.at(2 * number + 1);
    let level = FIRST;
    let found = false;
    while (!found && time <= end) {
      steps.step(level, x, other);
      if (weightOf(process, other) > u) {
        const after = time + steps.duration(level);
        save(after);
        time = after;
        [x, other] = [other, x];
        level = Math.min(level + 1, TOP);
      } else if (level > 0) level -= 1;
      else {
        const tau = crossing(process, x, u);
        save(time + tau);
        sumSeries(steps.taylor(x), tau, other);
        [x, other] = [other, x];
        time += tau;
        found = true;
      }
    }
    if (!found || time > end) {
      save(Number.POSITIVE_INFINITY);
      return;
    }
    let total = 0;
    for (let m = 0; m < clicks.length; m++) {
      apply(clicks[m], x, aside);
      weights[m] = Math.max(0, weightOf(process, aside));
      total += weights[m];
    }
    const detector = pick(weights, draws.at(2 * number + 2) * total);
    if (detector < 0) {
      // the weight has stopped falling: nothing is left to click
      save(Number.POSITIVE_INFINITY);
      return;
    }
    apply(clicks[detector], x, other, process.pure ? 1 / Math.sqrt(weights[detector]) : 1 / weights[detector]);
    [x, other] = [other, x];
    listener.clicked(time, detector);
    number += 1;
  }
}

function pick(weights: Float64Array, place: number): number {
  let [sum, last] = [0, -1];
  for (let m = 0; m < weights.length; m++) {
    if (weights[m] === 0) continue;
    last = m;
    sum += weights[m];
    if (place < sum) break;
  }
  return last;
}

/** ‖ψ‖², or the trace. */
export function weightOf({ pure, trace }: Pick<JumpProcess, "pure" | "trace">, x: Float64Array): number {
  let sum = 0;
  if (pure) for (let q = 0; q < x.length; q++) sum += x[q] * x[q];
  else for (let q = 0; q < x.length; q++) sum += trace[q] * x[q];
  return sum;
}

/** τ in [0, h] with w(τ) = u, for a weight that falls. */
function crossing(process: JumpProcess, x: Float64Array, u: number): number {
  const { h } = process.steps;
  const series = process.steps.taylor(x);
  const degree = process.pure ? 2 * ORDER : ORDER;
  const c = new Float64Array(degree + 1);
  series.forEach((v, j) => {
    if (!process.pure) c[j] = weightOf(process, v);
    else
      series.forEach((w, k) => {
        for (let q = 0; q < v.length; q++) c[j + k] += v[q] * w[q];
      });
  });
  let [low, high] = [0, h];
  let tau = h / 2;
  for (let round = 0; round < 60; round++) {
    let [value, slope] = [0, 0];
    for (let k = degree; k >= 0; k--) {
      slope = slope * tau + value;
      value = value * tau + c[k];
    }
    if (value > u) low = tau;
    else high = tau;
    const newton = tau - (value - u) / slope;
    const better = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(better - tau) <= 1e-15 * h) return better;
    tau = better;
  }
  return tau;
}
