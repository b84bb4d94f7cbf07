/** What `ancilla/linear` keeps, what it gives back, and what it refuses. */
import { afterEach, describe, expect, test } from "vitest";
import { bytesInUse, memorySize, scope } from "../../bindings/memory.ts";
import * as linear from "../../src/linear.ts";
import { keepScratch, scratchScope } from "../../src/numerics/scratch.ts";
import { randomComplex, randomHermitian, randomReal } from "../numerics/random.ts";

const KEPT = 262_144;

afterEach(linear.release);

describe("the kept area", () => {
  test("is all that small calls hold, is given back by release, and comes back by itself", () => {
    const A = randomComplex(8, 8, 1).data;
    expect(bytesInUse()).toBe(0);
    const first = linear.multiply(8, 8, 8, A, A);
    expect(bytesInUse()).toBe(KEPT);
    linear.eigenHermitian(12, randomHermitian(12, 2).data);
    linear.solveReal(9, 1, randomReal(81, 3), randomReal(9, 4));
    linear.exponential(6, randomComplex(6, 6, 5).data);
    expect(bytesInUse()).toBe(KEPT);
    linear.release();
    expect(bytesInUse()).toBe(0);
    linear.release();
    expect(linear.multiply(8, 8, 8, A, A)).toEqual(first);
    expect(bytesInUse()).toBe(KEPT);
  });

  test("is not outgrown for good by large calls", () => {
    const n = 96;
    const A = randomComplex(n, n, 6).data;
    linear.multiply(n, n, n, A, A);
    linear.exponential(
      n,
      A.map((x) => x / n),
    );
    expect(bytesInUse()).toBe(KEPT);
  });

  test("survives a memory that grows between calls", () => {
    const A = randomComplex(6, 6, 7).data;
    const before = linear.multiply(6, 6, 6, A, A);
    const size = memorySize();
    scope((s) => s.f64(size / 8));
    expect(memorySize()).toBeGreaterThan(size);
    expect(linear.multiply(6, 6, 6, A, A)).toEqual(before);
    expect(linear.eigenvaluesReal(3, Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3))).toEqual(Float64Array.of(3, 0, 2, 0, 1, 0));
  });

  test("is given back within calls that throw", () => {
    expect(() => linear.solveReal(2, 1, new Float64Array(4), new Float64Array(2))).toThrow("must be invertible");
    expect(() => linear.exponentialReal(2, Float64Array.of(1e300, 1, 1, 1e300))).toThrow("within the range of numbers");
    expect(bytesInUse()).toBe(KEPT);
    linear.release();
    expect(bytesInUse()).toBe(0);
  });

  test("holds blocks like the heap does: aligned, apart, zeroed, and from the heap when it is full", () => {
    keepScratch();
    scratchScope((s) => s.f64(100).view().fill(7));
    scratchScope((outer) => {
      const a = outer.f64(3);
      const b = outer.i32([1, 2, 3]);
      scratchScope((inner) => expect(Array.from(inner.f64(5).view())).toEqual([0, 0, 0, 0, 0]));
      const c = outer.f64([4, 5]);
      const large = outer.f64(40_000);
      for (const { pointer } of [a, b, c, large]) expect(pointer % 16).toBe(0);
      expect(b.pointer).toBeGreaterThanOrEqual(a.pointer + 24);
      expect(c.pointer).toBeGreaterThanOrEqual(b.pointer + 12);
      expect([Array.from(a.view()), Array.from(b.view()), Array.from(c.view())]).toEqual([
        [0, 0, 0],
        [1, 2, 3],
        [4, 5],
      ]);
      expect(large.view().length).toBe(40_000);
      expect(bytesInUse()).toBe(KEPT + 320_000);
      expect(() => linear.release()).toThrow("while a call used it");
    });
    expect(bytesInUse()).toBe(KEPT);
  });
});

describe("what is refused", () => {
  const four = new Float64Array(4);

  test.each<[string, () => unknown]>([
    ["Argument `m` must be an integer from 1 to 16384, but is 0.", () => linear.multiply(0, 1, 1, four, four)],
    ["Argument `k` must be an integer from 1 to 16384, but is 1.5.", () => linear.multiply(1, 1.5, 1, four, four)],
    ["Argument `A` must hold 8 numbers (re and im of 2 × 2 entries), but it holds 4.", () => linear.multiply(2, 2, 1, four, four)],
    ["Argument `B` must hold 2 numbers (re and im of 1 × 1 entries), but it holds 4.", () => linear.multiply(2, 1, 1, four, four)],
    ["Argument `B` must hold 2 numbers (2 × 1 entries), but it holds 4.", () => linear.solveReal(2, 1, four, four)],
    [
      "Argument `out` must hold 4 numbers (2 × 2 entries), but it holds 3.",
      () => linear.multiplyReal(2, 2, 2, four, four, new Float64Array(3)),
    ],
    ["Argument `A` must be a Float64Array, but is [1].", () => linear.multiplyReal(1, 1, 1, [1] as never, four)],
    ["Argument `A` must be Hermitian", () => linear.eigenvaluesHermitian(1, Float64Array.of(0, 1))],
    ["Argument `A` must have finite entries", () => linear.schurReal(1, Float64Array.of(Number.NaN))],
    ["Argument `t` must be a finite number", () => linear.unitary(1, Float64Array.of(1, 0), Number.NaN)],
    ["Argument `tolerance` must be a finite number ≥ 0, but is -1.", () => linear.nullSpacesReal(2, four, -1)],
    ["Argument `n` must be an integer from 1 to 16384, but is 20000.", () => linear.exponentialReal(20_000, four)],
  ])("%s", (sentence, call) => {
    expect(call).toThrow(sentence);
  });
});
