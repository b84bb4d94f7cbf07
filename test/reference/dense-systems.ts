/** Twins of assembly/vector.ts, panel.ts, lu.ts, residual.ts and skyline.ts: the same operations in the same order on typed arrays. */

/** Four running sums by place mod 4, (s₀ + s₂) + (s₁ + s₃), then the tail. */
export function dotReal(count: number, x: Float64Array, y: Float64Array, atX = 0, atY = 0): number {
  const s = [0, 0, 0, 0];
  const whole = count & ~3;
  for (let k = 0; k < whole; k++) s[k & 3] += x[atX + k] * y[atY + k];
  let sum = s[0] + s[2] + (s[1] + s[3]);
  for (let k = whole; k < count; k++) sum += x[atX + k] * y[atY + k];
  return sum;
}

/** Columns of a block; a block's own part of a row comes after what is right of the block. */
const PANEL = 32;

/** Solve L U X = P B in place of B. One right-hand side runs along rows; several run column by column of the factors. */
export function luSolveReal(n: number, a: Float64Array, lda: number, pivots: Int32Array, b: Float64Array, columns: number): void {
  for (let k = 0; k < n; k++) swapRows(b, columns, k, pivots[k]);
  if (columns === 1) {
    for (let i = 1; i < n; i++) b[i] -= dotReal(i, a, b, i * lda, 0);
    for (let i = n - 1; i >= 0; i--) b[i] = (b[i] - dotReal(n - i - 1, a, b, i * lda + i + 1, i + 1)) / a[i * lda + i];
    return;
  }
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) b[i * columns + c] += -a[i * lda + j] * b[j * columns + c];
    for (let i = n - 1; i >= 0; i--) {
      const end = Math.min(n, (Math.floor(i / PANEL) + 1) * PANEL);
      for (let j = end; j < n; j++) b[i * columns + c] += -a[i * lda + j] * b[j * columns + c];
      for (let j = i + 1; j < end; j++) b[i * columns + c] += -a[i * lda + j] * b[j * columns + c];
      b[i * columns + c] /= a[i * lda + i];
    }
  }
}

export function luSolveTransposedReal(n: number, a: Float64Array, lda: number, pivots: Int32Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    b[i] /= a[i * lda + i];
    for (let j = i + 1; j < n; j++) b[j] += -b[i] * a[i * lda + j];
  }
  for (let i = n - 1; i > 0; i--) for (let j = 0; j < i; j++) b[j] += -b[i] * a[i * lda + j];
  for (let k = n - 1; k >= 0; k--) swapRows(b, 1, k, pivots[k]);
}

function swapRows(b: Float64Array, width: number, i: number, j: number): void {
  if (i !== j) for (let c = 0; c < width; c++) [b[i * width + c], b[j * width + c]] = [b[j * width + c], b[i * width + c]];
}

/** A sum in doubled precision: products split exactly (Dekker), the low word summed beside. */
export class DoubledSum {
  low = 0;
  high: number;

  constructor(start: number) {
    this.high = start;
  }

  addProduct(x: number, y: number): void {
    const halves = (v: number) => {
      const t = 134217729 * v;
      const top = t - (t - v);
      return [top, v - top] as const;
    };
    const [[xh, xl], [yh, yl]] = [halves(x), halves(y)];
    const p = x * y;
    const error = xh * yh - p + xh * yl + xl * yh + xl * yl;
    const sum = this.high + p;
    const back = sum - this.high;
    this.low += this.high - (sum - back) + (p - back) + error;
    this.high = sum;
  }
}

/** An envelope of 4 × 4 blocks, laid out as assembly/skyline.ts draws it. */
interface Blocks {
  readonly m: number;
  readonly first: Int32Array;
  readonly start: Int32Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly diagonal: Float64Array;
}

/** L[i, k] or U[k, i] with k left of or above block row ⌊i/4⌋. */
const inStrip = ({ first, start }: Blocks, i: number, k: number) => 16 * start[i >> 2] + 4 * (k - 4 * first[i >> 2]) + (i & 3);
const inDiagonal = (i: number, j: number) => 16 * (i >> 2) + 4 * (j & 3) + (i & 3);

/** LU in blocks. Returns −1, or the first row whose pivot is 0. */
export function skylineFactor(A: Blocks): number {
  const { m, first, lower, upper, diagonal } = A;
  const sum = (i: number, j: number, from: number, to: number) => {
    let s = 0;
    for (let k = from; k < to; k++) s += lower[inStrip(A, i, k)] * upper[inStrip(A, j, k)];
    return s;
  };
  for (let I = 0; I < m; I++) {
    const rows = [0, 1, 2, 3].map((r) => 4 * I + r);
    for (let j = 4 * first[I]; j < 4 * I; j++) {
      const J = j >> 2;
      const from = 4 * Math.max(first[I], first[J]);
      for (const i of rows) {
        const [l, u] = [inStrip(A, i, j), inStrip(A, i, j)];
        lower[l] -= sum(i, j, from, 4 * J);
        upper[u] -= sum(j, i, from, 4 * J);
        for (let k = 4 * J; k < j; k++) {
          lower[l] -= diagonal[inDiagonal(k, j)] * lower[inStrip(A, i, k)];
          upper[u] -= diagonal[inDiagonal(j, k)] * upper[inStrip(A, i, k)];
        }
        lower[l] /= diagonal[inDiagonal(j, j)];
      }
    }
    for (const i of rows) for (const j of rows) diagonal[inDiagonal(i, j)] -= sum(i, j, 4 * first[I], 4 * I);
    for (const k of rows) {
      const pivot = diagonal[inDiagonal(k, k)];
      if (pivot === 0) return k;
      for (let i = k + 1; i < 4 * I + 4; i++) diagonal[inDiagonal(i, k)] /= pivot;
      for (let i = k + 1; i < 4 * I + 4; i++)
        for (let j = k + 1; j < 4 * I + 4; j++) diagonal[inDiagonal(i, j)] -= diagonal[inDiagonal(i, k)] * diagonal[inDiagonal(k, j)];
    }
  }
  return -1;
}

/** L U x = b, or Uᵀ Lᵀ x = b. */
export function skylineSolve(A: Blocks & { readonly x: Float64Array }, transposed: boolean): void {
  const { m, first, diagonal, x } = A;
  const [before, after] = transposed ? [A.upper, A.lower] : [A.lower, A.upper];
  const D = (i: number, j: number) => diagonal[transposed ? inDiagonal(j, i) : inDiagonal(i, j)];
  for (let i = 0; i < 4 * m; i++) {
    const I = i >> 2;
    const sums = [0, 0];
    for (let k = 4 * first[I]; k < 4 * I; k++) sums[k & 1] += before[inStrip(A, i, k)] * x[k];
    x[i] -= sums[0] + sums[1];
    for (let k = 4 * I; k < i; k++) x[i] -= D(i, k) * x[k];
    if (transposed) x[i] /= D(i, i);
  }
  for (let I = m - 1; I >= 0; I--) {
    for (let i = 4 * I + 3; i >= 4 * I; i--) {
      for (let k = i + 1; k < 4 * I + 4; k++) x[i] -= D(i, k) * x[k];
      if (!transposed) x[i] /= D(i, i);
    }
    for (let k = 4 * first[I]; k < 4 * I; k++) {
      const p = [0, 1, 2, 3].map((r) => after[inStrip(A, 4 * I + r, k)] * x[4 * I + r]);
      x[k] -= p[0] + p[2] + (p[1] + p[3]);
    }
  }
}
