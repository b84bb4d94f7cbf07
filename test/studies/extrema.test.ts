import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { composite } from "../../src/models/composite.ts";
import { clusterMoments, rotatingCoherence } from "../../src/models/composite-formulas.ts";
import { structured } from "../../src/models/structured.ts";
import { transientMaximum } from "../../src/studies/extrema.ts";
import { caseOf, meets } from "../models/cases.ts";

const STRONG = { f1: 0.42426406871192845, f2: 0.6, T: 0.5, tau: 0.051 };

describe("the largest value over time", () => {
  it("is inside for one qubit per cluster and at infinity for several", () => {
    const one = caseOf("composite", "strong-coupling-tsc");
    const inside = transientMaximum(composite({ ...STRONG, N: 1, evaluation: "generator" }), "C_l1", { until: 20 });
    meets(inside.value, one, "N1_sup_C");
    expect(inside.interior).toBe(true);
    expect(inside.at).toBeCloseTo(2.67, 1);
    for (const N of [2, 3]) {
      const late = transientMaximum(composite({ ...STRONG, N, evaluation: "generator" }), "C_l1", { until: 20 });
      meets(late.value, one, `N${N}_sup_C`);
      expect(late).toMatchObject({ at: null, interior: false });
      expect(late.limit).toBeCloseTo(rotatingCoherence(STRONG.f1, STRONG.f2, 1, clusterMoments("qubits", N, STRONG.T, 1)), 10);
    }
  });

  it("meets the exact optima of Fig. 2b, time and purity included", () => {
    const one = caseOf("composite", "fig2b");
    for (const interaction of ["RWA", "CR"]) {
      const found = one.params.T.map((T: number) =>
        transientMaximum(composite({ f1: 0.15, f2: 0.15, N: 3, T, interaction, tau: 0.05, evaluation: "generator" }), "C_l1", {
          until: 6,
          tolerance: 1e-8,
        }),
      );
      found.forEach(({ value, at }: { value: number; at: number }, k: number) => {
        expect(value).toBeCloseTo(one.expected[`${interaction}_N3_C_max`][k], 9);
        expect(at).toBeCloseTo(one.expected[`${interaction}_N3_t_max`][k], 3);
      });
    }
  });

  it("counts collisions where there are some", () => {
    const found = transientMaximum(structured(), "C_l1", { steps: 200 });
    expect(found).toMatchObject({ interior: true });
    expect([31, 32, 94, 95, 157]).toContain(found.at);
    expect(found.limit).toBeCloseTo(0.00533901443797, 9);
    const rising = transientMaximum(composite({ ...STRONG, N: 3 }), "C_l1", { steps: 400 });
    expect(rising).toMatchObject({ at: null, interior: false });
  });

  it("is at infinity where the end of a run lies above the limit by rounding alone", () => {
    // sz rises from −1 to its limit, and is there long before the end
    for (const gamma of [1, 1.1, 2.3]) {
      const { at, value, limit } = transientMaximum(bloch({ Omega: 0.1, gamma }), "sz", { until: 60 });
      expect([at, value]).toEqual([null, limit]);
    }
  });

  it("needs to know how far to look", () => {
    expect(() => transientMaximum(structured(), "C_l1", {})).toThrow(/Argument `steps`/);
    expect(() => transientMaximum(composite({ evaluation: "generator" }), "C_l1", {})).toThrow(/Argument `until`/);
  });
});
