import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { eigenvalues, schur } from "../../src/numerics/schur.ts";
import { difference, productReal, randomHermitian, randomReal } from "./random.ts";

const transpose = (n: number, A: Float64Array) => Float64Array.from({ length: n * n }, (_, q) => A[(q % n) * n + Math.floor(q / n)]);
const identity = (n: number) => Float64Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 : 0));

/** The companion matrix of a monic polynomial with given coefficients c₀ … c_{n−1}. */
function companion(c: readonly number[]): Float64Array {
  const n = c.length;
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    A[i * n + n - 1] = -c[i];
    if (i > 0) A[i * n + i - 1] = 1;
  }
  return A;
}

describe("schur", () => {
  test("A = Z T Zᵀ with Z orthogonal and T quasi-triangular, over sizes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 45 }), fc.integer(), (n, seed) => {
        const A = randomReal(n * n, seed);
        const { T, Z } = schur(n, A);
        expect(difference(productReal(n, Z, transpose(n, Z)), identity(n))).toBeLessThan(1e-13);
        expect(difference(productReal(n, productReal(n, Z, T), transpose(n, Z)), A)).toBeLessThan(1e-12);
        for (let i = 2; i < n; i++) for (let j = 0; j < i - 1; j++) expect(Math.abs(T[i * n + j])).toBe(0);
        for (let i = 2; i < n; i++) expect(Math.abs(T[i * n + i - 1] * T[(i - 1) * n + i - 2])).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("a defective matrix, a permutation, zero and a triangular one", () => {
    const n = 6;
    const cycle = new Float64Array(n * n);
    for (let i = 0; i < n; i++) cycle[i * n + ((i + 1) % n)] = 1;
    for (const [re, im] of eigenvalues(n, cycle)) expect(Math.abs(Math.hypot(re, im) - 1)).toBeLessThan(1e-14);
    expect(eigenvalues(n, cycle)[0]).toEqual([expect.closeTo(1, 14), 0]);
    const jordan = Float64Array.from([2, 1, 0, 0, 2, 1, 0, 0, 2]);
    expect(eigenvalues(3, jordan)).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(eigenvalues(2, new Float64Array(4))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(eigenvalues(0, new Float64Array(0))).toEqual([]);
  });
});

describe("eigenvalues", () => {
  test("roots of unity from companion matrices, in exact conjugate pairs", () => {
    for (const n of [2, 3, 8, 31]) {
      const values = eigenvalues(n, companion([-1, ...new Array(n - 1).fill(0)]));
      const expected = Array.from({ length: n }, (_, k) => [Math.cos((2 * Math.PI * k) / n), Math.sin((2 * Math.PI * k) / n)]);
      for (const [re, im] of expected) expect(Math.min(...values.map(([x, y]) => Math.hypot(x - re, y - im)))).toBeLessThan(2e-14);
      for (const [re, im] of values) expect(values.some(([x, y]) => x === re && y === -im)).toBe(true);
    }
  });

  test("a symmetric matrix has the eigenvalues that `eigh` finds", () => {
    const n = 30;
    const H = randomHermitian(n, 5, true);
    const A = Float64Array.from({ length: n * n }, (_, q) => H.data[2 * q]);
    const expected = eigvalsh(H);
    eigenvalues(n, A).forEach(([re, im], k) => {
      expect(im).toBe(0);
      expect(Math.abs(re - expected[n - 1 - k])).toBeLessThan(1e-13);
    });
  });

  test("balancing keeps small eigenvalues of a badly scaled matrix", () => {
    const d = [1, 1e6, 1e-6];
    const core = [2, 1, 0.5, 1, 3, 0.25, 0.5, 0.25, 1e-9];
    const A = Float64Array.from(core, (x, q) => (x * d[Math.floor(q / 3)]) / d[q % 3]);
    const exact = eigenvalues(3, Float64Array.from(core));
    eigenvalues(3, A).forEach(([re], k) => {
      expect(Math.abs(re - exact[k][0])).toBeLessThan(1e-14);
    });
  });

  test.each([1e-250, 1e250])("scales with %f: no overflow, no underflow", (factor) => {
    const A = randomReal(100, 2);
    const expected = eigenvalues(10, A);
    eigenvalues(
      10,
      A.map((x) => x * factor),
    ).forEach(([re, im], k) => {
      expect(Math.hypot(re / factor - expected[k][0], im / factor - expected[k][1])).toBeLessThan(1e-13);
    });
  });

  test("entries over 400 orders of magnitude", () => {
    const n = 12;
    const A = randomReal(n * n, 3).map((x, q) => x * 10 ** (-17 * (Math.floor(q / n) + (q % n))));
    const values = eigenvalues(n, A);
    for (const [re, im] of values) expect(Number.isFinite(re) && Number.isFinite(im)).toBe(true);
    const largest = values.reduce((best, value) => (Math.abs(value[0]) > Math.abs(best[0]) ? value : best));
    expect(largest[0] / A[0]).toBeCloseTo(1, 10);
    expect(eigenvalues(1, Float64Array.of(5e-324))).toEqual([[5e-324, 0]]);
  });

  test("trace and sum of squares are those of the matrix", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (n, seed) => {
        const A = randomReal(n * n, seed);
        const values = eigenvalues(n, A);
        const trace = A.reduce((sum, x, q) => (q % (n + 1) === 0 ? sum + x : sum), 0);
        const squares = productReal(n, A, A).reduce((sum, x, q) => (q % (n + 1) === 0 ? sum + x : sum), 0);
        expect(Math.abs(values.reduce((sum, [re]) => sum + re, 0) - trace)).toBeLessThan(1e-12);
        expect(Math.abs(values.reduce((sum, [re, im]) => sum + re * re - im * im, 0) - squares)).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  test("refuses entries that are not finite", () => {
    expect(() => eigenvalues(1, Float64Array.of(Number.NaN))).toThrow("must have finite entries");
    expect(() => schur(2, new Float64Array(3))).toThrow("must hold 4 numbers");
  });
});
