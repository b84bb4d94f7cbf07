/**
 * Eigenvalues and eigenvectors of a real symmetric tridiagonal matrix by implicit QL and QR steps.
 *
 *   d: d₀ … dₙ₋₁          e: e₀ … eₙ₋₂, eᵢ couples i and i + 1          z: n rows of `width` values
 *
 * A step rotates two neighbouring rows of z, which are contiguous. Starting from z = 1, row k ends as eigenvector k.
 * A block runs from its small end to its large one, so that graded matrices keep their small eigenvalues.
 * Source: Dubrulle, Martin, Wilkinson, Numer. Math. 12, 377 (1968), doi:10.1007/BF02165404.
 */
import { at, pair, place, put, putPair } from "./access";

const EPSILON: f64 = 2.220446049250313e-16;
const TINY: f64 = 2.2250738585072014e-308;
/** QL steps granted per eigenvalue; about two are used. */
const STEPS: i32 = 40;

/** √(x² + y²) without overflow; four roundings, no table. */
// @ts-expect-error: decorator
@inline
export function length2(x: f64, y: f64): f64 {
  const a = abs(x);
  const b = abs(y);
  const large = max(a, b);
  if (large === 0) return 0;
  const q = min(a, b) / large;
  return large * sqrt(1 + q * q);
}

/** (x, y) ← (c·x − s·y, s·x + c·y) for two rows of `width` values. */
// @ts-expect-error: decorator
@inline
export function rotateRows(x: usize, y: usize, width: i32, c: f64, s: f64): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  let k: i32 = 0;
  for (; k + 2 <= width; k += 2) {
    const a = pair(x, k);
    const b = pair(y, k);
    putPair(x, k, f64x2.sub(f64x2.mul(cc, a), f64x2.mul(ss, b)));
    putPair(y, k, f64x2.add(f64x2.mul(ss, a), f64x2.mul(cc, b)));
  }
  if (k < width) {
    const a = at(x, k);
    const b = at(y, k);
    put(x, k, c * a - s * b);
    put(y, k, s * a + c * b);
  }
}

/** Steps on one eigenvalue after which couplings below the rounding of the rounding of the whole matrix count as zero. */
const PATIENCE: i32 = 8;

/** Is the coupling between neighbours i and i + 1 below the rounding of both, or its square below `floor`? */
// @ts-expect-error: decorator
@inline
function negligible(d: usize, e: usize, i: i32, floor: f64): bool {
  const x = at(e, i);
  return x * x <= EPSILON * EPSILON * abs(at(d, i)) * abs(at(d, i + 1)) + floor;
}

/** (ε²·largest entry)²: a coupling this small moves no eigenvalue by more than ε² of the matrix. */
function roundingFloor(n: i32, d: usize, e: usize): f64 {
  let largest: f64 = 0;
  for (let i: i32 = 0; i < n; i++) {
    largest = max(largest, abs(at(d, i)));
    if (i < n - 1) largest = max(largest, abs(at(e, i)));
  }
  const floor = EPSILON * EPSILON * largest;
  return max(TINY, floor * floor);
}

/** One implicit step from `m` down to `l`; `way` is +1 for QL (l < m) and −1 for QR (l > m). */
function implicitStep(d: usize, e: usize, z: usize, width: i32, l: i32, m: i32, way: i32): void {
  const low = way > 0 ? 0 : -1; // the coupling of i and i + way stands at e[i + low]
  const el = at(e, l + low);
  let g = (at(d, l + way) - at(d, l)) / (2 * el);
  let r = length2(g, 1);
  g = at(d, m) - at(d, l) + el / (g + (g >= 0 ? r : -r));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  let i = m - way;
  for (; i !== l - way; i -= way) {
    const f = s * at(e, i + low);
    const b = c * at(e, i + low);
    r = length2(f, g);
    if (i !== m - way) put(e, i + way + low, r);
    if (r === 0) break;
    s = f / r;
    c = g / r;
    g = at(d, i + way) - p;
    r = (at(d, i) - g) * s + 2 * c * b;
    p = s * r;
    put(d, i + way, g + p);
    g = c * r - b;
    if (z) rotateRows(place(z, i * width), place(z, (i + way) * width), width, c, s);
  }
  if (i !== l - way) {
    put(d, i + way, at(d, i + way) - p); // the bulge vanished: the matrix split here
    return;
  }
  put(d, l, at(d, l) - p);
  put(e, l + low, g);
}

/**
 * Turn (d, e) into eigenvalues in d, unordered, and rotate the rows of z along (z = 0: values only).
 * Returns 0, or 1 when a value did not settle.
 */
export function tridiagonalEigen(n: i32, d: usize, e: usize, z: usize, width: i32): i32 {
  let left = STEPS * n;
  const patient = roundingFloor(n, d, e);
  let start: i32 = 0;
  while (start < n) {
    let end = start;
    while (end < n - 1 && !negligible(d, e, end, TINY)) end++;
    if (end < n - 1) put(e, end, 0);
    const way = abs(at(d, end)) < abs(at(d, start)) ? -1 : 1;
    let l = way > 0 ? start : end;
    const stop = way > 0 ? end : start;
    let tries: i32 = 0;
    while (l !== stop) {
      const floor = tries < PATIENCE ? TINY : patient;
      let m = l;
      while (m !== stop && !negligible(d, e, way > 0 ? m : m - 1, floor)) m += way;
      if (m !== stop) put(e, way > 0 ? m : m - 1, 0);
      if (m === l) {
        l += way;
        tries = 0;
        continue;
      }
      if (left-- === 0) return 1;
      tries++;
      implicitStep(d, e, z, width, l, m, way);
    }
    start = end + 1;
  }
  return 0;
}
