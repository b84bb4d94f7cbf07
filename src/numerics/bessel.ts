import { cos, sin } from "./scalar.ts";

/**
 * Spherical Bessel functions of order 0 and 2, accurate for every x > 0.
 *
 * The elementary form of j₂ subtracts terms of size x⁻² that cancel to x²/15, so below x = 2 it is summed as a power
 * series instead. y₀ and y₂ do not cancel at small x.  Source: DLMF §10.49(i), §10.53.
 */

/** j₀(x) = sin x / x. */
export function sphericalJ0(x: number): number {
  return x === 0 ? 1 : sin(x) / x;
}

/** j₂(x) = (3/x² − 1) sin x / x − 3 cos x / x². */
export function sphericalJ2(x: number): number {
  if (x >= 2) return ((3 / (x * x) - 1) * sin(x)) / x - (3 * cos(x)) / (x * x);
  // j₂ = x² Σ_k (−x²/2)^k / (k! (2k + 5)!!)
  let term = (x * x) / 15;
  let sum = term;
  for (let k = 1; k <= 16; k++) {
    term *= (-x * x) / (2 * k * (2 * k + 5));
    sum += term;
  }
  return sum;
}

/** y₀(x) = −cos x / x. */
export function sphericalY0(x: number): number {
  return -cos(x) / x;
}

/** y₂(x) = (1 − 3/x²) cos x / x − 3 sin x / x². */
export function sphericalY2(x: number): number {
  return ((1 - 3 / (x * x)) * cos(x)) / x - (3 * sin(x)) / (x * x);
}
