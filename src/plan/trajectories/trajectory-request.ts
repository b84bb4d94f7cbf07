/** What is asked of trajectories, and what runs them. */
import type { Operator } from "../../operators/operator.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import type { Lowering } from "../lowering.ts";
import type { ClickProcess } from "./click-process.ts";
import type { CurrentProcess } from "./measured-parts.ts";
import type { ReadingProcess } from "./reading-process.ts";

/** What conditional states live on and how they move on. */
export type TrajectoryProcess = ReadingProcess | ClickProcess | CurrentProcess;

/** Follow trajectories of a process. */
export interface TrajectoryRequest {
  readonly process: TrajectoryProcess;
  /** Where they are saved: numbers of collisions, or times, from 0. */
  readonly axis: readonly number[];
  /** Operators whose expectation values are read there. */
  readonly operators: readonly Operator[];
  /** Trajectories side by side where that can be: 1 … 8. */
  readonly lanes: number;
  /** Everything that was seen is told. */
  readonly records: boolean;
}

/** A conditional state that stands at a place of the axis; valid during the call that brings it. */
export interface SavedState {
  /** ⟨A_k⟩ as (re, im). */
  expectations(into: Float64Array): void;
  /** How often each outcome was seen so far; of currents, the integral of each. */
  counts(): ArrayLike<number>;
  /** Coordinates of the normalised state. */
  coordinates(): Float64Array;
}

/** What a trajectory tells along its way. `slot` is its place among those that are followed together. */
export interface TrajectoryListener {
  saved(slot: number, place: number, state: SavedState): void;
  /** A click of a detector. */
  clicked?(slot: number, time: number, detector: number): void;
  /** Outcomes of the collisions from `step` on, −1 where a unit is not read. */
  read?(slot: number, step: number, outcomes: ArrayLike<number>, count: number): void;
  /** Increments of step `step`, one for each current. */
  increased?(slot: number, step: number, increments: ArrayLike<number>): void;
  /** The end, with ln of the probability (or of its density) of all that was seen. */
  ended(slot: number, logLikelihood: number): void;
}

/** Follows trajectories. */
export interface TrajectoryEngine {
  /** Follow trajectories first … first + count − 1, whose places are 0 … count − 1. It may be left between two calls of a kernel. */
  follow(seed: number, first: number, count: number, listener: TrajectoryListener, due: Due): Work<void>;
}

/** One way to follow trajectories. */
export type TrajectoryLowering = Lowering<TrajectoryRequest, TrajectoryEngine>;

/** Draws of trajectories use attempts from here on, which noise on parameters never reaches: the two share no number. */
export const OF_TRAJECTORIES = 0x80000000;

/** Streams among the numbers of trajectories: readings of units, clicks, and noise of currents. */
export const READINGS = 1;
export const CLICKS = 2;
export const CURRENTS = 3;
