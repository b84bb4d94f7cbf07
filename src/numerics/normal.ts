import { exp } from "./scalar.ts";

/**
 * Probability that a standard normal lies below z, to a few units in the last place for every z where it is normal
 * (z > −37.5), so that differences and ratios far out in the lower tail keep their accuracy.
 *
 *   |z| < 1:   1/2 + φ(z)·(z + z³/3 + z⁵/15 + …)                  all terms of one sign
 *   z ≤ −1:    φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))),  x = −z     Laplace's continued fraction
 *
 * @param z any number, ±Infinity included
 * @returns Φ(z) in [0, 1]
 * source: Abramowitz & Stegun 26.2.11 and 26.2.14
 */
export function lowerTail(z: number): number {
  if (z >= 1) return 1 - lowerTail(-z);
  if (z > -1) return 0.5 + density(z) * series(z);
  if (z < -40) return 0;
  return density(z) / fraction(-z);
}

/** φ(z) = e^{−z²/2}/√2π, with z² split so that rounding does not grow with it. */
function density(z: number): number {
  const coarse = Math.round(z * 16) / 16;
  return 0.3989422804014327 * exp((-coarse * coarse) / 2) * exp((-(z - coarse) * (z + coarse)) / 2);
}

function series(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; odd < 60; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + …)), cut where x = 1 has converged. */
function fraction(x: number): number {
  let value = x;
  for (let n = 400; n > 0; n--) value = x + n / value;
  return value;
}
