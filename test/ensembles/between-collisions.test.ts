/** Noise on what acts between collisions, such as random waiting times: against closed forms and single realisations. */
import { describe, expect, it } from "vitest";
import { compileNoise } from "../../src/ensembles/draws.ts";
import {
  averaged,
  collisionModel,
  ensemble,
  exponential,
  gammaDistributed,
  identity,
  type Model,
  masterEquation,
  normal,
  perRealisation,
  plan,
  plus,
  qubit,
  qubitHamiltonian,
  qubitState,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  uniform,
} from "../../src/index.ts";
import { expm } from "../../src/numerics/expm.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

const { params, expected } = reference["waiting.exponential-gamma"];
const { gamma, nbar, omega, angle, mean_wait: wait, shape, start } = params;
const [system, unit] = [qubit("S"), qubit("E")];

/** A qubit that relaxes for a time after each rotation about x. */
const relaxing = (changes: Partial<{ duration: number; angle: number }> = {}): Model =>
  collisionModel(
    (p) => ({
      HS: qubitHamiltonian(system, omega),
      units: { HE: qubitHamiltonian(unit, 1), V: [[scaled(sigmaX(system), p.angle / 2), identity(unit)]], beta: 1 },
      tau: 1,
      picture: "interaction",
      between: {
        duration: p.duration,
        H: qubitHamiltonian(system, omega),
        jumps: [
          [sigmaMinus(system), gamma * (nbar + 1)],
          [sigmaPlus(system), gamma * nbar],
        ],
      },
      initial: qubitState(start as [number, number, number], system),
    }),
    { duration: wait, angle, ...changes },
  );

type Matrix = readonly (readonly number[])[];
const product = (A: Matrix, B: Matrix): number[][] => A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));

/** Bloch vectors with 1 at their end: the relaxation, its exponential and resolvent, and the rotation. */
const L: Matrix = (() => {
  const total = gamma * (2 * nbar + 1);
  return [
    [-total / 2, -omega, 0, 0],
    [omega, -total / 2, 0, 0],
    [0, 0, -total, -gamma],
    [0, 0, 0, 0],
  ];
})();
const rotation = (by: number): Matrix => [
  [1, 0, 0, 0],
  [0, Math.cos(by), -Math.sin(by), 0],
  [0, Math.sin(by), Math.cos(by), 0],
  [0, 0, 0, 1],
];

function exponentialOf(A: Matrix, t: number): number[][] {
  const data = new Float64Array(32);
  A.forEach((row, i) => {
    row.forEach((value, j) => {
      data[2 * (4 * i + j)] = value * t;
    });
  });
  const E = expm({ rows: 4, columns: 4, data }).data;
  return A.map((row, i) => row.map((_, j) => E[2 * (4 * i + j)]));
}

/** ∫ e^{Ls} density(s) ds by the trapezium rule in ln s. */
function averagedOver(k: number, scale: number): number[][] {
  const sum = A0();
  let mass = 0;
  for (let y = -30; y < 4; y += 0.02) {
    const s = scale * Math.exp(y);
    const weight = Math.exp(k * y - Math.exp(y));
    mass += weight;
    exponentialOf(L, s).forEach((row, i) => {
      row.forEach((value, j) => {
        sum[i][j] += weight * value;
      });
    });
  }
  return sum.map((row) => row.map((value) => value / mass));
}
const A0 = (): number[][] => [0, 1, 2, 3].map(() => [0, 0, 0, 0]);

function carried(map: Matrix, k: number, from: readonly number[]): number[] {
  let r = [...from];
  for (let n = 0; n < k; n++) r = map.map((row) => row.reduce((sum, value, j) => sum + value * r[j], 0));
  return r;
}

const bloch = ["sx", "sy", "sz"] as const;

describe("waiting times between collisions", () => {
  it.each([
    ["exponential", exponential(wait), averagedOver(1, wait)],
    ["gamma", gammaDistributed(shape, wait / shape), averagedOver(shape, wait / shape)],
  ] as const)("that are %s have an exact mean", (law, noise, E) => {
    // the sheet waits before each collision, a stream waits after it: the same maps in another order
    params.steps.forEach((k, i) => {
      const before = carried(product(rotation(angle), E), k, [...start, 1]);
      expected[law][i].forEach((value, c) => expect(before[c]).toBeCloseTo(value, 8));
    });
    const result = averaged(relaxing(), { noise: { duration: noise }, steps: 10, saveEvery: 1, observables: bloch });
    for (const k of [1, 3, 10]) {
      const r = carried(product(E, rotation(angle)), k, [...start, 1]);
      bloch.forEach((name, c) => expect(result.observables[name][k]).toBeCloseTo(r[c], 8));
    }
  });

  it("that are all the same are a plain run", () => {
    const E = exponentialOf(L, wait);
    const { observables } = run(relaxing(), { steps: 10, observables: bloch });
    params.steps.forEach((k, i) => {
      const before = carried(product(rotation(angle), E), k, [...start, 1]);
      expected.constant[i].forEach((value, c) => expect(before[c]).toBeCloseTo(value, 9));
      const r = carried(product(E, rotation(angle)), k, [...start, 1]);
      bloch.forEach((name, c) => expect(observables[name][k]).toBeCloseTo(r[c], 9));
    });
  });

  it("of a Poisson stream are a master equation in time", () => {
    // with relaxation all the time the generators of both add up
    const generator = L.map((row, i) => row.map((value, j) => value + (rotation(angle)[i][j] - (i === j ? 1 : 0)) / wait));
    params.times.forEach((t, k) => {
      const r = carried(exponentialOf(generator, t), 1, [...start, 1]);
      expected.at_time[k].forEach((value, c) => expect(r[c]).toBeCloseTo(value, 9));
    });
    const whole = masterEquation({
      H: qubitHamiltonian(system, omega),
      jumps: [
        [sigmaMinus(system), gamma * (nbar + 1)],
        [sigmaPlus(system), gamma * nbar],
        [plus(scaled(identity(system), Math.cos(angle / 2)), scaled(sigmaX(system), 0, -Math.sin(angle / 2))), 1 / wait],
      ],
      initial: qubitState(start as [number, number, number], system),
    });
    const { observables } = run(whole, { times: params.times, observables: bloch });
    params.times.forEach((_, k) => {
      bloch.forEach((name, c) => expect(observables[name][k + 1]).toBeCloseTo(expected.at_time[k][c], 9));
    });
  });

  it("are drawn for each realisation as they should be", async () => {
    const noise = { duration: exponential(wait) };
    const options = { noise, steps: 3, saveEvery: 1, trajectories: 2, seed: 3, threads: 1, observables: bloch };
    const { mean } = await ensemble(relaxing(), options);
    const compiled = compileNoise(noise, 3, null, 2, { positions: "collision", step: 1 + wait, count: 3 });
    const into = new Float64Array(2 * 3);
    compiled.draw(0, 2, 1, into, 3);
    const vectors = [0, 1].map((lane) => {
      let r = [...start, 1];
      return [0, 1, 2].map((k) => (r = carried(product(exponentialOf(L, into[2 * k + lane]), rotation(angle)), 1, r)));
    });
    bloch.forEach((name, c) => {
      [0, 1, 2].forEach((k) => expect(mean[name][k + 1]).toBeCloseTo((vectors[0][k][c] + vectors[1][k][c]) / 2, 11));
    });
  });

  it("are sampled to their exact mean and spread, with the same bits in any lanes", async () => {
    const noise = { duration: uniform(0.2, 1.4), angle: normal(angle, 0.2) };
    const options = { noise, steps: 10, saveEvery: 5, observables: bloch };
    const exact = averaged(relaxing(), { ...options, spread: true, nodes: 8 });
    const sampled = await ensemble(relaxing(), { ...options, trajectories: 2000, seed: 2, threads: 1 });
    const [one, three] = [1, 3].map((lanes) => ({ ...options, trajectories: 60, seed: 2, threads: 1, lanes }));
    expect((await ensemble(relaxing(), three)).mean).toEqual((await ensemble(relaxing(), one)).mean);
    for (const name of bloch) {
      for (const s of [1, 2]) {
        const error = sampled.standardError[name][s] as number;
        expect(Math.abs((sampled.mean[name][s] as number) - (exact.observables[name][s] as number))).toBeLessThan(4 * error);
        expect(Math.abs((sampled.std[name][s] as number) / (exact.std?.[name][s] as number) - 1)).toBeLessThan(0.06);
      }
    }
  });

  it("that are the same throughout agree with runs of their own", async () => {
    const options = { steps: 4, saveEvery: 2, trajectories: 3, seed: 1, threads: 1, observables: bloch };
    const whole = await ensemble(relaxing(), { ...options, noise: { duration: perRealisation(uniform(0.5, 1)) } });
    const mixed = await ensemble(relaxing(), { ...options, noise: { duration: perRealisation(uniform(0.5, 1)), angle: normal(angle, 0) } });
    for (const name of bloch) mixed.mean[name].forEach((value, s) => expect(value).toBeCloseTo(whole.mean[name][s] as number, 11));
  });

  it("are planned as maps of a collision with what follows it", () => {
    const text = String(plan(relaxing(), { command: "averaged", noise: { duration: uniform(0, 1) } }));
    expect(text).toMatch(/average +averaged map/);
  });
});
