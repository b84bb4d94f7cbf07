/** Single trajectories whose equation changes on the way, in plain numbers: what is carried on is the conditional state. */
import { pick } from "../../lowerings/trajectories/click-series.ts";
import { seriesStep } from "../../lowerings/trajectories/series-step.ts";
import { WeightCrossing } from "../../lowerings/trajectories/weight-crossing.ts";
import { laneDraws } from "../../numerics/random.ts";
import { log } from "../../numerics/scalar.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import { Operator } from "../../operators/operator.ts";
import { type ClickProcess, clickOf, normalisedCoordinates } from "../../plan/trajectories/click-process.ts";
import { currentStep, incrementsOf } from "../../plan/trajectories/current-process.ts";
import type { CurrentProcess } from "../../plan/trajectories/measured-parts.ts";
import { keyOf, NumbersAhead } from "../../plan/trajectories/numbers-ahead.ts";
import { CLICKS, CURRENTS, OF_TRAJECTORIES } from "../../plan/trajectories/trajectory-request.ts";
import type { Sector } from "../../sectors/sector.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import type { Space } from "../../spaces/space.ts";
import { evolvePlain } from "./plain-evolution.ts";
import type { TrajectoryRecords } from "./record-keeper.ts";
import { apply, readOf } from "./record-walk.ts";

/** Told of the normalised state at a place of the axis. */
export type SavedPlain = (place: number, x: Float64Array, counts: Float64Array) => void;

/** A trajectory on its way. */
export interface ChangingWalk<P> {
  /** The normalised state that the next equation begins with. */
  readonly state: Operator;
  /**
   * Follow an equation until a time; `saved` hears of the places of the axis up to there. It begins with its own start, which must be that
   * state; one in the frame of the equation before goes on with the numbers as they are.
   */
  carry(process: P, end: number, saved: SavedPlain): void;
  /** What was seen, with ln of its probability. */
  records(): TrajectoryRecords;
}

/** Clicks: each comes where the weight of no click has fallen to a drawn number, across all equations. */
export class ChangingClicks implements ChangingWalk<ClickProcess> {
  private before: ClickProcess | null = null;
  private x = new Float64Array(0);
  private y = new Float64Array(0);
  private density = new Float64Array(0);
  /** The longest step that is searched for a click: that of the first equation in its frame. */
  private h = 0;
  private readonly numbers: NumbersAhead;
  private readonly axis: readonly number[];
  private readonly crossing = new WeightCrossing();
  private readonly times: number[] = [];
  private readonly which: number[] = [];
  private readonly counts: Float64Array;
  private time = 0;
  private next = 0;
  private weight = 1;
  private u: number;
  private logarithm = 0;

  constructor(
    seed: number,
    trajectory: number,
    outcomes: number,
    axis: readonly number[],
    private readonly initial: Operator,
  ) {
    this.numbers = new NumbersAhead(seed, trajectory, CLICKS);
    this.counts = new Float64Array(outcomes);
    this.axis = axis;
    this.u = this.numbers.at(1);
  }

  get state(): Operator {
    const { before, x, density, initial } = this;
    return before ? operatorOf(before, densityOf(before, x, density)) : initial;
  }

  carry(process: ClickProcess, end: number, saved: SavedPlain): void {
    const { axis } = this;
    if (process.sector !== this.before?.sector || process.amplitudes !== this.before.amplitudes) {
      this.h = seriesStep(process.A).h;
      // the state begins where the record has led
      const begin = process.memories === 1 ? process.start : process.start.subarray(0, process.sector.count);
      const memory = this.before ? memoryOf(this.before, this.x) : 0;
      this.x = new Float64Array(process.n);
      this.x.set(begin, memory * process.sector.count);
      this.y = new Float64Array(process.n);
      this.density = new Float64Array(process.sector.count);
    }
    const { h, x, y, density } = this;
    this.before = process;
    divide(process, x, weightOf(process, x));
    while (this.time < end) {
      const last = end - this.time <= h;
      const step = last ? end - this.time : h;
      const { place, met } = this.search(process, x, y, step);
      const until = this.time + place * step;
      for (; this.next < axis.length && axis[this.next] < until; this.next++) {
        evolved(process, x, y, axis[this.next] - this.time);
        saved(this.next, densityOf(process, y, density), this.counts);
      }
      evolved(process, x, y, place * step);
      this.time = last && !met ? end : until;
      if (met) this.click(process, y, x);
      else {
        const left = weightOf(process, y);
        this.weight *= left;
        x.set(y);
        divide(process, x, left);
      }
    }
    if (end >= axis[axis.length - 1]) {
      for (; this.next < axis.length; this.next++) saved(this.next, densityOf(process, x, density), this.counts);
    }
  }

  /** Where in a step the next click comes; place 1 where none does. */
  private search(process: ClickProcess, x: Float64Array, y: Float64Array, step: number): { readonly place: number; readonly met: boolean } {
    const { crossing, weight, u } = this;
    const slope = (z: Float64Array) => -weight * step * chancesOf(process, z).reduce((sum, chance) => sum + chance, 0);
    let place = crossing.begin(weight, slope(x), u);
    while (!crossing.known) {
      evolved(process, x, y, place * step);
      place = crossing.look(place, weight * weightOf(process, y), slope(y));
    }
    return { place, met: crossing.met };
  }

  /** A click of the state y, which leaves x. */
  private click(process: ClickProcess, y: Float64Array, x: Float64Array): void {
    const chances = chancesOf(process, y);
    const m = pick(chances, 0, 1, chances.length, this.numbers.at(2 * this.times.length + 2));
    apply(clickOf(process, m, y), y, x);
    divide(process, x, weightOf(process, x));
    this.logarithm += log(this.weight * chances[m]);
    this.times.push(this.time);
    this.which.push(m);
    this.counts[m] += 1;
    this.weight = 1;
    this.u = this.numbers.at(2 * this.times.length + 1);
  }

  records(): TrajectoryRecords {
    return {
      lengths: Int32Array.of(this.times.length),
      outcomes: Int32Array.from(this.which),
      numbers: Float64Array.from(this.times),
      logLikelihoods: Float64Array.of(this.logarithm + log(this.weight)),
    };
  }
}

const weightOf = ({ amplitudes, trace }: ClickProcess, x: Float64Array): number => readOf(amplitudes ? x : trace, x);

function divide({ amplitudes }: ClickProcess, x: Float64Array, weight: number): void {
  const norm = amplitudes ? Math.sqrt(weight) : weight;
  for (let q = 0; q < x.length; q++) x[q] /= norm;
}

function evolved({ A, shift }: ClickProcess, x: Float64Array, out: Float64Array, time: number): void {
  out.set(x);
  evolvePlain(A, shift, out, time);
}

/** The rates of all detectors. */
function chancesOf(process: ClickProcess, x: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  return Float64Array.from(process.outcomes, (_, m) => {
    apply(process.clicks[m], x, out);
    return weightOf(process, out);
  });
}

/** The coordinates of the normalised state. */
function densityOf(process: ClickProcess, x: Float64Array, out: Float64Array): Float64Array {
  return normalisedCoordinates(process, x, weightOf(process, x), out);
}

/** The memory that a state stands in. */
function memoryOf({ amplitudes, sector, memories }: ClickProcess, x: Float64Array): number {
  if (amplitudes) return 0;
  const there = (memory: number) => x.subarray(memory * sector.count, (memory + 1) * sector.count).some((value) => value !== 0);
  for (let memory = 1; memory < memories; memory++) if (there(memory)) return memory;
  return 0;
}

/** A state as an operator. */
function operatorOf({ space, sector }: { readonly space: Space; readonly sector: Sector }, x: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  sectorView(space, sector, x).forEach((i, j, re, im) => void entries.push([i, j, re, im]));
  return withoutZeros(Operator.fromEntries(space, entries));
}

/** Currents, step by step. */
export class ChangingCurrent implements ChangingWalk<CurrentProcess> {
  private before: CurrentProcess | null = null;
  private x = new Float64Array(0);
  private other = new Float64Array(0);
  private readonly seed: number;
  private readonly trajectory: number;
  private readonly places: readonly number[];
  private readonly draws = laneDraws();
  private readonly increments: number[] = [];
  private readonly sums: Float64Array;
  private step = 0;
  private next = 0;
  private logarithm = 0;

  /** @param places steps at which states are saved */
  constructor(
    seed: number,
    trajectory: number,
    width: number,
    places: readonly number[],
    private readonly initial: Operator,
  ) {
    [this.seed, this.trajectory, this.places] = [seed, trajectory, places];
    this.sums = new Float64Array(width);
  }

  get state(): Operator {
    return this.before ? operatorOf(this.before, this.x) : this.initial;
  }

  carry(process: CurrentProcess, end: number, saved: SavedPlain): void {
    const { places, sums } = this;
    const { dt } = process;
    if (process.sector !== this.before?.sector) [this.x, this.other] = [process.start.slice(), new Float64Array(process.start.length)];
    this.before = process;
    const save = (): void => {
      for (; this.next < places.length && places[this.next] <= this.step; this.next++) saved(this.next, this.x, sums);
    };
    save();
    for (const last = Math.round(end / dt); this.step < last; save()) {
      const noise = this.normals(sums.length);
      const dY = incrementsOf(process, noise, this.x);
      this.logarithm += log(currentStep(process, dY, this.x, this.other));
      [this.x, this.other] = [this.other, this.x];
      dY.forEach((increment, j) => {
        sums[j] += increment;
        this.increments.push(increment);
      });
      this.step += 1;
    }
  }

  /** The numbers of this step, which are those of the constant equation. */
  private normals(width: number): Float64Array {
    const { draws, trajectory, step } = this;
    draws.uniform(1, keyOf(this.seed), { trajectory, step: 1 + step * width, stream: CURRENTS, attempt: OF_TRAJECTORIES }, width);
    draws.toNormal(width, 0, 1);
    return draws.values().slice(0, width);
  }

  records(): TrajectoryRecords {
    const none = { lengths: new Int32Array(0), outcomes: new Int32Array(0) };
    return { ...none, numbers: Float64Array.from(this.increments), logLikelihoods: Float64Array.of(this.logarithm) };
  }
}
