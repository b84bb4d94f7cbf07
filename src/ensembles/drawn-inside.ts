/** Drawn values that stay in the domain of their parameter, each in the way that its noise says. */
import { type Domain, inside, printDomain } from "../dynamics/noise/domain.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { ProcessGrid } from "../dynamics/noise/process.ts";
import { RunFailure } from "../errors.ts";
import type { ValuesAt } from "./noise-process.ts";

/** How often a value may be drawn again before the run gives up: the chance that a 10 % domain is missed is below 1e-11. */
const ATTEMPTS = 256;

/** What is asked for: `live` trajectories from `first` on in the first of `lanes` lanes, at `count` steps from `step` on. */
export interface Stretch {
  readonly first: number;
  readonly lanes: number;
  readonly live: number;
  readonly step: number;
  readonly count: number;
}

/** Write one parameter's values: into[at + step·stride + lane]. */
export type Fill = (asked: Stretch, into: Float64Array, at: number, stride: number) => void;

/** What a failure says of the place, and what it can offer. */
interface Where {
  readonly grid: ProcessGrid;
  readonly memory: boolean;
}

/** One value drawn again; null where that would make another process. */
export type DrawAgain = (trajectory: number, step: number, attempt: number) => number;

/** Values that stay in the parameter's domain, each in the way that the noise says. */
export function within(
  name: string,
  noise: Noise,
  domain: Domain,
  grid: ProcessGrid,
  valuesAt: ValuesAt,
  drawAgain: DrawAgain | null,
): Fill {
  const moveInside = (value: number, trajectory: number, step: number): number => {
    if (noise.onLeave === "clip") return Math.min(Math.max(value, domain.atLeast), domain.atMost);
    if (noise.onLeave === "error" || drawAgain === null) {
      throw leftDomain(name, value, domain, trajectory, step, { grid, memory: drawAgain === null });
    }
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      const again = drawAgain(trajectory, step, attempt);
      if (inside(again, domain)) return again;
    }
    throw new RunFailure(`${ATTEMPTS} draws of \`${name}\` in a row were outside ${printDomain(domain)}. Use truncatedNormal(…).`, {
      step,
    });
  };
  return ({ first, lanes, live, step, count }, into, at, stride) => {
    const values = valuesAt(first, lanes, step, count);
    let all = true;
    for (let s = 0; s < count; s++) {
      for (let l = 0; l < lanes; l++) {
        const value = values[s * lanes + l];
        into[at + s * stride + l] = value;
        all &&= inside(value, domain);
      }
    }
    // What nobody asked for repeats the first lane, so that it cannot fail.
    if (all && live === lanes) return;
    for (let s = 0, row = at; s < count; s++, row += stride) {
      for (let l = 0; l < live; l++) if (!inside(into[row + l], domain)) into[row + l] = moveInside(into[row + l], first + l, step + s);
      for (let l = live; l < lanes; l++) into[row + l] = into[row];
    }
  };
}

/** Moves a value into a domain where the noise says so; throws a RunFailure where it does not. */
export type Confine = (value: number, trajectory: number, time: number) => number;

/** Values at times that belong to no slice, each in the way that the noise says. */
export function confine(name: string, noise: Noise, domain: Domain, grid: ProcessGrid): Confine {
  return (value, trajectory, time) => {
    if (inside(value, domain)) return value;
    if (noise.onLeave === "clip") return Math.min(Math.max(value, domain.atLeast), domain.atMost);
    throw leftDomain(name, value, domain, trajectory, 0, { grid, memory: true }, time);
  };
}

/** The draw for step 0, kept as long as the same trajectories are asked for. */
export function remembered(drawAt: Fill): Fill {
  const kept = new Float64Array(8);
  let from = -1;
  let width = 0;
  return (asked, into, at, stride) => {
    const { first, lanes, live, count } = asked;
    if (from !== first || width !== live) {
      from = -1;
      drawAt({ ...asked, step: 0, count: 1 }, kept, 0, 0);
      from = first;
      width = live;
    }
    for (let s = 0; s < count; s++) {
      for (let l = 0; l < lanes; l++) into[at + s * stride + l] = kept[l < live ? l : 0];
    }
  };
}

function leftDomain(
  name: string,
  value: number,
  domain: Domain,
  trajectory: number,
  step: number,
  where: Where,
  time: number | null = null,
): RunFailure {
  const position = where.grid.positions === "slice" ? `in slice ${step}` : `at collision ${step}`;
  const place = time === null ? position : `at t = ${time}`;
  const at = step === 0 && time === null ? `for realisation ${trajectory}` : `${place} of realisation ${trajectory}`;
  const remedy = where.memory ? "Say clipped(…)." : "Use truncatedNormal(…), or say clipped(…) or redrawn(…).";
  const failed = time === null ? { step } : { time };
  return new RunFailure(`Noise took \`${name}\` to ${value}, outside ${printDomain(domain)}, ${at}. ${remedy}`, failed);
}
