/**
 * Residuals in doubled precision: r = b − A (x + δ), every product split exactly, sums kept as an unevaluated pair (high, low).
 *
 * With them a few steps of refinement give a solution that is right to rounding as long as the condition is below about 1e16;
 * with plain residuals its error would be condition × 1e-16.
 * Sources: Dekker, Numer. Math. 18, 224 (1971), doi:10.1007/BF01397083;
 * Demmel et al., ACM TOMS 32, 325 (2006), doi:10.1145/1141885.1141894.
 */
import { at, index, put } from "./access";
import { expectIndex, expectSize } from "./contract";

/** 2²⁷ + 1: splits a double into two halves of 26 bits. */
const SPLITTER: f64 = 134217729;

/** Low word of the running sum; the high word is returned by `accumulate`. One thread owns the instance, so a global is a register. */
let low: f64 = 0;

/** high ← high + x·y, exactly up to the rounding of `low`. */
// @ts-expect-error: decorator
@inline
function accumulate(high: f64, x: f64, y: f64): f64 {
  const p = x * y;
  const xs = SPLITTER * x;
  const xh = xs - (xs - x);
  const xl = x - xh;
  const ys = SPLITTER * y;
  const yh = ys - (ys - y);
  const yl = y - yh;
  const error = xh * yh - p + xh * yl + xl * yh + xl * yl;
  const sum = high + p;
  const back = sum - high;
  low += high - (sum - back) + (p - back) + error;
  return sum;
}

/** r ← b − A (x + delta), A dense real n × n. */
export function residualReal(n: i32, a: usize, lda: i32, x: usize, delta: usize, b: usize, r: usize): void {
  expectSize(n);
  for (let i: i32 = 0; i < n; i++) {
    let high = at(b, i);
    low = 0;
    for (let j: i32 = 0; j < n; j++) {
      const c = -at(a, i * lda + j);
      high = accumulate(high, c, at(x, j));
      low += c * at(delta, j);
    }
    put(r, i, high + low);
  }
}

/** r ← b − A (x + delta), A dense complex n × n, vectors interleaved. */
export function residualComplex(n: i32, a: usize, lda: i32, x: usize, delta: usize, b: usize, r: usize): void {
  expectSize(n);
  for (let i: i32 = 0; i < n; i++) {
    for (let part: i32 = 0; part < 2; part++) {
      let high = at(b, 2 * i + part);
      low = 0;
      for (let j: i32 = 0; j < n; j++) {
        const re = -at(a, 2 * (i * lda + j));
        const im = part === 0 ? at(a, 2 * (i * lda + j) + 1) : -at(a, 2 * (i * lda + j) + 1);
        const same = 2 * j + part;
        const other = 2 * j + 1 - part;
        high = accumulate(high, re, at(x, same));
        high = accumulate(high, im, at(x, other));
        low += re * at(delta, same) + im * at(delta, other);
      }
      put(r, 2 * i + part, high + low);
    }
  }
}

/** r ← b − M (x + delta), M sparse rows (rowStart n + 1, columns, values). */
export function residualSparse(n: i32, rowStart: usize, columns: usize, values: usize, x: usize, delta: usize, b: usize, r: usize): void {
  expectSize(n);
  for (let i: i32 = 0; i < n; i++) {
    let high = at(b, i);
    low = 0;
    for (let e = index(rowStart, i); e < index(rowStart, i + 1); e++) {
      const c = -at(values, e);
      const j = index(columns, e);
      expectIndex(j, n);
      high = accumulate(high, c, at(x, j));
      low += c * at(delta, j);
    }
    put(r, i, high + low);
  }
}

/** (x, delta) ← (x, delta) + change, renormalised so that x is the sum rounded to double. */
export function addToPair(n: i32, x: usize, delta: usize, change: usize): void {
  expectSize(n);
  for (let i: i32 = 0; i < n; i++) {
    const a = at(x, i);
    const c = at(change, i);
    const sum = a + c;
    const back = sum - a;
    const error = a - (sum - back) + (c - back) + at(delta, i);
    const rounded = sum + error;
    put(x, i, rounded);
    put(delta, i, error - (rounded - sum));
  }
}
