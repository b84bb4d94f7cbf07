/** LU factors of small dense real matrices in plain arrays: below some twenty unknowns a kernel call costs more than the work. */

/** Factors P A = L U with the exchanges that made them. */
export interface SmallFactors {
  readonly n: number;
  readonly lu: Float64Array;
  readonly rows: Int32Array;
}

/** Factor A (row-major, overwritten) with partial pivoting; null when a pivot is exactly 0. */
export function factorSmall(n: number, A: Float64Array): SmallFactors | null {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = i;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(A[i * n + k]) > Math.abs(A[p * n + k])) p = i;
    if (!(Math.abs(A[p * n + k]) > 0)) return null;
    if (p !== k) {
      for (let j = 0; j < n; j++) {
        const value = A[k * n + j];
        A[k * n + j] = A[p * n + j];
        A[p * n + j] = value;
      }
      const row = rows[k];
      rows[k] = rows[p];
      rows[p] = row;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = (A[i * n + k] /= A[k * n + k]);
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) A[i * n + j] -= factor * A[k * n + j];
    }
  }
  return { n, lu: A, rows };
}

/** x with A x = b. */
export function solveSmall({ n, lu, rows }: SmallFactors, b: Float64Array): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[rows[i]];
    for (let j = 0; j < i; j++) sum -= lu[i * n + j] * x[j];
    x[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let j = i + 1; j < n; j++) sum -= lu[i * n + j] * x[j];
    x[i] = sum / lu[i * n + i];
  }
  return x;
}

/** x with Aᵀ x = b. */
export function solveSmallTransposed({ n, lu, rows }: SmallFactors, b: Float64Array): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= lu[j * n + i] * y[j];
    y[i] = sum / lu[i * n + i];
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) y[i] -= lu[j * n + i] * y[j];
    x[rows[i]] = y[i];
  }
  return x;
}

/** ‖A⁻¹‖₁ by Gauss–Jordan elimination of [A | 1], rows of 2n numbers in `work`, which is overwritten; infinite where a pivot is exactly 0. */
export function normOfSmallInverse(n: number, work: Float64Array): number {
  const width = 2 * n;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(work[i * width + k]) > Math.abs(work[p * width + k])) p = i;
    const pivot = work[p * width + k];
    if (!(Math.abs(pivot) > 0)) return Number.POSITIVE_INFINITY;
    for (let j = 0; j < width; j++) {
      const value = work[p * width + j] / pivot;
      work[p * width + j] = work[k * width + j];
      work[k * width + j] = value;
    }
    for (let i = 0; i < n; i++) {
      const factor = work[i * width + k];
      if (i === k || factor === 0) continue;
      for (let j = 0; j < width; j++) work[i * width + j] -= factor * work[k * width + j];
    }
  }
  let most = 0;
  for (let j = n; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(work[i * width + j]);
    if (!(sum <= most)) most = sum;
  }
  return most;
}
