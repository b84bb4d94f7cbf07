/** What `plan` prints is what runs, for every model and command; and what is not taken says why. */
import { describe, expect, it } from "vitest";
import { perRealisation, uniform } from "../../src/dynamics/noise/construct.ts";
import { averaged } from "../../src/ensembles/averaged.ts";
import { ensemble, planEnsemble } from "../../src/ensembles/run-ensemble.ts";
import { krylov } from "../../src/methods/method.ts";
import { catalogue, modelByName } from "../../src/models/index.ts";
import type { Model, Parameters } from "../../src/models/model.ts";
import { bytesInUse } from "../../src/numerics/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { periodicSteady } from "../../src/solvers/periodic.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { plan } from "../../src/studies/planning.ts";
import { sweep } from "../../src/studies/sweep.ts";

/** Sizes that keep every model small; the rest of the parameters are the defaults. */
const small: Readonly<Record<string, Parameters>> = {
  phaseonium: { levels: 6 },
  "phaseonium-limit": { levels: 5 },
  rotor: { lmin: -4, lmax: 4 },
  kerr: { levels: 10 },
  cavity: { levels: 8 },
  "jaynes-cummings": { levels: 6 },
  "spin-chain": { N: 3 },
  composite: { N: 3 },
};

const models = catalogue.map(({ name }): [string, Model] => [name, modelByName(name, small[name] ?? {})]);
const lengthOf = ({ dynamics }: Model) => (dynamics.kind === "generator" ? { until: 0.5, saveEvery: 0.25 } : { steps: 40, saveEvery: 20 });

describe("the plan of every model", () => {
  it.each(models)("of a run is what runs: %s", (_, model) => {
    const length = lengthOf(model);
    const printed = String(plan(model, length));
    expect(bytesInUse()).toBe(0);
    // A run of a master equation adds a line that says what stepped.
    expect(String(run(model, length).plan).slice(0, printed.length)).toBe(printed);
  });

  it.each(models.filter(([, { noStationaryState }]) => !noStationaryState))("of a stationary solve is what is solved: %s", (_, model) => {
    const printed = String(plan(model, { command: "steady" }));
    expect(bytesInUse()).toBe(0);
    expect(String(steady(model).plan)).toBe(printed);
  });
});

describe("the plan of a period", () => {
  const driven = modelByName("kerr", { levels: 4 });

  it("is what finds the state that repeats", () => {
    expect(String(plan(driven, { command: "steady", period: 2 }))).toBe(String(periodicSteady(driven, { period: 2 }).plan));
    expect(bytesInUse()).toBe(0);
  });

  it("belongs to stationary states, which it finds in the sector", () => {
    expect(() => plan(driven, { period: 2 })).toThrow(/Argument `period` must be left out of the plan of `run`/);
    expect(() => plan(driven, { command: "steady", period: 2, scope: "space" })).toThrow(/Argument `scope` must be left out with a period/);
  });
});

describe("the plan of noise", () => {
  const structured = modelByName("structured");
  const cascade = modelByName("phaseonium", { levels: 5 });

  it.each([
    ["weights", cascade, { phi: uniform(1, 2) }, "side by side in lanes"],
    ["tables", cascade, { theta: uniform(0.1, 0.2) }, "side by side in lanes"],
    ["matrices", structured, { kappa: uniform(0.2, 0.4) }, "side by side in lanes"],
    ["whole realisations", structured, { kappa: perRealisation(uniform(0.2, 0.4)) }, "one after the other, each built anew"],
  ] as const)("of an ensemble is what runs: %s", async (_, model, noise, realisations) => {
    const options = { steps: 6, trajectories: 4, noise, observables: ["purity"], threads: 1 };
    const planned = await planEnsemble(model, options);
    expect(planned.stages.at(-1)?.name).toBe(realisations);
    // beside what runs it says what its statistics will hold
    const lines = String(planned).split("\n");
    expect(lines.pop()).toMatch(/^note +statistics of 7 records × 1 observables: at most 10.9 KiB however many realisations$/);
    expect(String((await ensemble(model, options)).plan)).toBe(lines.join("\n"));
    expect(bytesInUse()).toBe(0);
  });

  it("of an ensemble says what quantiles keep, and what a sketch does not", async () => {
    const options = { steps: 100, saveEvery: 10, trajectories: 1_000_000, noise: { phi: uniform(1, 2) }, quantiles: [0.5] };
    expect(String(await planEnsemble(cascade, { ...options, observables: ["T1"] }))).toContain("and 83.9 MiB of values for quantiles");
    expect(String(await planEnsemble(cascade, { ...options, sketch: true, observables: ["T1"] }))).not.toContain("of values");
  });

  it("of an average is what is averaged", () => {
    for (const [model, noise] of [
      [cascade, { phi: uniform(1, 2) }],
      [cascade, { theta: uniform(0.1, 0.2) }],
      [structured, { beta: perRealisation(uniform(0.8, 1.2)) }],
    ] as const) {
      const options = { steps: 3, noise, observables: ["purity"], nodes: 6 };
      const printed = String(plan(model, { ...options, command: "averaged" }));
      expect(String(averaged(model, options).plan)).toBe(printed);
      expect(printed).toMatch(/average +(averaged weights|quadrature of (each collision|whole runs))/);
    }
  });
});

describe("a plan", () => {
  const stages = ({ stages: list }: Plan) => list.map(({ work, name }) => `${work}: ${name}`);

  it("of a sweep is that of its points", () => {
    const model = modelByName("bloch");
    const points = sweep(model, { over: "Omega", values: [1, 2] });
    expect(String(points.plan)).toContain(String(plan(model.with({ Omega: 1 }), { command: "steady" })));
  });

  it("names every way that was not taken, with its price or its reason", () => {
    for (const [, model] of models) {
      for (const { others, name } of plan(model, lengthOf(model)).stages) {
        for (const other of others) {
          expect(other.name).not.toBe(name);
          if (isRefusal(other.answer)) expect(other.answer.refused).toMatch(/\w+ \w+/);
          else expect(other.answer.seconds).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it("follows the method that is asked for, and says how a run without a length would go on", () => {
    const kerr = modelByName("kerr", { levels: 10 });
    expect(stages(plan(kerr, { until: 1, method: krylov() }))).toContain("time: krylov");
    expect(stages(plan(kerr)).length).toBe(1);
    expect(String(plan(kerr))).toContain("give `until` or `times`");
  });

  it("refuses a command that it does not know", () => {
    expect(() => plan(modelByName("bloch"), { command: "walk" as "run" })).toThrow(/`command` must be "run", "steady" or "averaged"/);
  });
});
