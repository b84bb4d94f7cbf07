/** The rotor machine and the thermal atoms, from parameters to numbers: building, planning, solving and reading included. */
import { atoms } from "../../src/models/atoms.ts";
import { dickePopulations, longTimeCoherence } from "../../src/models/atoms-formulas.ts";
import type { Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { type Case, same } from "../harness.ts";

/** D = 51 rungs: dimension 204, 304 live numbers of 41,616. */
const LADDER: Parameters = { lmin: -20, lmax: 30 };
/** At β2 = 0.02 on a wide ladder; the cut at −20 … 30 changes the seventh digit. */
const Q2 = 0.0031167371564;

function rotorSteady(): number {
  return steady(rotor({ ...LADDER, beta2: 0.02 }), { observables: ["Q1", "Q2", "WQ"] }).observables.Q2 as number;
}

function rotorSweep(): readonly number[] {
  return Array.from({ length: 200 }, (_, k) => {
    const model = rotor({ ...LADDER, beta2: 0.001 + (0.089 * k) / 200 });
    return steady(model, { observables: ["Q1", "Q2", "WQ"] }).observables.Q2 as number;
  });
}

function coherence(parameters: Parameters, until: number): number {
  return run(atoms(parameters), { times: [0, until], observables: ["C_l1"] }).observables.C_l1[1] as number;
}

const limit7 = longTimeCoherence(7, 10);
const limit100 = longTimeCoherence(100, 10);

/** A case whose result is one number. */
function single(name: string, notes: string, work: () => number, expected: number, tolerance: number): Case {
  return {
    name,
    notes,
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

export const cases: readonly Case[] = [
  single("rotor steady state, D = 51", "target 5 ms", rotorSteady, Q2, 1e-8),
  {
    name: "rotor sweep of figure 2, 200 points, D = 51",
    notes: "target 0.5 s",
    seconds: 3,
    prepare: () => {
      let result: readonly number[] = [];
      return {
        wasm: () => {
          result = rotorSweep();
        },
        check: () => {
          const signs = result.filter((value, k) => k > 0 && value > 0 !== result[k - 1] > 0).length;
          if (result.length !== 200 || signs !== 1) throw new Error("Q2 must change its sign once.");
        },
      };
    },
  },
  single("seven atoms to t = 1, symmetric (8 numbers)", "target 1 ms", () => coherence({ N: 7, nbar: 10 }, 1), limit7, 1e-7),
  single(
    "seven atoms to t = 1, general sector (3432 elements)",
    "target 250 ms",
    () => coherence({ N: 7, nbar: 10, reduction: "none" }, 1),
    limit7,
    1e-7,
  ),
  single(
    "a hundred atoms to t = 1, symmetric (101 numbers)",
    "target 50 ms",
    () => coherence({ N: 100, nbar: 10 }, 1),
    limit100,
    1e-7 * limit100,
  ),
  {
    name: "a hundred atoms, stationary state",
    prepare: () => {
      let found: readonly number[] = [];
      const names = [0, 50, 100].map((k) => `p_${k}`);
      return {
        wasm: () => {
          const { observables } = steady(atoms({ N: 100, nbar: 10 }), { observables: names });
          found = names.map((name) => observables[name] as number);
        },
        check: () => {
          const p = dickePopulations(100, 10);
          same("p_k", found, [p[0], p[50], p[100]], 1e-12);
        },
      };
    },
  },
];
