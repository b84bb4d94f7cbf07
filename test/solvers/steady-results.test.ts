/** What a stationary result promises whatever happens: it is judged, plain, and never says more than it knows. */
import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { atoms } from "../../src/models/atoms.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { cavity, kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseoniumLimit } from "../../src/models/phaseonium-limit.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, ket } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit, tensor } from "../../src/spaces/space.ts";
import { randomOperator } from "../reference/random-generator.ts";
import { modelOf } from "./model-of.ts";

describe("the result of a stationary solve", () => {
  it("has its gap on resonance, where neighbours of eigenvalues are rounding", () => {
    expect(steady(cavity({})).gap).toBeCloseTo(0.5, 9);
    for (const F of [0.3, 1, 2.5]) {
      for (const model of [kerr({ levels: 9, F, Delta: 0 }), cavity({ levels: 9, F, Delta: 0 })]) {
        const found = steady(model);
        expect(found.reasons, model.name).toEqual({});
        expect(found.gap).toBeGreaterThan(0.1);
      }
    }
    expect(steady(jaynesCummings({ levels: 5 })).gap).toBeGreaterThan(0);
    expect(steady(phaseoniumLimit({ cavities: 1 })).gap).toBeGreaterThan(0);
  });

  it("serialises and spreads", () => {
    for (const model of [kerr({ levels: 6 }), atoms({ N: 6, nbar: 1, f0: 0.5, reduction: "none" })]) {
      const found = steady(model);
      expect(JSON.parse(JSON.stringify({ ...found, plan: null, state: null })).dimension).toBe(found.dimension);
      expect(typeof found.error).toBe("number");
    }
  });

  it("gives null and the reason for what cannot be had", () => {
    const found = steady(atoms({ N: 6, nbar: 1, f0: 0.5, reduction: "none" }));
    expect([found.gap, found.basis, found.conserved]).toEqual([null, null, null]);
    expect(Object.keys(found.reasons).sort()).toEqual(["basis", "conserved", "gap", "peripheral"]);
    expect(found.reasons.gap).toMatch(/closed form/i);
  });

  it("says in its first warning what rounding hides", () => {
    // Two qubits in one bath keep the singlet, which no pattern of this basis shows.
    const space = tensor(qubit("a"), qubit("b"));
    const lowering = Operator.fromEntries(space, [
      [1, 0, 1],
      [2, 0, 1],
      [3, 1, 1],
      [3, 2, 1],
    ]);
    const found = steady(
      modelOf(generator({ system: space, H: randomZero(space), jumps: [{ operator: lowering, rate: 1 }] }), ket(space, [0, 1, 0, 0])),
    );
    expect(found.diagnostics.warnings[0]).toMatch(/^Not resolved below r = \d/);
    expect(found.state.matrix().data[0]).toBeCloseTo(0, 12);
  });
});

const randomZero = (space: Operator["space"]) => Operator.fromEntries(space, [[0, 0, 0]]);

describe("atoms", () => {
  it.each([1000, 1022, 2000])("have finite populations for N = %s", (N) => {
    const { observables } = steady(atoms({ N }));
    // n̄ = 10: r = 10/11, Σ_k p_k k (N − k) with p_k ∝ r^k
    expect(observables.caloric).toBeCloseTo(10 * N - 210, 6);
    expect(observables.excitations).toBeCloseTo(10, 9);
    if (N === 2000) expect(observables.C_l1).toBeNull();
    else expect(observables.C_l1).toBeGreaterThan(1e270);
  });

  it("of a mixed start, and of one that can be told apart, are found with their gap", () => {
    const mixed = steady(atoms({ N: 3, initial: "mixed" }));
    expect(mixed.observables.purity).toBeCloseTo(
      steady(atoms({ N: 3, initial: "mixed", reduction: "none" })).observables.purity as number,
      10,
    );
    const apart = steady(atoms({ N: 3, reduction: "none", initial: "geg" }));
    expect(apart.gap).toBeGreaterThan(1);
    expect(apart.dimension).toBe(5);
  });

  it("with another start have the limit of that start", () => {
    const model = atoms({ N: 4, nbar: 1, f0: 0.5, reduction: "none" });
    const started: Model = { ...model, initial: basisState(model.dynamics.system, 0b1011) };
    const late = run(started, { times: [40], observables: ["C_l1"] }).observables.C_l1.at(-1) as number;
    expect(steady(started, { observables: ["C_l1"] }).observables.C_l1).toBeCloseTo(late, 8);
  });
});

describe("a generator without structure", () => {
  it("is solved where it fills the whole space", () => {
    const space = tensor(qubit("a"), qubit("b"), qubit("c"), qubit("d"));
    const levelsOf = randomOperator(space as never, 3);
    const H = Operator.fromEntries(space, [
      [0, 1, 0.3],
      [1, 0, 0.3],
    ]);
    const found = steady(modelOf(generator({ system: space, H, jumps: [{ operator: levelsOf, rate: 0.1 }] }), basisState(space, 0)));
    expect(found.dimension).toBe(1);
    expect(found.diagnostics.positivityDefect).toBeLessThan(1e-12);
  });
});
