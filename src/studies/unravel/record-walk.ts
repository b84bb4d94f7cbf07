/** Follows one record: a conditional state from collision to collision, its outcomes drawn or given. */

import { RunFailure } from "../../errors.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { type Key, type LaneDraws, laneDraws } from "../../numerics/random.ts";
import { log } from "../../numerics/scalar.ts";
import { dot } from "../../numerics/vectors.ts";
import type { MeasuredProcess } from "./measured-process.ts";

/** Numbers that are drawn at once. */
const AHEAD = 32;

/** Draws of trajectories use attempts from here on, which noise on parameters never reaches: the two share no number. */
const OF_TRAJECTORIES = 0x80000000;

/** Streams among the numbers of trajectories: readings of units, clicks, and noise of currents. */
export const READINGS = 1;
export const CLICKS = 2;
export const CURRENTS = 3;

/** Uniforms (or standard normals) of a trajectory in order: functions of seed, trajectory, stream and place alone. */
export class MeasuredDraws {
  private readonly draws: LaneDraws = laneDraws();
  private readonly ahead = new Float64Array(AHEAD);
  private readonly key: Key;
  private readonly trajectory: number;
  private readonly stream: number;
  private readonly normal: boolean;
  private first = 1 - AHEAD;

  constructor(seed: number, trajectory: number, stream: number, normal = false) {
    this.normal = normal;
    this.stream = stream;
    this.key = { low: seed >>> 0, high: Math.floor(seed / 4294967296) };
    this.trajectory = trajectory;
  }

  /** The number in place n = 1, 2, …, which are asked for in order. */
  at(n: number): number {
    if (n >= this.first + AHEAD) {
      this.first = n;
      this.draws.uniform(1, this.key, { trajectory: this.trajectory, step: n, stream: this.stream, attempt: OF_TRAJECTORIES }, AHEAD);
      if (this.normal) this.draws.toNormal(AHEAD, 0, 1);
      this.ahead.set(this.draws.values().subarray(0, AHEAD));
    }
    return this.ahead[n - this.first];
  }
}

/** Products of probabilities below this are put into the logarithm. */
const SMALL = 1e-200;

/** A conditional state that moves on by collisions. */
export class RecordWalk {
  /** Collisions so far. */
  step = 0;
  /** Tr 𝓜_m of the last reading, given all before; 1 where a unit was not read. */
  lastChance = 1;
  private readonly process: MeasuredProcess;
  private x: Float64Array;
  private other: Float64Array;
  private logarithm = 0;
  private product = 1;

  constructor(process: MeasuredProcess) {
    this.process = process;
    this.x = process.start.slice();
    this.other = new Float64Array(this.x.length);
  }

  /** The normalised state, valid until the next collision. */
  get state(): Float64Array {
    return this.x;
  }

  /** ln of the probability of all outcomes so far. */
  get logLikelihood(): number {
    return this.logarithm + log(this.product);
  }

  /** One collision with the outcome that a uniform number picks. Returns the outcome, −1 where the unit is not read. */
  draw(u: number): number {
    const { chances, read } = this.process.stepAt(this.step + 1);
    let total = 0;
    for (let m = 0; m < chances.length; m++) total += Math.max(0, dot(chances[m], this.x));
    let sum = 0;
    let outcome = -1;
    for (let m = 0; m < chances.length; m++) {
      const chance = dot(chances[m], this.x);
      if (!(chance > 0)) continue;
      outcome = m;
      sum += chance;
      if (u * total < sum) break;
    }
    if (outcome < 0) throw new RunFailure("No outcome has a probability above 0: the state is not one.", { step: this.step + 1 });
    this.move(outcome);
    return read ? outcome : -1;
  }

  /** One collision with this outcome (any where the unit is not read). Returns whether it can happen; the walk ends where it cannot. */
  follow(outcome: number): boolean {
    const { chances, read } = this.process.stepAt(this.step + 1);
    const m = read ? outcome : 0;
    if (!(dot(chances[m], this.x) > 0)) {
      this.step += 1;
      this.lastChance = 0;
      this.logarithm = Number.NEGATIVE_INFINITY;
      return false;
    }
    this.move(m);
    return true;
  }

  private move(m: number): void {
    this.step += 1;
    const { maps, chances, read } = this.process.stepAt(this.step);
    const chance = dot(chances[m], this.x);
    apply(maps[m], this.x, this.other, 1 / chance);
    [this.x, this.other] = [this.other, this.x];
    this.lastChance = read ? chance : 1;
    if (read) this.product *= chance;
    if (this.product < SMALL) {
      this.logarithm += log(this.product);
      this.product = 1;
    }
    this.evolve();
  }

  private evolve(): void {
    const { idle } = this.process;
    if (!idle) return;
    applyDense(idle, this.x, this.other);
    [this.x, this.other] = [this.other, this.x];
  }
}

/** out ← factor·M x. */
export function apply({ n, rowStart, columns, values }: SparseReal, x: Float64Array, out: Float64Array, factor = 1): void {
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * x[columns[e]];
    out[r] = factor * sum;
  }
}

/** out ← P x for a dense P, row-major. */
export function applyDense(P: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let c = 0; c < n; c++) sum += P[r * n + c] * x[c];
    out[r] = sum;
  }
}
