/** Runs that end where the state stands still: the norm is that of the whole matrix, both triangles. */
import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import { zero } from "../../src/operators/algebra.ts";
import { sigmaZ } from "../../src/operators/named.ts";
import { qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { qubit } from "../../src/spaces/space.ts";

describe("a run that may end where nothing moves", () => {
  it("ends at the first record at which ‖dρ/dt‖ is that small", () => {
    const q = qubit("q");
    // ρ_eg = 0.3 e^{−2t} alone moves: ‖dρ/dt‖ = √2 · 0.6 e^{−2t}
    const model = masterEquation({ H: zero(q), jumps: [{ operator: sigmaZ(q), rate: 1 }], initial: qubitState([0.6, 0, 0.2], q) });
    const norm = (t: number) => Math.SQRT2 * 0.6 * Math.exp(-2 * t);
    for (const stationary of [1e-2, 1.3e-4]) {
      const { axis } = run(model, { until: 8, saveEvery: 0.05, stationary, observables: ["sx"] });
      const last = axis.values.at(-1) as number;
      expect(norm(last)).toBeLessThanOrEqual(stationary);
      expect(norm(last - 0.05)).toBeGreaterThan(stationary);
    }
  });

  it("goes to its end where that is never reached", () => {
    expect(run(bloch(), { until: 1, saveEvery: 0.5, stationary: 1e-12 }).axis.values).toEqual([0, 0.5, 1]);
  });
});
