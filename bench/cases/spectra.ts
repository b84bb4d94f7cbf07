/** Spectra and correlations: resonance fluorescence, Jaynes–Cummings, the Kerr oscillator, each from the model to numbers. */
import { bloch } from "../../src/models/bloch.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { kerr } from "../../src/models/kerr.ts";
import { operatorOf } from "../../src/models/operator-names.ts";
import { dag, times } from "../../src/operators/algebra.ts";
import { g2 } from "../../src/studies/coherence.ts";
import { spectrum } from "../../src/studies/spectra.ts";
import { correlation } from "../../src/studies/two-times.ts";
import { type Case, same } from "../harness.ts";

const grid = (from: number, to: number, count: number) => Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

/** S(ω) of the driven qubit on resonance from its optical Bloch equations: the sum rule ∫S dω/2π + weight = p_e within the grid. */
function sumRule({ incoherent, lines, omega }: ReturnType<typeof spectrum>): number {
  const step = omega[1] - omega[0];
  return lines[0].weight + (incoherent.reduce((sum, value) => sum + value, 0) * step) / (2 * Math.PI);
}

export const cases: readonly Case[] = [
  {
    name: "resonance fluorescence, 400 frequencies",
    notes: "target 500 µs; from the model to numbers",
    units: 10,
    prepare: () => {
      const model = bloch({ Omega: 5, Delta: 0, gamma: 1 });
      const [sp, sm] = [operatorOf(model, "sp"), operatorOf(model, "sm")];
      const omega = grid(-60, 60, 400);
      let found: ReturnType<typeof spectrum> | null = null;
      return {
        wasm: () => {
          for (let k = 0; k < 10; k++) found = spectrum(model, { A: sp, B: sm, omega });
        },
        check: () => {
          const [excited] = correlation(model, { A: sp, B: sm, times: [0] }).re;
          same("sum rule", [sumRule(found as ReturnType<typeof spectrum>)], [excited], 2e-2);
        },
      };
    },
  },
  {
    name: "Jaynes–Cummings, N = 20, thermal, 1000 frequencies",
    notes: "target 30 ms; from the model to numbers",
    prepare: () => {
      const model = jaynesCummings({ levels: 20, nbar: 0.1, kappa: 0.1, gamma: 0.05 });
      const a = operatorOf(model, "a");
      const omega = grid(-30, 30, 1000);
      let found: ReturnType<typeof spectrum> | null = null;
      return {
        wasm: () => {
          found = spectrum(model, { A: dag(a), B: a, omega });
        },
        check: () => {
          const [n] = correlation(model, { A: dag(a), B: a, times: [0] }).re;
          const { incoherent } = found as ReturnType<typeof spectrum>;
          const sum = (incoherent.reduce((total, value) => total + value, 0) * (omega[1] - omega[0])) / (2 * Math.PI);
          same("sum rule", [sum], [n], 2e-2);
        },
      };
    },
  },
  {
    name: "driven Kerr oscillator, N = 50, 100 frequencies",
    notes: "one Krylov space for all; from the model to numbers",
    prepare: () => {
      const model = kerr();
      const n = operatorOf(model, "n");
      const omega = grid(-5, 5, 100);
      let found: readonly number[] = [];
      return {
        wasm: () => {
          found = spectrum(model, { A: n, B: n, omega }).incoherent;
        },
        // S_nn(ω) of a Hermitian operator is positive
        check: () => same("negative values", [found.filter((value) => !(value > -1e-9)).length], [0], 0),
      };
    },
  },
  {
    name: "driven Kerr oscillator, N = 50, g2 at 100 delays",
    notes: "from the model to numbers",
    prepare: () => {
      const model = kerr();
      const a = operatorOf(model, "a");
      let found: readonly (number | null)[] = [];
      return {
        wasm: () => {
          found = g2(model, { of: a, times: grid(0, 10, 100) }).re;
        },
        check: () => {
          const [pairs] = correlation(model, { A: dag(a), B: times(dag(a), a), C: a, times: [0] }).re;
          const [mean] = correlation(model, { A: dag(a), B: a, times: [0] }).re;
          same("g2(0)", [found[0] as number], [pairs / (mean * mean)], 1e-10);
        },
      };
    },
  },
];
