/** Laws that single numbers do not show: what is independent, which way coherences turn, and what a large increment does. */
import { describe, expect, it } from "vitest";
import {
  heterodyne,
  jumps,
  masterEquation,
  plus,
  projector,
  qubit,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  unravel,
} from "../../../src/index.ts";
import { ground, S } from "../counting/models.ts";

/** A driven atom that two detectors watch: every click leaves it in the ground state, whichever of them it was. */
const watched = masterEquation({
  H: plus(scaled(sigmaX(S), 0.9), scaled(sigmaZ(S), 0.35)),
  jumps: [
    { operator: sigmaMinus(S), rate: 0.7, bath: "left" },
    { operator: sigmaMinus(S), rate: 0.4, bath: "right" },
  ],
  initial: ground(),
});

describe("clicks that reset the system", () => {
  it("know nothing of the time until the next one", async () => {
    const { clicks } = await unravel(watched, { by: jumps(), until: 60, trajectories: 120, seed: 5, records: true });
    if (!clicks) throw new Error("records were asked for");
    const pairs: [number, number][] = [];
    for (let t = 0; t < clicks.trajectories; t++) {
      const end = clicks.first[t + 1] ?? clicks.times.length;
      for (let k = clicks.first[t]; k + 1 < end; k++) pairs.push([clicks.which[k], clicks.times[k + 1] - clicks.times[k]]);
    }
    expect(pairs.length).toBeGreaterThan(1500);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const [a, b] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
    const [aa, bb, ab] = [
      mean(pairs.map(([x]) => (x - a) ** 2)),
      mean(pairs.map(([, y]) => (y - b) ** 2)),
      mean(pairs.map(([x, y]) => (x - a) * (y - b))),
    ];
    expect(Math.abs(ab / Math.sqrt(aa * bb))).toBeLessThan(4 / Math.sqrt(pairs.length));
    // each detector has its share
    expect(Math.abs(a - 0.4 / 1.1)).toBeLessThan(4 * Math.sqrt(aa / pairs.length));
  });

  it("average to the master equation in every component of the Bloch vector", async () => {
    const options = { until: 3, saveEvery: 1, observables: ["sx", "sy", "sz"] };
    const exact = run(watched, options).observables;
    const trajectories = 3000;
    const found = await unravel(watched, { ...options, by: jumps(), trajectories, seed: 2 });
    for (const name of options.observables) {
      exact[name].forEach((value, k) => {
        const error = Math.max(found.std[name][k] as number, 1e-12) / Math.sqrt(trajectories);
        expect(Math.abs((found.mean[name][k] as number) - (value as number))).toBeLessThan(4 * error);
      });
    }
    expect(Math.abs(exact.sy[1] as number)).toBeGreaterThan(0.2);
  });
});

describe("heterodyne detection of commuting quadratures", () => {
  it("takes increments as exp(Σ c_j dY_j) does, to second order", () => {
    const q = qubit("S");
    const model = masterEquation({
      H: scaled(sigmaZ(q), 0),
      jumps: [{ operator: projector(q, "e"), rate: 1, bath: "light" }],
      initial: [Math.SQRT1_2, Math.SQRT1_2],
    });
    const phase = 0.6;
    const [Y1, Y2] = [0.01, -0.02];
    const { observables } = replay(model, { by: heterodyne({ dt: 1e-9, phase }), record: [Y1, Y2], observables: ["p_0", "p_1"] });
    const at = (i: number) => observables[`p_${i}`].at(-1) as number;
    // c = e^{−iφ}|e⟩⟨e|/√2 and −ie^{−iφ}|e⟩⟨e|/√2: the population of |e⟩ grows by |exp(Σ c_j Y_j)|²
    const exponent = Math.SQRT2 * (Y1 * Math.cos(phase) - Y2 * Math.sin(phase));
    // third order is (ΣcY)³/6, of some 1e-6
    expect(Math.abs(Math.log(at(0) / at(1)) - exponent)).toBeLessThan(1e-5);
  });
});
