/** Currents in bins: their mean is the master equation's for any bin, two bins make one, states stay positive, and Y has the cumulants of counting. */
import { describe, expect, it } from "vitest";
import {
  counting,
  heterodyne,
  homodyne,
  type Model,
  masterEquation,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  unravel,
} from "../../../src/index.ts";
import { currentProcess, currentStep, incrementsOf } from "../../../src/plan/trajectories/current-process.ts";
import type { CurrentProcess } from "../../../src/plan/trajectories/measured-parts.ts";
import { operatorOn } from "../../../src/studies/counting/starts-and-ends.ts";
import { excitation, ground, S } from "../counting/models.ts";

const light = { operator: sigmaMinus(S), rate: 1, bath: "light" };
const model: Model = masterEquation({
  H: scaled(sigmaX(S), 0.6),
  jumps: [light, { operator: sigmaZ(S), rate: 0.2, bath: "noise" }],
  initial: ground(),
  observables: { n: excitation(S) },
});

const measures = { homodyne, heterodyne } as const;

/** Standard normals z with their weights: the trapezoidal rule, which is exact to rounding for polynomials times a Gaussian. */
const nodes = Array.from({ length: 121 }, (_, k) => (k - 60) * 0.2).map((z) => ({
  z,
  w: (0.2 * Math.exp(-z * z * 0.5)) / Math.sqrt(2 * Math.PI),
}));

/** Σ over all increments of a bin: the mean of the maps. */
function mean(process: CurrentProcess, x: Float64Array): Float64Array {
  const root = Math.sqrt(process.dt);
  const out = new Float64Array(x.length);
  const sum = new Float64Array(x.length);
  const places = process.outcomes.length === 1 ? nodes.map((a) => [a]) : nodes.flatMap((a) => nodes.map((b) => [a, b]));
  for (const place of places) {
    const likelihood = currentStep(
      process,
      place.map(({ z }) => root * z),
      x,
      out,
    );
    const weight = place.reduce((product, { w }) => product * w, likelihood);
    for (let q = 0; q < x.length; q++) sum[q] += weight * out[q];
  }
  return sum;
}

describe.each(["homodyne", "heterodyne"] as const)("%s in bins", (name) => {
  const measure = measures[name];

  it.each([0.02, 0.5, 2])("has the propagator of the master equation as its mean: dt = %d", (dt) => {
    const process = currentProcess(model, measure({ dt, efficiency: 0.7, phase: 0.4, bath: "light" }));
    expect(process.step).toBe("binned");
    let x: Float64Array = process.start.slice();
    for (let k = 0; k < 2; k++) x = mean(process, x);
    const rho = operatorOn(model, process.sector, x);
    const { final } = run(model, { until: 2 * dt, saveEvery: 2 * dt, observables: [] });
    let seen = 0;
    final.forEach((i, j, re, im) => {
      seen += 1;
      expect(Math.hypot(rho.at(i, j)[0] - re, rho.at(i, j)[1] - im)).toBeLessThan(1e-9);
    });
    expect(seen).toBeGreaterThan(2);
  });

  it("keeps states positive, whatever the increments", () => {
    for (const dt of [0.05, 1]) {
      const process = currentProcess(model, measure({ dt, bath: "light" }));
      let [x, out] = [process.start.slice(), new Float64Array(process.start.length)];
      for (let k = 0; k < 200; k++) {
        const normals = [3.5 * Math.sin(7 * k + 1), 3.5 * Math.sin(11 * k)];
        currentStep(process, incrementsOf(process, normals, x), x, out);
        [x, out] = [out, x];
        const rho = operatorOn(model, process.sector, x);
        const [re, im] = rho.at(0, 1);
        // Tr ρ = 1: positive where det ρ ≥ 0
        expect(rho.at(0, 0)[0] * rho.at(1, 1)[0] - re * re - im * im).toBeGreaterThan(-1e-11);
      }
    }
  });

  it("has the mean of the master equation and the cumulants of its current in long bins", async () => {
    const by = measure({ dt: 0.5, efficiency: 0.8, phase: Math.PI / 2, bath: "light" });
    const trajectories = 4000;
    const first = name === "homodyne" ? "Y" : "Y1";
    const options = { until: 4, saveEvery: 2, trajectories, seed: 11, observables: ["n", first], threads: 1 };
    const found = await unravel(model, { by, ...options });
    const wanted = run(model, { until: 4, saveEvery: 2, observables: ["n"] }).observables.n;
    const Y = { name: "Y", current: "light", phase: Math.PI / 2, efficiency: name === "homodyne" ? 0.8 : 0.4 };
    const { cumulants } = counting(model, { of: [Y], until: 4, saveEvery: 2, orders: 2, steady: false });
    for (let k = 1; k < 3; k++) {
      expect(Math.abs((found.mean.n[k] as number) - (wanted[k] as number))).toBeLessThan(4 * (found.standardError.n[k] as number));
      expect(Math.abs((found.mean[first][k] as number) - (cumulants.Y[0][k - 1] as number))).toBeLessThan(
        4 * (found.standardError[first][k] as number),
      );
      const variance = cumulants.Y[1][k - 1] as number;
      expect(Math.abs((found.std[first][k] as number) ** 2 / variance - 1)).toBeLessThan(4 * Math.sqrt(2.5 / trajectories));
    }
  });

  it("draws increments from the density that the likelihood has", () => {
    const process = currentProcess(model, measure({ dt: 1, bath: "light" }));
    const x = mean(process, process.start);
    // by its own numbers: the mean of 1/likelihood over increments is the integral of the reference, 1; that of dY/likelihood is 0
    const out = new Float64Array(x.length);
    const sums = [0, 0, 0];
    const all = process.outcomes.length === 1 ? nodes.map((a) => [a]) : nodes.flatMap((a) => nodes.map((b) => [a, b]));
    for (const place of all) {
      const increments = incrementsOf(
        process,
        place.map(({ z }) => z),
        x,
      );
      const inverse = 1 / currentStep(process, increments, x, out);
      const weight = place.reduce((product, { w }) => product * w, inverse);
      sums[0] += weight;
      sums[1] += weight * increments[0];
      sums[2] += weight * (increments.at(-1) as number) ** 2;
    }
    expect(sums[0]).toBeCloseTo(1, 6);
    expect(sums[1]).toBeCloseTo(0, 6);
    expect(sums[2]).toBeCloseTo(process.dt, 5);
  });
});

describe("bins", () => {
  it("of half the length make one of the whole", () => {
    const whole = currentProcess(model, homodyne({ dt: 1, efficiency: 0.9, bath: "light" }));
    const half = currentProcess(model, homodyne({ dt: 0.5, efficiency: 0.9, bath: "light" }));
    const n = whole.start.length;
    for (const Y of [-1.3, 0.2, 2.1]) {
      const wanted = new Float64Array(n);
      const likelihood = currentStep(whole, [Y], whole.start, wanted);
      // given Y the difference of the two halves is normal in the reference: u = (Y + √dt z)/2
      const [middle, end, sum] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
      for (const { z, w } of nodes) {
        const u = (Y + z) / 2;
        const weight = w * currentStep(half, [u], half.start, middle) * currentStep(half, [Y - u], middle, end);
        for (let q = 0; q < n; q++) sum[q] += weight * end[q];
      }
      for (let q = 0; q < n; q++) expect(Math.abs(sum[q] - likelihood * wanted[q])).toBeLessThan(1e-11);
    }
  });

  it("are left where more coordinates live than few, or where they are not wanted", () => {
    expect(currentProcess(model, homodyne({ dt: 0.1, bath: "light", exact: false })).step).toBe("positive");
    expect(currentProcess(model, homodyne({ dt: 0.1, bath: "light", exact: true })).step).toBe("binned");
    expect(() => currentProcess(model, homodyne({ dt: 1000, bath: "light" }))).toThrow(/`by\.dt` must be short against the rate/);
    expect(() => homodyne({ dt: 0.1, exact: 1 as never })).toThrow(/`exact` must be true or false/);
  });

  it("are replayed to the likelihood that trajectories had", async () => {
    const by = heterodyne({ dt: 0.25, efficiency: 0.6, bath: "light" });
    const { currents } = await unravel(model, { by, until: 2, saveEvery: 2, trajectories: 4, seed: 3, records: true, threads: 1 });
    const width = 16;
    for (let k = 0; k < 4; k++) {
      const record = currents?.increments.subarray(k * width, (k + 1) * width) as Float64Array;
      expect(replay(model, { by, record }).logLikelihood).toBeCloseTo(currents?.logLikelihoods[k] as number, 12);
    }
  });
});
