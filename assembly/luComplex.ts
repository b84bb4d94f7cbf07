/**
 * Complex dense LU with partial pivoting, row-major, interleaved, blocked:  P A = L U  in the place of A, layout as in `lu.ts`.
 *
 * The pivot is the entry with the largest |re| + |im|. The update of the rest is the packed product of `gemm.ts`, given −L.
 */
import { Op, Write } from "./abi";
import { at, index, pair, place, put, putIndex, putPair } from "./access";
import { expectSize } from "./contract";
import { gemm, gemmScratch } from "./gemm";
import { addScaledComplex, dotComplex, reciprocalComplex, swapReal, timesComplex } from "./vector";

const PANEL: i32 = 32;

/** Scratch of `luComplex` and `luSolveComplex` with so many right-hand sides, in f64 values. */
export function luComplexScratch(n: f64, columns: f64): f64 {
  const product = max(gemmScratch(n, n, <f64>PANEL), gemmScratch(<f64>PANEL, columns, n));
  return 2 * <f64>PANEL * n + product + 2;
}

// @ts-expect-error: decorator
@inline
function size(p: usize, i: i32): f64 {
  return abs(at(p, i)) + abs(at(p, i + 1));
}

/** 1 / (complex value i). */
// @ts-expect-error: decorator
@inline
function inverseOf(p: usize, i: i32): v128 {
  return reciprocalComplex(at(p, 2 * i), at(p, 2 * i + 1));
}

function factorPanel(n: i32, a: usize, lda: i32, pivots: usize, k: i32, end: i32): i32 {
  let singular: i32 = 0;
  for (let j = k; j < end; j++) {
    let best = j;
    let largest = size(a, 2 * (j * lda + j));
    for (let i = j + 1; i < n; i++) {
      const x = size(a, 2 * (i * lda + j));
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
    const row = place(a, 2 * j * lda);
    if (best !== j) swapReal(row, place(a, 2 * best * lda), 2 * n);
    const inverse = inverseOf(row, j);
    const tail = place(row, 2 * (j + 1));
    for (let i = j + 1; i < n; i++) {
      const to = 2 * (i * lda + j);
      const x = timesComplex(pair(a, to), inverse);
      putPair(a, to, x);
      addScaledComplex(place(a, to + 2), tail, f64x2.neg(x), end - j - 1);
    }
  }
  return singular;
}

/** Copy −A (rows × columns) densely. */
function negated(rows: i32, columns: i32, a: usize, lda: i32, out: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const from = place(a, 2 * i * lda);
    const to = place(out, 2 * i * columns);
    for (let j: i32 = 0; j < columns; j++) putPair(to, 2 * j, f64x2.neg(pair(from, 2 * j)));
  }
}

/** Factor in place. Returns how many pivots are exactly zero. */
export function luComplex(n: i32, a: usize, lda: i32, pivots: usize, scratch: usize): i32 {
  expectSize(n);
  assert(lda >= n, "A row of A must fit its leading dimension.");
  let singular: i32 = 0;
  const packing = place(scratch, 2 * PANEL * n);
  for (let k: i32 = 0; k < n; k += PANEL) {
    const end = min(k + PANEL, n);
    singular += factorPanel(n, a, lda, pivots, k, end);
    if (end === n) break;
    for (let i = k + 1; i < end; i++) {
      for (let j = k; j < i; j++) {
        const x = f64x2.neg(pair(a, 2 * (i * lda + j)));
        addScaledComplex(place(a, 2 * (i * lda + end)), place(a, 2 * (j * lda + end)), x, n - end);
      }
    }
    const m = n - end;
    negated(m, end - k, place(a, 2 * (end * lda + k)), lda, scratch);
    const right = place(a, 2 * (k * lda + end));
    gemm(Op.None, Op.None, m, m, end - k, scratch, end - k, right, lda, place(a, 2 * (end * lda + end)), lda, Write.Add, packing);
  }
  return singular;
}

/** Solve A X = B in place of B (n × columns, row-major). */
export function luSolveComplex(n: i32, a: usize, lda: i32, pivots: usize, b: usize, columns: i32, scratch: usize): void {
  expectSize(n);
  expectSize(columns);
  assert(lda >= n, "A row of A must fit its leading dimension.");
  for (let k: i32 = 0; k < n; k++) {
    const other = index(pivots, k);
    assert(other >= k && other < n, "A pivot must name its own row or one below.");
    if (other !== k) swapReal(place(b, 2 * k * columns), place(b, 2 * other * columns), 2 * columns);
  }
  if (columns === 1) {
    for (let i: i32 = 1; i < n; i++) putPair(b, 2 * i, f64x2.sub(pair(b, 2 * i), dotComplex(place(a, 2 * i * lda), b, i)));
    for (let i = n - 1; i >= 0; i--) {
      const row = place(a, 2 * i * lda);
      const rest = dotComplex(place(row, 2 * (i + 1)), place(b, 2 * (i + 1)), n - i - 1);
      putPair(b, 2 * i, timesComplex(f64x2.sub(pair(b, 2 * i), rest), inverseOf(row, i)));
    }
    return;
  }
  const packing = place(scratch, 2 * PANEL * n);
  for (let k: i32 = 0; k < n; k += PANEL) {
    const end = min(k + PANEL, n);
    const x = place(b, 2 * k * columns);
    negated(end - k, k, place(a, 2 * k * lda), lda, scratch);
    gemm(Op.None, Op.None, end - k, columns, k, scratch, k, b, columns, x, columns, Write.Add, packing);
    for (let i = k + 1; i < end; i++) {
      for (let j = k; j < i; j++) {
        const c = f64x2.neg(pair(a, 2 * (i * lda + j)));
        addScaledComplex(place(b, 2 * i * columns), place(b, 2 * j * columns), c, columns);
      }
    }
  }
  for (let k = ((n - 1) / PANEL) * PANEL; k >= 0; k -= PANEL) {
    const end = min(k + PANEL, n);
    const x = place(b, 2 * k * columns);
    negated(end - k, n - end, place(a, 2 * (k * lda + end)), lda, scratch);
    const below = place(b, 2 * end * columns);
    gemm(Op.None, Op.None, end - k, columns, n - end, scratch, n - end, below, columns, x, columns, Write.Add, packing);
    for (let i = end - 1; i >= k; i--) {
      const row = place(b, 2 * i * columns);
      for (let j = i + 1; j < end; j++) {
        addScaledComplex(row, place(b, 2 * j * columns), f64x2.neg(pair(a, 2 * (i * lda + j))), columns);
      }
      const inverse = inverseOf(place(a, 2 * i * lda), i);
      for (let c: i32 = 0; c < columns; c++) putPair(row, 2 * c, timesComplex(pair(row, 2 * c), inverse));
    }
  }
}

/** Solve A† x = b in place of b (n). */
export function luSolveAdjointComplex(n: i32, a: usize, lda: i32, pivots: usize, b: usize): void {
  expectSize(n);
  conjugate(b, n); // A† x = b is Aᵀ x* = b*
  for (let i: i32 = 0; i < n; i++) {
    const row = place(a, 2 * i * lda);
    const x = timesComplex(pair(b, 2 * i), inverseOf(row, i));
    putPair(b, 2 * i, x);
    addScaledComplex(place(b, 2 * (i + 1)), place(row, 2 * (i + 1)), f64x2.neg(x), n - i - 1);
  }
  for (let i = n - 1; i > 0; i--) addScaledComplex(b, place(a, 2 * i * lda), f64x2.neg(pair(b, 2 * i)), i);
  for (let k = n - 1; k >= 0; k--) {
    const other = index(pivots, k);
    assert(other >= k && other < n, "A pivot must name its own row or one below.");
    if (other !== k) swapReal(place(b, 2 * k), place(b, 2 * other), 2);
  }
  conjugate(b, n);
}

function conjugate(b: usize, n: i32): void {
  for (let i: i32 = 0; i < n; i++) put(b, 2 * i + 1, -at(b, 2 * i + 1));
}

/** Largest sum of moduli of a column: the 1-norm. `sums` holds n values. */
export function oneNormComplex(n: i32, a: usize, lda: i32, sums: usize): f64 {
  expectSize(n);
  memory.fill(sums, 0, <usize>n << 3);
  for (let i: i32 = 0; i < n; i++) {
    for (let j: i32 = 0; j < n; j++) {
      const re = at(a, 2 * (i * lda + j));
      const im = at(a, 2 * (i * lda + j) + 1);
      put(sums, j, at(sums, j) + sqrt(re * re + im * im));
    }
  }
  let largest: f64 = 0;
  for (let j: i32 = 0; j < n; j++) largest = max(largest, at(sums, j));
  return largest;
}
