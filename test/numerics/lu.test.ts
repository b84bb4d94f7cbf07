import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionNumber, inverse, inverseReal, luFactor, luFactorReal, luSolve, solve, solveReal } from "../../src/numerics/lu.ts";
import { identityMatrix, matrixFrom, zeros } from "../../src/numerics/matrix.ts";
import { difference, product, productReal, randomComplex, randomReal } from "./random.ts";

/** The Hilbert matrix times its common denominator: integers, so that no rounding spoils the closed form of the solution. */
function hilbert(n: number): { A: Float64Array; b: Float64Array } {
  let denominator = 1;
  const gcd = (a: number, b: number): number => (b ? gcd(b, a % b) : a);
  for (let i = 1; i < 2 * n; i++) denominator = (denominator * i) / gcd(denominator, i);
  const A = new Float64Array(n * n);
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      A[i * n + j] = denominator / (i + j + 1);
      b[i] += A[i * n + j] * (j % 2 ? -1 : 1);
    }
  }
  return { A, b };
}

describe("solve", () => {
  test.each([1, 2, 5, 31, 32, 33, 64, 97, 150])("A·X = B for random complex matrices of size %i, with 1, 3 and many columns", (n) => {
    const A = randomComplex(n, n, n);
    for (const m of [1, 3, 20]) {
      const X = randomComplex(n, m, 7 * n + m);
      expect(difference(solve(A, product(A, X)), X)).toBeLessThan(1e-10);
    }
  });

  test.each([1, 2, 5, 31, 32, 33, 64, 97, 200])("A·x = b for random real matrices of size %i", (n) => {
    const A = randomReal(n * n, n);
    for (const m of [1, 3, 20]) {
      const X = randomReal(n * m, 5 * n + m);
      const B = new Float64Array(n * m);
      for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < m; j++) B[i * m + j] += A[i * n + k] * X[k * m + j];
      expect(difference(solveReal(n, A, B, m), X)).toBeLessThan(1e-9);
    }
  });

  test("refinement keeps all digits of a solution at condition 1e13", () => {
    const { A, b } = hilbert(10);
    const condition = luFactorReal(10, A).condition;
    expect(condition).toBeGreaterThan(1e13);
    expect(condition).toBeLessThan(1e14);
    const exact = Float64Array.from({ length: 10 }, (_, j) => (j % 2 ? -1 : 1));
    expect(difference(solveReal(10, A, b), exact)).toBe(0);
    expect(difference(solveReal(10, A, b, 1, { refine: false }), exact)).toBeGreaterThan(1e-8);
    const complex = (x: Float64Array, columns: number) => ({
      rows: 10,
      columns,
      data: Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? 0 : x[i >> 1])),
    });
    expect(difference(solve(complex(A, 10), complex(b, 1)), complex(exact, 1))).toBe(0);
  });

  test("the inverse is one from both sides", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (n, seed) => {
        const A = randomComplex(n, n, seed);
        for (let i = 0; i < n; i++) A.data[2 * (i * n + i)] += n;
        const B = inverse(A);
        expect(difference(product(A, B), identityMatrix(n))).toBeLessThan(1e-12);
        expect(difference(product(B, A), identityMatrix(n))).toBeLessThan(1e-12);
        const R = randomReal(n * n, seed);
        for (let i = 0; i < n; i++) R[i * n + i] += n;
        const one = new Float64Array(n * n);
        for (let i = 0; i < n; i++) one[i * n + i] = 1;
        expect(difference(productReal(n, R, inverseReal(n, R)), one)).toBeLessThan(1e-12);
      }),
      { numRuns: 20 },
    );
  });

  test("the condition estimate is within a factor of three of the truth", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 25 }), fc.integer(), (n, seed) => {
        const A = randomComplex(n, n, seed);
        const oneNorm = (M: typeof A) => {
          let m = 0;
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let i = 0; i < n; i++) sum += Math.hypot(M.data[2 * (i * n + j)], M.data[2 * (i * n + j) + 1]);
            m = Math.max(m, sum);
          }
          return m;
        };
        const exact = oneNorm(A) * oneNorm(inverse(A));
        const estimate = conditionNumber(A);
        expect(estimate).toBeLessThan(exact * 1.0001);
        expect(estimate).toBeGreaterThan(exact / 3);
      }),
      { numRuns: 25 },
    );
  });

  test("pivots where the diagonal vanishes, keeps factors for many right-hand sides", () => {
    const X = matrixFrom([
      [0, 1],
      [1, 0],
    ]);
    expect(solve(X, matrixFrom([[3], [[0, 4]]]))).toEqual(matrixFrom([[[0, 4]], [3]]));
    const A = randomComplex(50, 50, 1);
    const factors = luFactor(A);
    for (const seed of [1, 2, 3]) {
      const B = randomComplex(50, 2, seed);
      expect(difference(product(A, luSolve(factors, B)), B)).toBeLessThan(1e-12);
    }
    expect(solve(zeros(0), zeros(0, 3)).data.length).toBe(0);
  });

  test("refuses singular, non-square and non-finite systems with a sentence", () => {
    const singular = matrixFrom([
      [1, 2],
      [2, 4],
    ]);
    expect(() => solve(singular, identityMatrix(2))).toThrow("Argument `A` must be invertible, but a pivot is exactly zero.");
    const n = 3;
    const nearly = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]).map((x) => x / 7);
    expect(() => solveReal(n, nearly, new Float64Array(n))).toThrow(/must be invertible, but (its condition number is about|a pivot is)/);
    expect(() => solve(zeros(2, 3), zeros(2))).toThrow("must be square");
    expect(() => solve(identityMatrix(2), zeros(3))).toThrow("Argument `B` must have 2 rows as A has, but it has 3.");
    expect(() => solveReal(1, Float64Array.of(Number.NaN), Float64Array.of(1))).toThrow("entry 0 is NaN");
    expect(() => solveReal(2, new Float64Array(3), new Float64Array(2))).toThrow("must hold 4 numbers, but it holds 3");
  });
});
