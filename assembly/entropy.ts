/** Entropies of spectra, in nats. */
import { at } from "./access";
import { expectSize } from "./contract";

/**
 * −Σ p ln p over `count` probabilities, in order; 0·ln 0 = 0, and so is the term of a negative p, which only rounding makes.
 * A NaN among them comes back.
 */
export function entropyOfSpectrum(count: i32, p: usize): f64 {
  expectSize(count);
  let sum: f64 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const x = at(p, i);
    if (!(x <= 0)) sum -= x * NativeMath.log(x);
  }
  return sum;
}
