import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { factorBanded } from "../../src/numerics/banded.ts";
import type { SparseReal } from "../../src/numerics/envelope.ts";
import { solveReal } from "../../src/numerics/lu.ts";
import { nullVector, solveSparse } from "../../src/numerics/sparse.ts";
import { difference, draws } from "./random.ts";

function sparse(n: number, entries: readonly (readonly [number, number, number])[]): SparseReal {
  const sorted = [...entries].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const rowStart = new Int32Array(n + 1);
  for (const [i] of sorted) rowStart[i + 1]++;
  for (let i = 0; i < n; i++) rowStart[i + 1] += rowStart[i];
  return { n, rowStart, columns: Int32Array.from(sorted, (e) => e[1]), values: Float64Array.from(sorted, (e) => e[2]) };
}

/** Random entries inside a ragged band, the diagonal sometimes missing, so that exchanges are needed. */
function ragged(n: number, band: number, seed: number): SparseReal {
  const draw = draws(seed);
  const entries: [number, number, number][] = [];
  for (let i = 0; i < n; i++) {
    const reach = Math.ceil(((draw() + 1) / 2) * band);
    for (let j = Math.max(0, i - reach); j <= Math.min(n - 1, i + reach); j++) {
      if (draw() < 0.3 || Math.abs(i - j) === 1) entries.push([i, j, draw() * (i === j ? 1e-9 : 1)]);
    }
  }
  return sparse(n, entries);
}

function dense({ n, rowStart, columns, values }: SparseReal): Float64Array {
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let e = rowStart[i]; e < rowStart[i + 1]; e++) A[i * n + columns[e]] += values[e];
  return A;
}

function times({ n, rowStart, columns, values }: SparseReal, x: Float64Array, transposed = false): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      if (transposed) y[columns[e]] += values[e] * x[i];
      else y[i] += values[e] * x[columns[e]];
    }
  }
  return y;
}

/** A birth–death chain with rates up and down: its stationary distribution is a product of ratios. */
function chain(up: readonly number[], down: readonly number[]): SparseReal {
  const n = up.length + 1;
  const entries: [number, number, number][] = [];
  for (let i = 0; i + 1 < n; i++) {
    entries.push([i + 1, i, up[i]], [i, i + 1, down[i]], [i, i, -up[i]], [i + 1, i + 1, -down[i]]);
  }
  const sums = new Map<string, [number, number, number]>();
  for (const [i, j, v] of entries) {
    const old = sums.get(`${i},${j}`);
    if (old) old[2] += v;
    else sums.set(`${i},${j}`, [i, j, v]);
  }
  return sparse(n, [...sums.values()]);
}

describe("factorBanded", () => {
  test("solves with M and Mᵀ like a dense LU, in natural and in reordered form, over sizes and bands", () => {
    let solved = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        fc.boolean(),
        (n, band, seed, natural) => {
          const M = ragged(n, band, seed);
          const x = Float64Array.from({ length: n }, draws(seed + 1));
          const options = natural ? { order: Int32Array.from({ length: n }, (_, k) => k), threshold: 1 } : {};
          const factors = factorBanded(M, options);
          try {
            if (factors.replaced > 0) return;
            const [b, bT] = [times(M, x), times(M, x, true)];
            const scale = (v: Float64Array) => Math.max(1, ...v.map(Math.abs));
            const [y, yT] = [factors.solve(b), factors.solveTransposed(bT)];
            expect(difference(times(M, y), b) / scale(y)).toBeLessThan(1e-11);
            expect(difference(times(M, yT, true), bT) / scale(yT)).toBeLessThan(1e-11);
            solved++;
          } finally {
            factors.release();
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(solved).toBeGreaterThan(75);
  });

  test("refined solutions agree with the dense ones to rounding", () => {
    let solved = 0;
    for (const n of [2, 16, 17, 33, 64, 120, 121]) {
      const M = ragged(n, 12, n + 4);
      const x = Float64Array.from({ length: n }, draws(n));
      try {
        const b = times(M, x);
        const { x: y, residual, condition } = solveSparse(M, b);
        expect(difference(y, solveReal(n, dense(M), b)) / Math.max(...y.map(Math.abs))).toBeLessThan(1e-14);
        expect(residual).toBeLessThan(1e-16);
        expect(condition).toBeGreaterThanOrEqual(1);
        solved++;
      } catch (error) {
        expect(String(error)).toContain("must be invertible");
      }
    }
    expect(solved).toBeGreaterThan(3);
  });

  test("a wide sparse arrow and a missing diagonal", () => {
    const n = 100;
    const entries: [number, number, number][] = [];
    for (let i = 0; i < n; i++) entries.push([i, (i + 1) % n, 1 + i], [0, i, 0.5], [i, 0, 0.25]);
    const merged = sparse(n, entries);
    const b = Float64Array.from({ length: n }, draws(2));
    expect(difference(times(merged, solveSparse(merged, b).x), b)).toBeLessThan(1e-12);
  });
});

describe("nullVector", () => {
  test("stationary distribution of a stiff chain over 12 orders of magnitude, to rounding", () => {
    const n = 200;
    const draw = draws(8);
    const up = Array.from({ length: n - 1 }, () => 10 ** (3 * draw() - 3));
    const down = Array.from({ length: n - 1 }, () => 10 ** (3 * draw() - 3));
    const M = chain(up, down);
    const p = [1];
    for (let i = 0; i + 1 < n; i++) p.push((p[i] * up[i]) / down[i]);
    const total = p.reduce((a, b) => a + b, 0);
    const { x, residual, condition } = nullVector(M, new Float64Array(n).fill(1));
    expect(residual).toBeLessThan(1e-16);
    expect(condition).toBeGreaterThan(1e3);
    // the diagonal of M is itself rounded, which moves x by rounding × condition
    expect(
      difference(
        x,
        Float64Array.from(p, (v) => v / total),
      ),
    ).toBeLessThan(1e-16 * (condition as number));
  });

  test("the null vector of an exactly representable singular matrix is exact to rounding at condition 1e10", () => {
    const up = [1, 2 ** -30, 4, 1, 2 ** -33, 8];
    const down = [2, 2 ** -31, 1, 2, 2 ** -33, 1];
    const M = chain(up, down);
    const p = [1];
    for (let i = 0; i < up.length; i++) p.push((p[i] * up[i]) / down[i]);
    const total = p.reduce((a, b) => a + b, 0);
    const { x, condition } = nullVector(M, new Float64Array(7).fill(1));
    expect(condition).toBeGreaterThan(1e9);
    for (let i = 0; i < 7; i++) expect(Math.abs(x[i] / (p[i] / total) - 1)).toBeLessThan(4e-16);
  });

  test("does not depend on which unknown comes last: tails down to 1e-60 at both ends", () => {
    const n = 161;
    const up = Array.from({ length: n - 1 }, (_, i) => (i < 80 ? 4 : 1));
    const down = Array.from({ length: n - 1 }, (_, i) => (i < 80 ? 1 : 4));
    const { x, residual } = nullVector(chain(up, down), new Float64Array(n).fill(1));
    const total = 1 + 2 * ((1 - 4 ** -80) / 3);
    for (const i of [0, 1, 40, 79, 80, 81, 150, 160]) expect(Math.abs(x[i] - 4 ** -Math.abs(i - 80) / total)).toBeLessThan(2e-16);
    expect(residual).toBeLessThan(1e-17);
  });

  test("reports a kernel of two dimensions by its condition, and no kernel by its residual", () => {
    const two = sparse(4, [
      [0, 0, -1],
      [0, 1, 2],
      [1, 0, 1],
      [1, 1, -2],
      [2, 2, -3],
      [2, 3, 1],
      [3, 2, 3],
      [3, 3, -1],
    ]);
    expect(nullVector(two, new Float64Array(4).fill(1)).condition).toBeGreaterThan(1e12);
    const regular = sparse(2, [
      [0, 0, 1],
      [1, 1, 2],
    ]);
    expect(nullVector(regular, Float64Array.of(1, 1)).residual).toBeGreaterThan(0.1);
    expect(nullVector(sparse(1, [[0, 0, 0]]), Float64Array.of(2)).x[0]).toBe(0.5);
  });

  test("refuses a normalisation that vanishes, entries that are not finite, and a singular regular solve", () => {
    const M = chain([1, 1], [1, 1]);
    expect(() => nullVector(M, new Float64Array(3))).toThrow("Argument `c` must not vanish");
    expect(() => solveSparse(M, new Float64Array(3))).toThrow("must be invertible, but 1 pivots vanish");
    const bad = sparse(1, [[0, 0, Number.NaN]]);
    expect(() => nullVector(bad, Float64Array.of(1))).toThrow("must have finite entries");
    expect(() => factorBanded(M, { threshold: 2 })).toThrow("Argument `threshold` must be in (0, 1], but is 2.");
  });
});
