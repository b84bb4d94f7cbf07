/** Inner loops on contiguous vectors that several kernels share; two lanes wide, sums in the order that is written here. */
import { at, both, pair, put, putPair } from "./access";

/** Σ x_k y_k: even and odd pairs apart, then the tail. */
// @ts-expect-error: decorator
@inline
export function dotReal(x: usize, y: usize, count: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let k: i32 = 0;
  for (; k + 4 <= count; k += 4) {
    s0 = f64x2.add(s0, f64x2.mul(pair(x, k), pair(y, k)));
    s1 = f64x2.add(s1, f64x2.mul(pair(x, k + 2), pair(y, k + 2)));
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; k < count; k++) sum += at(x, k) * at(y, k);
  return sum;
}

/** y ← y + c·x. */
// @ts-expect-error: decorator
@inline
export function addScaledReal(y: usize, x: usize, c: f64, count: i32): void {
  const cc = f64x2.splat(c);
  let k: i32 = 0;
  for (; k + 4 <= count; k += 4) {
    putPair(y, k, f64x2.add(pair(y, k), f64x2.mul(cc, pair(x, k))));
    putPair(y, k + 2, f64x2.add(pair(y, k + 2), f64x2.mul(cc, pair(x, k + 2))));
  }
  for (; k < count; k++) put(y, k, at(y, k) + c * at(x, k));
}

/** x ← c·x. */
// @ts-expect-error: decorator
@inline
export function scaleReal(x: usize, c: f64, count: i32): void {
  for (let k: i32 = 0; k < count; k++) put(x, k, c * at(x, k));
}

/** Exchange x and y. */
// @ts-expect-error: decorator
@inline
export function swapReal(x: usize, y: usize, count: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    const t = at(x, k);
    put(x, k, at(y, k));
    put(y, k, t);
  }
}

/** i·z. */
// @ts-expect-error: decorator
@inline
export function timesI(z: v128): v128 {
  return f64x2.mul(v128.shuffle<f64>(z, z, 1, 0), f64x2(-1, 1));
}

/** The complex product of two pairs. */
// @ts-expect-error: decorator
@inline
export function timesComplex(x: v128, y: v128): v128 {
  const re = v128.shuffle<f64>(x, x, 0, 0);
  const im = v128.shuffle<f64>(x, x, 1, 1);
  return f64x2.add(f64x2.mul(re, y), f64x2.mul(im, timesI(y)));
}

/** 1 / z without overflow of |z|² (Smith, CACM 5, 435, 1962). */
// @ts-expect-error: decorator
@inline
export function reciprocalComplex(re: f64, im: f64): v128 {
  if (abs(re) >= abs(im)) {
    const q = im / re;
    const d = re + im * q;
    return f64x2.mul(f64x2(1, -q), f64x2.splat(1 / d));
  }
  const q = re / im;
  const d = re * q + im;
  return f64x2.mul(f64x2(q, -1), f64x2.splat(1 / d));
}

/** y ← y + c·x for complex vectors. */
// @ts-expect-error: decorator
@inline
export function addScaledComplex(y: usize, x: usize, c: v128, count: i32): void {
  const ci = timesI(c);
  for (let k: i32 = 0; k < count; k++) {
    const change = f64x2.add(f64x2.mul(both(x, 2 * k), c), f64x2.mul(both(x, 2 * k + 1), ci));
    putPair(y, 2 * k, f64x2.add(pair(y, 2 * k), change));
  }
}

/** Σ x_k y_k of complex vectors, without conjugation, as a pair. */
// @ts-expect-error: decorator
@inline
export function dotComplex(x: usize, y: usize, count: i32): v128 {
  let direct = f64x2.splat(0);
  let crossed = f64x2.splat(0);
  for (let k: i32 = 0; k < count; k++) {
    const z = pair(y, 2 * k);
    direct = f64x2.add(direct, f64x2.mul(both(x, 2 * k), z));
    crossed = f64x2.add(crossed, f64x2.mul(both(x, 2 * k + 1), z));
  }
  return f64x2.add(direct, timesI(crossed));
}
