/** Exponentials e^{M Δt} of one sparse matrix, made once per distinct Δt. */
import { denseOf, type SparseReal } from "./envelope.ts";
import { expmReal } from "./expm.ts";

/** A step Δt with its exponential, row-major. */
export interface Propagator {
  readonly dt: number;
  readonly P: Float64Array;
}

/** Exponentials of one matrix. */
export interface Propagators {
  /** e^{M Δt} for a step that ends at time `t`. Δt that differ by rounding of the time axis share one. */
  at(dt: number, t: number): Propagator;
}

/** The exponentials of a sparse matrix, at most `kept` of them at a time. */
export function propagators(M: SparseReal, kept = 8): Propagators {
  const dense = denseOf(M);
  const known: Propagator[] = [];
  return {
    at(dt, t) {
      const slack = 8 * 2.220446049250313e-16 * Math.max(Math.abs(t), dt);
      const found = known.find((entry) => Math.abs(entry.dt - dt) <= slack);
      if (found) return found;
      const scaled = dense.map((value) => value * dt);
      const made = { dt, P: expmReal(M.n, scaled) };
      known.push(made);
      if (known.length > kept) known.shift();
      return made;
    },
  };
}
