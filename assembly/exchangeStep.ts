/**
 * One collision of an exchange cascade, both stages fused row by row; layouts and products in `exchange.ts`.
 *
 * A swap of the ancilla with mode 2 mixes four elements of the joint state, {e, j} and {B, j+1} on either side. Their
 * sums and differences turn by the difference and the sum of two angles, which takes fewer multiplications than the
 * products one by one. With ½p_e, ½p_B in the rows' coefficients, per row (k, i) and for j = −1 … m−1:
 *
 *   A = a1 x[i,j] + a2 x[i+1,j]            B = b1 x[i,j+1] + b2 x[i−1,j+1]
 *   P = p1 x₊[i−1,j] + p2 x₊[i,j]          Q = q1 x₋[i,j+1] + q2 x₋[i+1,j+1]        (x₊, x₋: orders k + 1, k − 1)
 *   Σ = C⁻(A + B) + S⁻(P − Q)              Δ = C⁺(A − B) − S⁺(P + Q)
 *   out[j] = carry + (Σ + Δ)               carry ← (Σ − Δ) + p_D x[i,j+1]
 *
 * A and P are zero at j = −1, B and P at j = m − 1. Orders above K count as zero, and so does a row that does not
 * exist: it is the row of zeros. At k = 0, Q is P: C⁻ = 1, S⁻ = 0, and p1, p2 are doubled already.
 */
import { expectLanes } from "./contract";
import { exchangeProductsSize } from "./exchange";

/**
 * Distances in bytes, as sizes of classes: the offset of a load must be a constant of the code, and a generic function
 * that takes the stride as a type has it so. One instance of the code per stride keeps addresses out of registers.
 */
@unmanaged class Nothing {}
@unmanaged class TwoLanes { a: f64 = 0; b: f64 = 0; }
@unmanaged class FourLanes extends TwoLanes { c: f64 = 0; d: f64 = 0; }
@unmanaged class SixLanes extends FourLanes { e: f64 = 0; f: f64 = 0; }
@unmanaged class EightLanes extends SixLanes { g: f64 = 0; h: f64 = 0; }
@unmanaged class TwelveLanes extends EightLanes { i: f64 = 0; j: f64 = 0; k: f64 = 0; l: f64 = 0; }
@unmanaged class SixteenLanes extends TwelveLanes { m: f64 = 0; n: f64 = 0; o: f64 = 0; p: f64 = 0; }
/** C⁻ S⁻ C⁺ S⁺ of one j for two lanes. */
@unmanaged class Products extends EightLanes {}

/** Two lanes of a sum over two rows. */
// @ts-expect-error: decorator
@inline
function over<At>(a: v128, p: usize, b: v128, q: usize): v128 {
  return f64x2.add(f64x2.mul(a, v128.load(p, offsetof<At>())), f64x2.mul(b, v128.load(q, offsetof<At>())));
}

/**
 * Two lanes of element j of a row, where x0 = x[i,j] and x1 = x[i,j+1]: store out[j] and return the carry to j + 1.
 * The pointers stand `At` before j, `Next` before j + 1, and `t` stands `Table` before the products of j.
 */
// @ts-expect-error: decorator
@inline
function element<At, Next, Table>(
  symmetric: bool, t: usize, out: usize, x0: v128, x1: v128, carry: v128,
  above: usize, below: usize, upperBelow: usize, upper: usize, lower: usize, lowerAbove: usize,
  pD: v128, a1: v128, a2: v128, b1: v128, b2: v128, p1: v128, p2: v128, q1: v128, q2: v128,
): v128 {
  const A = f64x2.add(f64x2.mul(a1, x0), f64x2.mul(a2, v128.load(above, offsetof<At>())));
  const B = f64x2.add(f64x2.mul(b1, x1), f64x2.mul(b2, v128.load(below, offsetof<Next>())));
  const P = over<At>(p1, upperBelow, p2, upper);
  let sum = f64x2.add(A, B);
  let difference = f64x2.mul(v128.load(t, offsetof<Table>() + 32), f64x2.sub(A, B));
  if (symmetric) {
    difference = f64x2.sub(difference, f64x2.mul(v128.load(t, offsetof<Table>() + 48), P));
  } else {
    const Q = over<Next>(q1, lower, q2, lowerAbove);
    sum = f64x2.mul(v128.load(t, offsetof<Table>()), sum);
    sum = f64x2.add(sum, f64x2.mul(v128.load(t, offsetof<Table>() + 16), f64x2.sub(P, Q)));
    difference = f64x2.sub(difference, f64x2.mul(v128.load(t, offsetof<Table>() + 48), f64x2.add(P, Q)));
  }
  v128.store(out, f64x2.add(carry, f64x2.add(sum, difference)), offsetof<At>());
  return f64x2.add(f64x2.sub(sum, difference), f64x2.mul(pD, x1));
}

/** Two lanes of one row (k, i): all j, unrolled by two. `t` points at the products of j = −1. */
// @ts-expect-error: decorator
@inline
function row<Stride, Twice>(
  m: i32, symmetric: bool, t: usize, out: usize,
  x: usize, above: usize, below: usize, upperBelow: usize, upper: usize, lower: usize, lowerAbove: usize,
  pD: v128, a1: v128, a2: v128, b1: v128, b2: v128, p1: v128, p2: v128, q1: v128, q2: v128,
): void {
  let x0 = v128.load(x);
  let carry = f64x2.add(f64x2.mul(b1, x0), f64x2.mul(b2, v128.load(below)));
  if (!symmetric) {
    const Q = over<Nothing>(q1, lower, q2, lowerAbove);
    carry = f64x2.add(f64x2.mul(v128.load(t, 32), carry), f64x2.mul(v128.load(t, 48), Q));
  }
  carry = f64x2.add(f64x2.add(carry, carry), f64x2.mul(pD, x0));
  t += offsetof<Products>();
  let left = m - 1;
  for (; left > 1; left -= 2) {
    const x1 = v128.load(x, offsetof<Stride>());
    carry = element<Nothing, Stride, Nothing>(
      symmetric, t, out, x0, x1, carry, above, below, upperBelow, upper, lower, lowerAbove, pD, a1, a2, b1, b2, p1, p2, q1, q2,
    );
    x0 = v128.load(x, offsetof<Twice>());
    carry = element<Stride, Twice, Products>(
      symmetric, t, out, x1, x0, carry, above, below, upperBelow, upper, lower, lowerAbove, pD, a1, a2, b1, b2, p1, p2, q1, q2,
    );
    x += offsetof<Twice>();
    above += offsetof<Twice>();
    below += offsetof<Twice>();
    upperBelow += offsetof<Twice>();
    upper += offsetof<Twice>();
    lower += offsetof<Twice>();
    lowerAbove += offsetof<Twice>();
    out += offsetof<Twice>();
    t += 2 * offsetof<Products>();
  }
  if (left == 1) {
    const x1 = v128.load(x, offsetof<Stride>());
    carry = element<Nothing, Stride, Nothing>(
      symmetric, t, out, x0, x1, carry, above, below, upperBelow, upper, lower, lowerAbove, pD, a1, a2, b1, b2, p1, p2, q1, q2,
    );
    x0 = x1;
    above += offsetof<Stride>();
    lower += offsetof<Stride>();
    lowerAbove += offsetof<Stride>();
    out += offsetof<Stride>();
    t += offsetof<Products>();
  }
  let last = f64x2.add(f64x2.mul(a1, x0), f64x2.mul(a2, v128.load(above)));
  if (!symmetric) {
    const Q = over<Stride>(q1, lower, q2, lowerAbove);
    last = f64x2.sub(f64x2.mul(v128.load(t), last), f64x2.mul(v128.load(t, 48), Q));
  }
  v128.store(out, f64x2.add(carry, f64x2.add(last, last)));
}

/** Number of f64 values that `exchangeStep` needs: one row of zeros. */
export function exchangeScratch(d2: f64, lanes: f64): f64 {
  return (d2 + 1) * lanes;
}

/**
 * One collision of `lanes` (even, up to 8) realisations: y ← map(x), orders 0 … K of a d1 × d2 cascade.
 *
 * `weights` is [3][lane]: p_e, p_B, p_D. `products` is filled by `exchangeProducts` for all lanes (`shared` = 0), or
 * for one pair of lanes where all share the angle (1). `scratch` has `exchangeScratch(d2, lanes)` values. y must not
 * overlap x.
 */
export function exchangeStep(
  d1: i32, d2: i32, K: i32, lanes: i32, shared: i32, weights: usize, products: usize, x: usize, y: usize, scratch: usize,
): void {
  expectLanes(lanes);
  assert(d1 >= 1 && d2 >= 1, "Both modes must have a level.");
  assert(K >= 0, "The largest coherence order `K` must be ≥ 0.");
  assert(x != y, "The output must not overlap the input.");
  const next = shared ? 0 : <i32>exchangeProductsSize(d1, d2, K, 2) << 3;
  if (lanes == 8) rows<EightLanes, SixteenLanes>(d1, d2, K, next, weights, products, x, y, scratch);
  else if (lanes == 6) rows<SixLanes, TwelveLanes>(d1, d2, K, next, weights, products, x, y, scratch);
  else if (lanes == 4) rows<FourLanes, EightLanes>(d1, d2, K, next, weights, products, x, y, scratch);
  else rows<TwoLanes, FourLanes>(d1, d2, K, next, weights, products, x, y, scratch);
}

/** All rows of all orders; `next` is the distance in bytes from the products of one pair of lanes to those of the next. */
// @ts-expect-error: decorator
@inline
function rows<Stride, Twice>(
  d1: i32, d2: i32, K: i32, next: usize, weights: usize, products: usize, x: usize, y: usize, scratch: usize,
): void {
  const stride = offsetof<Stride>();
  memory.fill(scratch, 0, <usize>(d2 + 1) * stride);
  let order = x; // x_k
  let lowerOrder = x; // x_{k−1}
  for (let k = 0; k <= K && k < d1 && k < d2; k++) {
    const m = d2 - k;
    const count = d1 - k;
    const width = <usize>m * stride;
    const upperOrder = order + <usize>count * width;
    const hasUpper = k < K && k + 1 < d1 && k + 1 < d2;
    const t = products;
    products += <usize>(m + 1) * offsetof<Products>();
    for (let i = 0; i < count; i++) {
      const at = order + <usize>i * width;
      let after: usize = 0;
      for (let lane: usize = 0; lane < stride; lane += 16) {
        const one = products + after;
        const pe = f64x2.mul(f64x2.splat(0.5), v128.load(weights + lane));
        const pB = f64x2.mul(f64x2.splat(0.5), v128.load(weights + stride + lane));
        const pD = v128.load(weights + 2 * stride + lane);
        const a1 = f64x2.mul(pe, v128.load(one));
        const a2 = f64x2.mul(pB, v128.load(one, 16));
        const b1 = f64x2.mul(pB, v128.load(one, 32));
        const b2 = f64x2.mul(pe, v128.load(one, 48));
        const p1 = f64x2.mul(pe, v128.load(one, 64));
        const p2 = f64x2.mul(pB, v128.load(one, 80));
        const above = (i + 1 < count ? at + width : scratch) + lane;
        const below = (i > 0 ? at - width : scratch) + lane;
        const upperBelow = (hasUpper && i > 0 ? upperOrder + <usize>(i - 1) * (width - stride) : scratch) + lane;
        const upper = (hasUpper && i + k + 1 < d1 ? upperOrder + <usize>i * (width - stride) : scratch) + lane;
        if (k == 0) {
          row<Stride, Twice>(
            m, true, t + after, y + lane, at + lane, above, below, upperBelow, upper, scratch, scratch,
            pD, a1, a2, b1, b2, p1, p2, a1, a1,
          );
        } else {
          const lower = lowerOrder + <usize>i * (width + stride) + lane;
          const q1 = f64x2.mul(pe, v128.load(one, 96));
          const q2 = f64x2.mul(pB, v128.load(one, 112));
          row<Stride, Twice>(
            m, false, t + after, y + lane, at + lane, above, below, upperBelow, upper, lower, lower + width + stride,
            pD, a1, a2, b1, b2, p1, p2, q1, q2,
          );
        }
        after += next;
      }
      y += width;
      products += 128;
    }
    lowerOrder = order;
    order = upperOrder;
  }
}
