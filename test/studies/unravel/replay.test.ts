/** Given records of clicks and currents: likelihoods, states along them, and what they tell of a parameter. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  bloch,
  fock,
  fockState,
  heterodyne,
  homodyne,
  jumps,
  kerr,
  likelihoods,
  type Model,
  masterEquation,
  numberOperator,
  replay,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  unravel,
} from "../../../src/index.ts";
import { excitation, ground, S } from "../counting/models.ts";
import { reference } from "./models.ts";

function atom(Omega: number, gamma = 1): Model {
  const jump = { operator: sigmaMinus(S), rate: gamma, bath: "light" };
  return {
    ...masterEquation({ H: scaled(sigmaX(S), Omega / 2), jumps: [jump], initial: ground(), observables: { n: excitation(S) } }),
    parameters: { Omega },
    with: (changes) => atom((changes.Omega as number) ?? Omega, gamma),
  };
}

describe.each(["likelihood-clicks", "likelihood-clicks-half"])("%s", (name) => {
  const { p, e, near } = reference(name);
  it("has the density of the given clicks, and the state after them", () => {
    const record = { times: p.clicks, until: p.T };
    const found = replay(atom(p.Omega, p.gamma), { by: jumps({ efficiency: p.xi }), record, observables: ["n", "N_light"] });
    near(found.logLikelihood, e.loglik);
    near(found.observables.n.at(-1), e.n_e);
    expect(found.observables.N_light).toEqual([0, 1, 2, 3, 3]);
    expect(found.axis).toEqual({ name: "time", values: [0, ...p.clicks, p.T] });
    near(found.state?.at(0, 0)[0], e.n_e);
  });
});

describe("records that are long", () => {
  it.each([undefined, Array.from({ length: 101 }, (_, k) => 100 * k)])(
    "keep their likelihood where e^−x is no number any more",
    (times) => {
      // Dark clicks alone: n ln d − dT.
      const dark = replay(atom(0), {
        by: jumps({ dark: { light: 0.5 } }),
        record: { times: [3, 7000], until: 1e4 },
        ...(times && { times }),
      });
      expect(dark.logLikelihood).toBeCloseTo(2 * Math.log(0.5) - 0.5 * 1e4, 6);
      // A driven atom: its amplitudes fall by e^{−γt/4} and swing.
      const driven = replay(atom(1), { by: jumps(), record: { times: [], until: 1e4 }, observables: ["n"], ...(times && { times }) });
      expect(Math.abs((driven.logLikelihood as number) + 0.5 * 1e4)).toBeLessThan(2);
      for (const n of driven.observables.n) expect(n).toBeLessThanOrEqual(1);
      expect(driven.state?.at(0, 0)[0]).toBeCloseTo(driven.observables.n.at(-1) as number, 12);
    },
  );

  it("are refused where they would take for ever", () => {
    const endless = () => replay(atom(1), { by: jumps(), record: { times: [], until: 1e15 } });
    expect(endless).toThrow(/^Argument `record.until` must be at most \d\.\de\+\d for these rates, but is 1000000000000000\./);
  });
});

describe("records that were drawn", () => {
  it("of clicks replay to their likelihoods and states, on kets and on density operators", async () => {
    const model = kerr({ levels: 8, F: 0.6, up: 0.05 });
    for (const by of [jumps(), jumps({ efficiency: 0.6, dark: { bath1: 0.2 } })]) {
      const options = { by, until: 3, saveEvery: 1, trajectories: 3, seed: 2, records: true, observables: ["n"], quantiles: [0, 0.5, 1] };
      const { clicks, min, max } = await unravel(model, options);
      const ends: number[] = [];
      for (let k = 0; k < 3; k++) {
        const [from, to] = [clicks?.first[k] as number, clicks?.first[k + 1] as number];
        const record = { times: clicks?.times.slice(from, to) ?? [], which: clicks?.which.slice(from, to) ?? [], until: 3 };
        const found = replay(model, { by, record, times: [1, 2, 3], observables: ["n"] });
        expect(found.logLikelihood).toBeCloseTo(clicks?.logLikelihoods[k] as number, 9);
        ends.push(found.observables.n[3] as number);
      }
      expect(Math.min(...ends)).toBeCloseTo(min.n[3] as number, 10);
      expect(Math.max(...ends)).toBeCloseTo(max.n[3] as number, 10);
    }
  });

  it("of currents replay to the same likelihoods and states, to the bit", async () => {
    for (const by of [homodyne({ dt: 0.02, efficiency: 0.8 }), heterodyne({ dt: 0.02 })]) {
      const model = bloch();
      const { currents, max } = await unravel(model, {
        by,
        until: 1,
        saveEvery: 1,
        trajectories: 2,
        records: true,
        observables: ["sz", currentOf(by)],
      });
      const width = currents?.names.length as number;
      const all = [0, 1].map((k) => {
        const record = currents?.increments.subarray(k * 50 * width, (k + 1) * 50 * width) as Float64Array;
        const found = replay(model, { by, record, observables: ["sz", currentOf(by)] });
        expect(found.logLikelihood).toBeCloseTo(currents?.logLikelihoods[k] as number, 12);
        expect(found.axis.values).toEqual(Array.from({ length: 51 }, (_, n) => expect.closeTo(0.02 * n, 13)));
        return found.observables;
      });
      expect(Math.max(...all.map(({ sz }) => sz[50] as number))).toBe(max.sz[1]);
      expect(Math.max(...all.map((curves) => curves[currentOf(by)][50] as number))).toBe(max[currentOf(by)][1]);
    }
  });

  it("tell a parameter by their likelihood", async () => {
    const values = [0.6, 0.9, 1.2, 1.5, 1.8];
    const by = jumps();
    const { clicks } = await unravel(atom(1.2), {
      by,
      until: 40,
      saveEvery: 40,
      trajectories: 10,
      seed: 1,
      records: true,
      observables: [],
    });
    const records = Array.from({ length: 10 }, (_, k) => ({
      times: clicks?.times.slice(clicks.first[k], clicks.first[k + 1]) ?? [],
      until: 40,
    }));
    const found = likelihoods(atom(1), { by, records, parameter: "Omega", values });
    expect(found.best?.value).toBe(1.2);
    expect(found.logLikelihoods[2]).toBeCloseTo(clicks?.logLikelihoods.reduce((sum, value) => sum + value, 0) as number, 7);
    expect(found.posterior?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    found.posterior?.forEach((value, k, all) => {
      const ratio = Math.exp((found.logLikelihoods[k] as number) - (found.logLikelihoods[2] as number));
      expect(value / all[2]).toBeCloseTo(ratio, 12);
    });
  });
});

it("gives an impossible click no likelihood and no state", () => {
  const mode = fock(3, "mode");
  const model = masterEquation({
    H: scaled(numberOperator(mode), 0),
    jumps: [{ operator: annihilate(mode), rate: 1, bath: "light" }],
    initial: fockState(mode, 2),
    observables: { n: numberOperator(mode) },
  });
  const found = replay(model, { by: jumps(), record: { times: [1, 2, 3], until: 4 }, observables: ["n"] });
  expect([found.logLikelihood, found.state]).toEqual([null, null]);
});

/** The name of the first current. */
function currentOf({ quadratures }: ReturnType<typeof homodyne>): string {
  return quadratures.length === 1 ? "Y" : "Y1";
}

describe("bad input", () => {
  const by = jumps();
  const two = masterEquation({
    H: scaled(sigmaZ(S), 0.5),
    jumps: [
      { operator: sigmaMinus(S), rate: 1, bath: "light" },
      { operator: sigmaZ(S), rate: 1, bath: "noise" },
    ],
    initial: ground(),
  });
  it.each<[() => unknown, RegExp]>([
    [() => replay(atom(1), { by, record: [0, 1] }), /`record` must hold `times` and `until`/],
    [() => replay(atom(1), { by, record: { times: [2, 1], until: 3 } }), /`record\.times\[1\]` must be a finite number ≥ 2/],
    [() => replay(atom(1), { by, record: { times: [2], until: 1 } }), /`record\.times\[0\]` must be a finite number ≥ 0 and ≤ 1/],
    [() => replay(atom(1), { by, record: { times: [] } as never }), /`record\.until` must be a finite number > 0/],
    [() => replay(two, { by, record: { times: [1], until: 2 } }), /`record\.which` must say which of light, noise clicked/],
    [
      () => replay(two, { by, record: { times: [1], which: ["lihgt"], until: 2 } }),
      /`record\.which\[0\]` must be an outcome \(light, noise\)/,
    ],
    [() => replay(two, { by, record: { times: [1], which: [], until: 2 } }), /`record\.which` must name a detector for each click/],
    [() => replay(atom(1), { by, record: { times: [], until: 2 }, times: [3] }), /`times` must lie within the record/],
    [() => replay(atom(1), { by: heterodyne({ dt: 0.1 }), record: [1] }), /`record` must hold 2 increments for each step/],
    [() => replay(atom(1), { by: homodyne({ dt: 0.1 }), record: [Number.NaN] }), /`record\[0\]` must be a finite number/],
    [() => replay(atom(1), { by: homodyne({ dt: 0.1 }), record: [0], times: [1] }), /`times` must be left out but for records of clicks/],
  ])("is told in a sentence: %#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });
});
