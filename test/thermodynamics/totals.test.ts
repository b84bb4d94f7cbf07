/** Heat, entropy production and energy of a master equation since the start: exact integrals, against fine sums. */
import { expect, it } from "vitest";
import { timeFunction } from "../../src/dynamics/coefficient.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import { plus, scale } from "../../src/operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaX } from "../../src/operators/named.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit } from "../../src/spaces/space.ts";

const q = qubit();
const bath = (T: number, rate: number) => ({ lowering: sigmaMinus(q), omega: 1, rate, T });
const definition = {
  H: plus(qubitHamiltonian(q, 1), scale(sigmaX(q), 0.3)),
  baths: { cold: bath(0.4, 0.3), hot: bath(2, 0.5) },
  initial: [0.6, [0, 0.8]] as const,
};
const model = masterEquation(definition);
const names = ["Q_total", "Q_hot_total", "Q_cold_total", "dU_total", "dS_total", "Sigma_total", "W_total", "energy"];

it("are integrals of the rates, and the first law closes", () => {
  const times = [0.5, 1, 1.7, 6];
  const { observables } = run(model, { times, observables: names });
  const N = 6000;
  const fine = run(model, { until: 6, saveEvery: 6 / N, observables: ["Q_hot", "Q_cold", "Sigma"] }).observables;
  const simpson = (column: readonly (number | null)[]) =>
    column.reduce<number>((sum, value, k) => sum + ((value as number) * (k === 0 || k === N ? 1 : k % 2 ? 4 : 2) * 6) / (3 * N), 0);
  expect(observables.Q_hot_total[4]).toBeCloseTo(simpson(fine.Q_hot), 10);
  expect(observables.Q_cold_total[4]).toBeCloseTo(simpson(fine.Q_cold), 10);
  times.forEach((_, k) => {
    const at = (name: string) => observables[name][k + 1] as number;
    expect(at("dU_total")).toBeCloseTo(at("energy") - (observables.energy[0] as number), 14);
    expect(at("Q_total")).toBeCloseTo(at("dU_total"), 11);
    expect(at("Q_hot_total") + at("Q_cold_total")).toBeCloseTo(at("Q_total"), 12);
    expect(at("Sigma_total")).toBeCloseTo(at("dS_total") - at("Q_hot_total") / 2 - at("Q_cold_total") / 0.4, 12);
    expect(at("W_total")).toBe(0);
  });
  for (const name of names.slice(0, 7)) expect(observables[name][0]).toBe(0);
});

it("do not depend on how often is recorded", () => {
  const [few, many] = [6, 0.1].map((saveEvery) =>
    run(model, { until: 6, saveEvery, observables: ["Q_hot_total"] }).observables.Q_hot_total.at(-1),
  );
  expect(many).toBeCloseTo(few as number, 11);
});

it("are of constant equations, along runs", () => {
  const driven = masterEquation({ ...definition, H: [qubitHamiltonian(q, 1), [sigmaX(q), timeFunction((t) => t)]] });
  expect(() => run(driven, { until: 1, observables: ["Q_total"] })).toThrow(/Q_total/);
  expect(() => steady(model, { observables: ["Q_total"] })).toThrow(/be rates \(not sums\)/);
});
