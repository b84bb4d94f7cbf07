/** Tilted maps at real fields: their matrices, images, and dominant eigenvalues. */
import { RunFailure } from "../../errors.ts";
import { denseOf, multiplySparse, type SparseReal } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import { log } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { dot } from "../../numerics/vectors.ts";
import { drivenAt } from "./driven-flow.ts";
import { weightsAt } from "./group-weights.ts";
import { hasGenerator, type TiltedProcess, weightedSum } from "./tilted-process.ts";

/** Coordinates up to which dominant eigenvalues are found. */
export const MOST_EIGENVALUES = 300;

/** The matrix of a step at real fields, at a time where it depends on it. */
export function matrixAt(process: TiltedProcess, step: number, s: readonly number[], t = 0): SparseReal | null {
  const own = process.steps[step];
  return weightedSum(own.matrices, weightsAt(own, s, t));
}

/** M_s x. */
export function imageAt(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array): Float64Array {
  const M = matrixAt(process, step, s);
  return M ? multiplySparse(M, x) : new Float64Array(x.length);
}

/** Taylor steps beyond these cost more than one dense exponential by squaring, and what is too large for that may have so many at most. */
const MANY = 1000;
const DENSE = 256;
const MOST = 200_000;

/** exp(t L_s) x by Taylor steps; over long times by squaring. */
export function evolved(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array, time: number): Float64Array {
  const M = matrixAt(process, step, s);
  if (!M) return x;
  const size = M.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.sqrt(M.n);
  const pieces = Math.max(1, Math.ceil(time * size));
  if (pieces > MANY && M.n <= DENSE) {
    const rows = expmReal(
      M.n,
      denseOf(M).map((value) => value * time),
    );
    return Float64Array.from({ length: M.n }, (_, r) => dot(rows.subarray(r * M.n, (r + 1) * M.n), x));
  }
  if (pieces > MOST)
    throw new RunFailure(
      `Counting to t = ${time} would take about ${pieces.toExponential(1)} steps. Count a shorter time; rates need none.`,
    );
  let state = x;
  for (let piece = 0; piece < pieces; piece++) {
    const sum = state.slice();
    let term = state;
    for (let m = 1; m <= 30; m++) {
      term = multiplySparse(M, term).map((value) => (value * time) / pieces / m);
      term.forEach((value, q) => {
        sum[q] += value;
      });
    }
    state = sum;
  }
  return state;
}

/** ln μ(s) per cycle (or μ(s) per unit time) at real fields: the largest real eigenvalue; null where there are too many coordinates, NaN where e^{sq} overflows. */
export function logDominant(process: TiltedProcess, s: readonly number[]): number | null {
  const n = process.trace.length;
  if (n > MOST_EIGENVALUES || process.cycle === null || process.complex) return null;
  const A = new Float64Array(n * n);
  for (let q = 0; q < n; q++) {
    let x = new Float64Array(n) as Float64Array;
    x[q] = 1;
    if (hasGenerator(process)) x = imageAt(process, 0, s, x);
    else if (process.driven) x = drivenAt(process, s, x, [0, process.period as number]);
    else {
      for (let k = 1; k <= process.cycle; k++) {
        for (const step of process.stepsOf(k)) {
          const { duration } = process.steps[step];
          x = duration === null ? imageAt(process, step, s, x) : evolved(process, step, s, x, duration);
        }
      }
    }
    for (let r = 0; r < n; r++) A[r * n + q] = x[r];
  }
  if (!A.every(Number.isFinite)) return Number.NaN;
  const largest = eigenvalues(n, A).reduce((most, [re]) => Math.max(most, re), Number.NEGATIVE_INFINITY);
  return hasGenerator(process) ? largest : log(largest);
}
