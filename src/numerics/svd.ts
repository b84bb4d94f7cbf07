/**
 * Singular values by one-sided Jacobi rotations: columns are turned in pairs until they are orthogonal, and their lengths are then the
 * singular values, small ones accurate to rounding of the columns. One algorithm, for real and for interleaved complex columns.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations (2013), Sec. 8.6.4.
 */
import { RunFailure } from "../errors.ts";
import { eigvalsh } from "./eigen.ts";
import { realArray } from "./lu.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { dot, norm } from "./vectors.ts";

const EPSILON = 2.220446049250313e-16;
const SWEEPS = 30;

/** 1: real entries; 2: interleaved complex ones. */
type Parts = 1 | 2;

/** When a pair of columns is left alone: the cosine that counts as orthogonal, and the squared length that counts as nothing. */
interface Limits {
  readonly cosine: number;
  readonly floor: number;
}

/** Turn the columns W until they are orthogonal. Returns the product V of the rotations, by columns, and whether they settled. */
function orthogonalise(W: readonly Float64Array[], parts: Parts, limits: Limits): { V: Float64Array[]; settled: boolean } {
  const k = W.length;
  const V = W.map((_, j) => Float64Array.from({ length: parts * k }, (_, i) => (i === parts * j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p + 1 < k; p++) {
      for (let q = p + 1; q < k; q++) rotated = rotate(W[p], W[q], V[p], V[q], parts, limits) || rotated;
    }
    if (!rotated) return { V, settled: true };
  }
  return { V, settled: false };
}

/** Turn columns a and b, and with them v and w, so that a and b are orthogonal; returns whether they were not. */
function rotate(a: Float64Array, b: Float64Array, v: Float64Array, w: Float64Array, parts: Parts, { cosine, floor }: Limits): boolean {
  const [alpha, beta] = [dot(a, a), dot(b, b)];
  const re = dot(a, b);
  const im = parts === 1 ? 0 : imaginaryProduct(a, b);
  const gamma = im === 0 ? re : Math.sqrt(re * re + im * im);
  if (Math.abs(gamma) <= cosine * Math.sqrt(alpha * beta) || gamma === 0 || Math.min(alpha, beta) <= floor) return false;
  if (im !== 0) {
    // the phase of a†b is taken out of b, and what is left is the real case
    multiplyBy(b, re / gamma, -im / gamma);
    multiplyBy(w, re / gamma, -im / gamma);
  }
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  turn(a, b, c, c * t);
  turn(v, w, c, c * t);
  return true;
}

/** Im a†b. */
function imaginaryProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 2) sum += a[i] * b[i + 1] - a[i + 1] * b[i];
  return sum;
}

function turn(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    a[i] = c * x - s * b[i];
    b[i] = s * x + c * b[i];
  }
}

/** x ← (re + i·im)·x for interleaved complex entries. */
function multiplyBy(x: Float64Array, re: number, im: number): void {
  for (let i = 0; i < x.length; i += 2) {
    const real = x[i];
    x[i] = re * real - im * x[i + 1];
    x[i + 1] = re * x[i + 1] + im * real;
  }
}

/** Singular values (ascending) and right singular vectors of the real matrix with the given columns. */
export function singularRight(columns: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const W = columns.map((column) => column.slice());
  const { V } = orthogonalise(W, 1, { cosine: 1e-15, floor: 0 });
  const order = W.map((column, j) => ({ value: norm(column), j })).sort((a, b) => a.value - b.value || a.j - b.j);
  return { values: order.map(({ value }) => value), vectors: order.map(({ j }) => V[j]) };
}

/** A = Σ_k σ_k u_k v_k†. */
export interface SingularDecomposition {
  /** min(m, n) values, descending. */
  readonly values: Float64Array;
  /** The u_k, m entries each, orthonormal. */
  readonly left: readonly Float64Array[];
  /** The v_k, n entries each, orthonormal. */
  readonly right: readonly Float64Array[];
}

/**
 * Decompose an m × n matrix, row-major, of real (`parts` = 1) or interleaved complex (2) entries.
 *
 *   A = Σ_k σ_k u_k v_k†
 *
 * Values below ε σ_max are rounding. The component of largest modulus (the first of equals) of each v_k, or u_k where m < n, is real
 * and positive. Throws RangeError when an entry is not finite.
 */
export function singularDecomposition(m: number, n: number, A: Float64Array, parts: Parts = 1): SingularDecomposition {
  realArray("A", A, parts * m * n);
  if (m < n) {
    const { values, left, right } = singularDecomposition(n, m, adjoint(m, n, A, parts), parts);
    return { values, left: right, right: left };
  }
  const scale = A.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) || 1;
  const W = Array.from({ length: n }, (_, j) => column(m, n, A, parts, j, scale));
  const longest = W.reduce((most, w) => Math.max(most, dot(w, w)), 0);
  // Columns below the rounding of the longest have no direction of their own: turning them would never end.
  const limits = { cosine: Math.max(1e-15, m * EPSILON), floor: longest * (4 * EPSILON) * (4 * EPSILON) };
  const { V, settled } = orthogonalise(W, parts, limits);
  if (!settled) throw new RunFailure(`The singular values of a ${m} × ${n} matrix did not settle.`);
  const sizes = W.map(norm);
  const order = sizes.map((_, k) => k).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const noise = n * EPSILON * Math.sqrt(longest);
  const left: Float64Array[] = [];
  for (const k of order) {
    orient(V[k], W[k], parts);
    left.push(sizes[k] > noise ? W[k].map((x) => x / sizes[k]) : anotherUnit(left, m, parts));
  }
  return { values: Float64Array.from(order, (k) => scale * sizes[k]), left, right: order.map((k) => V[k]) };
}

function column(m: number, n: number, A: Float64Array, parts: Parts, j: number, scale: number): Float64Array {
  const out = new Float64Array(parts * m);
  for (let i = 0; i < m; i++) for (let p = 0; p < parts; p++) out[parts * i + p] = A[parts * (i * n + j) + p] / scale;
  return out;
}

function adjoint(m: number, n: number, A: Float64Array, parts: Parts): Float64Array {
  const out = new Float64Array(A.length);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) for (let p = 0; p < parts; p++) out[parts * (j * m + i) + p] = (p ? -1 : 1) * A[parts * (i * n + j) + p];
  }
  return out;
}

/** Turn the phase of v, and of w with it, so that the largest component of v (the first of equals) is real and positive. */
function orient(v: Float64Array, w: Float64Array, parts: Parts): void {
  const square = (i: number) => (parts === 1 ? v[i] * v[i] : v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1]);
  const count = v.length / parts;
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, square(i));
  let pivot = 0;
  while (square(pivot) < (1 - 1e-8) * largest) pivot++;
  const re = v[parts * pivot];
  const im = parts === 1 ? 0 : v[2 * pivot + 1];
  if (im === 0) {
    if (re < 0) for (const x of [v, w]) for (let i = 0; i < x.length; i++) x[i] = 0 - x[i];
    return;
  }
  const length = Math.sqrt(re * re + im * im);
  for (const x of [v, w]) multiplyBy(x, re / length, -im / length);
  v[2 * pivot + 1] = 0;
}

/** A unit vector orthogonal to those given: the unit column with the most left outside of them. */
function anotherUnit(basis: readonly Float64Array[], m: number, parts: Parts): Float64Array {
  let best = new Float64Array(parts * m);
  let longest = -1;
  for (let i = 0; i < m; i++) {
    const candidate = new Float64Array(parts * m);
    candidate[parts * i] = 1;
    for (let pass = 0; pass < 2; pass++) for (const u of basis) projectOut(candidate, u, parts);
    const length = norm(candidate);
    if (length > longest) [best, longest] = [candidate, length];
    // one of m unit columns keeps at least 1/√m of its length; half is plenty
    if (length > 0.5) break;
  }
  return best.map((x) => x / longest);
}

/** x ← x − u (u†x). */
function projectOut(x: Float64Array, u: Float64Array, parts: Parts): void {
  const re = dot(u, x);
  const im = parts === 1 ? 0 : imaginaryProduct(u, x);
  for (let i = 0; i < x.length; i += parts) {
    x[i] -= parts === 1 ? re * u[i] : re * u[i] - im * u[i + 1];
    if (parts === 2) x[i + 1] -= re * u[i + 1] + im * u[i];
  }
}

/** The null spaces of a real square matrix. */
export interface NullSpaces {
  /** Orthonormal, A·r = 0. */
  readonly right: readonly Float64Array[];
  /** Orthonormal, Aᵀ·l = 0. */
  readonly left: readonly Float64Array[];
  readonly singularValues: Float64Array;
}

/**
 * Orthonormal bases of the right and left null space of a real square matrix, with a rank decision.
 *
 * `A`: n × n, row-major. `tolerance`: a singular value up to tolerance·σ_max counts as zero; the default is n·ε.
 * Returns both bases (equally many vectors) and all singular values, so that the decision can be judged.
 * Throws RangeError when an entry is not finite.
 */
export function nullSpaces(n: number, A: Float64Array, tolerance = Math.max(1, n) * EPSILON): NullSpaces {
  const { values, left, right } = singularDecomposition(n, n, A);
  const bound = tolerance * (values[0] ?? 0);
  const kept = n - values.filter((value) => value <= bound).length;
  return { right: right.slice(kept), left: left.slice(kept), singularValues: values };
}

/**
 * The singular values of a square matrix, largest first: the upper half of the spectrum of [[0, A], [A†, 0]], which has
 * their absolute accuracy (A†A would lose half of the digits of the small ones). What fidelities and concurrences are made of.
 */
export function singularValues(A: Matrix): Float64Array {
  const n = A.rows;
  const dilation = zeros(2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [re, im] = [A.data[2 * (i * n + j)], A.data[2 * (i * n + j) + 1]];
      const upper = 2 * (i * 2 * n + n + j);
      const lower = 2 * ((n + j) * 2 * n + i);
      dilation.data[upper] = re;
      dilation.data[upper + 1] = im;
      dilation.data[lower] = re;
      dilation.data[lower + 1] = 0 - im;
    }
  }
  return eigvalsh(dilation)
    .subarray(n)
    .map((value) => Math.max(0, value))
    .reverse();
}
