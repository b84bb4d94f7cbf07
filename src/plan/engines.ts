/** What lowerings bind and solvers drive. All memory belongs to the scope that was handed to `bind`; nothing here is released by itself. */
import type { F64Block, F64Pointer, Scope } from "../numerics/memory.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Due, Work } from "../work-in-pieces.ts";

/** A stream of collisions, ready to step several realisations side by side. */
export interface CollisionEngine {
  readonly sector: Sector;
  /** Realisations side by side; even. The state is stored [coordinate][lane]. */
  readonly lanes: number;
  /** Put the initial state into every lane. */
  reset(): void;
  /**
   * Carry out collision n = 1, 2, …. `draws` holds the noisy parameters of this collision, [parameter][lane], in the
   * order of the request; null when nothing is noisy.
   */
  step(n: number, draws: Float64Array | null): void;
  /** Carry out collisions n … n + count − 1 at once, count ≤ 32, where a call for a stretch costs less: [collision][parameter][lane]. */
  steps?(n: number, count: number, draws: Float64Array | null): void;
  /** Where the current state is, for functionals; changes from step to step. */
  state(): F64Pointer;
  /** The current state, to read; valid until linear memory grows or the next step. */
  values(): Float64Array;
  /** Go on from another state, given as [coordinate][lane]; `sameTraces` where every lane has the trace that it had. */
  load(state: Float64Array, sameTraces?: true): void;
}

/** A linear flow dx/dt = Σ_k c_k(t) M_k x on vectors of n reals. */
export interface Flow {
  readonly n: number;
  /** No coefficient depends on time. */
  readonly constant: boolean;
  /** y ← Σ_k c_k(t) M_k x; y must not overlap x. */
  apply(t: number, x: F64Pointer, y: F64Pointer): void;
  /** y ← Σ_k w_k M_k x with weights of one's own, where the matrices are at hand. */
  readonly combination?: (weights: readonly number[], x: F64Pointer, y: F64Pointer) => void;
  /** Where one kernel takes whole classical Runge–Kutta steps: bind its scratch, and get what advances x in place. */
  readonly rk4?: (scope: Scope) => WholeSteps;
}

/** Advance x in place by whole steps of length h. */
export type WholeSteps = (steps: number, h: number, x: F64Pointer) => void;

/** A stretch of time without breakpoints inside, and the saved times in (from, to]. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly times: readonly number[];
  /** The coordinates that are read at saved times; absent or null: all. Where a state is not carried on from, others may be left out. */
  readonly needed?: Int32Array | null;
}

/** Told at each saved time; the vector is valid until the call returns. Returning true ends the run. */
export type Save = (t: number, x: F64Pointer) => boolean;

/** What a stepper did in one stretch. */
export interface Steps {
  /** What has stepped so far, as the last line of the plan names it: "dormandPrince, then exponential" after a takeover. */
  readonly method: string;
  readonly accepted: number;
  readonly rejected: number;
  /** The run ended at a saved time, because `save` said so. */
  readonly stopped: boolean;
  /** What the user must know about this stretch. */
  readonly warnings: readonly string[];
}

/** Carries a state through one stretch after the other. */
export interface Stepper {
  /** The right-hand side, also for those who read slopes at saved times. */
  readonly flow: Flow;
  /** Carry x, in place, to the end of a stretch; between two steps it may be left. */
  carry(stretch: Stretch, x: F64Block, save: Save, due: Due): Work<Steps>;
}

/** A run that was bound once, with its times and observables. */
export interface PreparedRun {
  /** One value per record, for each observable. */
  run(): Readonly<Record<string, readonly (number | null)[]>>;
}
