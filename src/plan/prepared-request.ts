/** What is asked of a master equation that will be run many times with the same times and observables. */
import type { Observable } from "../observables/observable.ts";
import type { Layout } from "../sectors/layout.ts";
import type { DerivativeRequest } from "./derivative-request.ts";

/** Bind a run from the model's initial state. */
export interface PreparedRequest {
  /** The right-hand side; it is evaluated on a sector. */
  readonly derivative: DerivativeRequest;
  readonly layout: Layout;
  /** Coordinates of the initial state. */
  readonly start: Float64Array;
  /** The records, increasing, the first of them 0. */
  readonly times: readonly number[];
  readonly observables: readonly Observable[];
  /** Run once by steps, as planned. */
  again(): Readonly<Record<string, readonly (number | null)[]>>;
}
