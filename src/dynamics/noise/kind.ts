import type { Rule } from "../../numerics/quadrature.ts";
import type { LaneDraws } from "../../numerics/random.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import type { JumpLaw } from "./jumps.ts";
import type { Process, ProcessGrid } from "./process.ts";

/** What a kind is written down with: plain data. */
export type NoiseFields = Readonly<Record<string, unknown>>;

/** Mean and standard deviation. */
export interface Centre {
  readonly mean: number;
  readonly std: number;
}

/**
 * Everything about a kind of noise, in one file: how it is written, what it can draw, and how uniforms become values. A kind has
 * a `sampler`, one value from one uniform, or a `process`, whose values remember earlier ones.
 */
export interface NoiseKind<Fields extends NoiseFields = NoiseFields> {
  readonly name: string;
  /** What it is, in a line for tables and help. */
  readonly title: string;
  /** Its fields in the order in which the command line takes them. */
  readonly fields: readonly (keyof Fields & string)[];
  /** What fields are where they are left out; on the command line these are the last ones. */
  readonly defaults?: Partial<Fields>;
  /** Where in a slice of time its value belongs, the first of them by default; left out by kinds that know no time. */
  readonly schemes?: readonly string[];
  /** How it is written in words other than numbers in the order of its fields. */
  readonly text?: NoiseText<Fields>;
  /** Refuse impossible numbers, in the error grammar. */
  check(noise: Fields): void;
  /** The smallest closed interval that holds every draw. */
  support(noise: Fields): readonly [number, number];
  /** A finite interval that holds all that can be drawn at so many positions; else the support, or 8.3 deviations around the centre. */
  drawn?(noise: Fields, count: number): readonly [number, number];
  /** Where it is centred and how far it spreads: what a model chooses its automatic sizes by. */
  centre(noise: Fields): Centre;
  /** Mean and standard deviation of its values, exactly, where they are not the centre; of its stationary law. */
  moments?(noise: Fields): Centre;
  /** Cov(x_j, x_{j + lag}) on a grid, in the stationary state, for kinds with memory. */
  autocovariance?(noise: Fields, lag: number, grid: ProcessGrid): number;
  /** Prepare the sampler: it finds one uniform in (0, 1) per lane and leaves one value per lane in their place. */
  sampler?(noise: Fields): (draws: LaneDraws, lanes: number) => void;
  /** Its values fall as the uniform grows; else they grow. */
  readonly falls?: true;
  /** Values with other `mean` and `std` are the same ones moved and stretched. */
  readonly scales?: true;
  /** One value from one standard normal, where that keeps more digits than the detour through a uniform. */
  ofNormal?(noise: Fields): (z: number) => number;
  /** Whether values remember earlier ones; they do where there is a process, unless this says otherwise. */
  remembers?(noise: Fields): boolean;
  /** Prepare the process on a grid of positions. Throws in the error grammar where the grid lacks what it needs. */
  process?(noise: Fields, grid: ProcessGrid): Process;
  /** Nodes and weights with  E[f] ≈ Σ weight·f(node)  over one value; `count` says how many for a smooth density. */
  quadrature(noise: Fields, count: number): Rule;
  /** Whether `quadrature` is the distribution itself, with finitely many values. */
  readonly finite?: true;
  /** Values with memory as a chain of `levels` hidden states, for exact averages; null where there is none. */
  chain?(noise: Fields, grid: ProcessGrid, levels: number): HiddenChain | null;
  /** The same in continuous time, its moves rates: what slices tend to as they become short. */
  flow?(noise: Fields, levels: number): HiddenChain | null;
  /** Its jumps between finitely many values in continuous time; null where it has no rates. */
  jumps?(noise: Fields): JumpLaw | null;
}

/** How a kind is written where its fields are no plain list of numbers. */
export interface NoiseText<Fields> {
  /** For help: "choice(value:probability, …)". */
  readonly form: string;
  /** From what stands between the brackets, cut at commas; `rowsOf` reads a file, where files can be read. */
  read(words: readonly string[], rowsOf?: (file: string) => readonly number[]): NoiseFields;
  /** What stands between the brackets. */
  print(noise: Fields): string;
}
