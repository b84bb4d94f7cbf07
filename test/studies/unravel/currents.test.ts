/** Homodyne and heterodyne: given steps, exact variances, and the order of the steps. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  diagonal,
  fock,
  heterodyne,
  homodyne,
  type Model,
  masterEquation,
  numberOperator,
  type Operator,
  plus,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  unravel,
} from "../../../src/index.ts";
import { currentProcess, currentStep } from "../../../src/plan/trajectories/current-process.ts";
import { operatorOn } from "../../../src/studies/counting/starts-and-ends.ts";
import { excitation, excited, ground, S } from "../counting/models.ts";
import { reference } from "./models.ts";

function atom(Omega: number, initial: Operator, jump = sigmaMinus(S), rate = 1, extra: object[] = []): Model {
  const jumps = [{ operator: jump, rate, bath: "light" }, ...(extra as never[])];
  return masterEquation({ H: scaled(sigmaX(S), Omega / 2), jumps, initial, observables: { n: excitation(S) } });
}

/** Bloch vector of coordinates. */
function blochOf(model: Model, process: ReturnType<typeof currentProcess>, x: Float64Array): number[] {
  const rho = operatorOn(model, process.sector, x);
  const [re, im] = rho.at(0, 1);
  return [2 * re, -2 * im, rho.at(0, 0)[0] - rho.at(1, 1)[0]];
}

describe("homodyne", () => {
  it("takes the given steps, near those of first order", () => {
    const { p, e } = reference("homodyne-steps");
    const model = atom(p.Omega, ground());
    const process = currentProcess(model, homodyne({ dt: p.dt, efficiency: p.xi, phase: p.phi, exact: false }));
    let [x, other] = [process.start.slice(), new Float64Array(process.start.length)];
    let log = 0;
    p.dY.forEach((dY: number, k: number) => {
      log += Math.log(currentStep(process, [dY], x, other));
      [x, other] = [other, x];
      // the numbers are of steps of first order, which leave out terms of dt^{3/2}
      blochOf(model, process, x).forEach((value, q) => expect(Math.abs(value - e.bloch[k][q])).toBeLessThan(2 * p.dt ** 1.5));
    });
    expect(Math.abs(log - e.loglik)).toBeLessThan(p.dt);
  });

  it("learns σz with the variance of the closed form", async () => {
    const { p, e } = reference("diffusive-sz");
    const initial = plus(
      scaled(excited(), (1 + p.z0) / 2),
      scaled(ground(), (1 - p.z0) / 2),
      scaled(sigmaX(S), Math.sqrt(1 - p.z0 ** 2) / 2),
    );
    const model = atom(0, initial, sigmaZ(S), p.k);
    const trajectories = 2000;
    const quantiles = Array.from({ length: trajectories }, (_, k) => k / (trajectories - 1));
    const by = homodyne({ dt: 0.005, efficiency: p.xi });
    const found = await unravel(model, { by, times: p.t, trajectories, seed: 8, observables: ["sz", "Y"], quantiles });
    p.t.forEach((_: number, k: number) => {
      for (const [name, mean, variance] of [
        ["sz", p.z0, e.var_sz[k]],
        ["Y", e.mean_Y[k], e.var_Y[k]],
      ] as const) {
        expect(Math.abs((found.mean[name][k + 1] as number) - mean)).toBeLessThan(4 * Math.sqrt(variance / trajectories));
        const values = found.quantiles?.values[name].map((row) => row[k + 1] as number) as number[];
        const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / trajectories;
        const error = Math.sqrt((fourth - variance ** 2) / trajectories);
        expect(Math.abs((found.std[name][k + 1] as number) ** 2 - variance)).toBeLessThan(4 * error);
      }
    });
  });

  it("follows a decaying thermal cavity", async () => {
    const { p, e } = reference("homodyne-thermal");
    const mode = fock(14, "mode");
    const weights = Array.from({ length: 14 }, (_, n) => (p.nbar / (1 + p.nbar)) ** n);
    const total = weights.reduce((sum, w) => sum + w, 0);
    const initial = diagonal(
      mode,
      weights.map((w) => w / total),
    );
    const jumps = [{ operator: annihilate(mode), rate: p.kappa, bath: "light" }];
    const model = masterEquation({ H: scaled(numberOperator(mode), 0), jumps, initial, observables: { n: numberOperator(mode) } });
    const trajectories = 400;
    const found = await unravel(model, {
      by: homodyne({ dt: 0.0125, efficiency: p.xi }),
      times: [p.t],
      trajectories,
      seed: 1,
      observables: ["n", "Y"],
    });
    expect(Math.abs((found.mean.n[1] as number) - e.mean_n)).toBeLessThan(4 * (found.standardError.n[1] as number) + 0.003);
    // Y is Gaussian: the error of its variance is √(2/N) of it
    expect(Math.abs((found.std.Y[1] as number) ** 2 / e.var_Y - 1)).toBeLessThan(4 * Math.sqrt(2 / trajectories) + 0.01);
  });
});

describe.each(["homodyne", "heterodyne"] as const)("%s", (name) => {
  const measure = name === "homodyne" ? homodyne : heterodyne;

  it("has a mean that meets the master equation to second order in dt by positive steps, other jumps and losses included", () => {
    const model = atom(1.2, ground(), sigmaMinus(S), 1, [{ operator: sigmaZ(S), rate: 0.2, bath: "noise" }]);
    const wanted = run(model, { until: 1, saveEvery: 1, observables: ["n"] }).observables.n[1] as number;
    const errors = [0.1, 0.05, 0.025, 0.0125].map((dt) => {
      const process = currentProcess(model, measure({ dt, efficiency: 0.7, phase: 0.4, bath: "light", exact: false }));
      // Gauss–Hermite with five nodes is exact for polynomials of degree 9, and the map has degree 6
      const [near, far] = [1.355626179974266 * Math.sqrt(dt), 2.856970013872806 * Math.sqrt(dt)];
      const nodes = [0, near, -near, far, -far];
      const weight = [0.5333333333333333, 0.2220759220056126, 0.2220759220056126, 0.01125741132772069, 0.01125741132772069];
      const each = [0, 1, 2, 3, 4];
      const places = process.outcomes.length === 1 ? each.map((i) => [i]) : each.flatMap((i) => each.map((j) => [i, j]));
      let x = process.start.slice();
      const out = new Float64Array(x.length);
      for (let k = 0; k < Math.round(1 / dt); k++) {
        const sum = new Float64Array(x.length);
        for (const place of places) {
          const trace = currentStep(
            process,
            place.map((i) => nodes[i]),
            x,
            out,
          );
          const w = place.reduce((product, i) => product * weight[i], trace);
          for (let q = 0; q < sum.length; q++) sum[q] += w * out[q];
        }
        x = sum;
      }
      const rho = operatorOn(model, process.sector, x);
      return Math.abs(rho.at(0, 0)[0] - wanted);
    });
    for (let k = 1; k < errors.length; k++) expect(Math.log2(errors[k - 1] / errors[k])).toBeGreaterThan(1.9);
    expect(errors[3]).toBeLessThan(2e-5);
  });

  it("keeps every state positive, and pure where all is seen", async () => {
    const model = atom(1.2, ground());
    const all = { until: 3, saveEvery: 0.5, trajectories: 200, seed: 2, observables: ["purity", "n"] };
    const { min, max } = await unravel(model, { ...all, by: measure({ dt: 0.01, exact: false }) });
    for (const [k, value] of min.purity.entries()) {
      expect(value).toBeCloseTo(1, 9);
      expect(max.purity[k]).toBeCloseTo(1, 9);
    }
    const some = await unravel(model, { ...all, by: measure({ dt: 0.01, efficiency: 0.4, exact: false }) });
    for (const value of some.max.purity) expect(value).toBeLessThanOrEqual(1 + 1e-12);
    const wanted = run(model, { until: 3, saveEvery: 0.5, observables: ["n"] }).observables.n;
    wanted.forEach((value, k) => {
      expect(Math.abs((some.mean.n[k] as number) - (value as number))).toBeLessThan(4 * (some.standardError.n[k] as number) + 0.01);
    });
    const none = await unravel(model, { ...all, trajectories: 4, by: measure({ dt: 0.01, efficiency: 0, exact: false }) });
    expect(none.max.n.at(-1)).toBe(none.min.n.at(-1));
  });

  it("keeps increments whose innovations are white, whatever is saved", async () => {
    const model = atom(1.2, ground());
    const options = { by: measure({ dt: 0.01, efficiency: 0 }), until: 10, trajectories: 40, seed: 3, records: true, observables: [] };
    const { currents } = await unravel(model, options);
    const list = currents?.increments as Float64Array;
    const variance = list.reduce((sum, dY) => sum + dY * dY, 0) / list.length / 0.01;
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / list.length));
    const neighbours = list.subarray(1).reduce((sum, dY, k) => sum + dY * list[k], 0) / list.length / 0.01;
    expect(Math.abs(neighbours)).toBeLessThan(4 / Math.sqrt(list.length));
    const other = await unravel(model, { ...options, saveEvery: 2.5, trajectories: 33 });
    expect(other.currents?.increments).toEqual(list.subarray(0, other.currents?.increments.length));
  });
});

describe("bad input", () => {
  const model = atom(1, ground());
  it.each<[Model, () => object, RegExp]>([
    [model, () => homodyne({ dt: 0 }), /`dt` must be a finite number > 0/],
    [model, () => homodyne({ dt: 0.01, efficiency: 2 }), /`efficiency` must be a finite number ≥ 0 and ≤ 1, but is 2/],
    [model, () => heterodyne({} as never), /`dt` must be given/],
    [model, () => homodyne({ dt: 0.3 }), /`by\.dt` must divide all times that are saved/],
    [model, () => homodyne({ dt: 0.01, bath: "lihgt" }), /`by\.bath` must name the bath of a jump, but is "lihgt"\. Did you mean "light"/],
    [
      atom(1, ground(), sigmaMinus(S), 1, [{ operator: sigmaZ(S), rate: 1, bath: "z" }]),
      () => homodyne({ dt: 0.01 }),
      /`by` must leave one jump to be measured, but there are 2/,
    ],
  ])("is told in a sentence: %#", async (of, by, sentence) => {
    await expect((async () => unravel(of, { by: by() as never, until: 1, saveEvery: 0.5, trajectories: 2 }))()).rejects.toThrow(sentence);
  });
});
