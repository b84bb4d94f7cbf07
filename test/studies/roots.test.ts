import { describe, expect, it } from "vitest";
import { findMaximum, findMinimum, findRoot } from "../../src/studies/roots.ts";

describe("roots over a parameter", () => {
  it("finds roots to the tolerance", () => {
    expect(findRoot((x) => x * x - 2, 0, 2).at).toBeCloseTo(Math.SQRT2, 12);
    expect(findRoot((x) => Math.cos(x), 1, 2).at).toBeCloseTo(Math.PI / 2, 12);
    expect(findRoot((x) => (x - 0.3) ** 9, 0, 1, 1e-10).at).toBeCloseTo(0.3, 6);
    expect(findRoot((x) => x, 0, 1)).toEqual({ at: 0, kind: "root", value: 0 });
    expect(findRoot((x) => x - 1, 0, 1).at).toBe(1);
  });

  it("tells a pole from a root", () => {
    expect(findRoot((x) => 1 / (x - 0.7), 0, 1).kind).toBe("pole");
    expect(findRoot((x) => 1 / (x - 0.7), 0, 1).at).toBeCloseTo(0.7, 10);
    expect(findRoot((x) => x - 0.7, 0, 1).kind).toBe("root");
  });

  it("asks for a change of sign and for numbers", () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(/change of sign/);
    expect(() => findRoot((x) => (x > 0.4 && x < 0.6 ? Number.NaN : x - 0.5), 0, 1)).toThrow(/no value/);
  });
});

describe("extrema over a parameter", () => {
  it("finds inner maxima and minima", () => {
    const top = findMaximum((x) => 3 - (x - 0.37) ** 2, 0, 1);
    expect(top.interior).toBe(true);
    expect(top.at).toBeCloseTo(0.37, 7);
    expect(top.value).toBeCloseTo(3, 14);
    expect(findMinimum((x) => Math.sin(x), 3, 6).at).toBeCloseTo(1.5 * Math.PI, 7);
    expect(findMaximum((x) => -Math.abs(x - 0.123456), 0, 1).at).toBeCloseTo(0.123456, 6);
  });

  it("says when the border wins", () => {
    expect(findMaximum((x) => x, 0, 1)).toEqual({ at: 1, value: 1, interior: false });
    expect(findMinimum((x) => x, 0, 1)).toEqual({ at: 0, value: 0, interior: false });
    expect(() => findMaximum((x) => x, 1, 0)).toThrow(/interval/);
  });
});
