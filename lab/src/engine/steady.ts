/** The stationary states of a model, and the limit of its start. */
import { steady } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import { type StateFacts, stateFacts } from "./states.ts";
import { modelOf } from "./subject.ts";

export interface SteadyAsk {
  readonly source: Source;
  readonly observe: readonly string[];
}

export interface SteadyAnswer {
  readonly observables: Readonly<Record<string, number | null>>;
  readonly dimension: number;
  readonly unique: boolean;
  readonly scope: "space" | "sector";
  readonly gap: number | null;
  readonly peripheral: readonly (readonly [number, number])[] | null;
  readonly residual: number;
  readonly condition: number | null;
  readonly error: number;
  /** Why gap, peripheral, … are null, where they are. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly state: StateFacts;
  readonly warnings: readonly string[];
  readonly plan: string;
}

export function steadyOf({ source, observe }: SteadyAsk): SteadyAnswer {
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
