/**
 * A process with a closed form, to test ensembles without any quantum mechanics:  x_n = a·x_{n−1} + kick_n,  x_0 = 1.
 *
 *   E[x_n] = a^n + μ(1 − a^n)/(1 − a),   Var[x_n] = σ²(1 − a^{2n})/(1 − a²)      for independent kicks N(μ, σ²)
 *
 * Its lanes speak the interface of the solvers' lanes, so everything around them is the real thing.
 */
import type { CompiledNoise } from "../../src/ensembles/draws.ts";
import type { Job } from "../../src/ensembles/job.ts";
import type { Lanes } from "../../src/ensembles/realisations.ts";
import type { Model, ModelDefinition, Parameters } from "../../src/models/model.ts";

const names = ["x", "root"] as const;

/** The process as a model; only what ensembles ask of a model works. */
export function ar1(parameters: Parameters = {}): Model {
  const complete = { a: 0.9, kick: 0, bounded: 0.5, ...parameters };
  return {
    name: "ar1",
    parameters: complete,
    dynamics: { kind: "collisions" },
    observable(name: string) {
      if (!names.includes(name as "x")) throw new RangeError(`no observable ${name}`);
      return { kind: "state", name, description: "", value: () => null };
    },
    observableNames: names,
    defaultObservables: ["x"],
    warnings: ["a test process"],
    with: (changes: Parameters) => ar1({ ...complete, ...changes }),
  } as unknown as Model;
}

const number = { description: "", default: 0, kind: "number" } as const;

export const ar1Definition: ModelDefinition = {
  name: "ar1",
  title: "A test process",
  source: "none",
  parameters: {
    a: { ...number, noisy: true },
    kick: { ...number, noisy: true },
    bounded: { ...number, noisy: true, atLeast: 0, atMost: 1 },
    text: { ...number, kind: "choice", choices: ["one"] },
  },
  build: ar1,
};

/** Lanes that iterate the process; parameter values come from the noise or the model. */
export function ar1Lanes(model: Model, job: Job, noise: CompiledNoise): Lanes {
  if (job.extent.kind !== "collisions") throw new Error("collisions only");
  const { steps, saveEvery = 1 } = job.extent;
  const axis = [...Array(steps + 1).keys()].filter((n) => n % saveEvery === 0 || n === steps);
  const lanes = job.lanes ?? 8;
  const values = new Float64Array(noise.parameters.length * lanes);
  return {
    lanes,
    axis,
    plan: { toString: () => "a test process, step by step" },
    run(first, count, out) {
      const x = new Float64Array(lanes).fill(1);
      for (let n = 0, s = 0; n <= steps; n++) {
        if (n > 0) {
          noise.draw(first, lanes, n, values);
          const value = (name: string, l: number): number => {
            const p = noise.parameters.indexOf(name);
            return p < 0 ? (model.parameters[name] as number) : values[p * lanes + l];
          };
          for (let l = 0; l < count; l++) x[l] = value("a", l) * x[l] + value("kick", l);
        }
        if (n !== axis[s]) continue;
        job.observables.forEach((name, o) => {
          for (let l = 0; l < count; l++) out[(s * job.observables.length + o) * lanes + l] = name === "x" ? x[l] : Math.sqrt(x[l]);
        });
        s++;
      }
    },
    diagnostics: () => ({
      traceDefect: 0,
      positivityDefect: null,
      cutPopulation: {},
      firstLawResidual: null,
      secondLawViolation: null,
      warnings: model.warnings,
    }),
    release: () => {},
  };
}
