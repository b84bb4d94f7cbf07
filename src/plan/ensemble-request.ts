/** What is asked of noise: many realisations, or their exact average. */
import type { ProductChain } from "../dynamics/noise/product-chain.ts";
import type { Model } from "../models/model.ts";
import type { F64Pointer } from "../numerics/memory.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Choice } from "./choose.ts";
import type { PlannedCollisions } from "./collision-request.ts";
import type { CollisionEngine } from "./engines.ts";
import type { Refusal } from "./price.ts";

/** Run realisations of a model, each with its own draws. */
export interface RealisationRequest {
  /** The model at the centre of its noise. */
  readonly model: Model;
  /** Collisions are counted, a master equation runs in time, or it does so with noise that is held for slices of time. */
  readonly extent: "collisions" | "times" | "slices";
  /** The noisy parameters. */
  readonly noisy: readonly string[];
  /** All of the noise is constant within a realisation. */
  readonly whole: boolean;
  /** What the noise changes that no collision takes from its draws, such as the start; null when there is nothing. */
  outside(): string | null;
  /** The collisions with the noise on their parameters. */
  collisions(): Choice<CollisionEngine>;
  /** The slices of time with the noise on their parameters, or why they cannot be carried out side by side. */
  slices(): Choice<CollisionEngine> | Refusal;
}

/** Realisations side by side in one engine, or the model of each realisation (or slice of one), to be run by itself. */
export type Realisations =
  | { readonly kind: "lanes"; readonly engine: CollisionEngine }
  | { readonly kind: "models"; readonly modelOf: (values: Float64Array, trajectory: number) => Model };

/** A set of values of the noisy parameters with its probability. */
export interface NoiseNode {
  readonly weight: number;
  readonly values: readonly number[];
}

/** Steps that nodes or hidden states take side by side: collisions, or pieces of slices of time. */
export interface PlannedSteps {
  readonly choice: Choice<CollisionEngine>;
  readonly sector: Sector;
}

/** Noise as a chain of hidden states, and the steps between which it changes. */
export interface HiddenStates {
  readonly chain: ProductChain;
  /** Does the noise change before step n > 1? */
  changesBefore(n: number): boolean;
  /** How steps are carried out in so many lanes. */
  steps(lanes: number): PlannedSteps;
}

/** Follow the state averaged over noise on a stream of collisions. */
export interface AverageRequest {
  readonly model: Model;
  readonly noisy: readonly string[];
  /** The noise as a quadrature. */
  readonly nodes: readonly NoiseNode[];
  /** The noise is constant within a realisation; else it is drawn anew for each collision. */
  readonly whole: boolean;
  /** Set where the noise is neither all drawn anew nor all constant, or does not act on collisions. */
  readonly hidden: HiddenStates | null;
  /** How the collisions of a model with some noisy parameters would be carried out in so many lanes. */
  collisions(model: Model, noisy: readonly string[], lanes: number): PlannedCollisions;
}

/** Steps the average. */
export interface AverageEngine {
  readonly sector: Sector;
  readonly lanes: number;
  /** States that are stepped: one for each node, or one in all. */
  readonly nodes: number;
  /** Put the initial state everywhere. */
  reset(): void;
  /** Carry out collision n. */
  step(n: number): void;
  /** Where the mean state is, the same in every lane. */
  mean(): F64Pointer;
}
