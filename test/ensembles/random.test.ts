import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { lowerTail } from "../../src/numerics/normal.ts";
import exact from "../fixtures/normal.json" with { type: "json" };
import { normalQuantile } from "../reference/normal.ts";
import * as twin from "../reference/philox.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const words = fc.tuple(word, word, word, word);

/** Φ⁻¹(p) as the kernel makes it. */
function lowerQuantile(p: number): number {
  const draws = laneDraws();
  draws.values()[0] = p;
  draws.toNormal(1, 0, 1);
  return draws.values()[0];
}

describe("the twin's Philox 4×32-10", () => {
  // The known answers that Random123 publishes (kat_vectors, philox4x32 10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)("encrypts %j under %j", (counter, key, expected) => {
    expect(twin.philox(counter, key)).toEqual([...expected]);
  });
});

describe("uniforms", () => {
  const draws = laneDraws();

  it("belong to the trajectory, not to the lane, bit for bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 53 - 1 }), words, fc.integer({ min: 1, max: 8 }), (seed, counter, lanes) => {
        const [trajectory, step, stream, attempt] = counter;
        const first = Math.min(trajectory, 0xffffffff - 8);
        const key = { low: seed >>> 0, high: Math.floor(seed / 2 ** 32) };
        draws.uniform(lanes, key, { trajectory: first, step, stream, attempt });
        for (let l = 0; l < lanes; l++) expect(draws.values()[l]).toBe(twin.uniform(seed, [first + l, step, stream, attempt]));
      }),
    );
  });

  it("of the twin that benches use are the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 53 - 1 }), words, (seed, counter) => {
        expect(twin.fastUniform(seed >>> 0, Math.floor(seed / 2 ** 32), ...counter)).toBe(twin.uniform(seed, counter));
      }),
    );
  });

  it("never reach 0 or 1 and are symmetric", () => {
    expect(twin.unit(0, 0)).toBe(2 ** -53);
    expect(twin.unit(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  });

  it("have the moments and the independence of uniforms", () => {
    const count = 100_000;
    let sum = 0;
    let square = 0;
    const lag = { trajectory: 0, step: 0, stream: 0, seed: 0 };
    const at = (seed: number, trajectory: number, step: number, stream: number): number => {
      draws.uniform(1, { low: seed, high: 0 }, { trajectory, step, stream, attempt: 0 });
      return draws.values()[0] - 0.5;
    };
    for (let i = 0; i < count; i++) {
      const trajectory = i % 250;
      const step = (i - trajectory) / 250 + 1;
      const value = at(7, trajectory, step, 1);
      sum += value;
      square += value * value;
      lag.trajectory += value * at(7, trajectory + 1, step, 1);
      lag.step += value * at(7, trajectory, step + 1, 1);
      lag.stream += value * at(7, trajectory, step, 2);
      lag.seed += value * at(8, trajectory, step, 1);
    }
    // Five standard errors: std of a uniform 1/√12, of its square 1/√180, of a product of two 1/12.
    expect(Math.abs(sum / count)).toBeLessThan((5 / Math.sqrt(12 * count)) as number);
    expect(Math.abs(square / count - 1 / 12)).toBeLessThan(5 / Math.sqrt(180 * count));
    for (const product of Object.values(lag)) expect(Math.abs(product / count)).toBeLessThan(5 / 12 / Math.sqrt(count));
  });

  it("fill the unit interval evenly (chi-square over 1000 cells)", () => {
    const cells = new Float64Array(1000);
    for (let t = 0; t < 200_000; t += 8) {
      draws.uniform(8, { low: 1, high: 2 }, { trajectory: t, step: 3, stream: 4, attempt: 0 });
      for (const u of draws.values().subarray(0, 8)) cells[Math.floor(u * 1000)]++;
    }
    const chi = cells.reduce((total, n) => total + (n - 200) ** 2 / 200, 0);
    expect(Math.abs(chi - 999)).toBeLessThan(5 * Math.sqrt(2 * 999));
  });
});

describe("normal quantile and distribution", () => {
  it("meets high-precision quantiles to the last places, far tails included", () => {
    for (const [p, z] of exact.quantiles) {
      expect(Math.abs(lowerQuantile(p) - z)).toBeLessThanOrEqual(1.2e-15 * Math.abs(z));
      expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1.2e-15 * Math.abs(z));
    }
  });

  it("meets the high-precision distribution function with full relative accuracy", () => {
    for (const [z, p] of exact.distribution) expect(Math.abs(lowerTail(z) / p - 1), `z = ${z}`).toBeLessThanOrEqual(2e-15);
    expect(lowerTail(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(lowerTail(Number.POSITIVE_INFINITY)).toBe(1);
  });

  it("are inverse to each other and monotone", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-290, max: 0.5, noNaN: true }), (p) => {
        // The relative error of p grows as z²: that is the distribution's own condition.
        const z = lowerQuantile(p);
        expect(Math.abs(lowerTail(z) / p - 1)).toBeLessThan(1e-15 * (4 + z * z));
        expect(lowerQuantile(p * 0.999)).toBeLessThan(z);
      }),
    );
  });

  it("is antisymmetric: u and 1 − u give opposite normals", () => {
    const draws = laneDraws();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 52 - 1 }), (k) => {
        const u = (2 * k + 1) * 2 ** -53;
        draws.values().set([u, 1 - u]);
        draws.toNormal(2, 0, 1);
        const [a, b] = draws.values();
        expect(a).toBe(-b);
      }),
    );
  });
});
