import type { Rule } from "../../numerics/quadrature.ts";
import type { LaneDraws } from "../../numerics/random.ts";

/** A kind of noise turns a uniform per lane into a value per lane; everything about it stands in one file. */
export interface NoiseKind<Fields extends Readonly<Record<string, number | null>> = Readonly<Record<string, number | null>>> {
  readonly name: string;
  /** Its fields in the order in which the command line takes them. */
  readonly fields: readonly (keyof Fields & string)[];
  /** Refuse impossible numbers, in the error grammar. */
  check(noise: Fields): void;
  /** The smallest closed interval that holds every draw. */
  support(noise: Fields): readonly [number, number];
  /** A finite interval that holds every number it can draw; where it is left out, the support or 8.3 deviations around the centre. */
  drawn?(noise: Fields): readonly [number, number];
  /** Where it is centred and how far it spreads: what a model chooses its automatic sizes by. */
  centre(noise: Fields): { readonly mean: number; readonly std: number };
  /** Prepare the sampler: it finds one uniform in (0, 1) per lane and leaves one value per lane in their place. */
  sampler(noise: Fields): (draws: LaneDraws, lanes: number) => void;
  /** Nodes and weights with  E[f] ≈ Σ weight·f(node); a single node where nothing varies. `count` says how many for a smooth density. */
  quadrature(noise: Fields, count: number): Rule;
}
