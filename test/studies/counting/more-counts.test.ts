/** Currents, readings of leaving units, dark clicks, second-order collisions, large sectors and lines of noise. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  coherent,
  counting,
  dag,
  everyRecord,
  fock,
  fockState,
  identity,
  levels,
  levelsFor,
  lift,
  masterEquation,
  measured,
  numberOperator,
  Operator,
  plus,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  steady,
  structured,
  tensor,
  thermal,
  times,
} from "../../../src/index.ts";
import { drivenSwaps, reference as trajectory, unit } from "../unravel/models.ts";
import { excitation, excited, ground, reference, S, streamOf, swapMachine } from "./models.ts";

const first = (list: readonly (readonly number[])[]) => list.map((values) => values[0]);

function atom(Omega: number, gamma = 1) {
  return masterEquation({
    H: scaled(sigmaX(S), Omega / 2),
    jumps: [{ operator: sigmaMinus(S), rate: gamma, bath: "light" }],
    initial: ground(),
  });
}

describe("homodyne currents", () => {
  it("of fluorescence: cumulants, rates and noise", () => {
    const { p, e, near } = reference("homodyne-fluorescence");
    const Y = { name: "Y", current: "light", phase: p.phi, efficiency: p.xi };
    const found = counting(atom(p.Omega, p.gamma), { of: [Y, "N_light"], until: p.T, omega: p.w });
    near(found.rates?.cumulants.Y, e.c);
    near(first(found.cumulants.Y), e.K);
    near(found.noise?.S.Y, e.S);
    // the photons that the current is made of, counted apart
    const alone = counting(atom(p.Omega, p.gamma), { of: ["N_light"], omega: p.w });
    near(alone.noise?.S.N_light, found.noise?.S.N_light);
  });

  it("of a parametric oscillator: amplified and squeezed", () => {
    const { p, e, near } = reference("homodyne-opo");
    const mode = fock(24, "a");
    const a = annihilate(mode);
    const pump = scaled(plus(times(dag(a), dag(a)), scaled(times(a, a), -1)), 0, p.chi / 2);
    const model = masterEquation({ H: pump, jumps: [{ operator: a, rate: p.kappa, bath: "out" }], initial: fockState(mode, 0) });
    const quadrature = (phase: number) =>
      counting(model, { of: [{ name: "Y", current: "all", phase, efficiency: p.xi }], orders: 2, omega: p.w }).noise?.S.Y;
    near(quadrature(0), e.S_amplified);
    near(quadrature(Math.PI / 2), e.S_squeezed);
  });

  it("of a coherent state is white, and of a decaying thermal one known", () => {
    const { p, e, near } = trajectory("homodyne-thermal");
    const mode = fock(30, "a");
    const cavity = (initial: ReturnType<typeof fockState>) =>
      masterEquation({
        H: scaled(numberOperator(mode), 0),
        jumps: [{ operator: annihilate(mode), rate: p.kappa, bath: "out" }],
        initial,
      });
    const of = [{ name: "Y", current: "out", efficiency: p.xi }];
    const warm = counting(cavity(thermal(numberOperator(mode), { beta: Math.log(1 + 1 / p.nbar) })), { of, until: p.t, steady: false });
    near(warm.cumulants.Y[1][0], e.var_Y);
    const classical = counting(cavity(coherent(mode, 1.1)), { of, until: p.t, steady: false });
    expect(classical.cumulants.Y[1][0]).toBeCloseTo(p.t, 9);
    expect(Math.abs(classical.cumulants.Y[2][0])).toBeLessThan(1e-8);
  });

  it("have no distribution of values, and need one jump", () => {
    const Y = { name: "Y", current: "light" };
    expect(() => counting(atom(1), { of: [Y], until: 1, distribution: true })).toThrow(/values apart, but `Y` is a continuous current/);
    expect(() => counting(atom(1), { of: [{ name: "Y", current: "dark" }] })).toThrow(/be "all" or the bath of a jump, but is "dark"/);
    expect(() => counting(swapMachine(ground()), { of: [{ name: "Y", current: "all" }] })).toThrow(/current of a jump/);
  });
});

describe.each(["records-clicks", "records-thermal", "records-x"])("units that leave, %s", (name) => {
  const { p, e, near } = trajectory(name);
  const beta = p.beta === "Infinity" ? Number.POSITIVE_INFINITY : p.beta;
  const model = drivenSwaps(p.Omega, p.td, p.theta, beta);
  const one = p.basis === "x" ? scaled(plus(identity(unit), sigmaX(unit)), 0.5) : excitation(unit);

  it("numbers of ones", () => {
    const found = counting(model, { of: [{ name: "ones", observable: one, leaving: true }], steps: p.k, distribution: true });
    near(found.rates?.cumulants.ones, e.c);
    const P = new Map(found.distributions[0].values[0].map((value, k) => [Math.round(value), found.distributions[0].P[k]]));
    near(
      e.P_N.map((_: number, k: number) => P.get(k) ?? 0),
      e.P_N,
    );
  });

  it("seen in part only, as all records say", () => {
    const by = measured({ observable: one, efficiency: 0.7 });
    const all = everyRecord(model, { by, steps: 6, observables: [] });
    const [{ P }] = counting(model, {
      of: [{ name: "ones", observable: one, leaving: true, efficiency: 0.7 }],
      steps: 6,
      distribution: true,
      steady: false,
    }).distributions;
    P.forEach((probability, k) => {
      expect(probability).toBeCloseTo(all.P[1][k], 13);
    });
  });
});

it("dark clicks are a Poisson process beside the seen ones", () => {
  const clicks = { name: "clicks", jumps: "light", efficiency: 0.8, dark: 0.3 };
  const lit = counting(atom(1.2), { of: [clicks, "N_light"], until: 4 });
  const dark = counting(atom(1.2), { of: [{ ...clicks, dark: 0 }], until: 4 });
  dark.cumulants.clicks.forEach(([K], n) => {
    expect(lit.cumulants.clicks[n][0]).toBeCloseTo(K + 1.2, 10);
    expect(lit.rates?.cumulants.clicks[n]).toBeCloseTo((dark.rates?.cumulants.clicks[n] as number) + 0.3, 10);
  });
  // each emission is seen with probability 0.8: Cov(seen, all) = 0.8 Var(all)
  expect(lit.covariances["clicks,N_light"][0]).toBeCloseTo(0.8 * lit.cumulants.N_light[1][0], 10);
  expect(() => counting(atom(1), { of: [{ ...clicks, dark: -1 }] })).toThrow(/`of\[0\]\.dark` must be a finite number ≥ 0/);
});

it("a decaying cavity from a thermal state: geometric", () => {
  const { p, e, near } = reference("cavity-count-thermal");
  const mode = fock(levelsFor(1 / Math.log(1 + 1 / p.nbar), 1e-14), "a");
  const model = masterEquation({
    H: scaled(numberOperator(mode), 0),
    jumps: [{ operator: annihilate(mode), rate: p.kappa, bath: "out" }],
    initial: thermal(numberOperator(mode), { beta: Math.log(1 + 1 / p.nbar) }),
  });
  const of = [{ name: "clicks", jumps: "out", efficiency: p.xi }];
  const { distributions, cumulants } = counting(model, { of, until: p.t, distribution: true, steady: false });
  near(distributions[0].P, e.P);
  near(cumulants.clicks[0][0], e.mean);
  near(cumulants.clicks[1][0], e.variance);
  near(cumulants.clicks[1][0] / cumulants.clicks[0][0] - 1, e.mandel);
});

describe("collisions of second order", () => {
  const model = structured({ evaluation: "second", dt: 0.1 });

  it("meet their own ledger, and the exact ones as the step shrinks", () => {
    const found = counting(model, { of: ["Q", "W"], steps: 5 });
    const ledger = run(model, { steps: 5, saveEvery: 5, observables: ["Q_total", "dU_total"] }).observables;
    expect(Math.abs(found.firstMoments.Q.difference)).toBeLessThan(1e-13);
    expect(found.cumulants.W[0][0] + found.cumulants.Q[0][0]).toBeCloseTo(ledger.dU_total.at(-1) as number, 12);
    expect(found.theorems?.unitality).toMatchObject({ holds: null, reason: "collisions are of second order" });
    expect(found.warnings.join(" ")).toMatch(/second order.*may be negative/);
    const errors = [0.1, 0.05].map((dt) => {
      const at = (evaluation: string) =>
        counting(structured({ evaluation, dt }), { of: ["Q"], steps: 1, orders: 2, steady: false }).cumulants.Q[1][0];
      return Math.abs(at("second") - at("exact"));
    });
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(2.7);
  });
});

describe("large sectors", () => {
  it("rates of a thermal cavity with coherences, from sparse factors", () => {
    // a driven Kerr cavity holds coherences: 52² coordinates, beyond what is factored densely
    const mode = fock(52, "a");
    const a = annihilate(mode);
    const drive = scaled(plus(a, dag(a)), 0.8);
    const model = masterEquation({ H: drive, jumps: [{ operator: a, rate: 1, bath: "out" }], initial: fockState(mode, 0) });
    const { rates, noise, reasons } = counting(model, { of: ["N_out"], orders: 3, omega: [0, 0.5], theorems: false });
    expect(reasons).toEqual({});
    // a driven linear cavity emits coherent light, whatever the frequency: ⟨n⟩ = (2·0.8)²
    for (const c of rates?.cumulants.N_out ?? []) expect(c).toBeCloseTo(2.56, 8);
    for (const S of noise?.S.N_out ?? []) expect(S).toBeCloseTo(2.56, 8);
  });

  it("agree with dense factors where both can be had", () => {
    const build = (levels: number) => {
      const mode = fock(levels, "a");
      const a = annihilate(mode);
      return masterEquation({
        H: plus(scaled(plus(a, dag(a)), 0.3), scaled(times(dag(a), dag(a), a, a), 0.2)),
        jumps: [{ operator: a, rate: 1, bath: "out" }],
        initial: fockState(mode, 0),
      });
    };
    const [small, large] = [16, 20].map((levels) => counting(build(levels), { of: ["N_out"], theorems: false }).rates?.cumulants.N_out);
    small?.forEach((c, n) => expect(large?.[n]).toBeCloseTo(c as number, 9));
  });

  it("noise of long periods of collisions", () => {
    const found = counting(swapMachine(ground()), { of: ["Q_hot", "Q_cold"], omega: [0, 0.3, 1] });
    expect(found.noise?.S.Q_hot[0]).toBeCloseTo(found.rates?.cumulants.Q_hot[1] as number, 13);
    expect(found.noise?.lines.Q_hot).toEqual([{ at: 0, weight: expect.closeTo((found.rates?.cumulants.Q_hot[0] as number) ** 2, 12) }]);
    // one of the two heats flows out: Fano factors are of its size
    const means = ["Q_hot", "Q_cold"].map((name) => found.rates?.cumulants[name][0] as number);
    expect(Math.sign(means[0] * means[1])).toBe(-1);
    for (const fano of Object.values(found.rates?.fano ?? {})) expect(fano).toBeGreaterThan(0);
  });
});

it("a system that flips at every collision makes a line at π, and no noise", () => {
  const u = qubit("u");
  const joint = tensor(S, u);
  const collision = {
    unit: u,
    state: [{ name: "u", weight: 1, state: basisState(u, "g") }],
    visits: [
      { kind: "unitary" as const, H: lift(joint, sigmaX(S)), duration: Math.PI / 2 },
      // where the system is excited the unit flips: exp(−iπ/2 (1 − σx)) = σx
      {
        kind: "unitary" as const,
        H: lift(joint, excitation(S), plus(identity(u), scaled(sigmaX(u), -1))),
        duration: Math.PI / 2,
      },
    ],
    HE: null,
    beta: null,
    bath: "u",
  };
  const mixed = plus(scaled(ground(), 0.5), scaled(excited(), 0.5));
  const model = streamOf({ kind: "constant", collision }, mixed, excitation(S));
  const { noise } = counting(model, { of: [{ name: "clicks", observable: excitation(u), leaving: true }], omega: [0.5, 2] });
  for (const value of noise?.S.clicks ?? [1]) expect(Math.abs(value)).toBeLessThan(1e-12);
  const [mean, line] = noise?.lines.clicks ?? [];
  expect(mean).toEqual({ at: 0, weight: expect.closeTo(0.25, 12) });
  expect(Math.abs(line.at)).toBeCloseTo(Math.PI, 9);
  expect(line.weight).toBeCloseTo(0.25, 12);
});

it("a distribution reaches as far as rare states do that count most", () => {
  // one start in a thousand clicks a hundred times, the rest never: twelve standard deviations from the mean end at 50
  const start = plus(scaled(ground(), 0.999), scaled(excited(), 0.001));
  const lamp = masterEquation({ H: scaled(sigmaX(S), 0), jumps: [{ operator: excitation(S), rate: 100, bath: "light" }], initial: start });
  const of = [{ name: "clicks", jumps: "light" }];
  const { distributions } = counting(lamp, { of, until: 1, distribution: true, steady: false, theorems: false });
  const [{ values, P, missing }] = distributions;
  const sum = P.reduce((total, p) => total + p, 0);
  expect(missing).toBe(1 - sum);
  expect(Math.abs(missing)).toBeLessThan(1e-12);
  const poisson = Array.from({ length: 100 }, (_, k) => 100 / (k + 1)).reduce((product, factor) => product * factor, Math.exp(-100));
  expect(P[values[0].indexOf(100)]).toBeCloseTo(0.001 * poisson, 12);
  expect(P[values[0].indexOf(0)]).toBeCloseTo(0.999, 12);
});

it("a system that turns round in three collisions makes lines at ±2π/3 of equal weight, and no noise", () => {
  const [ring, u] = [levels(3), qubit("u")];
  const joint = tensor(ring, u);
  // e^{−iH}|j⟩ = |j + 1⟩ for H = Σ_k (2πk/3)|f_k⟩⟨f_k| of the plane waves
  const turn = Array.from({ length: 9 }, (_, e) => {
    const [l, j] = [Math.floor(e / 3), e % 3];
    const terms = [1, 2].map((k) => [(2 * Math.PI * k) / 9, (2 * Math.PI * k * (l - j)) / 3] as const);
    const part = (of: (x: number) => number) => terms.reduce((sum, [size, angle]) => sum + size * of(angle), 0);
    return [l, j, part(Math.cos), part(Math.sin)] as const;
  });
  const collision = {
    unit: u,
    state: [{ name: "u", weight: 1, state: basisState(u, "g") }],
    visits: [
      { kind: "unitary" as const, H: lift(joint, Operator.fromEntries(ring, turn)), duration: 1 },
      // where the ring is at 0 the unit flips
      {
        kind: "unitary" as const,
        H: lift(joint, basisState(ring, 0), plus(identity(u), scaled(sigmaX(u), -1))),
        duration: Math.PI / 2,
      },
    ],
    HE: null,
    beta: null,
    bath: "u",
  };
  const even = plus(...[0, 1, 2].map((k) => scaled(basisState(ring, k), 1 / 3)));
  const model = streamOf({ kind: "constant", collision }, even, basisState(ring, 0));
  const { noise } = counting(model, { of: [{ name: "clicks", observable: excitation(u), leaving: true }], omega: [0.5, 2] });
  for (const value of noise?.S.clicks ?? [1]) expect(Math.abs(value)).toBeLessThan(1e-12);
  const { peripheral } = steady(model, { scope: "sector" });
  expect(peripheral).toEqual([-1, 1].map((sign) => [expect.closeTo(-0.5, 12), expect.closeTo((sign * Math.sqrt(3)) / 2, 12)]));
  // one click in three: C_m is 1/3 − 1/9 for m = 0, 3, … and −1/9 else, which is 2/9 cos(2πm/3)
  expect(noise?.lines.clicks).toEqual(
    [
      [0, 1 / 9],
      [(-2 * Math.PI) / 3, 1 / 9],
      [(2 * Math.PI) / 3, 1 / 9],
    ].map(([at, weight]) => ({ at: expect.closeTo(at, 9), weight: expect.closeTo(weight, 12) })),
  );
});
