/** Eigenvalues of general matrices with right and left vectors, from a triangular form, and how far the vectors are from parallel. */
import { squareMatrix } from "./eigen.ts";
import { realArray } from "./lu.ts";
import type { Matrix } from "./matrix.ts";
import { hypot } from "./scalar.ts";
import { schur } from "./schur.ts";
import { type ComplexSchurForm, complexForm, schurComplex } from "./schur-complex.ts";

/** A = R diag(λ) L with L = R⁻¹. All arrays are interleaved complex. */
export interface Eigendecomposition {
  readonly n: number;
  /** λ_k, in the order of the triangular form. */
  readonly values: Float64Array;
  /** n × n; column k is the right vector of value k. */
  readonly right: Float64Array;
  /** n × n; row k is the left vector of value k: A = Σ_k λ_k r_k l_k, l_j r_k = δ_jk without conjugation. */
  readonly left: Float64Array;
  /** ‖l_k‖ ‖r_k‖ ≥ 1: how much a change of A moves λ_k. Beyond some 1e7 the vectors of a Jordan block have become parallel. */
  readonly condition: Float64Array;
  /** The triangular form that the vectors were made from: good also where they are not. */
  readonly schur: ComplexSchurForm;
}

const EPSILON = 2.220446049250313e-16;
/** Entries are kept below this: beyond it vectors are parallel and say nothing. */
const LARGEST = 1e100;

/** Decompose a real n × n matrix (row-major). Throws RangeError when an entry is not finite. */
export function eigReal(n: number, A: Float64Array): Eigendecomposition {
  realArray("A", A, n * n);
  return fromTriangular(complexForm(n, schur(n, A)));
}

/** Decompose a complex square matrix. Throws RangeError when it is not square or not finite. */
export function eig(A: Matrix): Eigendecomposition {
  const n = squareMatrix("A", A);
  realArray("A", A.data, 2 * n * n);
  return fromTriangular(schurComplex(n, A.data));
}

function fromTriangular(schurForm: ComplexSchurForm): Eigendecomposition {
  const { n, T, Z } = schurForm;
  const V = triangularVectors(n, T);
  const W = inverseOfUnit(n, V);
  const right = multiply(n, Z, V, false);
  const left = multiply(n, W, Z, true);
  const values = new Float64Array(2 * n);
  const condition = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    values[2 * k] = T[2 * (k * n + k)];
    values[2 * k + 1] = T[2 * (k * n + k) + 1];
    let [r, l] = [0, 0];
    for (let i = 0; i < n; i++) {
      r = hypot(r, hypot(right[2 * (i * n + k)], right[2 * (i * n + k) + 1]));
      l = hypot(l, hypot(left[2 * (k * n + i)], left[2 * (k * n + i) + 1]));
    }
    condition[k] = r * l;
  }
  return { n, values, right, left, condition, schur: schurForm };
}

/** Eigenvectors of an upper triangular matrix as the columns of a unit upper triangular one. */
function triangularVectors(n: number, T: Float64Array): Float64Array {
  const V = new Float64Array(2 * n * n);
  let norm = 0;
  for (const value of T) norm = Math.max(norm, Math.abs(value));
  const least = Math.max(EPSILON * norm, 1e-300);
  for (let k = 0; k < n; k++) {
    V[2 * (k * n + k)] = 1;
    const [p, q] = [T[2 * (k * n + k)], T[2 * (k * n + k) + 1]];
    for (let i = k - 1; i >= 0; i--) {
      let [re, im] = [0, 0];
      for (let j = i + 1; j <= k; j++) {
        const [t, v] = [2 * (i * n + j), 2 * (j * n + k)];
        re -= T[t] * V[v] - T[t + 1] * V[v + 1];
        im -= T[t] * V[v + 1] + T[t + 1] * V[v];
      }
      let [x, y] = [T[2 * (i * n + i)] - p, T[2 * (i * n + i) + 1] - q];
      if (Math.abs(x) + Math.abs(y) < least) [x, y] = [least, 0];
      const size = x * x + y * y;
      const scale = bounded(hypot(re, im) / Math.sqrt(size));
      V[2 * (i * n + k)] = (scale * (re * x + im * y)) / size;
      V[2 * (i * n + k) + 1] = (scale * (im * x - re * y)) / size;
    }
  }
  return V;
}

/** 1, or what brings a size to the largest that is kept. */
function bounded(size: number): number {
  return size > LARGEST ? LARGEST / size : 1;
}

/** The inverse of a unit upper triangular matrix. */
function inverseOfUnit(n: number, V: Float64Array): Float64Array {
  const W = new Float64Array(2 * n * n);
  for (let k = 0; k < n; k++) {
    W[2 * (k * n + k)] = 1;
    for (let j = k + 1; j < n; j++) {
      let [re, im] = [0, 0];
      for (let i = k; i < j; i++) {
        const [w, v] = [2 * (k * n + i), 2 * (i * n + j)];
        re -= W[w] * V[v] - W[w + 1] * V[v + 1];
        im -= W[w] * V[v + 1] + W[w + 1] * V[v];
      }
      const scale = bounded(hypot(re, im));
      W[2 * (k * n + j)] = scale * re;
      W[2 * (k * n + j) + 1] = scale * im;
    }
  }
  return W;
}

/** A B, or A B† with `adjoint`. */
function multiply(n: number, A: Float64Array, B: Float64Array, adjoint: boolean): Float64Array {
  const C = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const [x, y] = [A[2 * (i * n + k)], A[2 * (i * n + k) + 1]];
      if (x === 0 && y === 0) continue;
      for (let j = 0; j < n; j++) {
        const e = adjoint ? 2 * (j * n + k) : 2 * (k * n + j);
        const [u, v] = [B[e], adjoint ? -B[e + 1] : B[e + 1]];
        C[2 * (i * n + j)] += x * u - y * v;
        C[2 * (i * n + j) + 1] += x * v + y * u;
      }
    }
  }
  return C;
}
