/** Slow twins of the real kernels of dense linear systems: the same operations in the same order, so the same bits. */

/** C = C + A·(sign·B), or from 0; sums run over l = 0 … k − 1. */
export function productPlain(
  m: number,
  n: number,
  k: number,
  sign: 1 | -1,
  A: Float64Array,
  B: Float64Array,
  C: Float64Array,
  fresh: boolean,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let c = fresh ? 0 : C[i * n + j];
      for (let l = 0; l < k; l++) c += A[i * k + l] * (sign * B[l * n + j]);
      C[i * n + j] = c;
    }
  }
}

/** Textbook LU with partial pivoting, one column after the other, in place. Returns the rows that were exchanged. */
export function luPlain(n: number, a: Float64Array): Int32Array {
  const pivots = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) best = i;
    pivots[k] = best;
    if (best !== k) for (let j = 0; j < n; j++) [a[k * n + j], a[best * n + j]] = [a[best * n + j], a[k * n + j]];
    for (let i = k + 1; i < n; i++) {
      a[i * n + k] /= a[k * n + k];
      const l = a[i * n + k];
      for (let j = k + 1; j < n; j++) a[i * n + j] -= l * a[k * n + j];
    }
  }
  return pivots;
}
