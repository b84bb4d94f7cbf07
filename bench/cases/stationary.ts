/** Stationary states from parameters to numbers, one at a time and on a grid; and a large sector stepped in time. */
import { rk4 } from "../../src/methods/method.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { stationaryTemperature } from "../../src/models/phaseonium-formulas.ts";
import { phaseoniumLimit } from "../../src/models/phaseonium-limit.ts";
import { rotor } from "../../src/models/rotor.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import { dag, plus, scale, times } from "../../src/operators/algebra.ts";
import { annihilate } from "../../src/operators/named.ts";
import { basisState } from "../../src/operators/states.ts";
import { lift } from "../../src/operators/tensor.ts";
import { run } from "../../src/solvers/run.ts";
import { planStationary, solveStationary } from "../../src/solvers/stationary.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, tensor } from "../../src/spaces/space.ts";
import { parallelSweep } from "../../src/studies/parallel.ts";
import { sweep } from "../../src/studies/sweep.ts";
import { type Case, same } from "../harness.ts";

/** A case whose result is one number. */
function single(name: string, notes: string, work: () => number, expected: number, tolerance: number, seconds = 1): Case {
  return {
    name,
    notes,
    seconds,
    prepare: () => {
      let result = Number.NaN;
      return {
        wasm: () => {
          result = work();
        },
        check: () => same(name, [result], [expected], tolerance),
      };
    },
  };
}

const even = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

const GRID = {
  over: ["beta1", "beta2"] as const,
  values: [even(0.05, 0.2, 40), even(0.001, 0.09, 40)] as const,
  observables: ["Q1", "Q2", "WQ", "mode"],
};

const T = stationaryTemperature(0.25, phaseonium().parameters.phi as number) as number;

/** Four three-level modes in a line: hopping, a drive on the first, loss and gain on each; all 6561 coordinates live. */
function fourModes(): Model {
  const modes = ["a", "b", "c", "d"].map((label) => fock(3, label));
  const space = tensor(...modes);
  const a = modes.map((mode) => lift(space, annihilate(mode)));
  const hops = a.slice(1).flatMap((x, k) => [times(dag(a[k]), x), times(dag(x), a[k])]);
  const drive = [scale(a[0], 0.4, 0.3), scale(dag(a[0]), 0.4, -0.3)];
  return masterEquation({
    H: plus(...hops, ...drive),
    jumps: a.flatMap((x) => [
      { operator: x, rate: 1 },
      { operator: dag(x), rate: 0.2 },
    ]),
    initial: basisState(space, 0),
    observables: { n: times(dag(a[0]), a[0]) },
  });
}

export const cases: readonly Case[] = [
  {
    name: "rotor grid 40 × 40 in beta1, beta2, one thread",
    notes: "1600 stationary states from parameters",
    units: 1600,
    seconds: 10,
    prepare: () => {
      let values: readonly (number | null)[] = [];
      return {
        wasm: () => {
          values = sweep(rotor(), GRID).observables.Q2;
        },
        check: () => same("points", [values.length], [1600]),
      };
    },
  },
  {
    name: "rotor grid 40 × 40 in beta1, beta2, two threads",
    notes: "target 3 s on two cores: 1.9 ms a point, the start of the threads included",
    units: 1600,
    seconds: 10,
    prepare: () => {
      let values: readonly number[] = [];
      return {
        wasm: async () => {
          values = (await parallelSweep(rotor(), { ...GRID, threads: 2 })).observables.Q2 as number[];
        },
        check: () => same("Q2, against one thread", values, sweep(rotor(), GRID).observables.Q2 as number[]),
      };
    },
  },
  single("Jaynes–Cummings, 20 levels, stationary state", "target 1.2 ms", () => traceOf(jaynesCummings({ levels: 20 })), 1, 1e-12),
  single("spin chain of 5, stationary state and error bound", "target 2 ms from parameters", () => traceOf(spinChain({ N: 5 })), 1, 1e-12),
  {
    name: "spin chain of 5, stationary state and error bound, prepared",
    notes: "target 1 ms",
    prepare: () => {
      const planned = planStationary(spinChain({ N: 5 }), null);
      let error = Number.NaN;
      return {
        wasm: () => {
          error = solveStationary(planned).found.error;
        },
        check: () => same("error", [error], [0], 1e-9),
      };
    },
  },
  single(
    "phaseonium cascade, 26 + 26 levels, stationary state",
    "by products with the map, without the gap",
    () => steady(phaseonium({ levels: 26 }), { observables: ["T1"] }).observables.T1 as number,
    T,
    1e-6,
    3,
  ),
  single(
    "phaseonium-limit, 24 + 24 levels, stationary state",
    "4900 coordinates, factored in blocks",
    () => steady(phaseoniumLimit({ levels: [24, 24] }), { observables: ["T1"] }).observables.T1 as number,
    T,
    1e-5,
    3,
  ),
  {
    name: "four three-level modes, all 6561 coordinates, 100 steps of rk4",
    notes: "target 20 ms; 400 products with the generator",
    prepare: () => {
      const model = fourModes();
      let n = Number.NaN;
      return {
        wasm: () => {
          n = run(model, { times: [0.5], method: rk4({ dt: 0.005 }), observables: ["n"] }).observables.n[1] as number;
        },
        check: () => same("n", [n], [0.12822049355567797], 1e-12),
      };
    },
  },
];

function traceOf(model: Model): number {
  const found = steady(model);
  return 1 + found.diagnostics.traceDefect + (found.error <= 1e-9 ? 0 : 1);
}
