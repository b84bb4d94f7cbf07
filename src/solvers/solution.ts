import type { Parameters } from "../models/model.ts";
import type { RecordedState } from "../models/starts.ts";
import type { StateView } from "../observables/observable.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";

/** How far to trust a result. Null: not applicable or not asked for. */
export interface Diagnostics {
  /** |Tr ρ − 1| at the end, the largest over all saved steps. */
  readonly traceDefect: number;
  /** Most negative eigenvalue (0 when none) at the last saved step, or at any of them where the equation does not promise positivity; null when the blocks are too large to look. */
  readonly positivityDefect: number | null;
  /** Largest population of a truncated factor's last level over all saved steps, by factor. */
  readonly cutPopulation: Readonly<Record<string, number>>;
  readonly firstLawResidual: number | null;
  readonly secondLawViolation: number | null;
  /**
   * Distance of the points at which functions of time were looked at before the run stepped: what is narrower must be declared by
   * `breakpoints` or `support`. Absent where everything is constant or declared.
   */
  readonly probeSpacing?: number;
  /** Anything a user must know, one sentence each. */
  readonly warnings: readonly string[];
}

/** The outcome of one run: plain data but for `plan` (printable) and `final`. */
export interface Solution {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  readonly diagnostics: Diagnostics;
  readonly plan: PrintedPlan;
  readonly final: StateView;
  /** The states at the records that `states` asked for. */
  readonly states?: readonly RecordedState[];
}
