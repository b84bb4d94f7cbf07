/**
 * Exchange cascades: an ancilla's two-level branch {e, B} swaps excitations with mode 1, then with mode 2, and is
 * traced out; a third, dark branch passes by. In a real gauge one collision is (phaseonium: Amato et al., PRA 109,
 * 043705, Eqs. 10 and 24, in the bright/dark basis)
 *
 *   |e,n⟩ → c_n|e,n⟩ − i s_n|B,n+1⟩,   |B,n+1⟩ → c_n|B,n+1⟩ − i s_n|e,n⟩,   |B,0⟩ → |B,0⟩,
 *   c_n = cos(θ√(2(n+1))), s_n = sin(θ√(2(n+1))),   closed at the top: c_{d−1} = 1, s_{d−1} = 0.
 *
 * A number-diagonal start only ever reaches  x_k[i, j] = ⟨i+k, j| ρ |i, j+k⟩,  all real. They are stored by coherence
 * order k = 0 … K, each order as a rectangle, all realisations ("lanes") of an element side by side:
 *
 *   order 0:  [i = 0: j = 0 … d2−1] [i = 1: …] …  (d1 × d2)      order 1:  (d1−1) × (d2−1)      …      order K
 *
 * What a collision needs of the angles are products of two sines or cosines. They are made once where the angle is
 * fixed, for each collision where it is noisy, and kept for one pair of lanes after the other; where all lanes share
 * the angle one pair serves all. For a pair, [2] being its two lanes:
 *
 *   order k:  [j = −1 … m−1] [C⁻ S⁻ C⁺ S⁺] [2]      m = d2 − k; c, s of mode 2 at j and c′, s′ at j + k
 *             [i = 0 … d1−k−1] [a1 a2 b1 b2 p1 p2 q1 q2] [2]             stage 1, see `stageOne`
 *
 *   C⁻ = cc′ + ss′,  S⁻ = sc′ − cs′,  C⁺ = cc′ − ss′,  S⁺ = sc′ + cs′
 */
import { expectLanes } from "./contract";

/** Number of f64 values of the products of all orders for `lanes` (even) lanes. */
export function exchangeProductsSize(d1: f64, d2: f64, K: f64, lanes: f64): f64 {
  let size: f64 = 0;
  for (let k: f64 = 0; k <= K && k < d1 && k < d2; k++) size += 4 * (d2 - k + 1) + 8 * (d1 - k);
  return size * lanes;
}

/** Fill the tables of one mode with `d` levels from θ[lane]; `c` and `s` point at n = 0 and have an entry before it. */
export function exchangeTables(d: i32, lanes: i32, theta: usize, c: usize, s: usize): void {
  assert(d >= 1, "A mode must have a level.");
  assert(lanes >= 1, "`lanes` must be ≥ 1.");
  const stride = <usize>lanes << 3;
  for (let lane: usize = 0; lane < stride; lane += 8) {
    const angle = load<f64>(theta + lane);
    store<f64>(c + lane - stride, 1);
    store<f64>(s + lane - stride, 0);
    for (let n = 0; n < d - 1; n++) {
      const phase = angle * Math.sqrt(2 * <f64>(n + 1));
      store<f64>(c + lane + <usize>n * stride, NativeMath.cos(phase));
      store<f64>(s + lane + <usize>n * stride, NativeMath.sin(phase));
    }
    store<f64>(c + lane + <usize>(d - 1) * stride, 1);
    store<f64>(s + lane + <usize>(d - 1) * stride, 0);
  }
}

/** Fill the products of all orders from tables of `lanes` (even) lanes, which point at n = 0. */
export function exchangeProducts(d1: i32, d2: i32, K: i32, lanes: i32, c1: usize, s1: usize, c2: usize, s2: usize, out: usize): void {
  expectLanes(lanes);
  assert(d1 >= 1 && d2 >= 1, "Both modes must have a level.");
  assert(K >= 0, "The largest coherence order `K` must be ≥ 0.");
  const stride = <usize>lanes << 3;
  for (let lane: usize = 0; lane < stride; lane += 16) {
    for (let k = 0; k <= K && k < d1 && k < d2; k++) {
      out = stageTwo(d2, k, stride, c2 + lane, s2 + lane, out);
      out = stageOne(d1, k, stride, c1 + lane, s1 + lane, out);
    }
  }
}

/** C⁻, S⁻, C⁺, S⁺ of order k for j = −1 … d2−1−k; returns the end. */
function stageTwo(d2: i32, k: i32, stride: usize, c: usize, s: usize, out: usize): usize {
  const shift = <usize>k * stride;
  c -= stride;
  s -= stride;
  for (let j = -1; j < d2 - k; j++) {
    const cj = v128.load(c);
    const sj = v128.load(s);
    const ck = v128.load(c + shift);
    const sk = v128.load(s + shift);
    const cc = f64x2.mul(cj, ck);
    const ss = f64x2.mul(sj, sk);
    const sc = f64x2.mul(sj, ck);
    const cs = f64x2.mul(cj, sk);
    v128.store(out, f64x2.add(cc, ss));
    v128.store(out, f64x2.sub(sc, cs), 16);
    v128.store(out, f64x2.sub(cc, ss), 32);
    v128.store(out, f64x2.add(sc, cs), 48);
    c += stride;
    s += stride;
    out += 64;
  }
  return out;
}

/**
 * Signed products of stage 1 for order k and rows i, with c, s at i and c′, s′ at i + k, and c₋, s₋ one below each:
 *
 *   a1 = c′c   a2 = s′s   b1 = c′₋c₋   b2 = s′₋s₋   p1 = c′s₋   p2 = −s′c₋   q1 = s′₋c   q2 = −c′₋s
 *
 * At k = 0 the rows P and Q are the same and enter twice: p1 and p2 are doubled. Returns the end.
 */
function stageOne(d1: i32, k: i32, stride: usize, c: usize, s: usize, out: usize): usize {
  const shift = <usize>k * stride;
  for (let i = 0; i < d1 - k; i++) {
    const cLo = v128.load(c);
    const sLo = v128.load(s);
    const cHi = v128.load(c + shift);
    const sHi = v128.load(s + shift);
    const cLoB = v128.load(c - stride);
    const sLoB = v128.load(s - stride);
    const cHiB = v128.load(c + shift - stride);
    const sHiB = v128.load(s + shift - stride);
    const p1 = f64x2.mul(cHi, sLoB);
    const p2 = f64x2.neg(f64x2.mul(sHi, cLoB));
    v128.store(out, f64x2.mul(cHi, cLo));
    v128.store(out, f64x2.mul(sHi, sLo), 16);
    v128.store(out, f64x2.mul(cHiB, cLoB), 32);
    v128.store(out, f64x2.mul(sHiB, sLoB), 48);
    v128.store(out, k == 0 ? f64x2.add(p1, p1) : p1, 64);
    v128.store(out, k == 0 ? f64x2.add(p2, p2) : p2, 80);
    v128.store(out, f64x2.mul(sHiB, cLo), 96);
    v128.store(out, f64x2.neg(f64x2.mul(cHiB, sLo)), 112);
    c += stride;
    s += stride;
    out += 128;
  }
  return out;
}
