import type { Rule } from "../../numerics/quadrature.ts";
import type { LaneDraws } from "../../numerics/random.ts";
import type { Process, ProcessGrid } from "./process.ts";

/** What a kind is written down with. */
export type NoiseFields = Readonly<Record<string, number | string | null>>;

/**
 * Everything about a kind of noise, in one file: how it is written, what it can draw, and how uniforms become values. A kind has either
 * a `sampler`, one value from one uniform, or a `process`, whose values remember earlier ones.
 */
export interface NoiseKind<Fields extends NoiseFields = NoiseFields> {
  readonly name: string;
  /** Its fields in the order in which the command line takes them. */
  readonly fields: readonly (keyof Fields & string)[];
  /** How many of the last fields may be left out; they are null then. */
  readonly optional?: number;
  /** Where in a slice of time its value belongs, the first of them by default; left out by kinds that know no time. */
  readonly schemes?: readonly string[];
  /** Refuse impossible numbers, in the error grammar. */
  check(noise: Fields): void;
  /** The smallest closed interval that holds every draw. */
  support(noise: Fields): readonly [number, number];
  /** A finite interval that holds every number it can draw; where it is left out, the support or 8.3 deviations around the centre. */
  drawn?(noise: Fields): readonly [number, number];
  /** Where it is centred and how far it spreads: what a model chooses its automatic sizes by. */
  centre(noise: Fields): { readonly mean: number; readonly std: number };
  /** Prepare the sampler: it finds one uniform in (0, 1) per lane and leaves one value per lane in their place. */
  sampler?(noise: Fields): (draws: LaneDraws, lanes: number) => void;
  /** Prepare the process on a grid of positions. Throws in the error grammar where the grid lacks what it needs. */
  process?(noise: Fields, grid: ProcessGrid): Process;
  /** Nodes and weights with  E[f] ≈ Σ weight·f(node)  over one value; `count` says how many for a smooth density. */
  quadrature(noise: Fields, count: number): Rule;
}
