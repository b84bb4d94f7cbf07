/** Quantum jumps: conditional states against exact means and variances, exact times of clicks, lost and dark clicks. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  bloch,
  diagonal,
  fock,
  jaynesCummings,
  jumps,
  kerr,
  type Model,
  masterEquation,
  measured,
  numberOperator,
  type Operator,
  plus,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  unravel,
} from "../../../src/index.ts";
import { NumbersAhead } from "../../../src/plan/trajectories/numbers-ahead.ts";
import { CLICKS } from "../../../src/plan/trajectories/trajectory-request.ts";
import { excitation, excited, ground, S } from "../counting/models.ts";
import { reference } from "./models.ts";

const zero = scaled(sigmaZ(S), 0);

/** A driven atom that decays. */
function atom(Omega: number, gamma: number, initial: Operator): Model {
  const observables = { n: excitation(S) };
  return masterEquation({
    H: scaled(sigmaX(S), Omega / 2),
    jumps: [{ operator: sigmaMinus(S), rate: gamma, bath: "light" }],
    initial,
    observables,
  });
}

/** Mean and variance over trajectories within 4 standard errors; that of the variance from the fourth moment of all values. */
async function meets(
  model: Model,
  by: ReturnType<typeof jumps>,
  times: readonly number[],
  name: string,
  mean: readonly number[],
  variance: readonly number[],
) {
  const trajectories = 3000;
  // as many levels as values: the values themselves
  const quantiles = Array.from({ length: trajectories }, (_, k) => k / (trajectories - 1));
  const found = await unravel(model, { by, times, trajectories, seed: 4, observables: [name], quantiles });
  mean.forEach((wanted, k) => {
    const at = k + 1;
    expect(Math.abs((found.mean[name][at] as number) - wanted)).toBeLessThan(4 * Math.sqrt(variance[k] / trajectories));
    const values = found.quantiles?.values[name].map((row) => row[at] as number) as number[];
    const fourth = values.reduce((sum, value) => sum + (value - wanted) ** 4, 0) / trajectories;
    const error = Math.sqrt((fourth - variance[k] ** 2) / trajectories);
    expect(Math.abs((found.std[name][at] as number) ** 2 - variance[k])).toBeLessThan(4 * error);
  });
}

describe.each(["decay-qubit", "decay-qubit-half"])("%s", (case_) => {
  const { p, e, near } = reference(case_);
  const coherence = Math.sqrt(p.pe * (1 - p.pe));
  const initial = plus(scaled(excited(), p.pe), scaled(ground(), 1 - p.pe), scaled(sigmaX(S), coherence));
  const by = jumps({ efficiency: p.xi });

  it("meets mean, variance, purity and the chance of silence", async () => {
    const model = atom(0, p.gamma, initial);
    await meets(model, by, p.t, "n", e.mean_n, e.var_n);
    const trajectories = 3000;
    const found = await unravel(model, { by, times: p.t, trajectories, seed: 9, observables: ["purity", "N_light", "n"], records: true });
    p.t.forEach((_: number, k: number) => {
      expect(Math.abs((found.mean.purity[k + 1] as number) - e.mean_purity[k])).toBeLessThan(
        4 * (found.standardError.purity[k + 1] as number) + 1e-9,
      );
      const silent = 1 - (found.mean.N_light[k + 1] as number);
      expect(Math.abs(silent - e.P0[k])).toBeLessThan(4 * Math.sqrt((e.P0[k] * (1 - e.P0[k])) / trajectories));
      // without a click the state is known
      near(found.max.n[k + 1], (p.pe * Math.exp(-p.gamma * p.t[k])) / e.P0[k]);
    });
    expect(found.clicks?.first).toHaveLength(trajectories + 1);
  });
});

describe.each(["decay-cavity-superposition", "decay-cavity-thermal"])("%s", (case_) => {
  const { p, e } = reference(case_);
  it("meets mean and variance", async () => {
    const mode = fock(p.p.length, "mode");
    const initial = diagonal(mode, p.p);
    const model = masterEquation({
      H: scaled(numberOperator(mode), 0),
      jumps: [{ operator: annihilate(mode), rate: p.kappa, bath: "light" }],
      initial,
      observables: { n: numberOperator(mode) },
    });
    await meets(model, jumps({ efficiency: p.xi }), p.t, "n", e.mean_n, e.var_n);
  });
});

describe("resonance fluorescence", () => {
  const { p, e } = reference("fluorescence-trajectories");
  const model = atom(p.Omega, p.gamma, ground());

  it("meets mean and variance on kets", async () => {
    const plan = await unravel(model, { by: jumps(), until: 1, trajectories: 2 });
    expect(String(plan.plan)).toContain("kets");
    await meets(model, jumps(), p.t, "n", e.mean_n, e.var_n);
  });

  it("waits between clicks as the waiting density says (Kolmogorov–Smirnov)", async () => {
    const { clicks } = await unravel(model, {
      by: jumps(),
      until: 400,
      saveEvery: 400,
      trajectories: 20,
      seed: 2,
      records: true,
      observables: [],
    });
    const { Omega, gamma } = p;
    const waits: number[] = [];
    for (let k = 0; k < 20; k++) {
      const own = Array.from(clicks?.times.slice(clicks.first[k], clicks.first[k + 1]) as Float64Array);
      own.forEach((time, i) => {
        if (i > 0) waits.push(time - own[i - 1]);
      });
    }
    waits.sort((a, b) => a - b);
    const nu = Math.sqrt(Omega ** 2 / 4 - gamma ** 2 / 16);
    const w = (t: number) => gamma * (Omega ** 2 / (4 * nu ** 2)) * Math.exp((-gamma * t) / 2) * Math.sin(nu * t) ** 2;
    let [t, F, worst] = [0, 0, 0];
    waits.forEach((wait, i) => {
      const pieces = Math.max(1, Math.ceil((wait - t) / 0.01));
      const h = (wait - t) / pieces;
      for (let k = 0; k < pieces; k++, t += h) F += (h / 6) * (w(t) + 4 * w(t + h / 2) + w(t + h));
      t = wait;
      worst = Math.max(worst, Math.abs(F - i / waits.length), Math.abs(F - (i + 1) / waits.length));
    });
    expect(waits.length).toBeGreaterThan(2000);
    expect(worst * Math.sqrt(waits.length)).toBeLessThan(1.63);
  });

  it("gives the same clicks whenever one looks, and the same on kets as on density operators", async () => {
    const options = { by: jumps(), until: 12, trajectories: 40, seed: 6, records: true };
    const often = await unravel(model, { ...options, saveEvery: 0.1 });
    const seldom = await unravel(model, { ...options, saveEvery: 5, trajectories: 33 });
    const n = seldom.clicks?.times.length as number;
    expect(n).toBeGreaterThan(50);
    expect(seldom.clicks?.times).toEqual(often.clicks?.times.slice(0, n));
    const longer = await unravel(model, { ...options, until: 30, trajectories: 2 });
    expect(longer.clicks?.times.slice(0, often.clicks?.first[1])).toEqual(often.clicks?.times.slice(0, often.clicks?.first[1]));
    // a detector that never clicks keeps the route of density operators
    const dense = await unravel(model, { ...options, by: jumps({ dark: 1e-300 }) });
    expect(dense.clicks?.which).toEqual(often.clicks?.which);
    dense.clicks?.times.forEach((time, k) => {
      expect(Math.abs(time - (often.clicks?.times[k] as number))).toBeLessThan(1e-9);
    });
  });

  it("learns nothing with efficiency 0: the state is that of the master equation, dark clicks or not", async () => {
    const wanted = run(model, { until: 3, saveEvery: 1, observables: ["n"] }).observables.n;
    const found = await unravel(model, {
      by: jumps({ efficiency: 0, dark: { light: 0.7 } }),
      until: 3,
      saveEvery: 1,
      trajectories: 64,
      observables: ["n", "N_light"],
    });
    wanted.forEach((value, k) => {
      expect(found.min.n[k]).toBeCloseTo(value as number, 9);
      expect(found.max.n[k]).toBeCloseTo(value as number, 9);
    });
    expect(Math.abs((found.mean.N_light[3] as number) - 2.1)).toBeLessThan(4 * Math.sqrt(2.1 / 64));
  });

  it("draws other clicks for other seeds", async () => {
    const of = async (seed: number) =>
      (await unravel(model, { by: jumps(), until: 5, trajectories: 2, seed, records: true })).clicks?.times;
    expect(await of(1)).toEqual(await of(1));
    expect(await of(1)).not.toEqual(await of(2));
  });
});

describe("exact times of clicks", () => {
  it("are those of waiting times drawn by hand: a Fock state that decays, each level a block of its own", async () => {
    const [kappa, n0, seed] = [0.7, 5, 12];
    const model = kerr({ F: 0, K: 0.3, Delta: 0.2, down: kappa, up: 0, n0, levels: 7 });
    const { clicks } = await unravel(model, { by: jumps(), until: 200, saveEvery: 100, trajectories: 40, seed, records: true });
    for (let k = 0; k < 40; k++) {
      const numbers = new NumbersAhead(seed, k, CLICKS);
      let time = 0;
      const own = Array.from(clicks?.times.slice(clicks.first[k], clicks.first[k + 1]) as Float64Array);
      expect(own).toHaveLength(n0);
      own.forEach((found, m) => {
        time += -Math.log(numbers.at(2 * m + 1)) / (kappa * (n0 - m));
        expect(Math.abs(found - time)).toBeLessThan(1e-12 * Math.max(1, time));
      });
    }
  });

  it("are where a superposition has lost its weight, or nowhere", async () => {
    const [pe, seed] = [0.6, 5];
    const coherence = Math.sqrt(pe * (1 - pe));
    const model = atom(0, 1.3, plus(scaled(excited(), pe), scaled(ground(), 1 - pe), scaled(sigmaX(S), coherence)));
    const { clicks } = await unravel(model, { by: jumps(), until: 100, saveEvery: 100, trajectories: 60, seed, records: true });
    let silent = 0;
    for (let k = 0; k < 60; k++) {
      const u = new NumbersAhead(seed, k, CLICKS).at(1);
      const own = clicks?.times.slice(clicks.first[k], clicks.first[k + 1]) as Float64Array;
      // w = 1 − p + p e^{−γt}
      if (u < 1 - pe) silent += 1;
      expect(own).toHaveLength(u < 1 - pe ? 0 : 1);
      if (own.length === 1) expect(Math.abs(own[0] + Math.log((u - 1 + pe) / pe) / 1.3)).toBeLessThan(1e-11);
    }
    expect(silent).toBeGreaterThan(10);
  });

  it("do not depend on who stands beside, in how many blocks: on kets as on density operators", async () => {
    const model = jaynesCummings({ levels: 8, nbar: 0.3, n0: 2, Delta: 0.4 });
    const options = { by: jumps(), until: 30, saveEvery: 3, seed: 8, records: true, observables: ["n", "pe"] };
    const many = await unravel(model, { ...options, trajectories: 40 });
    const few = await unravel(model, { ...options, trajectories: 3, saveEvery: 30 });
    const n = few.clicks?.times.length as number;
    expect(n).toBeGreaterThan(15);
    expect(few.clicks?.times).toEqual(many.clicks?.times.slice(0, n));
    expect(String(many.plan)).toMatch(/steps of \S+ to \S+ in 9 blocks/);
    const dense = await unravel(model, { ...options, by: jumps({ dark: 1e-300 }), trajectories: 40 });
    expect(String(dense.plan)).toContain("density operators");
    expect(dense.clicks?.which).toEqual(many.clicks?.which);
    dense.clicks?.times.forEach((time, k) => {
      expect(Math.abs(time - (many.clicks?.times[k] as number))).toBeLessThan(1e-9);
    });
    many.mean.n.forEach((value, k) => {
      expect(dense.mean.n[k]).toBeCloseTo(value as number, 10);
    });
  });
});

describe("bad input", () => {
  it.each<[() => unknown, RegExp]>([
    [() => jumps({ efficiency: 1.5 }), /`efficiency` must be a finite number ≥ 0 and ≤ 1, but is 1\.5/],
    [() => jumps({ efficiency: { light: -1 } }), /`efficiency\.light`/],
    [() => jumps({ dark: -1 }), /`dark` must be a finite number ≥ 0/],
    [() => jumps({ dar: 1 } as never), /Did you mean "dark"/],
  ])("is told in a sentence: %#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });

  const model = atom(1, 1, ground());
  const silent = masterEquation({ H: zero, jumps: [], initial: basisState(S, 0) });
  const good = { by: jumps(), until: 1, trajectories: 4 };
  it.each<[Model, object, RegExp]>([
    [model, { ...good, until: undefined, steps: 3 }, /`steps` must be left out for a master equation/],
    [model, { ...good, until: undefined }, /`until`/],
    [model, { ...good, by: jumps({ efficiency: { light2: 1 } }) }, /`by\.efficiency` must name detectors, but is "light2"/],
    [
      model,
      { ...good, by: measured({ observable: excitation(qubit("unit")) }), steps: 2 },
      /`model` must be a collision model|`until` must be left out/,
    ],
    [silent, good, /`model` must have jumps to be watched/],
    [bloch(), { ...good, observables: ["N_x"] }, /must count outcomes/],
  ])("of `unravel` too: %#", async (of, options, sentence) => {
    await expect(unravel(of, options as never)).rejects.toThrow(sentence);
  });
});
