/**
 * Noise made ready to draw: which number of the counter-based generator belongs to which trajectory, step and parameter.
 *
 *   key      = seed
 *   counter  = trajectory · step (0 for a whole realisation) · hash of the parameter's name · attempt
 *
 * A step is a collision, or a slice of time. Noise with memory has its start at step 0, and the numbers of steps 1, 2, … as its input.
 * The stream is a hash of the name and not a position, so that one parameter's numbers stay what they are when noise on
 * another one is added or taken away.
 */
import { checkReach, type Domain, domainOf, inside, printDomain } from "../dynamics/noise/domain.ts";
import { type DrawnRange, drawnRange } from "../dynamics/noise/drawn-range.ts";
import { checkNoise, hasMemory, kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { countedCollisions, type ProcessGrid } from "../dynamics/noise/process.ts";
import { didYouMean, integer, RunFailure, wrongKind, wrongValue } from "../errors.ts";
import type { ParameterSpec } from "../models/model.ts";
import { type Key, laneDraws } from "../numerics/random.ts";
import { processOf, processValues, streamNames, type ValuesAt } from "./noise-process.ts";

/** Noise on several parameters, ready to draw. */
export interface CompiledNoise {
  /** The noisy parameters, sorted by code unit. */
  readonly parameters: readonly string[];
  /** For each of them: constant within a realisation? */
  readonly perRealisation: readonly boolean[];
  /** For each of them: an interval that holds what is drawn. */
  readonly ranges: readonly DrawnRange[];
  /**
   * Draw for `lanes` ≤ 8 neighbouring trajectories, the first of which is `first`, at `count` ≤ 32 (1 by default) steps (collisions,
   * or slices of time) from `step` ≥ 1 on.
   * @param into receives the values: into[(step·parameters + p)·lanes + l]
   * @throws RunFailure when a value leaves its parameter's domain and the noise says neither clip nor redraw
   */
  draw(first: number, lanes: number, step: number, into: Float64Array, count?: number): void;
}

/** How often a value may be drawn again before the run gives up: the chance that a 10 % domain is missed is below 1e-11. */
const ATTEMPTS = 256;

/**
 * Prepare noise for drawing.
 * @param noise noise by parameter name
 * @param seed an integer from 0 to 2⁵³ − 1
 * @param specs the model's parameters: which of them may be noisy, and their domains; null when the model declares none
 * @param trajectories how many there are: lanes beyond the last one repeat it, so that what nobody asked for cannot fail
 * @param grid what steps are, and how long: noise with a correlation time needs to know
 * @throws TypeError or RangeError for an unknown parameter, one that cannot be noisy, or noise that must leave the domain
 */
export function compileNoise(
  noise: Readonly<Record<string, Noise>>,
  seed: number,
  specs: Readonly<Record<string, ParameterSpec>> | null,
  trajectories = Number.POSITIVE_INFINITY,
  grid: ProcessGrid = countedCollisions,
): CompiledNoise {
  const key = seedKey(seed);
  const whole = checkedNoise(noise, specs);
  const parameters = Object.keys(whole).sort();
  const made = parameters.map((name) => source(name, whole[name], key, specs === null ? null : specs[name], grid));
  refuseSharedStreams(made.flatMap(({ streams }) => streams));
  const fills = made.map(({ fill }) => fill);
  return {
    parameters,
    perRealisation: parameters.map((name) => whole[name].perRealisation),
    ranges: parameters.map((name) => drawnRange(whole[name], domainOf(specs === null ? null : specs[name]), grid.count)),
    draw(first, lanes, step, into, count = 1) {
      const live = Math.min(lanes, trajectories - first);
      for (let p = 0; p < fills.length; p++) fills[p]({ first, lanes, live, step, count }, into, p * lanes, fills.length * lanes);
    },
  };
}

/**
 * Check noise by parameter name: each of a known kind, on a parameter that can have it. Returns it complete.
 * @param specs the model's parameters; null when the model declares none
 * @throws TypeError or RangeError in the error grammar
 */
export function checkedNoise(
  noise: Readonly<Record<string, Noise>>,
  specs: Readonly<Record<string, ParameterSpec>> | null,
): Readonly<Record<string, Noise>> {
  if (typeof noise !== "object" || noise === null || Array.isArray(noise)) {
    throw wrongKind("noise", "map parameter names to noise", noise, "Write { phi: normal(2.4, 0.2) }.");
  }
  for (const name of Object.keys(noise)) if (specs !== null) noisySpec(name, specs);
  return Object.fromEntries(Object.keys(noise).map((name) => [name, checkNoise(noise[name])]));
}

/** The seed as two 32-bit words. */
function seedKey(seed: number): Key {
  integer("seed", seed, 0);
  return { low: seed >>> 0, high: Math.floor(seed / 4294967296) };
}

/** The declaration of a noisy parameter; refuses an unknown one and one that noise makes no sense on. */
function noisySpec(name: string, specs: Readonly<Record<string, ParameterSpec>>): ParameterSpec {
  const noisy = Object.keys(specs).filter((known) => specs[known].noisy);
  const remedy = noisy.length === 0 ? "This model has none." : `Noisy parameters here: ${noisy.join(", ")}.`;
  if (!Object.hasOwn(specs, name)) {
    throw wrongValue("noise", "be on a parameter of the model", name, didYouMean(name, Object.keys(specs)), `is on \`${name}\``);
  }
  if (!specs[name].noisy) throw wrongValue("noise", "be on a parameter that can be noisy", name, remedy, `is on \`${name}\``);
  return specs[name];
}

/** What is asked for: `live` trajectories from `first` on in the first of `lanes` lanes, at `count` steps from `step` on. */
interface Stretch {
  readonly first: number;
  readonly lanes: number;
  readonly live: number;
  readonly step: number;
  readonly count: number;
}

/** Write one parameter's values: into[at + step·stride + lane]. */
type Fill = (asked: Stretch, into: Float64Array, at: number, stride: number) => void;

/** One parameter's values, and the names of the streams that they are drawn from. */
interface Source {
  readonly fill: Fill;
  readonly streams: readonly string[];
}

function source(name: string, noise: Noise, key: Key, spec: ParameterSpec | null, grid: ProcessGrid): Source {
  const domain = domainOf(spec);
  checkReach(name, noise, domain);
  const kind = kindOf(noise);
  const process = hasMemory(noise) ? processOf(kind, noise, grid) : null;
  const streams = streamNames(name, process);
  if (process) {
    const valuesAt = processValues(process, key, streams.map(streamOf));
    return { fill: within(name, noise, domain, grid, valuesAt, null), streams };
  }
  const draws = laneDraws();
  const sample = kind.sampler?.(noise as never);
  const stream = streamOf(name);
  const attemptAt = (trajectory: number, lanes: number, step: number, attempt: number, count: number): Float64Array => {
    draws.uniform(lanes, key, { trajectory, step, stream, attempt }, count);
    sample?.(draws, lanes * count);
    return draws.values();
  };
  const valuesAt: ValuesAt = (first, lanes, step, count) => attemptAt(first, lanes, step, 0, count);
  const again: DrawAgain = (trajectory, step, attempt) => attemptAt(trajectory, 1, step, attempt, 1)[0];
  const drawAt = within(name, noise, domain, grid, valuesAt, again);
  return { fill: noise.perRealisation ? remembered(drawAt) : drawAt, streams };
}

/** What a failure says of the place, and what it can offer. */
interface Where {
  readonly grid: ProcessGrid;
  readonly memory: boolean;
}

/** One value drawn again; null where that would make another process. */
type DrawAgain = (trajectory: number, step: number, attempt: number) => number;

/** Values that stay in the parameter's domain, each in the way that the noise says. */
function within(name: string, noise: Noise, domain: Domain, grid: ProcessGrid, valuesAt: ValuesAt, drawAgain: DrawAgain | null): Fill {
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

/** The draw for step 0, kept as long as the same trajectories are asked for. */
function remembered(drawAt: Fill): Fill {
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

function leftDomain(name: string, value: number, domain: Domain, trajectory: number, step: number, where: Where): RunFailure {
  const position = where.grid.positions === "slice" ? `in slice ${step}` : `at collision ${step}`;
  const at = step === 0 ? `for realisation ${trajectory}` : `${position} of realisation ${trajectory}`;
  const remedy = where.memory ? "Say clipped(…)." : "Use truncatedNormal(…), or say clipped(…) or redrawn(…).";
  return new RunFailure(`Noise took \`${name}\` to ${value}, outside ${printDomain(domain)}, ${at}. ${remedy}`, { step });
}

/** FNV-1a of the name's UTF-16 code units: the parameter's own stream of random numbers. */
export function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** Two names with one hash would draw the same numbers; one pair in four billion does. */
function refuseSharedStreams(parameters: readonly string[]): void {
  const owner = new Map<number, string>();
  for (const name of parameters) {
    const other = owner.get(streamOf(name));
    if (other !== undefined) {
      throw wrongValue(
        "noise",
        "be on parameters with different streams",
        name,
        "Rename one of them.",
        `\`${name}\` shares that of \`${other}\``,
      );
    }
    owner.set(streamOf(name), name);
  }
}
