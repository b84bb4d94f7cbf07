/** The blocked kernels against their slow twins, bit for bit. */
import { expect, test } from "vitest";
import { Write } from "../../assembly/abi.ts";
import { luRealScratch, productReal } from "../../bindings/linear.ts";
import { scope } from "../../bindings/memory.ts";
import { luFactorReal } from "../../src/numerics/lu.ts";
import { luPlain, productPlain } from "../reference/lu.ts";
import { randomReal } from "./random.ts";

test.each([
  [1, 1, 1],
  [4, 4, 4],
  [5, 7, 3],
  [17, 2, 300],
  [3, 33, 257],
  [40, 41, 42],
  [6, 6, 0],
])("productReal %i × %i over %i slices has the bits of the plain triple loop", (m, n, k) => {
  for (const write of [Write.Replace, Write.Add]) {
    for (const sign of [1, -1] as const) {
      const [A, B, C] = [randomReal(m * k, 1), randomReal(k * n, 2), randomReal(m * n, 3)];
      const expected = C.slice();
      productPlain(m, n, k, sign, A, B, expected, write === Write.Replace);
      scope((s) => {
        const c = s.f64(C);
        const scratch = s.f64(luRealScratch()).pointer;
        productReal(m, n, k, sign, s.f64(A).pointer, k, s.f64(B).pointer, n, c.pointer, n, write, scratch);
        expect(c.view()).toEqual(expected);
      });
    }
  }
});

test.each([1, 2, 31, 32, 33, 65, 130])("blocked LU of size %i has the bits of the textbook one", (n) => {
  const A = randomReal(n * n, n + 1);
  const { factors, pivots } = luFactorReal(n, A);
  const expected = A.slice();
  expect(pivots).toEqual(luPlain(n, expected));
  expect(factors).toEqual(expected);
});
