/** What `averaged` takes and returns. */
import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { Asking } from "../models/asked-model.ts";
import { aBoolean, aNumber, anInteger, anObject, anything, type OptionChecks, optionsOf } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import { askingChecks } from "../solvers/runoptions.ts";

/** What to average over, how far, and what to record: linear observables are exact means, others are those of the mean state. */
export interface AveragedOptions extends Asking {
  readonly noise: Readonly<Record<string, Noise>>;
  /** Collisions (collision models). */
  readonly steps?: number;
  /** Time to run to, or the times to record at (master equations). */
  readonly until?: number;
  readonly times?: readonly number[];
  /** How long a drawn value is held (master equations): the mean is that of these slices, as in `ensemble`. */
  readonly every?: number;
  /**
   * The limit of short slices (master equations, in place of `every`): noise in continuous time. Noise that jumps at exact times, where no
   * other is drawn again, needs no word for it.
   */
  readonly continuous?: boolean;
  readonly saveEvery?: number;
  /** Parameters whose noise is correlated, as in `ensemble`. */
  readonly correlations?: Correlations;
  /** Quadrature nodes per noisy parameter, or hidden states of noise with memory; unless given, doubled until two answers agree. */
  readonly nodes?: number;
  /** Standard deviations over realisations, too, of observables that are linear in the state. */
  readonly spread?: boolean;
  /** Go on after `steps` until no observable changes by more than `tolerance` in a tenth of `steps`, for at most `most` collisions in all. */
  readonly limit?: { readonly tolerance: number; readonly most: number };
}

/** Where the averaged state tends to. */
export interface AveragedLimit {
  readonly observables: Readonly<Record<string, number | null>>;
  /** Largest change in the last tenth of `steps`: above the tolerance when `most` collisions did not suffice. */
  readonly residual: number;
  readonly collisions: number;
}

/** The exact mean along the run. Every column has one value per entry of the axis. */
export interface AveragedResult {
  readonly axis: readonly number[];
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** Standard deviations over realisations, where `spread` asked for them; null for observables that are not linear. */
  readonly std?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly nodes: number;
  /** Present where 48 nodes of a quadrature were not enough: the largest change of an observable when their number was last doubled. */
  readonly error?: number;
  /** Present where the noise went through hidden states: how many each of its parts had, and the largest change when that was doubled. */
  readonly hidden?: { readonly levels: number; readonly error: number | null };
  readonly plan: Plan;
  /** Present where observables depend on noisy parameters: they are evaluated at the centre of the noise. */
  readonly warnings?: readonly string[];
  /** Present when asked for. */
  readonly limit?: AveragedLimit;
}

/** Names and kinds. */
export const averagedChecks: OptionChecks<AveragedOptions> = {
  noise: anObject,
  steps: anInteger(0, 1e9),
  until: aNumber({ above: 0 }),
  times: anything,
  every: aNumber({ above: 0 }),
  continuous: aBoolean,
  correlations: anything,
  saveEvery: aNumber({ above: 0 }),
  ...askingChecks,
  nodes: anInteger(1, 400),
  spread: aBoolean,
  limit: optionsOf<NonNullable<AveragedOptions["limit"]>>(
    { tolerance: aNumber({ atLeast: 0 }), most: anInteger(0) },
    { required: ["tolerance", "most"] },
  ),
};
