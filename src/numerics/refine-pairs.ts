/** Iterative refinement with residuals and solution in doubled precision. */
import { addToPair, residualSparse } from "../../bindings/linear.ts";
import { scope } from "../../bindings/memory.ts";
import { addToPairs, type DoubledSparse, doubledResidual } from "./doubled-sparse.ts";

/** Steps that are granted: at a condition of 1e15 each gains about half a digit. */
const STEPS = 60;
/** A correction that shrinks less than by this factor will not lead anywhere. */
const STALLED = 0.8;
const SETTLED = 1e-17;
/** Below this many entries a kernel call costs more than the sum. */
const FEW_ENTRIES = 400;

/** How far refinement came. */
export interface Refinement {
  /** Estimate of the error left, relative to the largest entry of x. */
  readonly error: number;
  /** The corrections shrank until the end. */
  readonly converged: boolean;
}

/**
 * Refine x in place until its error is below rounding: x ← x + correct(b − M x), x carried as a pair.
 *
 * The first correction is the error of the first solve, so that its size says how much each further step gains.
 */
export function refinePairs(
  M: DoubledSparse,
  x: Float64Array,
  b: Float64Array | null,
  correct: (residual: Float64Array) => Float64Array,
): Refinement {
  const delta = new Float64Array(x.length);
  const run = (residual: () => Float64Array, add: (change: Float64Array) => void): Refinement => {
    let last = largest(x);
    let error = Number.POSITIVE_INFINITY;
    for (let step = 0; step < STEPS; step++) {
      const change = correct(residual());
      const size = largest(change);
      const scale = largest(x);
      if (scale === 0 || size === 0) return { error: 0, converged: true };
      const rate = size / last;
      if (!(rate < STALLED)) return { error: Math.min(error, 1) * Math.max(1, rate || 1), converged: error <= 1e-13 };
      add(change);
      error = (size * rate) / (1 - rate) / scale;
      if (error <= SETTLED) return { error, converged: true };
      last = size;
    }
    return { error, converged: error <= 1e-13 };
  };
  if (M.low || M.values.length <= FEW_ENTRIES) {
    return run(
      () => doubledResidual(M, x, delta, b),
      (change) => addToPairs(x, delta, change),
    );
  }
  return scope((s) => {
    const [rowStart, columns, values] = [s.i32(M.rowStart), s.i32(M.columns), s.f64(M.values)];
    const [right, high, low, r, add] = [b ? s.f64(b) : s.f64(M.n), s.f64(x), s.f64(M.n), s.f64(M.n), s.f64(M.n)];
    const found = run(
      () => {
        residualSparse(M.n, rowStart.pointer, columns.pointer, values.pointer, high.pointer, low.pointer, right.pointer, r.pointer);
        return r.view().slice();
      },
      (change) => {
        add.view().set(change);
        addToPair(M.n, high.pointer, low.pointer, add.pointer);
        x.set(high.view());
      },
    );
    x.set(high.view());
    return found;
  });
}

function largest(v: Float64Array): number {
  let m = 0;
  for (let i = 0; i < v.length; i++) m = Math.max(m, Math.abs(v[i]));
  return m;
}
