/**
 * Trajectories of clicks from series to series: one Taylor series of e^{Aτ}x serves the search for the next click and every record before it.
 *
 * The weight w(τ) of no click (‖ψ̃‖² or Tr ρ̃) falls from 1 to a number u that is drawn: there the click comes. Steps begin at clicks and have
 * one length, so that clicks do not depend on where one looks. Trajectories stand side by side; whoever is done makes room for the next.
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
import { bindPanels, type ClickPanels, LANES } from "./click-panels.ts";
import { bindClicks, type ClickStates } from "./click-states.ts";
import { seriesStep } from "./series-step.ts";
import { WeightCrossing } from "./weight-crossing.ts";

/** Clicks by Taylor series. */
export const clickSeries: TrajectoryLowering = {
  name: "series from click to click",
  fits(request): Price | Refusal {
    const { process } = request;
    if (process.kind !== "clicks") return { refused: "follows clicks" };
    const { order, h } = seriesStep(process.A);
    const flops = 2 * (order * process.A.values.length + 4 * order * process.n);
    return {
      seconds: flops * 1.2e-10,
      flops,
      bytes: 8 * (order + 4) * process.n * LANES,
      detail: `steps of ${h.toPrecision(3)}`,
    };
  },
  bind: (request, scope) => new ClickSeries(request, scope),
};

/** One trajectory on its way. */
interface Walker {
  readonly slot: number;
  readonly numbers: NumbersAhead;
  readonly counts: Float64Array;
  /** Where the series begins, and the weight there. */
  time: number;
  weight: number;
  /** The next place of the axis, and the number of clicks so far. */
  next: number;
  clicks: number;
  u: number;
  logarithm: number;
  /** What is asked of the series now. */
  task: "click" | "save" | "nothing";
  /** Whether a click comes in this step, where it does (in steps; 1 where none does), and how far from there the state was read. */
  clicked: boolean;
  s: number;
  aside: number;
}

class ClickSeries implements TrajectoryEngine {
  private readonly process: ClickProcess;
  private readonly axis: readonly number[];
  private readonly lanes: number;
  private readonly h: number;
  private readonly states: ClickStates;
  private readonly panels: ClickPanels;
  private readonly place: Float64Array;
  private readonly crossings: readonly WeightCrossing[];
  /** Weights of the states that were kept. */
  private readonly weightsThere: Float64Array;

  constructor(request: TrajectoryRequest, scope: Scope) {
    const process = request.process as ClickProcess;
    const step = seriesStep(process.A);
    const lanes = LANES;
    [this.process, this.axis, this.lanes, this.h] = [process, request.axis, lanes, step.h];
    this.panels = bindPanels(scope, process, step);
    this.states = bindClicks(scope, request, lanes);
    [this.place, this.weightsThere] = [new Float64Array(lanes), new Float64Array(lanes)];
    this.crossings = Array.from({ length: lanes }, () => new WeightCrossing());
  }

  /** What the weight of the shifted equation is multiplied with, s steps after the beginning. */
  private growth(s: number): number {
    const { shift, amplitudes } = this.process;
    return shift === 0 ? 1 : exp((amplitudes ? 2 : 1) * shift * this.h * s);
  }

  *follow(seed: number, first: number, count: number, listener: TrajectoryListener, due: Due): Work<void> {
    const { lanes, process, axis, panels } = this;
    let begun = 0;
    const enter = (lane: number): Walker | null => {
      if (begun === count) return null;
      panels.start(lane);
      const numbers = new NumbersAhead(seed, first + begun, CLICKS);
      const counts = new Float64Array(process.outcomes.length);
      const state = { slot: begun++, numbers, counts, time: 0, weight: 1, next: 0, clicks: 0, u: numbers.at(1), logarithm: 0 };
      return { ...state, task: "nothing", clicked: false, s: 1, aside: 0 };
    };
    const walkers = Array.from({ length: lanes }, (_, lane) => enter(lane));
    while (walkers.some((walker) => walker !== null)) {
      panels.begin();
      this.sweep(walkers, listener);
      this.move(walkers, listener);
      walkers.forEach((walker, lane) => {
        if (walker && walker.next >= axis.length) walkers[lane] = enter(lane);
      });
      if (due()) yield;
    }
  }

  /**
   * Read the series until every walker knows where its next click comes, or that none comes in this step, and has saved what lies before.
   * Each of them looks where it must, all at once.
   */
  private sweep(walkers: readonly (Walker | null)[], listener: TrajectoryListener): void {
    const { place, lanes, h, states, panels, crossings } = this;
    const rates = states.rates(panels.x);
    for (let lane = 0; lane < lanes; lane++) {
      const walker = walkers[lane];
      if (!walker) continue;
      walker.task = "click";
      walker.clicked = false;
      walker.s = 1;
      walker.aside = 0;
      place[lane] = crossings[lane].begin(walker.weight, -rates[lane] * h, walker.u);
    }
    for (;;) {
      let searching = false;
      let saving = false;
      for (let lane = 0; lane < lanes; lane++) {
        const task = walkers[lane]?.task;
        if (task === "click") searching = true;
        else if (task === "save") saving = true;
      }
      if (!searching && !saving) return;
      const weights = panels.read(place);
      const slopes = searching ? states.rates(panels.seen) : rates;
      if (saving) states.look(panels.seen);
      for (let lane = 0; lane < lanes; lane++) {
        const walker = walkers[lane];
        if (!walker || walker.task === "nothing") continue;
        if (walker.task === "click") this.search(walker, lane, weights[lane], slopes[lane]);
        else this.save(walker, lane, weights[lane], listener);
      }
    }
  }

  /** What a look at the series says of the next click. */
  private search(walker: Walker, lane: number, seen: number, rate: number): void {
    const { place, h, crossings, panels } = this;
    const s = place[lane];
    const growth = this.growth(s);
    const crossing = crossings[lane];
    const next = crossing.look(s, seen * growth, -rate * growth * h);
    if (!crossing.known) {
      place[lane] = next;
      return;
    }
    panels.keep(lane);
    this.weightsThere[lane] = seen;
    walker.clicked = crossing.met;
    walker.s = next;
    walker.aside = next - s;
    this.goOn(walker, lane);
  }

  /** Look at the next place of the axis, if it lies before the end of this step. */
  private goOn(walker: Walker, lane: number): void {
    const { axis, h, place } = this;
    const due = walker.next < axis.length && axis[walker.next] < walker.time + walker.s * h;
    walker.task = due ? "save" : "nothing";
    if (due) place[lane] = (axis[walker.next] - walker.time) / h;
  }

  private save(walker: Walker, lane: number, weight: number, listener: TrajectoryListener): void {
    listener.saved(walker.slot, walker.next, this.states.at(lane, weight, walker.counts));
    walker.next += 1;
    if (walker.next === this.axis.length) listener.ended(walker.slot, walker.logarithm + log(weight * this.growth(this.place[lane])));
    this.goOn(walker, lane);
  }

  /** Go to the ends of the steps: choose detectors where something clicks. */
  private move(walkers: readonly (Walker | null)[], listener: TrajectoryListener): void {
    const { lanes, process, h, axis, panels, states } = this;
    const { clicks, amplitudes } = process;
    panels.correct(walkers.map((walker) => walker?.aside ?? 0));
    const chances = states.chances(panels.kept);
    const weights = panels.weights();
    walkers.forEach((walker, lane) => {
      if (!walker || walker.next >= axis.length) {
        weights[lane] = 1;
        return;
      }
      const growth = this.growth(walker.s);
      walker.time += walker.s * h;
      if (!walker.clicked) {
        weights[lane] = amplitudes ? Math.sqrt(growth) : growth;
        walker.weight = this.weightsThere[lane] * growth;
        return;
      }
      const m = pick(chances, lane, lanes, clicks.length, walker.numbers.at(2 * walker.clicks + 2));
      if (m < 0) throw new RunFailure("A click came where no jump is possible: the weight is lost to rounding.", { time: walker.time });
      const chance = chances[m * lanes + lane];
      weights[(1 + m) * lanes + lane] = 1 / (amplitudes ? Math.sqrt(chance) : chance);
      listener.clicked?.(walker.slot, walker.time, m);
      walker.counts[m] += 1;
      walker.clicks += 1;
      walker.logarithm += log(chance * growth);
      walker.weight = 1;
      walker.u = walker.numbers.at(2 * walker.clicks + 1);
    });
    panels.move(weights);
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
