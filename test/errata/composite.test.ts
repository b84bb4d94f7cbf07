import { describe, expect, it } from "vitest";
import { composite } from "../../src/models/composite.ts";
import {
  clusterMoments,
  correctedTransient,
  heatedOscillator,
  limitingPurity,
  printedTransient,
  purityThreshold,
  rabiBloch,
  rotatingAmplitude,
  rotatingBloch,
  rotatingCoherence,
  rotatingRates,
  rotatingSteady,
  tanhHalf,
} from "../../src/models/composite-formulas.ts";
import type { Parameters } from "../../src/models/model.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { transientMaximum } from "../../src/studies/extrema.ts";

const read = (parameters: Parameters, ...names: string[]) =>
  steady(composite(parameters), { observables: names }).observables as Record<string, number>;
const F2 = 0.6;
const F1 = F2 / Math.SQRT2;

describe("errata of the composite paper", () => {
  it("1. the purity leaves the range between N = 1 and N → ∞", () => {
    const purity = (N: number) => read({ f1: F1, f2: F2, N, T: 0.05, evaluation: "generator" }, "purity").purity;
    const values = [1, 2, 3, 4, 5, 8].map(purity);
    expect(Math.min(...values)).toBeLessThan(limitingPurity(F1, F2, tanhHalf(1, 0.05)) - 0.007);
    expect(values.indexOf(Math.min(...values))).toBeGreaterThan(2);
    expect(purityThreshold(F1, F2, 1)).toBeCloseTo(2.78, 2);
  });

  it("2. the coherence with counter-rotating terms falls with N(f1² + 3f2²/2)π/ω", () => {
    const [f1, f2, T] = [0.02, 0.06, 0.3];
    const model = composite({ f1, f2, T, interaction: "CR", tau: 0.05, evaluation: "generator" });
    const exact = transientMaximum(model, "C_l1", { until: 6 });
    const z0 = -tanhHalf(1, T);
    const printed = printedTransient("qubits", "CR", f1, f2, 1, 1, z0).C;
    const corrected = correctedTransient("CR", f1, f2, 1, z0, clusterMoments("qubits", 1, T, 1)).C;
    expect(Math.abs(corrected / exact.value - 1)).toBeLessThan(0.3 * Math.abs(printed / exact.value - 1));
    expect(exact.interior).toBe(true);
  });

  it("3. the purity with counter-rotating terms falls with 4πN f2²/ω", () => {
    const [f1, f2, T] = [0.02, 0.06, 0.1];
    const z0 = -tanhHalf(1, T);
    const decayed = 0.5 * (1 + z0 * z0 * Math.exp(-4 * Math.PI * f2 * f2));
    expect(correctedTransient("CR", f1, f2, 1, z0, clusterMoments("qubits", 1, T, 1)).P).toBeCloseTo(decayed, 14);
    const recorded = transientMaximum(composite({ f1, f2, T, interaction: "CR", tau: 0.05, evaluation: "generator" }), "C_l1", {
      until: 6,
    });
    expect(recorded.at).toBeCloseTo(Math.PI, 0);
    expect(Math.abs(decayed - printedTransient("qubits", "CR", f1, f2, 1, 1, z0).P)).toBeGreaterThan(0.005);
  });

  it("4. a target oscillator with counter-rotating terms has no steady state", () => {
    const model = composite({
      target: "oscillator",
      bath: "oscillators",
      interaction: "CR",
      f1: 0.1,
      f2: 0.2,
      T: 0.5,
      tau: 0.05,
      evaluation: "generator",
    });
    expect(() => steady(model)).toThrow(/heats for ever/);
    expect(heatedOscillator(0.1, 0.2, 1, 1, 0).heatingRate).toBeGreaterThan(0.03);
    expect(transientMaximum(model.with({ levels: 24 }), "n", { until: 2, samples: 5 })).toMatchObject({ interior: false, limit: null });
  });

  it("5. at T > 0 and strong coupling the populations of (23) fall only as n⁻²", () => {
    const at = (levels: number) => {
      const { state } = steady(
        composite({ target: "oscillator", bath: "oscillators", f1: 0.6, f2: 0.6, T: 2, tau: 0.05, evaluation: "generator", levels }),
        { observables: ["n"], scope: "sector" },
      );
      const p = new Map<number, number>();
      state.forEach((i, j, re) => {
        if (i === j) p.set(i, re);
      });
      return p;
    };
    const p = at(60);
    const slope = Math.log((p.get(40) as number) / (p.get(20) as number)) / Math.log(2);
    expect(slope).toBeLessThan(-1);
    expect(slope).toBeGreaterThan(-4);
    // A thermal tail would be e^{−n/2}: e^{−10} over the same range.
    expect((p.get(40) as number) / (p.get(20) as number)).toBeGreaterThan(20 * Math.exp(-10));
  });

  it('6. "(27b) is proportional to the coherence" fails for oscillators', () => {
    const ratio = (T: number) => {
      const moments = clusterMoments("oscillators", 1, T, 1);
      const r = rotatingSteady(F1, F2, 1, moments);
      return rotatingRates(F1, F2, 1, 1, moments, r).W / Math.hypot(r[0], r[1]);
    };
    expect(ratio(0)).toBeCloseTo(0.682664, 6);
    expect(ratio(0.5)).toBeCloseTo(0.673, 3);
    expect(ratio(2)).toBeCloseTo(0.765349, 6);
  });

  it("7. (20) holds for N ≲ 3 and 1/2 ≲ |z0| ≤ 1", () => {
    const error = (N: number, T: number) => {
      const exact = transientMaximum(
        composite({ f1: 0.15, f2: 0.15, bath: "oscillators", N, T, tau: 0.05, evaluation: "generator" }),
        "C_l1",
        { until: 6 },
      );
      return Math.abs(printedTransient("oscillators", "RWA", 0.15, 0.15, N, 1, -tanhHalf(1, T)).C / exact.value - 1);
    };
    expect(error(1, 0.3)).toBeLessThan(0.02);
    expect(error(8, 0.3)).toBeGreaterThan(0.1);
    expect(error(3, 2)).toBeGreaterThan(0.1);
  });

  it('8. "(13) is the limit T → ∞ of (2)" is a figure of speech', () => {
    // At T → ∞ the rotating-wave equation relaxes σz with half the rate of (13): both lead to the mixed state, differently.
    const moments = clusterMoments("qubits", 1, 1e9, 1);
    const [hot, rabi] = [rotatingBloch(0.1, 0.2, 1, moments), rabiBloch(0.1, 0.2, 1, moments)];
    expect(rabi.B[2][2]).toBeCloseTo(2 * hot.B[2][2], 14);
    expect(rabi.B[0][2]).toBeCloseTo(2 * hot.B[0][2], 14);
    const sz = (interaction: string) =>
      run(composite({ f1: 0.1, f2: 0.2, T: 1e9, T_S: 0.5, interaction, tau: 0.05, evaluation: "generator" }), {
        times: [0, 5],
        observables: ["sz"],
      }).observables.sz[1] as number;
    expect(Math.abs(sz("RWA") - sz("CR"))).toBeGreaterThan(0.05);
  });

  it("9. (3) and (8) need |f1 f2|; Sec. IV calls a counter-rotating case RWA", () => {
    const moments = clusterMoments("qubits", 1, 0.5, 1);
    expect(rotatingCoherence(-F1, F2, 1, moments)).toBe(rotatingCoherence(F1, F2, 1, moments));
    const r = rotatingSteady(-F1, F2, 1, moments);
    expect(Math.hypot(r[0], r[1])).toBeCloseTo(rotatingCoherence(-F1, F2, 1, moments), 12);
    // Steady ⟨a⟩ of (22), the counter-rotating one, does not vanish at T = 0; that of the rotating wave does.
    expect(Math.hypot(...heatedOscillator(0.1, 0.2, 1, 1, 0).steadyAmplitude)).toBeGreaterThan(0.009);
    expect(Math.hypot(...rotatingAmplitude(0.1, 0.2, 1, clusterMoments("oscillators", 1, 0, 1)))).toBe(0);
  });

  it("10. C ≤ 1/√2 is a bound of the limit τ → 0 only", () => {
    const C = (tau: number) => read({ f1: F1, f2: F2, N: 8, T: 0, tau }, "C_l1").C_l1;
    expect(C(0.5)).toBeCloseTo(0.7529, 4);
    expect(C(0.5)).toBeGreaterThan(Math.SQRT1_2);
    expect(C(0.01)).toBeLessThan(Math.SQRT1_2);
  });

  it("11. at strong coupling the optimised coherence is above the steady one", () => {
    const model = composite({ f1: F1, f2: F2, N: 1, T: 0.05, evaluation: "generator" });
    const { value, at, interior, limit } = transientMaximum(model, "C_l1", { until: 60 });
    expect(interior).toBe(true);
    expect(value).toBeCloseTo(0.2853, 4);
    expect(at).toBeCloseTo(2.67, 2);
    expect(limit).toBeCloseTo(0.2422, 4);
  });

  it("has no inner maximum where the coherence only rises", () => {
    const model = composite({ N: 3, T: 0.05, evaluation: "generator" });
    expect(transientMaximum(model, "C_l1", { until: 60 }).interior).toBe(false);
  });
});

describe("a target oscillator in the rotating wave", () => {
  it.each([
    [0, [0, 0, 0, 1]],
    [0.25, [-9.50086300591e-7, 9.32746624046e-5, 0.0186612124856, 0.964024000868]],
    [0.5, [-9.04837507093e-6, 0.000782454838688, 0.156558070058, 0.761570796001]],
    [1, [-4.60105400074e-5, 0.00290895621359, 0.582241004878, 0.462061712253]],
    [2, [-0.000195654169943, 0.00770141874641, 1.54318227488, 0.24482023486]],
  ])("T = %d", (T, expected) => {
    const found = read(
      { target: "oscillator", bath: "oscillators", f1: 0.1, f2: 0.1, T, tau: 0.05, evaluation: "generator" },
      "a_re",
      "a_im",
      "n",
      "purity",
    );
    [found.a_re, found.a_im, found.n, found.purity].forEach((value, k) => expect(Math.abs(value - expected[k])).toBeLessThan(1e-9));
  });
});
