/**
 * Chebyshev polynomials of vectors: nodes, coefficients and values, for one and two variables.
 *
 *   f(x) = Σ_j c_j T_j(x),  x ∈ [−1, 1];   nodes x_k = cos(πk/n), k = 0 … n, ends included and nested when n doubles
 *
 * See L. N. Trefethen, "Approximation Theory and Approximation Practice" (2013), chapters 2–4.
 */
import { cos, PI, sin } from "./scalar.ts";

/** Node k of n + 1: exactly antisymmetric, exactly 1, 0, −1 where it is, and bit for bit node 2k of 2n + 1. */
export function lobattoNode(k: number, n: number): number {
  return sin((PI * (n - 2 * k)) / (2 * n));
}

/**
 * The coefficients c_0 … c_n of the polynomial through n + 1 nodes. Vectors may have different lengths: what is missing is zero.
 *
 *   c_j = (2 / n) Σ″_k f(x_k) cos(πjk/n);  the first and the last term of the sum, and c_0 and c_n, are halved
 */
export function chebyshevCoefficients(samples: readonly ArrayLike<number>[]): Float64Array[] {
  const n = samples.length - 1;
  const length = samples.reduce((most, sample) => Math.max(most, sample.length), 0);
  // cos(πm/n) for m = 0 … 2n − 1: every factor of the sum is one of these.
  const factors = Float64Array.from({ length: 2 * n }, (_, m) => (m <= n ? lobattoNode(m, n) : lobattoNode(2 * n - m, n)));
  return samples.map((_, j) => {
    const sum = new Float64Array(length);
    samples.forEach((sample, k) => {
      const end = k === 0 || k === n ? 0.5 : 1;
      const factor = (factors[(j * k) % (2 * n)] * end * (j === 0 || j === n ? 1 : 2)) / n;
      for (let e = 0; e < sample.length; e++) sum[e] += factor * sample[e];
    });
    return sum;
  });
}

/**
 * T_0(x) … T_{count − 1}(x) for several x, by recurrence: into[j·lanes + l] for x[l]. Each x gives the same bits in any company.
 *
 *   T_0 = 1,  T_1 = x,  T_j = 2x T_{j−1} − T_{j−2}
 */
export function chebyshevValues(x: ArrayLike<number>, lanes: number, count: number, into: Float64Array): void {
  for (let l = 0; l < lanes; l++) {
    let before = 1;
    let now = x[l];
    into[l] = 1;
    for (let j = 1, at = lanes + l; j < count; j++, at += lanes) {
      into[at] = now;
      const next = 2 * x[l] * now - before;
      before = now;
      now = next;
    }
  }
}

/** Places off the nodes where a polynomial is held against what it stands for: cos(π·frac(step·i)), i = 1 … count. */
export function checkPlaces(count: number, step = 0.618): number[] {
  return Array.from({ length: count }, (_, i) => {
    const turn = step * (i + 1);
    return cos(PI * (turn - Math.floor(turn)));
  });
}

/** The largest entry in magnitude. */
export function largestEntry(values: ArrayLike<number>): number {
  let most = 0;
  for (let e = 0; e < values.length; e++) most = Math.max(most, Math.abs(values[e]));
  return most;
}

/** How many leading coefficients stand above a bound: the last of them, plus one. */
export function lengthAbove(coefficients: readonly ArrayLike<number>[], bound: number): number {
  let count = coefficients.length;
  while (count > 0 && largestEntry(coefficients[count - 1]) <= bound) count--;
  return count;
}
