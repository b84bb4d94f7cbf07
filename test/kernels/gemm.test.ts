import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Op, Write } from "../../assembly/abi.ts";
import { gemm, gemmScratch } from "../../bindings/dense.ts";
import { scope } from "../../bindings/memory.ts";
import { firstDifference } from "../reference/bits.ts";
import { gemmPlain, gemmTiled, gemm as twin } from "../reference/gemm.ts";
import { randomValues } from "../reference/random.ts";

interface Shape {
  m: number;
  n: number;
  k: number;
  opA: Op;
  opB: Op;
  write: Write;
  padA: number;
  padB: number;
  padC: number;
}

/** Run kernel and twin on the same random numbers; return both outputs, padding included. */
function both({ m, n, k, opA, opB, write, padA, padB, padC }: Shape, seed: number): [Float64Array, Float64Array] {
  const [rowsA, columnsA] = opA === Op.None ? [m, k] : [k, m];
  const [rowsB, columnsB] = opB === Op.None ? [k, n] : [n, k];
  const lda = columnsA + padA;
  const ldb = columnsB + padB;
  const ldc = n + padC;
  const a = randomValues(2 * rowsA * lda, seed);
  const b = randomValues(2 * rowsB * ldb, seed + 1);
  const c = randomValues(2 * m * ldc, seed + 2);
  const expected = c.slice();
  const tiled = c.slice();
  twin(opA, opB, m, n, k, a, lda, b, ldb, expected, ldc, write);
  gemmTiled(opA, opB, m, n, k, a, lda, b, ldb, tiled, ldc, write);
  expect(firstDifference(tiled, expected)).toBe(-1);
  tiled.set(c);
  gemmPlain(opA, opB, m, n, k, a, lda, b, ldb, tiled, ldc, write);
  expect(firstDifference(tiled, expected)).toBe(-1);
  const got = scope((s) => {
    const A = s.f64(a);
    const B = s.f64(b);
    const C = s.f64(c);
    const scratch = s.f64(gemmScratch(m, n, k));
    scratch.view().fill(Number.NaN);
    const guard = s.f64([1, 2]);
    gemm(opA, opB, m, n, k, A.pointer, lda, B.pointer, ldb, C.pointer, ldc, write, scratch.pointer);
    expect([...guard.view()]).toEqual([1, 2]);
    expect(firstDifference(A.view(), a)).toBe(-1);
    expect(firstDifference(B.view(), b)).toBe(-1);
    return C.view().slice();
  });
  return [got, expected];
}

const ops = fc.constantFrom(Op.None, Op.ConjugateTranspose);
const shapes = (largest: number): fc.Arbitrary<Shape> => {
  const size = fc.integer({ min: 0, max: largest });
  const pad = fc.integer({ min: 0, max: 3 });
  const write = fc.constantFrom(Write.Replace, Write.Add);
  return fc.record({ m: size, n: size, k: size, opA: ops, opB: ops, write, padA: pad, padB: pad, padC: pad });
};

describe("complex gemm equals its twin bit for bit", () => {
  it("on small and thin shapes, every operand form, any leading dimension", () => {
    fc.assert(
      fc.property(shapes(13), fc.integer(), (shape, seed) => {
        const [got, expected] = both(shape, seed);
        expect(firstDifference(got, expected)).toBe(-1);
      }),
      { numRuns: 400 },
    );
  });

  it("on shapes that cross tile borders", () => {
    fc.assert(
      fc.property(shapes(70), fc.integer(), (shape, seed) => {
        const [got, expected] = both(shape, seed);
        expect(firstDifference(got, expected)).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });

  const plain = { opA: Op.None, opB: Op.ConjugateTranspose, write: Write.Add, padA: 1, padB: 0, padC: 2 };
  it.each([
    [130, 3, 20],
    [5, 1027, 9],
    [9, 6, 515],
    [66, 195, 130],
    [67, 515, 257],
    [1, 300, 300],
    [300, 1, 300],
  ])("on %i × %i × %i, across cache blocks", (m, n, k) => {
    const [got, expected] = both({ ...plain, m, n, k }, 5);
    expect(firstDifference(got, expected)).toBe(-1);
  });

  it("keeps infinities and signed zeros as IEEE arithmetic gives them", () => {
    for (const n of [2, 12]) {
      const values = Float64Array.from({ length: 2 * n * n }, (_, i) => (i % 7 === 0 ? -0 : i % 11 === 0 ? Number.POSITIVE_INFINITY : 1));
      const expected = new Float64Array(2 * n * n);
      twin(Op.None, Op.None, n, n, n, values, n, values, n, expected, n, Write.Replace);
      const got = scope((s) => {
        const A = s.f64(values);
        const B = s.f64(values);
        const C = s.f64(2 * n * n);
        gemm(Op.None, Op.None, n, n, n, A.pointer, n, B.pointer, n, C.pointer, n, Write.Replace, s.f64(gemmScratch(n, n, n)).pointer);
        return C.view().slice();
      });
      expect(firstDifference(got, expected)).toBe(-1);
    }
  });
});
