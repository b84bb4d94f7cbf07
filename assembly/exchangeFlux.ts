/**
 * Exchange with one mode, whose state stays diagonal: populations flow between neighbouring levels.
 *
 *   x_0 ──F_0──▶ x_1 ──F_1──▶ x_2 …        F_n = r_n (p_e x_n − p_B x_{n+1}),   F_{−1} = F_{d−1} = 0
 *
 *   y_n = x_n + F_{n−1} − F_n,   r_n = g²/Ω² sin²(Ωθ),   g² = 2(n+1),   Ω² = g² + δ²/4     (δ = 0: r_n = s_n²)
 *
 * With p_e + p_B + p_D = 1 this is the map of `exchange.ts` for d2 = 1; whatever flows out of a level flows into the
 * next one, so that the trace is kept to rounding.
 */
import { expectLanes, expectSize } from "./contract";
import { cosPair } from "./cosine";

/** Fill r_n for n = 0 … d−2 from θ[lane] and δ[lane]: [n][lane]. */
export function exchangeRates(d: i32, lanes: i32, theta: usize, detuning: usize, rates: usize): void {
  assert(d >= 1, "A mode must have a level.");
  assert(lanes >= 1, "`lanes` must be ≥ 1.");
  for (let n = 1; n < d; n++) {
    const squared = 2 * <f64>n;
    for (let lane = 0; lane < lanes; lane++) {
      const shift = 0.5 * load<f64>(detuning + (<usize>lane << 3));
      const rabi = squared + shift * shift;
      const s = NativeMath.sin(load<f64>(theta + (<usize>lane << 3)) * Math.sqrt(rabi));
      store<f64>(rates, (squared / rabi) * (s * s));
      rates += 8;
    }
  }
}

/**
 * `count` collisions in place: x ← map(x), [n][lane], one collision after the other.
 * `weights` is [collision][3][lane]: p_e, p_B, p_D, of which the last is not read.
 */
export function exchangeFlux(d: i32, lanes: i32, count: i32, weights: usize, rates: usize, x: usize): void {
  expectLanes(lanes);
  expectSize(count);
  assert(d >= 1, "A mode must have a level.");
  const stride = <usize>lanes << 3;
  const end = <usize>(d - 1) * stride;
  for (let collision = 0; collision < count; collision++) {
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const pe = v128.load(weights + lane);
      const pB = v128.load(weights + stride + lane);
      let r = rates + lane;
      let at = x + lane;
      const last = at + end;
      let own = v128.load(at);
      let held = own; // x_n + F_{n−1}
      while (at < last) {
        const next = v128.load(at + stride);
        const flux = f64x2.mul(v128.load(r), f64x2.sub(f64x2.mul(pe, own), f64x2.mul(pB, next)));
        v128.store(at, f64x2.sub(held, flux));
        held = f64x2.add(next, flux);
        own = next;
        at += stride;
        r += stride;
      }
      v128.store(at, held);
    }
    weights += 3 * stride;
  }
}

/**
 * Weights that follow one parameter by its cosine, for `count` collisions: out[collision][3][lane] from
 * values[collision][lane]. `form` holds constant, factor, offset of p_e, then of p_B:
 *
 *   p = constant + factor·(offset + cos value),   p_D = 1 − p_e − p_B
 */
export function exchangeWeights(lanes: i32, count: i32, form: usize, values: usize, out: usize): void {
  expectLanes(lanes);
  expectSize(count);
  const stride = <usize>lanes << 3;
  const constantE = v128.load64_splat(form);
  const factorE = v128.load64_splat(form, 8);
  const offsetE = v128.load64_splat(form, 16);
  const constantB = v128.load64_splat(form, 24);
  const factorB = v128.load64_splat(form, 32);
  const offsetB = v128.load64_splat(form, 40);
  for (let collision = 0; collision < count; collision++) {
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const cosine = cosPair(v128.load(values + lane));
      const pe = f64x2.add(constantE, f64x2.mul(factorE, f64x2.add(offsetE, cosine)));
      const pB = f64x2.add(constantB, f64x2.mul(factorB, f64x2.add(offsetB, cosine)));
      v128.store(out + lane, pe);
      v128.store(out + stride + lane, pB);
      v128.store(out + 2 * stride + lane, f64x2.sub(f64x2.sub(f64x2.splat(1), pe), pB));
    }
    values += stride;
    out += 3 * stride;
  }
}
