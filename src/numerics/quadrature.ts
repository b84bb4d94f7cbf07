/** Gauss rules from the eigenvalues of their Jacobi matrices (Golub and Welsch, Math. Comp. 23, 221 (1969)). */
import { integer } from "../errors.ts";
import { eigh } from "./eigen.ts";
import { zeros } from "./matrix.ts";

/** Nodes in increasing order and weights that sum to 1. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** The rule for  shift + factor·x. */
export function mappedRule({ nodes, weights }: Rule, shift: number, factor: number): Rule {
  return { nodes: nodes.map((x) => shift + factor * x), weights };
}

/** The n-point rule of a weight whose orthogonal polynomials have recurrence coefficients `diagonal(k)` and `offDiagonal(k)`, k ≥ 1. */
function gauss(n: number, diagonal: (k: number) => number, offDiagonal: (k: number) => number): Rule {
  integer("n", n, 1, 400);
  const J = zeros(n, n);
  for (let k = 0; k < n; k++) {
    J.data[2 * (k * n + k)] = diagonal(k);
    if (k > 0) {
      J.data[2 * (k * n + k - 1)] = offDiagonal(k);
      J.data[2 * ((k - 1) * n + k)] = offDiagonal(k);
    }
  }
  const { values, vectors } = eigh(J);
  return { nodes: values, weights: Float64Array.from({ length: n }, (_, k) => vectors.data[2 * k] * vectors.data[2 * k]) };
}

/** Average over a standard normal: exact for polynomials up to degree 2n − 1. */
export function gaussHermite(n: number): Rule {
  return gauss(n, () => 0, Math.sqrt);
}

/** Average over the uniform distribution on [−1, 1]. */
export function gaussLegendre(n: number): Rule {
  return gauss(
    n,
    () => 0,
    (k) => k / Math.sqrt(4 * k * k - 1),
  );
}

/** Average over a density ∝ x^α e^{−x}, α > −1: the exponential distribution with mean 1 unless α is given. */
export function gaussLaguerre(n: number, alpha = 0): Rule {
  return gauss(
    n,
    (k) => 2 * k + 1 + alpha,
    (k) => (alpha === 0 ? k : Math.sqrt(k * (k + alpha))),
  );
}
