/** Fixed points of collisions that hardly do anything: Λ − 1 is made without taking the difference. */
import { describe, expect, it } from "vitest";
import { collisionModel } from "../../src/models/collision-model.ts";
import { composite } from "../../src/models/composite.ts";
import { harvest } from "../../src/models/harvest.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { structured } from "../../src/models/structured.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { hermitianPart, scale, zero } from "../../src/operators/algebra.ts";
import { sigmaMinus, sigmaPlus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { basisState, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";
import { randomOperator } from "../reference/random-generator.ts";

const s = qubit("s");
const e = qubit("e");
const exchange = (g: number) =>
  [
    [scale(sigmaPlus(s), g), sigmaMinus(e)],
    [scale(sigmaMinus(s), g), sigmaPlus(e)],
  ] as const;

/** A qubit that meets thermal qubits of the same splitting (0: no free evolution). */
function swaps(g: number, tau: number, omega = 1, extra: Partial<Parameters<typeof collisionModel>[0]> = {}) {
  const units = { HE: scale(sigmaZ(e), 0.5), V: exchange(g), beta: 1 };
  return collisionModel({ HS: scale(sigmaZ(s), omega / 2), units, tau, initial: basisState(s, 0), ...extra });
}

const close = (value: number | null, expected: number, relative = 1e-9) =>
  expect(Math.abs((value as number) - expected) / Math.abs(expected), `${value} for ${expected}`).toBeLessThan(relative);

describe("weak collisions", () => {
  it.each([0.1, 1e-3, 1e-4, 1e-6, 1e-9])("thermalise a qubit at τ = %s", (tau) => {
    const found = steady(swaps(1, tau), { observables: ["sz"] });
    close(found.observables.sz, -Math.tanh(0.5));
    expect(found.dimension).toBe(1);
    expect(found.error).toBeLessThan(1e-9);
    expect(found.diagnostics.warnings).toEqual([]);
  });

  it.each([1e-13, 1e-15, 1e-16, 1e-40, 1e-100])("thermalise a qubit by rates of θ², θ = %s", (theta) => {
    for (const initial of [basisState(s, 0), qubitState([0.3, 0, 0.4], s)]) {
      const found = steady(swaps(theta, 1, 1, { initial }), { observables: ["sz"] });
      close(found.observables.sz, -Math.tanh(0.5), 1e-13);
      expect(found.dimension).toBe(1);
      expect(found.diagnostics.warnings).toEqual([]);
    }
  });

  /** Coherences that no free evolution turns, beside units that turn by 1: coupled by g with ⟨σz⟩, with one quadrature, or not at all. */
  const still = (V: readonly (readonly [Operator, Operator])[], g: number) =>
    collisionModel({
      HS: zero(s),
      units: { HE: scale(sigmaZ(e), 0.5), V: V.map(([A, B]) => [scale(A, g), B]), beta: 1 },
      tau: 1,
      initial: qubitState([0.6, 0, 0.2], s),
    });
  const couplings = [
    ["exchange", exchange(1), 1, [0, 0, -Math.tanh(0.5)]],
    ["one quadrature", [[sigmaX(s), sigmaX(e)]], 2, [0.6, 0, 0]],
    ["dephasing", [[sigmaZ(s), sigmaX(e)]], 2, [0, 0, 0.2]],
  ] as const;

  it.each([1e-7, 1e-10, 1e-12, 1e-14])("lose coherences that nothing turns by rates of g², g = %s", (g) => {
    for (const [name, V, dimension, [x, y, z]] of couplings) {
      const found = steady(still(V, g), { observables: ["sx", "sy", "sz"], scope: "space" });
      expect(found.dimension, name).toBe(dimension);
      expect(found.error, name).toBeLessThan(1e-13);
      const { sx, sy, sz } = found.observables as Record<string, number>;
      expect(Math.max(Math.abs(sx - x), Math.abs(sy - y), Math.abs(sz - z)), name).toBeLessThan(1e-14);
      expect(found.diagnostics.warnings.filter((line) => !line.startsWith("The stationary space has dimension"))).toEqual([]);
      // sin²(1/2) of each quadrature that the coupling turns
      expect(Math.abs((found.gap as number) / (g * g * 4 * Math.sin(0.5) ** 2) / (name === "exchange" ? 0.5 : 2) - 1), name).toBeLessThan(
        1e-3,
      );
    }
  });

  it.each([1e-15, 1e-16, 1e-40])("say where no precision tells whether coherences move, g = %s", (g) => {
    for (const [name, V, , [, , z]] of couplings) {
      const found = steady(still(V, g), { observables: ["sz"], scope: "space" });
      expect(found.observables.sz, name).toBeCloseTo(z, 14);
      expect(found.diagnostics.warnings[0], name).toMatch(/^Not resolved below r = \d\.\de-(28|29): .* taken as stationary/);
      expect([found.gap, found.reasons.gap], name).toEqual([null, found.diagnostics.warnings[0]]);
      expect(found.error, name).toBeLessThan(1e-13);
    }
    const none = steady(still(exchange(0), 1), { scope: "space" });
    expect([none.dimension, none.diagnostics.warnings.some((line) => line.startsWith("Not resolved"))]).toEqual([4, false]);
  });

  it.each([1e-12, 1e-15, 1e-20, 1e-27])("alone, without any free evolution, have their limit at θ = %s", (theta) => {
    const units = { HE: zero(e), V: exchange(1), state: qubitState([0, 0, -0.4], e) };
    const found = steady(collisionModel({ HS: zero(s), units, tau: theta, initial: qubitState([0.6, 0, 0.2], s) }), {
      observables: ["sx", "sz"],
    });
    expect([found.dimension, found.diagnostics.warnings]).toEqual([1, []]);
    close(found.observables.sz, -0.4, 1e-14);
    expect(found.observables.sx).toBe(0);
    close(found.gap, (theta * theta) / 2, 1e-9);
    expect(found.error).toBeLessThan(1e-13);
  });

  it("behind a strong free evolution are not resolved, and say so", () => {
    const [three, unit] = [levels(3, "three"), qubit("unit")];
    const V = scale(hermitianPart(randomOperator(tensor(three, unit), 5)), 1e-6);
    const model = collisionModel({
      HS: hermitianPart(randomOperator(three, 4)),
      units: { HE: scale(sigmaZ(unit), 0.5), V, beta: 1 },
      tau: 1e-6,
      initial: basisState(three, 0),
    });
    const { dimension, diagnostics, state } = steady(model);
    expect(dimension).toBe(3);
    expect(diagnostics.warnings[0]).toMatch(/^Not resolved below r = \d\.\de-2[0-9]: 2 slow modes that no structure conserves/);
    expect(diagnostics.traceDefect).toBeLessThan(1e-12);
    expect(eigvalsh(state.matrix())[0]).toBeGreaterThan(-1e-12);
  });

  it("keep no gap where rounding hides the decay of what turns", () => {
    // Coherences decay half as fast as populations, but turn by 1 per collision: their modulus rounds to 1.
    const found = steady(swaps(1e-8, 1, 1), { observables: ["sz"] });
    expect(found.gap).toBeNull();
    expect(found.reasons.gap).toMatch(/^The gap is at most 1\.0e-16: rounding hides whether oscillations decay more slowly than that/);
    expect(found.unique).toBe(true);
  });

  it("are run by the thousand million, and what rounding takes is said", () => {
    for (const [steps, theta] of [
      [1e6, 1e-3],
      [1e9, 3e-5],
    ]) {
      const { observables, diagnostics } = run(swaps(theta, 1), { steps, saveEvery: steps, observables: ["sz"] });
      const limit = -Math.tanh(0.5);
      const exact = limit + (1 - limit) * Math.exp(2 * steps * Math.log1p(-2 * Math.sin(theta / 2) ** 2));
      const off = Math.abs((observables.sz[1] as number) - exact);
      expect(off).toBeLessThan(1e-15 * steps);
      const said = /^Rounding adds up over the collisions: the trace drifted by (\d\.\de-\d)\.$/.exec(diagnostics.warnings[0] ?? "");
      if (steps === 1e9) expect(off).toBeLessThan(10 * Number(said?.[1]));
      else expect(diagnostics.warnings).toEqual([]);
    }
  });

  it.each([1e-4, 1e-6])("have the gap of their angle: θ = %s", (theta) => {
    // Populations decay by cos²θ, coherences by cos θ.
    const found = steady(swaps(theta, 1, 1), { observables: ["sz"] });
    close(found.gap, (theta * theta) / 2, 1e-3);
  });

  it("of two baths in turn settle on their cycle", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const partial = (unit: ReturnType<typeof qubit>, angle: number, beta: number, bath: string) => ({
      HE: scale(sigmaZ(unit), 0.5),
      V: [
        [scale(sigmaPlus(s), angle), sigmaMinus(unit)],
        [scale(sigmaMinus(s), angle), sigmaPlus(unit)],
      ] as const,
      beta,
      bath,
    });
    const model = (scaled: number) =>
      collisionModel({
        HS: scale(sigmaZ(s), 0.5),
        units: [partial(a, 0.7 * scaled, 0.5, "hot"), partial(b, 0.4 * scaled, 2, "cold")],
        stream: "cyclic",
        tau: 1,
        initial: basisState(s, 0),
      });
    close(((steady(model(1), { observables: ["sz"] }).observables.sz as number) + 1) / 2, 0.2997683135702, 1e-12);
    // As the angles go to 0 the rates are θ²: p = Σ θ² p_i / Σ θ².
    const p = (beta: number) => 1 / (1 + Math.exp(beta));
    const expected = (0.49 * p(0.5) + 0.16 * p(2)) / 0.65;
    close(((steady(model(1e-7), { observables: ["sz"] }).observables.sz as number) + 1) / 2, expected, 1e-9);
  });

  it("with a drive of first order keep what the bound says", () => {
    const driven = (tau: number) =>
      collisionModel({
        HS: scale(sigmaZ(s), 0.5),
        units: { HE: scale(sigmaZ(e), 0.5), V: [[sigmaX(s), sigmaX(e)]], state: scale(basisState(e, 0), 1) },
        tau,
        initial: basisState(s, 0),
      });
    const [coarse, fine] = [1e-5, 1e-7].map((tau) => steady(driven(tau), { observables: ["sz"] }));
    expect(Math.abs((coarse.observables.sz as number) - (fine.observables.sz as number))).toBeLessThan(1e-6 + coarse.error + fine.error);
    expect(fine.error).toBeLessThan(1e-6);
  });
});

describe("the catalogue at its weakest", () => {
  it.each([3e-3, 1e-6, 1e-9])("harvest, gτ = %s", (gtau) => {
    const found = steady(harvest({ gtau }));
    close(found.observables.rho_ee, 10 / 21);
    expect(found.dimension).toBe(1);
  });

  it("composite, structured and phaseonium have their limit", () => {
    const weak = steady(composite({ tau: 1e-4 }));
    close(weak.observables.sz, steady(composite({ tau: 1e-6 })).observables.sz as number, 1e-5);
    expect(weak.dimension).toBe(1);
    const state = steady(structured({ dt: 1e-4 }));
    expect(state.diagnostics.traceDefect).toBeLessThan(1e-14);
    close(state.observables.sz, steady(structured({ dt: 1e-3 })).observables.sz as number, 1e-3);
    const cavity = steady(phaseonium({ cavities: 1, theta: 1e-4, levels: 20 }));
    close(cavity.observables.T1, steady(phaseonium({ cavities: 1, theta: 0.2, levels: 20 })).observables.T1 as number, 1e-9);
  });
});
