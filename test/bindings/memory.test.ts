import { describe, expect, it } from "vitest";
import { bytesInUse, memorySize, offset, openScope, scope, window64 } from "../../bindings/memory.ts";

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

  it("refuses what can never fit, with the number, and keeps nothing", () => {
    expect(() => scope((s) => s.f64(1e9))).toThrow(/8000000000 more bytes/);
    expect(bytesInUse()).toBe(0);
  });
});
