/**
 * Real dense LU with partial pivoting, row-major, blocked:  P A = L U,  L unit lower, both in the place of A.
 *
 *   a: n × n, lda values per row        pivots (i32, n): row k was exchanged with row pivots[k] ≥ k, in the order k = 0, 1, …
 *
 * Columns are factored in panels of 32; the rest of the matrix takes one product per panel (`panel.ts`).
 * Source: Golub, Van Loan, Matrix Computations (4th ed.), §3.4.
 */
import { Write } from "./abi";
import { at, index, place, put, putIndex } from "./access";
import { expectSize } from "./contract";
import { productReal, productRealScratch } from "./panel";
import { addScaledReal, dotReal, swapReal } from "./vector";

const PANEL: i32 = 32;

/** Scratch of `luReal` and `luSolveReal`, in f64 values. */
export function luRealScratch(): f64 {
  return productRealScratch();
}

/** Factor columns k … end − 1 of rows k … n − 1, exchanging whole rows. Returns the number of zero pivots. */
function factorPanel(n: i32, a: usize, lda: i32, pivots: usize, k: i32, end: i32): i32 {
  let singular: i32 = 0;
  for (let j = k; j < end; j++) {
    let best = j;
    let largest = abs(at(a, j * lda + j));
    for (let i = j + 1; i < n; i++) {
      const x = abs(at(a, i * lda + j));
      if (x > largest) {
        largest = x;
        best = i;
      }
    }
    putIndex(pivots, j, best);
    if (largest === 0) {
      singular++;
      continue;
    }
    const row = place(a, j * lda);
    if (best !== j) swapReal(row, place(a, best * lda), n);
    const pivot = at(row, j);
    const tail = place(row, j + 1);
    for (let i = j + 1; i < n; i++) {
      const x = at(a, i * lda + j) / pivot;
      put(a, i * lda + j, x);
      if (x !== 0) addScaledReal(place(a, i * lda + j + 1), tail, -x, end - j - 1);
    }
  }
  return singular;
}

/** Factor in place. Returns how many pivots are exactly zero (0: the factors can solve). */
export function luReal(n: i32, a: usize, lda: i32, pivots: usize, scratch: usize): i32 {
  expectSize(n);
  assert(lda >= n, "A row of A must fit its leading dimension.");
  let singular: i32 = 0;
  for (let k: i32 = 0; k < n; k += PANEL) {
    const end = min(k + PANEL, n);
    singular += factorPanel(n, a, lda, pivots, k, end);
    if (end === n) break;
    for (let i = k + 1; i < end; i++) {
      for (let j = k; j < i; j++) addScaledReal(place(a, i * lda + end), place(a, j * lda + end), -at(a, i * lda + j), n - end);
    }
    const below = place(a, end * lda + k);
    const right = place(a, k * lda + end);
    productReal(n - end, n - end, end - k, -1, below, lda, right, lda, place(a, end * lda + end), lda, Write.Add, scratch);
  }
  return singular;
}

/** Solve A X = B in place of B (n × columns, row-major). */
export function luSolveReal(n: i32, a: usize, lda: i32, pivots: usize, b: usize, columns: i32, scratch: usize): void {
  expectSize(n);
  expectSize(columns);
  assert(lda >= n, "A row of A must fit its leading dimension.");
  for (let k: i32 = 0; k < n; k++) {
    const other = index(pivots, k);
    assert(other >= k && other < n, "A pivot must name its own row or one below.");
    if (other !== k) swapReal(place(b, k * columns), place(b, other * columns), columns);
  }
  if (columns === 1) {
    for (let i: i32 = 1; i < n; i++) put(b, i, at(b, i) - dotReal(place(a, i * lda), b, i));
    for (let i = n - 1; i >= 0; i--) {
      const row = place(a, i * lda);
      put(b, i, (at(b, i) - dotReal(place(row, i + 1), place(b, i + 1), n - i - 1)) / at(row, i));
    }
    return;
  }
  for (let k: i32 = 0; k < n; k += PANEL) {
    const end = min(k + PANEL, n);
    const x = place(b, k * columns);
    productReal(end - k, columns, k, -1, place(a, k * lda), lda, b, columns, x, columns, Write.Add, scratch);
    for (let i = k + 1; i < end; i++) {
      for (let j = k; j < i; j++) addScaledReal(place(b, i * columns), place(b, j * columns), -at(a, i * lda + j), columns);
    }
  }
  for (let k = ((n - 1) / PANEL) * PANEL; k >= 0; k -= PANEL) {
    const end = min(k + PANEL, n);
    const x = place(b, k * columns);
    const below = place(b, end * columns);
    productReal(end - k, columns, n - end, -1, place(a, k * lda + end), lda, below, columns, x, columns, Write.Add, scratch);
    for (let i = end - 1; i >= k; i--) {
      for (let j = i + 1; j < end; j++) addScaledReal(place(b, i * columns), place(b, j * columns), -at(a, i * lda + j), columns);
      const pivot = at(a, i * lda + i);
      for (let c: i32 = 0; c < columns; c++) put(b, i * columns + c, at(b, i * columns + c) / pivot);
    }
  }
}

/** Solve Aᵀ x = b in place of b (n). */
export function luSolveTransposedReal(n: i32, a: usize, lda: i32, pivots: usize, b: usize): void {
  expectSize(n);
  for (let i: i32 = 0; i < n; i++) {
    const row = place(a, i * lda);
    const x = at(b, i) / at(row, i);
    put(b, i, x);
    addScaledReal(place(b, i + 1), place(row, i + 1), -x, n - i - 1);
  }
  for (let i = n - 1; i > 0; i--) addScaledReal(b, place(a, i * lda), -at(b, i), i);
  for (let k = n - 1; k >= 0; k--) {
    const other = index(pivots, k);
    assert(other >= k && other < n, "A pivot must name its own row or one below.");
    if (other !== k) swapReal(place(b, k), place(b, other), 1);
  }
}

/** Largest sum of moduli of a column: the 1-norm. `sums` holds n values. */
export function oneNormReal(n: i32, a: usize, lda: i32, sums: usize): f64 {
  expectSize(n);
  memory.fill(sums, 0, <usize>n << 3);
  for (let i: i32 = 0; i < n; i++) for (let j: i32 = 0; j < n; j++) put(sums, j, at(sums, j) + abs(at(a, i * lda + j)));
  let largest: f64 = 0;
  for (let j: i32 = 0; j < n; j++) largest = max(largest, at(sums, j));
  return largest;
}
