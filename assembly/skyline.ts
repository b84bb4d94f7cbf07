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
import { expectSize } from "./contract";
import { addScaledReal, dotReal } from "./vector";

// @ts-ignore: decorator
@inline
function place(start: usize, i: i32): usize {
  return <usize>load<i32>(start + (<usize>i << 2));
}

/** Factor in place. Returns −1, or the first row whose pivot is 0 (and the factors are useless). */
export function skylineFactor(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize): i32 {
  expectSize(n);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(first + (<usize>i << 2));
    assert(from >= 0 && from <= i, "A row must start left of the diagonal.");
    assert(load<i32>(start + (<usize>i << 2), 4) - load<i32>(start + (<usize>i << 2)) == i - from, "A row must be as long as its place.");
    const row = lower + (place(start, i) << 3);
    const column = upper + (place(start, i) << 3);
    for (let j = from; j < i; j++) {
      const other = load<i32>(first + (<usize>j << 2));
      const common = max(from, other);
      const at = <usize>(j - from) << 3;
      const own = <usize>(common - from) << 3;
      const theirs = (place(start, j) + <usize>(common - other)) << 3;
      const pivot = load<f64>(pivots + (<usize>j << 3));
      store<f64>(row + at, (load<f64>(row + at) - dotReal(row + own, upper + theirs, j - common)) / pivot);
      store<f64>(column + at, load<f64>(column + at) - dotReal(lower + theirs, column + own, j - common));
    }
    const pivot = load<f64>(pivots + (<usize>i << 3)) - dotReal(row, column, i - from);
    store<f64>(pivots + (<usize>i << 3), pivot);
    if (pivot == 0) return i;
  }
  return -1;
}

/** x ← A⁻¹ x in place. */
export function skylineSolve(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize, x: usize): void {
  expectSize(n);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(first + (<usize>i << 2));
    const at = x + (<usize>i << 3);
    store<f64>(at, load<f64>(at) - dotReal(lower + (place(start, i) << 3), x + (<usize>from << 3), i - from));
  }
  for (let i = n - 1; i >= 0; i--) {
    const from = load<i32>(first + (<usize>i << 2));
    const at = x + (<usize>i << 3);
    const value = load<f64>(at) / load<f64>(pivots + (<usize>i << 3));
    store<f64>(at, value);
    addScaledReal(x + (<usize>from << 3), upper + (place(start, i) << 3), -value, i - from);
  }
}

/** x ← A⁻ᵀ x in place. */
export function skylineSolveTransposed(n: i32, first: usize, start: usize, lower: usize, upper: usize, pivots: usize, x: usize): void {
  expectSize(n);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(first + (<usize>i << 2));
    const at = x + (<usize>i << 3);
    const sum = dotReal(upper + (place(start, i) << 3), x + (<usize>from << 3), i - from);
    store<f64>(at, (load<f64>(at) - sum) / load<f64>(pivots + (<usize>i << 3)));
  }
  for (let i = n - 1; i >= 0; i--) {
    const from = load<i32>(first + (<usize>i << 2));
    addScaledReal(x + (<usize>from << 3), lower + (place(start, i) << 3), -load<f64>(x + (<usize>i << 3)), i - from);
  }
}
