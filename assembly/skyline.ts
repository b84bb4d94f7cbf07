/**
 * LU of a real matrix with a symmetric envelope of 4 × 4 blocks, without exchanges:  A = L U,  L unit lower.
 *
 *   first[I]     first block of block row I of L, and of block column I of U        (i32, m; first[I] ≤ I)
 *   start[I]     number of blocks in the rows before it                             (i32, m + 1; lengths I − first[I])
 *   lower        row I:     L[4I … 4I + 3, k] for k = 4·first[I] … 4I − 1           (16 values per block)
 *   upper        column I:  U[k, 4I … 4I + 3] for the same k
 *   diagonal     block I by columns: U[I, I] with the rest of L[I, I] below         (16 m)
 *
 * All three hold A before and the factors after. Both strips run along k with four values each, so that a product of a row with a
 * column is one outer product per k on sixteen sums in registers. Each sum takes its terms in the order of k; zeros that fill a block
 * change none. A good order of the unknowns is all that matters.
 */
import { at, both, pair, place, put, putPair } from "./access";
import { expectSize } from "./contract";

/** Block rows that are factored together: each finished row is read once for all of them, while they stay in the cache. */
const ROWS: i32 = 8;

// @ts-ignore: decorator
@inline
function firstOf(first: usize, i: i32): i32 {
  return load<i32>(first + (<usize>i << 2));
}

/** The strip of row or column i. */
// @ts-ignore: decorator
@inline
function stripOf(strips: usize, start: usize, i: i32): usize {
  return strips + (<usize>load<i32>(start + (<usize>i << 2)) << 7);
}

/** block[c][r] ← block[c][r] − Σ_k x[k][r] y[k][c]. */
function subtractProduct(count: i32, x: usize, y: usize, block: usize): void {
  let a0 = f64x2.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  for (const end = place(x, 4 * count); x < end; x += 32, y += 32) {
    const low = v128.load(x);
    const high = v128.load(x, 16);
    const y0 = v128.load64_splat(y);
    a0 = f64x2.add(a0, f64x2.mul(low, y0));
    b0 = f64x2.add(b0, f64x2.mul(high, y0));
    const y1 = v128.load64_splat(y, 8);
    a1 = f64x2.add(a1, f64x2.mul(low, y1));
    b1 = f64x2.add(b1, f64x2.mul(high, y1));
    const y2 = v128.load64_splat(y, 16);
    a2 = f64x2.add(a2, f64x2.mul(low, y2));
    b2 = f64x2.add(b2, f64x2.mul(high, y2));
    const y3 = v128.load64_splat(y, 24);
    a3 = f64x2.add(a3, f64x2.mul(low, y3));
    b3 = f64x2.add(b3, f64x2.mul(high, y3));
  }
  putPair(block, 0, f64x2.sub(pair(block, 0), a0));
  putPair(block, 2, f64x2.sub(pair(block, 2), b0));
  putPair(block, 4, f64x2.sub(pair(block, 4), a1));
  putPair(block, 6, f64x2.sub(pair(block, 6), b1));
  putPair(block, 8, f64x2.sub(pair(block, 8), a2));
  putPair(block, 10, f64x2.sub(pair(block, 10), b2));
  putPair(block, 12, f64x2.sub(pair(block, 12), a3));
  putPair(block, 14, f64x2.sub(pair(block, 14), b3));
}

/** block[c] ← block[c] − factor·block[d]. */
// @ts-ignore: decorator
@inline
function subtractRow(block: usize, c: i32, d: i32, factor: v128): void {
  putPair(block, 4 * c, f64x2.sub(pair(block, 4 * c), f64x2.mul(factor, pair(block, 4 * d))));
  putPair(block, 4 * c + 2, f64x2.sub(pair(block, 4 * c + 2), f64x2.mul(factor, pair(block, 4 * d + 2))));
}

/** L[I, J] and U[J, I] from what stands left of and above them. */
function eliminate(i: i32, j: i32, first: usize, start: usize, lower: usize, upper: usize, diagonal: usize): void {
  const from = firstOf(first, i);
  const other = firstOf(first, j);
  const common = max(from, other);
  const row = stripOf(lower, start, i);
  const column = stripOf(upper, start, i);
  const own = 16 * (common - from);
  const theirs = 16 * (common - other);
  const to = 16 * (j - from);
  const count = 4 * (j - common);
  subtractProduct(count, place(row, own), place(stripOf(upper, start, j), theirs), place(row, to));
  subtractProduct(count, place(column, own), place(stripOf(lower, start, j), theirs), place(column, to));
  const inRow = place(row, to);
  const inColumn = place(column, to);
  const D = place(diagonal, 16 * j);
  for (let c: i32 = 0; c < 4; c++) {
    for (let d: i32 = 0; d < c; d++) {
      subtractRow(inRow, c, d, both(D, 4 * c + d));
      subtractRow(inColumn, c, d, both(D, 4 * d + c));
    }
    const pivot = both(D, 5 * c);
    putPair(inRow, 4 * c, f64x2.div(pair(inRow, 4 * c), pivot));
    putPair(inRow, 4 * c + 2, f64x2.div(pair(inRow, 4 * c + 2), pivot));
  }
}

/** Factor block I of the diagonal. Returns −1, or the first of its rows whose pivot is 0. */
function factorDiagonal(i: i32, from: i32, row: usize, column: usize, D: usize): i32 {
  subtractProduct(4 * (i - from), row, column, D);
  for (let d: i32 = 0; d < 4; d++) {
    const pivot = at(D, 5 * d);
    if (pivot == 0) return 4 * i + d;
    for (let r = d + 1; r < 4; r++) put(D, 4 * d + r, at(D, 4 * d + r) / pivot);
    for (let c = d + 1; c < 4; c++) {
      const u = at(D, 4 * c + d);
      for (let r = d + 1; r < 4; r++) put(D, 4 * c + r, at(D, 4 * c + r) - at(D, 4 * d + r) * u);
    }
  }
  return -1;
}

/** Factor m block rows in place. Returns −1, or the first row whose pivot is 0 (and the factors are useless). */
export function skylineFactor(m: i32, first: usize, start: usize, lower: usize, upper: usize, diagonal: usize): i32 {
  expectSize(m);
  for (let begin = 0; begin < m; begin += ROWS) {
    const end = min(begin + ROWS, m);
    let least = begin;
    for (let i = begin; i < end; i++) {
      const from = firstOf(first, i);
      assert(from >= 0 && from <= i, "A row must start left of the diagonal.");
      assert(load<i32>(start + (<usize>i << 2), 4) - load<i32>(start + (<usize>i << 2)) == i - from, "A row must be as long as its place.");
      least = min(least, from);
    }
    for (let j = least; j < begin; j++) {
      for (let i = begin; i < end; i++) if (firstOf(first, i) <= j) eliminate(i, j, first, start, lower, upper, diagonal);
    }
    for (let i = begin; i < end; i++) {
      const from = firstOf(first, i);
      for (let j = max(from, begin); j < i; j++) eliminate(i, j, first, start, lower, upper, diagonal);
      const zero = factorDiagonal(i, from, stripOf(lower, start, i), stripOf(upper, start, i), place(diagonal, 16 * i));
      if (zero >= 0) return zero;
    }
  }
  return -1;
}

/** to ← to − Σ_k strip[k] x_k, even and odd k apart. */
// @ts-ignore: decorator
@inline
function subtractGathered(count: i32, strip: usize, x: usize, to: usize): void {
  let low = f64x2.splat(0);
  let high = low;
  let lowOdd = low;
  let highOdd = low;
  for (const end = place(x, count); x < end; x += 16, strip += 64) {
    const even = v128.load64_splat(x);
    low = f64x2.add(low, f64x2.mul(v128.load(strip), even));
    high = f64x2.add(high, f64x2.mul(v128.load(strip, 16), even));
    const odd = v128.load64_splat(x, 8);
    lowOdd = f64x2.add(lowOdd, f64x2.mul(v128.load(strip, 32), odd));
    highOdd = f64x2.add(highOdd, f64x2.mul(v128.load(strip, 48), odd));
  }
  putPair(to, 0, f64x2.sub(pair(to, 0), f64x2.add(low, lowOdd)));
  putPair(to, 2, f64x2.sub(pair(to, 2), f64x2.add(high, highOdd)));
}

/** x_k ← x_k − ((s_0 v_0 + s_2 v_2) + (s_1 v_1 + s_3 v_3)),  s = strip[k],  for the four values v. */
// @ts-ignore: decorator
@inline
function subtractSpread(count: i32, strip: usize, v: usize, x: usize): void {
  const low = pair(v, 0);
  const high = pair(v, 2);
  for (const end = place(x, count); x < end; x += 16, strip += 64) {
    const even = f64x2.add(f64x2.mul(v128.load(strip), low), f64x2.mul(v128.load(strip, 16), high));
    const odd = f64x2.add(f64x2.mul(v128.load(strip, 32), low), f64x2.mul(v128.load(strip, 48), high));
    const sum = f64x2.add(v128.shuffle<f64>(even, odd, 0, 2), v128.shuffle<f64>(even, odd, 1, 3));
    v128.store(x, f64x2.sub(v128.load(x), sum));
  }
}

/** x ← A⁻¹ x in place. */
export function skylineSolve(m: i32, first: usize, start: usize, lower: usize, upper: usize, diagonal: usize, x: usize): void {
  expectSize(m);
  for (let i = 0; i < m; i++) {
    const from = firstOf(first, i);
    const own = place(x, 4 * i);
    const D = place(diagonal, 16 * i);
    subtractGathered(4 * (i - from), stripOf(lower, start, i), place(x, 4 * from), own);
    for (let c: i32 = 1; c < 4; c++) for (let d: i32 = 0; d < c; d++) put(own, c, at(own, c) - at(D, 4 * d + c) * at(own, d));
  }
  for (let i = m - 1; i >= 0; i--) {
    const from = firstOf(first, i);
    const own = place(x, 4 * i);
    const D = place(diagonal, 16 * i);
    for (let c: i32 = 3; c >= 0; c--) {
      for (let d = c + 1; d < 4; d++) put(own, c, at(own, c) - at(D, 4 * d + c) * at(own, d));
      put(own, c, at(own, c) / at(D, 5 * c));
    }
    subtractSpread(4 * (i - from), stripOf(upper, start, i), own, place(x, 4 * from));
  }
}

/** x ← A⁻ᵀ x in place. */
export function skylineSolveTransposed(m: i32, first: usize, start: usize, lower: usize, upper: usize, diagonal: usize, x: usize): void {
  expectSize(m);
  for (let i = 0; i < m; i++) {
    const from = firstOf(first, i);
    const own = place(x, 4 * i);
    const D = place(diagonal, 16 * i);
    subtractGathered(4 * (i - from), stripOf(upper, start, i), place(x, 4 * from), own);
    for (let c: i32 = 0; c < 4; c++) {
      for (let d: i32 = 0; d < c; d++) put(own, c, at(own, c) - at(D, 4 * c + d) * at(own, d));
      put(own, c, at(own, c) / at(D, 5 * c));
    }
  }
  for (let i = m - 1; i >= 0; i--) {
    const from = firstOf(first, i);
    const own = place(x, 4 * i);
    const D = place(diagonal, 16 * i);
    for (let c: i32 = 2; c >= 0; c--) for (let d = c + 1; d < 4; d++) put(own, c, at(own, c) - at(D, 4 * c + d) * at(own, d));
    subtractSpread(4 * (i - from), stripOf(lower, start, i), own, place(x, 4 * from));
  }
}
