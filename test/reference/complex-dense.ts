/** Slow obvious twins on plain complex arrays: products, exponentials, partial traces. For tests only. */
import type { Matrix } from "../../src/numerics/matrix.ts";

/** A square complex matrix as rows of [re, im]. */
export type Dense = [number, number][][];

export function dense(n: number, at: (i: number, j: number) => [number, number]): Dense {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => at(i, j)));
}

export function fromMatrix(m: Matrix): Dense {
  return dense(m.rows, (i, j) => [m.data[2 * (i * m.columns + j)], m.data[2 * (i * m.columns + j) + 1]]);
}

export function toMatrix(A: Dense): Matrix {
  const n = A.length;
  const data = new Float64Array(2 * n * n);
  A.forEach((row, i) => row.forEach(([re, im], j) => data.set([re, im], 2 * (i * n + j))));
  return { rows: n, columns: n, data };
}

export function mul(A: Dense, B: Dense): Dense {
  return dense(A.length, (i, j) => {
    let re = 0;
    let im = 0;
    for (let k = 0; k < A.length; k++) {
      re += A[i][k][0] * B[k][j][0] - A[i][k][1] * B[k][j][1];
      im += A[i][k][0] * B[k][j][1] + A[i][k][1] * B[k][j][0];
    }
    return [re, im];
  });
}

export function add(A: Dense, B: Dense, re = 1, im = 0): Dense {
  return dense(A.length, (i, j) => [A[i][j][0] + re * B[i][j][0] - im * B[i][j][1], A[i][j][1] + re * B[i][j][1] + im * B[i][j][0]]);
}

export const times = (A: Dense, re: number, im = 0): Dense =>
  add(
    dense(A.length, () => [0, 0]),
    A,
    re,
    im,
  );
export const dag = (A: Dense): Dense => dense(A.length, (i, j) => [A[j][i][0], -A[j][i][1]]);
export const eye = (n: number): Dense => dense(n, (i, j) => [i === j ? 1 : 0, 0]);

export function trace(A: Dense): [number, number] {
  return A.reduce<[number, number]>((sum, row, i) => [sum[0] + row[i][0], sum[1] + row[i][1]], [0, 0]);
}

/** Re Tr[A B]. */
export function mean(A: Dense, B: Dense): number {
  return trace(mul(A, B))[0];
}

export function kron(A: Dense, B: Dense): Dense {
  const m = B.length;
  return dense(A.length * m, (i, j) => {
    const [a, b] = A[Math.floor(i / m)][Math.floor(j / m)];
    const [c, d] = B[i % m][j % m];
    return [a * c - b * d, a * d + b * c];
  });
}

/** exp(−iHt) by scaling and a long Taylor series. */
export function propagator(H: Dense, t: number): Dense {
  const n = H.length;
  const size = Math.max(...H.map((row) => row.reduce((s, [re, im]) => s + Math.hypot(re, im), 0))) * Math.abs(t);
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(size, 1e-9))) + 3);
  const X = times(H, 0, -t / 2 ** halvings);
  let term = eye(n);
  let sum = eye(n);
  for (let k = 1; k < 24; k++) {
    term = times(mul(term, X), 1 / k);
    sum = add(sum, term);
  }
  for (let k = 0; k < halvings; k++) sum = mul(sum, sum);
  return sum;
}

/** Tr over the right factor of dimension u. */
export function traceRight(R: Dense, u: number): Dense {
  return dense(R.length / u, (i, j) => {
    let re = 0;
    let im = 0;
    for (let x = 0; x < u; x++) {
      re += R[i * u + x][j * u + x][0];
      im += R[i * u + x][j * u + x][1];
    }
    return [re, im];
  });
}

/** Tr over the left factor; the right one has dimension u. */
export function traceLeft(R: Dense, u: number): Dense {
  return dense(u, (x, y) => {
    let re = 0;
    let im = 0;
    for (let i = 0; i < R.length / u; i++) {
      re += R[i * u + x][i * u + y][0];
      im += R[i * u + x][i * u + y][1];
    }
    return [re, im];
  });
}

/** Largest |difference| of two matrices. */
export function distance(A: Dense, B: Dense): number {
  return Math.max(...A.flatMap((row, i) => row.map(([re, im], j) => Math.hypot(re - B[i][j][0], im - B[i][j][1]))));
}

/** A repeatable stream of numbers in (−1, 1). */
export function numbers(seed: number): () => number {
  let x = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    return (x / 2 ** 31 - 1) * 0.999;
  };
}

export function randomHermitian(n: number, next: () => number): Dense {
  const A = dense(n, () => [next(), next()]);
  return times(add(A, dag(A)), 0.5);
}

/** A full-rank random state. */
export function randomState(n: number, next: () => number): Dense {
  const A = dense(n, () => [next(), next()]);
  const P = add(mul(A, dag(A)), eye(n), 0.05);
  return times(P, 1 / trace(P)[0]);
}

export function bloch(rho: Dense): [number, number, number] {
  return [2 * rho[0][1][0], -2 * rho[0][1][1], rho[0][0][0] - rho[1][1][0]];
}
