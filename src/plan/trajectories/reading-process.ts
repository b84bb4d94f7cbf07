/** From a collision model and a reading of its units to the maps 𝓜_m on the coordinates that they all keep closed, and which comes when. */
import { type StreamElement, streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Reading } from "../../dynamics/measurements.ts";
import type { Term, TermMap } from "../../dynamics/terms.ts";
import { didYouMean, RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { propagators } from "../../numerics/propagators.ts";
import { identity } from "../../operators/algebra.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { functionalOf, matrixGroup } from "../../sectors/matrix-group.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";
import { arrivalsOf } from "./clicking-equation.ts";
import { addReadTerms, bathsOf } from "./read-terms.ts";
import { variantsOf } from "./variants.ts";

/** Largest sector that records are followed on. */
const MOST_COORDINATES = 200_000;
/** Largest sector with evolution between collisions, whose exponential is dense. */
const MOST_WITH_IDLE = 2_000;
/** Entries of all maps together. */
const MOST_ENTRIES = 100_000_000;

/** What an outcome leads to. */
export interface Branch {
  /** 𝓜_m, by its place among the maps. */
  readonly map: number;
  /** What is done to the system then, by its place among the maps, or −1. */
  readonly action: number;
  /** The memory of the record after it. */
  readonly next: number;
  /** −1 where the unit is not read. */
  readonly outcome: number;
}

/** A stream whose units are read, ready to be followed. */
export interface ReadingProcess {
  readonly kind: "readings";
  readonly space: Space;
  readonly sector: Sector;
  readonly start: Float64Array;
  readonly outcomes: readonly string[];
  readonly trace: Float64Array;
  readonly maps: readonly SparseReal[];
  /** x ↦ Tr M x for each map. */
  readonly chances: readonly Float64Array[];
  /** Memories of the record; it starts with memory 0. */
  readonly memories: number;
  /** What may happen at a collision of a kind with a memory: [kind·memories + memory]. */
  readonly branches: readonly (readonly Branch[])[];
  /** The kind of collision n = 1, 2, … */
  kindAt(n: number): number;
  /** Whether the units of a kind of collision are read. */
  isRead(kind: number): boolean;
  readonly filter: { readonly functional: Float64Array; readonly above: number; readonly map: number } | null;
  /** exp(duration·L) after each collision, row-major; null without. */
  readonly idle: Float64Array | null;
  readonly about: string;
}

/** Build the process; `steps` is how far a schedule is read. Throws a RunFailure where the state has too many coordinates. */
export function readingProcess(model: Model, reading: Reading, steps: number, known: Sector | null = null): ReadingProcess {
  const { system, idle } = collisionsOf(model);
  const { feedback, names } = reading;
  const { variants, variantOf } = variantsOf(model, feedback);
  const streams = variants.map((variant) => streamElements(collisionsOf(variant), Math.max(steps, 1)));
  for (const { elements } of streams) requireUnits(reading, elements);
  const kinds = streams[0].elements.length;
  const listed = streams.map(({ elements }) => elements.map((element) => elementTerms(system, element, reading)));
  const operations = feedback?.operations.map(({ name, kraus }) =>
    kraus.map((K): Term => {
      const own = broughtTo(system, K, `feedback.${name}`);
      return { left: own, right: own, re: 1, im: 0, group: 0 };
    }),
  );
  const between = idle && idle.duration !== 0 ? generatorTerms(idle.generator) : null;
  const all = [...listed.flat().flatMap(({ terms }) => terms), ...(operations?.flat() ?? []), ...(between?.terms ?? [])];
  const sector = known ?? discoverSector(all, system.dimension, [withoutZeros(model.initial)], { coordinates: MOST_COORDINATES });
  if (!sector || (between && sector.count > MOST_WITH_IDLE)) {
    const most = between ? MOST_WITH_IDLE : MOST_COORDINATES;
    throw new RunFailure(`Records are followed on at most ${most} coordinates of the state, and this model has more. Use fewer levels.`);
  }
  const trace = denseFunctional(expectationFunctionals(sector, identity(system)).re, sector.count);
  const maps: SparseReal[] = [];
  let entries = 0;
  const keep = (terms: readonly Term[], groups: number): number => {
    const labels = Array.from({ length: groups }, (_, m) => String(m));
    const matrices = lowerTerms({ terms, groups: labels, weights: labels.map(() => 1) }, sector);
    labels.forEach((_, m) => void maps.push(matrixGroup(matrices, m)));
    entries += matrices.columns.length;
    if (entries > MOST_ENTRIES)
      throw new RunFailure("The maps of all outcomes are too large to be kept. Use fewer outcomes, memories or levels.");
    return maps.length - groups;
  };
  const first = listed.map((variant) => variant.map(({ terms, groups }) => keep(terms, groups)));
  const acts = operations?.map((terms) => keep(terms, 1)) ?? [];
  const memories = feedback?.memories.length ?? 1;
  const branches = Array.from({ length: kinds * memories }, (_, at): readonly Branch[] => {
    const [kind, memory] = [Math.floor(at / memories), at % memories];
    const { groups, read } = listed[variantOf(memory)][kind];
    return Array.from({ length: groups }, (__, m): Branch => {
      const place = memory * names.length + m;
      const act = read && feedback ? feedback.operation[place] : -1;
      const next = read && feedback ? feedback.next[place] : memory;
      return { map: first[variantOf(memory)][kind] + m, action: act < 0 ? -1 : acts[act], next, outcome: read ? m : -1 };
    });
  });
  const rule = feedback?.filter ?? null;
  const generator = between && matrixGroup(lowerTerms(merged(between), sector), 0);
  const about = `${kinds} ${kinds === 1 ? "collision" : "collisions"} with ${names.length} outcomes on ${sector.count} coordinates of ${system.dimension * system.dimension}`;
  return {
    kind: "readings",
    space: system,
    sector,
    start: toCoordinates(sector, withoutZeros(model.initial)),
    outcomes: names,
    trace,
    maps,
    chances: maps.map((map) => functionalOf(map, trace)),
    memories,
    branches,
    kindAt: streams[0].indexAt,
    isRead: (kind) => listed[0][kind].read,
    filter: rule && {
      functional: denseFunctional(expectationFunctionals(sector, broughtTo(system, rule.observable, "feedback.when")).re, sector.count),
      above: rule.above,
      map: acts[rule.operation],
    },
    idle: generator && idle ? propagators(generator).at(idle.duration, idle.duration).P : null,
    about: memories === 1 ? about : `${about}, ${memories} memories`,
  };
}

/** All terms in one group, weights taken in. */
function merged({ terms, weights }: TermMap): TermMap {
  const one = terms.map((term) => ({ ...term, re: term.re * weights[term.group], im: term.im * weights[term.group], group: 0 }));
  return { terms: one, groups: ["all"], weights: [1] };
}

/** The model's stream. Throws where it has none. */
export function collisionsOf({ dynamics }: Model): Collisions {
  if (dynamics.kind === "collisions") return dynamics;
  arrivalsOf(dynamics);
  const remedy = "Follow trajectories of them: unravel(model, { by, until, trajectories }).";
  throw wrongValue("model", "be a stream, whose units come one after the other", null, remedy, "its units arrive at random times");
}

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
function elementTerms(system: Space, element: StreamElement, { units, effects }: Reading): Listed {
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
    addReadTerms(terms, system, collision, probability, noted);
  }
  return { terms, groups: read ? effects.length : 1, read };
}
