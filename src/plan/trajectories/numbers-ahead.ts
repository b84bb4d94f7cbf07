/** Uniform numbers of one trajectory, in order: functions of seed, trajectory, stream and place alone. */
import { type Key, type LaneDraws, laneDraws, MAX_STEPS } from "../../numerics/random.ts";
import { OF_TRAJECTORIES } from "./trajectory-request.ts";

/** A seed as the generator's key. */
export const keyOf = (seed: number): Key => ({ low: seed >>> 0, high: Math.floor(seed / 4294967296) });

/** The room of this thread, opened once: trajectories are many. */
let room: LaneDraws | undefined;

/** Numbers that are drawn ahead. */
export class NumbersAhead {
  private readonly draws: LaneDraws = (room ??= laneDraws());
  private readonly ahead = new Float64Array(MAX_STEPS);
  private readonly key: Key;
  private readonly trajectory: number;
  private readonly stream: number;
  private first = 1 - MAX_STEPS;

  constructor(seed: number, trajectory: number, stream: number) {
    this.stream = stream;
    this.key = keyOf(seed);
    this.trajectory = trajectory;
  }

  /** The number in place n = 1, 2, …, which are asked for in order. */
  at(n: number): number {
    if (n >= this.first + MAX_STEPS) {
      this.first = n;
      this.draws.uniform(1, this.key, { trajectory: this.trajectory, step: n, stream: this.stream, attempt: OF_TRAJECTORIES }, MAX_STEPS);
      this.ahead.set(this.draws.values().subarray(0, MAX_STEPS));
    }
    return this.ahead[n - this.first];
  }
}
