/** Laguerre and Hermite functions, bounded by 1, by three-term recurrences that neither underflow nor overflow. */
import { exp, log, PI } from "./scalar.ts";

/** 2^−500, by which running values are scaled down before they overflow; its logarithm. */
const SCALE = 1 / 3.273390607896142e150;
const LOG_SCALE = 346.5735902799726;

/**
 * Visit  ℓ_m^k(s) = √(m!/(m+k)!) s^{k/2} e^{−s/2} L_m^k(s)  for m = 0 … count − 1, upwards, from a starting value held as a logarithm.
 *
 * `halfLogFactorial` is ½ ln k!. Source: the recurrence of Laguerre polynomials, Abramowitz and Stegun 22.7.12.
 */
export function forEachLaguerre(
  k: number,
  s: number,
  halfLogFactorial: number,
  count: number,
  visit: (m: number, value: number) => void,
): void {
  if (s === 0) {
    for (let m = 0; m < count; m++) visit(m, k === 0 ? 1 : 0);
    return;
  }
  let logarithm = k === 0 ? -s / 2 : (k / 2) * log(s) - s / 2 - halfLogFactorial;
  let factor = exp(logarithm);
  let previous = 0;
  let current = 1;
  for (let m = 0; m < count; m++) {
    visit(m, current * factor);
    const next = ((2 * m + 1 + k - s) * current - Math.sqrt(m * (m + k)) * previous) / Math.sqrt((m + 1) * (m + 1 + k));
    previous = current;
    current = next;
    if (Math.abs(current) > 1 / SCALE) {
      previous *= SCALE;
      current *= SCALE;
      logarithm += LOG_SCALE;
      factor = exp(logarithm);
    }
  }
}

/** ψ_n(x) = H_n(x) e^{−x²/2}/√(2ⁿ n! √π) for n = 0 … count − 1, by the three-term recurrence, from a starting value held as a logarithm. */
export function oscillatorFunctions(x: number, count: number): Float64Array {
  const values = new Float64Array(count);
  let logarithm = (-x * x) / 2 - log(PI) / 4;
  let factor = exp(logarithm);
  let [previous, current] = [0, 1];
  for (let n = 0; n < count; n++) {
    values[n] = current * factor;
    const next = Math.sqrt(2 / (n + 1)) * x * current - Math.sqrt(n / (n + 1)) * previous;
    [previous, current] = [current, next];
    if (Math.abs(current) > 1 / SCALE) {
      previous *= SCALE;
      current *= SCALE;
      logarithm += LOG_SCALE;
      factor = exp(logarithm);
    }
  }
  return values;
}

/** ½ ln n! for n = 0 … count − 1. */
export function halfLogFactorials(count: number): number[] {
  const halves = [0];
  for (let n = 1; n < count; n++) halves.push(halves[n - 1] + log(n) / 2);
  return halves;
}
