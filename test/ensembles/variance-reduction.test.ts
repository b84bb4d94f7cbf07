/** Antithetic pairs and control variates: unbiased, with the gain that exact moments promise. */
import { describe, expect, it } from "vitest";
import type { Covariances } from "../../src/ensembles/co-moments.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import {
  ar1,
  averaged,
  controlledMean,
  type EnsembleOptions,
  ensemble,
  exponential,
  modelByName,
  normal,
  perRealisation,
  uniform,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

const cavity = (p: { alpha: number; theta: number; T0: number; levels: number; phi: number }) =>
  modelByName("phaseonium", { cavities: 1, alpha: p.alpha, theta: p.theta, T0: p.T0, levels: p.levels, phi: p.phi });

describe("antithetic pairs", () => {
  it("mirror every kind of draw, whatever the lanes", () => {
    const noise = { a: normal(1, 0.5), b: uniform(0, 2), c: exponential(1), d: ar1(0, 1, 0.7), e: perRealisation(normal(0, 1)) };
    const compiled = compileNoise(noise, 3, null, 16, { positions: "collision", step: null, count: 40 }, { antithetic: true });
    const eight = new Float64Array(5 * 8 * 4);
    compiled.draw(0, 8, 3, eight, 4);
    for (let s = 0; s < 4; s++) {
      for (let l = 0; l < 8; l += 2) {
        const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((p) => [eight[(s * 5 + p) * 8 + l], eight[(s * 5 + p) * 8 + l + 1]]);
        expect(a[0] + a[1]).toBeCloseTo(2, 13);
        expect(b[0] + b[1]).toBeCloseTo(2, 13);
        expect(Math.exp(-c[0]) + Math.exp(-c[1])).toBeCloseTo(1, 12);
        expect(d[0] + d[1]).toBeCloseTo(0, 13);
        expect(e[0] + e[1]).toBeCloseTo(0, 13);
      }
    }
    const three = new Float64Array(5 * 3);
    compiled.draw(3, 3, 5, three);
    for (let p = 0; p < 5; p++) for (let l = 0; l < 3; l++) expect(three[p * 3 + l]).toBe(eight[(2 * 5 + p) * 8 + 3 + l]);
  });

  it("gain what the exact pair correlation says, and say so", async () => {
    const { params, expected } = reference["std.phase-cavity"];
    const options: EnsembleOptions = {
      steps: 20,
      saveEvery: 20,
      trajectories: 6000,
      seed: 9,
      noise: { phi: normal(params.phi, params.s) },
      observables: ["n1"],
      threads: 1,
    };
    const pairs = await ensemble(cavity(params), { ...options, antithetic: true });
    const gain = pairs.antitheticGain?.n1[1] as number;
    const wanted = expected.antithetic_gain_n1[2];
    expect(Math.abs(gain / wanted - 1)).toBeLessThan(0.2);
    const plain = await ensemble(cavity(params), options);
    const ratio = (plain.standardError.n1[1] as number) / (pairs.standardError.n1[1] as number);
    expect(Math.abs((ratio * ratio) / wanted - 1)).toBeLessThan(0.2);
    expect(Math.abs((pairs.mean.n1[1] as number) - expected.mean_n1[2])).toBeLessThan(4 * (pairs.standardError.n1[1] as number));
    expect(Math.abs((pairs.std.n1[1] as number) / expected.std_n1[2] - 1)).toBeLessThan(0.05);
    const other = await ensemble(cavity(params), { ...options, antithetic: true, lanes: 3, threads: 2 });
    expect({ mean: other.mean, error: other.standardError }).toEqual({ mean: pairs.mean, error: pairs.standardError });
  });

  it("need an even number of realisations", async () => {
    const options = { steps: 2, trajectories: 5, antithetic: true, noise: { phi: normal(2.4, 0.1) } };
    await expect(ensemble(modelByName("phaseonium", { levels: 3 }), options)).rejects.toThrow(/^Argument `trajectories` must be even/);
  });
});

describe("a control variate", () => {
  it("takes the error of a temperature down by its exact photon number", async () => {
    const { params, expected } = reference["variance.control-variate"];
    const noise = { phi: normal(params.phi, params.s) };
    const controlled = await controlledMean(cavity(params), {
      of: "T1",
      by: "n1",
      steps: params.mc_step,
      trajectories: 512,
      seed: 5,
      noise,
      threads: 1,
    });
    const { per_collision_mean_T1_mc: mean } = expected as unknown as { per_collision_mean_T1_mc: number };
    expect(controlled.gain).toBeGreaterThan(1000);
    expect(Math.abs(controlled.value - mean)).toBeLessThan(4 * controlled.standardError + 1e-5);
    expect(controlled.standardError * Math.sqrt(controlled.gain)).toBeCloseTo(controlled.plain.standardError, 12);
    const exact = averaged(cavity(params), { noise, steps: params.mc_step, observables: ["n1"] });
    expect(controlled.exact).toBe(exact.observables.n1.at(-1));
  });

  it("takes parameters that share their noise", async () => {
    const correlations = {
      parameters: ["phi", "theta"],
      matrix: [
        [1, 0.5],
        [0.5, 1],
      ],
    };
    const options = { steps: 10, noise: { phi: normal(2.4, 0.3), theta: normal(0.3, 0.02) }, correlations };
    const model = modelByName("phaseonium", { cavities: 1, levels: 6, T0: 0.8 });
    const controlled = await controlledMean(model, { ...options, of: "T1", by: "n1", trajectories: 512, threads: 1 });
    expect(controlled.exact).toBe(averaged(model, { ...options, observables: ["n1"] }).observables.n1.at(-1));
    expect(controlled.gain).toBeGreaterThan(50);
    expect(Math.abs(controlled.value - controlled.plain.value)).toBeLessThan(4.5 * controlled.plain.standardError);
  });

  it("takes its slope from realisations of their own, which leaves the mean unbiased", async () => {
    const model = modelByName("phaseonium", { cavities: 1, levels: 4, T0: 0.4 });
    const options = { of: "T1", by: "n1", steps: 4, noise: { phi: normal(2.4, 0.3) }, seed: 3, trajectories: 64, pilot: 64, threads: 1 };
    const { beta, ensemble: found } = await controlledMean(model, options);
    const [[, xy], [, xx]] = (found.covariances as Covariances).covariance;
    expect(Math.abs(beta / (xy / xx) - 1)).toBeGreaterThan(1e-9);
    expect(Math.abs(beta / (xy / xx) - 1)).toBeLessThan(0.1);
  });

  it.each<[string, object, RegExp]>([
    ["itself", { by: "T1" }, /^Argument `by` must be another observable/],
    ["a time that is not saved", { at: 7.5 }, /^Argument `at` must be a saved/],
  ])("refuses %s", async (_, change, sentence) => {
    const options = { of: "T1", by: "n1", steps: 10, trajectories: 32, noise: { phi: normal(2.4, 0.1) }, threads: 1 };
    await expect(controlledMean(modelByName("phaseonium", { cavities: 1, levels: 4 }), { ...options, ...change })).rejects.toThrow(
      sentence,
    );
  });
});
