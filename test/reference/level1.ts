/** Slow, obvious twins of assembly/level1.ts and assembly/trace.ts: same arguments, typed arrays in place of addresses, same bits. */

export function axpy(n: number, re: number, im: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const [u, v] = [x[i], x[i + 1]];
    y[i] = y[i] + re * u - im * v;
    y[i + 1] = y[i + 1] + re * v + im * u;
  }
}

export function scale(n: number, re: number, im: number, x: Float64Array): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const [u, v] = [x[i], x[i + 1]];
    x[i] = re * u - im * v;
    x[i + 1] = re * v + im * u;
  }
}

export function conjugate(n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) x[2 * i + 1] = -x[2 * i + 1];
}

export function dot(n: number, x: Float64Array, y: Float64Array, out: Float64Array): void {
  const p = [0, 0, 0, 0];
  const q = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const place = 2 * (i % 2);
    for (const part of [0, 1]) {
      p[place + part] += x[2 * i] * y[2 * i + part];
      q[place + part] += x[2 * i + 1] * y[2 * i + part];
    }
  }
  out[0] = p[0] + p[2] + (q[1] + q[3]);
  out[1] = p[1] + p[3] - (q[0] + q[2]);
}

export function norm(n: number, x: Float64Array): number {
  const s = new Float64Array(8);
  for (let i = 0; i < 2 * n; i++) s[i % 8] += x[i] * x[i];
  return Math.sqrt(s[0] + s[2] + (s[4] + s[6]) + (s[1] + s[3] + (s[5] + s[7])));
}

export function dagger(m: number, n: number, a: Float64Array, lda: number, b: Float64Array, ldb: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      b[2 * (j * ldb + i)] = a[2 * (i * lda + j)];
      b[2 * (j * ldb + i) + 1] = -a[2 * (i * lda + j) + 1];
    }
  }
}

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

export function trace(n: number, a: Float64Array, lda: number, out: Float64Array): void {
  out[0] = 0;
  out[1] = 0;
  for (let i = 0; i < n; i++) {
    out[0] += a[2 * (i * lda + i)];
    out[1] += a[2 * (i * lda + i) + 1];
  }
}

export function traceDefect(n: number, a: Float64Array, lda: number): number {
  const sum = new Float64Array(2);
  trace(n, a, lda, sum);
  return Math.max(Math.abs(sum[0] - 1), Math.abs(sum[1]));
}

export function hermiticityDefect(n: number, a: Float64Array, lda: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [p, q] = [2 * (i * lda + j), 2 * (j * lda + i)];
      largest = Math.max(largest, Math.abs(a[p] - a[q]), Math.abs(a[p + 1] + a[q + 1]));
    }
  }
  return largest;
}

export function partialTrace(left: number, middle: number, right: number, a: Float64Array, b: Float64Array): void {
  const size = left * middle * right;
  const kept = left * right;
  for (let row = 0; row < kept; row++) {
    for (let column = 0; column < kept; column++) {
      for (const part of [0, 1]) {
        let sum = 0;
        for (let y = 0; y < middle; y++) {
          const i = (Math.floor(row / right) * middle + y) * right + (row % right);
          const j = (Math.floor(column / right) * middle + y) * right + (column % right);
          sum += a[2 * (i * size + j) + part];
        }
        b[2 * (row * kept + column) + part] = sum;
      }
    }
  }
}

export function expectation(n: number, a: Float64Array, lda: number, r: Float64Array, ldr: number, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < n; i++) {
    let re = 0;
    let im = 0;
    for (let j = 0; j < n; j++) {
      const [p, q] = [2 * (i * lda + j), 2 * (j * ldr + i)];
      re = re + a[p] * r[q] - a[p + 1] * r[q + 1];
      im = im + a[p] * r[q + 1] + a[p + 1] * r[q];
    }
    out[0] += re;
    out[1] += im;
  }
}

export function expectationSparse(
  n: number,
  rowStart: Int32Array,
  columns: Int32Array,
  values: Float64Array,
  r: Float64Array,
  ldr: number,
  out: Float64Array,
): void {
  out.fill(0);
  for (let i = 0; i < n; i++) {
    let re = 0;
    let im = 0;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      const q = 2 * (columns[e] * ldr + i);
      re = re + values[2 * e] * r[q] - values[2 * e + 1] * r[q + 1];
      im = im + values[2 * e] * r[q + 1] + values[2 * e + 1] * r[q];
    }
    out[0] += re;
    out[1] += im;
  }
}
