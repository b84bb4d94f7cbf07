/**
 * Cyclic Jacobi for small Hermitian matrices: every eigenvalue of a positive matrix with high relative accuracy, and entries that are
 * exactly zero between unconnected states stay zero.
 *
 *   a: n × n, both triangles, row-major (complex: interleaved re, im)        v: n rows, row k ends as eigenvector k
 *
 * Source: Demmel, Veselić, SIAM J. Matrix Anal. Appl. 13, 1204 (1992), doi:10.1137/0613074.
 */
import { at, place, put } from "./access";
import { expectSize } from "./contract";
import { length2, rotateRows } from "./tridiagonal";

const EPSILON: f64 = 1.1102230246251565e-16;
const SWEEPS: i32 = 60;

/** tan of the angle that annuls the coupling x between levels a and b: the smaller root of t² + t(b − a)/x = 1. */
// @ts-expect-error: decorator
@inline
function tangent(a: f64, b: f64, x: f64): f64 {
  const tau = (b - a) / (2 * x);
  const r = length2(tau, 1);
  return tau >= 0 ? 1 / (tau + r) : 1 / (tau - r);
}

/** Largest modulus of a value among `count`. */
function largest(a: usize, count: i32): f64 {
  let m: f64 = 0;
  for (let i: i32 = 0; i < count; i++) m = max(m, abs(at(a, i)));
  return m;
}

/**
 * Eigenvalues (into `values`, unordered) and eigenvectors (rows of v; v = 0: none) of a real symmetric matrix, destroyed.
 * Returns 0, or 1 when the sweeps did not settle.
 */
export function jacobiReal(n: i32, a: usize, v: usize, values: usize): i32 {
  expectSize(n);
  if (v) {
    for (let i: i32 = 0; i < n * n; i++) put(v, i, 0);
    for (let i: i32 = 0; i < n; i++) put(v, i * n + i, 1);
  }
  const floor = largest(a, n * n) * 1e-40;
  let turned = true;
  for (let sweep: i32 = 0; turned; sweep++) {
    if (sweep === SWEEPS) return 1;
    turned = false;
    for (let p: i32 = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const x = at(a, p * n + q);
        const app = at(a, p * n + p);
        const aqq = at(a, q * n + q);
        if (abs(x) <= max(EPSILON * sqrt(abs(app) * abs(aqq)), floor)) continue;
        turned = true;
        const t = tangent(app, aqq, x);
        const c = 1 / sqrt(1 + t * t);
        const s = t * c;
        for (let k: i32 = 0; k < n; k++) {
          if (k === p || k === q) continue;
          const f = at(a, k * n + p);
          const g = at(a, k * n + q);
          const fp = c * f - s * g;
          const gq = s * f + c * g;
          put(a, k * n + p, fp);
          put(a, p * n + k, fp);
          put(a, k * n + q, gq);
          put(a, q * n + k, gq);
        }
        put(a, p * n + p, app - t * x);
        put(a, q * n + q, aqq + t * x);
        put(a, p * n + q, 0);
        put(a, q * n + p, 0);
        if (v) rotateRows(place(v, p * n), place(v, q * n), n, c, s);
      }
    }
  }
  for (let i: i32 = 0; i < n; i++) put(values, i, at(a, i * n + i));
  return 0;
}

/** The complex pair of the columns p and q of row k, q turned by the phase (wr, −wi), then both rotated; mirrored into rows p and q. */
// @ts-expect-error: decorator
@inline
function rotateComplexPair(a: usize, n: i32, k: i32, p: i32, q: i32, c: f64, s: f64, wr: f64, wi: f64): void {
  const atP = 2 * (k * n + p);
  const atQ = 2 * (k * n + q);
  const fr = at(a, atP);
  const fi = at(a, atP + 1);
  const hr = at(a, atQ);
  const hi = at(a, atQ + 1);
  const gr = hr * wr + hi * wi;
  const gi = hi * wr - hr * wi;
  const pr = c * fr - s * gr;
  const pi = c * fi - s * gi;
  const qr = s * fr + c * gr;
  const qi = s * fi + c * gi;
  put(a, atP, pr);
  put(a, atP + 1, pi);
  put(a, atQ, qr);
  put(a, atQ + 1, qi);
  put(a, 2 * (p * n + k), pr);
  put(a, 2 * (p * n + k) + 1, -pi);
  put(a, 2 * (q * n + k), qr);
  put(a, 2 * (q * n + k) + 1, -qi);
}

/** Row q of v turned by the phase (wr, −wi), then rows p and q rotated. */
function rotateComplexRows(v: usize, n: i32, p: i32, q: i32, c: f64, s: f64, wr: f64, wi: f64): void {
  for (let k: i32 = 0; k < n; k++) {
    const atQ = 2 * (q * n + k);
    const hr = at(v, atQ);
    const hi = at(v, atQ + 1);
    put(v, atQ, hr * wr + hi * wi);
    put(v, atQ + 1, hi * wr - hr * wi);
  }
  rotateRows(place(v, 2 * p * n), place(v, 2 * q * n), 2 * n, c, s);
}

/**
 * Eigenvalues (into `values`, unordered) and eigenvectors (rows of v; v = 0: none) of a complex Hermitian matrix, destroyed.
 * Returns 0, or 1 when the sweeps did not settle.
 */
export function jacobiComplex(n: i32, a: usize, v: usize, values: usize): i32 {
  expectSize(n);
  if (v) {
    for (let i: i32 = 0; i < 2 * n * n; i++) put(v, i, 0);
    for (let i: i32 = 0; i < n; i++) put(v, 2 * (i * n + i), 1);
  }
  const floor = largest(a, 2 * n * n) * 1e-40;
  let turned = true;
  for (let sweep: i32 = 0; turned; sweep++) {
    if (sweep === SWEEPS) return 1;
    turned = false;
    for (let p: i32 = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const xr = at(a, 2 * (p * n + q));
        const xi = at(a, 2 * (p * n + q) + 1);
        const x = length2(xr, xi);
        const app = at(a, 2 * (p * n + p));
        const aqq = at(a, 2 * (q * n + q));
        if (x <= max(EPSILON * sqrt(abs(app) * abs(aqq)), floor)) continue;
        turned = true;
        const wr = xr / x;
        const wi = xi / x;
        const t = tangent(app, aqq, x);
        const c = 1 / sqrt(1 + t * t);
        const s = t * c;
        for (let k: i32 = 0; k < n; k++) {
          if (k !== p && k !== q) rotateComplexPair(a, n, k, p, q, c, s, wr, wi);
        }
        put(a, 2 * (p * n + p), app - t * x);
        put(a, 2 * (q * n + q), aqq + t * x);
        put(a, 2 * (p * n + q), 0);
        put(a, 2 * (p * n + q) + 1, 0);
        put(a, 2 * (q * n + p), 0);
        put(a, 2 * (q * n + p) + 1, 0);
        if (v) rotateComplexRows(v, n, p, q, c, s, wr, wi);
      }
    }
  }
  for (let i: i32 = 0; i < n; i++) put(values, i, at(a, 2 * (i * n + i)));
  return 0;
}
