/** Noise held for slices of time on master equations: against exact maps, closed forms and other ways. */
import { describe, expect, it } from "vitest";
import { type CompiledNoise, compileNoise } from "../../src/ensembles/draws.ts";
import {
  ar1,
  type EnsembleOptions,
  ensemble,
  type Model,
  masterEquation,
  modelByName,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  planEnsemble,
  plus,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  sumOfNoises,
  timeFunction,
  truncatedNormal,
  uniform,
} from "../../src/index.ts";
import { expm } from "../../src/numerics/expm.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

const q = qubit("S");

/** A driven qubit: detuning, drive, decay. */
const driven = (parameters: Record<string, number> = {}): Model =>
  masterEquation(
    ({ delta, Omega, gamma }) => ({
      H: plus(scaled(sigmaX(q), Omega / 2), scaled(sigmaZ(q), delta / 2)),
      jumps: [[sigmaMinus(q), gamma]],
      initial: [0, 1],
    }),
    { delta: 0.2, Omega: 1, gamma: 0.05, ...parameters },
  );

const base = { trajectories: 40, seed: 3, threads: 1, observables: ["sx", "sy", "sz"] } as const;

/** Realisation by realisation, from Bloch matrices: r′ = A r + b, exponentiated for each piece. */
function blochByHand(
  values: (slice: number, p: number) => number,
  pieces: readonly (readonly [slice: number, duration: number])[],
): number[] {
  let r = [0, 0, -1, 1];
  for (const [slice, duration] of pieces) {
    const [Omega, delta, gamma] = [values(slice, 0), values(slice, 1), values(slice, 2)];
    const A = [
      [-gamma / 2, -delta, 0, 0],
      [delta, -gamma / 2, -Omega, 0],
      [0, Omega, -gamma, -gamma],
      [0, 0, 0, 0],
    ];
    const data = new Float64Array(32);
    A.forEach((row, i) => {
      row.forEach((value, j) => {
        data[2 * (4 * i + j)] = value * duration;
      });
    });
    const P = expm({ rows: 4, columns: 4, data }).data;
    r = r.map((_, i) => r.reduce((sum, value, j) => sum + P[2 * (4 * i + j)] * value, 0));
  }
  return r.slice(0, 3);
}

/** What one realisation draws for a slice. */
function drawnAt(noise: CompiledNoise, trajectory: number, slice: number, into: Float64Array): number[] {
  noise.draw(trajectory, 1, slice, into);
  return [...into];
}

describe("slices of a driven qubit", () => {
  it("are the exponentials at the drawn values, also where records cut a slice", async () => {
    const noise = { delta: normal(0.2, 0.7) };
    const result = await ensemble(driven(), { ...base, trajectories: 2, times: [0.25, 0.6, 1], every: 0.4, noise });
    const compiled = compileNoise(noise, 3, null, 2, { positions: "slice", step: 0.4, count: 3 });
    const pieces: [number, number][] = [
      [1, 0.25],
      [1, 0.15],
      [2, 0.2],
      [2, 0.2],
      [3, 0.2],
    ];
    const [first, second] = [0, 1].map((t) => {
      const into = new Float64Array(1);
      const drawn = [1, 2, 3].map((slice) => drawnAt(compiled, t, slice, into)[0]);
      return [1, 3, 5].map((count) => blochByHand((slice, p) => [1, drawn[slice - 1], 0.05][p], pieces.slice(0, count)));
    });
    (["sx", "sy", "sz"] as const).forEach((name, o) => {
      [0, 1, 2].forEach((s) => {
        expect(result.mean[name][s + 1]).toBeCloseTo((first[s][o] + second[s][o]) / 2, 11);
      });
    });
  });

  it.each<[string, EnsembleOptions["noise"], string]>([
    ["one parameter", { delta: normal(0, 0.5) }, "polynomials"],
    ["a rate", { gamma: truncatedNormal(0.1, 0.05, { min: 0 }) }, "polynomials"],
    ["two parameters", { delta: normal(0, 0.5), Omega: uniform(0.8, 1.2) }, "polynomials"],
    ["one of them for a whole realisation", { delta: normal(0, 0.5), Omega: perRealisation(uniform(0.8, 1.2)) }, "polynomials"],
    ["three", { delta: normal(0, 0.5), Omega: uniform(0.8, 1.2), gamma: uniform(0, 0.1) }, "an exponential for each value"],
  ])("with noise on %s agree with single runs, piece by piece", async (_, noise = {}, way) => {
    const options = { ...base, trajectories: 9, times: [1, 2], every: 0.5, noise };
    const result = await ensemble(driven(), options);
    expect(String(result.plan)).toContain(way);
    const names = Object.keys(noise).sort();
    const compiled = compileNoise(noise, 3, null, 9, { positions: "slice", step: 0.5, count: 4 });
    const into = new Float64Array(names.length);
    const at = { Omega: 1, delta: 0.2, gamma: 0.05 };
    const sz = Array.from({ length: 9 }, (_, t) => {
      const drawn = [1, 2, 3, 4].map((slice) => drawnAt(compiled, t, slice, into));
      const value = (slice: number, p: number) => {
        const k = names.indexOf(["Omega", "delta", "gamma"][p]);
        return k < 0 ? Object.values(at)[p] : drawn[slice - 1][k];
      };
      return blochByHand(
        value,
        [1, 2, 3, 4].map((slice) => [slice, 0.5]),
      )[2];
    });
    expect(result.mean.sz[2]).toBeCloseTo(sz.reduce((a, b) => a + b) / 9, 11);
  });

  it("do not depend on what noise a model was given before", async () => {
    const model = driven();
    const options = { ...base, until: 2, every: 0.5 };
    await ensemble(model, { ...options, noise: { delta: uniform(0.1, 0.3) } });
    const wide = { ...options, noise: { delta: uniform(-3, 3) } };
    expect((await ensemble(model, wide)).mean).toEqual((await ensemble(driven(), wide)).mean);
  });

  it("have the same bits on any lanes and threads, and when records are moved", async () => {
    const options = { ...base, until: 4, saveEvery: 1, every: 0.1, noise: { delta: ornsteinUhlenbeck(0, 0.5, 2) } };
    const model = modelByName("bloch", { Omega: 1 });
    const noise = { Delta: ornsteinUhlenbeck(0, 0.5, 2) };
    const one = await ensemble(model, { ...options, noise });
    for (const change of [{ lanes: 1 }, { lanes: 3 }, { threads: 2 }]) {
      const other = await ensemble(model, { ...options, noise, ...change });
      expect({ mean: other.mean, std: other.std }).toEqual({ mean: one.mean, std: one.std });
    }
    const fewer = await ensemble(model, { ...options, noise, saveEvery: 2 });
    expect(fewer.mean.sz).toEqual([0, 2, 4].map((k) => one.mean.sz[k]));
  });

  it("go one by one through a drive, with the same numbers as side by side where there is none", async () => {
    const H = (t: number) => (t < 1 ? 1 : 1);
    const pulsed = masterEquation(
      ({ delta }) => ({
        H: [{ operator: scaled(sigmaX(q), 0.5), coefficient: timeFunction(H, [1]) }, scaled(sigmaZ(q), delta / 2)],
        jumps: [[sigmaMinus(q), 0.05]],
        initial: [0, 1],
      }),
      { delta: 0 },
    );
    const options = { ...base, trajectories: 4, times: [0.5, 0.7, 2], every: 0.5, noise: { delta: normal(0, 0.5) } };
    const slow = await ensemble(pulsed, options);
    expect(String(slow.plan)).toMatch(/realisations +one after the other/);
    const fast = await ensemble(driven(), options);
    for (const name of base.observables) slow.mean[name].forEach((value, s) => expect(value).toBeCloseTo(fast.mean[name][s] as number, 8));
  });

  it("plan what runs, and say why not otherwise", async () => {
    const plan = await planEnsemble(driven(), { ...base, until: 2, every: 0.1, noise: { delta: normal(0, 0.3) } });
    expect(String(plan)).toMatch(/slice +exponentials as polynomials in the noisy parameters: .* error \d/);
    expect(String(plan)).toContain("20 slices of 0.1, in 100 pieces");
  });

  it.each<[string, Partial<EnsembleOptions>, RegExp]>([
    ["no `every`", { every: undefined as never }, /^Argument `every` must say how long a drawn value is held, but is missing, and `delta`/],
    ["`every` 0", { every: 0 }, /^Argument `every` must be a finite number > 0/],
    [
      "`every` for nothing",
      { noise: { delta: perRealisation(normal(0, 1)) } },
      /^Argument `every` must be left out where all noise is constant/,
    ],
    ["too many slices", { every: 1e-9 }, /^Argument `every` must cut the run into at most 1000000 slices/],
    ["a ledger", { observables: ["Q"] }, /^Argument `observables` must need no ledger/],
    ["a value outside", { noise: { gamma: normal(0.05, 0.1) } }, /negative|must/],
  ])("refuse %s", async (_, change, sentence) => {
    const options = { ...base, until: 2, every: 0.1, noise: { delta: normal(0, 0.3) }, ...change };
    await expect(ensemble(driven(), options)).rejects.toThrow(sentence);
  });

  it("are refused for collision models", async () => {
    const asked = { steps: 2, trajectories: 2, every: 0.1, noise: { phi: normal(2.4, 0.1) } };
    await expect(ensemble(modelByName("phaseonium", { levels: 3 }), asked)).rejects.toThrow(/^Argument `every` must be left out/);
  });
});

describe("slices of models of the catalogue", () => {
  it.each<[string, Record<string, number>, string, number, number, string]>([
    ["bloch", {}, "dephasing", 0, 0.3, "sz"],
    ["kerr", { levels: 6 }, "up", 0, 0.2, "photons"],
    ["jaynes-cummings", { levels: 4 }, "gamma", 0.01, 0.1, "photons"],
    ["spin-chain", { N: 2 }, "mu", 0.2, 0.8, "purity"],
    ["atoms", { N: 2 }, "nbar", 1, 3, "C_l1"],
  ])("%s: a value that never changes is one value per realisation", async (name, parameters, noisy, low, high, observable) => {
    const model = modelByName(name, parameters);
    const record = model.observableNames.includes(observable) ? observable : model.defaultObservables[0];
    const options = { times: [0.1, 0.4], trajectories: 6, seed: 8, observables: [record], threads: 1 };
    const constant = perRealisation(uniform(low, high));
    const whole = await ensemble(model, { ...options, noise: { [noisy]: constant } });
    const sliced = await ensemble(model, { ...options, every: 0.1, noise: { [noisy]: sumOfNoises(constant, normal(0, 0)) } });
    expect(String(sliced.plan)).toContain("side by side in lanes");
    whole.mean[record].forEach((value, s) => {
      expect(sliced.mean[record][s]).toBeCloseTo(value as number, 7);
    });
    expect(whole.std[record][2]).toBeGreaterThan(1e-6);
  });
});

describe("processes on slices", () => {
  /** A qubit that only dephases: ⟨σx⟩ − i⟨σy⟩ = E e^{−i∫x}. */
  const dephasing = masterEquation(({ delta }) => ({ H: scaled(sigmaZ(q), delta / 2), initial: [Math.SQRT1_2, Math.SQRT1_2] }), {
    delta: 0,
  });

  it("lose coherence as an OU detuning says, by the exact average of each slice", async () => {
    const { params, expected } = reference["dephasing.ou"];
    const options = { ...base, trajectories: 4000, times: params.times, every: 0.5, observables: ["sx"] };
    const noise = { delta: ornsteinUhlenbeck(0, params.s, params.tau, { scheme: "average" }) };
    const { mean, standardError } = await ensemble(dephasing, { ...options, noise });
    // records that cut a slice find the slice's average, so compare at its borders
    [1, 2.5, 6].forEach((t) => {
      const k = params.times.indexOf(t);
      expect(Math.abs((mean.sx[k + 1] as number) - expected.free[k])).toBeLessThan(4.5 * (standardError.sx[k + 1] as number));
    });
  });

  it("give the numbers of the document of a wandering detuning", async () => {
    const model = masterEquation(
      ({ delta, gamma }) => ({ H: scaled(sigmaZ(q), delta / 2), jumps: [[sigmaMinus(q), gamma]], initial: [Math.SQRT1_2, Math.SQRT1_2] }),
      { delta: 0, gamma: 0.02 },
    );
    const options = { times: [1, 3, 6], every: 0.1, trajectories: 4096, seed: 11, observables: ["sx", "sz"], threads: 1 };
    const { mean, standardError } = await ensemble(model, { ...options, noise: { delta: ornsteinUhlenbeck(0, 0.5, 2) } });
    [0.889837173094, 0.470666984279, 0.121164036417].forEach((value, k) => {
      expect(Math.abs((mean.sx[k + 1] as number) - value)).toBeLessThan(4 * (standardError.sx[k + 1] as number));
    });
    [-0.0198013266932, -0.0582354664158, -0.113079563283].forEach((value, k) => expect(mean.sz[k + 1]).toBeCloseTo(value, 10));
  });

  it("count slices where no time is asked for", async () => {
    const options = { ...base, until: 1, every: 0.25, noise: { delta: ar1(0, 0.4, 0.5) } };
    expect((await ensemble(dephasing, options)).mean.sx.length).toBe(101);
  });

  it("are constant runs where nothing spreads", async () => {
    const { mean } = await ensemble(driven(), {
      ...base,
      until: 3,
      saveEvery: 0.5,
      every: 0.3,
      noise: { delta: ornsteinUhlenbeck(0.4, 0, 1) },
    });
    const alone = run(driven({ delta: 0.4 }), { until: 3, saveEvery: 0.5, observables: ["sz"] });
    mean.sz.forEach((value, s) => expect(value).toBeCloseTo(alone.observables.sz[s] as number, 9));
  });
});
