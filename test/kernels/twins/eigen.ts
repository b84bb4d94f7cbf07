/** Rows for spectra: A v = λ v, orthogonality and the trace to rounding, values alike with and without vectors. */
import { randomValues } from "../../reference/random.ts";
import { row, unknown } from "./twin.ts";

const sizes = [0, 1, 2, 3, 4, 5, 8, 9, 17, 40];

function expectSmall(what: string, value: number, bound: number): void {
  if (!(value <= bound)) throw new Error(`${what}: ${value} is above ${bound}`);
}

/** A random Hermitian matrix, interleaved; real ones have no imaginary part. */
function hermitian(n: number, real: boolean, zeros: boolean): Float64Array {
  const draw = randomValues(2 * n * n, n + 1).map((v, i) => (zeros && i % 3 !== 0 ? 0 : v));
  const a = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [p, q] = [2 * (i * n + j), 2 * (j * n + i)];
      const im = real || i === j ? 0 : draw[p + 1];
      a.set([draw[p], im], p);
      a.set([draw[p], -im], q);
    }
  }
  return a;
}

const realPart = (a: Float64Array) => a.filter((_, i) => i % 2 === 0);
const interleaved = (a: Float64Array) => Float64Array.from({ length: 2 * a.length }, (_, i) => (i % 2 ? 0 : a[i / 2]));

/** Rows of z are eigenvectors v with A v = λ v (row k holds v itself), orthonormal. */
function checkEigen(n: number, a: Float64Array, rows: Float64Array | null, values: Float64Array): void {
  const bound = 2e-15 * (n + 4);
  let [trace, squares] = [0, 0];
  for (let i = 0; i < n; i++) trace += a[2 * (i * n + i)];
  for (const x of a) squares += x * x;
  expectSmall(`Σ λ of ${n}`, Math.abs(values.reduce((x, y) => x + y, -trace)), bound * n);
  expectSmall(`Σ λ² of ${n}`, Math.abs(values.reduce((x, y) => x + y * y, -squares)), 4 * bound * (1 + squares));
  if (!rows) return;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let [re, im] = [-values[k] * rows[2 * (k * n + i)], -values[k] * rows[2 * (k * n + i) + 1]];
      let [dr, di] = [i === k ? -1 : 0, 0];
      for (let j = 0; j < n; j++) {
        const [p, v, u] = [2 * (i * n + j), 2 * (k * n + j), 2 * (i * n + j)];
        re += a[p] * rows[v] - a[p + 1] * rows[v + 1];
        im += a[p] * rows[v + 1] + a[p + 1] * rows[v];
        dr += rows[u] * rows[v] + rows[u + 1] * rows[v + 1];
        di += rows[u] * rows[v + 1] - rows[u + 1] * rows[v];
      }
      expectSmall(`A v − λ v of ${n}`, Math.abs(re) + Math.abs(im), 8 * bound);
      expectSmall(`v† u of ${n}`, Math.abs(dr) + Math.abs(di), 4 * bound);
    }
  }
}

const inputs = (real: boolean, scratch: (n: number) => number) =>
  sizes.flatMap((n) =>
    [false, true].flatMap((zeros) => {
      const a = hermitian(n, real, zeros);
      const own = real ? realPart(a) : a;
      const rest = { values: unknown(n), scratch: unknown(scratch(n)) };
      return [
        { n, a: own, rows: unknown(own.length) as Float64Array | null, ...rest },
        { n, a: own, rows: null, ...rest },
      ];
    }),
  );

const eigenRow = (real: boolean, scratch: (n: number) => number) =>
  row(inputs(real, scratch), {
    check({ n, a }, { rows, values }, failed) {
      expectSmall("not settled", failed, 0);
      const wide = (x: Float64Array) => (real ? interleaved(x) : x);
      checkEigen(n, wide(a), rows && wide(rows), values);
    },
  });

/** Zᵀ A Z = T with T quasi-triangular, Z orthogonal. */
function checkSchur(n: number, a: Float64Array, t: Float64Array, zt: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let [orthogonal, back] = [i === j ? -1 : 0, -a[i * n + j]];
      for (let k = 0; k < n; k++) {
        orthogonal += zt[i * n + k] * zt[j * n + k];
        for (let l = 0; l < n; l++) back += zt[k * n + i] * t[k * n + l] * zt[l * n + j];
      }
      expectSmall(`Z Zᵀ of ${n}`, Math.abs(orthogonal), 4e-15 * (n + 4));
      expectSmall(`Z T Zᵀ − A of ${n}`, Math.abs(back), 2e-14 * (n + 4));
      if (i > j + 1) expectSmall("below the blocks", Math.abs(t[i * n + j]), 0);
    }
    if (i > 1) expectSmall("two blocks that touch", Math.min(Math.abs(t[i * n + i - 1]), Math.abs(t[(i - 1) * n + i - 2])), 0);
  }
}

export const eigen = {
  jacobiReal: eigenRow(true, () => 0),
  jacobiComplex: eigenRow(false, () => 0),
  eighReal: eigenRow(true, (n) => 3 * n),
  eighComplex: eigenRow(false, (n) => 6 * n + n * n),
  eighRealScratch: row([{ n: 0 }, { n: 3e9 }], { twin: ({ n }) => 3 * n }),
  eighComplexScratch: row([{ n: 0 }, { n: 1e5 }], { twin: ({ n }) => 6 * n + n * n }),
  schurRealScratch: row([{ n: 0 }, { n: 3e9 }], { twin: ({ n }) => 2 * n }),
  entropyOfSpectrum: row(
    [[], [1], [0, 0.25, 0.25, 0.5], [-1e-18, 0.5, 0.5]].map((p) => ({ count: p.length, p: Float64Array.from(p) })),
    {
      check({ p }, _after, result) {
        const exact = p.reduce((sum, x) => (x > 0 ? sum - x * Math.log(x) : sum), 0);
        expectSmall("−Σ p ln p", Math.abs(result - exact), 4e-16);
      },
    },
  ),
  schurReal: row(
    sizes.flatMap((n) =>
      [false, true].map((none) => ({
        ...{ n, a: randomValues(n * n, n + 2), zt: (none ? null : unknown(n * n)) as Float64Array | null, scratch: unknown(2 * n) },
      })),
    ),
    {
      check({ n, a }, after, failed) {
        expectSmall("not settled", failed, 0);
        if (after.zt) checkSchur(n, a, after.a, after.zt);
        let trace = 0;
        for (let i = 0; i < n; i++) trace += a[i * n + i] - after.a[i * n + i];
        expectSmall(`the trace of ${n}`, Math.abs(trace), 1e-14 * (n + 4));
      },
    },
  ),
};
