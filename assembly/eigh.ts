/**
 * Hermitian eigenproblem: Householder reduction to a real tridiagonal matrix, implicit QL, reflectors applied back.
 *
 *   a: n × n row-major (complex: interleaved); only the lower triangle is read, and it is destroyed: row i keeps the reflector that
 *      made row i tridiagonal.   Reflectors run from the last row up, so row i acts on the contiguous entries 0 … i − 1:
 *
 *      P = 1 − τ v v†,   v = x − β e_{i−1},   x = A[0 … i−1, i],   P x = β e_{i−1}
 *
 * Real input never meets a complex number. Source: Wilkinson, The Algebraic Eigenvalue Problem (Oxford, 1965), §5.30.
 */
import { at, both, pair, place, put, putPair } from "./access";
import { expectSize } from "./contract";
import { length2, tridiagonalEigen } from "./tridiagonal";
import { addScaledComplex, addScaledReal, dotReal, timesI } from "./vector";

// @ts-expect-error: decorator
@inline
function lanesSum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** A column whose rest is shorter than the square root of this counts as reduced: its reflector would overflow. */
const TINY: f64 = 1e-280;

/** p ← p + x·row and returns row·v: both halves of a symmetric product in one pass over half a row. */
// @ts-expect-error: decorator
@inline
function symmetricRow(row: usize, v: usize, p: usize, x: f64, count: i32): f64 {
  const xx = f64x2.splat(x);
  let sum = f64x2.splat(0);
  let k: i32 = 0;
  for (; k + 2 <= count; k += 2) {
    const r = pair(row, k);
    sum = f64x2.add(sum, f64x2.mul(r, pair(v, k)));
    putPair(p, k, f64x2.add(pair(p, k), f64x2.mul(r, xx)));
  }
  let total = lanesSum(sum);
  for (; k < count; k++) {
    const r = at(row, k);
    total += r * at(v, k);
    put(p, k, at(p, k) + r * x);
  }
  return total;
}

/** Reduce a real symmetric matrix; d (n), e (n − 1), tau (n) and work (n) are filled. */
function tridiagonalReal(n: i32, a: usize, d: usize, e: usize, tau: usize, work: usize): void {
  for (let i = n - 1; i > 0; i--) {
    const v = place(a, i * n);
    put(d, i, at(v, i));
    const alpha = at(v, i - 1);
    const rest = dotReal(v, v, i - 1);
    if (rest < TINY) {
      put(tau, i, 0);
      put(e, i - 1, alpha);
      continue;
    }
    const norm = sqrt(alpha * alpha + rest);
    const beta = alpha >= 0 ? -norm : norm;
    put(v, i - 1, alpha - beta);
    const t = 1 / (norm * (norm + abs(alpha)));
    put(tau, i, t);
    put(e, i - 1, beta);
    memory.fill(work, 0, <usize>i << 3);
    for (let r: i32 = 0; r < i; r++) {
      const row = place(a, r * n);
      const x = at(v, r);
      put(work, r, at(work, r) + symmetricRow(row, v, work, x, r) + at(row, r) * x);
    }
    for (let r: i32 = 0; r < i; r++) put(work, r, t * at(work, r));
    addScaledReal(work, v, -0.5 * t * dotReal(work, v, i), i);
    for (let r: i32 = 0; r < i; r++) {
      const row = place(a, r * n);
      const vr = f64x2.splat(at(v, r));
      const qr = f64x2.splat(at(work, r));
      let k: i32 = 0;
      for (; k + 2 <= r + 1; k += 2) {
        const change = f64x2.add(f64x2.mul(vr, pair(work, k)), f64x2.mul(qr, pair(v, k)));
        putPair(row, k, f64x2.sub(pair(row, k), change));
      }
      if (k <= r) put(row, k, at(row, k) - (at(v, r) * at(work, k) + at(work, r) * at(v, k)));
    }
  }
  put(d, 0, at(a, 0));
}

/** Scratch of `eighReal`, in f64 values. */
export function eighRealScratch(n: f64): f64 {
  return 3 * n;
}

/**
 * Eigenvalues (into `values`, unordered) and eigenvectors (rows of z; z = 0: none) of a real symmetric matrix whose largest entry is
 * of order one. Returns 0, or 1 when a value did not settle.
 */
export function eighReal(n: i32, a: usize, z: usize, values: usize, scratch: usize): i32 {
  expectSize(n);
  if (n === 0) return 0;
  const e = scratch;
  const tau = place(scratch, n);
  const work = place(scratch, 2 * n);
  tridiagonalReal(n, a, values, e, tau, work);
  if (!z) return tridiagonalEigen(n, values, e, 0, 0);
  memory.fill(z, 0, <usize>(n * n) << 3);
  for (let i: i32 = 0; i < n; i++) put(z, i * n + i, 1);
  if (tridiagonalEigen(n, values, e, z, n)) return 1;
  for (let k: i32 = 0; k < n; k++) {
    const y = place(z, k * n);
    for (let i: i32 = 2; i < n; i++) {
      const t = at(tau, i);
      if (t === 0) continue;
      const v = place(a, i * n);
      addScaledReal(y, v, -t * dotReal(v, y, i), i);
    }
  }
  return 0;
}

/** work ← A v for the leading i × i block of which the lower triangle is stored; v and work are complex. */
function hermitianTimes(n: i32, a: usize, i: i32, v: usize, work: usize): void {
  memory.fill(work, 0, <usize>(2 * i) << 3);
  for (let r: i32 = 0; r < i; r++) {
    const row = place(a, 2 * r * n);
    const x = pair(v, 2 * r);
    const y = f64x2.neg(timesI(x)); // conj(a)·x = re·x − im·(i x)
    let direct = f64x2.splat(0);
    let crossed = f64x2.splat(0);
    for (let k: i32 = 0; k < r; k++) {
      const re = both(row, 2 * k);
      const im = both(row, 2 * k + 1);
      const vk = pair(v, 2 * k);
      direct = f64x2.add(direct, f64x2.mul(re, vk));
      crossed = f64x2.add(crossed, f64x2.mul(im, vk));
      const to = place(work, 2 * k);
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(f64x2.mul(re, x), f64x2.mul(im, y))));
    }
    const diagonal = both(row, 2 * r);
    const to = place(work, 2 * r);
    const sum = f64x2.add(f64x2.add(direct, timesI(crossed)), f64x2.mul(diagonal, x));
    v128.store(to, f64x2.add(v128.load(to), sum));
  }
}

/** A ← A − v q† − q v† on the lower triangle of the leading i × i block. */
function hermitianUpdate(n: i32, a: usize, i: i32, v: usize, q: usize): void {
  for (let r: i32 = 0; r < i; r++) {
    const row = place(a, 2 * r * n);
    const vr = pair(v, 2 * r);
    const vi = f64x2.neg(timesI(vr)); // v·conj(q) = re(q)·v − im(q)·(i v)
    const qr = pair(q, 2 * r);
    const qi = f64x2.neg(timesI(qr));
    for (let k: i32 = 0; k <= r; k++) {
      const q0 = both(q, 2 * k);
      const q1 = both(q, 2 * k + 1);
      const v0 = both(v, 2 * k);
      const v1 = both(v, 2 * k + 1);
      const change = f64x2.add(f64x2.add(f64x2.mul(q0, vr), f64x2.mul(q1, vi)), f64x2.add(f64x2.mul(v0, qr), f64x2.mul(v1, qi)));
      const to = place(row, 2 * k);
      v128.store(to, f64x2.sub(v128.load(to), change));
    }
  }
}

/** v†·y as a complex pair. */
// @ts-expect-error: decorator
@inline
function dotConjugate(v: usize, y: usize, count: i32): v128 {
  let direct = f64x2.splat(0);
  let crossed = f64x2.splat(0);
  for (let k: i32 = 0; k < count; k++) {
    const z = pair(y, 2 * k);
    direct = f64x2.add(direct, f64x2.mul(both(v, 2 * k), z));
    crossed = f64x2.add(crossed, f64x2.mul(both(v, 2 * k + 1), z));
  }
  return f64x2.sub(direct, timesI(crossed));
}

/** Reduce a complex Hermitian matrix: d, |e|, τ, and the phases D (complex, n) with which D† (P A P) D is real. */
function tridiagonalComplex(n: i32, a: usize, d: usize, e: usize, tau: usize, phases: usize, work: usize): void {
  for (let i = n - 1; i > 0; i--) {
    const v = place(a, 2 * i * n);
    put(d, i, at(v, 2 * i));
    for (let k: i32 = 0; k < i; k++) put(v, 2 * k + 1, -at(v, 2 * k + 1)); // column i above the diagonal
    const re = at(v, 2 * i - 2);
    const im = at(v, 2 * i - 1);
    const alpha = length2(re, im);
    const rest = dotReal(v, v, 2 * i - 2);
    // phases[i] holds the off-diagonal element itself until all are known
    if (rest < TINY) {
      put(tau, i, 0);
      put(phases, 2 * i, re);
      put(phases, 2 * i + 1, im);
      continue;
    }
    const norm = sqrt(alpha * alpha + rest);
    const wr = alpha === 0 ? 1 : re / alpha;
    const wi = alpha === 0 ? 0 : im / alpha;
    put(v, 2 * i - 2, re + wr * norm);
    put(v, 2 * i - 1, im + wi * norm);
    put(phases, 2 * i, -wr * norm);
    put(phases, 2 * i + 1, -wi * norm);
    const t = 1 / (norm * (norm + alpha));
    put(tau, i, t);
    hermitianTimes(n, a, i, v, work);
    for (let k: i32 = 0; k < 2 * i; k++) put(work, k, t * at(work, k));
    addScaledReal(work, v, -0.5 * t * dotReal(work, v, 2 * i), 2 * i);
    hermitianUpdate(n, a, i, v, work);
  }
  put(d, 0, at(a, 0));
  put(phases, 0, 1);
  put(phases, 1, 0);
  for (let i: i32 = 1; i < n; i++) {
    const re = at(phases, 2 * i);
    const im = at(phases, 2 * i + 1);
    const modulus = length2(re, im);
    put(e, i - 1, modulus);
    const wr = modulus === 0 ? 1 : re / modulus;
    const wi = modulus === 0 ? 0 : im / modulus;
    const pr = at(phases, 2 * i - 2);
    const pi = at(phases, 2 * i - 1);
    put(phases, 2 * i, pr * wr + pi * wi);
    put(phases, 2 * i + 1, pi * wr - pr * wi);
  }
}

/** Scratch of `eighComplex`, in f64 values. */
export function eighComplexScratch(n: f64): f64 {
  return 6 * n + n * n;
}

/**
 * Eigenvalues (into `values`, unordered) and eigenvectors (complex rows of z; z = 0: none) of a complex Hermitian matrix whose largest
 * entry is of order one. Returns 0, or 1 when a value did not settle.
 */
export function eighComplex(n: i32, a: usize, z: usize, values: usize, scratch: usize): i32 {
  expectSize(n);
  if (n === 0) return 0;
  const e = scratch;
  const tau = place(scratch, n);
  const phases = place(scratch, 2 * n);
  const work = place(scratch, 4 * n);
  const real = place(scratch, 6 * n);
  tridiagonalComplex(n, a, values, e, tau, phases, work);
  if (!z) return tridiagonalEigen(n, values, e, 0, 0);
  memory.fill(real, 0, <usize>(n * n) << 3);
  for (let i: i32 = 0; i < n; i++) put(real, i * n + i, 1);
  if (tridiagonalEigen(n, values, e, real, n)) return 1;
  for (let k: i32 = 0; k < n; k++) {
    const y = place(z, 2 * k * n);
    for (let i: i32 = 0; i < n; i++) {
      const x = both(real, k * n + i);
      putPair(y, 2 * i, f64x2.mul(x, pair(phases, 2 * i)));
    }
    for (let i: i32 = 1; i < n; i++) {
      const t = at(tau, i);
      if (t === 0) continue;
      const v = place(a, 2 * i * n);
      addScaledComplex(y, v, f64x2.mul(f64x2.splat(-t), dotConjugate(v, y, i)), i);
    }
  }
  return 0;
}
