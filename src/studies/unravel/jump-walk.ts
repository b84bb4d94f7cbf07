/** One trajectory of clicks: a threshold is drawn, and the next click comes when the weight of no click has fallen to it. */
import { RunFailure } from "../../errors.ts";
import type { JumpProcess } from "./jump-process.ts";
import { apply, type MeasuredDraws } from "./record-walk.ts";

/** What a trajectory tells along its way; `x` is not normalised and valid during the call alone. */
export interface ClickListener {
  saved(place: number, x: Float64Array): void;
  clicked(time: number, detector: number): void;
}

/**
 * Follow a trajectory to the last of the times to save at.
 *
 * The weight w(t) = ‖ψ̃‖² (or Tr ρ̃) falls from 1 to u at the next click, which is found on the Taylor series of the step that it lies in.
 * Steps begin at clicks and have one length, so that times of clicks do not depend on the times to save at.
 */
export function followClicks(process: JumpProcess, draws: MeasuredDraws, times: readonly number[], listener: ClickListener): void {
  const { steps, clicks } = process;
  const end = times[times.length - 1];
  let [x, other] = [process.start.slice(), new Float64Array(steps.n)];
  const aside = new Float64Array(steps.n);
  const weights = new Float64Array(clicks.length);
  let [time, next, number] = [0, 0, 0];
  /** Save at all times before `until`, from the series that begins at `time`. */
  const save = (until: number): void => {
    for (; next < times.length && times[next] < until; next++) {
      steps.at(times[next] - time, aside);
      listener.saved(next, aside);
    }
  };
  let u = draws.at(1);
  while (next < times.length && time <= end) {
    steps.begin(x);
    steps.at(steps.h, other);
    if (weightOf(process, other) > u) {
      save(time + steps.h);
      time += steps.h;
      [x, other] = [other, x];
      continue;
    }
    const tau = crossing(process, u, other);
    save(time + tau);
    time += tau;
    if (time > end) return;
    let total = 0;
    for (let m = 0; m < clicks.length; m++) {
      apply(clicks[m], other, aside);
      weights[m] = Math.max(0, weightOf(process, aside));
      total += weights[m];
    }
    const detector = pick(weights, draws.at(2 * number + 2) * total);
    if (detector < 0) throw new RunFailure("A click came where no jump is possible: the weight is lost to rounding.", { time });
    apply(clicks[detector], other, x, process.pure ? 1 / Math.sqrt(weights[detector]) : 1 / weights[detector]);
    listener.clicked(time, detector);
    number += 1;
    u = draws.at(2 * number + 1);
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

/** τ in [0, h] with w(τ) = u, for a weight that falls; `y` is left at the state there. */
function crossing(process: JumpProcess, u: number, y: Float64Array): number {
  const { steps, pure, trace } = process;
  let [low, high] = [0, steps.h];
  let tau = steps.h / 2;
  for (let round = 0; round < 60; round++) {
    steps.at(tau, y);
    const value = weightOf(process, y) - u;
    if (value > 0) low = tau;
    else high = tau;
    const rate = steps.derivative(y);
    let slope = 0;
    if (pure) for (let q = 0; q < y.length; q++) slope += 2 * y[q] * rate[q];
    else for (let q = 0; q < y.length; q++) slope += trace[q] * rate[q];
    const newton = tau - value / slope;
    const better = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(better - tau) <= 1e-14 * steps.h || low === high) return tau;
    tau = better;
  }
  return tau;
}
