/** What is asked between two records of a run of collisions, where nothing is looked at. */
import type { F64Pointer } from "../numerics/memory.ts";
import type { Functional, SectorMatrices } from "../sectors/matrices.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import type { CollisionEngine } from "./engines.ts";

/** Carry a state over many collisions, with the sums of a ledger kept on the way. */
export interface CarryRequest {
  /** Collisions of the whole run. */
  readonly steps: number;
  /** Collisions from one record to the next. */
  readonly every: number;
  /** Coordinates of the state. */
  readonly coordinates: number;
  /** The map that every collision is, where it is a single fixed matrix; else the reason why there is none. */
  map(): SectorMatrices | string;
  /** What the ledger adds up over all collisions. */
  readonly summed: readonly Functional[];
}

/** What is booked on the way. */
export interface Books {
  /** Look at the state before collision n; `saved` when its columns will be recorded. */
  before(n: number, x: F64Pointer, saved: boolean): void;
  /** Add sums of what is summed over collisions that were carried out at once, the first of them number n. */
  add(n: number, sums: Float64Array): void;
}

/** Carries the engine's state from collision n to collision `target`. */
export type Carrier = (engine: CollisionEngine, books: Books | null, n: number, target: number, due: Due) => Work<void>;
