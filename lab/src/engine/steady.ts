/** The stationary states of a model, and the limit of its start. */
import { type SteadyResult, steady } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import { type StateFacts, stateFacts } from "./states.ts";
import { modelOf } from "./subject.ts";

export interface SteadyAsk {
  readonly source: Source;
  readonly observe: readonly string[];
  /** Find it however long it may take. */
  readonly force?: boolean;
  /** Of a size that may take long. */
  readonly large: boolean;
}

type Kept = "observables" | "dimension" | "unique" | "scope" | "gap" | "peripheral" | "residual" | "condition" | "error" | "reasons";

/** What a page can show of a result, as plain data. */
export interface SteadyAnswer extends Pick<SteadyResult, Kept> {
  readonly state: StateFacts;
  readonly warnings: readonly string[];
  readonly plan: string;
}

export function steadyOf({ source, observe }: Pick<SteadyAsk, "source" | "observe">): SteadyAnswer {
  const { observables, dimension, unique, scope, gap, peripheral, residual, condition, error, reasons, state, diagnostics, plan } = steady(
    modelOf(source),
    { observables: observe },
  );
  return {
    observables,
    dimension,
    unique,
    scope,
    gap,
    peripheral,
    residual,
    condition,
    error,
    reasons,
    state: stateFacts(state),
    warnings: diagnostics.warnings,
    plan: String(plan),
  };
}
