/**
 * Extrapolated midpoint steps for y′ = f(t, y) with smooth f: the modified midpoint rule with 2, 4, … 16 substeps has an error in even powers
 * of its substep, so that the eight results extrapolate to order sixteen.
 *
 * Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), Sec. II.9.
 */
import { RunFailure } from "../errors.ts";
import { exp, log } from "./scalar.ts";

/** Writes f(t, y) to `out`. */
export type Derivative = (t: number, y: Float64Array, out: Float64Array) => void;

/** How to step. */
export interface ExtrapolationOptions {
  /** Local error of a block relative to its largest entry, or to that of the first block where it is larger. */
  readonly tolerance: number;
  /** Length of a block of y. */
  readonly block: number;
  /** The longest step that may be tried at a time. */
  readonly longest: (t: number) => number;
  /** Called after each step; it may change y. */
  readonly accepted?: (y: Float64Array, t: number) => void;
}

const ROWS = 8;
const ORDER = 2 * ROWS - 1;
const MOST_STEPS = 200_000;

/** Carry y from one time to a later one, in place. Throws a RunFailure where steps become too small. */
export function extrapolate(f: Derivative, y: Float64Array, from: number, to: number, options: ExtrapolationOptions): void {
  const { tolerance, block, longest, accepted } = options;
  const n = y.length;
  const rows = Array.from({ length: ROWS }, () => new Float64Array(n));
  const [slope, before, now, next] = [0, 1, 2, 3].map(() => new Float64Array(n));
  let t = from;
  let step = to - from;
  for (let count = 0; t < to; count++) {
    if (count === MOST_STEPS) throw new RunFailure(`The equation needs more than ${MOST_STEPS} steps, and stands at t = ${t}.`);
    const left = to - t;
    let h = Math.min(step, longest(t), left);
    if (left - h < 1e-12 * (to - from)) h = left;
    if (!(t + h > t)) throw new RunFailure(`Steps at t = ${t} became too small to go on. Look at the coefficients there.`);
    f(t, y, slope);
    for (let j = 0; j < ROWS; j++) {
      midpoint(f, t, h, 2 * (j + 1), y, slope, before, now, next, rows[j]);
      for (let k = 1; k <= j; k++) {
        const ratio = (j + 1) / (j + 1 - k);
        const factor = 1 / (ratio * ratio - 1);
        const [fine, coarse] = [rows[j - k + 1], rows[j - k]];
        for (let e = 0; e < n; e++) coarse[e] = fine[e] + factor * (fine[e] - coarse[e]);
      }
    }
    // rows[0] holds the extrapolation of all rows, rows[1] that without the coarsest
    const error = errorOf(rows[0], rows[1], block) / tolerance;
    const change = error > 0 ? Math.min(4, Math.max(0.2, 0.85 * exp(-log(error) / ORDER))) : 4;
    if (error <= 1) {
      y.set(rows[0]);
      t = h === left ? to : t + h;
      accepted?.(y, t);
    }
    step = h * (error <= 1 ? change : Math.min(change, 0.7));
  }
}

/** y(t + h) by `substeps` midpoint steps. */
function midpoint(
  f: Derivative,
  t: number,
  h: number,
  substeps: number,
  y: Float64Array,
  slope: Float64Array,
  before: Float64Array,
  now: Float64Array,
  next: Float64Array,
  out: Float64Array,
): void {
  const part = h / substeps;
  let [a, b, c] = [before, now, next];
  for (let e = 0; e < y.length; e++) {
    a[e] = y[e];
    b[e] = y[e] + part * slope[e];
  }
  for (let m = 1; m < substeps; m++) {
    f(t + (h * m) / substeps, b, c);
    for (let e = 0; e < y.length; e++) c[e] = a[e] + 2 * part * c[e];
    [a, b, c] = [b, c, a];
  }
  f(t + h, b, c);
  // Gragg's smoothing of the last two values
  for (let e = 0; e < y.length; e++) out[e] = 0.5 * (a[e] + b[e] + part * c[e]);
}

function errorOf(x: Float64Array, other: Float64Array, block: number): number {
  let [worst, first] = [0, 0];
  for (let from = 0; from < x.length; from += block) {
    let [size, difference] = [0, 0];
    for (let e = from; e < from + block; e++) {
      size = Math.max(size, Math.abs(x[e]));
      difference = Math.max(difference, Math.abs(x[e] - other[e]));
    }
    if (from === 0) first = size;
    const scale = Math.max(size, first);
    if (difference > 0) worst = Math.max(worst, scale > 0 ? difference / scale : Number.POSITIVE_INFINITY);
  }
  return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
}
