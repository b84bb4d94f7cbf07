/** Tilted maps at real fields: their matrices, images, and dominant eigenvalues. */
import { multiplySparse, type SparseReal } from "../../numerics/envelope.ts";
import { exp, log } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { type TiltedProcess, weightedSum } from "./tilted-process.ts";

/** Coordinates up to which dominant eigenvalues are found. */
export const MOST_EIGENVALUES = 300;

/** The matrix of a step at real fields. */
export function matrixAt(process: TiltedProcess, step: number, s: readonly number[]): SparseReal | null {
  const { matrices, values } = process.steps[step];
  const weights = values.map((value) => exp(value.reduce((sum, v, f) => sum + v * s[f], 0)));
  return weightedSum(matrices, weights);
}

/** M_s x. */
export function imageAt(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array): Float64Array {
  const M = matrixAt(process, step, s);
  return M ? multiplySparse(M, x) : new Float64Array(x.length);
}

/** exp(t L_s) x by Taylor steps. */
export function evolved(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array, time: number): Float64Array {
  const M = matrixAt(process, step, s);
  if (!M) return x;
  const size = M.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.sqrt(M.n);
  const pieces = Math.max(1, Math.ceil(time * size));
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

/** ln μ(s) per cycle (or μ(s) per unit time) at real fields: the largest real eigenvalue; null where there are too many coordinates. */
export function logDominant(process: TiltedProcess, s: readonly number[]): number | null {
  const n = process.trace.length;
  if (n > MOST_EIGENVALUES || process.cycle === null || process.complex) return null;
  const A = new Float64Array(n * n);
  for (let q = 0; q < n; q++) {
    let x = new Float64Array(n) as Float64Array;
    x[q] = 1;
    if (process.continuous) x = imageAt(process, 0, s, x);
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
  const largest = eigenvalues(n, A).reduce((most, [re]) => Math.max(most, re), Number.NEGATIVE_INFINITY);
  return process.continuous ? largest : log(largest);
}
