/**
 * LU of a real matrix with a symmetric envelope, without exchanges:  A = L U,  L unit lower.
 *
 *   first[i]         first column of row i of L, and first row of column i of U   (i32, n; first[i] ≤ i)
 *   start[i]         place of row i of L in `lower` and of column i of U in `upper` (i32, n + 1; lengths i − first[i])
 *   lower            row i:     L[i, first[i]] … L[i, i − 1]
 *   upper            column i:  U[first[i], i] … U[i − 1, i]
 *   pivots           U[i, i]                                                       (f64, n)
 *
 * All three hold A before and the factors after. Rows of L and columns of U are both contiguous, so that every inner
 * product runs along memory. Zeros outside the envelope stay zero: a good order of the unknowns is all that matters.
 */
import { at, pair, put } from "./access";
import { expectSize } from "./contract";
import { addScaledReal, dotReal } from "./vector";

// @ts-ignore: decorator
@inline
function place(start: usize, i: i32): usize {
  return <usize>load<i32>(start + (<usize>i << 2));
}

/** Rows that are factored together: each finished row is read once for all of them, while they stay in the cache. */
const ROWS: i32 = 16;

/**
 * L[i, j] and U[j, i] from what stands left of and above them. Both inner products run side by side, each in the order
 * of `dotReal`: alone the sums of one would wait for each other.
 */
// @ts-ignore: decorator
@inline
function eliminate(i: i32, j: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize): void {
  const from = load<i32>(first + (<usize>i << 2));
  const other = load<i32>(first + (<usize>j << 2));
  const common = max(from, other);
  const row = lower + (place(start, i) << 3);
  const column = upper + (place(start, i) << 3);
  const own = <usize>(common - from) << 3;
  const theirs = (place(start, j) + <usize>(common - other)) << 3;
  const a = row + own;
  const b = upper + theirs;
  const c = lower + theirs;
  const d = column + own;
  const count = j - common;
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let k: i32 = 0;
  for (; k + 4 <= count; k += 4) {
    a0 = f64x2.add(a0, f64x2.mul(pair(a, k), pair(b, k)));
    a1 = f64x2.add(a1, f64x2.mul(pair(a, k + 2), pair(b, k + 2)));
    c0 = f64x2.add(c0, f64x2.mul(pair(c, k), pair(d, k)));
    c1 = f64x2.add(c1, f64x2.mul(pair(c, k + 2), pair(d, k + 2)));
  }
  a0 = f64x2.add(a0, a1);
  c0 = f64x2.add(c0, c1);
  let inRow = f64x2.extract_lane(a0, 0) + f64x2.extract_lane(a0, 1);
  let inColumn = f64x2.extract_lane(c0, 0) + f64x2.extract_lane(c0, 1);
  for (; k < count; k++) {
    inRow += at(a, k) * at(b, k);
    inColumn += at(c, k) * at(d, k);
  }
  const to = j - from;
  put(row, to, (at(row, to) - inRow) / at(pivots, j));
  put(column, to, at(column, to) - inColumn);
}

/** Factor in place. Returns −1, or the first row whose pivot is 0 (and the factors are useless). */
export function skylineFactor(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize): i32 {
  expectSize(n);
  for (let block = 0; block < n; block += ROWS) {
    const end = min(block + ROWS, n);
    let least = block;
    for (let i = block; i < end; i++) {
      const from = load<i32>(first + (<usize>i << 2));
      assert(from >= 0 && from <= i, "A row must start left of the diagonal.");
      assert(load<i32>(start + (<usize>i << 2), 4) - load<i32>(start + (<usize>i << 2)) == i - from, "A row must be as long as its place.");
      least = min(least, from);
    }
    for (let j = least; j < block; j++) {
      for (let i = block; i < end; i++) {
        if (load<i32>(first + (<usize>i << 2)) <= j) eliminate(i, j, first, start, lower, upper, pivots);
      }
    }
    for (let i = block; i < end; i++) {
      const from = load<i32>(first + (<usize>i << 2));
      for (let j = max(from, block); j < i; j++) eliminate(i, j, first, start, lower, upper, pivots);
      const own = place(start, i) << 3;
      const pivot = at(pivots, i) - dotReal(lower + own, upper + own, i - from);
      put(pivots, i, pivot);
      if (pivot == 0) return i;
    }
  }
  return -1;
}

/** x ← A⁻¹ x in place. */
export function skylineSolve(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize, x: usize): void {
  expectSize(n);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(first + (<usize>i << 2));
    const own = x + (<usize>i << 3);
    store<f64>(own, load<f64>(own) - dotReal(lower + (place(start, i) << 3), x + (<usize>from << 3), i - from));
  }
  for (let i = n - 1; i >= 0; i--) {
    const from = load<i32>(first + (<usize>i << 2));
    const own = x + (<usize>i << 3);
    const value = load<f64>(own) / load<f64>(pivots + (<usize>i << 3));
    store<f64>(own, value);
    addScaledReal(x + (<usize>from << 3), upper + (place(start, i) << 3), -value, i - from);
  }
}

/** x ← A⁻ᵀ x in place. */
export function skylineSolveTransposed(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize, x: usize): void {
  expectSize(n);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(first + (<usize>i << 2));
    const own = x + (<usize>i << 3);
    const sum = dotReal(upper + (place(start, i) << 3), x + (<usize>from << 3), i - from);
    store<f64>(own, (load<f64>(own) - sum) / load<f64>(pivots + (<usize>i << 3)));
  }
  for (let i = n - 1; i >= 0; i--) {
    const from = load<i32>(first + (<usize>i << 2));
    addScaledReal(x + (<usize>from << 3), lower + (place(start, i) << 3), -load<f64>(x + (<usize>i << 3)), i - from);
  }
}
