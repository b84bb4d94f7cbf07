import { describe, expect, it } from "vitest";
import type { Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { steady } from "../../src/solvers/steady.ts";
import { exchangeBaths } from "../../src/studies/rectify.ts";
import { findMaximum, findMinimum, findRoot } from "../../src/studies/roots.ts";
import { rectification, rectificationPerformance } from "../../src/thermodynamics/rectification.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("rotor");

function atRatio(params: Parameters, observable: string): (r: number) => number {
  return (r) =>
    steady(rotor({ ...params, beta2: (params.beta1 as number) * r }), { observables: [observable] }).observables[observable] as number;
}

describe("thresholds and optima of the rotor machine", () => {
  for (const entry of cases.filter(({ id }) => id.startsWith("fig2-thresholds"))) {
    it(`meet ${entry.id}`, () => {
      const eta = atRatio(entry.params, "eta");
      const power = findRoot(atRatio(entry.params, "WQ"), 0.38, 0.47, 1e-11);
      const heat = findRoot(atRatio(entry.params, "Q2"), 0.47, 0.58, 1e-11);
      const best = findMaximum(eta, 0.26, 0.4, { samples: 15, tolerance: 1e-7 });
      const gap = findMinimum((r) => 1 - r - eta(r), 0.32, 0.42, { samples: 11, tolerance: 1e-7 });
      expect([power.kind, heat.kind, best.interior, gap.interior]).toEqual(["root", "root", true, true]);
      const actual = { r_WQ0: power.at, r_Q0: heat.at, r_etamax: best.at, etamax: best.value, r_mingap: gap.at, mingap: gap.value };
      for (const [name, value] of Object.entries(actual)) expectNear(entry, value, entry.expected[name], name);
    });
  }

  it("meet fig3-two-qubit-threshold: the populations of |ge⟩ and |eg⟩ cross", () => {
    const entry = caseOf(cases, "fig3-two-qubit-threshold");
    const difference = (r: number) => {
      const { observables } = steady(rotor({ ...entry.params, beta2: 0.1 * r }), { observables: ["p01", "p10"] });
      return (observables.p01 as number) - (observables.p10 as number);
    };
    const { at } = findRoot(difference, 0.35, 0.45, 1e-12);
    expectNear(entry, at, entry.expected.r);
    const ergotropy = atRatio(entry.params, "two_qubit");
    expect(ergotropy(at + 1e-4)).toBe(0);
    expect(ergotropy(at - 1e-4)).toBeGreaterThan(0);
  });
});

describe("optima of the rectifier", () => {
  const currents = { heat: ["Q2", "Q1"], angular: ["L", "L"] } as const;
  const pairs = (params: Parameters, chi: number) => exchangeBaths(rotor({ ...params, chi }), { exchange: ["beta1", "beta2"], currents });

  it("meet fig4-optimum-b0.02", () => {
    const entry = caseOf(cases, "fig4-optimum-b0.02");
    const scale = entry.params.lam * entry.params.g ** 2;
    for (const alpha of [0, 0.5, 1]) {
      const gain = (chi: number) => rectificationPerformance(pairs(entry.params, chi).heat, alpha, scale) as number;
      const best = findMaximum(gain, 0.7, 0.96, { samples: 7, tolerance: 3e-5 });
      expect(best.interior).toBe(true);
      expectNear(entry, best.at, entry.expected[`chi_alpha${alpha}`], `chi_alpha${alpha}`);
      expectNear(entry, best.value, entry.expected[`Gamma_alpha${alpha}`], `Gamma_alpha${alpha}`);
    }
  });

  it("meet fig5-pole-b0.02: the angular momenta cancel and R has a pole", () => {
    const entry = caseOf(cases, "fig5-pole-b0.02");
    const sum = (chi: number) => {
      const { forward, swapped } = pairs(entry.params, chi).angular;
      return forward + swapped;
    };
    const { at } = findRoot(sum, 0.95, 0.999, 1e-9);
    expectNear(entry, at, entry.expected.chi);
    const signed = findRoot((chi) => 1 / sum(chi), at - 1e-3, at + 1.1e-3, 1e-9);
    expect(signed.kind).toBe("pole");
    expect(rectification(pairs(entry.params, 0.5).angular)).toBeGreaterThan(1);
  });
});
