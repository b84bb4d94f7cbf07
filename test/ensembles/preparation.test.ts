/** How often an ensemble builds its model and compiles its noise before it runs. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { normalNoise } from "../../src/dynamics/noise/normal-noise.ts";
import { batchRunner, buildJob } from "../../src/ensembles/batch-runner.ts";
import type { EnsembleOptions } from "../../src/ensembles/ensemble-options.ts";
import { type Executor, thisThread } from "../../src/ensembles/executor.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { catalogue, modelByName } from "../../src/models/index.ts";
import type { Model, ModelDefinition, Parameters } from "../../src/models/model.ts";
import { ar1, ar1Definition, ar1Lanes } from "../reference/ar1.ts";

afterEach(() => vi.restoreAllMocks());

/** The model with every call of its `with` counted, those of the models it makes included. */
function counted(model: Model, count: { changes: number }): Model {
  return Object.create(model, {
    with: {
      value: (changes: Parameters) => {
        count.changes++;
        return counted(model.with(changes), count);
      },
    },
  }) as Model;
}

const definitionOf = (name: string) => catalogue.find((definition) => definition.name === name) as ModelDefinition;
const options: EnsembleOptions = { steps: 4, trajectories: 8, noise: { phi: normal(2.4, 0.2) } };

describe("preparing an ensemble", () => {
  it.each<[string, string, EnsembleOptions, number, number]>([
    ["noise and automatic sizes", "phaseonium", options, 1, 1],
    ["a cut", "phaseonium", { ...options, cut: 2 }, 1, 1],
    ["automatic sizes alone", "phaseonium", { ...options, noise: {} }, 1, 1],
    ["noise alone", "structured", { steps: 4, trajectories: 8, noise: { beta: normal(1, 0.01) } }, 1, 1],
    ["nothing to change", "structured", { steps: 4, trajectories: 8 }, 0, 1],
  ])("builds the model at its centre once, and once from what is written down: %s", async (_, name, asked, changes, builds) => {
    const count = { changes: 0 };
    const model = counted(modelByName(name), count);
    const build = vi.spyOn(definitionOf(name), "build");
    const { built, job, rebuildable } = await prepareEnsemble(model, asked);
    expect([count.changes, build.mock.calls.length]).toEqual([changes, builds]);
    expect(rebuildable).toBe(true);
    expect(job.parameters).toEqual(built.model.parameters);
  });

  it("compiles the noise once where the ensemble stays in this thread", async () => {
    const compile = vi.spyOn(normalNoise, "sampler");
    const build = vi.spyOn(ar1Definition, "build");
    const module = new URL("../reference/ar1.ts", import.meta.url);
    const noise = { kick: normal(0, 1), a: normal(0.5, 0.01) };
    await ensemble(ar1(), { steps: 4, trajectories: 64, noise, module, executor: thisThread(ar1Lanes) });
    expect(compile).toHaveBeenCalledTimes(2);
    expect(build.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it("builds nothing for an executor that rebuilds elsewhere", async () => {
    const asked: (() => unknown)[] = [];
    const elsewhere: Executor = {
      ...thisThread(),
      open: (job, built) => {
        asked.push(built);
        return thisThread().open(job, () => buildJob(job, definitionOf("phaseonium")));
      },
    };
    const model = modelByName("phaseonium", { levels: 4 });
    const there = await ensemble(model, { ...options, executor: elsewhere });
    const here = await ensemble(model, { ...options, executor: thisThread() });
    expect(asked).toHaveLength(1);
    expect(there.mean).toEqual(here.mean);
    expect(there.std).toEqual(here.std);
  });

  it("hands on the model that the job's parameters build", async () => {
    const { job, built } = await prepareEnsemble(modelByName("phaseonium", { T0: 0.3 }), options);
    const rebuilt = buildJob(job, definitionOf("phaseonium"));
    expect(rebuilt.model.parameters).toEqual(built.model.parameters);
    const [a, b] = [built, rebuilt].map((from) => batchRunner(job, from));
    try {
      expect(a.run(0)).toEqual(b.run(0));
    } finally {
      a.release();
      b.release();
    }
  });

  it("lets a model that shares a name with the catalogue keep its own rules", async () => {
    const own = { ...modelByName("phaseonium"), observableNames: ["T1"], with: () => own } as Model;
    const noise = { cavities: normal(2, 0.1) };
    await expect(prepareEnsemble(modelByName("phaseonium"), { ...options, noise })).rejects.toThrow(/can be noisy/);
    const { rebuildable, job } = await prepareEnsemble(own, { ...options, noise });
    expect(rebuildable).toBe(false);
    expect(job.noise).toEqual(noise);
  });
});
