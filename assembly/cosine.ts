/**
 * cos of two numbers at once, with the bits of `NativeMath.cos` for each.
 *
 * The reduction to |y| ≤ π/4 is the first round of that function's own (Cody and Waite: x − q·π/2 in two parts, good to 85 bits), and both
 * kernels are its polynomials, in its order; a lane takes the one that it needs. Where a lane wants another way (no reduction, more rounds,
 * no number) both go through `NativeMath.cos`.
 * Source: musl, src/math/cos.c, __rem_pio2.c, __sin.c, __cos.c (FreeBSD's msun).
 */

/** 2/π; π/2 in two parts; S1 … S6; C1 … C6; ½; 1. In memory: constants of vectors would be built anew at each use. */
// @ts-ignore: decorator
@lazy
const TABLE = memory.data<u64>([
  0x3fe45f306dc9c883, 0x3ff921fb54400000, 0x3dd0b4611a626331,
  0xbfc5555555555549, 0x3f8111111110f8a6, 0xbf2a01a019c161d5, 0x3ec71de357b1fe7d, 0xbe5ae5e68a2b9ceb, 0x3de5d93a5acfd57c,
  0x3fa555555555554c, 0xbf56c16c16c15177, 0x3efa01a019cb1590, 0xbe927e4f809c52ad, 0x3e21ee9ebdb4b1c4, 0xbda8fae9be8838d4,
  0x3fe0000000000000, 0x3ff0000000000000,
]);

// @ts-ignore: decorator
@inline
function constant(k: i32): v128 {
  return v128.load64_splat(TABLE + (<usize>k << 3));
}

/** High words of |x|: up to the first no reduction is needed, from the second on another one. */
const QUARTER: u32 = 0x3fe921fb;
const LARGE: u32 = 0x413921fb;
/** Bits that may cancel in the reduction before a second round is needed. */
const CANCELLED: i32 = 16;

/**
 * Whether the first round of the reduction, x − q·π/2 = y, is all that `NativeMath.cos` makes of this lane. Below 3π/4 it takes q = ±1 without
 * a look, which is what the nearest integer is there.
 */
// @ts-ignore: decorator
@inline
function isPlain(x: u64, y: u64): bool {
  const ix = <u32>(x >> 32) & 0x7fffffff;
  if (ix <= QUARTER || ix >= LARGE) return false;
  return <i32>(ix >> 20) - <i32>(<u32>(y >> 52) & 0x7ff) <= CANCELLED;
}

/** cos of both lanes. */
export function cosPair(x: v128): v128 {
  const q = f64x2.nearest(f64x2.mul(x, constant(0)));
  const r = f64x2.sub(x, f64x2.mul(q, constant(1)));
  const w = f64x2.mul(q, constant(2));
  const y = f64x2.sub(r, w);
  const turns = i32x4.trunc_sat_f64x2_s_zero(q);
  const low = i32x4.extract_lane(turns, 0);
  const high = i32x4.extract_lane(turns, 1);
  if (
    !isPlain(i64x2.extract_lane(x, 0), i64x2.extract_lane(y, 0)) ||
    !isPlain(i64x2.extract_lane(x, 1), i64x2.extract_lane(y, 1))
  ) {
    return f64x2(NativeMath.cos(f64x2.extract_lane(x, 0)), NativeMath.cos(f64x2.extract_lane(x, 1)));
  }
  const rest = f64x2.sub(f64x2.sub(r, y), w);
  const z = f64x2.mul(y, y);
  const zz = f64x2.mul(z, z);
  // sin: y − ((z·(½·rest − v·s) − rest) − v·S1)
  const v = f64x2.mul(z, y);
  const s = f64x2.add(
    f64x2.add(constant(4), f64x2.mul(z, f64x2.add(constant(5), f64x2.mul(z, constant(6))))),
    f64x2.mul(f64x2.mul(z, zz), f64x2.add(constant(7), f64x2.mul(z, constant(8)))),
  );
  const inner = f64x2.sub(f64x2.mul(z, f64x2.sub(f64x2.mul(constant(15), rest), f64x2.mul(v, s))), rest);
  const sine = f64x2.sub(y, f64x2.sub(inner, f64x2.mul(v, constant(3))));
  // cos: t + (((1 − t) − ½z) + (z·c − y·rest)),  t = 1 − ½z
  const c = f64x2.add(
    f64x2.mul(z, f64x2.add(constant(9), f64x2.mul(z, f64x2.add(constant(10), f64x2.mul(z, constant(11)))))),
    f64x2.mul(f64x2.mul(zz, zz), f64x2.add(constant(12), f64x2.mul(z, f64x2.add(constant(13), f64x2.mul(z, constant(14)))))),
  );
  const half = f64x2.mul(constant(15), z);
  const t = f64x2.sub(constant(16), half);
  const cosine = f64x2.add(
    t,
    f64x2.add(f64x2.sub(f64x2.sub(constant(16), t), half), f64x2.sub(f64x2.mul(z, c), f64x2.mul(y, rest))),
  );
  const odd = i64x2(-(<i64>low & 1), -(<i64>high & 1));
  const sign = i64x2(<i64>((low + 1) & 2) << 62, <i64>((high + 1) & 2) << 62);
  return v128.xor(v128.bitselect(sine, cosine, odd), sign);
}
