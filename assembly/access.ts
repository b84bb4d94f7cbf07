/** Reading and writing f64 values by index: an index is a number of values, never of bytes. */

/** The address of value i of the run that starts at p. */
// @ts-expect-error: decorator
@inline
export function place(p: usize, i: i32): usize {
  return p + (<usize>i << 3);
}

/** Value i. */
// @ts-expect-error: decorator
@inline
export function at(p: usize, i: i32): f64 {
  return load<f64>(p + (<usize>i << 3));
}

/** Value i ← x. */
// @ts-expect-error: decorator
@inline
export function put(p: usize, i: i32, x: f64): void {
  store<f64>(p + (<usize>i << 3), x);
}

/** Values i and i + 1. */
// @ts-expect-error: decorator
@inline
export function pair(p: usize, i: i32): v128 {
  return v128.load(p + (<usize>i << 3));
}

/** Value i in both halves. */
// @ts-expect-error: decorator
@inline
export function both(p: usize, i: i32): v128 {
  return v128.load_splat<f64>(p + (<usize>i << 3));
}

/** Values i and i + 1 ← x. */
// @ts-expect-error: decorator
@inline
export function putPair(p: usize, i: i32, x: v128): void {
  v128.store(p + (<usize>i << 3), x);
}

/** Integer i of a run of i32. */
// @ts-expect-error: decorator
@inline
export function index(p: usize, i: i32): i32 {
  return load<i32>(p + (<usize>i << 2));
}

/** Integer i ← x. */
// @ts-expect-error: decorator
@inline
export function putIndex(p: usize, i: i32, x: i32): void {
  store<i32>(p + (<usize>i << 2), x);
}
