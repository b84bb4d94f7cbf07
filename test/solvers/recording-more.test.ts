import { describe, expect, it } from "vitest";
import { modelByName } from "../../src/models/index.ts";
import type { Model, Parameters } from "../../src/models/model.ts";
import { run } from "../../src/solvers/run.ts";
import type { RunOptions } from "../../src/solvers/runoptions.ts";
import { steady } from "../../src/solvers/steady.ts";

/** Models of the catalogue, small, each with runs that go over long gaps between records or over short ones. */
const cases: readonly (readonly [name: string, parameters: Parameters, options: RunOptions])[] = [
  ["structured", {}, { steps: 640, saveEvery: 320 }],
  ["structured", {}, { steps: 20, saveEvery: 1 }],
  ["structured", { evaluation: "generator" }, { until: 3, saveEvery: 1 }],
  ["composite", { N: 2 }, { steps: 400, saveEvery: 200 }],
  ["harvest", { N: 2 }, { steps: 400, saveEvery: 200 }],
  ["phaseonium", { cavities: 1, levels: 8 }, { steps: 256, saveEvery: 128 }],
  ["phaseonium", { levels: 3, T0: 0.3 }, { steps: 128, saveEvery: 64 }],
  ["phaseonium-limit", { cavities: 1, levels: 8 }, { until: 2, saveEvery: 1 }],
  ["atoms", { N: 3 }, { until: 0.1, saveEvery: 0.05 }],
  ["bloch", {}, { until: 2, saveEvery: 1 }],
  ["kerr", { levels: 6 }, { until: 1, saveEvery: 0.5 }],
  ["jaynes-cummings", { levels: 4 }, { until: 1, saveEvery: 0.5 }],
  ["spin-chain", { N: 3 }, { until: 1, saveEvery: 0.5 }],
];

/** Observables that have a value here, but for families, whose names stand for many. */
function recordable(model: Model, record: (names: readonly string[]) => unknown): readonly string[] {
  return model.observableNames.filter((name) => {
    try {
      model.observable(name);
      record([name]);
      return true;
    } catch {
      return false;
    }
  });
}

describe("what is recorded", () => {
  it.each(cases)("never changes a bit of what else is recorded: %s %j", (name, parameters, options) => {
    const model = modelByName(name, parameters);
    const names = recordable(model, (observables) => run(model, { ...shortest(options), observables }));
    expect(names.length).toBeGreaterThan(1);
    const all = run(model, { ...options, observables: names }).observables;
    const picked = [model.defaultObservables[0], ...names.filter((_, k) => k % 5 === 0)];
    for (const one of picked) expect(run(model, { ...options, observables: [one] }).observables[one]).toEqual(all[one]);
  });

  it("changes no bit of a stationary state either", () => {
    for (const [name, parameters] of [
      ["structured", {}],
      ["composite", { N: 2 }],
      ["phaseonium", { cavities: 1, levels: 8, alpha: 0.1, phi: 0.5 }],
    ] as const) {
      const model = modelByName(name, parameters);
      const plain = steady(model, { observables: ["energy", "purity"] }).observables;
      const booked = steady(model, { observables: ["energy", "dU_total", "purity", "Q"] }).observables;
      expect([booked.energy, booked.purity]).toEqual([plain.energy, plain.purity]);
    }
  });
});

function shortest({ steps }: RunOptions): RunOptions {
  return steps === undefined ? { until: 1e-3, saveEvery: 1e-3 } : { steps: 1 };
}
