/** The Schur form of a general complex matrix, and of a real one in complex numbers: upper triangular, without 2 × 2 blocks. */
import { RunFailure } from "../errors.ts";
import { hypot } from "./scalar.ts";
import type { SchurForm } from "./schur.ts";

/** A = Z T Z†: T upper triangular, Z unitary, both n × n, row-major, interleaved. */
export interface ComplexSchurForm {
  readonly n: number;
  readonly T: Float64Array;
  readonly Z: Float64Array;
}

const EPSILON = 2.220446049250313e-16;
/** Steps granted per eigenvalue; two or three are used. */
const STEPS = 60;

/**
 * Bring a complex matrix (n × n, row-major, interleaved, finite) to Schur form by Householder reflections and single-shift QR steps.
 *
 * Throws a RunFailure when the steps do not settle.
 * Source: Golub, Van Loan, Matrix Computations (4th ed.), §§ 7.3–7.5.
 */
export function schurComplex(n: number, A: Float64Array): ComplexSchurForm {
  const T = A.slice();
  const Z = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) Z[2 * (i * n + i)] = 1;
  toHessenberg(n, T, Z);
  let end = n - 1;
  for (let step = 0; end > 0; ) {
    const start = activeStart(n, T, end);
    if (start === end) {
      end--;
      step = 0;
      continue;
    }
    if (step++ === STEPS) throw new RunFailure(`The eigenvalues of a ${n} × ${n} matrix did not settle.`);
    qrStep(n, T, Z, start, end, step % 11 === 10 ? exceptional(n, T, end) : wilkinson(n, T, end));
  }
  return { n, T, Z };
}

/** Reduce to upper Hessenberg form by reflections 1 − t v v†, which are gathered in Z. */
function toHessenberg(n: number, T: Float64Array, Z: Float64Array): void {
  const v = new Float64Array(2 * n);
  for (let k = 0; k + 2 < n; k++) {
    let rest = 0;
    for (let i = k + 2; i < n; i++) rest += T[2 * (i * n + k)] * T[2 * (i * n + k)] + T[2 * (i * n + k) + 1] * T[2 * (i * n + k) + 1];
    if (rest === 0) continue;
    const at = 2 * ((k + 1) * n + k);
    const first = hypot(T[at], T[at + 1]);
    const norm = Math.sqrt(first * first + rest);
    const [x, y] = first === 0 ? [1, 0] : [T[at] / first, T[at + 1] / first];
    for (let i = k + 1; i < n; i++) {
      v[2 * i] = T[2 * (i * n + k)];
      v[2 * i + 1] = T[2 * (i * n + k) + 1];
    }
    v[2 * (k + 1)] += norm * x;
    v[2 * (k + 1) + 1] += norm * y;
    const t = 1 / (norm * (norm + first));
    reflectRows(n, T, v, k + 1, t);
    reflectColumns(n, T, v, k + 1, t);
    reflectColumns(n, Z, v, k + 1, t);
    for (let i = k + 2; i < n; i++) T.fill(0, 2 * (i * n + k), 2 * (i * n + k) + 2);
  }
}

/** M ← (1 − t v v†) M. */
function reflectRows(n: number, M: Float64Array, v: Float64Array, from: number, t: number): void {
  for (let j = 0; j < n; j++) {
    let [re, im] = [0, 0];
    for (let i = from; i < n; i++) {
      const e = 2 * (i * n + j);
      re += v[2 * i] * M[e] + v[2 * i + 1] * M[e + 1];
      im += v[2 * i] * M[e + 1] - v[2 * i + 1] * M[e];
    }
    re *= t;
    im *= t;
    for (let i = from; i < n; i++) {
      const e = 2 * (i * n + j);
      M[e] -= v[2 * i] * re - v[2 * i + 1] * im;
      M[e + 1] -= v[2 * i] * im + v[2 * i + 1] * re;
    }
  }
}

/** M ← M (1 − t v v†). */
function reflectColumns(n: number, M: Float64Array, v: Float64Array, from: number, t: number): void {
  for (let i = 0; i < n; i++) {
    let [re, im] = [0, 0];
    for (let j = from; j < n; j++) {
      const e = 2 * (i * n + j);
      re += M[e] * v[2 * j] - M[e + 1] * v[2 * j + 1];
      im += M[e] * v[2 * j + 1] + M[e + 1] * v[2 * j];
    }
    re *= t;
    im *= t;
    for (let j = from; j < n; j++) {
      const e = 2 * (i * n + j);
      M[e] -= re * v[2 * j] + im * v[2 * j + 1];
      M[e + 1] -= im * v[2 * j] - re * v[2 * j + 1];
    }
  }
}

/** Where the unreduced block that ends at `end` starts; a subdiagonal entry of rounding size is set to 0 on the way. */
function activeStart(n: number, T: Float64Array, end: number): number {
  for (let k = end; k > 0; k--) {
    const e = 2 * (k * n + k - 1);
    const [a, b] = [2 * ((k - 1) * n + k - 1), 2 * (k * n + k)];
    const size = Math.abs(T[a]) + Math.abs(T[a + 1]) + Math.abs(T[b]) + Math.abs(T[b + 1]);
    if (Math.abs(T[e]) + Math.abs(T[e + 1]) > EPSILON * size) continue;
    T[e] = T[e + 1] = 0;
    return k;
  }
  return 0;
}

/** The eigenvalue of the last 2 × 2 block that lies nearer to its last entry. */
function wilkinson(n: number, T: Float64Array, end: number): readonly [number, number] {
  const at = (i: number, j: number): readonly [number, number] => [T[2 * (i * n + j)], T[2 * (i * n + j) + 1]];
  const [[a, b], [c, d]] = [at(end - 1, end - 1), at(end, end)];
  const [[p, q], [r, s]] = [at(end - 1, end), at(end, end - 1)];
  const [u, v] = [(a - c) / 2, (b - d) / 2];
  const [x, y] = [p * r - q * s, p * s + q * r];
  const [re, im] = complexRoot(u * u - v * v + x, 2 * u * v + y);
  const sign = u * re + v * im >= 0 ? 1 : -1;
  const [g, h] = [u + sign * re, v + sign * im];
  const size = g * g + h * h;
  if (size === 0) return [c, d];
  return [c - (x * g + y * h) / size, d - (y * g - x * h) / size];
}

function exceptional(n: number, T: Float64Array, end: number): readonly [number, number] {
  const e = 2 * (end * n + end);
  return [T[e] + Math.abs(T[e - 2]) + Math.abs(T[e - 1]), T[e + 1]];
}

/** The square root with a real part ≥ 0. */
export function complexRoot(re: number, im: number): readonly [number, number] {
  const size = hypot(re, im);
  const x = Math.sqrt(Math.max(0, (size + Math.abs(re)) / 2));
  if (x === 0) return [0, 0];
  const y = im / (2 * x);
  if (re >= 0) return [x, y];
  return im >= 0 ? [Math.abs(y), x] : [Math.abs(y), -x];
}

/** One shifted QR step on rows and columns start … end, carried through the whole of T and Z. */
function qrStep(n: number, T: Float64Array, Z: Float64Array, start: number, end: number, [re, im]: readonly [number, number]): void {
  const turns: [number, number, number][] = [];
  for (let k = start; k <= end; k++) shiftDiagonal(n, T, k, -re, -im);
  for (let k = start; k < end; k++) {
    const [e, f] = [2 * (k * n + k), 2 * ((k + 1) * n + k)];
    const norm = hypot(hypot(T[e], T[e + 1]), hypot(T[f], T[f + 1]));
    const length = hypot(T[e], T[e + 1]);
    const turn: [number, number, number] = norm === 0 ? [1, 0, 0] : length === 0 ? [0, 1, 0] : rotation(T, e, f, norm, length);
    rotateRows(n, T, k, turn, k);
    turns.push(turn);
  }
  turns.forEach((turn, t) => {
    const k = start + t;
    rotateColumns(n, T, k, turn, Math.min(k + 2, end + 1));
    rotateColumns(n, Z, k, turn, n);
  });
  for (let k = start; k <= end; k++) shiftDiagonal(n, T, k, re, im);
}

function shiftDiagonal(n: number, T: Float64Array, k: number, re: number, im: number): void {
  T[2 * (k * n + k)] += re;
  T[2 * (k * n + k) + 1] += im;
}

/** c real and s with [c, s; −s*, c] [x; y] = [r; 0]. */
function rotation(T: Float64Array, e: number, f: number, norm: number, length: number): [number, number, number] {
  const [x, y] = [T[e] / length, T[e + 1] / length];
  return [length / norm, (x * T[f] + y * T[f + 1]) / norm, (y * T[f] - x * T[f + 1]) / norm];
}

/** Rows k, k + 1 ← [c, s; −s*, c] rows, in columns from `from` on. */
function rotateRows(n: number, M: Float64Array, k: number, [c, s, t]: readonly [number, number, number], from: number): void {
  for (let j = from; j < n; j++) {
    const [e, f] = [2 * (k * n + j), 2 * ((k + 1) * n + j)];
    const [x, y, u, v] = [M[e], M[e + 1], M[f], M[f + 1]];
    M[e] = c * x + s * u - t * v;
    M[e + 1] = c * y + s * v + t * u;
    M[f] = c * u - s * x - t * y;
    M[f + 1] = c * v - s * y + t * x;
  }
}

/** Columns k, k + 1 ← columns [c, −s; s*, c], in rows below `rows`. */
function rotateColumns(n: number, M: Float64Array, k: number, [c, s, t]: readonly [number, number, number], rows: number): void {
  for (let i = 0; i < rows; i++) {
    const e = 2 * (i * n + k);
    const [x, y, u, v] = [M[e], M[e + 1], M[e + 2], M[e + 3]];
    M[e] = c * x + s * u + t * v;
    M[e + 1] = c * y + s * v - t * u;
    M[e + 2] = c * u - s * x + t * y;
    M[e + 3] = c * v - s * y - t * x;
  }
}

/** A real Schur form in complex numbers: each 2 × 2 block is brought to triangular form by one rotation. */
export function complexForm(n: number, { T: real, Z: vectors }: SchurForm): ComplexSchurForm {
  const T = new Float64Array(2 * n * n);
  const Z = new Float64Array(2 * n * n);
  for (let e = 0; e < n * n; e++) {
    T[2 * e] = real[e];
    Z[2 * e] = vectors[e];
  }
  for (let k = 0; k + 1 < n; k++) {
    const below = T[2 * ((k + 1) * n + k)];
    if (below === 0) continue;
    const half = (real[k * n + k] - real[(k + 1) * n + k + 1]) / 2;
    const [re, im] = complexRoot(half * half + real[k * n + k + 1] * below, 0);
    // (λ − T_k+1,k+1, T_k+1,k) is an eigenvector of the block.
    const [x, y] = [half + re, im];
    const norm = hypot(hypot(x, y), below);
    const length = hypot(x, y);
    const turn: [number, number, number] =
      length === 0 ? [0, 1, 0] : [length / norm, (x * below) / (length * norm), (y * below) / (length * norm)];
    rotateRows(n, T, k, turn, 0);
    rotateColumns(n, T, k, turn, n);
    rotateColumns(n, Z, k, turn, n);
    T.fill(0, 2 * ((k + 1) * n + k), 2 * ((k + 1) * n + k) + 2);
  }
  return { n, T, Z };
}
