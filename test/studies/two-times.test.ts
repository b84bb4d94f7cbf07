import { describe, expect, it } from "vitest";
import { dag, fockState, generator, identity, plus, qubitState, scaled, steady, times } from "../../src/index.ts";
import { g1, g2 } from "../../src/studies/coherence.ts";
import { correlation, orderedCorrelation } from "../../src/studies/two-times.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { modelOf } from "../solvers/model-of.ts";
import { atom, drivenQubit, ladder, oscillator, sm, sp, stream, sx, sz, thermalQubit, unitState } from "./correlation-models.ts";

const cases = casesOf("dynamics-correlations");

describe("two times", () => {
  it("of a qubit that is not stationary, in both orders", () => {
    const entry = caseOf(cases, "qubit.two_times");
    const { omega, gamma, nbar, t, tau, bloch } = entry.params;
    const model = { ...thermalQubit({ omega, gamma, nbar }), initial: qubitState(bloch, atom) };
    const found = {
      sp_sm: correlation(model, { A: sp, B: sm, from: t, times: tau }),
      sm_later_sp_first: correlation(model, { A: sp, B: sm, C: identity(atom), from: t, times: tau }),
      sz_sz: correlation(model, { A: sz, B: sz, from: t, times: tau }),
    };
    for (const [name, { re, im, axis }] of Object.entries(found)) {
      expect(axis).toEqual({ name: "time", values: tau });
      entry.expected[name].forEach(([x, y]: [number, number], k: number) => {
        expectNear(entry, re[k], x);
        expectNear(entry, im[k], y);
      });
    }
  });

  it("take a start in place of the model's own, on any order of its factors", () => {
    const model = thermalQubit({ omega: 1.3, gamma: 0.4, nbar: 0.2 });
    const initial = qubitState([0.6, 0, 0.5], atom);
    const options = { A: sp, B: sm, from: 0.8, times: [0, 0.5, 2] };
    expect(correlation(model, { ...options, initial }).re).toEqual(correlation({ ...model, initial }, options).re);
  });

  it.each(["rf.mollow", "rf.weak", "rf.detuned", "rf.dephased"])("of clicks: g2 of %s", (id) => {
    const entry = caseOf(cases, id);
    const { re, im } = g2(drivenQubit(entry.params), { of: sm, times: entry.params.tau });
    entry.expected.g2.forEach((value: number, k: number) => {
      expectNear(entry, re[k], value);
      expect(im[k]).toBe(0);
    });
  });

  it.each(["oscillator.thermal", "oscillator.displaced", "oscillator.coherent"])("of a damped oscillator: %s", (id) => {
    const entry = caseOf(cases, id);
    const { omega0, Delta, F, kappa, nbar, tau } = entry.params;
    const { model, a } = oscillator({ omega: F === 0 ? omega0 : Delta, F, kappa, nbar });
    const { re, im } = correlation(model, { A: dag(a), B: a, times: tau });
    const first = g1(model, { of: a, times: tau });
    const second = g2(model, { of: a, times: tau });
    entry.expected.G1.forEach(([x, y]: [number, number], k: number) => {
      expectNear(entry, re[k], x);
      expectNear(entry, im[k], y);
      expectNear(entry, first.re[k], x / entry.expected.n);
      expectNear(entry, second.re[k], entry.expected.g2[k]);
    });
    expectNear(entry, first.intensity, entry.expected.n);
  });

  it("of two detectors, in both orders", () => {
    const entry = caseOf(cases, "cascade.g2");
    const { model, lines } = ladder(entry.params);
    const { tau } = entry.params;
    const { data } = steady(model, { scope: "sector" }).state.matrix();
    entry.expected.p.forEach((value: number, k: number) => expectNear(entry, data[8 * k], value));
    const upperFirst = g2(model, { of: [lines[1], lines[0]], times: tau });
    const lowerFirst = g2(model, { of: [lines[0], lines[1]], times: tau });
    tau.forEach((_: number, k: number) => {
      expectNear(entry, upperFirst.re[k], entry.expected.g2_2_then_1[k]);
      expectNear(entry, lowerFirst.re[k], entry.expected.g2_1_then_2[k]);
    });
  });

  it("of collisions count them", () => {
    for (const id of ["stream.resonant", "stream.general"]) {
      const entry = caseOf(cases, id);
      const { eta, eta_imag, n, m, ...rest } = entry.params;
      const model = stream({ ...rest, eta: unitState(eta, eta_imag) });
      const { re, im, axis } = correlation(model, { A: sp, B: sm, from: n, times: m });
      expect(axis.name).toBe("collision");
      entry.expected.C_sp_sm.forEach(([x, y]: [number, number], k: number) => {
        expectNear(entry, re[k], x);
        expectNear(entry, im[k], y);
      });
    }
  });
});

describe("many collisions", () => {
  it("go by powers of the map, and end at the stationary state", () => {
    const model = stream({
      omega_S: 0.9,
      omega_E: 0.6,
      g: 0.7,
      gx: 0.3,
      tau: 0.8,
      eta: unitState([
        [0.3, 0.2],
        [0.2, 0.7],
      ]),
    });
    const late = correlation(model, { A: sp, B: sm, from: 1e5, times: [0, 3, 1e6] });
    const still = correlation(model, { A: sp, B: sm, times: [0, 3, 1e6] });
    late.re.forEach((value, k) => expect(value).toBeCloseTo(still.re[k], 9));
    late.im.forEach((value, k) => expect(value).toBeCloseTo(still.im[k], 9));
    expect(String(late.plan)).toMatch(/powers of the map/);
  });
});

describe("three times", () => {
  const entry = caseOf(cases, "rf.three_times");
  const { Omega, gamma, tau1, tau2 } = entry.params;
  const model = drivenQubit({ Omega, gamma });

  it("of three clicks", () => {
    const at = (operator: typeof sm, t: number) => ({ operator, at: t });
    const both = tau1 + tau2;
    const [re, im] = orderedCorrelation(model, {
      product: [at(sp, 0), at(sp, tau1), at(sp, both), at(sm, both), at(sm, tau1), at(sm, 0)],
    });
    expectNear(entry, re, entry.expected.G3);
    const excited = correlation(model, { A: sp, B: sm, times: [0] }).re[0];
    expectNear(entry, re / excited ** 3, entry.expected.g3);
    expect(Math.abs(im)).toBeLessThan(1e-15);
  });

  it("of four operators that are not each other's adjoints", () => {
    const [re, im] = orderedCorrelation(model, {
      product: [
        { operator: sp, at: 0 },
        { operator: sz, at: tau1 },
        { operator: sx, at: tau1 + tau2 },
        { operator: sm, at: 0 },
      ],
    });
    expectNear(entry, re, entry.expected.sp_sz_sx_sm[0]);
    expectNear(entry, im, entry.expected.sp_sz_sx_sm[1]);
  });

  it("refuse what is out of time order", () => {
    const product = [0, 1, 0.5, 1].map((at) => ({ operator: sz, at }));
    expect(() => orderedCorrelation(model, { product })).toThrow(
      /`product` must be in an order .* 0, 1, 0\.5, 1 are out of time order\. Times must grow inwards/,
    );
  });
});

describe("properties", () => {
  it("⟨A(t+τ)B(t)⟩* = ⟨B†(t)A†(t+τ)⟩ for any operators and starts", () => {
    const model = { ...drivenQubit({ Omega: 1.7, Delta: 0.4, gamma_z: 0.1 }), initial: qubitState([0.3, -0.4, 0.5], atom) };
    const A = plus(scaled(sm, 0.3, 0.8), sz);
    const B = plus(scaled(sp, -0.2, 0.5), sx);
    const options = { from: 0.7, times: [0, 0.3, 2] };
    const left = correlation(model, { A, B, ...options });
    const right = correlation(model, { A: dag(B), B: dag(A), C: identity(atom), ...options });
    left.re.forEach((re, k) => {
      expect(right.re[k]).toBeCloseTo(re, 13);
      expect(right.im[k]).toBeCloseTo(-left.im[k], 13);
    });
  });

  it("start at ⟨AB⟩ and end at ⟨A⟩⟨B⟩", () => {
    const model = drivenQubit({ Omega: 1.7, Delta: 0.4 });
    const { re, im } = correlation(model, { A: sp, B: sm, times: [0, 60] });
    const mean = correlation(model, { A: sm, B: identity(atom), times: [0] });
    const excited = correlation(model, { A: times(sp, sm), B: identity(atom), times: [0] });
    expect(re[0]).toBeCloseTo(excited.re[0], 13);
    expect(re[1]).toBeCloseTo(mean.re[0] ** 2 + mean.im[0] ** 2, 12);
    expect(im[1]).toBeCloseTo(0, 12);
  });
});

describe("bad input", () => {
  const model = drivenQubit({ Omega: 1 });
  const options = { A: sp, B: sm, times: [0, 1] };
  it.each([
    [{ ...options, times: [1, 0.5] }, /`times` must increase/],
    [{ ...options, times: [-1, 0.5] }, /`times\[0\]` must be ≥ 0, but is -1\. For earlier times use/],
    [{ ...options, times: [] }, /at least one time/],
    [{ ...options, from: "stationary" }, /`from` must be "steady" or a time/],
    [{ ...options, A: dag(oscillator({}).a) }, /`A` must act on the system atom:2, but it acts on mode:24/],
    [{ ...options, D: sm }, /only known names, but has `D`/],
    [{ A: sp, times: [0] }, /`B` must be given/],
    [{ ...options, initial: fockState(oscillator({}).a.space, 0) }, /`initial` must act on the system/],
  ])("%#", (given, sentence) => {
    expect(() => correlation(model, given as never)).toThrow(sentence);
  });

  it("of models without a state, and of what is no model", () => {
    const { initial: _initial, ...stateless } = model;
    expect(() => correlation(stateless as never, options)).toThrow(/`model\.initial` must be a density operator, but is missing/);
    expect(() => correlation(model.dynamics as never, options)).toThrow(/`model` must be a model, but is an object\. It is a generator/);
  });

  it("of generators that depend on time: no stationary state", () => {
    const H = [{ operator: sz, coefficient: { at: (t: number) => t, breakpoints: [] } }];
    const driven = modelOf(generator({ system: atom, H }), model.initial);
    expect(() => correlation(driven, options)).toThrow(/depends on time has no stationary state/);
    expect(correlation(driven, { ...options, from: 1 }).re[0]).toBeCloseTo(0, 12);
  });

  it("of streams: half a collision, a method", () => {
    const eta = unitState([
      [0, 0],
      [0, 1],
    ]);
    const collisions = stream({ g: 0.5, eta });
    expect(() => correlation(collisions, { ...options, times: [0.5] })).toThrow(/`times\[0\]` must be a number of collisions/);
    expect(() => g2(collisions, { of: sm, times: [1], from: 0.5 })).toThrow(/`from` must be an integer/);
  });
});
