import { describe, expect, it } from "vitest";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { atoms } from "../../src/models/atoms.ts";
import { cavity } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { basisState, coherent, fockState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { parallelSweep } from "../../src/studies/parallel.ts";
import { sweep } from "../../src/studies/sweep.ts";

const from = (model: Model, initial: Model["initial"]): Model => ({ ...model, initial });

describe("a model whose initial state was replaced", () => {
  it("tends to the limit of that state, not to the closed form of the old one", () => {
    const model = atoms({ N: 6, nbar: 1, f0: 0.5, reduction: "none" });
    const { observables, dimension } = steady(from(model, basisState(model.dynamics.system, 0b011111)), { observables: ["C_l1"] });
    expect(observables.C_l1).toBeCloseTo(6.5061, 4);
    expect(dimension).toBe(132);
    const small = atoms({ N: 4, nbar: 1, f0: 0.5, reduction: "none" });
    const start = basisState(small.dynamics.system, 0b0111);
    const searched = steady(from(small, start)).state.matrix().data;
    const closed = (small.knownLimit as NonNullable<Model["knownLimit"]>).state(start).toMatrix().data;
    expect(Math.max(...searched.map((x, k) => Math.abs(x - closed[k])))).toBeLessThan(1e-12);
  });

  it("keeps it in an ensemble, and is built by nobody else", async () => {
    const model = phaseonium({ cavities: 1, levels: 8 });
    const options = { steps: 3, trajectories: 4, noise: { phi: normal(2.4, 0.2) }, observables: ["n1"] };
    for (const initial of [fockState(model.dynamics.system, 3), coherent(model.dynamics.system, 0.5)]) {
      const replaced = from(model, initial);
      expect((await prepareEnsemble(replaced, options)).rebuildable).toBe(false);
      const { mean } = await ensemble(replaced, options);
      const start = run(replaced, { steps: 0, observables: ["n1"] }).observables.n1[0];
      expect(mean.n1[0]).toBeCloseTo(start as number, 14);
    }
    expect((await prepareEnsemble(model, options)).rebuildable).toBe(true);
  });

  it("runs from it on every route, also where a kernel was made for other starts", () => {
    const model = phaseonium({ cavities: 1, levels: 12 });
    const replaced = from(model, coherent(model.dynamics.system, 0.7));
    const { observables } = run(replaced, { steps: 2, observables: ["n1", "C_l1"] });
    expect(observables.n1[0]).toBeCloseTo(0.49, 9);
    expect(observables.C_l1[2]).toBeGreaterThan(2);
  });

  it("keeps it in a sweep, on threads too, and refuses one that it does not fit", async () => {
    const model = cavity({ levels: 6, F: 0 });
    const replaced = from(model, fockState(model.dynamics.system, 4));
    const options = { over: "kappa", values: [0.5, 1], until: 0.1, observables: ["n"] };
    const { observables } = sweep(replaced, options);
    expect(observables.n.map((n) => (n as number).toFixed(6))).toEqual([4 * Math.exp(-0.05), 4 * Math.exp(-0.1)].map((n) => n.toFixed(6)));
    expect((await parallelSweep(replaced, { ...options, threads: 2 })).observables).toEqual(observables);
    expect(() => sweep(replaced, { ...options, over: "levels", values: [9] })).toThrow(/Argument `initial` must fit the space/);
  });
});
