import { describe, expect, it } from "vitest";
import { eighComplexScratch } from "../../bindings/eigen.ts";
import { krausScratch } from "../../bindings/kraus.ts";
import { lindbladScratch, rk4Scratch } from "../../bindings/lindblad.ts";
import { bytesInUse, memorySize, OutOfMemory, offset, openScope, scope, window64 } from "../../bindings/memory.ts";

describe("linear memory", () => {
  it("is where it was after 100,000 scopes", () => {
    scope((s) => s.f64(5000));
    const size = memorySize();
    for (let k = 0; k < 100_000; k++) {
      scope((s) => {
        s.f64(1 + (k % 97));
        s.i32([k, k + 1, k + 2]);
      });
    }
    expect(bytesInUse()).toBe(0);
    expect(memorySize()).toBe(size);
  });

  it("comes back on a throw, newest block first", () => {
    expect(() =>
      scope((s) => {
        s.f64(10);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(bytesInUse()).toBe(0);
  });

  it("zeroes, copies and aligns", () => {
    scope((s) => {
      const a = s.f64(3);
      const b = s.f64(Float64Array.of(1, 2, 3));
      const c = s.i32([7, 8]);
      expect([...a.view()]).toEqual([0, 0, 0]);
      expect([...b.view()]).toEqual([1, 2, 3]);
      expect([...c.view()]).toEqual([7, 8]);
      for (const { pointer } of [a, b, c]) expect(pointer % 16).toBe(0);
      expect([...window64(offset(b.pointer, 1), 2)]).toEqual([2, 3]);
    });
  });

  it("merges what is given back in any order", () => {
    const scopes = [1, 2, 3, 4].map(() => openScope());
    for (const owned of scopes) owned.f64(1000);
    const size = memorySize();
    for (const k of [1, 3, 0, 2]) scopes[k].release();
    scope((s) => s.f64(4000));
    expect(memorySize()).toBe(size);
    expect(() => scopes[0].release()).toThrow("released twice");
    expect(() => scopes[0].f64(1)).toThrow("already released");
  });

  it("joins freed neighbours on either side, so that room never splinters", () => {
    scope((s) => s.f64(8 * 4096)); // memory is as large as this test needs
    const size = memorySize();
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of orders) {
      const rest = openScope();
      const parts = [0, 1, 2].map(() => openScope());
      const [first] = parts.map((part) => part.f64(1024).pointer);
      const fence = openScope();
      fence.f64(2);
      // from here on every larger gap is behind the fence: only the three together hold 3072 values before it
      for (const k of order) parts[k].release();
      expect(rest.f64(3 * 1024).pointer, `freed in the order ${order}`).toBe(first);
      rest.release();
      fence.release();
    }
    expect(memorySize()).toBe(size);
  });

  it("refuses what can never fit, with the number, and keeps nothing", () => {
    expect(() => scope((s) => s.f64(1e9))).toThrow(/8000000000 bytes/);
    expect(() => scope((s) => s.i32(2 ** 53))).toThrow(OutOfMemory);
    expect(() => scope((s) => s.f64(Number.POSITIVE_INFINITY))).toThrow(OutOfMemory);
    expect(bytesInUse()).toBe(0);
  });

  it.each([-1, 0.5, Number.NaN])("refuses %d values in a sentence", (count) => {
    for (const kind of ["f64", "i32"] as const) {
      expect(() => scope((s) => s[kind](count))).toThrow(`must hold a whole number of values ≥ 0, but ${count} were asked for`);
    }
    expect(bytesInUse()).toBe(0);
  });

  it("is asked in doubles by the kernels' sizes", () => {
    const [m, n, count] = [3e5, 3e5, 7];
    expect(krausScratch(m, n, count)).toBeGreaterThan(2 * m * n * count);
    expect(() => scope((s) => s.f64(krausScratch(m, n, count)))).toThrow(OutOfMemory);
    expect(rk4Scratch(1e5, 2)).toBe(6e10 + lindbladScratch(1e5, 2));
    expect(eighComplexScratch(1e5)).toBe(6e5 + 1e10);
  });
});
