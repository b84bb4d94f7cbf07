/**
 * LU of a sparse real matrix inside its variable band, with threshold pivoting, by a sliding dense front.
 *
 *   columns →  k     k+16          cut          stride
 *   rows  ┌─────┬───────────────┬───────────────┐        Sixteen columns are eliminated per step (a panel). Rows enter the front when
 *   0     │ L\U │      U        │               │        their first column does, and leave it as rows of U. Row r is valid up to
 *   16    ├─────┼───────────────┤   entries     │        column last[r]; beyond it the memory is garbage that is zeroed when an
 *         │  L  │ rank-16 update│   not yet     │        update reaches it, so that work follows the true band: `cut` is the last
 *   R     └─────┴───────────────┴───reached─────┘        column of the sixteen pivot rows, not of all rows.
 *
 * A pivot may be any entry of at least `threshold` × the largest of its column: of those, the row that ends first, which keeps the
 * band narrow. A column without a pivot above `tiny` gets `tiny`: the caller counts them and refines.
 *
 *   factors, per panel p:   L, R × nb, row by row (its upper nb × nb triangle is U's)   then   U, nb × width, row by row
 *   panels (i32), 4 per p:  R, width, place of L, place of U        pivots (i32, n): the front row that row j of the panel came from
 *
 * Sources: Irons, Int. J. Numer. Meth. Eng. 2, 5 (1970), doi:10.1002/nme.1620020104; Duff, Erisman, Reid, Direct Methods for Sparse
 * Matrices (2nd ed., 2017), §§ 5.2, 11.
 */
import { Write } from "./abi";
import { at, index, place, put, putIndex } from "./access";
import { expectIndex, expectSize } from "./contract";
import { productReal, productRealScratch } from "./panel";
import { addScaledReal, dotReal, swapReal } from "./vector";

/** Columns per panel. */
const NB: i32 = 16;

/** Columns that are eliminated together. */
export function frontPanel(): i32 {
  return NB;
}

/** Scratch of `frontFactor`, in f64 values. */
export function frontScratch(): f64 {
  return productRealScratch();
}

// @ts-expect-error: decorator
@inline
function zero(row: usize, from: i32, to: i32): void {
  if (to > from) memory.fill(place(row, from), 0, <usize>(to - from) << 3);
}

/** Put the sparse row of M − shift·1 into the front at `to`, where column `k` stands first, valid up to column `last`. */
function enterRow(row: i32, k: i32, last: i32, shift: f64, rowStart: usize, columns: usize, values: usize, to: usize): void {
  zero(to, 0, last + 1 - k);
  put(to, row - k, -shift);
  for (let e = index(rowStart, row); e < index(rowStart, row + 1); e++) {
    const c = index(columns, e) - k;
    put(to, c, at(to, c) + at(values, e));
  }
}

/** The row of the front to pivot on in column j. */
function choosePivot(front: usize, stride: i32, rows: i32, j: i32, lasts: usize, threshold: f64): i32 {
  let largest: f64 = 0;
  for (let r = j; r < rows; r++) largest = max(largest, abs(at(front, r * stride + j)));
  let best = j;
  let end = i32.MAX_VALUE;
  const least = threshold * largest;
  for (let r = j; r < rows; r++) {
    if (abs(at(front, r * stride + j)) >= least && index(lasts, r) < end) {
      end = index(lasts, r);
      best = r;
    }
  }
  return best;
}

/** Factor the first nb columns of the front. Returns how many pivots were replaced by `tiny`. */
function factorPanel(
  front: usize,
  stride: i32,
  rows: i32,
  nb: i32,
  k: i32,
  lasts: usize,
  pivots: usize,
  threshold: f64,
  tiny: f64,
): i32 {
  let replaced: i32 = 0;
  for (let j: i32 = 0; j < nb; j++) {
    const best = choosePivot(front, stride, rows, j, lasts, threshold);
    putIndex(pivots, j, best);
    const row = place(front, j * stride);
    if (best !== j) {
      const end = index(lasts, j);
      const other = index(lasts, best);
      swapReal(row, place(front, best * stride), max(end, other) + 1 - k);
      putIndex(lasts, j, other);
      putIndex(lasts, best, end);
    }
    let pivot = at(row, j);
    if (abs(pivot) <= tiny) {
      replaced++;
      pivot = pivot < 0 ? -tiny : tiny;
      put(row, j, pivot);
    }
    const tail = place(row, j + 1);
    for (let r = j + 1; r < rows; r++) {
      const x = at(front, r * stride + j);
      if (x === 0) continue;
      const l = x / pivot;
      put(front, r * stride + j, l);
      addScaledReal(place(front, r * stride + j + 1), tail, -l, nb - j - 1);
    }
  }
  return replaced;
}

/** Extend rows of the front with zeros so that each is valid up to column `last`. */
function extendRows(front: usize, stride: i32, rows: i32, k: i32, last: i32, lasts: usize): void {
  for (let r: i32 = 0; r < rows; r++) {
    const end = index(lasts, r);
    if (end >= last) continue;
    zero(place(front, r * stride), end + 1 - k, last + 1 - k);
    putIndex(lasts, r, last);
  }
}

/** Move the front to the start of its memory. */
function slide(front: usize, to: usize, stride: i32, rows: i32, k: i32, lasts: usize, lastsTo: usize): void {
  for (let r: i32 = 0; r < rows; r++) {
    const end = index(lasts, r);
    memory.copy(place(to, r * stride), place(front, r * stride), <usize>max(0, end + 1 - k) << 3);
    putIndex(lastsTo, r, end);
  }
}

/**
 * Factor M − shift·1. `order`: rows in the order in which they enter; panel p takes order[entering[p]] … order[entering[p + 1] − 1];
 * `lastOf`: last column of each row. The front has `capacity` rows of `stride` values and `lasts` as many integers.
 * Returns how many pivots were replaced.
 */
export function frontFactor(
  n: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  order: usize,
  entering: usize,
  lastOf: usize,
  memoryOfFront: usize,
  capacity: i32,
  stride: i32,
  lastsStart: usize,
  factors: usize,
  panels: usize,
  pivots: usize,
  shift: f64,
  threshold: f64,
  tiny: f64,
  scratch: usize,
): i32 {
  expectSize(n);
  assert(threshold > 0 && threshold <= 1, "`threshold` must be in (0, 1].");
  assert(tiny > 0, "`tiny` must be > 0.");
  let replaced: i32 = 0;
  let rows: i32 = 0;
  let out: i32 = 0;
  let front = memoryOfFront;
  let lasts = lastsStart;
  let top: i32 = 0; // rows and columns that lie behind the front
  let base: i32 = 0;
  let furthest: i32 = 0;
  let p: i32 = 0;
  for (let k: i32 = 0; k < n; k += NB) {
    const nb = min(NB, n - k);
    const from = index(entering, p);
    const to = index(entering, p + 1);
    for (let e = from; e < to; e++) furthest = max(furthest, index(lastOf, index(order, e)));
    furthest = max(furthest, k + nb - 1);
    if (top + rows + to - from > capacity || furthest + 1 - base > stride) {
      slide(front, memoryOfFront, stride, rows, k, lasts, lastsStart);
      front = memoryOfFront;
      lasts = lastsStart;
      top = 0;
      base = k;
    }
    assert(top + rows + to - from <= capacity, "The front must hold all rows that enter.");
    assert(furthest + 1 - base <= stride, "A row of the front must reach the last column.");
    for (let e = from; e < to; e++) {
      const row = index(order, e);
      expectIndex(row, n);
      enterRow(row, k, index(lastOf, row), shift, rowStart, columns, values, place(front, rows * stride));
      putIndex(lasts, rows, index(lastOf, row));
      rows++;
    }
    extendRows(front, stride, rows, k, k + nb - 1, lasts);
    replaced += factorPanel(front, stride, rows, nb, k, lasts, pivots + (<usize>k << 2), threshold, tiny);
    let cut: i32 = 0;
    for (let j: i32 = 0; j < nb; j++) cut = max(cut, index(lasts, j));
    extendRows(front, stride, rows, k, cut, lasts);
    const width = cut + 1 - k;
    for (let i: i32 = 1; i < nb; i++) {
      const x = place(front, i * stride);
      for (let j: i32 = 0; j < i; j++) addScaledReal(place(x, nb), place(front, j * stride + nb), -at(x, j), width - nb);
    }
    const atL = out;
    for (let r: i32 = 0; r < rows; r++) memory.copy(place(factors, atL + r * nb), place(front, r * stride), <usize>nb << 3);
    const atU = atL + rows * nb;
    for (let j: i32 = 0; j < nb; j++) memory.copy(place(factors, atU + j * width), place(front, j * stride), <usize>width << 3);
    out = atU + nb * width;
    putIndex(panels, 4 * p, rows);
    putIndex(panels, 4 * p + 1, width);
    putIndex(panels, 4 * p + 2, atL);
    putIndex(panels, 4 * p + 3, atU);
    const below = place(front, nb * stride);
    rows -= nb;
    const lower = place(factors, atL + nb * nb);
    const upper = place(factors, atU + nb);
    productReal(rows, width - nb, nb, -1, lower, nb, upper, width, place(below, nb), stride, Write.Add, scratch);
    front = place(below, nb);
    lasts += <usize>nb << 2;
    top += nb;
    p++;
  }
  return replaced;
}

/** Solve M x = b: b (n) is read, x (n) is written, `work` (n) holds the right-hand side of the rows that stand in the front. */
export function frontSolve(
  n: i32,
  order: usize,
  entering: usize,
  factors: usize,
  panels: usize,
  pivots: usize,
  b: usize,
  x: usize,
  work: usize,
): void {
  expectSize(n);
  let rows: i32 = 0;
  let w = work; // slides along: panel p starts NB values after panel p − 1
  let p: i32 = 0;
  for (let k: i32 = 0; k < n; k += NB) {
    const nb = min(NB, n - k);
    for (let e = index(entering, p); e < index(entering, p + 1); e++) put(w, rows++, at(b, index(order, e)));
    const L = place(factors, index(panels, 4 * p + 2));
    for (let j: i32 = 0; j < nb; j++) {
      const other = index(pivots, k + j);
      assert(other >= j && k + other < n, "A pivot must name its own row of the front or one below.");
      if (other !== j) swapReal(place(w, j), place(w, other), 1);
    }
    for (let i: i32 = 1; i < nb; i++) put(w, i, at(w, i) - dotReal(place(L, i * nb), w, i));
    for (let r = nb; r < rows; r++) put(w, r, at(w, r) - dotReal(place(L, r * nb), w, nb));
    for (let j: i32 = 0; j < nb; j++) put(x, k + j, at(w, j));
    w = place(w, nb);
    rows -= nb;
    p++;
  }
  for (let k = ((n - 1) / NB) * NB; k >= 0; k -= NB) {
    p--;
    const nb = min(NB, n - k);
    const width = index(panels, 4 * p + 1);
    const U = place(factors, index(panels, 4 * p + 3));
    for (let i = nb - 1; i >= 0; i--) {
      const row = place(U, i * width);
      const rest = dotReal(place(row, i + 1), place(x, k + i + 1), width - i - 1);
      put(x, k + i, (at(x, k + i) - rest) / at(row, i));
    }
  }
}

/** Solve Mᵀ x = b: the steps of `frontSolve` transposed and reversed; b is destroyed. `work` as there. */
export function frontSolveTransposed(
  n: i32,
  order: usize,
  entering: usize,
  factors: usize,
  panels: usize,
  pivots: usize,
  b: usize,
  x: usize,
  work: usize,
): void {
  expectSize(n);
  let p: i32 = 0;
  for (let k: i32 = 0; k < n; k += NB) {
    const nb = min(NB, n - k);
    const width = index(panels, 4 * p + 1);
    const U = place(factors, index(panels, 4 * p + 3));
    for (let i: i32 = 0; i < nb; i++) {
      const row = place(U, i * width);
      const z = at(b, k + i) / at(row, i);
      put(b, k + i, z);
      addScaledReal(place(b, k + i + 1), place(row, i + 1), -z, width - i - 1);
    }
    p++;
  }
  for (let k = ((n - 1) / NB) * NB; k >= 0; k -= NB) {
    p--;
    const nb = min(NB, n - k);
    const rows = index(panels, 4 * p);
    const L = place(factors, index(panels, 4 * p + 2));
    const w = place(work, k);
    for (let j: i32 = 0; j < nb; j++) put(w, j, at(b, k + j));
    for (let r = nb; r < rows; r++) addScaledReal(w, place(L, r * nb), -at(w, r), nb);
    for (let i = nb - 1; i > 0; i--) addScaledReal(w, place(L, i * nb), -at(w, i), i);
    for (let j = nb - 1; j >= 0; j--) {
      const other = index(pivots, k + j);
      assert(other >= j && k + other < n, "A pivot must name its own row of the front or one below.");
      if (other !== j) swapReal(place(w, j), place(w, other), 1);
    }
    const from = index(entering, p);
    const to = index(entering, p + 1);
    for (let e = from; e < to; e++) put(x, index(order, e), at(w, rows - (to - from) + e - from));
  }
}

