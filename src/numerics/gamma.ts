/** The gamma function and the incomplete ones, with their inverse: what quantiles of gamma, Maxwell and beam speeds are made of. */
import { exp, log, PI } from "./scalar.ts";

/** Coefficients of Lanczos' approximation with g = 7: C. Lanczos, J. SIAM Numer. Anal. Ser. B 1, 86 (1964). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, to about 1e-15 of the larger of 1 and its modulus. */
export function logGamma(x: number): number {
  // below ½ by Γ(x) = Γ(x + 1)/x
  if (x < 0.5) return logGamma(x + 1) - log(x);
  const z = x - 1;
  let sum = LANCZOS[0];
  for (let k = 1; k < LANCZOS.length; k++) sum += LANCZOS[k] / (z + k);
  const t = z + 7.5;
  return 0.5 * log(2 * PI) + (z + 0.5) * log(t) - t + log(sum);
}

/** The logarithms of P(k, x) = γ(k, x)/Γ(k) and of Q = 1 − P, each from whichever expansion keeps its digits. */
export function logIncompleteGamma(k: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x === 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 };
  const front = k * log(x) - x - logGamma(k);
  if (x < k + 1) {
    const lower = front + log(series(k, x) / k);
    return { lower, upper: log1mExp(lower) };
  }
  const upper = front + log(fraction(k, x));
  return { lower: log1mExp(upper), upper };
}

/** Σ_n x^n / ((k + 1) ⋯ (k + n)). */
function series(k: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
    term *= x / (k + n);
    sum += term;
  }
  return sum;
}

/** Legendre's continued fraction 1/(x + 1 − k − 1(1 − k)/(x + 3 − k − …)), by Lentz. */
function fraction(k: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - k;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 10_000; n++) {
    const a = -n * (n - k);
    b += 2;
    d = a * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + a / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/** ln(1 − e^y) for y ≤ 0. */
function log1mExp(y: number): number {
  if (y >= 0) return Number.NEGATIVE_INFINITY;
  // 1 − e^y = −y(1 + y/2 + y²/6 + …) where the difference would cancel
  return y > -1e-5 ? log(-y * (1 + y / 2 + (y * y) / 6)) : log(1 - exp(y));
}

/**
 * The x with P(k, x) = u, k > 0, 0 < u < 1, to about 1e-13 relative: Newton's method for ln P (ln Q in the upper half) in ln x, where
 * both are concave, kept in a bracket.
 */
export function inverseIncompleteGamma(k: number, u: number): number {
  const low = u <= 0.5;
  const target = low ? log(u) : log(1 - u);
  let y = low || k < 1 ? (log(u) + logGamma(k + 1)) / k : log(k);
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step++) {
    const x = exp(y);
    if (x === 0) return 0;
    const { lower, upper } = logIncompleteGamma(k, x);
    const value = (low ? lower : upper) - target;
    if (low ? value > 0 : value < 0) above = Math.min(above, y);
    else below = Math.max(below, y);
    // d ln P/dy = x^k e^{−x}/(Γ(k) P)
    const slope = exp(k * y - x - logGamma(k) - (low ? lower : upper)) * (low ? 1 : -1);
    let next = y - value / slope;
    if (!(next > below && next < above)) {
      next = below === Number.NEGATIVE_INFINITY ? above - 1 : above === Number.POSITIVE_INFINITY ? below + 1 : (below + above) / 2;
    }
    if (Math.abs(next - y) <= 2e-16 * Math.max(1, Math.abs(y))) return exp(next);
    y = next;
  }
  return exp(y);
}
