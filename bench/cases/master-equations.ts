/** Master equations: the driven Kerr oscillator, one prepared qubit, and a generator without any structure. */
import { generator } from "../../src/dynamics/lindblad.ts";
import { rk4 } from "../../src/methods/method.ts";
import { bloch } from "../../src/models/bloch.ts";
import { equationModel } from "../../src/models/equation.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import { hermitianPart } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { prepare } from "../../src/solvers/prepare.ts";
import { planStationary, solveStationary } from "../../src/solvers/stationary.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels } from "../../src/spaces/space.ts";
import { randomValues } from "../../test/reference/random.ts";
import { lindbladFlops } from "../flops.ts";
import { type Case, same } from "../harness.ts";

/** ⟨n⟩ of the driven Kerr oscillator with 50 levels at t = 10 and at rest. */
const KERR = { end: 15.6178760734, rest: 15.8056394703 };

/** A random dense generator on N levels with three jumps, scaled so that steps of 0.01 are stable. */
function unstructured(N: number): Model {
  const system = levels(N);
  const dense = (seed: number) =>
    Operator.fromMatrix(system, { rows: N, columns: N, data: randomValues(2 * N * N, seed).map((x) => x / N) });
  const model: Model = equationModel({
    name: "unstructured",
    parameters: {},
    generator: generator({ system, H: hermitianPart(dense(1)), jumps: [2, 3, 4].map((seed) => ({ operator: dense(seed), rate: 1 })) }),
    initial: basisState(system, 0),
    observables: [],
    defaults: ["purity"],
    rebuild: () => model,
  });
  return model;
}

const STEPS = 250;

export const cases: readonly Case[] = [
  {
    name: "driven Kerr oscillator, N = 50, 100 times to t = 10",
    notes: "target 10 ms; from parameters to numbers",
    prepare: () => {
      let found = Number.NaN;
      return {
        wasm: () => {
          found = evolve(kerr(), { until: 10, saveEvery: 0.1, observables: ["n"] }).observables.n[100] as number;
        },
        check: () => same("n", [found], [KERR.end], 1e-8),
      };
    },
  },
  {
    name: "its stationary state, from parameters to numbers",
    prepare: () => {
      let found = Number.NaN;
      return {
        wasm: () => {
          found = steady(kerr(), { observables: ["n"] }).observables.n as number;
        },
        check: () => same("n", [found], [KERR.rest], 1e-9),
      };
    },
  },
  {
    name: "its stationary state, the solve alone",
    notes: "target 10 ms",
    prepare: () => {
      const planned = planStationary(kerr(), "sector");
      let residual = Number.NaN;
      return {
        wasm: () => {
          residual = solveStationary(planned).found.residual;
        },
        check: () => same("residual", [residual], [0], 1e-15),
      };
    },
  },
  {
    name: "XXZ chain, N = 8, 100 times to t = 10",
    notes: "target 60 ms; 12,870 coordinates, from parameters to numbers",
    prepare: () => {
      let found = [Number.NaN];
      return {
        wasm: () => {
          const { observables } = evolve(spinChain({ N: 8 }), { until: 10, saveEvery: 0.1, observables: ["sz1", "sz4"] });
          found = [observables.sz1[100] as number, observables.sz4[100] as number];
        },
        check: () => same("sz", found, [0.0200255029623, -0.2586623446729], 1e-10),
      };
    },
  },
  {
    name: "one prepared qubit, stationary state",
    notes: "target 20 µs",
    units: 100,
    prepare: () => {
      const prepared = prepare(bloch(), { until: 20, saveEvery: 0.1 });
      let found: Readonly<Record<string, number | null>> = {};
      return {
        wasm: () => {
          for (let k = 0; k < 100; k++) found = prepared.steady();
        },
        check: () => same("sz", [found.sz as number], [-1 / (1 + 1 / (0.3 * 0.15))], 1e-14),
        release: prepared.release,
      };
    },
  },
  {
    name: "one prepared qubit, 200 times",
    notes: "target 200 µs",
    units: 20,
    prepare: () => {
      const prepared = prepare(bloch({ gamma: 0 }), { until: 20, saveEvery: 0.1 });
      let found: Readonly<Record<string, readonly (number | null)[]>> = {};
      return {
        wasm: () => {
          for (let k = 0; k < 20; k++) found = prepared.run();
        },
        check: () =>
          same(
            "sz",
            found.sz as number[],
            Array.from({ length: 201 }, (_, k) => -Math.cos(0.1 * k)),
            1e-12,
          ),
        release: prepared.release,
      };
    },
  },
  {
    name: "dense random generator, N = 64, three jumps, RK4 step",
    notes: "target 60 % of the gemm rate",
    units: STEPS,
    flops: 4 * lindbladFlops(64, 3),
    prepare: () => {
      const model = unstructured(64);
      let defect = Number.NaN;
      return {
        wasm: () => {
          defect = evolve(model, { times: [STEPS * 0.01], method: rk4({ dt: 0.01 }) }).diagnostics.traceDefect;
        },
        check: () => same("trace", [defect], [0], 1e-12),
      };
    },
  },
];
