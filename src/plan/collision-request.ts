/** What is asked of a stream of collisions, with the symbolic work that several lowerings share: made when first asked for, once. */
import { elementPattern, elementTerms, type StreamElement, streamElements } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import type { Term, TermMap } from "../dynamics/terms.ts";
import type { Model } from "../models/model.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import { lowerTerms, type SectorMatrices } from "../sectors/matrices.ts";
import { discoverSector, type Sector } from "../sectors/sector.ts";
import type { Choice } from "./choose.ts";
import type { CollisionEngine } from "./engines.ts";

/** Carry out collisions 1, 2, … `steps` of a model's stream. */
export interface CollisionRequest {
  readonly model: Model;
  readonly dynamics: Collisions;
  /** Collisions that will be run: a schedule is read up to here. */
  readonly steps: number;
  /** Parameters that each step is given anew, in this order. */
  readonly noisy: readonly string[];
  /** What the noise can draw for each of them; null where that is not known. */
  readonly ranges: readonly DrawnRange[] | null;
  /** Realisations that share what is set up before the first collision, for its price. */
  readonly realisations: number;
  /** Realisations side by side; even. */
  readonly lanes: number;
  /** Which states must fit: the model's initial one, others, or all. */
  readonly support: readonly Operator[] | "full";
  /** The different places of the stream, and which of them comes n-th. */
  stream(): { readonly elements: readonly StreamElement[]; indexAt(n: number): number };
  /** The average map of each element as terms. */
  maps(): readonly TermMap[];
  /** The same for plans: where the numbers would take long, terms of the same pattern with stand-ins. */
  patterns(): readonly TermMap[];
  /** The live coordinates; null when there are too many for index lists. */
  sector(): Sector | null;
  /** The matrices of each element on the sector. */
  matrices(): readonly SectorMatrices[];
  /** The noisy parameters that change more than the weights of prepared states. */
  changing(): readonly string[];
  /** Those that change what acts between collisions: a step is then both, at the same values. */
  between(): readonly string[];
}

/** A stream of collisions with the way chosen for it. */
export interface PlannedCollisions {
  readonly request: CollisionRequest;
  readonly choice: Choice<CollisionEngine>;
  /** The coordinates that its engine steps. */
  readonly sector: Sector;
}

/** Options of `collisionRequest`. */
export interface CollisionRequestOptions {
  readonly steps: number;
  readonly lanes?: number;
  readonly support?: readonly Operator[] | "full";
}

/** What noise adds to a request; `noisyCollisionRequest` makes it. */
export interface DrawnParameters extends Pick<CollisionRequest, "noisy" | "ranges" | "realisations" | "changing" | "between"> {
  /** Terms of the collisions at the ends of what can be drawn. */
  termsAtEnds(): readonly Term[];
}

const NOTHING_DRAWN: DrawnParameters = {
  noisy: [],
  ranges: null,
  realisations: 32,
  changing: () => [],
  between: () => [],
  termsAtEnds: () => [],
};

/** Largest sector, in real coordinates, that is worth index lists. */
export const MOST_COORDINATES = 3_000_000;

/** Make a request. Nothing is computed before a lowering asks. */
export function collisionRequest(model: Model, options: CollisionRequestOptions, drawn = NOTHING_DRAWN): CollisionRequest {
  const { steps, lanes = 2, support = [model.initial] } = options;
  const { noisy, ranges, realisations, changing, between } = drawn;
  const dynamics = model.dynamics as Collisions;
  const stream = once(() => streamElements(dynamics, steps));
  const maps = once(() => stream().elements.map((element) => elementTerms(dynamics.system, element)));
  const patterns = once(() => stream().elements.map((element, k) => elementPattern(dynamics.system, element) ?? maps()[k]));
  const sector = once(() => {
    const idle = dynamics.idle ? generatorTerms(dynamics.idle.generator).terms : [];
    const terms = [...patterns().flatMap((map) => map.terms), ...idle, ...drawn.termsAtEnds()];
    return discoverSector(terms, dynamics.system.dimension, support, { coordinates: MOST_COORDINATES });
  });
  const matrices = once(() => maps().map((map) => lowerTerms(map, sector() as Sector)));
  return {
    model,
    dynamics,
    steps,
    noisy,
    ranges,
    realisations,
    lanes,
    support,
    stream,
    maps,
    patterns,
    sector,
    matrices,
    changing,
    between,
  };
}
