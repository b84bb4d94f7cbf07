/**
 * Flows: dx/dt = Σ_k c_k(t) M_k x on the real coordinates of one state, by sparse matrices in slices of four rows.
 *
 * The entries of four rows stand side by side, so that four sums run at once where one would wait for itself. Slice s has wide quads, whose four
 * entries lie along a diagonal and meet four neighbours in x, and after them loose ones.
 *
 *   starts   i32[2 · ⌈n/4⌉ + 1]: quads before the wide ones of slice s at 2s, before its loose ones at 2s + 1
 *   offsets  i32[]: 8 · column of the first row for a wide quad, of each of the four rows for a loose one
 *   values   f64[4 · quads]: entry k of a quad belongs to row 4s + k; places without an entry are filled up with 0 · x
 *
 * Order of summation: the quads as they are stored. The last slice has loose quads alone where it has fewer than four rows. Vectors are f64[n].
 */
import { Write } from "./abi";
import { expectApart, expectSize } from "./contract";

/** What becomes of the sums of a slice. */
const enum Then {
  /** y ← factor · sum, or y ← y + factor · sum where `from` is y */
  Apply,
  /** y ← sum, which began with y */
  GoOn,
  /** y ← from + factor · sum and next ← base + node · sum */
  Stage,
}

/** Pass over the matrix once; `then` is a constant at each call. */
// @ts-ignore: decorator
@inline
function eachSlice(
  then: Then,
  n: i32,
  starts: usize,
  offsets: usize,
  values: usize,
  x: usize,
  y: usize,
  factor: f64,
  from: usize,
  base: usize,
  next: usize,
  node: f64,
): void {
  const f = f64x2.splat(factor);
  const c = f64x2.splat(node);
  const last = y + (<usize>(n & ~3) << 3);
  let quad = values;
  for (; y < last; y += 32) {
    const loose = values + (<usize>load<i32>(starts, 4) << 5);
    const stop = values + (<usize>load<i32>(starts, 8) << 5);
    starts += 8;
    let low = then == Then.GoOn ? v128.load(y) : f64x2.splat(0);
    let high = then == Then.GoOn ? v128.load(y, 16) : f64x2.splat(0);
    for (; quad < loose; quad += 32) {
      const p = x + <usize>load<u32>(offsets);
      low = f64x2.add(low, f64x2.mul(v128.load(quad), v128.load(p)));
      high = f64x2.add(high, f64x2.mul(v128.load(quad, 16), v128.load(p, 16)));
      offsets += 4;
    }
    for (; quad < stop; quad += 32) {
      // two offsets by one load: loads are what this loop has most of
      const two = load<u64>(offsets, 0, 4);
      const others = load<u64>(offsets, 8, 4);
      const a = v128.load_lane<f64>(x + <usize>(two >> 32), v128.load_zero<f64>(x + <usize>(<u32>two)), 1);
      const b = v128.load_lane<f64>(x + <usize>(others >> 32), v128.load_zero<f64>(x + <usize>(<u32>others)), 1);
      low = f64x2.add(low, f64x2.mul(v128.load(quad), a));
      high = f64x2.add(high, f64x2.mul(v128.load(quad, 16), b));
      offsets += 16;
    }
    if (then == Then.Stage) {
      v128.store(next, f64x2.add(v128.load(base), f64x2.mul(c, low)));
      v128.store(next, f64x2.add(v128.load(base, 16), f64x2.mul(c, high)), 16);
      next += 32;
      base += 32;
    }
    if (then != Then.GoOn) {
      low = f64x2.mul(f, low);
      high = f64x2.mul(f, high);
    }
    if (then == Then.Stage || (then == Then.Apply && from)) {
      low = f64x2.add(v128.load(from), low);
      high = f64x2.add(v128.load(from, 16), high);
      from += 32;
    }
    v128.store(y, low);
    v128.store(y, high, 16);
  }
  const left = <usize>(n & 3) << 3;
  if (left == 0) return;
  const stop = values + (<usize>load<i32>(starts, 8) << 5);
  for (let k: usize = 0; k < left; k += 8) {
    let sum: f64 = then == Then.GoOn ? load<f64>(y + k) : 0;
    let offset = offsets + (k >> 1);
    for (let value = quad + k; value < stop; value += 32, offset += 16) sum += load<f64>(value) * load<f64>(x + <usize>load<u32>(offset));
    if (then == Then.Stage) store<f64>(next + k, load<f64>(base + k) + node * sum);
    if (then != Then.GoOn) sum *= factor;
    if (then == Then.Stage || (then == Then.Apply && from)) sum = load<f64>(from + k) + sum;
    store<f64>(y + k, sum);
  }
}

/** y ← factor · M x, or y ← y + factor · M x (`write` as in abi.ts). y must not overlap x. */
export function flowApply(
  n: i32, starts: usize, offsets: usize, values: usize, x: usize, y: usize, factor: f64, write: i32,
): void {
  expectSize(n);
  expectApart(x, y, <usize>n << 3);
  eachSlice(Then.Apply, n, starts, offsets, values, x, y, factor, write == Write.Add ? y : 0, 0, 0, 0);
}

/** y ← y + M x, where the sum of a row begins with y: recurrences of three terms. y must not overlap x. */
export function flowRecurrence(n: i32, starts: usize, offsets: usize, values: usize, x: usize, y: usize): void {
  expectSize(n);
  expectApart(x, y, <usize>n << 3);
  eachSlice(Then.GoOn, n, starts, offsets, values, x, y, 0, 0, 0, 0, 0);
}

/** Number of f64 values of scratch that `flowRk4` needs. */
export function flowRk4Scratch(n: f64): f64 {
  return 3 * n;
}

/**
 * `steps` classical Runge–Kutta steps of length dt for one constant M, in place on x. A slope is used up slice by slice as it comes.
 *
 * scratch:  sum (n) | two arguments of slopes, in turns (n each)
 */
export function flowRk4(
  steps: i32, dt: f64, n: i32, starts: usize, offsets: usize, values: usize, x: usize, scratch: usize,
): void {
  expectSize(steps);
  expectSize(n);
  expectApart(x, scratch, <usize>n << 3);
  const sum = scratch;
  const here = scratch + (<usize>n << 3);
  const there = here + (<usize>n << 3);
  for (let s = 0; s < steps; s++) {
    stage(n, starts, offsets, values, x, sum, dt / 6, x, x, here, dt / 2);
    stage(n, starts, offsets, values, here, sum, dt / 3, sum, x, there, dt / 2);
    stage(n, starts, offsets, values, there, sum, dt / 3, sum, x, here, dt);
    stage(n, starts, offsets, values, here, x, dt / 6, sum, x, there, 0);
  }
}

/** sum ← from + weight · M argument and next ← x + node · M argument. */
function stage(
  n: i32, starts: usize, offsets: usize, values: usize, argument: usize,
  sum: usize, weight: f64, from: usize, x: usize, next: usize, node: f64,
): void {
  eachSlice(Then.Stage, n, starts, offsets, values, argument, sum, weight, from, x, next, node);
}
