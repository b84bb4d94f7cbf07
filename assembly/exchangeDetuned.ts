/**
 * Exchange cascades of two modes with a detuned branch: as `exchange.ts`, with crossings  √2 (a|e⟩⟨B| + h.c.) + δ|e⟩⟨e|.
 * But for a phase that cancels, with g² = 2(n+1) and Ω² = g² + δ²/4,
 *
 *   |e,n⟩ → (c_n − i t_n)|e,n⟩ − i s_n|B,n+1⟩,   |B,n+1⟩ → (c_n + i t_n)|B,n+1⟩ − i s_n|e,n⟩,
 *   c = cos Ωθ,  s = g/Ω sin Ωθ,  t = δ/2Ω sin Ωθ;   at n = −1 (|B,0⟩ alone) and n = d−1 (|e,d−1⟩ alone) g counts as 0.
 *
 * Tables are [n = −1 … d−1][c s t][lane]. The elements z_k[i, j] = ⟨i, j+k| ρ |i+k, j⟩ are complex but for order 0:
 *
 *   order 0: [i][j][lane], real      order k ≥ 1: [i][j][re im][lane]
 *
 * Per row (k, i) and j = −1 … m−1, bars for conjugates and primes for the place k higher:
 *
 *   A = a1 z[i,j] + a2 z[i+1,j]            B = b1 z[i,j+1] + b2 z[i−1,j+1]
 *   P = p1 z₊[i−1,j] + p2 z₊[i,j]          Q = q1 z₋[i,j+1] + q2 z₋[i+1,j+1]        (z₊, z₋: orders k + 1, k − 1)
 *   out[j]   += Ē A + ss′ B + f̄ P + g Q
 *   out[j+1] += E B + ss′ A − ḡ P − f Q + p_D z[i,j+1]
 *   E = (c − i t)(c′ + i t′),   f = s′(t + i c),   g = s (t′ + i c′)
 *
 * in two passes over the row, A and B first, so that the coefficients of a pass fit into registers. At k = 0, Q = P̄.
 */
import { expectLanes } from "./contract";

/** c s t of one mode with `d` levels from θ[lane] and δ[lane]; `table` points at n = −1. */
export function detunedTable(d: i32, lanes: i32, theta: usize, detuning: usize, table: usize): void {
  assert(d >= 1, "A mode must have a level.");
  assert(lanes >= 1, "`lanes` must be ≥ 1.");
  const stride = <usize>lanes << 3;
  for (let lane: usize = 0; lane < stride; lane += 8) {
    const angle = load<f64>(theta + lane);
    const half = 0.5 * load<f64>(detuning + lane);
    let at = table + lane;
    for (let n = -1; n < d; n++) {
      const alone = n < 0 || n == d - 1;
      const squared = 2 * <f64>(n + 1);
      const rabi = alone ? half : Math.sqrt(squared + half * half);
      const sine = NativeMath.sin(angle * rabi);
      store<f64>(at, NativeMath.cos(angle * rabi));
      store<f64>(at + stride, alone ? 0 : (Math.sqrt(squared) / rabi) * sine);
      store<f64>(at + 2 * stride, alone ? sine : (half / rabi) * sine);
      at += 3 * stride;
    }
  }
}

/** Number of f64 values that `detunedStep` needs: E, ss′, f, g of one order, then one row of zeros. */
export function detunedScratch(d2: f64, lanes: f64): f64 {
  return 10 * (d2 + 1) * lanes;
}

// @ts-expect-error: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-expect-error: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-expect-error: decorator
@inline
function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

/** E (re, im), ss′, f (re, im), g (re, im) of order k for j = −1 … d2−1−k: [j][7][lane], in the room of eight. */
function turns(d2: i32, k: i32, stride: usize, table: usize, out: usize): void {
  const shift = <usize>(3 * k) * stride;
  for (let j = -1; j < d2 - k; j++) {
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const at = table + lane;
      const c = v128.load(at);
      const s = v128.load(at + stride);
      const t = v128.load(at + 2 * stride);
      const cUp = v128.load(at + shift);
      const sUp = v128.load(at + shift + stride);
      const tUp = v128.load(at + shift + 2 * stride);
      v128.store(out + lane, add(mul(c, cUp), mul(t, tUp)));
      v128.store(out + lane + stride, sub(mul(c, tUp), mul(t, cUp)));
      v128.store(out + lane + 2 * stride, mul(s, sUp));
      v128.store(out + lane + 3 * stride, mul(sUp, t));
      v128.store(out + lane + 4 * stride, mul(sUp, c));
      v128.store(out + lane + 5 * stride, mul(s, tUp));
      v128.store(out + lane + 6 * stride, mul(s, cUp));
    }
    table += 3 * stride;
    out += 8 * stride;
  }
}

/** First pass of a row of order 0, two lanes: all of it is real. `t` points at the turns of j = −1. */
// @ts-expect-error: decorator
@inline
function firstReal(
  m: i32, stride: usize, t: usize, out: usize, z: usize, above: usize, below: usize, pD: v128, a1: v128, a2: v128, b1: v128, b2: v128,
): void {
  let own = v128.load(z);
  let carry = add(mul(v128.load(t), add(mul(b1, own), mul(b2, v128.load(below)))), mul(pD, own));
  for (let left = m - 1; left > 0; left--) {
    t += 8 * stride;
    const next = v128.load(z + stride);
    const A = add(mul(a1, own), mul(a2, v128.load(above)));
    const B = add(mul(b1, next), mul(b2, v128.load(below + stride)));
    const E = v128.load(t);
    const ss = v128.load(t + 2 * stride);
    v128.store(out, add(carry, add(mul(E, A), mul(ss, B))));
    carry = add(add(mul(E, B), mul(ss, A)), mul(pD, next));
    own = next;
    z += stride;
    above += stride;
    below += stride;
    out += stride;
  }
  const A = add(mul(a1, own), mul(a2, v128.load(above)));
  v128.store(out, add(carry, mul(v128.load(t + 8 * stride), A)));
}

/** Second pass of a row of order 0: P is complex, and what it adds is twice a real part. */
// @ts-expect-error: decorator
@inline
function secondReal(
  m: i32, stride: usize, t: usize, out: usize, upperBelow: usize, upper: usize, p1r: v128, p1i: v128, p2r: v128, p2i: v128,
): void {
  let before = f64x2.splat(0);
  for (let left = m - 1; left > 0; left--) {
    t += 8 * stride;
    const ur = v128.load(upperBelow);
    const ui = v128.load(upperBelow + stride);
    const vr = v128.load(upper);
    const vi = v128.load(upper + stride);
    const Pr = add(sub(mul(p1r, ur), mul(p1i, ui)), sub(mul(p2r, vr), mul(p2i, vi)));
    const Pi = add(add(mul(p1r, ui), mul(p1i, ur)), add(mul(p2r, vi), mul(p2i, vr)));
    const half = add(mul(v128.load(t + 3 * stride), Pr), mul(v128.load(t + 4 * stride), Pi));
    const both = add(half, half);
    v128.store(out, add(v128.load(out), add(before, both)));
    before = f64x2.neg(both);
    upperBelow += 2 * stride;
    upper += 2 * stride;
    out += stride;
  }
  v128.store(out, add(v128.load(out), before));
}

/** First pass of a row of order k ≥ 1, two lanes: A and B. */
// @ts-expect-error: decorator
@inline
function first(
  m: i32, stride: usize, t: usize, out: usize, z: usize, above: usize, below: usize,
  pD: v128, a1r: v128, a1i: v128, a2: v128, b1r: v128, b1i: v128, b2: v128,
): void {
  let zr = v128.load(z);
  let zi = v128.load(z + stride);
  let Br = add(sub(mul(b1r, zr), mul(b1i, zi)), mul(b2, v128.load(below)));
  let Bi = add(add(mul(b1r, zi), mul(b1i, zr)), mul(b2, v128.load(below + stride)));
  let Er = v128.load(t);
  let Ei = v128.load(t + stride);
  let carryR = add(sub(mul(Er, Br), mul(Ei, Bi)), mul(pD, zr));
  let carryI = add(add(mul(Er, Bi), mul(Ei, Br)), mul(pD, zi));
  for (let left = m - 1; left > 0; left--) {
    t += 8 * stride;
    const Ar = add(sub(mul(a1r, zr), mul(a1i, zi)), mul(a2, v128.load(above)));
    const Ai = add(add(mul(a1r, zi), mul(a1i, zr)), mul(a2, v128.load(above + stride)));
    zr = v128.load(z + 2 * stride);
    zi = v128.load(z + 3 * stride);
    Br = add(sub(mul(b1r, zr), mul(b1i, zi)), mul(b2, v128.load(below + 2 * stride)));
    Bi = add(add(mul(b1r, zi), mul(b1i, zr)), mul(b2, v128.load(below + 3 * stride)));
    Er = v128.load(t);
    Ei = v128.load(t + stride);
    const ss = v128.load(t + 2 * stride);
    v128.store(out, add(carryR, add(add(mul(Er, Ar), mul(Ei, Ai)), mul(ss, Br))));
    v128.store(out + stride, add(carryI, add(sub(mul(Er, Ai), mul(Ei, Ar)), mul(ss, Bi))));
    carryR = add(add(sub(mul(Er, Br), mul(Ei, Bi)), mul(ss, Ar)), mul(pD, zr));
    carryI = add(add(add(mul(Er, Bi), mul(Ei, Br)), mul(ss, Ai)), mul(pD, zi));
    z += 2 * stride;
    above += 2 * stride;
    below += 2 * stride;
    out += 2 * stride;
  }
  t += 8 * stride;
  const Ar = add(sub(mul(a1r, zr), mul(a1i, zi)), mul(a2, v128.load(above)));
  const Ai = add(add(mul(a1r, zi), mul(a1i, zr)), mul(a2, v128.load(above + stride)));
  Er = v128.load(t);
  Ei = v128.load(t + stride);
  v128.store(out, add(carryR, add(mul(Er, Ar), mul(Ei, Ai))));
  v128.store(out + stride, add(carryI, sub(mul(Er, Ai), mul(Ei, Ar))));
}

/** Real part of Q where the order below is that of the populations (`real`) or complex. */
// @ts-expect-error: decorator
@inline
function re(real: bool, stride: usize, q1r: v128, q1i: v128, q2r: v128, q2i: v128, lower: usize, lowerAbove: usize): v128 {
  if (real) return add(mul(q1r, v128.load(lower)), mul(q2r, v128.load(lowerAbove)));
  return add(
    sub(mul(q1r, v128.load(lower)), mul(q1i, v128.load(lower + stride))),
    sub(mul(q2r, v128.load(lowerAbove)), mul(q2i, v128.load(lowerAbove + stride))),
  );
}

/** Imaginary part of Q. */
// @ts-expect-error: decorator
@inline
function im(real: bool, stride: usize, q1r: v128, q1i: v128, q2r: v128, q2i: v128, lower: usize, lowerAbove: usize): v128 {
  if (real) return add(mul(q1i, v128.load(lower)), mul(q2i, v128.load(lowerAbove)));
  return add(
    add(mul(q1r, v128.load(lower + stride)), mul(q1i, v128.load(lower))),
    add(mul(q2r, v128.load(lowerAbove + stride)), mul(q2i, v128.load(lowerAbove))),
  );
}

/** Second pass of a row of order k ≥ 1, two lanes: P and Q. */
// @ts-expect-error: decorator
@inline
function second(
  m: i32, stride: usize, real: bool, t: usize, out: usize, upperBelow: usize, upper: usize, lower: usize, lowerAbove: usize,
  p1r: v128, p1i: v128, p2r: v128, p2i: v128, q1r: v128, q1i: v128, q2r: v128, q2i: v128,
): void {
  const step = real ? stride : 2 * stride;
  let Qr = re(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
  let Qi = im(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
  let fr = v128.load(t + 3 * stride);
  let fi = v128.load(t + 4 * stride);
  let beforeR = sub(mul(fi, Qi), mul(fr, Qr));
  let beforeI = f64x2.neg(add(mul(fr, Qi), mul(fi, Qr)));
  for (let left = m - 1; left > 0; left--) {
    t += 8 * stride;
    lower += step;
    lowerAbove += step;
    const ur = v128.load(upperBelow);
    const ui = v128.load(upperBelow + stride);
    const vr = v128.load(upper);
    const vi = v128.load(upper + stride);
    const Pr = add(sub(mul(p1r, ur), mul(p1i, ui)), sub(mul(p2r, vr), mul(p2i, vi)));
    const Pi = add(add(mul(p1r, ui), mul(p1i, ur)), add(mul(p2r, vi), mul(p2i, vr)));
    Qr = re(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
    Qi = im(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
    fr = v128.load(t + 3 * stride);
    fi = v128.load(t + 4 * stride);
    const gr = v128.load(t + 5 * stride);
    const gi = v128.load(t + 6 * stride);
    const outR = add(add(mul(fr, Pr), mul(fi, Pi)), sub(mul(gr, Qr), mul(gi, Qi)));
    const outI = add(sub(mul(fr, Pi), mul(fi, Pr)), add(mul(gr, Qi), mul(gi, Qr)));
    v128.store(out, add(v128.load(out), add(beforeR, outR)));
    v128.store(out + stride, add(v128.load(out + stride), add(beforeI, outI)));
    beforeR = f64x2.neg(add(add(mul(gr, Pr), mul(gi, Pi)), sub(mul(fr, Qr), mul(fi, Qi))));
    beforeI = f64x2.neg(add(sub(mul(gr, Pi), mul(gi, Pr)), add(mul(fr, Qi), mul(fi, Qr))));
    upperBelow += 2 * stride;
    upper += 2 * stride;
    out += 2 * stride;
  }
  t += 8 * stride;
  lower += step;
  lowerAbove += step;
  Qr = re(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
  Qi = im(real, stride, q1r, q1i, q2r, q2i, lower, lowerAbove);
  const gr = v128.load(t + 5 * stride);
  const gi = v128.load(t + 6 * stride);
  v128.store(out, add(v128.load(out), add(beforeR, sub(mul(gr, Qr), mul(gi, Qi)))));
  v128.store(out + stride, add(v128.load(out + stride), add(beforeI, add(mul(gr, Qi), mul(gi, Qr)))));
}

/**
 * One collision of `lanes` (even, up to 8) realisations: y ← map(x), orders 0 … K of a d1 × d2 cascade.
 * `weights` is [3][lane]: p_e, p_B, p_D. `one` and `two` are tables of `detunedTable`. y must not overlap x.
 */
export function detunedStep(
  d1: i32, d2: i32, K: i32, lanes: i32, weights: usize, one: usize, two: usize, x: usize, y: usize, scratch: usize,
): void {
  expectLanes(lanes);
  assert(d1 >= 1 && d2 >= 1, "Both modes must have a level.");
  assert(K >= 0, "The largest coherence order `K` must be ≥ 0.");
  assert(x != y, "The output must not overlap the input.");
  // The stride of a full set of lanes is a constant of the code, which keeps addresses out of registers.
  if (lanes == 8) rows(d1, d2, K, 64, weights, one, two, x, y, scratch);
  else rows(d1, d2, K, <usize>lanes << 3, weights, one, two, x, y, scratch);
}

// @ts-expect-error: decorator
@inline
function rows(
  d1: i32, d2: i32, K: i32, stride: usize, weights: usize, one: usize, two: usize, x: usize, y: usize, scratch: usize,
): void {
  const zeros = scratch + <usize>(8 * (d2 + 1)) * stride;
  memory.fill(zeros, 0, <usize>(2 * (d2 + 1)) * stride);
  let order = x; // z_k
  let lowerOrder = x; // z_{k−1}
  for (let k = 0; k <= K && k < d1 && k < d2; k++) {
    const m = d2 - k;
    const count = d1 - k;
    const width = <usize>(k == 0 ? m : 2 * m) * stride;
    const lowerWidth = <usize>(k == 1 ? m + 1 : 2 * (m + 1)) * stride;
    const upperWidth = <usize>(2 * (m - 1)) * stride;
    const upperOrder = order + <usize>count * width;
    const hasUpper = k < K && k + 1 < d1 && k + 1 < d2;
    turns(d2, k, stride, two, scratch);
    for (let i = 0; i < count; i++) {
      const at = order + <usize>i * width;
      for (let lane: usize = 0; lane < stride; lane += 16) {
        const pe = v128.load(weights + lane);
        const pB = v128.load(weights + stride + lane);
        const pD = v128.load(weights + 2 * stride + lane);
        // entries of n = i − 1 and i, and of n = i + k − 1 and i + k
        const low = one + <usize>(3 * i) * stride + lane;
        const high = low + <usize>(3 * k) * stride;
        const cB = v128.load(low);
        const sB = v128.load(low + stride);
        const tB = v128.load(low + 2 * stride);
        const c = v128.load(low + 3 * stride);
        const s = v128.load(low + 4 * stride);
        const t = v128.load(low + 5 * stride);
        const cUpB = v128.load(high);
        const sUpB = v128.load(high + stride);
        const tUpB = v128.load(high + 2 * stride);
        const cUp = v128.load(high + 3 * stride);
        const sUp = v128.load(high + 4 * stride);
        const tUp = v128.load(high + 5 * stride);
        const above = (i + 1 < count ? at + width : zeros) + lane;
        const below = (i > 0 ? at - width : zeros) + lane;
        const upperBelow = (hasUpper && i > 0 ? upperOrder + <usize>(i - 1) * upperWidth : zeros) + lane;
        const upper = (hasUpper && i + k + 1 < d1 ? upperOrder + <usize>i * upperWidth : zeros) + lane;
        const a1r = mul(pe, add(mul(cUp, c), mul(tUp, t)));
        const a2 = mul(pB, mul(sUp, s));
        const b1r = mul(pB, add(mul(cUpB, cB), mul(tUpB, tB)));
        const b2 = mul(pe, mul(sUpB, sB));
        const p1r = mul(pe, mul(sB, tUp));
        const p1i = f64x2.neg(mul(pe, mul(sB, cUp)));
        const p2r = f64x2.neg(mul(pB, mul(sUp, tB)));
        const p2i = mul(pB, mul(sUp, cB));
        if (k == 0) {
          firstReal(m, stride, scratch + lane, y + lane, at + lane, above, below, pD, a1r, a2, b1r, b2);
          secondReal(m, stride, scratch + lane, y + lane, upperBelow, upper, p1r, p1i, p2r, p2i);
          continue;
        }
        const a1i = mul(pe, sub(mul(tUp, c), mul(cUp, t)));
        const b1i = mul(pB, sub(mul(cUpB, tB), mul(tUpB, cB)));
        first(m, stride, scratch + lane, y + lane, at + lane, above, below, pD, a1r, a1i, a2, b1r, b1i, b2);
        const q1r = mul(pe, mul(sUpB, t));
        const q1i = mul(pe, mul(sUpB, c));
        const q2r = f64x2.neg(mul(pB, mul(s, tUpB)));
        const q2i = f64x2.neg(mul(pB, mul(s, cUpB)));
        const lower = lowerOrder + <usize>i * lowerWidth + lane;
        if (k == 1) {
          second(
            m, stride, true, scratch + lane, y + lane, upperBelow, upper, lower, lower + lowerWidth,
            p1r, p1i, p2r, p2i, q1r, q1i, q2r, q2i,
          );
        } else {
          second(
            m, stride, false, scratch + lane, y + lane, upperBelow, upper, lower, lower + lowerWidth,
            p1r, p1i, p2r, p2i, q1r, q1i, q2r, q2i,
          );
        }
      }
      y += width;
    }
    lowerOrder = order;
    order = upperOrder;
  }
}
