import type { Operator } from "../operators/operator.ts";

/**
 * One term of a linear map on operators:  ρ ↦ (re + i·im) · L ρ R†.
 *
 * Every dynamics of the project is a sum of such terms (Kraus maps: K ρ K†; commutators: −iHρ·1† + h.c.; dissipators;
 * collisions: ⟨x|U|y⟩ ρ ⟨x|U|y'⟩†). A complete list preserves Hermiticity as a whole.
 */
export interface Term {
  readonly left: Operator;
  readonly right: Operator;
  readonly re: number;
  readonly im: number;
  /** Index of the weight that multiplies this term: terms of one group form one matrix M_k of  Σ_k w_k M_k. */
  readonly group: number;
}

/** A linear, Hermiticity-preserving map  ρ ↦ Σ_k w_k Σ_{t in group k} (re + i·im) L ρ R†. */
export interface TermMap {
  readonly terms: readonly Term[];
  /** One name per group, for printing; `weights[k]` is the value at the model's parameters. */
  readonly groups: readonly string[];
  readonly weights: readonly number[];
}
