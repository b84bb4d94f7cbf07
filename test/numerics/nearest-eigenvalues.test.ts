import { describe, expect, it } from "vitest";
import { nearestEigenvalues } from "../../src/numerics/nearest-eigenvalues.ts";

/** A diagonal matrix with one coordinate that stands still. */
function decaying(rates: readonly number[]) {
  const n = rates.length + 1;
  const M = {
    n,
    rowStart: Int32Array.from({ length: n + 1 }, (_, r) => Math.max(0, r - 1)),
    columns: Int32Array.from(rates, (_, k) => k + 1),
    values: Float64Array.from(rates, (rate) => -rate),
  };
  const still = Float64Array.from({ length: n }, (_, k) => (k === 0 ? 1 : 0));
  const norm = rates.reduce((a, b) => Math.max(a, b), 0);
  return { M, space: { right: [still], left: [still], next: rates[0], norm, truncated: false } };
}

describe("the eigenvalues next to a null space", () => {
  it("are looked for until the slowest settles, where many are nearly as slow", () => {
    const { M, space } = decaying(Array.from({ length: 2000 }, (_, k) => 1 + k / 2000));
    const { gap, complete, peripheral } = nearestEigenvalues(M, space, "generator");
    // 80 Krylov vectors leave 2e-4 of it
    expect(Math.abs((gap as number) - 1)).toBeLessThan(1e-5);
    expect([complete, peripheral.length]).toEqual([false, 0]);
  });

  it("are those of a map per step", () => {
    const { M, space } = decaying(Array.from({ length: 300 }, (_, k) => 0.1 + k / 1000));
    expect(nearestEigenvalues(M, space, "channel").gap).toBeCloseTo(-Math.log(0.9), 9);
    const few = decaying([0.25, 0.5]);
    expect(nearestEigenvalues(few.M, few.space, "channel").gap).toBeCloseTo(-Math.log(0.75), 14);
  });
});
