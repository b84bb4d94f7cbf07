/** What follows a click, against closed forms, enumeration and renewal theory. */
import { describe, expect, it } from "vitest";
import {
  type ClickStatistics,
  clickStatistics,
  counting,
  g2,
  identity,
  lift,
  type Model,
  masterEquation,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  tensor,
} from "../../../src/index.ts";
import { excitation, ground, reference, S, streamOf, swapCollision, swapMachine } from "../counting/models.ts";
import { drivenSwaps, reference as trajectory, unit } from "../unravel/models.ts";

function atom(Omega: number, gamma = 1, Delta = 0): Model {
  return masterEquation({
    H: plus(scaled(sigmaX(S), Omega / 2), scaled(excitation(S), -Delta)),
    jumps: [{ operator: sigmaMinus(S), rate: gamma, bath: "light" }],
    initial: ground(),
  });
}

describe.each(["fluorescence", "fluorescence-weak", "fluorescence-detuned"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const found = clickStatistics(atom(p.Omega, p.gamma, p.Delta), { of: "N_light", times: p.tau });

  it("waits and pairs as closed forms say", () => {
    near(found.waiting, e.waiting);
    near(found.g2, e.g2);
    near(found.mean, e.waiting_mean);
    near(found.variance, e.waiting_variance);
    near(found.rate, e.c[0]);
  });

  it("is a renewal process: c₁ = 1/⟨τ⟩, c₂/c₁ = Var τ/⟨τ⟩²", () => {
    const { rates } = counting(atom(p.Omega, p.gamma, p.Delta), { of: ["N_light"], orders: 2 });
    const [c1, c2] = (rates as NonNullable<typeof rates>).cumulants.N_light as number[];
    expect(c1 * (found.mean as number)).toBeCloseTo(1, 12);
    expect(c2 / c1).toBeCloseTo((found.variance as number) / (found.mean as number) ** 2, 11);
  });
});

it("dim detectors do not change g⁽²⁾, and wait longer", () => {
  const times = [0.3, 1, 2.5];
  const [whole, dim] = [1, 0.4].map((efficiency) =>
    clickStatistics(atom(1.2), { of: { name: "clicks", jumps: "light", efficiency }, times }),
  ) as [ClickStatistics, ClickStatistics];
  const exact = g2(atom(1.2), { of: sigmaMinus(S), times }).re;
  dim.g2.forEach((value, k) => {
    expect(value).toBeCloseTo(exact[k] as number, 8);
    expect(value).toBeCloseTo(whole.g2[k], 12);
  });
  expect(dim.mean).toBeCloseTo((whole.mean as number) / 0.4, 11);
});

it("dark clicks alone are Poissonian", () => {
  const {
    waiting,
    survival,
    g2: pairs,
    mean,
    variance,
  } = clickStatistics(atom(1.2), {
    of: { name: "clicks", jumps: "light", efficiency: 0, dark: 0.7 },
    times: [0, 1, 3],
  });
  [0, 1, 3].forEach((t, k) => {
    expect(waiting[k]).toBeCloseTo(0.7 * Math.exp(-0.7 * t), 12);
    expect(survival[k]).toBeCloseTo(Math.exp(-0.7 * t), 12);
    expect(pairs[k]).toBeCloseTo(1, 12);
  });
  expect(mean).toBeCloseTo(1 / 0.7, 11);
  expect(variance).toBeCloseTo(1 / 0.49, 10);
});

describe.each(["records-clicks", "records-thermal", "records-x"])("units that leave, %s", (name) => {
  const { p, e, near } = trajectory(name);
  const model = drivenSwaps(p.Omega, p.td, p.theta, p.beta === "Infinity" ? Number.POSITIVE_INFINITY : p.beta);
  const observable = p.basis === "x" ? scaled(plus(identity(unit), sigmaX(unit)), 0.5) : excitation(unit);

  it("wait and pair as enumeration says", () => {
    const times = Array.from({ length: 6 }, (_, m) => m);
    const found = clickStatistics(model, { of: { name: "ones", observable, leaving: true }, times });
    near(found.waiting.slice(1), e.w);
    near(found.g2.slice(1), e.g2);
    expect(found.mean).toBeCloseTo(1 / found.rate, 10);
    expect(found.survival[0]).toBe(1);
    found.waiting.slice(1).forEach((w, m) => {
      expect(found.survival[m] - found.survival[m + 1]).toBeCloseTo(w, 13);
    });
    const long = clickStatistics(model, {
      of: { name: "ones", observable, leaving: true },
      times: Array.from({ length: 900 }, (_, m) => m),
    });
    const second = long.waiting.reduce((sum, w, m) => sum + w * m * m, 0);
    expect(second - (found.mean as number) ** 2).toBeCloseTo(found.variance as number, 8);
  });
});

it("a system that may go dark for ever has no mean wait", () => {
  const q = qubit("q");
  const joint = tensor(q, S);
  // the first qubit decides whether the second one is driven
  const model = masterEquation({
    H: lift(joint, excitation(q), scaled(sigmaX(S), 0.5)),
    jumps: [
      { operator: lift(joint, sigmaMinus(S)), rate: 1, bath: "light" },
      { operator: lift(joint, sigmaMinus(q)), rate: 0.1, bath: "off" },
      { operator: lift(joint, sigmaPlus(q)), rate: 0.1, bath: "on" },
    ],
    initial: lift(joint, scaled(identity(q), 0.5), ground()),
  });
  const { mean, variance, survival } = clickStatistics(model, { of: "N_light", times: [0, 30] });
  expect(mean).toBeGreaterThan(1);
  expect(variance).toBeGreaterThan((mean as number) ** 2);
  expect(survival[1]).toBeGreaterThan(1e-3);
});

describe("refuses", () => {
  const model = atom(1);
  it.each([
    [model, { of: { name: "x", jumps: "light", weights: 2 }, times: [1] }, /`of` must count single events, but `x` adds other numbers/],
    [model, { of: "N_dark", times: [1] }, /`of\[0\]` must name something that can be counted, but is "N_dark"/],
    [model, { of: "N_light", times: [1, 0.5] }, /increas/],
    [model, { of: "N_light", time: [1] }, /only known names, but has `time`/],
    [model, { of: { name: "Y", current: "light" }, times: [1] }, /count single events/],
    [
      swapMachine(ground()),
      { of: { name: "x", observable: excitation(qubit("hot")), bath: "hot", leaving: true }, times: [1] },
      /repeat after each collision/,
    ],
    [streamOf({ kind: "constant", collision: swapCollision("u", 1, 0.4) }, ground()), { of: "Q", times: [1] }, /count single events/],
  ])("%#", (one, options, sentence) => {
    expect(() => clickStatistics(one, options as never)).toThrow(sentence);
  });

  it("where no click ever comes", () => {
    expect(() => clickStatistics(atom(0), { of: "N_light", times: [1] })).toThrow("No click ever comes in the stationary state.");
  });
});
