import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fock, levels, qubit, rotor, Space, spin, tensor } from "../../src/spaces/space.ts";

describe("factors", () => {
  it("have the dimension and first quantum number of their kind", () => {
    const facts = [qubit(), fock(7), spin(1.5), rotor(-3, 4), levels(5), levels(["a", "b", "c"])].map(({ factors: [f] }) => [
      f.kind,
      f.dimension,
      f.first,
    ]);
    expect(facts).toEqual([
      ["qubit", 2, 0],
      ["fock", 7, 0],
      ["spin", 4, 1.5],
      ["rotor", 8, -3],
      ["levels", 5, 0],
      ["levels", 3, 0],
    ]);
    expect(qubit().factors[0].names).toEqual(["e", "g"]);
    expect(spin(0).dimension).toBe(1);
  });

  it("refuse what is none", () => {
    expect(() => fock(1)).toThrow(/integer from 2 to .*vacuum and at least one photon/);
    expect(() => fock(2.5)).toThrow(RangeError);
    expect(() => fock("3" as unknown as number)).toThrow(TypeError);
    expect(() => spin(0.3)).toThrow(/multiple of 1\/2/);
    expect(() => spin(-1)).toThrow(RangeError);
    expect(() => rotor(2, 2)).toThrow(/two rungs/);
    expect(() => levels([])).toThrow(/at least one level/);
    expect(() => levels(["up", "up"])).toThrow(/different names, but "up" is there twice/);
    expect(() => levels(Number.NaN)).toThrow(RangeError);
    expect(() => qubit("")).toThrow(/`label` must be a word/);
  });
});

describe("tensor products", () => {
  it("index with the left factor slowest", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (dimensions) => {
        const space = tensor(...dimensions.map((d, k) => levels(d, `f${k}`)));
        expect(space.dimension).toBe(dimensions.reduce((a, b) => a * b, 1));
        const last = dimensions.reduce((index, d, k) => index + (d - 1) * space.stride(k), 0);
        expect(last).toBe(space.dimension - 1);
        expect(space.stride(dimensions.length - 1)).toBe(1);
      }),
    );
  });

  it("print, compare and find their factors", () => {
    const space = tensor(fock(20, "a"), tensor(qubit("q"), fock(3, "b")));
    expect(String(space)).toBe("a:20 ⊗ q:2 ⊗ b:3");
    expect(String(new Space([]))).toBe("1");
    expect(space.position("b")).toBe(2);
    expect(space.equals(tensor(fock(20, "a"), qubit("q"), fock(3, "b")))).toBe(true);
    expect(space.equals(tensor(qubit("q"), fock(20, "a"), fock(3, "b")))).toBe(false);
    expect(() => space.position("c")).toThrow(/must name a factor of a:20 ⊗ q:2 ⊗ b:3, but is "c"/);
    expect(() => tensor(levels(2, "cavity"), levels(2, "atom")).position("cavty")).toThrow(/Did you mean "cavity"\?/);
    expect(() => tensor(qubit("a"), fock(3, "a"))).toThrow(/different for each factor.*Rename/);
    expect(() => tensor(fock(1 << 20, "a"), fock(1 << 20, "b"))).toThrow(/dimension ≤ 2147483647/);
  });
});
