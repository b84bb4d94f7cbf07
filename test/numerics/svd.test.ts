/** Singular values and null spaces, real and complex, against what defines them. */
import { describe, expect, test } from "vitest";
import { nullSpaces, type SingularDecomposition, singularDecomposition, singularRight, singularValues } from "../../src/numerics/svd.ts";
import { randomComplex, randomReal } from "./random.ts";

const SHAPES = [
  [1, 1],
  [7, 3],
  [3, 7],
  [20, 20],
] as const;

/** Σ_k σ_k u_k v_k†, row-major. */
function rebuilt(m: number, n: number, { values, left, right }: SingularDecomposition, parts: 1 | 2): Float64Array {
  const A = new Float64Array(parts * m * n);
  const entry = (v: Float64Array, i: number) => [v[parts * i], parts === 2 ? v[2 * i + 1] : 0];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      values.forEach((value, k) => {
        const [ur, ui] = entry(left[k], i);
        const [vr, vi] = entry(right[k], j);
        A[parts * (i * n + j)] += value * (ur * vr + ui * vi);
        if (parts === 2) A[2 * (i * n + j) + 1] += value * (ui * vr - ur * vi);
      });
    }
  }
  return A;
}

function expectClose(x: Float64Array, y: Float64Array, tolerance: number): void {
  expect(x.length).toBe(y.length);
  for (let i = 0; i < x.length; i++) expect(Math.abs(x[i] - y[i])).toBeLessThan(tolerance);
}

/** ⟨u|v⟩ by components. */
function inner(u: Float64Array, v: Float64Array, parts: 1 | 2): number[] {
  const product = [0, 0];
  for (let i = 0; i < u.length; i += parts) {
    const [a, b, c, d] = parts === 1 ? [u[i], 0, v[i], 0] : [u[i], u[i + 1], v[i], v[i + 1]];
    product[0] += a * c + b * d;
    product[1] += a * d - b * c;
  }
  return product;
}

function expectOrthonormal(vectors: readonly Float64Array[], parts: 1 | 2): void {
  vectors.forEach((u, i) =>
    vectors.forEach((v, j) => {
      const [re, im] = inner(u, v, parts);
      expect(Math.abs(re - (i === j ? 1 : 0))).toBeLessThan(1e-13);
      expect(Math.abs(im)).toBeLessThan(1e-13);
    }),
  );
}

describe("singularDecomposition", () => {
  test.each([1, 2] as const)("gives A back with orthonormal vectors and descending values, %i part(s) per entry", (parts) => {
    for (const [m, n] of SHAPES) {
      const A = parts === 1 ? randomReal(m * n, m + n) : randomComplex(m, n, m + n).data;
      const found = singularDecomposition(m, n, A, parts);
      expect(found.values.length).toBe(Math.min(m, n));
      for (let k = 1; k < found.values.length; k++) expect(found.values[k]).toBeLessThanOrEqual(found.values[k - 1]);
      expectClose(rebuilt(m, n, found, parts), A, 1e-13);
      expectOrthonormal(found.left, parts);
      expectOrthonormal(found.right, parts);
    }
  });

  test.each([1, 2] as const)("completes the left vectors of a matrix of low rank, %i part(s) per entry", (parts) => {
    const n = 6;
    const [u, v] = parts === 1 ? [randomReal(n, 1), randomReal(n, 2)] : [randomComplex(n, 1, 1).data, randomComplex(n, 1, 2).data];
    const A = rebuilt(n, n, { values: Float64Array.of(3), left: [u], right: [v] }, parts);
    const found = singularDecomposition(n, n, A, parts);
    expect(found.values[1]).toBeLessThan(1e-14);
    expectClose(rebuilt(n, n, found, parts), A, 1e-13);
    expectOrthonormal(found.left, parts);
    expectOrthonormal(found.right, parts);
    expectOrthonormal(singularDecomposition(n, n, new Float64Array(parts * n * n), parts).left, parts);
  });

  test("keeps the digits of small values that columns of very different size hold", () => {
    // columns 1 and 1e-12 in length, nearly parallel: the small value is 1e-12·sin of their angle
    const A = Float64Array.of(1, 1e-12, 0, 1e-12);
    const { values } = singularDecomposition(2, 2, A);
    expect(values[0] * values[1]).toBeCloseTo(1e-12, 26);
  });

  test("agrees with the Hermitian dilation, and with the search of null spaces", () => {
    const A = randomComplex(9, 9, 5);
    expectClose(singularDecomposition(9, 9, A.data, 2).values, singularValues(A), 1e-13);
    const columns = Array.from({ length: 4 }, (_, k) => randomReal(11, k + 1));
    const flat = Float64Array.from({ length: 44 }, (_, q) => columns[q % 4][Math.floor(q / 4)]);
    const { values, vectors } = singularRight(columns);
    expectClose(Float64Array.from(values).reverse(), singularDecomposition(11, 4, flat).values, 1e-13);
    expectOrthonormal(vectors, 1);
  });

  test("refuses entries that are not finite and sizes that do not fit", () => {
    expect(() => singularDecomposition(1, 1, Float64Array.of(Number.NaN))).toThrow("must have finite entries");
    expect(() => singularDecomposition(2, 2, new Float64Array(4), 2)).toThrow("must hold 8 numbers");
  });
});

describe("nullSpaces", () => {
  test("finds a planted null space of every dimension, right and left", () => {
    const n = 12;
    for (let rank = 0; rank <= n; rank++) {
      const [L, R] = [randomReal(n * n, 3), randomReal(n * n, 4)];
      const A = new Float64Array(n * n);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < rank; k++) A[i * n + j] += L[i * n + k] * R[k * n + j];
      const { right, left } = nullSpaces(n, A, 1e-12);
      expect([right.length, left.length]).toEqual([n - rank, n - rank]);
      expectOrthonormal(left, 1);
      for (const v of right)
        for (let i = 0; i < n; i++) expect(Math.abs(v.reduce((sum, x, j) => sum + A[i * n + j] * x, 0))).toBeLessThan(1e-13);
      for (const v of left)
        for (let j = 0; j < n; j++) expect(Math.abs(v.reduce((sum, x, i) => sum + A[i * n + j] * x, 0))).toBeLessThan(1e-13);
    }
  });
});
