import { describe, expect, it } from "vitest";
import type { Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { exchangeBaths } from "../../src/studies/rectify.ts";
import { rectification } from "../../src/thermodynamics/rectification.ts";

const GLOBAL: Parameters = { me: "global", g: 0.5, chi: 0.3, beta2: 0.02 };

function read(parameters: Parameters, ...names: string[]): Record<string, number> {
  return steady(rotor(parameters), { observables: names }).observables as Record<string, number>;
}

function relative(a: number, b: number): number {
  return Math.abs(a - b) / Math.abs(b);
}

describe("errata of the rotor paper", () => {
  it("1. Carnot's bound of the refrigerator", () => {
    const beta2 = 0.0898;
    const { COP } = read({ beta2, betar: 0.0899 }, "COP");
    expect(COP).toBeGreaterThan(0.6);
    expect(COP).toBeLessThan(beta2 / (0.1 - beta2));
    // A reversible refrigerator between β1 and β2: Q1/W with β1 Q1 + β2 Q2 = 0 and Q1 + Q2 + W = 0.
    const [Q1, Q2] = [1, -0.1 / beta2];
    expect(Q1 / -(Q1 + Q2)).toBeCloseTo(beta2 / (0.1 - beta2), 12);
    expect(relative(Q1 / -(Q1 + Q2), 0.1 / (0.1 - beta2))).toBeGreaterThan(0.1);
  });

  it("2. heat flows vanish at 0.504, not 0.54", () => {
    expect(read({ beta2: 0.0503 }, "Q2").Q2).toBeGreaterThan(0);
    expect(read({ beta2: 0.0505 }, "Q2").Q2).toBeLessThan(0);
    expect(read({ beta2: 0.0539, I: 0.7 }, "Q2").Q2).toBeGreaterThan(0);
    expect(read({ beta2: 0.0542, I: 0.7 }, "Q2").Q2).toBeLessThan(0);
    // the power vanishes at 0.434, as printed
    expect(read({ beta2: 0.0434 }, "WQ").WQ).toBeLessThan(0);
    expect(read({ beta2: 0.0435 }, "WQ").WQ).toBeGreaterThan(0);
  });

  it("3. the inner maximum of the efficiency is not the largest value", () => {
    const [inner, before, after, edge] = [0.0309, 0.025, 0.037, 0.002].map((beta2) => read({ beta2 }, "eta").eta);
    expect(inner).toBeGreaterThan(before);
    expect(inner).toBeGreaterThan(after);
    expect(inner).toBeCloseTo(0.1877, 4);
    expect(edge).toBeCloseTo(0.394, 3);
  });

  it("4. the coefficient of performance rises from 0 to the end of the range", () => {
    const values = [0.0504, 0.054, 0.06, 0.07, 0.08, 0.0899].map((beta2) => read({ beta2 }, "COP").COP);
    values.slice(1).forEach((value, k) => {
      expect(value).toBeGreaterThan(values[k]);
    });
    expect(values[0]).toBeLessThan(0.02);
    expect(values[5]).toBeCloseTo(0.6505, 4);
    expect(values[5]).toBeLessThan(2 / 3);
  });

  it("5. heat and rotation are tightly coupled", () => {
    for (const beta2 of [0.01, 0.03, 0.06]) {
      const { Q1, Q2, L } = read({ beta2, B1: 3, B2: 8 }, "Q1", "Q2", "L");
      expect(relative(Q1 / Q2, -3 / 8)).toBeLessThan(1e-12);
      expect(relative(Q2, 2 * 8 * 5e-5 * L)).toBeLessThan(1e-9);
    }
  });

  it("6. the load alone does not lead to a Gibbs state", () => {
    for (const [I, betar] of [
      [1, 0.09],
      [2, 0.5],
    ]) {
      const { L2, ...rungs } = read({ lam: 0, I, betar }, "L2", "pl_0", "pl_1", "pl_2", "pl_3");
      expect(relative(L2, I / betar / (1 - betar / (16 * I)))).toBeLessThan(1e-9);
      const k = betar / (4 * I);
      for (const l of [0, 1, 2]) {
        const ratio = rungs[`pl_${l + 1}`] / rungs[`pl_${l}`];
        expect(relative(ratio, ((1 - k * l) / (1 + k * (l + 1))) ** 2)).toBeLessThan(1e-10);
      }
    }
  });

  it("7. the cut-off that follows the ladder makes results depend on it", () => {
    const [narrow, wide] = [20, 30].map((lmax) => read({ ...GLOBAL, Omega: null, lmin: -20, lmax }, "Q2").Q2);
    expect(relative(narrow, wide)).toBeGreaterThan(0.02);
    const [fixed, wider] = [30, 36].map((lmax) => read({ ...GLOBAL, lmin: -30, lmax }, "Q2").Q2);
    expect(relative(fixed, wider)).toBeLessThan(1e-5);
    expect(rotor({ ...GLOBAL, Omega: null }).warnings.join()).toContain("Omega follows the ladder");
  });

  it("8. negative Bohr frequencies are continued oddly; dropping them leaves transitions out", () => {
    // One temperature everywhere and no load: no current flows either way.
    const equal: Parameters = { ...GLOBAL, beta1: 0.05, beta2: 0.05, gamma: 0, lmin: -20, lmax: 20 };
    for (const neg of ["odd", "drop"]) expect(Math.abs(read({ ...equal, neg }, "Q1").Q1)).toBeLessThan(1e-12);
    expect(rotor({ ...GLOBAL, neg: "drop" }).warnings.join()).toContain("negative Bohr frequencies");
    const [kept, dropped] = ["odd", "drop"].map((neg) => read({ ...GLOBAL, neg }, "Q2").Q2);
    expect(relative(kept, dropped)).toBeGreaterThan(1e-4);
  });

  it("9. results do not depend on the grouping tolerance below 8e-6 and are wrong above 0.5", () => {
    const at = (tol: number) => read({ ...GLOBAL, lmin: -20, lmax: 30, tol }, "Q2").Q2;
    const fine = at(1e-10);
    for (const tol of [1e-9, 1e-7, 5e-6]) expect(relative(at(tol), fine)).toBeLessThan(1e-9);
    expect(relative(at(0.6), fine)).toBeGreaterThan(0.05);
  });

  it("10. the global equation does not become the local one as λ → 0", () => {
    const heat = (me: string, lam: number) => read({ me, lam, beta2: 0.03, lmin: -25, lmax: 30 }, "Q2").Q2;
    for (const lam of [1e-3, 1e-4]) expect(relative(heat("global", lam), heat("local", lam))).toBeGreaterThan(0.5);
    for (const me of ["local", "global"]) expect(heat(me, 2e-4) / heat(me, 1e-4)).toBeCloseTo(4, 2);
  });

  it("11. the angular rectification exceeds 1", () => {
    const currents = { angular: ["L", "L"] } as const;
    const at = (chi: number) => exchangeBaths(rotor({ ...GLOBAL, chi }), { exchange: ["beta1", "beta2"], currents }).angular;
    const angular = at(0.3);
    const sum = (chi: number) => at(chi).forward + at(chi).swapped;
    expect([sum(0.987) > 0, sum(0.988) > 0]).toEqual([true, false]);
    expect(rectification(angular)).toBeGreaterThan(1);
    expect(angular.forward * angular.swapped).toBeLessThan(0);
    expect(rectification({ forward: 0, swapped: 0 })).toBeNull();
    expect(rectification({ forward: 2, swapped: -2 })).toBeNull();
  });

  it("12. the one-sided integral of (A13) is half of J n, at e^{−iωs}", () => {
    // ⟨E†(s)E(0)⟩ = ∫ dx/2π J(x) n(x) e^{ixs}; a line of width η makes the integral over s converge.
    const [omega, eta] = [3, 1e-2];
    const weight = (x: number) => (0.2 * x) / (1 + x * x) / Math.expm1(0.4 * x) / (2 * Math.PI);
    const step = 1e-3;
    let [right, printed] = [0, 0];
    for (let x = step / 2; x < 60; x += step) {
      right += (step * weight(x) * eta) / (eta * eta + (x - omega) ** 2);
      printed += (step * weight(x) * eta) / (eta * eta + (x + omega) ** 2);
    }
    const Jn = 2 * Math.PI * weight(omega);
    expect(relative(right, 0.5 * Jn)).toBeLessThan(0.02);
    expect(printed).toBeLessThan(0.02 * right);
  });

  it("13. the finite ladder matters", () => {
    const change = (parameters: Parameters) => relative(read({ ...parameters, lmin: -5, lmax: 10 }, "Q2").Q2, read(parameters, "Q2").Q2);
    expect(change({ beta2: 0.02 })).toBeCloseTo(0.35, 2);
    expect(change(GLOBAL)).toBeCloseTo(0.55, 1);
  });

  it("14. the efficiency is not close to Carnot's at 0.37", () => {
    expect(read({ beta2: 0.037 }, "eta").eta).toBeCloseTo(0.1631, 4);
    expect(1 - 0.37).toBeGreaterThan(3 * 0.1632);
  });

  it("15. the intrinsic power swings, falls to a minimum and rises again", () => {
    const model = rotor({ beta2: 0.08, lmin: -25, lmax: 25 });
    const times = [0.3, 1, 5, 8000, 25000, 29000, 33000, 80000];
    const [, ...power] = run(model, { times, observables: ["Wint"] }).observables.Wint as number[];
    const expected = [8.969516e-5, 4.350606e-5, 5.077311e-5, 2.941749e-5];
    expected.forEach((value, k) => expect(relative(power[k], value)).toBeLessThan(1e-6));
    expect(relative(power[5], 1.504727e-5)).toBeLessThan(1e-6);
    expect(power[5]).toBeLessThan(Math.min(power[4], power[6]));
    expect(relative(read({ beta2: 0.08, lmin: -25, lmax: 25 }, "Wint").Wint, 1.80556e-5)).toBeLessThan(1e-4);
    expect(power[7]).toBeGreaterThan(1.1 * power[5]);
  });
});
