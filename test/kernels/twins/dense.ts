/** Rows for linear systems: blocks of 32 columns (LU) and tiles of 4 × 4 × 256 (products) have sizes on both sides. */
import { Write } from "../../../assembly/abi.ts";
import { luComplexScratch, productScratch } from "../../../bindings/table/scratch.ts";
import { DoubledSum, luSolveReal, luSolveTransposedReal } from "../../reference/dense-systems.ts";
import { luPlain } from "../../reference/lu.ts";
import { randomValues } from "../../reference/random.ts";
import { row, unknown } from "./twin.ts";

const sizes = [0, 1, 2, 3, 5, 31, 32, 33, 65];
const few = [0, 1, 2, 5, 9];

/** Random factors: what `luPlain` makes of a random matrix, with `pad` values after each row. */
function factored(n: number, pad: number) {
  const dense = randomValues(n * n, n + 7);
  const pivots = luPlain(n, dense);
  return { n, a: padded(n, n, dense, pad), lda: n + pad, pivots };
}

function padded(rows: number, columns: number, dense: Float64Array, pad: number): Float64Array {
  const out = randomValues(rows * (columns + pad), 99);
  for (let i = 0; i < rows; i++) out.set(dense.subarray(i * columns, (i + 1) * columns), i * (columns + pad));
  return out;
}

/** The largest modulus of A X − B, complex, over what rounding allows of it. */
function residualComplex(
  n: number,
  a: Float64Array,
  lda: number,
  x: Float64Array,
  b: Float64Array,
  columns: number,
  adjoint: boolean,
): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < columns; c++) {
      let [re, im, size] = [-b[2 * (i * columns + c)], -b[2 * (i * columns + c) + 1], 1];
      for (let j = 0; j < n; j++) {
        const p = adjoint ? 2 * (j * lda + i) : 2 * (i * lda + j);
        const [ar, ai, q] = [a[p], adjoint ? -a[p + 1] : a[p + 1], 2 * (j * columns + c)];
        re += ar * x[q] - ai * x[q + 1];
        im += ar * x[q + 1] + ai * x[q];
        size += (Math.abs(ar) + Math.abs(ai)) * (Math.abs(x[q]) + Math.abs(x[q + 1]));
      }
      largest = Math.max(largest, (Math.abs(re) + Math.abs(im)) / size);
    }
  }
  return largest;
}

const expectSmall = (what: string, value: number, bound: number): void => {
  if (!(value <= bound)) throw new Error(`${what}: ${value} is above ${bound}`);
};

/** L U of a complex factorisation, rows exchanged back: A again. */
function complexProduct(n: number, a: Float64Array, lda: number, pivots: Int32Array): Float64Array {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l <= Math.min(i, j); l++) {
        const [p, q] = [2 * (i * lda + l), 2 * (l * lda + j)];
        const [re, im] = l === i ? [1, 0] : [a[p], a[p + 1]];
        out[2 * (i * n + j)] += re * a[q] - im * a[q + 1];
        out[2 * (i * n + j) + 1] += re * a[q + 1] + im * a[q];
      }
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let c = 0; c < 2 * n; c++) {
      const [p, q] = [2 * k * n + c, 2 * pivots[k] * n + c];
      [out[p], out[q]] = [out[q], out[p]];
    }
  }
  return out;
}

/** A diagonally dominant complex matrix is its own factors well enough: L and U as they stand. */
function complexFactors(n: number, pad: number) {
  const a = randomValues(2 * n * (n + pad), n + 3);
  for (let i = 0; i < n; i++) a[2 * (i * (n + pad) + i)] += n + 1;
  const pivots = Int32Array.from({ length: n }, (_, k) => (k + 1 < n && k % 3 === 0 ? k + 1 : k));
  return { n, a, lda: n + pad, pivots };
}

export const dense = {
  productReal: row(
    [
      [0, 3, 2],
      [3, 0, 2],
      [1, 1, 0],
      [1, 1, 1],
      [3, 5, 2],
      [4, 4, 4],
      [5, 3, 255],
      [8, 9, 257],
      [2, 2, 513],
    ].flatMap(([m, n, k]) =>
      [Write.Replace, Write.Add].flatMap((write) =>
        [1, -1].map((sign) => ({
          ...{ m, n, k, sign, lda: k + 1, ldb: n + 2, ldc: n + 3, write: write as number },
          a: randomValues(m * (k + 1), 1),
          b: randomValues(k * (n + 2), 2),
          c: randomValues(m * (n + 3), 3),
          scratch: unknown(productScratch()),
        })),
      ),
    ),
    {
      twin({ m, n, k, sign, a, lda, b, ldb, c, ldc, write }) {
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = write === Write.Add ? c[i * ldc + j] : 0;
            for (let l = 0; l < k; l++) sum += a[i * lda + l] * (sign * b[l * ldb + j]);
            c[i * ldc + j] = sum;
          }
        }
      },
    },
  ),
  luReal: row(
    sizes.map((n) => ({ n, a: randomValues(n * n, n + 1), lda: n, pivots: new Int32Array(n), scratch: unknown(productScratch()) })),
    {
      twin({ n, a, pivots }) {
        pivots.set(luPlain(n, a));
        return 0;
      },
    },
  ),
  luSolveReal: row(
    sizes.flatMap((n) =>
      [0, 1, 2, 5].map((columns) => ({
        ...factored(n, 2),
        b: randomValues(n * columns, 5),
        columns,
        scratch: unknown(productScratch()),
      })),
    ),
    { twin: (c) => luSolveReal(c.n, c.a, c.lda, c.pivots, c.b, c.columns) },
  ),
  luSolveTransposedReal: row(
    sizes.map((n) => ({ ...factored(n, 1), b: randomValues(n, 5) })),
    { twin: (c) => luSolveTransposedReal(c.n, c.a, c.lda, c.pivots, c.b) },
  ),
  oneNormReal: row(
    few.map((n) => ({ n, a: randomValues(n * (n + 1), 5), lda: n + 1, sums: unknown(n) })),
    {
      twin({ n, a, lda, sums }) {
        sums.fill(0);
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sums[j] += Math.abs(a[i * lda + j]);
        return sums.reduce((x, y) => Math.max(x, y), 0);
      },
    },
  ),
  luComplex: row(
    sizes.map((n) => ({
      n,
      a: randomValues(2 * n * (n + 1), n + 1),
      lda: n + 1,
      pivots: new Int32Array(n),
      scratch: unknown(luComplexScratch(n, 0)),
    })),
    {
      check(before, { n, a, lda, pivots }, singular) {
        expectSmall("zero pivots", singular, 0);
        const again = complexProduct(n, a, lda, pivots);
        for (let i = 0; i < n; i++) {
          for (let c = 0; c < 2 * n; c++) {
            expectSmall(`L U of ${n}`, Math.abs(again[2 * i * n + c] - before.a[2 * i * lda + c]), 1e-14 * (n + 1));
          }
          expectSmall("padding", Math.abs(a[2 * i * lda + 2 * n] - before.a[2 * i * lda + 2 * n]), 0);
          for (let j = 0; j < i; j++)
            expectSmall("a multiplier", Math.hypot(a[2 * (i * lda + j)], a[2 * (i * lda + j) + 1]), Math.SQRT2 + 1e-14);
        }
      },
    },
  ),
  luSolveComplex: row(
    sizes.flatMap((n) =>
      [0, 1, 2, 5].map((columns) => ({
        ...complexFactors(n, 1),
        b: randomValues(2 * n * columns, 5),
        columns,
        scratch: unknown(luComplexScratch(n, columns)),
      })),
    ),
    {
      check({ n, a, lda, pivots, b, columns }, after) {
        const A = complexProduct(n, a, lda, pivots);
        expectSmall(`A x − b of ${n}, ${columns}`, residualComplex(n, A, n, after.b, b, columns, false), 1e-14);
      },
    },
  ),
  luSolveAdjointComplex: row(
    sizes.map((n) => ({ ...complexFactors(n, 1), b: randomValues(2 * n, 5) })),
    {
      check({ n, a, lda, pivots, b }, after) {
        const A = complexProduct(n, a, lda, pivots);
        expectSmall(`A† x − b of ${n}`, residualComplex(n, A, n, after.b, b, 1, true), 1e-14);
      },
    },
  ),
  oneNormComplex: row(
    few.map((n) => ({ n, a: randomValues(2 * n * (n + 1), 5), lda: n + 1, sums: unknown(n) })),
    {
      twin({ n, a, lda, sums }) {
        sums.fill(0);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const [re, im] = [a[2 * (i * lda + j)], a[2 * (i * lda + j) + 1]];
            sums[j] += Math.sqrt(re * re + im * im);
          }
        }
        return sums.reduce((x, y) => Math.max(x, y), 0);
      },
    },
  ),
  residualReal: row(
    few.map((n) => ({
      ...{ n, a: randomValues(n * (n + 1), 1), lda: n + 1, x: randomValues(n, 2), b: randomValues(n, 4), r: unknown(n) },
      delta: randomValues(n, 3).map((v) => 1e-17 * v),
    })),
    {
      twin({ n, a, lda, x, delta, b, r }) {
        for (let i = 0; i < n; i++) {
          const sum = new DoubledSum(b[i]);
          for (let j = 0; j < n; j++) {
            sum.addProduct(-a[i * lda + j], x[j]);
            sum.low += -a[i * lda + j] * delta[j];
          }
          r[i] = sum.high + sum.low;
        }
      },
    },
  ),
  residualComplex: row(
    few.map((n) => ({
      ...{ n, a: randomValues(2 * n * (n + 1), 1), lda: n + 1, x: randomValues(2 * n, 2), b: randomValues(2 * n, 4), r: unknown(2 * n) },
      delta: randomValues(2 * n, 3).map((v) => 1e-17 * v),
    })),
    {
      twin({ n, a, lda, x, delta, b, r }) {
        for (let i = 0; i < n; i++) {
          for (const part of [0, 1]) {
            const sum = new DoubledSum(b[2 * i + part]);
            for (let j = 0; j < n; j++) {
              const [re, im] = [-a[2 * (i * lda + j)], (part === 0 ? 1 : -1) * a[2 * (i * lda + j) + 1]];
              sum.addProduct(re, x[2 * j + part]);
              sum.addProduct(im, x[2 * j + 1 - part]);
              sum.low += re * delta[2 * j + part] + im * delta[2 * j + 1 - part];
            }
            r[2 * i + part] = sum.high + sum.low;
          }
        }
      },
    },
  ),
  addToPair: row(
    few.map((n) => ({
      n,
      x: randomValues(n, 2),
      delta: randomValues(n, 3).map((v) => 1e-17 * v),
      change: randomValues(n, 4).map((v) => 1e-9 * v),
    })),
    {
      twin({ n, x, delta, change }) {
        for (let i = 0; i < n; i++) {
          const sum = x[i] + change[i];
          const back = sum - x[i];
          const error = x[i] - (sum - back) + (change[i] - back) + delta[i];
          x[i] = sum + error;
          delta[i] = error - (x[i] - sum);
        }
      },
    },
  ),
};
