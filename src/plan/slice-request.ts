/** What is asked of a master equation whose parameters are held for slices of time, with the symbolic work that several lowerings share. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import type { Model } from "../models/model.ts";
import { once } from "../once.ts";
import { rememberedSector } from "../sectors/remembered.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Choice } from "./choose.ts";
import type { CollisionEngine } from "./engines.ts";
import type { SliceGrid } from "./slice-grid.ts";

/** Carry states through the pieces of a time axis, each with its own values of the noisy parameters. */
export interface SliceRequest {
  /** The model at the centre of its noise. */
  readonly model: Model;
  readonly generator: Generator;
  /** Parameters that each slice is given anew, in this order. */
  readonly noisy: readonly string[];
  /** What the noise can draw for each of them. */
  readonly ranges: readonly DrawnRange[];
  readonly grid: SliceGrid;
  /** Set where steps are stretches between jumps, whose durations are drawn: the last row of the draws of a step. */
  readonly stretches: Stretches | null;
  /** Realisations side by side; even. */
  readonly lanes: number;
  /** Realisations that share what is set up before the first slice, for its price. */
  readonly realisations: number;
  /** No coefficient depends on time besides the noise. */
  constant(): boolean;
  /** The live coordinates at any value of the noise; null when there are too many for index lists. */
  sector(): Sector | null;
}

/** Stretches of time of any length, in which nothing changes. */
export interface Stretches {
  /** The longest one that is a single step. */
  readonly longest: number;
  /** All values that the noisy parameters can have together, where they are few. */
  readonly values: readonly (readonly number[])[] | null;
}

/** Slices with the way chosen for them. A piece of a slice is a step of the engine. */
export interface PlannedSlices {
  readonly request: SliceRequest;
  readonly choice: Choice<CollisionEngine>;
  readonly sector: Sector;
}

/** Largest sector, in real coordinates, that is worth index lists. */
const MOST_COORDINATES = 100_000;

/** Options of `sliceRequest`. */
export type SliceRequestOptions = Pick<SliceRequest, "noisy" | "ranges" | "grid" | "lanes"> & {
  readonly realisations?: number;
  readonly stretches?: Stretches | null;
};

/** Make a request. Nothing is computed before a lowering asks. */
export function sliceRequest(model: Model, { realisations = 32, stretches = null, ...options }: SliceRequestOptions): SliceRequest {
  const generator = model.dynamics as Generator;
  const { noisy, ranges } = options;
  const terms = once(() => generatorTerms(generator));
  const atEnds = once(() => generatorsAtEnds(model, noisy, ranges).map(generatorTerms));
  return {
    ...options,
    stretches,
    model,
    generator,
    realisations,
    constant: () => [terms(), ...atEnds()].every(({ coefficients }) => !coefficients.some(isTimeFunction)),
    sector: once(() => {
      const all = [terms(), ...atEnds()].flatMap((map) => map.terms);
      return rememberedSector(all, generator.system.dimension, [model.initial], { coordinates: MOST_COORDINATES });
    }),
  };
}

/**
 * The generators at the ends of what the noise can draw: a parameter whose centre is a special place, such as zero, connects more
 * states elsewhere. An end where the model cannot be built adds nothing.
 */
function generatorsAtEnds(model: Model, noisy: readonly string[], ranges: readonly DrawnRange[]): readonly Generator[] {
  return noisy.flatMap((name, p) =>
    [ranges[p].low, ranges[p].high].flatMap((value) => {
      try {
        return [model.with({ ...model.pinned, [name]: value }).dynamics as Generator];
      } catch {
        return [];
      }
    }),
  );
}
