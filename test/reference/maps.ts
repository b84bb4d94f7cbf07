/** Slow, obvious twins of assembly/superoperator.ts, sparse.ts, kraus.ts and rk4.ts: same arguments on typed arrays, same bits. */
import { Op, Symmetry, Write } from "../../assembly/abi.ts";
import { gemmTiled as gemm } from "./gemm.ts";
import { addDagger, mirrorUpper } from "./level1.ts";

export function superoperatorTimesVector(
  rows: number,
  columns: number,
  s: Float64Array,
  lds: number,
  x: Float64Array,
  y: Float64Array,
  write: Write,
): void {
  for (let i = 0; i < rows; i++) {
    const p = write === Write.Add ? [y[2 * i], y[2 * i + 1]] : [0, 0];
    const q = [0, 0];
    for (let j = 0; j < columns; j++) {
      for (const part of [0, 1]) {
        p[part] += x[2 * j] * s[2 * (i * lds + j) + part];
        q[part] += x[2 * j + 1] * s[2 * (i * lds + j) + part];
      }
    }
    y[2 * i] = p[0] - q[1];
    y[2 * i + 1] = p[1] + q[0];
  }
}

export function realTimesLanes(
  rows: number,
  columns: number,
  m: Float64Array,
  ldm: number,
  x: Float64Array,
  y: Float64Array,
  lanes: number,
  write: Write,
): void {
  for (let i = 0; i < rows; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      let sum = write === Write.Add ? y[i * lanes + lane] : 0;
      for (let j = 0; j < columns; j++) sum += m[i * ldm + j] * x[j * lanes + lane];
      y[i * lanes + lane] = sum;
    }
  }
}

/** Sparse rows on typed arrays. */
export interface SparseArrays {
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

export function sparseTimesDense(
  m: number,
  n: number,
  s: SparseArrays,
  b: Float64Array,
  ldb: number,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * ldc + j);
      let [re, im] = write === Write.Add ? [c[at], c[at + 1]] : [0, 0];
      for (let e = s.rowStart[i]; e < s.rowStart[i + 1]; e++) {
        const from = 2 * (s.columns[e] * ldb + j);
        re = re + s.values[2 * e] * b[from] - s.values[2 * e + 1] * b[from + 1];
        im = im + s.values[2 * e] * b[from + 1] + s.values[2 * e + 1] * b[from];
      }
      c[at] = re;
      c[at + 1] = im;
    }
  }
}

export function denseTimesSparseDagger(
  m: number,
  n: number,
  a: Float64Array,
  lda: number,
  s: SparseArrays,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * ldc + j);
      let [re, im] = write === Write.Add ? [c[at], c[at + 1]] : [0, 0];
      for (let e = s.rowStart[j]; e < s.rowStart[j + 1]; e++) {
        const from = 2 * (i * lda + s.columns[e]);
        const [x, y] = [s.values[2 * e], -s.values[2 * e + 1]];
        re = re + a[from] * x - a[from + 1] * y;
        im = im + a[from] * y + a[from + 1] * x;
      }
      c[at] = re;
      c[at + 1] = im;
    }
  }
}

/** Rows k·n … k·n + n − 1 of a stack of sparse operators. */
const rowsOf = (s: SparseArrays, n: number, k: number): SparseArrays => ({ ...s, rowStart: s.rowStart.subarray(k * n, (k + 1) * n + 1) });

export function interleaveKraus(m: number, n: number, count: number, operators: Float64Array, stack: Float64Array): void {
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < m; i++) {
      for (let x = 0; x < 2 * n; x++) stack[2 * (i * count + k) * n + x] = operators[2 * (k * m + i) * n + x];
    }
  }
}

/** Returns T of the last state, [row][k][column]. */
export function krausSum(
  m: number,
  n: number,
  count: number,
  stackA: Float64Array,
  stackB: Float64Array,
  rho: Float64Array,
  out: Float64Array,
  write: Write,
  batch: number,
  symmetry: Symmetry,
): Float64Array {
  const T = new Float64Array(2 * m * count * n);
  for (let state = 0; state < batch; state++) {
    const from = rho.subarray(2 * state * n * n, 2 * (state + 1) * n * n);
    const to = out.subarray(2 * state * m * m, 2 * (state + 1) * m * m);
    gemm(Op.None, Op.None, m * count, n, n, stackA, n, from, n, T, n, Write.Replace);
    const part = symmetry === Symmetry.Hermitian ? "upper" : "all";
    gemm(Op.None, Op.ConjugateTranspose, m, m, count * n, T, count * n, stackB, count * n, to, m, write, part);
    if (symmetry === Symmetry.Hermitian) mirrorUpper(m, to, m);
  }
  return T;
}

export function arrangeCollision(
  s: number,
  a: number,
  u: Float64Array,
  eta: Float64Array,
  stackW: Float64Array,
  stackU: Float64Array,
): void {
  let to = 0;
  for (let i = 0; i < s; i++) {
    for (let alpha = 0; alpha < a; alpha++) {
      for (let beta = 0; beta < a; beta++) {
        for (let j = 0; j < s; j++) {
          let [re, im] = [0, 0];
          for (let gamma = 0; gamma < a; gamma++) {
            const p = 2 * ((i * a + alpha) * s * a + j * a + gamma);
            const q = 2 * (gamma * a + beta);
            re = re + u[p] * eta[q] - u[p + 1] * eta[q + 1];
            im = im + u[p] * eta[q + 1] + u[p + 1] * eta[q];
          }
          const p = 2 * ((i * a + alpha) * s * a + j * a + beta);
          stackW.set([re, im], to);
          stackU.set([u[p], u[p + 1]], to);
          to += 2;
        }
      }
    }
  }
}

export function outgoingUnit(s: number, a: number, t: Float64Array, stackU: Float64Array, out: Float64Array): void {
  const inner = a * s;
  out.fill(0);
  for (let i = 0; i < s; i++) {
    const from = 2 * i * a * inner;
    gemm(Op.None, Op.ConjugateTranspose, a, a, inner, t.subarray(from), inner, stackU.subarray(from), inner, out, a, Write.Add);
  }
}

export function krausSparse(
  n: number,
  count: number,
  operators: SparseArrays,
  rho: Float64Array,
  out: Float64Array,
  write: Write,
  symmetry: Symmetry,
): void {
  const T = new Float64Array(2 * n * n);
  if (write === Write.Replace) out.fill(0);
  for (let k = 0; k < count; k++) {
    const rows = rowsOf(operators, n, k);
    sparseTimesDense(n, n, rows, rho, n, T, n, Write.Replace);
    denseTimesSparseDagger(n, n, T, n, rows, out, n, Write.Add);
  }
  if (symmetry === Symmetry.Hermitian) mirrorUpper(n, out, n);
}

export function lindblad(n: number, count: number, stack: Float64Array, rho: Float64Array, out: Float64Array): void {
  const inner = (count + 1) * n;
  const T = new Float64Array(2 * n * inner);
  gemm(Op.None, Op.None, n * (count + 1), n, n, stack, n, rho, n, T, n, Write.Replace);
  addDagger(n, T, inner, out, n);
  const [left, right] = [T.subarray(2 * n), stack.subarray(2 * n)];
  gemm(Op.None, Op.ConjugateTranspose, n, n, count * n, left, inner, right, inner, out, n, Write.Add, "upper");
  mirrorUpper(n, out, n);
}

export function lindbladSparse(n: number, count: number, operators: SparseArrays, rho: Float64Array, out: Float64Array): void {
  const T = new Float64Array(2 * n * n);
  sparseTimesDense(n, n, operators, rho, n, T, n, Write.Replace);
  addDagger(n, T, n, out, n);
  krausSparse(n, count, rowsFrom(operators, n), rho, out, Write.Add, Symmetry.Hermitian);
}

const rowsFrom = (s: SparseArrays, row: number): SparseArrays => ({ ...s, rowStart: s.rowStart.subarray(row) });

/** Classical Runge–Kutta steps with any derivative: the twin of `rk4Dense` and `rk4Sparse`. */
export function rk4(derivative: (rho: Float64Array, out: Float64Array) => void, rho: Float64Array, h: number, steps: number): void {
  const k = new Float64Array(rho.length);
  const shifted = (c: number) => rho.map((x, i) => x + c * k[i]);
  for (let step = 0; step < steps; step++) {
    derivative(rho, k);
    let sum = rho.map((x, i) => x + (h / 6) * k[i]);
    for (const node of [h / 2, h / 2]) {
      const argument = shifted(node);
      derivative(argument, k);
      sum = sum.map((x, i) => x + (h / 3) * k[i]);
    }
    derivative(shifted(h), k);
    rho.set(sum.map((x, i) => x + (h / 6) * k[i]));
  }
}
