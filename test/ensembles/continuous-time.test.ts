/** Noise in continuous time: exact averages by hidden states, and jumps at their exact times, against reference values and closed forms. */
import { describe, expect, it } from "vitest";
import {
  ar1,
  averaged,
  type EnsembleOptions,
  ensemble,
  type Model,
  markov,
  masterEquation,
  modelByName,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  plan,
  planEnsemble,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  sumOfNoises,
  telegraph,
  timeFunction,
  uniform,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

const q = qubit("S");

/** A driven qubit from its ground state, or from σx = 1. */
const driven = (p: { Omega?: number; delta?: number; gamma?: number; up?: boolean } = {}): Model =>
  masterEquation(
    ({ Omega, delta, gamma }) => ({
      H: plus(scaled(sigmaX(q), Omega / 2), scaled(sigmaZ(q), delta / 2)),
      jumps: [[sigmaMinus(q), gamma]],
      initial: p.up ? [Math.SQRT1_2, Math.SQRT1_2] : [0, 1],
    }),
    { Omega: p.Omega ?? 1, delta: p.delta ?? 0, gamma: p.gamma ?? 0 },
  );

/** A qubit that only dephases, under a train of π pulses at `flips`: ⟨σx⟩ − i⟨σy⟩ = E e^{−i∫ ±x}. */
const dephasing = (flips: readonly number[] = []): Model =>
  masterEquation(
    ({ delta }) => ({
      H:
        flips.length === 0
          ? scaled(sigmaZ(q), delta / 2)
          : [
              {
                operator: scaled(sigmaZ(q), delta / 2),
                coefficient: timeFunction((t: number) => (flips.filter((flip) => flip <= t).length % 2 === 0 ? 1 : -1), flips),
              },
            ],
      initial: [Math.SQRT1_2, Math.SQRT1_2],
    }),
    { delta: 0 },
  );

function expectNear(found: readonly (number | null)[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, k) =>
    expect(Math.abs((value as number) - expected[k]), `${value} for ${expected[k]}`).toBeLessThanOrEqual(tolerance),
  );
}

describe("exact averages in continuous time", () => {
  it.each(["dephasing.ou", "dephasing.ou-fast"] as const)("of free decay under an OU detuning: %s", (id) => {
    const { params, expected } = reference[id];
    const asked = { times: params.times, continuous: true, observables: ["sx", "sy"] };
    const of = (noise: ReturnType<typeof normal>) => averaged(dephasing(), { ...asked, noise: { delta: noise } }).observables;
    expectNear(of(ornsteinUhlenbeck(0, params.s, params.tau)).sx.slice(1), expected.free, 1e-9);
    const given = of(ornsteinUhlenbeck(0, params.s, params.tau, { x0: params.x0 }));
    expectNear(
      given.sx.slice(1),
      expected.given_start.map(([re]) => re),
      1e-8,
    );
    // W = ⟨σx⟩ − i⟨σy⟩ in the convention of e^{−i∫x}
    expectNear(
      given.sy.slice(1).map((value) => Math.abs(value as number)),
      expected.given_start.map(([, im]) => Math.abs(im)),
      1e-8,
    );
    const both = sumOfNoises(ornsteinUhlenbeck(0, params.s, params.tau), perRealisation(normal(0, params.std_static)));
    expectNear(of(both).sx.slice(1), expected.with_static, 1e-8);
  });

  it.each(["dephasing.ou", "dephasing.ou-fast"] as const)("of echoes under an OU detuning: %s", (id) => {
    const { params, expected } = reference[id];
    params.times.forEach((t, k) => {
      const refocused = (flips: readonly number[]) => {
        const noise = { delta: ornsteinUhlenbeck(0, params.s, params.tau) };
        return averaged(dephasing(flips), { noise, times: [t], continuous: true, nodes: 16, observables: ["sx"] }).observables
          .sx[1] as number;
      };
      expect(Math.abs(refocused([t / 2]) - expected.echo[k])).toBeLessThan(1e-10);
      expect(Math.abs(refocused([1, 3, 5, 7].map((j) => (j * t) / 8)) - expected.cpmg4[k])).toBeLessThan(1e-10);
    });
  });

  it.each(["dephasing.telegraph-slow", "dephasing.telegraph-fast", "dephasing.telegraph-asymmetric"] as const)("of %s", (id) => {
    const { params, expected } = reference[id];
    const noise = { delta: telegraph(params.v0, params.v1, params.r01, params.r10) };
    const free = averaged(dephasing(), { noise, times: params.times, observables: ["sx", "sy"] });
    expect(free.hidden).toEqual({ levels: 2, error: 0 });
    expectNear(
      free.observables.sx.slice(1),
      expected.free.map(([re]) => re),
      1e-10,
    );
    expectNear(
      free.observables.sy.slice(1).map((value) => Math.abs(value as number)),
      expected.free.map(([, im]) => Math.abs(im)),
      1e-10,
    );
    params.times.forEach((t, k) => {
      const { observables } = averaged(dephasing([t / 2]), { noise, times: [t], observables: ["sx", "sy"] });
      expect(Math.abs((observables.sx[1] as number) - expected.echo[k][0])).toBeLessThan(1e-8);
    });
  });

  it.each(["rabi.telegraph", "rabi.telegraph-damped-asymmetric"] as const)("of a driven qubit, with the spread: %s", (id) => {
    const { params, expected } = reference[id];
    const model = driven({ Omega: params.Omega, gamma: params.gamma });
    const noise = { delta: telegraph(params.Delta + params.v0, params.Delta + params.v1, params.r01, params.r10) };
    const { observables, std } = averaged(model, { noise, times: params.times, observables: ["sx", "sy", "sz"], spread: true });
    for (const name of ["sx", "sy", "sz"] as const) {
      expectNear(observables[name].slice(1), expected[name], 1e-10);
      expectNear((std?.[name] ?? []).slice(1), expected[`std_${name}`], 1e-8);
    }
    const asked = averaged(model, { noise, times: params.times, observables: ["sz"], continuous: true });
    expect(asked.observables.sz).toEqual(observables.sz);
  });

  it.each(["rabi.ou", "rabi.ou-damped-given-start"] as const)("of a driven qubit under an OU detuning, with the spread: %s", (id) => {
    const { params, expected } = reference[id];
    const model = driven({ Omega: params.Omega, gamma: params.gamma });
    const start = "x0" in params ? { x0: params.Delta + (params.x0 as number) } : {};
    const noise = { delta: ornsteinUhlenbeck(params.Delta, params.s, params.tau, start) };
    const options = { noise, times: params.times, observables: ["sx", "sy", "sz"], continuous: true };
    const result = averaged(model, options);
    for (const name of ["sx", "sy", "sz"] as const) expectNear(result.observables[name].slice(1), expected[name], 1e-8);
    expect(result.hidden?.error).toBeLessThan(1e-9);
    const { std } = averaged(model, { ...options, spread: true, nodes: 24 });
    for (const name of ["sx", "sy", "sz"] as const) expectNear((std?.[name] ?? []).slice(1), expected[`std_${name}`], 1e-7);
  });

  it.each(["kerr.ou-detuning", "cavity.ou-detuning"] as const)("of a driven cavity: %s", (id) => {
    const { params, expected } = reference[id];
    const { Delta, K, F, down, up, levels } = params;
    const model = modelByName("kerr", { Delta, K, F, down, up, levels });
    const noise = { Delta: ornsteinUhlenbeck(Delta, params.s, params.tau) };
    const result = averaged(model, { noise, times: params.times, observables: ["n", "a_re", "a_im"], continuous: true });
    for (const name of ["n", "a_re", "a_im"] as const) expectNear(result.observables[name].slice(1), expected[name], 1e-8);
  });

  it("is what short slices tend to", () => {
    const model = driven({ gamma: 0.1 });
    const noise = { delta: ornsteinUhlenbeck(0.2, 0.6, 1.2) };
    const at = (every: number) => averaged(model, { noise, times: [3], every, observables: ["sz"] }).observables.sz[1] as number;
    const limit = averaged(model, { noise, times: [3], continuous: true, observables: ["sz"] }).observables.sz[1] as number;
    const [coarse, fine] = [at(0.1), at(0.05)];
    expect(Math.abs((4 * fine - coarse) / 3 - limit)).toBeLessThan(2e-7);
    expect((coarse - limit) / (fine - limit)).toBeCloseTo(4, 1);
  });

  it("of independent fluctuators is the product of theirs", () => {
    const fluctuators = [
      [0.5, 0.4, 0.9],
      [0.8, 0.1, 0.1],
      [0.3, 2, 1],
    ].map(([v, up, down]) => telegraph(-v, v, up, down));
    const asked = { times: [0.7, 2, 5], observables: ["sx", "sy"] };
    const of = (noise: (typeof fluctuators)[number]) => averaged(dephasing(), { ...asked, noise: { delta: noise } }).observables;
    const all = of(sumOfNoises(...fluctuators));
    const single = fluctuators.map(of);
    [1, 2, 3].forEach((k) => {
      let [re, im] = [1, 0];
      for (const { sx, sy } of single)
        [re, im] = [re * (sx[k] as number) - im * (sy[k] as number), re * (sy[k] as number) + im * (sx[k] as number)];
      expect(all.sx[k]).toBeCloseTo(re, 10);
      expect(all.sy[k]).toBeCloseTo(im, 10);
    });
  });

  it("plans what it does", () => {
    const text = String(plan(driven(), { command: "averaged", noise: { delta: telegraph(-1, 1, 0.4, 0.4) }, until: 3 }));
    expect(text).toMatch(/average +a master equation with hidden states: .*2 hidden states in continuous time/);
    expect(text).toMatch(/time +exponential/);
  });

  it.each<[string, object, RegExp]>([
    [
      "both",
      { every: 0.1, continuous: true, noise: { delta: ornsteinUhlenbeck(0, 1, 1) } },
      /^Argument `every` must be left out of the limit/,
    ],
    [
      "noise without a limit",
      { continuous: true, noise: { delta: normal(0, 1) } },
      /^Argument `continuous` must be asked for where noise has a limit/,
    ],
    ["a process of slices", { continuous: true, noise: { delta: ar1(0, 1, 0.5) } }, /that on `delta` is ar1/],
    [
      "slices of jumps",
      { every: 0.1, noise: { delta: telegraph(0, 1, 1, 1, { scheme: "switching" }) } },
      /^Argument `every` must be left out where all noise jumps/,
    ],
    [
      "slices and jumps",
      { every: 0.1, noise: { delta: telegraph(0, 1, 1, 1, { scheme: "switching" }), Omega: normal(1, 0.1) } },
      /^Argument `noise` must be all in slices or all in continuous time/,
    ],
  ])("refuses %s", (_, change, sentence) => {
    expect(() => averaged(driven(), { until: 1, observables: ["sz"], noise: {}, ...change })).toThrow(sentence);
  });
});

describe("jumps at their exact times", () => {
  const options: EnsembleOptions = { times: [1, 3, 8], trajectories: 4096, seed: 5, observables: ["sx", "sy", "sz"], threads: 1 };

  it("have mean and spread of the enlarged master equation", async () => {
    const { params, expected } = reference["rabi.telegraph-damped-asymmetric"];
    const model = driven({ Omega: params.Omega, gamma: params.gamma });
    const noise = { delta: telegraph(params.Delta + params.v0, params.Delta + params.v1, params.r01, params.r10) };
    const result = await ensemble(model, { ...options, noise });
    expect(String(result.plan)).toMatch(/slice +exponentials as polynomials in the time between jumps/);
    for (const name of ["sx", "sy", "sz"] as const) {
      [0, 1, 2].forEach((k) => {
        const error = result.standardError[name][k + 1] as number;
        expect(Math.abs((result.mean[name][k + 1] as number) - expected[name][k])).toBeLessThan(4 * error);
        expect(Math.abs((result.std[name][k + 1] as number) / expected[`std_${name}`][k] - 1)).toBeLessThan(0.08);
      });
    }
  });

  it("have the same bits in any lanes, threads and parts", async () => {
    const noise = { delta: sumOfNoises(telegraph(-0.5, 0.5, 2, 1), telegraph(-0.2, 0.3, 0.1, 0.4)) };
    const asked = { ...options, noise, trajectories: 300 };
    const one = await ensemble(driven({ gamma: 0.1 }), asked);
    for (const change of [{ lanes: 1 }, { lanes: 3 }, { lanes: 5 }]) {
      const other = await ensemble(driven({ gamma: 0.1 }), { ...asked, ...change });
      expect({ mean: other.mean, std: other.std }).toEqual({ mean: one.mean, std: one.std });
    }
  });

  it("are those of a Bloch vector that is turned from jump to jump", async () => {
    // pure dephasing: ⟨σx⟩ = cos ∫x, and x is ±1 between exponential waits with rate 0.7
    const noise = { delta: telegraph(-1, 1, 0.7, 0.7) };
    const { std, mean } = await ensemble(dephasing(), { ...options, noise, observables: ["sx"] });
    // E cos² = ½(1 + E cos 2∫x), and 2x is telegraph noise ±2
    const closed = (v: number, t: number) => {
      const mu = Math.sqrt(v * v - 0.49);
      return Math.exp(-0.7 * t) * (Math.cos(mu * t) + (0.7 / mu) * Math.sin(mu * t));
    };
    [1, 3, 8].forEach((t, k) => {
      const variance = (1 + closed(2, t)) / 2 - closed(1, t) ** 2;
      expect(Math.abs((mean.sx[k + 1] as number) - closed(1, t))).toBeLessThan(4 * Math.sqrt(variance / 4096));
      expect(Math.abs((std.sx[k + 1] as number) ** 2 / variance - 1)).toBeLessThan(0.08);
    });
  });

  it.each<[string, EnsembleOptions["noise"], object, RegExp]>([
    [
      "with noise that is constant in a realisation",
      { delta: telegraph(-0.8, 0.8, 0.5, 0.5), Omega: perRealisation(uniform(0.8, 1.2)) },
      {},
      /an exponential for each value/,
    ],
    [
      "with both on one parameter",
      { delta: sumOfNoises(telegraph(-0.8, 0.8, 0.5, 0.5), perRealisation(normal(0, 0.3))) },
      {},
      /in the time between jumps: .* coefficients/,
    ],
    [
      "with noise in slices",
      { delta: sumOfNoises(ornsteinUhlenbeck(0, 0.3, 1), telegraph(-0.8, 0.8, 0.5, 0.5, { scheme: "switching" })) },
      { every: 0.25 },
      /12 slices of 0.25, in 12 pieces, cut where the noise jumps/,
    ],
    [
      "between three values",
      {
        delta: markov(
          [-1, 0, 1],
          [
            [0, 1, 0.5],
            [1, 2, 0.4],
            [2, 0, 0.3],
            [1, 0, 0.2],
          ],
        ),
      },
      {},
      /in the time between jumps/,
    ],
  ])("%s", async (_, noise = {}, change, plan) => {
    const model = driven({ gamma: 0.1 });
    const asked = { ...options, ...change, noise, trajectories: 400, times: [1, 3], observables: ["sz"] };
    const one = await ensemble(model, asked);
    expect(String(one.plan)).toMatch(plan);
    const other = await ensemble(model, { ...asked, lanes: 1 });
    expect(other.mean).toEqual(one.mean);
    if ("every" in change) return;
    const exact = averaged(model, { noise, times: [1, 3], observables: ["sz"], nodes: 16 });
    [1, 2].forEach((k) => {
      expect(Math.abs((one.mean.sz[k] as number) - (exact.observables.sz[k] as number))).toBeLessThan(
        4 * (one.standardError.sz[k] as number),
      );
    });
  });

  it("go one by one through a drive, with the same jumps", async () => {
    const pulsed = masterEquation(
      ({ delta }) => ({
        H: [{ operator: scaled(sigmaX(q), 0.5), coefficient: timeFunction(() => 1, [1]) }, scaled(sigmaZ(q), delta / 2)],
        jumps: [[sigmaMinus(q), 0.1]],
        initial: [0, 1],
      }),
      { delta: 0 },
    );
    const asked = { ...options, noise: { delta: telegraph(-0.8, 0.8, 0.9, 0.6) }, times: [0.5, 0.7, 2], trajectories: 6 };
    const slow = await ensemble(pulsed, asked);
    expect(String(slow.plan)).toMatch(/realisations +one after the other/);
    const fast = await ensemble(driven({ gamma: 0.1 }), asked);
    for (const name of ["sx", "sy", "sz"])
      slow.mean[name].forEach((value, s) => expect(value).toBeCloseTo(fast.mean[name][s] as number, 8));
  });

  it("mirror each other in antithetic pairs, and follow each other where they are correlated", async () => {
    const twice = { delta: telegraph(-1, 1, 0.5, 0.5), Omega: telegraph(0.5, 1.5, 0.5, 0.5) };
    const correlations = {
      parameters: ["delta", "Omega"],
      matrix: [
        [1, 1],
        [1, 1],
      ],
    };
    const asked = { ...options, noise: twice, correlations, trajectories: 1024, observables: ["sz"] };
    const sampled = await ensemble(driven(), { ...asked, antithetic: true });
    const exact = averaged(driven(), { noise: twice, correlations, times: [1, 3, 8], observables: ["sz"] });
    expect(exact.hidden).toEqual({ levels: 2, error: 0 });
    [1, 2, 3].forEach((k) => {
      const error = sampled.standardError.sz[k] as number;
      expect(Math.abs((sampled.mean.sz[k] as number) - (exact.observables.sz[k] as number))).toBeLessThan(4 * error);
    });
  });

  it("are planned, and refuse slices that nothing is held in", async () => {
    const noise = { delta: telegraph(-1, 1, 1, 1, { scheme: "switching" }) };
    expect(String(await planEnsemble(driven(), { ...options, noise }))).toContain("cut where the noise jumps");
    await expect(ensemble(driven(), { ...options, noise, every: 0.1 })).rejects.toThrow(
      /^Argument `every` must be left out where all noise jumps/,
    );
    const phase = modelByName("phaseonium", { levels: 3 });
    const phi = telegraph(2, 2.4, 1, 1, { scheme: "switching" });
    await expect(ensemble(phase, { steps: 2, trajectories: 2, noise: { phi } })).rejects.toThrow(/^Argument `scheme` must be left out/);
  });
});
