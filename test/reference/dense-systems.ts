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

/** LU of an envelope matrix, row i of L beside column i of U. Returns −1, or the first row whose pivot is 0. */
export function skylineFactor(
  n: number,
  first: Int32Array,
  start: Int32Array,
  lower: Float64Array,
  upper: Float64Array,
  pivots: Float64Array,
): number {
  for (let i = 0; i < n; i++) {
    for (let j = first[i]; j < i; j++) {
      const common = Math.max(first[i], first[j]);
      const [own, theirs] = [start[i] + common - first[i], start[j] + common - first[j]];
      const at = start[i] + j - first[i];
      lower[at] = (lower[at] - dotReal(j - common, lower, upper, own, theirs)) / pivots[j];
      upper[at] -= dotReal(j - common, lower, upper, theirs, own);
    }
    pivots[i] -= dotReal(i - first[i], lower, upper, start[i], start[i]);
    if (pivots[i] === 0) return i;
  }
  return -1;
}

/** L U x = b, or with the roles of L and U exchanged (U scaled by its pivots) for Aᵀ. */
export function skylineSolve(
  n: number,
  first: Int32Array,
  start: Int32Array,
  lower: Float64Array,
  upper: Float64Array,
  pivots: Float64Array,
  x: Float64Array,
  transposed: boolean,
): void {
  for (let i = 0; i < n; i++) {
    x[i] -= dotReal(i - first[i], transposed ? upper : lower, x, start[i], first[i]);
    if (transposed) x[i] /= pivots[i];
  }
  for (let i = n - 1; i >= 0; i--) {
    if (!transposed) x[i] /= pivots[i];
    for (let j = first[i]; j < i; j++) x[j] -= x[i] * (transposed ? lower : upper)[start[i] + j - first[i]];
  }
}
