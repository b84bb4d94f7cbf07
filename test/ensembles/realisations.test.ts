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
    expect(String(result.plan)).toMatch(/realisations +one after the other, each built anew/);
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
      /^Argument `every` must say how long a drawn value is held, but is missing, and `nbar`/,
    ],
    ["steps", { steps: 10 }, /^Argument `steps` must be left out for a master equation/],
    ["times backwards", { times: [0.2, 0.1] }, /^Argument `times/],
    ["threads too", { noise: { nbar: redrawn(normal(10, 4)) }, threads: 2 }, /^Argument `every` must say how long/],
  ])("refuses %s", async (_, change, sentence) => {
    await expect(ensemble(atoms(), { ...options, ...change })).rejects.toThrow(sentence);
  });
});

describe("noise beside the collisions", () => {
  const structured = () => modelByName("structured");
  const base: EnsembleOptions = { steps: 6, trajectories: 20, seed: 5, threads: 1 };

  it("keeps the ledger of each realisation, and refuses one that lanes cannot keep", async () => {
    const noise = { beta: perRealisation(uniform(0.5, 1.5)) };
    const result = await ensemble(structured(), { ...base, noise, observables: ["Sigma_total"] });
    const draws = compileNoise(noise, 5, modelDefinition("structured").parameters);
    const into = new Float64Array(1);
    const single = Array.from({ length: 20 }, (_, t) => {
      draws.draw(t, 1, 1, into);
      return run(structured().with({ beta: into[0] }), { steps: 6, observables: ["Sigma_total"] }).observables.Sigma_total[6] as number;
    });
    expect(result.mean.Sigma_total[6]).toBeCloseTo(single.reduce((a, b) => a + b) / 20, 15);
    expect(result.std.Sigma_total[6]).toBeGreaterThan(0);
    await expect(ensemble(structured(), { ...base, noise: { beta: uniform(0.5, 1.5) }, observables: ["Q"] })).rejects.toThrow(
      "Argument `observables` must need no ledger where noise is drawn per collision, but `Q` keeps the books of a collision that is always the same. Write perRealisation(…) for all of it.",
    );
  });

  it("keeps the ledger without any noise, too", async () => {
    const result = await ensemble(structured(), { ...base, observables: ["W_total"] });
    expect(result.mean.W_total).toEqual(run(structured(), { steps: 6, observables: ["W_total"] }).observables.W_total);
  });

  it("says when an observable is taken at the centre of the noise", async () => {
    const perCollision = await ensemble(structured(), {
      ...base,
      noise: { omega_S: normal(1, 0.1) },
      observables: ["energy", "ergotropy", "purity", "sz"],
    });
    for (const name of ["energy", "ergotropy"]) {
      expect(perCollision.diagnostics.warnings).toContain(`${name} depends on omega_S; it is evaluated at the centre of the noise.`);
    }
    expect(perCollision.diagnostics.warnings.join()).not.toContain("purity depends");
    expect(perCollision.diagnostics.warnings.join()).not.toContain("sz depends");
    const whole = await ensemble(structured(), { ...base, noise: { omega_S: perRealisation(normal(1, 0.1)) }, observables: ["energy"] });
    expect(whole.diagnostics.warnings.join()).not.toContain("depends on omega_S");
    expect(whole.std.energy[0]).toBeGreaterThan(0.001);
  });
});
