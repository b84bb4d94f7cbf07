import { describe, expect, it } from "vitest";
import { harvest } from "../../src/models/harvest.ts";
import {
  caloricCoherence,
  feedBloch,
  feedCurrents,
  feedTemperature,
  ladderPopulations,
  pairCoefficients,
} from "../../src/models/harvest-formulas.ts";
import type { Parameters } from "../../src/models/model.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import * as D from "../reference/complex-dense.ts";

/** A pair with λ, ε and heat-exchange coherence. */
const rows: [number, number][][] = (
  [
    [
      [15, 0],
      [9, -8],
      [4, 0],
      [7, 7],
    ],
    [
      [9, 8],
      [10, 0],
      [1, 2],
      [0, 5],
    ],
    [
      [4, 0],
      [1, -2],
      [7, 0],
      [5, 14],
    ],
    [
      [7, -7],
      [0, -5],
      [5, -14],
      [33, 0],
    ],
  ] as [number, number][][]
).map((row) => row.map(([re, im]) => [re / 65, im / 65] as [number, number]));
const feed = pairCoefficients(D.toMatrix(rows));
const read = (parameters: Parameters, ...names: string[]) =>
  steady(harvest(parameters), { observables: names }).observables as Record<string, number>;

describe("errata of the harvesting section", () => {
  it("6. (19): σy is damped with 2N + 1 − M − M*, and the drive belongs to full Pauli operators", () => {
    const { B } = feedBloch(feed, 10, 0.05);
    const p = { rho_b: rows, p: 10, gtau: 0.05, evaluation: "generator" };
    const step = 1e-4;
    const slope = (start: number[]) => {
      const { observables } = run(harvest({ ...p, initial_bloch: start }), { times: [0, step], observables: ["sx", "sy", "sz"] });
      return ["sx", "sy", "sz"].map((name, k) => ((observables[name][1] as number) - start[k]) / step);
    };
    const rest = slope([0, 0, 0]);
    const alongY = slope([0, 1, 0]).map((x, k) => x - rest[k]);
    expect(alongY[1]).toBeCloseTo(B[1][1], 4);
    expect(alongY[1]).not.toBeCloseTo(B[0][0], 3); // as printed both dampings are equal
    expect(alongY[2]).toBeCloseTo(2 * 10 * 0.05 * feed.lambda[0], 4);
  });

  it("7. for λ ≠ 0 the master equation (11) is not where collisions go as gτ → 0", () => {
    const along = (parameters: Parameters) => {
      const { sx, sy } = read(parameters, "sx", "sy");
      return (sx * feed.lambda[0] - sy * feed.lambda[1]) / Math.hypot(...feed.lambda);
    };
    const [exact, limit] = ["exact", "generator"].map((evaluation) => along({ rho_b: rows, gtau: 0.01, evaluation }) / 0.01);
    expect(exact).toBeCloseTo(0.672569, 5);
    expect(limit).toBeCloseTo(0.107522, 5);
  });

  it("8, 9. (27) and (28) corrected add up to zero in the steady state", () => {
    const { heat_current, power } = read({ rho_b: rows, p: 10, gtau: 0.05, evaluation: "generator" }, "heat_current", "power");
    expect(power).toBeCloseTo(0.00681397079532, 11);
    expect(heat_current + power).toBeCloseTo(0, 13);
    // The printed (27) has half of the population term and the opposite sign of its constant.
    const { sx, sy, sz } = read({ rho_b: rows, p: 10, gtau: 0.05, evaluation: "generator" }, "sx", "sy", "sz");
    const { heat } = feedCurrents(feed, 10, 0.05, 1, [sx, sy, sz]);
    const gamma = 10 * 0.05 ** 2 * (feed.rd - feed.re);
    const sum = (feed.rd + feed.re) / (feed.rd - feed.re);
    const printed = heat + (gamma / 2) * (1 + sum * sz) + (gamma / 4) * (1 - sum * sz);
    expect(Math.abs(printed + power)).toBeGreaterThan(1e-4);
  });

  it("10. T_eff = +ω0/ln(r_d/r_e)", () => {
    const { T_eff } = read({ nbar: 10, evaluation: "generator" }, "T_eff");
    expect(T_eff).toBeCloseTo(10.4920586873, 8);
    expect(T_eff).toBeCloseTo(1 / Math.log(11 / 10), 8);
    expect(feedTemperature({ re: 1, rd: 2, lambda: [0, 0], epsilon: [0, 0] }, 1)).toBeGreaterThan(0);
  });

  it("11. what heats is Σ p_k k(N − k), not C_l1, for N ≥ 4", () => {
    // Excitation and loss of the qubit differ by the population inversion alone: r_e + r_d holds the coherence.
    const model = harvest({ N: 4, nbar: 10 });
    const { sz } = steady(model, { observables: ["sz"] }).observables as Record<string, number>;
    expect(sz).toBeCloseTo(-1 / 21, 3);
    expect(caloricCoherence(ladderPopulations(4, 10))).toBeCloseTo(1.98735483448, 10);
  });
});
