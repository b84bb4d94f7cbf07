import { describe, expect, it } from "vitest";
import {
  buresAngle,
  buresDistance,
  diagonal,
  entropy,
  fidelity,
  hellingerDistance,
  ket,
  levels,
  maximallyMixed,
  purity,
  qubit,
  qubitState,
  randomChannel,
  randomState,
  relativeEntropy,
  renyiDivergence,
  renyiEntropy,
  traceDistance,
} from "../../src/index.ts";

const space = levels(4);
const q = qubit();
const orders = [0, 0.3, 0.5, 1, 1.5, 2, 7, Number.POSITIVE_INFINITY];
const sandwiched = { kind: "sandwiched" } as const;

describe("Rényi entropies", () => {
  it("have the closed form of a distribution", () => {
    const p = [0.5, 0.3, 0.2, 0];
    const rho = diagonal(space, p);
    for (const alpha of [0.3, 2, 5]) {
      const sum = p.reduce((total, x) => total + (x > 0 ? x ** alpha : 0), 0);
      expect(renyiEntropy(rho, alpha)).toBeCloseTo(Math.log(sum) / (1 - alpha), 13);
    }
    expect(renyiEntropy(rho, 0)).toBeCloseTo(Math.log(3), 14);
    expect(renyiEntropy(rho, 1)).toBe(entropy(rho));
    expect(renyiEntropy(rho, Number.POSITIVE_INFINITY)).toBeCloseTo(-Math.log(0.5), 14);
  });

  it("fall with the order, and lie at their ends for pure and mixed states", () => {
    const rho = randomState(space, { seed: 1 });
    const values = orders.map((alpha) => renyiEntropy(rho, alpha));
    for (let k = 1; k < values.length; k++) expect(values[k]).toBeLessThan(values[k - 1]);
    expect(renyiEntropy(rho, 2)).toBeCloseTo(-Math.log(purity(rho)), 13);
    expect(renyiEntropy(rho, 1 + 1e-6)).toBeCloseTo(entropy(rho), 5);
    for (const alpha of orders) {
      expect(renyiEntropy(maximallyMixed(space), alpha)).toBeCloseTo(Math.log(4), 13);
      expect(renyiEntropy(ket(space, [0.6, 0, [0, 0.8], 0]), alpha)).toBeCloseTo(0, 13);
    }
    expect(() => renyiEntropy(rho, -1)).toThrow(/`alpha` must be a finite number ≥ 0/);
    expect(() => renyiEntropy(rho, "x" as never)).toThrow(TypeError);
  });
});

describe("Rényi divergences", () => {
  const [rho, sigma] = [randomState(space, { seed: 2 }), randomState(space, { seed: 3 })];

  it("have the closed form where states commute", () => {
    const [p, s] = [
      [0.5, 0.3, 0.15, 0.05],
      [0.1, 0.2, 0.3, 0.4],
    ];
    for (const alpha of [0.6, 2, 4]) {
      const expected = Math.log(p.reduce((sum, x, k) => sum + x ** alpha * s[k] ** (1 - alpha), 0)) / (alpha - 1);
      expect(renyiDivergence(diagonal(space, p), diagonal(space, s), alpha)).toBeCloseTo(expected, 13);
      expect(renyiDivergence(diagonal(space, p), diagonal(space, s), alpha, sandwiched)).toBeCloseTo(expected, 13);
    }
    for (const options of [{}, sandwiched])
      expect(renyiDivergence(diagonal(space, p), diagonal(space, s), Number.POSITIVE_INFINITY, options)).toBeCloseTo(Math.log(5), 13);
  });

  it("meet relative entropy at 1, fidelity at ½, and grow with the order", () => {
    expect(renyiDivergence(rho, sigma, 1)).toBe(relativeEntropy(rho, sigma));
    for (const options of [{}, sandwiched]) {
      expect(renyiDivergence(rho, sigma, 1 + 1e-6, options)).toBeCloseTo(relativeEntropy(rho, sigma), 4);
      const some = orders.filter((alpha) => alpha >= 0.5).map((alpha) => renyiDivergence(rho, sigma, alpha, options));
      for (let k = 1; k < some.length; k++) expect(some[k]).toBeGreaterThan(some[k - 1] - 1e-12);
      expect(renyiDivergence(rho, sigma, 400, options)).toBeCloseTo(renyiDivergence(rho, sigma, Number.POSITIVE_INFINITY, options), 1);
    }
    expect(renyiDivergence(rho, sigma, 0.5, sandwiched)).toBeCloseTo(-Math.log(fidelity(rho, sigma)), 12);
  });

  it("shrink under channels, and sandwiched is the smaller one", () => {
    for (const alpha of [0.7, 1.5, 2]) {
      const channel = randomChannel(space, { seed: 4, rank: 3 });
      const [a, b] = [channel.apply(rho), channel.apply(sigma)];
      for (const options of [{}, sandwiched]) {
        expect(renyiDivergence(a, b, alpha, options)).toBeLessThan(renyiDivergence(rho, sigma, alpha, options));
        expect(renyiDivergence(rho, rho, alpha, options)).toBeCloseTo(0, 12);
      }
      expect(renyiDivergence(rho, sigma, alpha, sandwiched)).toBeLessThanOrEqual(renyiDivergence(rho, sigma, alpha) + 1e-13);
    }
  });

  it("are infinite where supports do not fit", () => {
    const [up, down] = [qubitState([0, 0, 1], q), qubitState([0, 0, -1], q)];
    const mixed = maximallyMixed(q);
    for (const options of [{}, sandwiched]) {
      expect(renyiDivergence(up, down, 0.5, options)).toBe(Number.POSITIVE_INFINITY);
      expect(renyiDivergence(mixed, up, 2, options)).toBe(Number.POSITIVE_INFINITY);
      expect(renyiDivergence(up, mixed, 2, options)).toBeCloseTo(Math.LN2, 14);
    }
    expect(renyiDivergence(mixed, up, 0.5)).toBeCloseTo(Math.LN2, 14);
    expect(() => renyiDivergence(rho, sigma, 0.3, sandwiched)).toThrow(/≥ 0.5/);
    expect(() => renyiDivergence(rho, sigma, 2, { kind: "other" } as never)).toThrow(/"petz" or "sandwiched"/);
    expect(() => renyiDivergence(rho, up, 2)).toThrow(/equal dimension/);
  });
});

describe("distances by roots", () => {
  it("of Bures and Hellinger have closed forms and their order", () => {
    const [p, s] = [0.8, 0.3];
    const [rho, sigma] = [diagonal(q, [p, 1 - p]), diagonal(q, [s, 1 - s])];
    const overlap = Math.sqrt(p * s) + Math.sqrt((1 - p) * (1 - s));
    for (const distance of [buresDistance, hellingerDistance]) expect(distance(rho, sigma)).toBeCloseTo(Math.sqrt(2 - 2 * overlap), 14);
    const [a, b] = [randomState(space, { seed: 5 }), randomState(space, { seed: 6 })];
    expect(buresDistance(a, b)).toBeCloseTo(Math.sqrt(2 - 2 * Math.sqrt(fidelity(a, b))), 12);
    expect(buresAngle(a, b)).toBeCloseTo(2 * Math.asin(buresDistance(a, b) / 2), 15);
    expect(hellingerDistance(a, b)).toBeGreaterThan(buresDistance(a, b));
    expect(buresDistance(a, b) ** 2 / 2).toBeLessThan(traceDistance(a, b));
    expect(hellingerDistance(a, a)).toBe(0);
    const [psi, phi] = [ket(q, [1, 0]), ket(q, [0.6, 0.8])];
    // √|ψ⟩⟨ψ| is itself: 2 − 2|⟨ψ|φ⟩|²
    expect(hellingerDistance(psi, phi)).toBeCloseTo(Math.sqrt(2 - 2 * 0.36), 14);
    expect(hellingerDistance(psi, ket(q, [0, 1]))).toBeCloseTo(Math.SQRT2, 15);
  });
});
