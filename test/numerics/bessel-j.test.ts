import { describe, expect, it } from "vitest";
import { besselJs } from "../../src/numerics/bessel-j.ts";

/** Σ_m (−1)^m (y/2)^{2m+k} / (m! (m+k)!): accurate for small y. */
function powerSeries(k: number, y: number): number {
  let term = 1;
  for (let j = 1; j <= k; j++) term *= y / 2 / j;
  let sum = term;
  for (let m = 1; m < 60; m++) {
    term *= (-y * y) / 4 / (m * (m + k));
    sum += term;
  }
  return sum;
}

describe("Bessel functions of integer order", () => {
  it("agree with their power series, and vanish at 0 but for the first", () => {
    expect([...besselJs(3, 0)]).toEqual([1, 0, 0, 0]);
    for (const y of [1e-8, 0.3, 1, 2.5]) {
      besselJs(20, y).forEach((value, k) => {
        expect(Math.abs(value - powerSeries(k, y))).toBeLessThanOrEqual(1e-14 * Math.abs(powerSeries(k, y)) + 1e-300);
      });
    }
  });

  it("have squares that sum to 1, far beyond the power series", () => {
    for (const y of [16, 64, 700]) {
      const J = besselJs(1200, y);
      expect(J.reduce((sum, value, k) => sum + (k === 0 ? 1 : 2) * value * value, 0)).toBeCloseTo(1, 13);
    }
    expect(besselJs(2, 10)[0]).toBeCloseTo(-0.2459357644513483, 14);
    expect(besselJs(100, 1)[100]).toBeGreaterThan(0);
  });
});
