/**
 * Complex arithmetic on one v128 = (re, im), and the rule by which every product of this engine rounds:
 *
 *   c ← (c + a.re·b) + a.im·(i·b),   with   i·b = (−b.im, b.re)
 *
 * so re = (re + a.re·b.re) − a.im·b.im and im = (im + a.re·b.im) + a.im·b.re: x + (−y) is x − y, and a sign moves through a
 * product unrounded.
 */
import { Op } from "./abi";

/** Bytes of one complex number. */
export const Z: usize = 16;

/** (re, im) → (im, re). */
// @ts-ignore: decorator
@inline
export function turn(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 0);
}

/** The signs that make i·b of a turned b. */
// @ts-ignore: decorator
@inline
export function negateFirst(): v128 {
  return i64x2(i64.MIN_VALUE, 0);
}

/** The signs that conjugate. */
// @ts-ignore: decorator
@inline
export function negateSecond(): v128 {
  return i64x2(0, i64.MIN_VALUE);
}

/** The signs that turn a stored entry into op's. */
// @ts-ignore: decorator
@inline
export function conjugationMask(op: Op): v128 {
  return op == Op.None ? i64x2.splat(0) : negateSecond();
}

/** c + a·b by the rule above; `ar`, `ai` hold a's parts twice, `b` = (b.re, b.im), `ib` = i·b. */
// @ts-ignore: decorator
@inline
export function next(c: v128, ar: v128, ai: v128, b: v128, ib: v128): v128 {
  return f64x2.add(f64x2.add(c, f64x2.mul(ar, b)), f64x2.mul(ai, ib));
}
