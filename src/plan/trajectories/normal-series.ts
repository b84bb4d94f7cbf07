/**
 * Densities near the normal one,  p(z) = φ(z) Σ_k b_k He_k(z)  with b_0 = 1: their distribution function is
 * F(z) = Φ(z) − φ(z) Σ_{k≥1} b_k He_{k−1}(z), from which numbers are drawn by solving F(z) = Φ(z₀) for a standard normal z₀.
 *
 * Source: the Gram–Charlier series; H. Cramér, Mathematical Methods of Statistics, §17.6.
 */

/** Newton steps at most. */
export const NEWTON_ROUNDS = 60;

/** The longest of them, and how short the last may be: what is left is its square. */
const LONGEST = 1;
const CLOSE = 1e-8;

/**
 * z with F(z) = Φ(z₀), by Newton's method. In units of φ(z) the integral from z₀ to z = z₀ + w is Σ_j He_j(z) w^{j+1}/(j+1)!, so that
 * no exponential is needed. The kernel's own sums, in order.
 */
export function drawnFrom(b: ArrayLike<number>, z0: number): number {
  let w = b[1] + z0 * (b[2] - 0.5 * (b[1] * b[1]));
  for (let round = 0; round < NEWTON_ROUNDS; round++) {
    const z = z0 + w;
    let [older, newer, power] = [0, 1, w];
    let [density, tail, between] = [1, 0, w];
    for (let j = 1; j < b.length; j++) {
      const next = z * newer - (j - 1) * older;
      older = newer;
      newer = next;
      density += b[j] * newer;
      tail += b[j] * older;
      power *= w * (1 / (j + 1));
      between += newer * power;
    }
    const step = Math.max(-LONGEST, Math.min(LONGEST, (between - tail) / density));
    w -= step;
    if (Math.abs(step) <= CLOSE) break;
  }
  return z0 + w;
}

/** He_0(z) … He_order(z). */
export function hermites(z: number, order: number): Float64Array {
  const out = new Float64Array(order + 1);
  out[0] = 1;
  let older = 0;
  for (let j = 1; j <= order; j++) {
    out[j] = z * out[j - 1] - (j - 1) * older;
    older = out[j - 1];
  }
  return out;
}
