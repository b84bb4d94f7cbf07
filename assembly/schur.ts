/**
 * The real Schur form  A = Z T Zᵀ  by Householder reduction to Hessenberg form and Francis' double-shift QR steps, row-major.
 *
 *   a:   n × n; A before, T after: upper triangular but for 2 × 2 blocks of complex pairs
 *   zt:  n × n, Zᵀ (row k is Schur vector k), or 0
 *
 * Reflectors act on neighbouring rows, which are contiguous; that is why Zᵀ is kept and not Z.
 * Source: Golub, Van Loan, Matrix Computations (4th ed.), §§ 7.4–7.5.
 */
import { at, pair, place, put, putPair } from "./access";
import { expectSize } from "./contract";
import { rotateRows } from "./tridiagonal";
import { addScaledReal, dotReal } from "./vector";

const EPSILON: f64 = 2.220446049250313e-16;
/** Steps granted per eigenvalue; two or three are used. */
const STEPS: i32 = 60;
/** Steps after which an eigenvalue may settle to the rounding of the whole matrix. */
const PATIENCE: i32 = 20;
/** Steps of one eigenvalue after which all steps start from differences of the shifts: those of many equal eigenvalues cancel in s and d. */
const CLUSTERED: i32 = 30;
/** A column whose rest is shorter than the square root of this counts as reduced: its reflector would overflow. */
const TINY: f64 = 1e-280;

/** Scratch of `schurReal`, in f64 values. */
export function schurRealScratch(n: f64): f64 {
  return 2 * n;
}

/** Reduce to upper Hessenberg form; reflectors are applied to zt as they are made. */
function hessenbergReal(n: i32, a: usize, zt: usize, v: usize, w: usize): void {
  for (let k: i32 = 0; k < n - 2; k++) {
    const m = n - k - 1; // the reflector acts on rows and columns k + 1 … n − 1
    let rest: f64 = 0;
    for (let i: i32 = 0; i < m; i++) {
      const x = at(a, (k + 1 + i) * n + k);
      put(v, i, x);
      if (i > 0) rest += x * x;
    }
    if (rest < TINY) {
      for (let i: i32 = 1; i < m; i++) put(a, (k + 1 + i) * n + k, 0);
      continue;
    }
    const x = at(v, 0);
    const norm = sqrt(x * x + rest);
    const r = x >= 0 ? -norm : norm;
    put(v, 0, x - r);
    const t = 1 / (norm * (norm + abs(x)));
    reflectRows(m, n - k, place(a, (k + 1) * n + k), n, v, t, w);
    for (let i: i32 = 0; i < n; i++) {
      const row = place(a, i * n + k + 1);
      addScaledReal(row, v, -t * dotReal(row, v, m), m);
    }
    if (zt) reflectRows(m, n, place(zt, (k + 1) * n), n, v, t, w);
    put(a, (k + 1) * n + k, r);
    for (let i: i32 = 1; i < m; i++) put(a, (k + 1 + i) * n + k, 0);
  }
}

/** A ← (1 − t v vᵀ) A for `rows` rows of `columns` values. */
function reflectRows(rows: i32, columns: i32, a: usize, stride: i32, v: usize, t: f64, w: usize): void {
  memory.fill(w, 0, <usize>columns << 3);
  for (let i: i32 = 0; i < rows; i++) addScaledReal(w, place(a, i * stride), at(v, i), columns);
  for (let i: i32 = 0; i < rows; i++) addScaledReal(place(a, i * stride), w, -t * at(v, i), columns);
}

/** Reflect `count` (2 or 3) rows by 1 − t (1, v1, v2)ᵀ(1, v1, v2), over `columns` values. */
function reflectFew(count: i32, a: usize, stride: i32, t: f64, v1: f64, v2: f64, columns: i32): void {
  const row1 = place(a, stride);
  const row2 = count === 3 ? place(row1, stride) : a;
  const tt = f64x2.splat(t);
  const x1 = f64x2.splat(v1);
  const x2 = f64x2.splat(v2);
  let j: i32 = 0;
  for (; j + 2 <= columns; j += 2) {
    let w = f64x2.add(pair(a, j), f64x2.mul(x1, pair(row1, j)));
    if (count === 3) w = f64x2.add(w, f64x2.mul(x2, pair(row2, j)));
    w = f64x2.mul(tt, w);
    putPair(a, j, f64x2.sub(pair(a, j), w));
    putPair(row1, j, f64x2.sub(pair(row1, j), f64x2.mul(x1, w)));
    if (count === 3) putPair(row2, j, f64x2.sub(pair(row2, j), f64x2.mul(x2, w)));
  }
  if (j < columns) {
    const w = t * (at(a, j) + v1 * at(row1, j) + (count === 3 ? v2 * at(row2, j) : 0));
    put(a, j, at(a, j) - w);
    put(row1, j, at(row1, j) - v1 * w);
    if (count === 3) put(row2, j, at(row2, j) - v2 * w);
  }
}

/** The same reflector from the right: on `count` neighbouring columns of `rows` rows. */
function reflectColumns(count: i32, a: usize, stride: i32, t: f64, v1: f64, v2: f64, rows: i32): void {
  for (let i: i32 = 0; i < rows; i++) {
    const row = place(a, i * stride);
    const w = t * (at(row, 0) + v1 * at(row, 1) + (count === 3 ? v2 * at(row, 2) : 0));
    put(row, 0, at(row, 0) - w);
    put(row, 1, at(row, 1) - v1 * w);
    if (count === 3) put(row, 2, at(row, 2) - v2 * w);
  }
}

/** One double-shift step on rows l … m; s and d are the sum and the product of the shifts. */
function francisStep(n: i32, a: usize, zt: usize, l: i32, m: i32, s: f64, d: f64): void {
  const h = at(a, l * n + l);
  const below = at(a, (l + 1) * n + l);
  const x = h * h + at(a, l * n + l + 1) * below - s * h + d;
  const y = below * (h + at(a, (l + 1) * n + l + 1) - s);
  chase(n, a, zt, l, m, x, y, below * at(a, (l + 2) * n + l + 1));
}

/** The same for shifts close to q that solve (x − q)² + α(x − q) + β = 0, and with them close to each other. */
function francisStepNear(n: i32, a: usize, zt: usize, l: i32, m: i32, q: f64, alpha: f64, beta: f64): void {
  const u = at(a, l * n + l) - q;
  const below = at(a, (l + 1) * n + l);
  const x = u * (u + alpha) + beta + at(a, l * n + l + 1) * below;
  const y = below * (u + (at(a, (l + 1) * n + l + 1) - q) + alpha);
  chase(n, a, zt, l, m, x, y, below * at(a, (l + 2) * n + l + 1));
}

/** Reflect rows l … l + 2 onto (x, y, z) and chase the bulge down to row m. */
function chase(n: i32, a: usize, zt: usize, l: i32, m: i32, x: f64, y: f64, z: f64): void {
  for (let k = l; k < m; k++) {
    const count = k === m - 1 ? 2 : 3;
    if (count === 2) z = 0;
    const scale = abs(x) + abs(y) + abs(z);
    if (scale !== 0) {
      x /= scale;
      y /= scale;
      z /= scale;
      const norm = sqrt(x * x + y * y + z * z);
      const r = x >= 0 ? -norm : norm;
      const t = (r - x) / r;
      const v1 = y / (x - r);
      const v2 = z / (x - r);
      const from = k > l ? k - 1 : l;
      reflectFew(count, place(a, k * n + from), n, t, v1, v2, n - from);
      reflectColumns(count, place(a, k), n, t, v1, v2, min(k + 3, m) + 1);
      if (zt) reflectFew(count, place(zt, k * n), n, t, v1, v2, n);
      if (k > l) {
        put(a, (k + 1) * n + k - 1, 0);
        if (count === 3) put(a, (k + 2) * n + k - 1, 0);
      }
    }
    if (k < m - 1) {
      x = at(a, (k + 1) * n + k);
      y = at(a, (k + 2) * n + k);
      z = k < m - 2 ? at(a, (k + 3) * n + k) : 0;
    }
  }
}

/** Make the 2 × 2 block at k triangular when its eigenvalues are real. */
function splitPair(n: i32, a: usize, zt: usize, k: i32): void {
  const p = at(a, k * n + k);
  const q = at(a, (k + 1) * n + k + 1);
  const b = at(a, k * n + k + 1);
  const c = at(a, (k + 1) * n + k);
  const half = (p - q) / 2;
  const square = half * half + b * c;
  if (c === 0 || square < 0) return;
  // (λ − q, c) is an eigenvector of λ; take the λ further from q
  const root = sqrt(square);
  const x = half + (half >= 0 ? root : -root);
  const norm = sqrt(x * x + c * c);
  const cosine = x / norm;
  const sine = -c / norm;
  rotateRows(place(a, k * n + k), place(a, (k + 1) * n + k), n - k, cosine, sine);
  for (let i: i32 = 0; i <= k + 1; i++) {
    const u = at(a, i * n + k);
    const w = at(a, i * n + k + 1);
    put(a, i * n + k, cosine * u - sine * w);
    put(a, i * n + k + 1, sine * u + cosine * w);
  }
  put(a, (k + 1) * n + k, 0);
  if (zt) rotateRows(place(zt, k * n), place(zt, (k + 1) * n), n, cosine, sine);
}

/**
 * Is the subdiagonal entry of row i below the rounding of its neighbours? Neighbours that are rounding themselves never
 * let it become so: after `PATIENCE` steps the rounding of the whole matrix, which the form cannot be better than, is enough.
 */
// @ts-expect-error: decorator
@inline
function negligible(n: i32, a: usize, i: i32, norm: f64, steps: i32): bool {
  const near = abs(at(a, i * n + i)) + abs(at(a, (i - 1) * n + i - 1));
  return abs(at(a, i * n + i - 1)) <= EPSILON * (near === 0 || steps > PATIENCE ? norm : near);
}

/**
 * Bring A, whose largest entry is of order one, to real Schur form in place (zt = 0: T only).
 * Returns 0, or 1 when an eigenvalue did not settle.
 */
export function schurReal(n: i32, a: usize, zt: usize, scratch: usize): i32 {
  expectSize(n);
  if (zt) {
    memory.fill(zt, 0, <usize>(n * n) << 3);
    for (let i: i32 = 0; i < n; i++) put(zt, i * n + i, 1);
  }
  hessenbergReal(n, a, zt, scratch, place(scratch, n));
  let norm: f64 = 0;
  for (let i: i32 = 0; i < n * n; i++) norm = max(norm, abs(at(a, i)));
  let m = n - 1;
  let steps: i32 = 0;
  let clustered = false;
  while (m > 0) {
    let l = m;
    while (l > 0 && !negligible(n, a, l, norm, steps)) l--;
    if (l > 0) put(a, l * n + l - 1, 0);
    if (l >= m - 1) {
      if (l === m - 1) splitPair(n, a, zt, l);
      m = l - 1;
      steps = 0;
      continue;
    }
    if (++steps > STEPS) return 1;
    const p = at(a, (m - 1) * n + m - 1);
    const q = at(a, m * n + m);
    let s = p + q;
    let d = p * q - at(a, (m - 1) * n + m) * at(a, m * n + m - 1);
    if (steps % 10 === 0) {
      // an exceptional shift breaks cycles
      const size = abs(at(a, m * n + m - 1)) + abs(at(a, (m - 1) * n + m - 2));
      s = 1.5 * size + 2 * q;
      d = q * q + 1.5 * size * q + size * size;
    }
    if (steps > CLUSTERED) clustered = true;
    if (!clustered) francisStep(n, a, zt, l, m, s, d);
    else {
      const outer = abs(at(a, m * n + m - 1)) + abs(at(a, (m - 1) * n + m - 2));
      const alpha = steps % 10 === 0 ? -1.5 * outer : q - p;
      const beta = steps % 10 === 0 ? outer * outer : -at(a, (m - 1) * n + m) * at(a, m * n + m - 1);
      francisStepNear(n, a, zt, l, m, q, alpha, beta);
    }
  }
  return 0;
}
