import { describe, expect, it } from "vitest";
import { atoms } from "../../src/models/atoms.ts";
import { catalan, longTimeCaloric, longTimeCoherence, pairPlateau } from "../../src/models/atoms-formulas.ts";
import { collectiveLimit, coupledBasis } from "../../src/models/atoms-stationary.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("thermal-coherence");

/** Amplitudes of a fixed ket without any symmetry. */
function scattered(N: number): [number, number][] {
  const raw = Array.from({ length: 1 << N }, (_, k) => [Math.sin(1 + 3.7 * k * k), Math.cos(2 + 1.3 * k)] as const);
  const norm = Math.sqrt(raw.reduce((sum, [x, y]) => sum + x * x + y * y, 0));
  return raw.map(([x, y]) => [x / norm, y / norm]);
}

describe("stationary states of the atoms", () => {
  for (const reduction of ["auto", "none"]) {
    it(`meet fig4-values and caloric-part ${reduction === "auto" ? "on the ladder" : "on the basis states"}`, () => {
      const [values, caloric] = [caseOf(cases, "fig4-values"), caseOf(cases, "caloric-part")];
      values.params.N.forEach((N: number, k: number) => {
        if (reduction === "none" && N > 5) return;
        const { observables } = steady(atoms({ N, nbar: 10, f0: 1, reduction }), { observables: ["C_l1", "caloric"] });
        expectNear(values, observables.C_l1, values.expected[k]);
        expectNear(caloric, observables.caloric, caloric.expected[k]);
      });
    });
  }

  it("meet fig4-extended: a hundred atoms", () => {
    const entry = caseOf(cases, "fig4-extended");
    entry.params.N.forEach((N: number, k: number) => {
      const { observables, unique } = steady(atoms({ N, nbar: 10 }), { observables: ["C_l1", "caloric"], scope: "sector" });
      expect(unique).toBe(true);
      expectNear(entry, observables.C_l1, entry.expected[k]);
      expectNear(entry, observables.C_l1, longTimeCoherence(N, 10));
      expectNear(entry, observables.caloric, longTimeCaloric(N, 10));
    });
  });

  for (const id of ["fig3a-long-time", "fig3b-long-time"]) {
    it(`meet ${id}: the plateau depends on the start, not on f0`, () => {
      const entry = caseOf(cases, id);
      for (const f0 of [0.3, 100]) {
        const { observables, dimension } = steady(atoms({ ...entry.params, f0 }), { observables: ["C_l1", "singlet"] });
        expect(dimension).toBe(2);
        expectNear(entry, observables.singlet, entry.expected.p_A);
        expectNear(entry, observables.C_l1, entry.expected.C_l1);
        expectNear(entry, observables.C_l1, pairPlateau(10, entry.expected.p_A));
      }
    });
  }

  it("meet structure-counts: the stationary space has a Catalan number of dimensions", () => {
    const entry = caseOf(cases, "structure-counts");
    for (const N of [2, 3, 4]) {
      const { dimension, unique } = steady(atoms({ N, nbar: 0.6, reduction: "none" }), { observables: ["C_l1"], scope: "space" });
      expect(dimension).toBe(entry.expected.kernel_dim[N - 2]);
      expect(dimension).toBe(catalan(N));
      expect(unique).toBe(false);
    }
  });

  for (const N of [2, 3, 4]) {
    it(`are the closed limit ⊕ σ_J ⊗ τ_J for ${N} atoms in any start`, () => {
      for (const initial of [scattered(N), "ground", `${"e".repeat(N - 1)}g`]) {
        const model = atoms({ N, nbar: 0.6, f0: 0.4, initial, reduction: "none" });
        const limit = collectiveLimit(model.initial, 0.6).data;
        const found = steady(model, { observables: ["C_l1"] }).state.matrix().data;
        const distance = limit.reduce((worst, x, k) => Math.max(worst, Math.abs(x - found[k])), 0);
        expect(distance).toBeLessThan(1e-12);
      }
    });
  }

  it("couple atoms into an orthonormal basis", () => {
    for (const N of [2, 3, 5]) {
      const states = coupledBasis(N).flatMap((multiplet) => [...multiplet.states]);
      expect(states.length).toBe(1 << N);
      states.forEach((a, i) => {
        states.forEach((b, j) => {
          let overlap = 0;
          for (const [index, x] of a) overlap += x * (b.get(index) ?? 0);
          expect(Math.abs(overlap - (i === j ? 1 : 0))).toBeLessThan(1e-14);
        });
      });
    }
  });

  it("refuse a limit at zero temperature, where dark states keep their coherences", () => {
    expect(() => collectiveLimit(atoms({ N: 2, nbar: 0, reduction: "none" }).initial, 0)).toThrow(/nbar/);
  });
});

describe("stationary spaces too large to search", () => {
  it("are answered from the closed limit, checked against the generator", () => {
    const found = steady(atoms({ N: 6, nbar: 0.8, initial: "eggggg" }), { observables: ["C_l1", "excitations", "p_0"] });
    expect(found.dimension).toBe(132);
    expect(found.unique).toBe(false);
    expect(found.residual).toBeLessThan(1e-15);
    const { observables } = run(atoms({ N: 6, nbar: 0.8, initial: "eggggg" }), {
      times: [0, 30],
      observables: ["C_l1", "excitations", "p_0"],
    });
    for (const name of ["C_l1", "excitations", "p_0"]) expect(found.observables[name]).toBeCloseTo(observables[name][1] as number, 6);
  });
});
