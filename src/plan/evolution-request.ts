/** What is asked of a master equation in time: from the start to the last record, through breakpoints. */
import type { Method } from "../methods/method.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import type { Choice } from "./choose.ts";
import type { DerivativeRequest } from "./derivative-request.ts";
import type { Flow } from "./engines.ts";

/** Carry a state to every time of `times`. */
export interface EvolutionRequest {
  /** What the user asked for; `auto` leaves the choice to the plan. */
  readonly method: Method;
  /** The records, increasing, the first of them 0. */
  readonly times: readonly number[];
  readonly derivative: DerivativeRequest;
  /** How the right-hand side will be evaluated. */
  readonly flow: Choice<Flow>;
  /** No coefficient depends on time. */
  readonly constant: boolean;
  /** The one matrix of a constant generator on its sector; null where the flow is not evaluated on a sector or depends on time. */
  matrix(): SparseReal | null;
}
