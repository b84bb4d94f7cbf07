/** How long a step of a Taylor series may be, and how many terms it needs. */
import { denseOf, norm1, type SparseReal } from "../../numerics/envelope.ts";

/** How far a step reaches, in units of the growth of powers: what cancels in the series costs one digit and a half of sixteen. */
const REACH = 2.5;
/** What is left of the series. */
const LEFT = 1e-15;
/** Largest matrix whose eighth power is formed. */
const MOST_POWER = 200;

/** A step h and the last term of its series. */
export interface SeriesStep {
  readonly h: number;
  readonly order: number;
}

const steps = new WeakMap<SparseReal, SeriesStep>();

/**
 * The step of a matrix. Powers grow as ‖A⁸‖^{1/8}, which is less than ‖A‖₁ where entries cancel:  ‖A^k‖ ≤ ‖A⁸‖^{⌊k/8⌋} ‖A‖^{k mod 8}.
 */
export function seriesStep(A: SparseReal): SeriesStep {
  let step = steps.get(A);
  if (!step) steps.set(A, (step = stepOf(A)));
  return step;
}

function stepOf(A: SparseReal): SeriesStep {
  const norm = Math.max(norm1(A), 1e-9);
  const eighth = A.n <= MOST_POWER && A.n > 0 ? eighthPower(A) : 0;
  const growth = eighth > 0 ? Math.min(norm, Math.sqrt(Math.sqrt(Math.sqrt(eighth)))) : norm;
  const h = REACH / Math.max(growth, norm / 4);
  // the bounds of (hA)^k / k!, by eights
  let [order, eights, within, factorial] = [0, 1, 1, 1];
  do {
    order += 1;
    factorial *= order / h;
    within *= norm;
    if (order % 8 === 0) {
      eights *= growth === norm ? within : eighth;
      within = 1;
    }
  } while ((eights * within) / factorial > LEFT);
  return { h, order };
}

/** ‖A⁸‖₁. */
function eighthPower(A: SparseReal): number {
  const { n } = A;
  let P = denseOf(A);
  for (let k = 0; k < 3; k++) P = squareOf(P, n);
  let most = 0;
  for (let c = 0; c < n; c++) {
    let sum = 0;
    for (let r = 0; r < n; r++) sum += Math.abs(P[r * n + c]);
    most = Math.max(most, sum);
  }
  return most;
}

function squareOf(P: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = P[i * n + k];
      if (value === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j] += value * P[k * n + j];
    }
  }
  return out;
}
