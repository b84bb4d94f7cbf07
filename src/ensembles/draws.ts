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
import { type Correlations, checkCorrelations, fromNormals } from "../dynamics/noise/correlated-parameters.ts";
import { checkReach, domainOf } from "../dynamics/noise/domain.ts";
import { type DrawnRange, drawnRange } from "../dynamics/noise/drawn-range.ts";
import { hasMemory, kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { countedCollisions, type ProcessGrid } from "../dynamics/noise/process.ts";
import { integer, wrongValue } from "../errors.ts";
import type { ParameterSpec } from "../models/model.ts";
import { type Key, laneDraws } from "../numerics/random.ts";
import { type Confine, confine, type DrawAgain, type Fill, remembered, within } from "./drawn-inside.ts";
import { type JumpingPart, type JumpTimes, jumpingParts, jumpTimes } from "./jump-times.ts";
import { type Link, linkedDraws } from "./linked-draws.ts";
import { checkedNoise, specOf } from "./noise-on-parameters.ts";
import { processOf, processValues, streamNames, type ValuesAt } from "./noise-process.ts";
import { mirroredUniforms, ownUniforms, type UniformSource } from "./uniform-source.ts";

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
  /** What jumps at exact times besides, where anything does: it is added to what slices hold. */
  readonly jumps: ExactJumps | null;
}

/** Noise that jumps at exact times. */
export interface ExactJumps {
  readonly times: JumpTimes;
  /** All values that the parameters can have together, where they are few: nothing else changes within a realisation or between them. */
  readonly values: readonly (readonly number[])[] | null;
  /** Move a value of parameter p into its domain, in the way that its noise says; throws a RunFailure where it says none. */
  confine(p: number, value: number, trajectory: number, time: number): number;
}

/** Draws that parameters or trajectories share. */
export interface SharedDraws {
  readonly correlations?: Correlations | undefined;
  /** Trajectories 2j and 2j + 1 mirror each other. */
  readonly antithetic?: boolean | undefined;
}

/**
 * Prepare noise for drawing.
 * @param noise noise by parameter name
 * @param seed an integer from 0 to 2⁵³ − 1
 * @param specs the model's parameters: which of them may be noisy, and their domains; null when the model declares none
 * @param trajectories how many there are: lanes beyond the last one repeat it, so that what nobody asked for cannot fail
 * @param grid what steps are, and how long: noise with a correlation time needs to know
 * @param shared which parameters, or trajectories, share their draws
 * @throws TypeError or RangeError for an unknown parameter, one that cannot be noisy, or noise that must leave the domain
 */
export function compileNoise(
  noise: Readonly<Record<string, Noise>>,
  seed: number,
  specs: Readonly<Record<string, ParameterSpec>> | null,
  trajectories = Number.POSITIVE_INFINITY,
  grid: ProcessGrid = countedCollisions,
  { correlations, antithetic = false }: SharedDraws = {},
): CompiledNoise {
  const key = seedKey(seed);
  const whole = checkedNoise(noise, specs);
  const parameters = Object.keys(whole).sort();
  const uniform = antithetic ? mirroredUniforms : ownUniforms;
  const links = correlations === undefined ? null : linksOf(correlations, whole, key, uniform);
  const made = parameters.map((name) =>
    source(name, whole[name], { key, spec: specOf(name, specs), grid, uniform, link: links?.get(name) ?? null }),
  );
  refuseSharedStreams(made.flatMap(({ streams }) => streams));
  const fills = made.map(({ fill }) => fill);
  const jumping = parameters.flatMap((name, parameter) =>
    jumpingParts(whole[name], grid).map(({ jumps, suffix }): JumpingPart => {
      const streams = jumps.streams.map((more) => streamOf(`${name}${suffix}${more}`));
      return { parameter, jumps, streams, link: links?.get(name) ?? null };
    }),
  );
  const confined = parameters.map((name) => confine(name, whole[name], domainOf(specOf(name, specs)), grid));
  return {
    parameters,
    perRealisation: parameters.map((name) => whole[name].perRealisation),
    ranges: parameters.map((name) => drawnRange(whole[name], domainOf(specOf(name, specs)), grid.count)),
    draw(first, lanes, step, into, count = 1) {
      const live = Math.min(lanes, trajectories - first);
      for (let p = 0; p < fills.length; p++) fills[p]({ first, lanes, live, step, count }, into, p * lanes, fills.length * lanes);
    },
    jumps: jumping.length === 0 ? null : exactJumps(jumping, whole, parameters, confined, jumpTimes(jumping, key, uniform)),
  };
}

/** Combinations of values that are few. */
const FEW = 16;

function exactJumps(
  parts: readonly JumpingPart[],
  noise: Readonly<Record<string, Noise>>,
  parameters: readonly string[],
  confined: readonly Confine[],
  times: JumpTimes,
): ExactJumps {
  const alone = parameters.every((name, p) => {
    const own = noise[name];
    return (
      own.onLeave === "error" && parts.filter(({ parameter }) => parameter === p).length === (own.kind === "sum" ? own.parts.length : 1)
    );
  });
  let values: (readonly number[])[] | null = alone ? [parameters.map(() => 0)] : null;
  for (const { parameter, jumps } of parts) {
    values =
      values?.flatMap((sum) => [...jumps.values].map((value) => sum.map((entry, p) => (p === parameter ? entry + value : entry)))) ?? null;
    if (values && values.length > FEW) values = null;
  }
  return { times, values, confine: (p, value, trajectory, time) => confined[p](value, trajectory, time) };
}

/** The seed as two 32-bit words. */
function seedKey(seed: number): Key {
  integer("seed", seed, 0);
  return { low: seed >>> 0, high: Math.floor(seed / 4294967296) };
}

/** One parameter's values, and the names of the streams that they are drawn from. */
interface Source {
  readonly fill: Fill;
  readonly streams: readonly string[];
}

/** What all sources of a compiled noise have. */
interface Surroundings {
  readonly key: Key;
  readonly spec: ParameterSpec | null;
  readonly grid: ProcessGrid;
  readonly link: Link | null;
  readonly uniform: UniformSource;
}

/** What each correlated parameter draws from: its own stream and those before it. */
function linksOf(
  correlations: Correlations,
  noise: Readonly<Record<string, Noise>>,
  key: Key,
  uniform: UniformSource,
): ReadonlyMap<string, Link> {
  const rows = checkCorrelations(correlations, noise);
  const streams = correlations.parameters.map(streamOf);
  return new Map(correlations.parameters.map((name, i) => [name, linkedDraws(key, streams.slice(0, i + 1), rows[i], uniform)]));
}

function source(name: string, noise: Noise, { key, spec, grid, link, uniform }: Surroundings): Source {
  const domain = domainOf(spec);
  checkReach(name, noise, domain);
  const kind = kindOf(noise);
  const process = hasMemory(noise) ? processOf(kind, noise, grid) : null;
  const streams = streamNames(name, process);
  if (process) {
    const valuesAt = processValues(process, key, streams.map(streamOf), link, uniform);
    const jumping = jumpingParts(noise, grid);
    const jumpStreams = jumping.flatMap(({ jumps, suffix }) => jumps.streams.map((more) => `${name}${suffix}${more}`));
    // what is left without its jumps may lie anywhere: the sum of both is looked at
    const own = jumping.length > 0 ? domainOf(null) : domain;
    return { fill: within(name, noise, own, grid, valuesAt, null), streams: [...streams, ...jumpStreams] };
  }
  const draws = laneDraws();
  const sample = kind.sampler?.(noise as never);
  const stream = streamOf(name);
  const shaped = link ? fromNormals(kind, noise) : null;
  const attemptAt = (trajectory: number, lanes: number, step: number, attempt: number, count: number): Float64Array => {
    if (link && shaped) {
      link.normals(trajectory, lanes, step, count);
      shaped(draws, lanes * count);
      return draws.values();
    }
    uniform(draws, lanes, key, { trajectory, step, stream, attempt }, count);
    sample?.(draws, lanes * count);
    return draws.values();
  };
  const valuesAt: ValuesAt = (first, lanes, step, count) => attemptAt(first, lanes, step, 0, count);
  const again: DrawAgain = (trajectory, step, attempt) => attemptAt(trajectory, 1, step, attempt, 1)[0];
  const drawAt = within(name, noise, domain, grid, valuesAt, again);
  return { fill: noise.perRealisation ? remembered(drawAt) : drawAt, streams };
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
