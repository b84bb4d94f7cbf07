/**
 * Trajectories of clicks from series to series: one Taylor series of e^{Aτ}x serves the search for the next click and every record before it.
 *
 * The weight w(τ) of no click (‖ψ̃‖² or Tr ρ̃) falls from 1 to a number u that is drawn: there the click comes. Steps begin at clicks, and how
 * long one is depends on the blocks of A in which the state lives alone, so that clicks do not depend on where one looks. Trajectories stand
 * side by side; whoever is done makes room for the next.
 */
import { RunFailure } from "../../errors.ts";
import type { Scope } from "../../numerics/memory.ts";
import { exp, log } from "../../numerics/scalar.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { ClickProcess } from "../../plan/trajectories/click-process.ts";
import { NumbersAhead } from "../../plan/trajectories/numbers-ahead.ts";
import {
  CLICKS,
  type TrajectoryEngine,
  type TrajectoryListener,
  type TrajectoryLowering,
  type TrajectoryRequest,
} from "../../plan/trajectories/trajectory-request.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { bindPanels, type ClickPanels, growthOf, LANES } from "./click-panels.ts";
import { bindClicks, type ClickStates } from "./click-states.ts";
import { blockSteps } from "./series-step.ts";

/** Clicks by Taylor series. */
export const clickSeries: TrajectoryLowering = {
  name: "series from click to click",
  fits(request): Price | Refusal {
    const { process } = request;
    if (process.kind !== "clicks") return { refused: "follows clicks" };
    const { parts, shortest, longest, order } = blockSteps(process.A);
    // a quarter of the terms is not needed; one reading at the end, about one of what is saved, and two images there
    const flops = 2 * (0.75 * order * (process.A.values.length + 2 * process.n) + 2 * process.A.values.length);
    const steps = [shortest, longest].map((h) => h.toPrecision(3));
    return {
      seconds: 3e-7 + flops * 9e-11,
      flops,
      bytes: 8 * (order + 8) * process.n * LANES,
      detail: parts.length === 1 ? `steps of ${steps[0]}` : `steps of ${steps[0]} to ${steps[1]} in ${parts.length} blocks`,
    };
  },
  bind: (request, scope) => new ClickSeries(request, scope),
};

/** One trajectory on its way. */
interface Walker {
  readonly slot: number;
  readonly numbers: NumbersAhead;
  readonly counts: Float64Array;
  /** Where the series begins. */
  time: number;
  /** The next place of the axis, and the number of clicks so far. */
  next: number;
  clicks: number;
  logarithm: number;
}

class ClickSeries implements TrajectoryEngine {
  private readonly process: ClickProcess;
  private readonly axis: readonly number[];
  private readonly growth: number;
  private readonly states: ClickStates;
  private readonly panels: ClickPanels;
  private readonly walkers: (Walker | null)[] = new Array(LANES).fill(null);
  /** The number that each lane's weight falls to; 0 of empty lanes. */
  private readonly numbers = new Float64Array(LANES);
  /** Where the step of each lane ends, and where it is read, in steps. */
  private readonly ends = new Float64Array(LANES);
  private readonly places = new Float64Array(LANES);
  /** A bit for each lane that clicks at its end. */
  private clicking = 0;

  constructor(request: TrajectoryRequest, scope: Scope) {
    const process = request.process as ClickProcess;
    [this.process, this.axis, this.growth] = [process, request.axis, growthOf(process)];
    this.panels = bindPanels(scope, process);
    this.states = bindClicks(scope, request, LANES);
  }

  *follow(seed: number, first: number, count: number, listener: TrajectoryListener, due: Due): Work<void> {
    const { walkers, panels, axis, numbers, ends } = this;
    let [begun, ended] = [0, 0];
    const enter = (lane: number): void => {
      if (begun === count) {
        walkers[lane] = null;
        numbers[lane] = 0;
        panels.clear(lane);
        return;
      }
      panels.start(lane);
      const drawn = new NumbersAhead(seed, first + begun, CLICKS);
      const counts = new Float64Array(this.process.outcomes.length);
      numbers[lane] = drawn.at(1);
      walkers[lane] = { slot: begun++, numbers: drawn, counts, time: 0, next: 0, clicks: 0, logarithm: 0 };
    };
    for (let lane = 0; lane < LANES; lane++) enter(lane);
    while (ended < count) {
      panels.begin();
      this.clicking = panels.cross(numbers, ends);
      this.save(listener);
      this.move(listener);
      for (let lane = 0; lane < LANES; lane++) {
        const walker = walkers[lane];
        if (!walker || walker.next < axis.length) continue;
        ended += 1;
        enter(lane);
      }
      if (due()) yield;
    }
  }

  /** Save what lies before the ends of the steps: each round one place of every lane that has any left. */
  private save(listener: TrajectoryListener): void {
    const { axis, walkers, panels, ends, places, states } = this;
    const { steps } = panels;
    for (;;) {
      let asked = 0;
      for (let lane = 0; lane < LANES; lane++) {
        const walker = walkers[lane];
        const due = walker !== null && walker.next < axis.length && axis[walker.next] < walker.time + ends[lane] * steps[lane];
        places[lane] = due ? (axis[walker.next] - walker.time) / steps[lane] : 0;
        if (due) asked |= 1 << lane;
      }
      if (asked === 0) return;
      const weights = panels.read(places);
      states.look(panels.seen);
      for (let lane = 0; lane < LANES; lane++) {
        const walker = walkers[lane];
        if (walker === null || (asked & (1 << lane)) === 0) continue;
        listener.saved(walker.slot, walker.next, states.at(lane, weights[lane], walker.counts));
        walker.next += 1;
        if (walker.next < axis.length) continue;
        listener.ended(walker.slot, walker.logarithm + log(weights[lane]) + this.growth * steps[lane] * places[lane]);
      }
    }
  }

  /** Go to the ends of the steps: choose detectors where something clicks. */
  private move(listener: TrajectoryListener): void {
    const { process, axis, walkers, panels, states, ends, numbers, clicking, growth } = this;
    const { amplitudes, filter } = process;
    const detectors = process.outcomes.length;
    const { steps } = panels;
    const chances = clicking === 0 ? numbers : states.chances(panels.kept);
    const weights = panels.weights();
    for (let lane = 0; lane < LANES; lane++) {
      const walker = walkers[lane];
      if (walker === null || walker.next >= axis.length) continue;
      const grown = growth * steps[lane] * ends[lane];
      walker.time += ends[lane] * steps[lane];
      if ((clicking & (1 << lane)) === 0) {
        weights[lane] = exp(amplitudes ? 0.5 * grown : grown);
        continue;
      }
      const m = pick(chances, lane, LANES, detectors, walker.numbers.at(2 * walker.clicks + 2));
      if (m < 0) throw new RunFailure("A click came where no jump is possible: the weight is lost to rounding.", { time: walker.time });
      const chance = chances[m * LANES + lane];
      const acts = filter !== null && chances[(detectors + m) * LANES + lane] > filter.above * chance;
      weights[(1 + m + (acts ? detectors : 0)) * LANES + lane] = 1 / (amplitudes ? Math.sqrt(chance) : chance);
      listener.clicked?.(walker.slot, walker.time, m);
      walker.counts[m] += 1;
      walker.clicks += 1;
      walker.logarithm += log(chance) + grown;
      numbers[lane] = walker.numbers.at(2 * walker.clicks + 1);
    }
    panels.move(weights);
    for (let lane = 0; lane < LANES; lane++) if ((clicking & (1 << lane)) !== 0 && walkers[lane] !== null) panels.clicked(lane);
  }
}

/** The outcome that a uniform number picks by chances [outcome][lane], or −1 where none is possible. */
export function pick(chances: Float64Array, lane: number, lanes: number, count: number, u: number): number {
  let total = 0;
  for (let m = 0; m < count; m++) total += Math.max(0, chances[m * lanes + lane]);
  let [sum, last] = [0, -1];
  for (let m = 0; m < count; m++) {
    const chance = chances[m * lanes + lane];
    if (!(chance > 0)) continue;
    last = m;
    sum += chance;
    if (u * total < sum) break;
  }
  return last;
}
