/** Schedules of collisions, thermal master equations, records along a run, and ends of runs. */
import { describe, expect, it } from "vitest";
import { counting, masterEquation, plus, run, scaled, sigmaMinus, sigmaX, sigmaZ, steady } from "../../../src/index.ts";
import { diagonalState, excitation, excited, ground, S, streamOf, swapCollision, swapMachine } from "./models.ts";

describe("a schedule", () => {
  const [hot, cold] = [swapCollision("hot", 0.4, 0.6), swapCollision("cold", 1.1, 0.6)];
  const schedule = streamOf({ kind: "schedule", collisionAt: (n) => (n % 2 === 1 ? hot : cold) }, excited(), excitation(S));

  it("counts what the same cycle counts, and has no rates", () => {
    const of = ["Q_hot", "Q_cold", "W"];
    const found = counting(schedule, { of, steps: 7, saveEvery: 3, distribution: { of: ["Q_hot"] } });
    const cyclic = counting(swapMachine(excited()), { of, steps: 7, saveEvery: 3, distribution: { of: ["Q_hot"] } });
    expect(found.axis.values).toEqual([3, 6, 7]);
    expect(found.cumulants).toEqual(cyclic.cumulants);
    expect(found.distributions).toEqual(cyclic.distributions);
    expect(found.rates).toBeNull();
    expect(found.reasons.rates).toMatch(/schedule of collisions has no long-time rates/);
    expect(found.theorems?.unitality.holds).toBe(true);
    expect(found.theorems?.gallavottiCohen.reason).toMatch(/schedule has no cycle/);
  });
});

describe("a qubit of a master equation between two thermal baths", () => {
  const H = scaled(sigmaZ(S), 0.5);
  const bath = (beta: number, rate: number) => ({ lowering: sigmaMinus(S), omega: 1, rate, beta });
  const model = masterEquation({ H, baths: { hot: bath(0.4, 0.3), cold: bath(1.2, 0.5) }, initial: diagonalState(S, [0.25, 0.75]) });

  it("heat, its ledger and its theorems", () => {
    const { rates, theorems, firstMoments, generating } = counting(model, {
      of: ["Q_hot", "Q_cold"],
      until: 2,
      at: [{ Q_hot: 0.4, Q_cold: 1.2 }],
    });
    const { observables } = steady(model, { observables: ["Q_hot", "Sigma"] });
    expect(rates?.cumulants.Q_hot[0]).toBeCloseTo(observables.Q_hot as number, 14);
    expect(rates?.entropyProduction).toBeCloseTo(observables.Sigma as number, 13);
    expect(rates?.uncertaintyProduct.Q_hot).toBeGreaterThan(2);
    for (const name of ["unitality", "integral", "transposition", "gallavottiCohen"] as const)
      expect(theorems?.[name]?.holds, name).toBe(true);
    expect(Math.abs(generating[0] as number)).toBeLessThan(1e-14);
    for (const name of ["Q_hot", "Q_cold"]) expect(Math.abs(firstMoments[name].difference)).toBeLessThan(1e-14);
    expect(Math.abs(counting(model, { of: ["Q_hot"] }).firstMoments.Q_hot.difference)).toBeLessThan(1e-15);
  });

  it("no work: what the system gains came as heat, in every trajectory", () => {
    const { cumulants, distributions } = counting(model, {
      of: ["W", "Q", "Sigma"],
      until: 1.5,
      distribution: { of: ["W"] },
      steady: false,
    });
    cumulants.W.forEach((list) => expect(Math.abs(list[0])).toBeLessThan(1e-13));
    expect(distributions[0].P.find((_, k) => Math.abs(distributions[0].values[0][k]) < 1e-9)).toBeCloseTo(1, 12);
    const entropy = run(model, { times: [1.5], observables: ["entropy"] }).observables.entropy;
    const heats = counting(model, { of: ["Q_hot", "Q_cold"], until: 1.5, orders: 1, steady: false }).cumulants;
    const production = (entropy.at(-1) as number) - (entropy[0] as number) - 0.4 * heats.Q_hot[0][0] - 1.2 * heats.Q_cold[0][0];
    expect(cumulants.Sigma[0][0]).toBeCloseTo(production, 9);
  });

  it("rates by hand that are out of balance are not judged", () => {
    const jumps = [{ operator: sigmaMinus(S), rate: 1, bath: "b", beta: 1 }];
    const { theorems } = counting(masterEquation({ H, jumps, initial: ground() }), { of: ["Q"] });
    expect(theorems?.unitality.holds).toBeNull();
    expect(theorems?.unitality.reason).toMatch(/not in detailed balance/);
  });
});

it("a start with coherence is measured for work alone", () => {
  const plusState = scaled(plus(scaled(excited(), 1), ground(), sigmaX(S)), 0.5);
  const machine = swapMachine(plusState);
  const both = counting(machine, { of: ["Q_hot", "W"], steps: 4, steady: false });
  const heat = counting(machine, { of: ["Q_hot"], steps: 4, steady: false });
  expect(both.cumulants.Q_hot).toEqual(heat.cumulants.Q_hot);
  expect(both.warnings.join()).toMatch(/takes the start's coherence between energies away/);
  expect(counting(machine, { of: ["Q_hot", "W"], steps: 4, scheme: "mh", steady: false }).warnings).toEqual([]);
});

it("nothing has been counted before the first collision", () => {
  const { cumulants } = counting(swapMachine(ground()), { of: ["Q_hot", "W"], steps: 0, steady: false, theorems: false });
  for (const list of [...cumulants.Q_hot, ...cumulants.W]) expect(list[0]).toBe(0);
});
