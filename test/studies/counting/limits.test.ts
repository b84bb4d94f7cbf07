/** Heat of equations that collisions tend to or that units make at random times: that of the units, in any picture, with what acts beside them. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  collisionModel,
  counting,
  create,
  fock,
  harvest,
  ket,
  lift,
  type Model,
  numberOperator,
  type Operator,
  plus,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  steady,
  tensor,
  times,
} from "../../../src/index.ts";
import { exchange, S } from "./models.ts";

const U = qubit("U");
const joint = tensor(S, U);
const both = plus(times(lift(joint, sigmaX(S)), lift(joint, sigmaX(U))));

/** A qubit between two baths of qubits of energy ω. */
function machine(V: Operator, omega: number, changes: object): Model {
  const unit = (beta: number, bath: string) => ({ HE: scaled(sigmaZ(U), omega / 2), beta, V, bath });
  return collisionModel({
    HS: scaled(sigmaZ(S), 0.5),
    units: [unit(0.5, "hot"), unit(2, "cold")],
    scaling: "1/sqrt(tau)",
    tau: 0.1,
    initial: basisState(S, 1),
    ...changes,
  });
}

describe("the limit of short collisions", () => {
  it.each([
    ["exchange", exchange(joint, S, U), 1],
    ["detuned exchange", exchange(joint, S, U), 1.3],
    ["σxσx", both, 1],
    ["detuned σxσx", both, 1.3],
  ] as const)("%s: heat is what units give, as in the ledger, with all theorems", (_, V, omega) => {
    const limit = machine(V, omega, { evaluation: "generator" });
    const found = counting(limit, { of: ["Q_hot", "Q_cold", "W"], until: 2, orders: 2 });
    const ledger = steady(limit, { observables: ["Q_hot", "Q_cold", "W"] }).observables;
    for (const name of ["Q_hot", "Q_cold", "W"]) expect(found.rates?.cumulants[name][0]).toBeCloseTo(ledger[name] as number, 14);
    for (const name of ["Q_hot", "Q_cold"]) expect(Math.abs(found.firstMoments[name].difference)).toBeLessThan(1e-13);
    for (const name of ["unitality", "transposition", "gallavottiCohen"] as const) expect(found.theorems?.[name]?.holds, name).toBe(true);
    // collisions of a short duration have these cumulants per unit time, and their difference falls with it
    const off = [0.02, 0.01].map((tau) => {
      const stream = counting(machine(V, omega, { tau }), { of: ["Q_hot", "Q_cold", "W"], orders: 2, theorems: false });
      // a cycle of two collisions lasts 2τ
      return [0, 1].map((k) => (stream.rates?.cumulants.Q_hot[k] as number) / (2 * tau) - (found.rates?.cumulants.Q_hot[k] as number));
    });
    for (const k of [0, 1]) {
      expect(Math.abs(off[1][k])).toBeLessThan(0.02);
      expect(Math.abs(off[1][k])).toBeLessThan(0.6 * Math.abs(off[0][k]) + 1e-12);
    }
  });

  it("W until a time is ΔE − ΣQ", () => {
    const limit = machine(both, 1.3, { evaluation: "generator" });
    const { cumulants } = counting(limit, { of: ["Q_hot", "Q_cold", "W"], until: 3 });
    const energy = run(limit, { until: 3, saveEvery: 3, observables: ["energy"] }).observables.energy as number[];
    expect(cumulants.W[0][0] + cumulants.Q_hot[0][0] + cumulants.Q_cold[0][0]).toBeCloseTo(energy[1] - energy[0], 12);
  });

  it("units whose state is of no energy have no heat to be counted", () => {
    const coherent = collisionModel({
      HS: scaled(sigmaZ(S), 0.5),
      units: { HE: scaled(sigmaZ(U), 0.5), state: ket(U, [0.6, 0.8]), V: times(lift(joint, sigmaZ(S)), lift(joint, sigmaY(U))) },
      scaling: "1/sqrt(tau)",
      evaluation: "generator",
      tau: 0.1,
      initial: basisState(S, 1),
    });
    expect(() => counting(coherent, { of: ["Q"] })).toThrow(/count heat of units that are in states of an energy each/);
  });
});

describe("an equation in a frame that rotates with H_S", () => {
  it.each([["generator"], ["poisson"]])("has the heat of H_S: %s", (form) => {
    const model = harvest(form === "poisson" ? { arrivals: "poisson" } : { evaluation: "generator" });
    const { cumulants, firstMoments } = counting(model, { of: ["Q", "W"], until: 50, orders: 2 });
    const energy = run(model, { until: 50, saveEvery: 50, observables: ["energy"] }).observables.energy as number[];
    expect(energy[1] - energy[0]).toBeGreaterThan(0.4);
    expect(cumulants.Q[0][0]).toBeCloseTo(energy[1] - energy[0], 11);
    // resonant exchange does no work, not even in fluctuations
    expect(Math.abs(cumulants.W[0][0])).toBeLessThan(1e-14);
    expect(Math.abs(cumulants.W[1][0])).toBeLessThan(1e-14);
    expect(Math.abs(firstMoments.Q.difference)).toBeLessThan(1e-11);
  });
});

describe("what acts beside arrivals", () => {
  const c = fock(6, "c");
  const A = qubit("A");
  const space = tensor(c, A);
  const swap = times(lift(space, annihilate(c)), lift(space, sigmaPlus(A)));
  /** Atoms that are detuned from their cavity, which loses photons into thermal walls. */
  const maser = (changes: object = {}) =>
    collisionModel({
      HS: numberOperator(c),
      units: {
        HE: scaled(sigmaZ(A), 0.65),
        beta: 0.4,
        V: scaled(plus(swap, times(lift(space, create(c)), lift(space, sigmaMinus(A)))), 0.7),
        bath: "beam",
      },
      tau: 1,
      arrivals: 1.2,
      between: { baths: { walls: { lowering: annihilate(c), omega: 1, rate: 0.4, beta: 1.5, statistics: "bosons" } } },
      initial: basisState(c, 1),
      ...changes,
    });

  it("is in the ledger: energy stands still where the state does", () => {
    const { Q_beam, Q_walls, W, dU, Q } = steady(maser(), { observables: ["Q_beam", "Q_walls", "W", "dU", "Q"] }).observables as Record<
      string,
      number
    >;
    expect(Math.abs(dU)).toBeLessThan(1e-14);
    expect(Math.abs(Q + W)).toBeLessThan(1e-14);
    expect(Q_beam + Q_walls).toBeCloseTo(Q, 14);
    expect(Math.abs(W)).toBeGreaterThan(0.01);
  });

  it("is counted beside the units, with theorems and the ledger", () => {
    const model = maser();
    const found = counting(model, { of: ["Q_beam", "Q_walls", "W", "N_walls"], until: 3, orders: 2 });
    const ledger = steady(model, { observables: ["Q_beam", "Q_walls", "W"] }).observables;
    for (const name of ["Q_beam", "Q_walls", "W"]) expect(found.rates?.cumulants[name][0]).toBeCloseTo(ledger[name] as number, 13);
    const energy = run(model, { until: 3, saveEvery: 3, observables: ["energy"] }).observables.energy as number[];
    const { W, Q_beam, Q_walls } = found.cumulants;
    expect(W[0][0] + Q_beam[0][0] + Q_walls[0][0]).toBeCloseTo(energy[1] - energy[0], 12);
    for (const name of ["unitality", "transposition", "gallavottiCohen"] as const) expect(found.theorems?.[name]?.holds, name).toBe(true);
    expect(() => counting(maser({ between: undefined }), { of: ["N_walls"] })).toThrow(/name something that can be counted/);
  });

  it("jumps that nobody makes are no count", () => {
    expect(() => counting(maser({ between: undefined }), { of: [{ name: "n", jumps: "all" }] })).toThrow(
      /counts jumps, which the model does not have/,
    );
  });

  it("may be another Hamiltonian: its work is in the ledger and the counts", () => {
    const driven = maser({ between: { H: plus(numberOperator(c), scaled(plus(annihilate(c), create(c)), 0.2)) } });
    const { dU, W } = steady(driven, { observables: ["dU", "W"] }).observables as Record<string, number>;
    expect(Math.abs(dU)).toBeLessThan(1e-14);
    const { rates } = counting(driven, { of: ["W"], orders: 1 });
    expect(rates?.cumulants.W[0]).toBeCloseTo(W, 13);
  });
});
