import { describe, expect, it } from "vitest";
import { atoms } from "../../src/models/atoms.ts";
import { catalan, dipolePair, longTimeCaloric, longTimeCoherence } from "../../src/models/atoms-formulas.ts";
import { pairCoupling } from "../../src/models/atoms-geometry.ts";
import type { Parameters } from "../../src/models/model.ts";
import { polynomialFit } from "../../src/numerics/fit.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";

function limit(parameters: Parameters, ...names: string[]): Record<string, number> {
  return steady(atoms(parameters), { observables: names }).observables as Record<string, number>;
}

describe("errata of the paper on thermal coherence", () => {
  it("1. coherence grows exponentially with the number of atoms, not as a cubic", () => {
    const N = [2, 3, 4, 5, 6, 7];
    const cubic = polynomialFit(
      N,
      N.map((n) => limit({ N: n, nbar: 10 }, "C_l1").C_l1),
      3,
    );
    expect(cubic.R2).toBeGreaterThan(0.9997);
    const exact = limit({ N: 20, nbar: 10 }, "C_l1").C_l1;
    expect(exact).toBeCloseTo(43468.93, 1);
    expect(cubic.at(20)).toBeCloseTo(703, 0);
    const ratios = [20, 40, 80].map((n) => longTimeCoherence(n + 1, 10) / longTimeCoherence(n, 10));
    // each further atom multiplies by 1 + r = 21/11, up to the slowly growing sum in the denominator
    for (const ratio of ratios) expect(Math.abs(ratio - 21 / 11)).toBeLessThan(0.06);
  });

  it("2. long-time coherence needs equal rates exactly", () => {
    for (const xi of [0.2, 1, 5]) {
      const { observables, unique } = steady(atoms({ N: 2, nbar: 2, xi }), { observables: ["C_l1", "p_0", "p_1", "p_2"] });
      expect(unique).toBe(true);
      expect(observables.C_l1).toBeLessThan(1e-9);
      for (const [k, weight] of [9 / 25, 12 / 25, 4 / 25].entries()) expect(observables[`p_${k}`]).toBeCloseTo(weight, 9);
    }
    // nearly equal rates: the decay is slow, as ξ²
    const left = (xi: number) => run(atoms({ N: 2, nbar: 2, xi }), { times: [0, 5], observables: ["C_l1"] }).observables.C_l1[1] as number;
    const loss = (xi: number) => -Math.log(left(xi) / left(1e-3));
    expect(loss(0.04) / loss(0.02)).toBeCloseTo(4, 1);
  });

  it("3. unequal couplings destroy it for three atoms, not for two", () => {
    const ones = (n: number) => Array.from({ length: n }, () => new Array(n).fill(1));
    const three = [
      [0, 1, 2],
      [1, 0, 0.5],
      [2, 0.5, 0],
    ];
    const { C_l1 } = limit({ N: 3, nbar: 1, gamma: ones(3), f: three }, "C_l1");
    expect(C_l1).toBeLessThan(1e-9);
    expect(limit({ N: 3, nbar: 1, gamma: ones(3), f0: 2 }, "C_l1").C_l1).toBeCloseTo(longTimeCoherence(3, 1), 10);
    const pair = limit(
      {
        N: 2,
        nbar: 1,
        gamma: ones(2),
        f: [
          [0, 7],
          [7, 0],
        ],
      },
      "C_l1",
    );
    expect(pair.C_l1).toBeCloseTo(longTimeCoherence(2, 1), 10);
  });

  it("4. there is a decoherence-free subspace", () => {
    const singlet = "(|eg>-|ge>)/sqrt2";
    const { observables, final } = run(atoms({ N: 2, nbar: 10, initial: singlet }), { times: [0, 1], observables: ["singlet", "C_l1"] });
    expect(observables.singlet[1]).toBeCloseTo(1, 12);
    expect(observables.C_l1[1]).toBeCloseTo(1, 12);
    expect(final.matrix().data[2 * 6]).toBeCloseTo(-0.5, 12);
    for (const N of [2, 3]) {
      const { dimension } = steady(atoms({ N, nbar: 3, reduction: "none" }), { observables: ["C_l1"], scope: "space" });
      expect(dimension).toBe(catalan(N));
    }
    expect([2, 3, 4, 5, 6, 7].map(catalan)).toEqual([2, 5, 14, 42, 132, 429]);
  });

  it("5. the motion under the dipole coupling alone", () => {
    const initial: [number, number][] = [
      [0, 0],
      [0.6, 0],
      [0.48, 0.64],
      [0, 0],
    ];
    const start = { rho22: 0.36, rho33: 0.64, rho23: [0.6 * 0.48, -0.6 * 0.64] as const };
    for (const t of [0.3, 1.1]) {
      const { final } = run(atoms({ N: 2, gamma0: 0, f0: 0.8, initial }), { times: [0, t], observables: ["C_l1"] });
      const rho = final.matrix().data;
      const end = dipolePair(start, 0.8, t);
      expect(rho[2 * 5]).toBeCloseTo(end.rho22, 9);
      expect(rho[2 * 10]).toBeCloseTo(end.rho33, 9);
      expect(rho[2 * 6]).toBeCloseTo(end.rho23[0], 9);
      expect(rho[2 * 6 + 1]).toBeCloseTo(end.rho23[1], 9);
      // as printed, Re ρ23 would be half of what it is
      expect(rho[2 * 6]).toBeCloseTo(start.rho23[0], 9);
    }
  });

  it("6. the l1 coherence exchanges heat for two and three atoms only", () => {
    for (const N of [2, 3]) {
      const { C_l1, caloric } = limit({ N, nbar: 1.7 }, "C_l1", "caloric");
      expect(caloric).toBeCloseTo(C_l1, 11);
    }
    for (const N of [4, 6, 10]) {
      const { C_l1, caloric } = limit({ N, nbar: 1.7 }, "C_l1", "caloric");
      expect(C_l1 / caloric).toBeGreaterThan(1.03);
    }
    expect(longTimeCaloric(60, 1e6) / ((60 * 59) / 6)).toBeCloseTo(1, 3);
  });

  it("7. the printed rates lose all digits at small distance", () => {
    const printed = (xi: number, cosine: number) => {
      const c2 = cosine * cosine;
      const near = (1 - 3 * c2) * (Math.cos(xi) / xi ** 2 - Math.sin(xi) / xi ** 3);
      return 1.5 * (near + ((1 - c2) * Math.sin(xi)) / xi);
    };
    expect(pairCoupling(2.5, 0.3, 1).gamma).toBeCloseTo(printed(2.5, 0.3), 12);
    const series = (xi: number, cosine: number) => 1 - (xi * xi * (2 - cosine * cosine)) / 10;
    expect(Math.abs(printed(1e-5, 0) - 1)).toBeGreaterThan(1e-7);
    expect(Math.abs(pairCoupling(1e-5, 0, 1).gamma - series(1e-5, 0))).toBeLessThan(1e-15);
    expect(Math.abs(pairCoupling(1e-3, 1, 1).gamma - series(1e-3, 1))).toBeLessThan(1e-13);
  });
});
