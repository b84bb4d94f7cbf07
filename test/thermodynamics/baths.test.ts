import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { adjointGenerator } from "../../src/dynamics/lower.ts";
import { thermalBath } from "../../src/dynamics/thermal-baths.ts";
import { entropy } from "../../src/observables/entropy.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { entropyRate } from "../../src/observables/rates.ts";
import { stateView } from "../../src/observables/view.ts";
import { lift, plus, scale } from "../../src/operators/algebra.ts";
import { sigmaMinus, sigmaPlus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { basisState, ket } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit, tensor } from "../../src/spaces/space.ts";
import {
  carnotEfficiency,
  carnotPerformance,
  coefficientOfPerformance,
  efficiency,
  entropyProduction,
  firstLawResidual,
  heatFlow,
  localPower,
  modeOf,
  powerOperator,
} from "../../src/thermodynamics/heat-flows.ts";
import { applyGenerator, propagate } from "../reference/liouvillian.ts";
import { randomGenerator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";

const q = qubit();

function mean(A: Operator, state: { forEach(visit: (i: number, j: number, re: number, im: number) => void): void }): number {
  let sum = 0;
  state.forEach((i, j, re, im) => {
    const [x, y] = A.at(j, i);
    sum += x * re - y * im;
  });
  return sum;
}

/** Two qubits between two baths, coupled by exchange: a local master equation. */
function bridge(betaCold: number, betaHot: number) {
  const [a, b] = [qubit("a"), qubit("b")];
  const space = tensor(a, b);
  const [B1, B2] = [0.5, 1.1];
  const H0 = plus(lift(space, scale(sigmaZ(a), B1)), lift(space, scale(sigmaZ(b), B2)));
  const exchange = plus(lift(space, sigmaPlus(a), sigmaMinus(b)), lift(space, sigmaMinus(a), sigmaPlus(b)));
  const me = generator({
    system: space,
    H: plus(H0, scale(exchange, 0.2)),
    jumps: [
      ...thermalBath({ bath: "cold", lowering: lift(space, sigmaMinus(a)), omega: 2 * B1, rate: 0.3, beta: betaCold }),
      ...thermalBath({ bath: "hot", lowering: lift(space, sigmaMinus(b)), omega: 2 * B2, rate: 0.4, beta: betaHot }),
    ],
  });
  return { me, H0, space };
}

describe("heat, work and entropy of a local master equation", () => {
  it("obey both laws in the stationary state, with the tight coupling Q1/Q2 = −B1/B2", () => {
    const { me, H0, space } = bridge(2, 0.3);
    const { state } = steady(modelOf(me, basisState(space, 3)));
    const [Qc, Qh] = ["cold", "hot"].map((bath) => mean(heatFlow(me, bath, H0), state));
    const W = mean(localPower(me, null, H0), state);
    expect(firstLawResidual(0, [Qc, Qh], W)).toBeLessThan(1e-14);
    expect(Qc / Qh).toBeCloseTo(-0.5 / 1.1, 12);
    expect(entropyProduction({ cold: Qc, hot: Qh }, me.baths)).toBeGreaterThan(0);
    expect(modeOf(Qc, Qh, W)).toBe("engine");
    expect(efficiency(Qc, Qh, W)).toBeLessThan(carnotEfficiency(2, 0.3));
    expect(efficiency(Qc, Qh, W)).toBeCloseTo(1 - 0.5 / 1.1, 12);
    expect(coefficientOfPerformance(Qc, Qh, W)).toBeNull();
  });

  it("knows a refrigerator and its bound β_hot/(β_cold − β_hot)", () => {
    const { me, H0, space } = bridge(0.35, 0.3);
    const { state } = steady(modelOf(me, basisState(space, 3)));
    const [Qc, Qh] = ["cold", "hot"].map((bath) => mean(heatFlow(me, bath, H0), state));
    const W = mean(localPower(me, null, H0), state);
    expect(modeOf(Qc, Qh, W)).toBe("refrigerator");
    expect(coefficientOfPerformance(Qc, Qh, W)).toBeCloseTo(0.5 / (1.1 - 0.5), 10);
    expect(carnotPerformance(0.35, 0.3)).toBeCloseTo(6, 12);
    expect(coefficientOfPerformance(Qc, Qh, W)).toBeLessThan(carnotPerformance(0.35, 0.3));
  });

  it("names the four modes that both laws allow, and none else", () => {
    expect([modeOf(-1, 2, -1), modeOf(1, -2, 1), modeOf(-2, 1, 1), modeOf(-1, -1, 2), modeOf(1, 1, -2), modeOf(0, 0, 0)]).toEqual([
      "engine",
      "refrigerator",
      "accelerator",
      "heater",
      "none",
      "none",
    ]);
    expect(modeOf(-1, 2, -1e-15, 1e-12)).toBe("none");
  });
});

describe("work of a drive", () => {
  it("is Tr[ρ dH/dt], and dU/dt = Q + W along a run", () => {
    const drive = timeFunction((t) => Math.sin(2 * t));
    const me = generator({
      system: q,
      H: [
        { operator: sigmaZ(q), coefficient: 0.5 },
        { operator: sigmaX(q), coefficient: drive },
      ],
      jumps: thermalBath({ bath: "b", lowering: sigmaMinus(q), omega: 1, rate: 0.2, beta: 1 }),
    });
    const ledger = (["dU", "Q", "W", "Sigma", "dS"] as const).map(
      (column): Observable => ({ kind: "ledger", name: column, description: "", column, cumulated: false, bath: null }),
    );
    const model = modelOf(me, ket(q, [0.6, 0.8]), ledger);
    const { observables } = evolve(model, { until: 3, saveEvery: 0.5, observables: ["dU", "Q", "W"] });
    observables.dU.forEach((dU, k) => {
      expect(dU).toBeCloseTo((observables.Q[k] as number) + (observables.W[k] as number), 8);
    });
    const rho = randomState(2, 8);
    const view = stateView(q, rho);
    const at = (t: number) => mean(plus(scale(sigmaZ(q), 0.5), scale(sigmaX(q), Math.sin(2 * t))), view);
    expect(mean(powerOperator(me, 0.7), view)).toBeCloseTo((at(0.70001) - at(0.69999)) / 2e-5, 6);
  });

  it("looks to one side only next to a breakpoint", () => {
    const me = generator({ system: q, H: [{ operator: sigmaX(q), coefficient: sampled([0, 1, 2], [0, 1, 0], "linear") }] });
    expect(powerOperator(me, 0.5).at(0, 1)[0]).toBeCloseTo(1, 8);
    expect(powerOperator(me, 1.5).at(0, 1)[0]).toBeCloseTo(-1, 8);
    expect(powerOperator(me, 0, 1e-3).at(0, 1)[0]).toBeCloseTo(1, 8);
  });
});

describe("entropy rate", () => {
  it("is the derivative of the entropy, on random models", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.nat(1e6), (n, seed) => {
        const me = randomGenerator(n, 2, seed);
        const rho = propagate(me, randomState(n, seed + 1), 0.2, 1);
        const h = 1e-4;
        const S = (t: number) => entropy(stateView(me.system, propagate(me, rho, t, 1)));
        const numeric = (S(h) - entropy(stateView(me.system, propagate({ ...me }, rho, 0, 1)))) / h;
        const exact = entropyRate(stateView(me.system, rho), stateView(me.system, applyGenerator(me, rho)));
        expect(Math.abs(numeric - exact)).toBeLessThan(0.02 * (1 + Math.abs(exact)));
      }),
      { numRuns: 15 },
    );
  });

  it("makes Σ ≥ 0 at all times for thermal baths", () => {
    const { me, H0, space } = bridge(2, 0.3);
    const rho = randomState(4, 2);
    const state = stateView(space, rho);
    const heat = Object.fromEntries(["cold", "hot"].map((bath) => [bath, mean(heatFlow(me, bath, H0), state)]));
    const bare = { ...me, hamiltonian: [{ operator: H0, coefficient: 1 }] };
    const dS = entropyRate(state, stateView(space, applyGenerator(bare, rho)));
    expect(entropyProduction(heat, me.baths, dS)).toBeGreaterThan(0);
    expect(mean(adjointGenerator(bare, H0), state)).toBeCloseTo(heat.cold + heat.hot, 13);
    expect(entropyProduction({ cold: 1 }, { cold: { beta: null } })).toBeNull();
    expect(() => entropyProduction({ warm: 1 }, me.baths)).toThrow(/must name baths of the generator \(cold, hot\)/);
  });
});
