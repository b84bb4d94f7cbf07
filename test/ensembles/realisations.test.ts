/** Ensembles whose realisations are built anew: master equations, and parameters that are no collision's own. */
import { describe, expect, it } from "vitest";
import { compileNoise } from "../../src/ensembles/draws.ts";
import { type EnsembleOptions, ensemble, modelByName, normal, perRealisation, redrawn, uniform } from "../../src/index.ts";
import { modelDefinition } from "../../src/models/index.ts";
import { run } from "../../src/solvers/run.ts";

const atoms = () => modelByName("atoms", { N: 2 });
const options: EnsembleOptions = {
  times: [0.05, 0.2],
  trajectories: 40,
  seed: 5,
  noise: { nbar: perRealisation(uniform(5, 15)) },
  observables: ["C_l1"],
  threads: 1,
};

describe("a master equation with uncertain parameters", () => {
  it("is the statistics of single runs at the drawn values", async () => {
    const result = await ensemble(atoms(), options);
    expect(result.axis).toEqual({ name: "time", values: [0, 0.05, 0.2] });
    const noise = compileNoise(options.noise ?? {}, 5, modelDefinition("atoms").parameters);
    const into = new Float64Array(1);
    const finals = Array.from({ length: 40 }, (_, t) => {
      noise.draw(t, 1, 1, into);
      return run(atoms().with({ nbar: into[0] }), { times: [0.05, 0.2], observables: ["C_l1"] }).observables.C_l1[2] as number;
    });
    const mean = finals.reduce((a, b) => a + b) / 40;
    const std = Math.sqrt(finals.reduce((a, b) => a + (b - mean) ** 2, 0) / 39);
    expect(std).toBeGreaterThan(1e-6);
    expect(result.mean.C_l1[2]).toBeCloseTo(mean, 13);
    expect(result.std.C_l1[2]).toBeCloseTo(std, 13);
    expect(String(result.plan)).toBe("realisations one after the other, each built anew for its own nbar");
  });

  it("has the same bits on threads", async () => {
    const { mean, std, diagnostics } = await ensemble(atoms(), options);
    const threaded = await ensemble(atoms(), { ...options, threads: 2 });
    expect({ mean: threaded.mean, std: threaded.std, diagnostics: threaded.diagnostics }).toEqual({ mean, std, diagnostics });
  });

  it("takes until as well as times", async () => {
    const result = await ensemble(atoms(), { ...options, times: undefined as never, until: 0.2, saveEvery: 0.1, trajectories: 2 });
    expect(result.axis.values).toEqual([0, 0.1, 0.2]);
  });

  it.each<[string, Partial<EnsembleOptions>, RegExp]>([
    [
      "per collision",
      { noise: { nbar: redrawn(normal(10, 4)) } },
      /^Argument `noise` must be constant within a realisation where nothing collides, but that on `nbar`/,
    ],
    ["steps", { steps: 10 }, /^Argument `steps` must be left out for a master equation/],
    ["times backwards", { times: [0.2, 0.1] }, /^Argument `times/],
    ["threads too", { noise: { nbar: redrawn(normal(10, 4)) }, threads: 2 }, /^Argument `noise` must be constant within a realisation/],
  ])("refuses %s", async (_, change, sentence) => {
    await expect(ensemble(atoms(), { ...options, ...change })).rejects.toThrow(sentence);
  });
});
