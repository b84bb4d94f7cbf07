/** Ensembles of the phaseonium cascade against independent Monte Carlo runs and against linear response (Figs. 4 to 6). */
import { describe, expect, it } from "vitest";
import { ensemble, normal, phaseonium } from "../../src/index.ts";
import { laneRunner } from "../../src/solvers/lane-runner.ts";
import { type Case, casesOf } from "../fixtures/cases.ts";

const { cases } = casesOf("phaseonium") as unknown as { cases: (Case & { readonly tolerance: Readonly<Record<string, number>> })[] };
const windows: Readonly<Record<string, readonly [number, number]>> = {
  "ensemble.fig5.cold": [401, 800],
  "ensemble.fig5.hot": [701, 1200],
  "ensemble.fig5.hot_wide": [701, 1200],
  "ensemble.fig6.T0_1": [2601, 3600],
  "ensemble.fig6.T0_2": [2601, 3600],
};

function near(c: (typeof cases)[number], key: string, value: number | null | undefined): void {
  expect(Math.abs((value as number) - c.expected[key]), `${c.id} ${key} = ${value}`).toBeLessThanOrEqual(c.tolerance[key]);
}

describe("time noise (Fig. 4)", () => {
  it.each(cases.filter(({ id }) => id.startsWith("fig4.ensemble")))("$id", { timeout: 240_000 }, async (c) => {
    const { alpha, theta, sigma_theta, runs } = c.params;
    const result = await ensemble(phaseonium({ alpha, phi: Math.PI / 2, theta, T0: 1, cut: 8 }), {
      steps: 100,
      saveEvery: 10,
      trajectories: runs,
      seed: 1,
      noise: { theta: normal(theta, sigma_theta) },
      observables: ["T1", "T2"],
    });
    for (const key of Object.keys(c.expected)) {
      const [, k, statistic, name] = /^k(\d+)\.(mean|std)_(T\d)$/.exec(key) as RegExpExecArray;
      near(c, key, result[statistic as "mean" | "std"][name][Number(k) / 10]);
    }
  });
});

describe("phase noise (Figs. 5 and 6)", () => {
  const stationary = cases.filter(({ id }) => id in windows);

  it("has a window for each case", () => {
    expect(stationary).toHaveLength(5);
  });

  it.each(stationary)("$id: mean and spread in the window", { timeout: 400_000 }, async (c) => {
    const { alpha, phi, theta, T0, sigma_phi } = c.params;
    const window = windows[c.id];
    const result = await ensemble(phaseonium({ alpha, phi, theta, T0, cut: 4 }), {
      steps: window[1],
      saveEvery: 10,
      trajectories: 64,
      seed: 1,
      noise: { phi: normal(phi, sigma_phi) },
      observables: ["T1", "T2"],
      window,
    });
    for (const k of [1, 2]) {
      near(c, `mean_T${k}`, result.window?.observables[`T${k}`].mean);
      near(c, `std_T${k}`, result.window?.observables[`T${k}`].std);
    }
  });

  /**
   * To first order a collision's noise δp_B adds δp_B·r_j to ⟨n⟩ j collisions later, so
   * Var n = Var p_B Σ_j r_j² around the state of the averaged map, and σ_T = σ_n dT/dn with T = 1/ln(1 + 1/n).
   * The map is linear in p_B, so one perturbed collision gives r_j exactly.
   */
  it.each(stationary)("$id: spread by linear response", { timeout: 120_000 }, (c) => {
    const { alpha, phi, theta, sigma_phi } = c.params;
    const cosine = Math.exp(-(sigma_phi ** 2) / 2) * Math.cos(phi);
    const kicked = Math.acos(cosine) + 0.3;
    const half = (1 - alpha * alpha) / 2;
    const variance = half * half * ((1 + Math.exp(-2 * sigma_phi ** 2) * Math.cos(2 * phi)) / 2 - cosine * cosine);
    const model = phaseonium({ alpha, phi: Math.acos(cosine), theta, T0: c.expected.T_of_mean_map, cut: 4 });
    const steps = windows[c.id][1] * 2;
    const draw = (_first: number, lanes: number, step: number, into: Float64Array) => {
      into.fill(Math.acos(cosine));
      if (step === 1) into.fill(kicked, 0, Math.max(1, lanes - 1));
    };
    // Lane 0 gets the kick, lane 1 does not.
    const lanes = laneRunner(model, { steps, saveEvery: 1, observables: ["n1", "n2"], noise: { parameters: ["phi"], draw }, lanes: 2 });
    const out = new Float64Array((steps + 1) * 2 * 2);
    lanes.run(0, 2, out);
    lanes.release();
    [1, 2].forEach((k, o) => {
      let sum = 0;
      for (let s = 1; s <= steps; s++) {
        const response = (out[(s * 2 + o) * 2] - out[(s * 2 + o) * 2 + 1]) / (half * (Math.cos(kicked) - cosine));
        sum += response * response;
      }
      const n = out[o * 2];
      const T = 1 / Math.log(1 + 1 / n);
      near(c, `std_T${k}_linear`, Math.sqrt(variance * sum) * ((T * T) / (n * (n + 1))));
    });
  });
});
