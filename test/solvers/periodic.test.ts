import { describe, expect, it } from "vitest";
import {
  annihilate,
  dag,
  energy,
  expectation,
  fock,
  fockState,
  generator,
  numberOperator,
  type Operator,
  periodicSteady,
  plus,
  run,
  sampled,
  scaled,
  steady,
  type TimeFunction,
  timeFunction,
  times,
} from "../../src/index.ts";
import { cos } from "../../src/numerics/scalar.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { drivenQubit, sm, sp, stream, sx, sz, unitState } from "../studies/correlation-models.ts";
import { modelOf } from "./model-of.ts";

const cases = casesOf("dynamics-correlations");

/** A qubit whose σx is driven. */
function drivenOf(drive: TimeFunction, { omega0 = 1, gamma = 0.2, nbar = 0.1 } = {}) {
  const H = [
    { operator: scaled(sz, omega0 / 2), coefficient: 1 },
    { operator: sx, coefficient: drive },
  ];
  const jumps = [
    { operator: sm, rate: gamma * (nbar + 1) },
    { operator: sp, rate: gamma * nbar },
  ];
  const initial = times(sm, sp);
  return modelOf(generator({ system: sm.space, H, jumps }), initial, [expectation("z", sz), expectation("x", sx)], scaled(sz, omega0 / 2));
}

describe("the driven qubit without the rotating-wave approximation", () => {
  const entry = caseOf(cases, "periodic.qubit");
  const { omega0, A, omega, gamma, nbar } = entry.params;
  const model = drivenOf(
    timeFunction((t) => A * cos(omega * t)),
    { omega0, gamma, nbar },
  );
  const period = (2 * Math.PI) / omega;

  it.each(["harmonics", "map"] as const)("by %s", (method) => {
    const found = periodicSteady(model, { period, method });
    expectNear(entry, found.averages.z, entry.expected.sz_mean);
    expectNear(entry, found.observables.z[0], entry.expected.sz_at_0);
    expectNear(entry, found.observables.x[0], entry.expected.sx_at_0);
    for (const [name, operator] of [
      ["sz_harmonics", sz],
      ["sx_harmonics", sx],
    ] as const) {
      entry.expected[name].forEach(([re, im]: [number, number], k: number) => {
        const value = found.harmonic(operator, k + 1);
        expectNear(entry, value[0], re);
        expectNear(entry, value[1], im);
      });
    }
    expectNear(entry, found.power, entry.expected.mean_power);
    expect(Math.abs(found.energyResidual)).toBeLessThan(1e-9);
    expect(found.heats.bath).toBeCloseTo(-found.power, 8);
    expect(found.observables.z.at(-1)).toBeCloseTo(found.observables.z[0] as number, 8);
    if (method === "harmonics") return;
    const moduli = (found.multipliers as (readonly [number, number])[]).map(([x, y]) => Math.hypot(x, y));
    expect(moduli[0]).toBeCloseTo(1, 8);
    expect(moduli).toEqual([...moduli].sort((a, b) => b - a));
    entry.expected.floquet_multipliers.forEach(([re, im]: [number, number]) => {
      const nearest = (found.multipliers as (readonly [number, number])[]).map(([x, y]) => Math.hypot(x - re, y - im));
      expect(Math.min(...nearest)).toBeLessThan(1e-8);
    });
  });

  it("is what a long run comes to", () => {
    const found = periodicSteady(model, { period, points: 5 });
    const long = run(model, { times: [0, 1, 2, 3, 4].map((k) => 12 * period + (k * period) / 4) }).observables;
    found.observables.x.forEach((value, k) => expect(long.x[k + 1]).toBeCloseTo(value as number, 7));
    const [matrix, later] = [0.3, 0.3 + 7 * period].map((t) => found.state(t).matrix().data);
    later.forEach((value, e) => expect(value).toBeCloseTo(matrix[e], 12));
    expect(String(found.plan)).toMatch(/periodic\s+harmonic balance/);
  });
});

describe("oscillators", () => {
  it("driven off resonance", () => {
    const entry = caseOf(cases, "periodic.oscillator");
    const { omega0, F, omega, kappa, nbar, levels } = entry.params;
    const mode = fock(levels, "mode");
    const [a, n] = [annihilate(mode), numberOperator(mode)];
    const drive = timeFunction((t) => F * cos(omega * t));
    const H = [
      { operator: scaled(n, omega0), coefficient: 1 },
      { operator: plus(a, dag(a)), coefficient: drive },
    ];
    const jumps = [
      { operator: a, rate: kappa * (nbar + 1) },
      { operator: dag(a), rate: kappa * nbar },
    ];
    const found = periodicSteady(modelOf(generator({ system: mode, H, jumps }), fockState(mode, 0), [expectation("n", n)]), {
      period: (2 * Math.PI) / omega,
    });
    const near = ([re, im]: readonly [number, number], [x, y]: readonly [number, number]) => {
      expectNear(entry, re, x);
      expectNear(entry, im, y);
    };
    near(found.harmonic(a, 1), entry.expected.a_plus);
    near(found.harmonic(a, -1), entry.expected.a_minus);
    expectNear(entry, found.averages.n, entry.expected.n_mean);
    near(found.harmonic(n, 2), entry.expected.n_second_harmonic);
  });

  it("with a modulated pump", () => {
    const entry = caseOf(cases, "periodic.kerr");
    const { Delta, U, F, modulation, omega, kappa, levels } = entry.params;
    const mode = fock(levels, "mode");
    const [a, n] = [annihilate(mode), numberOperator(mode)];
    const quartic: Operator = times(dag(a), dag(a), a, a);
    const H = [
      { operator: plus(scaled(n, Delta), scaled(quartic, U / 2)), coefficient: 1 },
      { operator: scaled(plus(a, dag(a)), F), coefficient: timeFunction((t) => 1 + modulation * cos(omega * t)) },
    ];
    const model = modelOf(generator({ system: mode, H, jumps: [{ operator: a, rate: kappa }] }), fockState(mode, 0), [expectation("n", n)]);
    const found = periodicSteady(model, { period: (2 * Math.PI) / omega, observables: ["n", "purity"], points: 3, tolerance: 1e-10 });
    expectNear(entry, found.averages.n, entry.expected.n_mean);
    entry.expected.n_harmonics.forEach(([re, im]: [number, number], k: number) => {
      expectNear(entry, found.harmonic(n, k + 1)[0], re);
      expectNear(entry, found.harmonic(n, k + 1)[1], im);
    });
    entry.expected.a_harmonics.forEach(([re, im]: [number, number], k: number) => {
      expectNear(entry, found.harmonic(a, k - 2)[0], re);
      expectNear(entry, found.harmonic(a, k - 2)[1], im);
    });
    expectNear(entry, found.observables.n[0], entry.expected.n_at_0);
    expectNear(entry, found.observables.purity[0], entry.expected.purity_at_0);
    expect(Math.abs(found.energyResidual)).toBeLessThan(1e-8);
  });
});

describe("other drives", () => {
  it("of several harmonics balance like the map", () => {
    const model = drivenOf(timeFunction((t) => 0.5 * cos(0.9 * t) + 0.3 * cos(1.8 * t + 0.4) - 0.2 * cos(2.7 * t - 1)));
    const [harmonics, map] = (["harmonics", "map"] as const).map((method) =>
      periodicSteady(model, { period: (2 * Math.PI) / 0.9, method, points: 9 }),
    );
    harmonics.observables.x.forEach((value, k) => expect(map.observables.x[k]).toBeCloseTo(value as number, 8));
    expect(map.power).toBeCloseTo(harmonics.power, 8);
  });

  it("on sectors too large for the matrix of the map go by products with it", () => {
    const mode = fock(13, "mode");
    const [a, n] = [annihilate(mode), numberOperator(mode)];
    const H = [
      { operator: scaled(n, 1), coefficient: 1 },
      { operator: plus(a, dag(a)), coefficient: sampled([0, 2], [0.2, -0.2], "previous") },
    ];
    const model = modelOf(generator({ system: mode, H, jumps: [{ operator: a, rate: 0.8 }] }), fockState(mode, 0), [expectation("n", n)]);
    const found = periodicSteady(model, { period: 4, points: 5 });
    expect(found.multipliers).toBeNull();
    expect(found.residual).toBeLessThan(1e-10);
    const long = run(model, { until: 0.5 });
    expect(long.diagnostics.traceDefect).toBeLessThan(1e-12);
    // ⟨a⟩ of a linear mode in closed form: α(0) = −α(2) for a drive that changes sign
    const lambda = [-0.4, -1] as const;
    const decay = Math.exp(lambda[0] * 2);
    const [c, s] = [decay * Math.cos(2), -decay * Math.sin(2)];
    // fixed point under drive f: α* = −if/(κ/2 + iω); α(2) = α* + e^{λ2}(α(0) − α*) = −α(0)
    const [p, q] = [(-0.2 * 1) / (0.16 + 1), (-0.2 * 0.4) / (0.16 + 1)];
    const [x, y] = [p * (1 - c) + q * s, q * (1 - c) - p * s];
    const size = (1 + c) ** 2 + s * s;
    const alpha = [-(x * (1 + c) + y * s) / size, -(y * (1 + c) - x * s) / size];
    expect(found.observables.n[0]).toBeCloseTo(alpha[0] ** 2 + alpha[1] ** 2, 8);
  });

  it("square waves go through the map of one period, and their jumps do work", () => {
    const model = drivenOf(sampled([0, 1.5], [0.7, -0.3], "previous"));
    const found = periodicSteady(model, { period: 4, points: 9 });
    expect(found.harmonics).toBeNull();
    expect(String(found.plan)).toMatch(/not\s+harmonic balance: a coefficient is not smooth at t = 1\.5/);
    expect(found.observables.z.at(-1)).toBeCloseTo(found.observables.z[0] as number, 10);
    expect(found.heats.bath).toBeLessThan(-1e-3);
    expect(Math.abs(found.energyResidual)).toBeLessThan(1e-9);
    expect(() => periodicSteady(model, { period: 4, method: "harmonics" })).toThrow(/`method` must have a way to its periodic state/);
  });

  it("on rates, with heat of each bath", () => {
    const rate = timeFunction((t) => 0.3 * (1 + 0.9 * cos(2 * t)));
    const H = scaled(sz, 0.5);
    const jumps = [
      { operator: sm, rate, bath: "cold" },
      { operator: sp, rate: 0.1, bath: "hot" },
    ];
    const model = modelOf(generator({ system: sm.space, H, jumps }), times(sm, sp), [energy(H)], H);
    const found = periodicSteady(model, { period: Math.PI });
    expect(found.power).toBe(0);
    expect(found.heats.hot).toBeGreaterThan(0);
    expect(Math.abs(found.heats.hot + found.heats.cold)).toBeLessThan(1e-10);
  });

  it("of an undriven model: the stationary state", () => {
    const model = drivenQubit({ Omega: 0.7, Delta: 0.2 });
    const found = periodicSteady(model, { period: 3, points: 2 });
    const still = steady(model).state.matrix().data;
    found
      .state(1.3)
      .matrix()
      .data.forEach((value, e) => expect(value).toBeCloseTo(still[e], 12));
  });

  it("of a model with a conserved quantity: the limit of its start", () => {
    // σz is conserved: the populations of the start stay.
    const H = [{ operator: sz, coefficient: timeFunction((t) => cos(t)) }];
    const start = plus(scaled(times(sp, sm), 0.3), scaled(times(sm, sp), 0.7));
    const model = modelOf(generator({ system: sm.space, H, jumps: [{ operator: sz, rate: 0.2 }] }), start, [expectation("z", sz)]);
    const found = periodicSteady(model, { period: 2 * Math.PI, method: "map" });
    expect(found.averages.z).toBeCloseTo(-0.4, 9);
    expect(found.warnings.join()).toMatch(/stationary space has dimension 2/);
    expect(() => periodicSteady(model, { period: 2 * Math.PI, method: "harmonics" })).toThrow(/More than one state repeats/);
  });
});

describe("bad input", () => {
  const model = drivenOf(timeFunction((t) => cos(t)));
  it.each([
    [() => periodicSteady(model, { period: 5 }), /`period` must be one after which every coefficient repeats, but one differs by/],
    [() => periodicSteady(model, {} as never), /`period` must be given/],
    [() => periodicSteady(model, { period: -1 }), /`period` must be a finite number > 0/],
    [() => periodicSteady(model, { period: 2 * Math.PI, method: "floquet" } as never), /`method` must be "auto", "harmonics" or "map"/],
    [
      () =>
        periodicSteady(
          stream({
            g: 0.5,
            eta: unitState([
              [0, 0],
              [0, 1],
            ]),
          }),
          { period: 1 },
        ),
      /`model` must be a master equation for `periodicSteady`/,
    ],
    [() => periodicSteady(model, { period: 2 * Math.PI, observables: ["nothing"] }), /nothing/],
  ])("%#", (act, sentence) => {
    expect(act).toThrow(sentence as RegExp);
  });
});
