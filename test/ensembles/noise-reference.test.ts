/** What memory, slices, pairs and control variates change: the rest of the reference sheet of noise, through `averaged` and `ensemble`. */
import { describe, expect, it } from "vitest";
import {
  averaged,
  controlledMean,
  ensemble,
  type Model,
  masterEquation,
  modelByName,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

interface Cavity {
  readonly cavities: number;
  readonly levels: number;
  readonly phi: number;
  readonly alpha: number;
  readonly theta: number;
  readonly T0: number;
}

const cavity = ({ cavities, levels, phi, alpha, theta, T0 }: Cavity): Model =>
  modelByName("phaseonium", { cavities, levels, phi, alpha, theta, T0 });

const q = qubit("S");

/** A qubit from its ground state, or from σx = 1. */
const driven = (p: { Omega: number; gamma: number; up?: boolean }): Model =>
  masterEquation(
    ({ delta, Omega, gamma }) => ({
      H: plus(scaled(sigmaX(q), Omega / 2), scaled(sigmaZ(q), delta / 2)),
      jumps: [[sigmaMinus(q), gamma]],
      initial: p.up ? [Math.SQRT1_2, Math.SQRT1_2] : [0, 1],
    }),
    { delta: 0, Omega: p.Omega, gamma: p.gamma },
  );

function near(found: number | null | undefined, expected: number, tolerance: number, what = ""): void {
  expect(Math.abs((found as number) - expected), `${what}: ${found} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe("the same noise without its memory", () => {
  it.each(["mean.ar1-phase-cavity", "mean.ar1-phase-cascade", "mean.ar1-phase-cascade-negative", "mean.ar1-phase-given-start"] as const)(
    "%s",
    (id) => {
      const { params, expected } = reference[id];
      const names = params.cavities === 1 ? (["n1"] as const) : (["n1", "n2", "adag_b"] as const);
      const noise = { phi: normal(params.phi, params.s) };
      const steps = params.steps.at(-1) as number;
      const { observables } = averaged(cavity(params), { noise, steps, saveEvery: 1, observables: [...names] });
      for (const name of names) {
        const values = expected[`${name}_independent` as "n1_independent"];
        params.steps.forEach((k, i) => {
          near(observables[name][k], values[i], 1e-9, `${name} ${k}`);
        });
      }
    },
  );
});

describe("an OU detuning held in pieces", () => {
  it.each(["dephasing.ou", "dephasing.ou-fast"] as const)("dephases as the sheet has it, at every time: %s", (id) => {
    const { params, expected } = reference[id];
    const noise = { delta: ornsteinUhlenbeck(0, params.s, params.tau, { scheme: "start" }) };
    for (const n of params.pieces) {
      const values = (expected.pieces as unknown as Record<string, readonly number[]>)[n];
      params.times.forEach((t, k) => {
        const asked = { noise, times: [t], every: t / n, observables: ["sx"] };
        near(averaged(driven({ Omega: 0, gamma: 0, up: true }), asked).observables.sx[1], values[k], 1e-8, `${n} pieces, t = ${t}`);
      });
    }
  });

  const { params, expected } = reference["rabi.ou-convergence-in-dt"];
  const model = driven(params);
  const given = { x0: params.Delta + params.x0 };

  it("tends to the limit, from any start", () => {
    for (const [start, values] of [
      [{}, expected.exact],
      [given, expected.exact_given_start],
    ] as const) {
      const noise = { delta: ornsteinUhlenbeck(params.Delta, params.s, params.tau, start) };
      const names = ["sx", "sy", "sz"];
      const { observables } = averaged(model, { noise, times: [params.time], continuous: true, observables: names });
      names.forEach((name, c) => {
        near(observables[name][1], values[c], 1e-8, name);
      });
    }
  });

  it.each([
    ["start", "start", {}],
    ["middle", "middle", {}],
    ["start", "start_given_start", given],
    ["middle", "middle_given_start", given],
  ] as const)("at the %s of each piece, has the errors and the order of %s", (scheme, id, start) => {
    const exact = id.endsWith("given_start") ? expected.exact_given_start[2] : expected.exact[2];
    const noise = { delta: ornsteinUhlenbeck(params.Delta, params.s, params.tau, { scheme, ...start }) };
    const errors = params.pieces.map((n) => {
      const asked = { noise, times: [params.time], every: params.time / n, observables: ["sz"] };
      return Math.abs((averaged(model, asked).observables.sz[1] as number) - exact);
    });
    errors.forEach((error, k) => {
      near(error, expected[`${id}_error`][k], 1e-8, `${params.pieces[k]} pieces`);
    });
    near(Math.log2(errors[3] / errors[4]), expected[`${id}_order`], 0.05);
  });

  it("as its average over each piece, sampled: there is no exact average of it", async () => {
    const noise = { delta: ornsteinUhlenbeck(params.Delta, params.s, params.tau, { scheme: "average" }) };
    const exact = expected.exact[2];
    // what the sheet says of itself
    expected.average.forEach((value, k) => {
      near(Math.abs(value - exact), expected.average_error[k], 1e-9);
    });
    near(Math.log2(expected.average_error[3] / expected.average_error[4]), expected.average_order, 1e-6);
    for (const k of [0, 1]) {
      const every = params.time / params.pieces[k];
      const asked = { noise, times: [params.time], every, trajectories: 60_000, seed: 2, threads: 1, observables: ["sz"] };
      const { mean, standardError } = await ensemble(model, asked);
      const error = standardError.sz[1] as number;
      near(mean.sz[1], expected.average[k], 4 * error);
      // the pieces at their middle are off by more than that
      if (k === 0) expect(Math.abs((mean.sz[1] as number) - expected.middle[k])).toBeGreaterThan(4 * error);
    }
  });
});

describe("second moments", () => {
  it("of a cascade, exact and sampled, and what antithetic pairs bring", async () => {
    const { params, expected } = reference["std.phase-cascade"];
    const names = ["n1", "n2", "adag_b"] as const;
    const options = { noise: { phi: normal(params.phi, params.s) }, steps: 100, saveEvery: 1, observables: [...names] };
    const exact = averaged(cavity(params), { ...options, spread: true, nodes: 24 });
    const sampled = { ...options, trajectories: 6000, seed: 6, threads: 1, window: [...params.window] as [number, number] };
    const plain = await ensemble(cavity(params), sampled);
    const pairs = await ensemble(cavity(params), { ...sampled, antithetic: true });
    for (const name of names) {
      params.steps.forEach((k, i) => {
        near(exact.observables[name][k], expected[`mean_${name}`][i], 1e-10, name);
        near(exact.std?.[name][k], expected[`std_${name}`][i], 1e-8, name);
        near((plain.std[name][k] as number) / expected[`std_${name}`][i], 1, 0.05, name);
        const gain = pairs.antitheticGain?.[name][k] as number;
        near(gain / expected[`antithetic_gain_${name}`][i], 1, 0.2, name);
        near(1 / gain - 1, expected[`pair_correlation_${name}`][i], 0.03, name);
      });
    }
    near((plain.window?.observables.n1.stdOfMeans as number) / expected.std_of_window_mean_n1, 1, 0.05);
  });

  it("of noise that is constant in a realisation: its plain error is what points of low discrepancy would have to beat", async () => {
    const { params, expected } = reference["variance.sobol"];
    const noise = { phi: perRealisation(normal(params.phi, params.s)) };
    const options = { noise, steps: params.step, saveEvery: params.step, observables: ["n1"] };
    const exact = averaged(cavity(params), { ...options, spread: true });
    near(exact.observables.n1[1], expected.mean_n1, 1e-9);
    near(exact.std?.n1[1], expected.std_n1, 1e-9);
    for (const [i, trajectories] of params.n.entries()) {
      near((exact.std?.n1[1] as number) / Math.sqrt(trajectories), expected.plain_error[i], 1e-9);
      const { standardError } = await ensemble(cavity(params), { ...options, trajectories, seed: 1, threads: 1 });
      near((standardError.n1[1] as number) / expected.plain_error[i], 1, 3 / Math.sqrt(trajectories));
    }
  });

  it("of pairs of a single cavity", async () => {
    const { params, expected } = reference["std.phase-cavity"];
    const options = { noise: { phi: normal(params.phi, params.s) }, steps: 100, saveEvery: 1, trajectories: 6000, seed: 3, threads: 1 };
    const { antitheticGain } = await ensemble(cavity(params), { ...options, observables: ["n1"], antithetic: true });
    params.steps.forEach((k, i) => {
      near(1 / (antitheticGain?.n1[k] as number) - 1, expected.pair_correlation_n1[i], 0.03);
      near((antitheticGain?.n1[k] as number) / expected.antithetic_gain_n1[i], 1, 0.2);
    });
  });
});

describe("a control variate", () => {
  const { params, expected } = reference["variance.control-variate"];
  const steps = params.steps.at(-1) as number;
  const shot = { phi: perRealisation(normal(params.phi, params.s)) };

  it("has exact means and spreads where noise is constant in a realisation", () => {
    const options = { noise: shot, steps, saveEvery: 1, observables: ["n1", "T1"] };
    const { observables, std } = averaged(cavity(params), { ...options, spread: true });
    params.steps.forEach((k, i) => {
      near(observables.n1[k], expected.mean_n1[i], 1e-9);
      near(std?.n1[k], expected.std_n1[i], 1e-8);
      // a temperature is no linear observable: this is that of the mean state, which has no spread, and lies above the mean
      const n = expected.mean_n1[i];
      near(observables.T1[k], 1 / Math.log1p(1 / n), 1e-8);
      expect(observables.T1[k]).toBeGreaterThan(expected.mean_T1[i]);
      expect(std?.T1[k]).toBeNull();
    });
  });

  it("has the slope, the correlation and the gain of the joint distribution", async () => {
    const options = { noise: shot, steps, saveEvery: 1, trajectories: 8000, seed: 4, threads: 1 };
    const both = { ...options, observables: ["n1", "T1"], covariances: { at: [...params.steps] } };
    const { covariances, mean, std, standardError } = await ensemble(cavity(params), both);
    if (!covariances) throw new Error("has no covariances");
    const { covariance, correlation } = covariances;
    params.steps.forEach((k, i) => {
      const [x, y] = [2 * i, 2 * i + 1];
      const [xx, xy, yy, rho] = [covariance[x][x], covariance[x][y], covariance[y][y], correlation[x][y] as number];
      near(mean.T1[k], expected.mean_T1[i], 4 * (standardError.T1[k] as number));
      near((std.T1[k] as number) / expected.std_T1[i], 1, 0.04);
      near(xy / xx, expected.beta[i], 0.01);
      near(rho, expected.correlation[i], 2e-4);
      near(1 / (1 - rho ** 2) / expected.gain[i], 1, 0.35);
      const n = expected.mean_n1[i];
      const slope = 1 / (n * (n + 1) * Math.log1p(1 / n) ** 2);
      near(yy / (yy - 2 * slope * xy + slope * slope * xx) / expected.gain_slope_of_mean[i], 1, 0.35);
    });
    const controlled = await controlledMean(cavity(params), { ...options, of: "T1", by: "n1", at: 20 });
    near(controlled.beta, expected.beta[1], 0.02);
    near(controlled.value, expected.mean_T1[1], 4 * controlled.standardError);
  });

  it("gains tens of thousands where phases are drawn at each collision", async () => {
    const noise = { phi: normal(params.phi, params.s) };
    const options = { noise, steps: params.mc_step, saveEvery: params.mc_step, threads: 1 };
    const controlled = await controlledMean(cavity(params), { ...options, of: "T1", by: "n1", trajectories: 6000, seed: 5, pilot: 2048 });
    near(controlled.exact, expected.per_collision_mean_n1, 1e-9);
    near(controlled.gain / expected.per_collision_gain_mc, 1, 0.35);
  });
});
