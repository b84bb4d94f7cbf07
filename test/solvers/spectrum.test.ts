import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { bloch } from "../../src/models/bloch.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { hessenbergEigenvalues } from "../../src/numerics/hessenberg.ts";
import { scale } from "../../src/operators/algebra.ts";
import { sigmaZ } from "../../src/operators/named.ts";
import { ket } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit } from "../../src/spaces/space.ts";
import reference from "../fixtures/rotor.json" with { type: "json" };
import { randomValues } from "../reference/random.ts";
import { modelOf } from "./model-of.ts";

describe("hessenbergEigenvalues", () => {
  it("finds the roots of a companion matrix", () => {
    const found = hessenbergEigenvalues(3, Float64Array.from([0, 0, 6, 1, 0, -11, 0, 1, 6]));
    expect(found.map(([re]) => re).sort((a, b) => a - b)[0]).toBeCloseTo(1, 12);
    for (const [re, im] of found) {
      expect((re - 1) * (re - 2) * (re - 3)).toBeCloseTo(0, 10);
      expect(im).toBeCloseTo(0, 12);
    }
  });

  it("keeps trace and trace of the square on random matrices", () => {
    const n = 12;
    const H = randomValues(n * n, 4).map((value, e) => (e % n < Math.floor(e / n) - 1 ? 0 : value));
    const found = hessenbergEigenvalues(n, H);
    let trace = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      trace += H[i * n + i];
      for (let j = 0; j < n; j++) square += H[i * n + j] * H[j * n + i];
    }
    expect(found.reduce((sum, [re]) => sum + re, 0)).toBeCloseTo(trace, 11);
    expect(found.reduce((sum, [re, im]) => sum + re * re - im * im, 0)).toBeCloseTo(square, 10);
    expect(found.reduce((sum, [, im]) => sum + im, 0)).toBeCloseTo(0, 11);
  });
});

describe("gap and peripheral eigenvalues", () => {
  it("of textbook models are their slowest rates", () => {
    expect(steady(bloch({ Omega: 0, gamma: 0.3 })).gap).toBeCloseTo(0.15, 13);
    expect(steady(jaynesCummings({ kappa: 0.1, gamma: 0.05 })).gap).toBeCloseTo(0.0375, 12);
    expect(steady(kerr({ F: 0, K: 0, Delta: 0, levels: 12 }), { scope: "sector" }).gap).toBeCloseTo(1, 3);
  });

  it("of the rotor are the reference's, though the spectrum spans six decades", () => {
    for (const { id, params, expected } of reference.filter((entry) => entry.id.startsWith("gap-"))) {
      const { gap } = expected as { gap: number };
      expect(Math.abs((steady(rotor(params as unknown as Parameters)).gap as number) / gap - 1), id).toBeLessThan(1e-8);
    }
  });

  it("lists oscillations that persist, apart from what stands still", () => {
    const q = qubit();
    const free = steady(modelOf(generator({ system: q, H: scale(sigmaZ(q), 0.7) }), ket(q, [0.6, 0.8])));
    expect(free.dimension).toBe(2);
    expect(free.gap).toBeNull();
    expect(free.peripheral.map(([re, im]) => [re, Math.abs(im)])).toEqual([
      [0, expect.closeTo(1.4, 12)],
      [0, expect.closeTo(1.4, 12)],
    ]);
  });
});
