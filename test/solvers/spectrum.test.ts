import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { bloch } from "../../src/models/bloch.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { scale, zero } from "../../src/operators/algebra.ts";
import { sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, ket } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels, qubit } from "../../src/spaces/space.ts";
import reference from "../fixtures/rotor.json" with { type: "json" };
import { randomGenerator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "./model-of.ts";

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

  it("of a chain with a weak link is known to all digits, which its rates in double precision do not hold", () => {
    const space = levels(3);
    const hop = (from: number, to: number, rate: number) => ({ operator: Operator.fromEntries(space, [[to, from, 1]]), rate });
    for (const [a, b] of [
      [1, 1.1e-8 / 3],
      [0.7, 1e-9 / 3],
    ]) {
      const jumps = [hop(0, 1, a), hop(1, 0, a), hop(1, 2, b), hop(2, 1, b)];
      const { gap } = steady(modelOf(generator({ system: space, H: zero(space), jumps }), basisState(space, 0)));
      // the smaller root of λ² − 2(a + b)λ + 3ab
      const slow = (3 * a * b) / (a + b + Math.sqrt(a * a - a * b + b * b));
      expect(Math.abs((gap as number) / slow - 1)).toBeLessThan(1e-12);
    }
  });

  it("are all Bohr frequencies of a closed system", () => {
    for (const n of [3, 6]) {
      const random = randomGenerator(n, 0, 7 * n);
      const { peripheral, dimension, gap } = steady(modelOf(random, Operator.fromMatrix(random.system, randomState(n, 3))));
      const E = eigvalsh(random.hamiltonian[0].operator.toMatrix());
      const bohr = [...E].flatMap((a, i) => [...E].flatMap((b, j) => (i === j ? [] : [a - b]))).sort((a, b) => a - b);
      expect(dimension).toBe(n);
      expect(gap).toBeNull();
      expect(peripheral).toHaveLength(n * (n - 1));
      peripheral?.forEach(([, im], k) => {
        expect(im).toBeCloseTo(bohr[k], 10);
      });
    }
    expect(steady(bloch({ Omega: 1, gamma: 0 })).peripheral).toEqual([
      [0, expect.closeTo(-1, 12)],
      [0, expect.closeTo(1, 12)],
    ]);
  });

  it("lists oscillations that persist, apart from what stands still", () => {
    const q = qubit();
    const free = steady(modelOf(generator({ system: q, H: scale(sigmaZ(q), 0.7) }), ket(q, [0.6, 0.8])));
    expect(free.dimension).toBe(2);
    expect(free.gap).toBeNull();
    expect(free.peripheral?.map(([re, im]) => [re, Math.abs(im)])).toEqual([
      [0, expect.closeTo(1.4, 12)],
      [0, expect.closeTo(1.4, 12)],
    ]);
  });
});
