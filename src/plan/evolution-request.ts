/** What is asked of a master equation in time: from the start to the last record, through breakpoints. */
import type { Method } from "../methods/method.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import type { Choice } from "./choose.ts";
import type { DerivativeLowering, DerivativeRequest } from "./derivative-request.ts";
import type { Flow, Stepper } from "./engines.ts";
import type { Lowering } from "./lowering.ts";

/** Carry a state to every time of `times`. */
export interface EvolutionRequest {
  /** What the user asked for; `auto` leaves the choice to the plan. */
  readonly method: Method;
  /** The records, increasing, the first of them 0. */
  readonly times: readonly number[];
  readonly derivative: DerivativeRequest;
  /** How the right-hand side will be evaluated. */
  readonly flow: Choice<Flow, DerivativeLowering>;
  /** No coefficient depends on time. */
  readonly constant: boolean;
  /** Number of reals of a state. */
  readonly n: number;
  /** The one matrix of a constant generator on its sector; null where the flow is not evaluated on a sector or depends on time. */
  matrix(): SparseReal | null;
}

/** A way to step in time. */
export type EvolutionLowering = Lowering<EvolutionRequest, Stepper>;

/** Make a request from what was picked for the right-hand side. */
export function evolutionRequest(
  derivative: DerivativeRequest,
  flow: Choice<Flow, DerivativeLowering>,
  method: Method,
  times: readonly number[],
): EvolutionRequest {
  const sector = flow.lowering.sector(derivative);
  const N = derivative.generator.system.dimension;
  const constant = derivative.constant();
  return {
    method,
    times,
    derivative,
    flow,
    constant,
    n: sector ? sector.count : 2 * N * N,
    // a constant generator has one group of terms, so its one matrix is the whole of it
    matrix: () => (sector && constant ? derivative.matrices() : null),
  };
}
