import { expect, test } from "vitest";
import { factorExchanging } from "../../src/numerics/banded.ts";
import { envelopeOrder, type SparseReal } from "../../src/numerics/envelope.ts";
import { factorShifted } from "../../src/numerics/envelope-factors.ts";
import { nullSpaceByIteration } from "../../src/numerics/null-space.ts";

/** A chain of rotations, K_{i,i+1} = −K_{i+1,i} = g_i: no diagonal at all, so that elimination without exchanges has no pivots. */
function rotations(n: number): SparseReal {
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i > 0) {
      columns.push(i - 1);
      values.push(-1 - ((i - 1) % 3));
    }
    if (i + 1 < n) {
      columns.push(i + 1);
      values.push(1 + (i % 3));
    }
    rowStart[i + 1] = columns.length;
  }
  return { n, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

test("a null vector that needs row exchanges: a long chain of rotations with an odd number of sites", () => {
  const n = 1501;
  const { right, left } = nullSpaceByIteration(rotations(n), null);
  expect(right.length).toBe(1);
  // K x = 0 gives x_{i+1} = x_{i−1} g_{i−1} / g_i on even sites, 0 on odd ones
  const x = new Float64Array(n);
  x[0] = 1;
  for (let i = 1; i + 1 < n; i += 2) x[i + 1] = (x[i - 1] * (1 + ((i - 1) % 3))) / (1 + (i % 3));
  const size = Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
  const sign = Math.sign(right[0][0]);
  for (let i = 0; i < n; i++) expect(Math.abs(sign * right[0][i] - x[i] / size)).toBeLessThan(1e-15);
  expect(Math.abs(left[0].reduce((sum, v, i) => sum + v * right[0][i], 0) - 1)).toBeLessThan(1e-13);
});

test("both factorisations solve a dissipative system alike, also transposed and refined", () => {
  const K = rotations(60);
  const shift = 0.5;
  const order = envelopeOrder(K);
  const b = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i));
  const [plain, exchanging] = [factorShifted(K, shift), factorExchanging(K, shift, order)];
  for (const refinements of [0, 2]) {
    const [x, y] = [plain.solve(b, refinements), exchanging.solve(b, refinements)];
    for (let i = 0; i < 60; i++) expect(Math.abs(x[i] - y[i])).toBeLessThan(1e-13);
  }
  const [x, y] = [plain.solveTransposed(b), exchanging.solveTransposed(b)];
  for (let i = 0; i < 60; i++) expect(Math.abs(x[i] - y[i])).toBeLessThan(1e-13);
  plain.release();
  exchanging.release();
});
