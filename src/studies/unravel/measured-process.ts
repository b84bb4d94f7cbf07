/** From a collision model and a reading of its units to the maps 𝓜_m on the coordinates that they all keep closed. */
import { jointOperators, type StreamElement, streamElements, unitBlocks } from "../../dynamics/channel.ts";
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import { unitState } from "../../dynamics/joint.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Term } from "../../dynamics/terms.ts";
import { didYouMean, RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { propagators } from "../../numerics/propagators.ts";
import { identity, times } from "../../operators/algebra.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";
import { weightedSum } from "../counting/tilted-process.ts";
import type { Reading } from "./readings.ts";

/** Largest sector that records are followed on. */
const MOST_COORDINATES = 200_000;
/** Largest sector with evolution between collisions, whose exponential is dense. */
const MOST_WITH_IDLE = 2_000;

/** One kind of collision with its unit read. */
export interface ReadStep {
  /** 𝓜_m; a single map where the unit is not read. */
  readonly maps: readonly SparseReal[];
  /** x ↦ Tr 𝓜_m x. */
  readonly chances: readonly Float64Array[];
  readonly read: boolean;
}

/** A stream whose units are read, ready to be followed. */
export interface MeasuredProcess {
  readonly space: Space;
  readonly sector: Sector;
  readonly start: Float64Array;
  readonly outcomes: readonly string[];
  /** What happens at collision n = 1, 2, … */
  stepAt(n: number): ReadStep;
  /** exp(duration·L) after each collision, row-major; null without. */
  readonly idle: Float64Array | null;
  readonly plan: { toString(): string };
}

/** Build the process; `steps` is how far a schedule is read. Throws a RunFailure where the state has too many coordinates. */
export function measuredProcess(model: Model, reading: Reading, steps: number): MeasuredProcess {
  const dynamics = collisionsOf(model);
  const { system, idle } = dynamics;
  const { elements, indexAt } = streamElements(dynamics, Math.max(steps, 1));
  requireUnits(reading, elements);
  const feedback = reading.feedback.map((kraus, m) => kraus?.map((K) => broughtTo(system, K, `feedback.${reading.names[m]}`)) ?? null);
  const listed = elements.map((element) => elementTerms(system, element, reading, feedback));
  const between = idle && idle.duration !== 0 ? generatorTerms(idle.generator) : null;
  const terms = [...listed.flatMap(({ terms: own }) => own), ...(between?.terms ?? [])];
  const sector = discoverSector(terms, system.dimension, [withoutZeros(model.initial)], { coordinates: MOST_COORDINATES });
  if (!sector || (between && sector.count > MOST_WITH_IDLE)) {
    const most = between ? MOST_WITH_IDLE : MOST_COORDINATES;
    throw new RunFailure(`Records are followed on at most ${most} coordinates of the state, and this model has more. Use fewer levels.`);
  }
  const trace = denseFunctional(expectationFunctionals(sector, identity(system)).re, sector.count);
  const made = listed.map((own) => readStep(own, sector, trace));
  const generator = between && weightedSum(lowerTerms(between, sector), between.weights);
  return {
    space: system,
    sector,
    start: toCoordinates(sector, withoutZeros(model.initial)),
    outcomes: reading.names,
    stepAt: (n) => made[indexAt(n)],
    idle: generator && idle ? propagators(generator).at(idle.duration, idle.duration).P : null,
    plan: {
      toString: () =>
        `${made.length} ${made.length === 1 ? "collision" : "collisions"} with ${reading.names.length} outcomes on ${sector.count} coordinates of ${system.dimension * system.dimension}`,
    },
  };
}

/** The model's stream. Throws where it has none. */
export function collisionsOf({ dynamics }: Model): Collisions {
  if (dynamics.kind === "collisions") return dynamics;
  throw wrongValue("model", "be a collision model for its units to be read", null, "", "it is a master equation, which has no units");
}

const bathsOf = (collision: Collision) => [collision.bath, ...collision.bath.split("+")];

function requireUnits({ units }: Reading, elements: readonly StreamElement[]): void {
  if (units === null) return;
  const baths = [...new Set(elements.flatMap((element) => element.flatMap(({ collision }) => bathsOf(collision))))];
  if (!baths.includes(units)) throw wrongValue("by.units", "name the bath of some units", units, didYouMean(units, baths));
}

interface Listed {
  readonly terms: readonly Term[];
  readonly groups: number;
  readonly read: boolean;
}

/** Terms of one element of a stream, a group for each outcome; the parts of a mixture enter with their probabilities. */
function elementTerms(
  system: Space,
  element: StreamElement,
  { units, effects }: Reading,
  feedback: readonly (readonly Operator[] | null)[],
): Listed {
  const among = element.map(({ collision }) => units === null || bathsOf(collision).includes(units));
  const read = among[0];
  if (among.some((one) => one !== read)) {
    const remedy = "Read all of them: leave `units` out.";
    throw wrongValue("by.units", "name all units that take turns at random, or none", units, remedy, `"${units}" is one of several`);
  }
  const terms: Term[] = [];
  for (const { probability, collision } of element) {
    if (collision.evaluation === "second")
      throw wrongValue("model", "collide exactly for its units to be read", null, 'Use `evaluation: "exact"`.', "it is of second order");
    const noted = read ? effects.map((E) => broughtTo(collision.unit, E, "by", "the unit")) : [identity(collision.unit)];
    addCollision(terms, system, collision, probability, noted, read ? feedback : [null]);
  }
  return { terms, groups: read ? effects.length : 1, read };
}

/** Add factor·𝓜_m of one collision:  Σ E_m[x′, x] η[y, y′] ⟨x|W|y⟩ · ⟨x′|W|y′⟩†. */
function addCollision(
  terms: Term[],
  system: Space,
  collision: Collision,
  factor: number,
  effects: readonly Operator[],
  feedback: readonly (readonly Operator[] | null)[],
): void {
  const u = collision.unit.dimension;
  const eta = unitState(collision.state);
  for (const W of jointOperators(system, collision)) {
    const blocks = unitBlocks(system, collision.unit, W);
    effects.forEach((E, group) => {
      const after = (K: Operator | null) => blocks.map((block) => block && (K ? times(K, block) : block));
      for (const done of (feedback[group] ?? [null]).map(after)) {
        E.forEach((xPrime, x, eRe, eIm) => {
          if (eRe === 0 && eIm === 0) return;
          eta.forEach((y, yPrime, hRe, hIm) => {
            const [left, right] = [done[x * u + y], done[xPrime * u + yPrime]];
            const [re, im] = [factor * (eRe * hRe - eIm * hIm), factor * (eRe * hIm + eIm * hRe)];
            if (left && right && (re !== 0 || im !== 0)) terms.push({ left, right, re, im, group });
          });
        });
      }
    });
  }
}

function readStep({ terms, groups, read }: Listed, sector: Sector, trace: Float64Array): ReadStep {
  const names = Array.from({ length: groups }, (_, m) => String(m));
  const matrices = lowerTerms({ terms, groups: names, weights: names.map(() => 1) }, sector);
  const maps = names.map((_, m) => {
    const nothing: SparseReal = {
      n: sector.count,
      rowStart: new Int32Array(sector.count + 1),
      columns: new Int32Array(0),
      values: new Float64Array(0),
    };
    return (
      weightedSum(
        matrices,
        names.map((__, k) => (k === m ? 1 : 0)),
      ) ?? nothing
    );
  });
  return { maps, chances: maps.map((map) => onto(map, trace)), read };
}

/** The functional x ↦ f·(M x). */
function onto({ n, rowStart, columns, values }: SparseReal, f: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    if (f[r] === 0) continue;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) out[columns[e]] += f[r] * values[e];
  }
  return out;
}
