/** Slow, obvious twins of assembly/level1.ts, and what random states need: typed arrays in place of addresses, same bits. */

export function hermitianPart(n: number, a: Float64Array, lda: number): void {
  const old = a.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      a[2 * (i * lda + j)] = (old[2 * (i * lda + j)] + old[2 * (j * lda + i)]) * 0.5;
      a[2 * (i * lda + j) + 1] = (old[2 * (i * lda + j) + 1] - old[2 * (j * lda + i) + 1]) * 0.5;
    }
  }
}

export function addDagger(n: number, a: Float64Array, lda: number, c: Float64Array, ldc: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      c[2 * (i * ldc + j)] = a[2 * (i * lda + j)] + a[2 * (j * lda + i)];
      c[2 * (i * ldc + j) + 1] = a[2 * (i * lda + j) + 1] - a[2 * (j * lda + i) + 1];
    }
  }
}

export function mirrorUpper(n: number, c: Float64Array, ldc: number): void {
  for (let i = 0; i < n; i++) {
    c[2 * (i * ldc + i) + 1] = 0;
    for (let j = i + 1; j < n; j++) {
      c[2 * (j * ldc + i)] = c[2 * (i * ldc + j)];
      c[2 * (j * ldc + i) + 1] = -c[2 * (i * ldc + j) + 1];
    }
  }
}
