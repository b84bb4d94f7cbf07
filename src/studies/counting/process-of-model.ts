/** From a model and its counting fields to a tilted process on the coordinates that it keeps closed. */
import { type StreamElement, streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import { RunFailure } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { identity } from "../../operators/algebra.ts";
import { hermitianParts } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, type SectorMatrices } from "../../sectors/matrices.ts";
import { complexCoordinates } from "../../sectors/real-superoperator.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import type { Field } from "./counts.ts";
import { isDriven } from "./group-weights.ts";
import { type Scheme, tiltedElement } from "./tilted-collision.ts";
import { tiltedGenerator } from "./tilted-generator.ts";
import { observedPart, onComplexStates, type TiltedProcess, type TiltedStep, type Weighted } from "./tilted-process.ts";
import type { TiltedTerms } from "./tilted-terms.ts";

/** Largest sector that counting works on. */
const MOST_COORDINATES = 200_000;

/** Where counting starts and what it reads at the end, as operators. */
export interface Ends {
  readonly start: readonly Weighted<Operator>[];
  readonly end: readonly Weighted<Operator>[];
  /** Keep coordinates that no count depends on: whole states are read. */
  readonly wholeStates?: boolean;
}

/** The distinct collisions of a model's stream up to `steps`; a master equation has none. */
export function elementsOf(model: Model, steps: number): readonly StreamElement[] {
  return model.dynamics.kind === "collisions" ? streamElements(model.dynamics, steps).elements : [];
}

/** How far a schedule is read, after which time a driven equation repeats, and how long it is looked at. */
export interface Stretch {
  readonly steps: number;
  readonly period: number | null;
  readonly horizon: number;
}

/** Build the process. Throws a RunFailure where it has too many coordinates. */
export function processOf(model: Model, fields: readonly Field[], scheme: Scheme, ends: Ends, stretch: Stretch): TiltedProcess {
  const { dynamics } = model;
  const tilted =
    dynamics.kind === "generator" ? [tiltedGenerator(dynamics, fields, scheme)] : tiltedStream(dynamics, fields, scheme, stretch.steps);
  const complex = tilted.some(({ marks }) => marks.some(({ imaginary }) => imaginary)) || scheme === "kd";
  const sector = sectorOf(model, tilted, ends);
  const lowered = tilted.map((terms) => loweredMap(terms, sector, complex));
  const count = sector.count;
  const trace = readingOf(sector, identity(dynamics.system));
  const process: TiltedProcess = {
    fields: fields.length,
    sector,
    coordinates: Int32Array.from({ length: count }, (_, q) => q),
    n: complex ? 2 * count : count,
    complex,
    start: ends.start.map(({ value, part }) => ({ value, part: coordinatesOf(sector, part, complex) })),
    end: ends.end.map(({ value, part }) => ({ value, part: readingOf(sector, part) })),
    trace,
    ...sequence(dynamics, tilted, lowered, stretch),
  };
  return ends.wholeStates ? process : observedPart(process);
}

function tiltedStream(dynamics: Collisions, fields: readonly Field[], scheme: Scheme, steps: number): readonly TiltedTerms[] {
  const { elements } = streamElements(dynamics, steps);
  const maps = elements.map((element) => tiltedElement(dynamics, element, fields, scheme));
  const { idle } = dynamics;
  if (!idle || idle.duration === 0) return maps;
  const between = tiltedGenerator(idle.generator, fields, scheme);
  if (between.marks.some(({ coefficient }) => coefficient !== undefined))
    throw new RunFailure("Counting needs an evolution between collisions that does not depend on time.");
  return [...maps, between];
}

function sequence(
  dynamics: Collisions | Generator,
  tilted: readonly TiltedTerms[],
  lowered: readonly SectorMatrices[],
  { steps, period, horizon }: Stretch,
): Pick<TiltedProcess, "steps" | "stepsOf" | "cycle" | "continuous" | "driven" | "period"> {
  const step = (k: number, duration: number | null): TiltedStep => {
    const { values, marks } = tilted[k];
    return { matrices: lowered[k], values, marks, duration };
  };
  if (dynamics.kind === "generator") {
    const own = { ...step(0, 1), horizon };
    const driven = isDriven(own);
    return { steps: [own], stepsOf: () => [0], cycle: driven && period === null ? null : 1, continuous: true, driven, period };
  }
  const { indexAt } = streamElements(dynamics, steps);
  const idle = dynamics.idle && dynamics.idle.duration !== 0 ? dynamics.idle.duration : null;
  const last = lowered.length - 1;
  const kinds = lowered.map((_, k) => step(k, idle !== null && k === last ? idle : null));
  const lists = new Map<number, readonly number[]>();
  kinds.forEach((_, k) => {
    lists.set(k, idle === null ? [k] : [k, last]);
  });
  const { stream } = dynamics;
  const cycle = stream.kind === "schedule" ? null : stream.kind === "cyclic" ? stream.collisions.length : 1;
  return {
    steps: kinds,
    stepsOf: (n) => lists.get(indexAt(n)) as readonly number[],
    cycle,
    continuous: false,
    driven: false,
    period: null,
  };
}

function sectorOf({ dynamics }: Model, tilted: readonly TiltedTerms[], { start }: Ends): Sector {
  const idle = dynamics.kind === "collisions" && dynamics.idle ? generatorTerms(dynamics.idle.generator).terms : [];
  const terms = [...tilted.flatMap((map) => map.terms), ...idle];
  const support = start.flatMap(({ part }) => Object.values(hermitianParts(part)).filter((half): half is Operator => half !== null));
  const sector = discoverSector(terms, dynamics.system.dimension, support, { coordinates: MOST_COORDINATES });
  if (!sector) {
    throw new RunFailure(
      `Counting works on at most ${MOST_COORDINATES} coordinates of the state, and this model has more. Use fewer levels.`,
    );
  }
  return sector;
}

function loweredMap(tilted: TiltedTerms, sector: Sector, complex: boolean): SectorMatrices {
  const groups = tilted.values.map((value) => value.join());
  const matrices = lowerTerms({ terms: tilted.terms, groups, weights: groups.map(() => 1) }, sector);
  return complex
    ? onComplexStates(
        matrices,
        tilted.marks.map(({ imaginary }) => imaginary ?? false),
      )
    : matrices;
}

/** Real coordinates, or the real and imaginary parts of complex ones. */
function coordinatesOf(sector: Sector, rho: Operator, complex: boolean): Float64Array {
  const c = complexCoordinates(sector, rho);
  const out = new Float64Array(complex ? 2 * sector.count : sector.count);
  for (let q = 0; q < sector.count; q++) {
    out[q] = c[2 * q];
    if (complex) out[sector.count + q] = c[2 * q + 1];
  }
  return out;
}

function readingOf(sector: Sector, A: Operator): Float64Array {
  return denseFunctional(expectationFunctionals(sector, A).re, sector.count);
}
