import { wrongValue } from "../errors.ts";

/** A least-squares polynomial and how well it fits. */
export interface PolynomialFit {
  /** Coefficients by falling power: c_d, …, c_0. */
  readonly coefficients: readonly number[];
  /** y − fit at each point. */
  readonly residuals: readonly number[];
  /** 1 − Σ residual²/Σ (y − mean)². */
  readonly R2: number;
  readonly at: (x: number) => number;
}

/**
 * Fit a polynomial of the given degree to points by unweighted least squares.
 *
 * Works in polynomials that are orthogonal on the points (three-term recurrence), so that nothing is ill-conditioned; the
 * plain coefficients are expanded at the end. Throws when there are fewer points than coefficients.
 * Source: G. E. Forsythe, J. SIAM 5, 74 (1957).
 */
export function polynomialFit(x: readonly number[], y: readonly number[], degree: number): PolynomialFit {
  if (x.length !== y.length || x.length <= degree) {
    throw wrongValue("x", `have more than ${degree} points, one per y`, null, "", `there are ${x.length} and ${y.length}`);
  }
  let before = { values: x.map(() => 0), coefficients: [0] };
  let current = { values: x.map(() => 1), coefficients: [1] };
  let beforeNorm = 1;
  const fit = new Array<number>(degree + 1).fill(0);
  for (let k = 0; k <= degree; k++) {
    const norm = dot(current.values, current.values);
    const share = dot(current.values, y) / norm;
    current.coefficients.forEach((c, power) => {
      fit[power] += share * c;
    });
    const a = current.values.reduce((sum, p, i) => sum + x[i] * p * p, 0) / norm;
    const b = k === 0 ? 0 : norm / beforeNorm;
    const next = {
      values: current.values.map((p, i) => (x[i] - a) * p - b * before.values[i]),
      coefficients: Array.from({ length: k + 2 }, (_, power) => {
        const raised = power > 0 ? current.coefficients[power - 1] : 0;
        return raised - a * (current.coefficients[power] ?? 0) - b * (before.coefficients[power] ?? 0);
      }),
    };
    [before, current, beforeNorm] = [current, next, norm];
  }
  const at = (point: number) => fit.reduceRight((sum, c) => sum * point + c, 0);
  const residuals = y.map((value, i) => value - at(x[i]));
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const spread = y.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { coefficients: [...fit].reverse(), residuals, R2: 1 - dot(residuals, residuals) / spread, at };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
