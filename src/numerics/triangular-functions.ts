/** Square root and logarithm of an upper triangular complex matrix: recurrences along the diagonals, and inverse scaling and squaring. */
import { wrongValue } from "../errors.ts";
import { atan2, hypot, log } from "./scalar.ts";
import { complexRoot } from "./schur-complex.ts";

/** ‖T − 1‖ up to which the rational approximant of the logarithm is exact to rounding: its error series starts at x^17. */
const NEAR_ONE = 0.25;
/** Nodes and weights of Gauss–Legendre quadrature on [0, 1] with 8 points: log(1 + X) = ∫₀¹ X (1 + sX)⁻¹ ds. */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];
const QUADRATURE = NODES.flatMap((x, k) => [
  [(1 - x) / 2, WEIGHTS[k] / 2],
  [(1 + x) / 2, WEIGHTS[k] / 2],
]);
/** Square roots granted before the logarithm; each halves the distance from 1 once it is small. */
const ROOTS = 120;

/**
 * The principal square root R of an upper triangular T (n × n, interleaved), R² = T: eigenvalues √λ with a real part ≥ 0.
 *
 * Throws a RangeError where T is singular. Source: Björck, Hammarling, Linear Algebra Appl. 52/53, 127 (1983).
 */
export function triangularRoot(n: number, T: Float64Array): Float64Array {
  const R = new Float64Array(2 * n * n);
  for (let k = 0; k < n; k++) {
    const at = 2 * (k * n + k);
    [R[at], R[at + 1]] = complexRoot(T[at], T[at + 1]);
  }
  for (let j = 1; j < n; j++) {
    for (let i = j - 1; i >= 0; i--) {
      const at = 2 * (i * n + j);
      let [re, im] = [T[at], T[at + 1]];
      for (let k = i + 1; k < j; k++) {
        const [a, b] = [2 * (i * n + k), 2 * (k * n + j)];
        re -= R[a] * R[b] - R[a + 1] * R[b + 1];
        im -= R[a] * R[b + 1] + R[a + 1] * R[b];
      }
      if (re === 0 && im === 0) continue;
      const [p, q] = [2 * (i * n + i), 2 * (j * n + j)];
      [R[at], R[at + 1]] = quotient(re, im, R[p] + R[q], R[p + 1] + R[q + 1]);
    }
  }
  return R;
}

/**
 * The principal logarithm of an upper triangular T: eigenvalues ln|λ| + i·arg λ with −π < arg λ ≤ π.
 *
 * Square roots are taken until T is near 1, a quadrature of 8 points gives its logarithm there, and doublings bring it back; the diagonal
 * is that of the scalars. Throws a RangeError where T is singular.
 * Source: Kenney, Laub, SIAM J. Matrix Anal. Appl. 10, 191 (1989); Dieci, Morini, Papini, ibid. 17, 570 (1996).
 */
export function triangularLogarithm(n: number, T: Float64Array): Float64Array {
  let root = T;
  let roots = 0;
  while (distanceFromOne(n, root) > NEAR_ONE) {
    if (roots++ === ROOTS)
      throw wrongValue("A", "have a logarithm that converges", null, "", `${ROOTS} square roots did not bring it near 1`);
    root = triangularRoot(n, root);
  }
  const X = root.slice();
  for (let k = 0; k < n; k++) X[2 * (k * n + k)] -= 1;
  const L = new Float64Array(2 * n * n);
  for (const [s, weight] of QUADRATURE) addRatio(n, X, s, weight, L);
  let scale = 1;
  for (let k = 0; k < roots; k++) scale *= 2;
  for (let e = 0; e < L.length; e++) L[e] *= scale;
  for (let k = 0; k < n; k++) {
    const at = 2 * (k * n + k);
    L[at] = log(hypot(T[at], T[at + 1]));
    L[at + 1] = atan2(T[at + 1] + 0, T[at]);
  }
  return L;
}

/** L ← L + weight · X (1 + sX)⁻¹, column after column by forward substitution from the left. */
function addRatio(n: number, X: Float64Array, s: number, weight: number, L: Float64Array): void {
  const Y = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const at = 2 * (i * n + j);
      let [re, im] = [X[at], X[at + 1]];
      for (let k = i; k < j; k++) {
        const [a, b] = [2 * (i * n + k), 2 * (k * n + j)];
        re -= s * (Y[a] * X[b] - Y[a + 1] * X[b + 1]);
        im -= s * (Y[a] * X[b + 1] + Y[a + 1] * X[b]);
      }
      const d = 2 * (j * n + j);
      [Y[at], Y[at + 1]] = quotient(re, im, 1 + s * X[d], s * X[d + 1]);
      L[at] += weight * Y[at];
      L[at + 1] += weight * Y[at + 1];
    }
  }
}

/** The largest row sum of |T − 1|. */
function distanceFromOne(n: number, T: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = i; j < n; j++) sum += hypot(T[2 * (i * n + j)] - (i === j ? 1 : 0), T[2 * (i * n + j) + 1]);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** (re + i·im)/(x + i·y), scaled so that nothing overflows. */
function quotient(re: number, im: number, x: number, y: number): [number, number] {
  const size = Math.max(Math.abs(x), Math.abs(y));
  const [u, v] = [x / size, y / size];
  const square = size * (u * u + v * v);
  return [(re * u + im * v) / square, (im * u - re * v) / square];
}
