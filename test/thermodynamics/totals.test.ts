/** Heat, entropy production and energy of a master equation since the start: exact integrals, against fine sums. */
import { expect, it } from "vitest";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import { plus, scale } from "../../src/operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX } from "../../src/operators/named.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit } from "../../src/spaces/space.ts";
import { idleBooks } from "../../src/thermodynamics/idle-books.ts";

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

it("are there for driven equations too, across steps and pulses", () => {
  const H = [
    qubitHamiltonian(q, 1),
    [sigmaX(q), timeFunction((t) => 0.4 * t * (2 - t), { breakpoints: [] })],
    [sigmaX(q), sampled([0, 0.7, 1.3], [0, 0.9, 0], "previous")],
  ] as never;
  const rate = timeFunction((t) => 0.3 + 0.1 * t);
  const driven = masterEquation({ H, baths: { cold: { ...bath(0.4, 0.3), rate }, hot: bath(2, 0.5) }, initial: [0.6, [0, 0.8]] });
  const { observables } = run(driven, { times: [0.5, 1, 2], observables: names });
  const N = 2000;
  const fine = run(driven, { until: 2, saveEvery: 2 / N, observables: ["Q_hot", "Q_cold"] }).observables;
  // The trapezoidal rule does not mind the steps, which lie on its points.
  const area = (column: readonly (number | null)[]) =>
    column.reduce<number>((sum, value, k) => sum + ((value as number) * (k === 0 || k === N ? 0.5 : 1) * 2) / N, 0);
  expect(observables.Q_hot_total[3]).toBeCloseTo(area(fine.Q_hot), 3);
  expect(observables.Q_cold_total[3]).toBeCloseTo(area(fine.Q_cold), 3);
  for (let k = 1; k <= 3; k++) {
    const at = (name: string) => observables[name][k] as number;
    expect(at("dU_total")).toBeCloseTo(at("energy") - (observables.energy[0] as number), 12);
    expect(at("Q_total") + at("W_total")).toBeCloseTo(at("dU_total"), 12);
    expect(at("Q_hot_total") + at("Q_cold_total")).toBeCloseTo(at("Q_total"), 9);
    expect(at("Sigma_total")).toBeCloseTo(at("dS_total") - at("Q_hot_total") / 2 - at("Q_cold_total") / 0.4, 9);
  }
  const once = run(driven, { times: [2], observables: ["Q_hot_total"] }).observables.Q_hot_total.at(-1);
  expect(once).toBeCloseTo(observables.Q_hot_total[3] as number, 9);
  // Closed form: decay alone under a drive that commutes, heat ∫ (ω + 2f) γ p_e dt with f = t.
  const commuting = masterEquation({
    H: [qubitHamiltonian(q, 1), [qubitHamiltonian(q, 1), timeFunction((t) => t)]] as never,
    jumps: [{ operator: sigmaMinus(q), rate: 0.7, bath: "cold" }],
    initial: [1, 0],
  });
  const lost = run(commuting, { times: [1.5], observables: ["Q_total"] }).observables.Q_total.at(-1) as number;
  const exact = -(1 + 1 / 0.7 - Math.exp(-0.7 * 1.5) * (1 + 1.5 + 1 / 0.7));
  expect(lost).toBeCloseTo(exact, 10);
  expect(() => steady(model, { observables: ["Q_total"] })).toThrow(/be rates \(not sums\)/);
});

it("of entropy are those of collisions and of what is between them", () => {
  const unit = qubit("unit");
  const model = (T: number | undefined) =>
    collisionModel({
      HS: qubitHamiltonian(q, 1),
      units: {
        HE: qubitHamiltonian(unit, 1),
        V: [
          [sigmaPlus(q), sigmaMinus(unit)],
          [sigmaMinus(q), sigmaPlus(unit)],
        ],
        T: 0.5,
      },
      tau: 0.6,
      between: { duration: 0.4, baths: { walls: { lowering: sigmaMinus(q), omega: 1, rate: 0.3, T: T ?? 0 } } },
      initial: [1, 0],
    });
  const names = ["Sigma_total", "dS_total", "Q_total", "Q_walls_idle_total", "entropy", "Sigma"];
  const { observables, diagnostics } = run(model(2), { steps: 40, observables: names });
  for (let k = 1; k <= 40; k++) {
    const at = (name: string) => observables[name][k] as number;
    expect(at("dS_total")).toBeCloseTo(at("entropy") - (observables.entropy[0] as number), 13);
    expect(at("Sigma_total")).toBeCloseTo(at("dS_total") - at("Q_total") / 0.5 - at("Q_walls_idle_total") / 2, 12);
    expect(at("Sigma_total")).toBeGreaterThan(observables.Sigma_total[k - 1] as number);
    expect(observables.Sigma[k]).toBeNull();
  }
  expect(diagnostics.warnings).toEqual([expect.stringMatching(/Sigma_total and dS_total are of both/)]);
  // single collisions have no law of their own there
  expect(diagnostics.secondLawViolation).toBeNull();
  // In powers of the map, too.
  const far = run(model(2), { steps: 40, saveEvery: 40, observables: ["Sigma_total"] });
  expect(far.observables.Sigma_total.at(-1)).toBeCloseTo(observables.Sigma_total[40] as number, 11);
  const cold = run(model(undefined), { steps: 3, observables: ["Sigma_total", "dS_total"] });
  expect(cold.observables.Sigma_total[3]).toBeNull();
  expect(cold.observables.dS_total[3]).not.toBeNull();
  expect(cold.diagnostics.warnings.at(-1)).toMatch(/bath "walls" between collisions has no temperature above 0/);
});

it("follow a drive that is faster than everything that it drives", () => {
  const [gamma, A, Omega, T] = [0.7, 0.9, 60, 1.5];
  const commuting = masterEquation({
    H: [qubitHamiltonian(q, 1), [qubitHamiltonian(q, 1), timeFunction((t) => A * Math.cos(Omega * t))]] as never,
    jumps: [{ operator: sigmaMinus(q), rate: gamma, bath: "cold" }],
    initial: [1, 0],
  });
  const lost = run(commuting, { times: [T], observables: ["Q_total"] }).observables.Q_total.at(-1) as number;
  // −∫ (1 + A cos Ωt) γ e^{−γt} dt
  const decayed = Math.exp(-gamma * T);
  const turning =
    (A * gamma * (gamma + decayed * (Omega * Math.sin(Omega * T) - gamma * Math.cos(Omega * T)))) / (gamma * gamma + Omega * Omega);
  expect(Math.abs(lost + 1 - decayed + turning)).toBeLessThan(1e-8);
});

it("of what acts between collisions are those of its duration", () => {
  const H = qubitHamiltonian(q, 1);
  const decay = generator({ system: q, H, jumps: [{ operator: sigmaMinus(q), rate: 0.5, bath: "cold" }] });
  for (const duration of [1, 2, 0.3, 1]) {
    const { dU, heat } = idleBooks({ generator: decay, duration }, H);
    // an excited qubit loses 1 − e^{−γd}
    for (const operator of [dU, heat.cold]) expect(operator.at(0, 0)[0]).toBeCloseTo(Math.exp(-0.5 * duration) - 1, 13);
  }
});
