/**
 * The exchange cascade: an ancilla's two-level branch {e, B} swaps excitations with mode 1, then with mode 2, and is
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
 * Stage 1 couples i, stage 2 couples j, so each needs only O(d) tables and the two are fused row by row: the four
 * joint rows (ee, BB, eB = i·p, Be = −i·q) live in registers, never in memory. Orders above K count as zero.
 * The tables are [n][lane] with one leading entry for n = −1 (c = 1, s = 0): `c` and `s` point at n = 0.
 *
 *   out[j] = p_D x_k[i,j] + (cc_j ee_j + ss_{j−1} ee_{j−1}) + (ss_j BB_{j+1} + cc_{j−1} BB_j)
 *          + (sc_{j−1} p_{j−1} − cs_j p_j) + (cs_{j−1} q_j − sc_j q_{j+1}),     cc_j = c_j c_{j+k}, cs_j = c_j s_{j+k}, …
 */

/** Number of f64 values that `exchangeStep` needs: the four products cc, ss, cs, sc of one order, then one row of zeros. */
export function exchangeScratch(d2: f64, lanes: f64): f64 {
  return 5 * (d2 + 1) * lanes;
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

/** Products of stage 2 for order k: rows j = −1 … d2−1−k of [cc, ss, cs, sc], each [lane]. */
function products(d2: i32, k: i32, stride: usize, c: usize, s: usize, out: usize): void {
  const shift = <usize>k * stride;
  for (let j = -1; j < d2 - k; j++) {
    const at = <usize>(j * <i32>stride);
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const cj = v128.load(c + at + lane);
      const sj = v128.load(s + at + lane);
      const ck = v128.load(c + at + shift + lane);
      const sk = v128.load(s + at + shift + lane);
      v128.store(out + lane, f64x2.mul(cj, ck));
      v128.store(out + stride + lane, f64x2.mul(sj, sk));
      v128.store(out + 2 * stride + lane, f64x2.mul(cj, sk));
      v128.store(out + 3 * stride + lane, f64x2.mul(sj, ck));
    }
    out += 4 * stride;
  }
}

/**
 * One row of outputs, two lanes: fixed (k, i), all j. The nine row coefficients are p_D and, of the joint rows,
 *   ee_j = a1·x[i,j] + a2·x[i+1,j]      BB_j = b1·x[i,j] + b2·x[i−1,j]
 *   p_j = p1·x₊[i−1,j] + p2·x₊[i,j]     q_j = q1·x₋[i,j] + q2·x₋[i+1,j]    (x₊, x₋: orders k+1, k−1; q_j = p_{j−1} at k = 0)
 * A row that does not exist is the row of zeros. `t` points at the products of j = −1. Nothing lies beyond the last j.
 */
// @ts-expect-error: decorator
@inline
function row(
  m: i32, stride: usize, t: usize, out: usize, symmetric: bool,
  x: usize, above: usize, below: usize, upperBelow: usize, upper: usize, lower: usize, lowerAbove: usize,
  pD: v128, a1: v128, a2: v128, b1: v128, b2: v128, p1: v128, p2: v128, q1: v128, q2: v128,
): void {
  let eeBefore = f64x2.splat(0);
  let pBefore = f64x2.splat(0);
  let x0 = v128.load(x);
  let BB = f64x2.add(f64x2.mul(b1, x0), f64x2.mul(b2, v128.load(below)));
  let q = f64x2.splat(0);
  if (!symmetric) q = f64x2.add(f64x2.mul(q1, v128.load(lower)), f64x2.mul(q2, v128.load(lowerAbove)));
  const end = <usize>(m - 1) * stride;
  let j: usize = 0;
  for (; j < end; j += stride) {
    const ee = f64x2.add(f64x2.mul(a1, x0), f64x2.mul(a2, v128.load(above + j)));
    const xNext = v128.load(x + j + stride);
    const BBNext = f64x2.add(f64x2.mul(b1, xNext), f64x2.mul(b2, v128.load(below + j + stride)));
    const p = f64x2.add(f64x2.mul(p1, v128.load(upperBelow + j)), f64x2.mul(p2, v128.load(upper + j)));
    let qNext = p;
    if (!symmetric) {
      qNext = f64x2.add(f64x2.mul(q1, v128.load(lower + j + stride)), f64x2.mul(q2, v128.load(lowerAbove + j + stride)));
    }
    const now = t + 4 * stride;
    v128.store(out + j, combine(t, now, stride, pD, x0, ee, eeBefore, BB, BBNext, p, pBefore, q, qNext));
    eeBefore = ee;
    BB = BBNext;
    pBefore = p;
    q = qNext;
    x0 = xNext;
    t = now;
  }
  const zero = f64x2.splat(0);
  const ee = f64x2.add(f64x2.mul(a1, x0), f64x2.mul(a2, v128.load(above + j)));
  let qNext = zero;
  if (!symmetric) {
    qNext = f64x2.add(f64x2.mul(q1, v128.load(lower + j + stride)), f64x2.mul(q2, v128.load(lowerAbove + j + stride)));
  }
  v128.store(out + j, combine(t, t + 4 * stride, stride, pD, x0, ee, eeBefore, BB, zero, zero, pBefore, q, qNext));
}

/** Stage 2 of one element: products of j − 1 stand at `t`, those of j at `now`, in the order cc, ss, cs, sc. */
// @ts-expect-error: decorator
@inline
function combine(
  t: usize, now: usize, stride: usize, pD: v128, x0: v128,
  ee: v128, eeBefore: v128, BB: v128, BBNext: v128, p: v128, pBefore: v128, q: v128, qNext: v128,
): v128 {
  const fromEE = f64x2.add(f64x2.mul(v128.load(now), ee), f64x2.mul(v128.load(t + stride), eeBefore));
  const fromBB = f64x2.add(f64x2.mul(v128.load(now + stride), BBNext), f64x2.mul(v128.load(t), BB));
  const fromP = f64x2.sub(f64x2.mul(v128.load(t + 3 * stride), pBefore), f64x2.mul(v128.load(now + 2 * stride), p));
  const fromQ = f64x2.sub(f64x2.mul(v128.load(t + 2 * stride), q), f64x2.mul(v128.load(now + 3 * stride), qNext));
  return f64x2.add(f64x2.add(f64x2.mul(pD, x0), fromEE), f64x2.add(fromBB, f64x2.add(fromP, fromQ)));
}

/**
 * One collision of `lanes` (even, up to 8) realisations: y ← map(x), orders 0 … K of a d1 × d2 cascade (d2 = 1: one mode).
 *
 * `weights` is [3][lane]: p_e, p_B, p_D.  `c1, s1, c2, s2` are tables of `exchangeTables`, pointing at n = 0.
 * `scratch` has `exchangeScratch(d2, lanes)` values. y must not overlap x.
 */
export function exchangeStep(
  d1: i32, d2: i32, K: i32, lanes: i32, weights: usize, c1: usize, s1: usize, c2: usize, s2: usize, x: usize, y: usize, scratch: usize,
): void {
  assert(d1 >= 1 && d2 >= 1, "Both modes must have a level.");
  assert(K >= 0, "The largest coherence order `K` must be ≥ 0.");
  assert(x != y, "The output must not overlap the input.");
  // The same steps with the stride as a constant of the code, which keeps addresses out of registers.
  if (lanes == 8) steps(d1, d2, K, 64, weights, c1, s1, c2, s2, x, y, scratch);
  else if (lanes == 2) steps(d1, d2, K, 16, weights, c1, s1, c2, s2, x, y, scratch);
  else {
    // demanded here: in front of the branches it would cost them their constants
    assert(lanes == 4 || lanes == 6, "`lanes` must be 2, 4, 6 or 8.");
    steps(d1, d2, K, <usize>lanes << 3, weights, c1, s1, c2, s2, x, y, scratch);
  }
}

// @ts-expect-error: decorator
@inline
function steps(
  d1: i32, d2: i32, K: i32, stride: usize, weights: usize, c1: usize, s1: usize, c2: usize, s2: usize, x: usize, y: usize, scratch: usize,
): void {
  const zeros = scratch + <usize>(4 * (d2 + 1)) * stride;
  memory.fill(zeros, 0, <usize>(d2 + 1) * stride);
  let order = x; // x_k
  let lowerOrder = x; // x_{k−1}
  for (let k = 0; k <= K && k < d1 && k < d2; k++) {
    const m = d2 - k;
    const rows = d1 - k;
    const width = <usize>m * stride;
    const upperOrder = order + <usize>rows * width;
    const hasUpper = k < K && k + 1 < d1 && k + 1 < d2;
    products(d2, k, stride, c2, s2, scratch);
    for (let i = 0; i < rows; i++) {
      const at = order + <usize>i * width;
      const hasAbove = i + 1 < rows;
      for (let lane: usize = 0; lane < stride; lane += 16) {
        const pe = v128.load(weights + lane);
        const pB = v128.load(weights + stride + lane);
        const pD = v128.load(weights + 2 * stride + lane);
        const hi = <usize>((i + k) * <i32>stride) + lane;
        const lo = <usize>(i * <i32>stride) + lane;
        const cHi = v128.load(c1 + hi);
        const sHi = v128.load(s1 + hi);
        const cLo = v128.load(c1 + lo);
        const sLo = v128.load(s1 + lo);
        const cHiB = v128.load(c1 + hi - stride);
        const sHiB = v128.load(s1 + hi - stride);
        const cLoB = v128.load(c1 + lo - stride);
        const sLoB = v128.load(s1 + lo - stride);
        const a1 = f64x2.mul(pe, f64x2.mul(cHi, cLo));
        const a2 = f64x2.mul(pB, f64x2.mul(sHi, sLo));
        const b1 = f64x2.mul(pB, f64x2.mul(cHiB, cLoB));
        const b2 = f64x2.mul(pe, f64x2.mul(sHiB, sLoB));
        const p1 = f64x2.mul(pe, f64x2.mul(cHi, sLoB));
        const p2 = f64x2.neg(f64x2.mul(pB, f64x2.mul(sHi, cLoB)));
        const above = (hasAbove ? at + width : zeros) + lane;
        const below = (i > 0 ? at - width : zeros) + lane;
        const upperBelow = (hasUpper && i > 0 ? upperOrder + <usize>(i - 1) * (width - stride) : zeros) + lane;
        const upper = (hasUpper && i + k + 1 < d1 ? upperOrder + <usize>i * (width - stride) : zeros) + lane;
        if (k == 0) {
          row(
            m, stride, scratch + lane, y + lane, true, at + lane, above, below, upperBelow, upper, zeros, zeros,
            pD, a1, a2, b1, b2, p1, p2, a1, a1,
          );
        } else {
          const lower = lowerOrder + <usize>i * (width + stride) + lane;
          const q1 = f64x2.mul(pe, f64x2.mul(sHiB, cLo));
          const q2 = f64x2.neg(f64x2.mul(pB, f64x2.mul(cHiB, sLo)));
          row(
            m, stride, scratch + lane, y + lane, false, at + lane, above, below, upperBelow, upper, lower, lower + width + stride,
            pD, a1, a2, b1, b2, p1, p2, q1, q2,
          );
        }
      }
      y += width;
    }
    lowerOrder = order;
    order = upperOrder;
  }
}
