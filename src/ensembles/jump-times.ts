/**
 * Noise that jumps at its exact times, ready to draw: each realisation has a clock of its own for every jumping part.
 *
 *   event j of a part:  its wait is −ln(u_j)/(rate of leaving the present state), u_j the number of step j of the part's stream
 *
 * Step 0 has the start. Numbers depend on seed, realisation, part and event alone.
 */
import { toUniforms } from "../dynamics/noise/correlated-parameters.ts";
import { type Jumps, jumpsExactly, jumpsOf } from "../dynamics/noise/jumps.ts";
import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import type { ProcessGrid } from "../dynamics/noise/process.ts";
import { type Key, laneDraws, MAX_STEPS } from "../numerics/random.ts";
import type { Link } from "./linked-draws.ts";
import type { UniformSource } from "./uniform-source.ts";

/** The parts of a noise that jump at their exact times on a grid, each with its place among the parts of a sum. */
export function jumpingParts(noise: Noise, grid: ProcessGrid): readonly { readonly jumps: Jumps; readonly suffix: string }[] {
  const parts = noise.kind === "sum" ? noise.parts : [noise];
  return parts.flatMap((part, p) => {
    if (!("scheme" in part) || part.kind === "ou" || !jumpsExactly(part, grid)) return [];
    const law = kindOf(part).jumps?.(part as never);
    return law ? [{ jumps: jumpsOf(law), suffix: p === 0 ? "" : `+${p}` }] : [];
  });
}

/** Is there anything else than jumps and constants: values that slices must hold? */
export function heldInSlices(noise: Noise, grid: ProcessGrid): boolean {
  const parts = noise.kind === "sum" ? noise.parts : [noise];
  return !noise.perRealisation && parts.some((part) => !part.perRealisation && jumpingParts(part, grid).length === 0);
}

/** A part of the noise on one parameter. */
export interface JumpingPart {
  readonly parameter: number;
  readonly jumps: Jumps;
  /** The streams of waiting times and of where to. */
  readonly streams: readonly number[];
  /** What its waiting times share with other parameters. */
  readonly link: Link | null;
}

/** Follows the jumps of realisations side by side. */
export interface JumpTimes {
  /** Put `lanes` trajectories from `first` on at t = 0. */
  begin(first: number, lanes: number): void;
  /** When lane l jumps next. */
  next(lane: number): number;
  /** Carry out that jump. */
  pass(lane: number): void;
  /** Add what lane l's parts are at now: values[parameter·stride + lane] += …. */
  add(lane: number, values: Float64Array, stride: number): void;
  /** The fastest rate of leaving a state, of all parts together. */
  readonly fastest: number;
}

/** Follow parts, each with clocks of its own. */
export function jumpTimes(parts: readonly JumpingPart[], key: Key, uniform: UniformSource): JumpTimes {
  let clocks: PartClock[][] = [];
  return {
    fastest: parts.reduce((sum, { jumps }) => sum + fastestOf(jumps), 0),
    begin(first, lanes) {
      clocks = Array.from({ length: lanes }, (_, l) => parts.map((part) => new PartClock(part, first + l, key, uniform)));
    },
    next: (lane) => clocks[lane].reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY),
    pass(lane) {
      const soonest = clocks[lane].reduce((first, clock) => (clock.at < first.at ? clock : first));
      soonest.jump();
    },
    add(lane, values, stride) {
      clocks[lane].forEach(({ value }, p) => {
        values[parts[p].parameter * stride + lane] += value;
      });
    },
  };
}

function fastestOf(jumps: Jumps): number {
  // the wait at u = 1/e is the mean one
  return jumps.values.reduce((most, _, state) => Math.max(most, 1 / jumps.wait(state, 0.36787944117144233)), 0);
}

/** One part in one realisation: its state, and when it leaves it. */
class PartClock {
  at = 0;
  private state: number;
  private event = 0;
  private readonly numbers: readonly ((event: number) => number)[];

  constructor(
    private readonly part: JumpingPart,
    trajectory: number,
    key: Key,
    uniform: UniformSource,
  ) {
    const { streams, link, jumps } = part;
    this.numbers = streams.map((stream, s) => eventNumbers(trajectory, key, stream, uniform, s === 0 ? link : null));
    this.state = jumps.begin(this.numbers[0](0));
    this.wait();
  }

  get value(): number {
    return this.part.jumps.values[this.state];
  }

  jump(): void {
    const { jumps } = this.part;
    this.state = jumps.next(this.state, this.numbers.length > 1 ? this.numbers[1](this.event) : 0);
    this.wait();
  }

  private wait(): void {
    this.event += 1;
    this.at += this.part.jumps.wait(this.state, this.numbers[0](this.event));
  }
}

/** The numbers of a stream's events in one realisation: that of the start, then 32 at a time. */
function eventNumbers(trajectory: number, key: Key, stream: number, uniform: UniformSource, link: Link | null) {
  const draws = laneDraws();
  let known = new Float64Array(0);
  let from = 0;
  return (event: number): number => {
    if (event >= from + known.length) {
      from = event;
      const count = event === 0 ? 1 : MAX_STEPS;
      if (link) {
        link.normals(trajectory, 1, event, count);
        toUniforms(draws.values(), count);
      } else uniform(draws, 1, key, { trajectory, step: event, stream, attempt: 0 }, count);
      known = draws.values().slice(0, count);
    }
    return known[event - from];
  };
}
