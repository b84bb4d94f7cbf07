import { describe, expect, it } from "vitest";
import {
  absorption,
  annihilate,
  cavity,
  collisionMap,
  correlation,
  dag,
  decayingSpectrum,
  fock,
  fockState,
  generator,
  identity,
  lift,
  meanValue,
  modes,
  numberOperator,
  Operator,
  plus,
  productState,
  qubit,
  qubitState,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spectrum,
  steady,
  tensor,
  thermal,
  times,
  unitInstrument,
} from "../../src/index.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { modelOf } from "../solvers/model-of.ts";
import {
  coherentUnit,
  drivenQubit,
  equation,
  jaynesCummingsOf,
  oscillator,
  sm,
  sp,
  stream,
  sx,
  sz,
  thermalQubit,
  unit,
  unitState,
} from "./correlation-models.ts";

const cases = casesOf("dynamics-correlations");

/** ∫ f dω/2π of a function that falls as 1/ω² by ω = 5 tan θ, where the midpoint rule converges exponentially. */
function overAll(at: (omega: readonly number[]) => readonly number[]): number {
  const angles = Array.from({ length: 400 }, (_, k) => ((k + 0.5) / 400 - 0.5) * Math.PI);
  const values = at(angles.map((angle) => 5 * Math.tan(angle)));
  return values.reduce((sum, value, k) => sum + (value * 5) / Math.cos(angles[k]) ** 2, 0) / 800;
}

describe("resonance fluorescence", () => {
  it.each(["rf.mollow", "rf.weak", "rf.detuned", "rf.dephased"])("%s", (id) => {
    const entry = caseOf(cases, id);
    const found = spectrum(drivenQubit(entry.params), { A: sp, B: sm, omega: entry.params.omega });
    entry.expected.S_incoherent.forEach((value: number, k: number) => expectNear(entry, found.incoherent[k], value));
    expect(found.lines).toHaveLength(1);
    expect(found.lines[0].at).toBe(0);
    expectNear(entry, found.lines[0].weight, entry.expected.coherent_weight);
    expect(found.imaginary).toBeNull();
    expect(found.axis).toEqual({ name: "omega", values: entry.params.omega });
    const whole = overAll((omega) => spectrum(drivenQubit(entry.params), { A: sp, B: sm, omega }).incoherent);
    expectNear(entry, whole, entry.expected.incoherent_weight);
    const { data } = steady(drivenQubit(entry.params)).state.matrix();
    expectNear(entry, data[0], entry.expected.p_e);
    // ⟨σ⁻⟩ = ρ_eg
    entry.expected.sm.forEach((value: number, k: number) => expectNear(entry, data[2 + k], value));
  });

  it("absorbs and amplifies a probe", () => {
    const entry = caseOf(cases, "rf.probe");
    const found = absorption(drivenQubit(entry.params), { of: sm, omega: entry.params.omega, net: true });
    entry.expected.A.forEach((value: number, k: number) => expectNear(entry, found.incoherent[k], value));
    expect(found.lines).toEqual([]);
    const whole = overAll((omega) => absorption(drivenQubit(entry.params), { of: sm, omega, net: true }).incoherent);
    expectNear(entry, whole, entry.expected.integral_over_2pi);
  });
});

describe("thermal light", () => {
  it("of a qubit is a Lorentzian", () => {
    const entry = caseOf(cases, "qubit.thermal_spectra");
    const { omega0, gamma, nbar, omega } = entry.params;
    const model = thermalQubit({ omega: omega0, gamma, nbar });
    const emitted = spectrum(model, { A: sp, B: sm, omega });
    const absorbed = absorption(model, { of: sm, omega });
    entry.expected.emission.forEach((value: number, k: number) => expectNear(entry, emitted.incoherent[k], value));
    entry.expected.absorption.forEach((value: number, k: number) => expectNear(entry, absorbed.incoherent[k], value));
    expect(emitted.lines).toEqual([]);
    expectNear(entry, steady(model).state.matrix().data[0], entry.expected.p_e);
    const half = entry.expected.fwhm / 2;
    const [low, peak, high] = spectrum(model, { A: sp, B: sm, omega: [omega0 - half, omega0, omega0 + half] }).incoherent;
    for (const value of [low, high]) expectNear(entry, 2 * value, peak);
  });

  it.each(["oscillator.thermal", "oscillator.displaced", "oscillator.coherent"])("of an oscillator: %s", (id) => {
    const entry = caseOf(cases, id);
    const { omega0, Delta, F, kappa, nbar, omega } = entry.params;
    const { model, a } = oscillator({ omega: F === 0 ? omega0 : Delta, F, kappa, nbar });
    const emitted = spectrum(model, { A: dag(a), B: a, omega });
    const absorbed = absorption(model, { of: a, omega });
    entry.expected.emission_incoherent.forEach((value: number, k: number) => expectNear(entry, emitted.incoherent[k], value));
    entry.expected.absorption_incoherent.forEach((value: number, k: number) => expectNear(entry, absorbed.incoherent[k], value));
    const [x, y] = entry.expected.alpha;
    if (F !== 0) expectNear(entry, emitted.lines[0].weight, x * x + y * y);
  });
});

describe("a driven cavity at zero temperature", () => {
  it("has the noise of a coherent state, though most of its rates are equal", () => {
    // ⟨δn(τ)δn⟩ = |α|²e^{−κτ/2}, α = −2iF/κ: 253 coordinates with clusters of equal eigenvalues
    const model = cavity({ F: 0.5, kappa: 1 });
    const n = numberOperator(model.dynamics.system);
    const found = spectrum(model, { A: n, B: n, omega: [0, 0.5, -2] });
    [0, 0.5, -2].forEach((w, k) => expect(found.incoherent[k]).toBeCloseTo(1 / (0.25 + w * w), 9));
    expect(found.lines).toEqual([{ at: 0, weight: expect.closeTo(1, 12), imaginary: 0 }]);
  });
});

describe("Jaynes–Cummings", () => {
  it("absorbs at the vacuum Rabi frequencies", () => {
    const entry = caseOf(cases, "jc.vacuum_rabi");
    const { model, a } = jaynesCummingsOf({ ...entry.params, levels: 3 });
    const found = absorption(model, { of: a, omega: entry.params.omega });
    entry.expected.absorption.forEach((value: number, k: number) => expectNear(entry, found.incoherent[k], value));
  });

  it("emits a Rabi doublet from an excited atom, over all times", () => {
    const entry = caseOf(cases, "jc.vacuum_rabi");
    const { model, a } = jaynesCummingsOf({ ...entry.params, levels: 3 }, true);
    const found = decayingSpectrum(model, { of: a, rate: entry.params.kappa, omega: entry.params.omega });
    entry.expected.emission_from_e0.forEach((value: number, k: number) => expectNear(entry, found.spectrum[k], value));
    expectNear(entry, found.emitted, entry.expected.emitted_by_cavity);
    const poles = modes(model).values;
    for (const [re, im] of entry.expected.poles) {
      // a coherence between one excitation and none turns at the complex energy of the first
      expect(Math.min(...poles.map(([x, y]) => Math.hypot(x - im, y + re)))).toBeLessThan(1e-9);
    }
    const lit = jaynesCummingsOf({ ...entry.params, levels: 3, pump: 0.1 });
    expect(() => decayingSpectrum(lit.model, { of: lit.a, omega: [0] })).toThrow(/The stationary state emits .* Use `spectrum`/);
  });

  it("pumped, emits", () => {
    const entry = caseOf(cases, "jc.pumped");
    const { model, a, low, high } = jaynesCummingsOf(entry.params);
    const found = spectrum(model, { A: dag(a), B: a, omega: entry.params.omega });
    entry.expected.emission.forEach((value: number, k: number) => expectNear(entry, found.incoherent[k], value));
    const { state, diagnostics } = steady(model);
    const rho = Operator.fromMatrix(model.dynamics.system, state.matrix());
    expectNear(entry, times(dag(a), a, rho).trace()[0], entry.expected.n);
    expectNear(entry, times(high, low, rho).trace()[0], entry.expected.p_e);
    expectNear(entry, diagnostics.cutPopulation.mode, entry.expected.population_at_cut);
  });
});

describe("properties", () => {
  it("the spectrum integrates to ⟨AB⟩, and is the transform of the correlation", () => {
    const model = drivenQubit({ Omega: 1.3, Delta: 0.4, gamma_z: 0.2 });
    const omega = Array.from({ length: 40001 }, (_, k) => -200 + k * 0.01);
    const found = spectrum(model, { A: sp, B: sm, omega });
    const whole = (found.incoherent.reduce((sum, value) => sum + value, 0) * 0.01) / (2 * Math.PI) + found.lines[0].weight;
    const [excited] = correlation(model, { A: sp, B: sm, times: [0] }).re;
    expect(Math.abs(whole - excited)).toBeLessThan(2e-3);
    const times_ = Array.from({ length: 8001 }, (_, k) => k * 0.005);
    const { re, im } = correlation(model, { A: sp, B: sm, times: times_ });
    const w = 0.8;
    const integrand = (k: number) => (re[k] - found.lines[0].weight) * Math.cos(w * times_[k]) + im[k] * Math.sin(w * times_[k]);
    let sum = 0;
    for (let k = 0; k + 2 < times_.length; k += 2) sum += (integrand(k) + 4 * integrand(k + 1) + integrand(k + 2)) * (0.005 / 3);
    expect(spectrum(model, { A: sp, B: sm, omega: [w] }).incoherent[0]).toBeCloseTo(2 * sum, 8);
  });

  it("of operators that are not each other's adjoints it is complex: both halves of the axis", () => {
    const model = drivenQubit({ Omega: 1.3, Delta: 0.4, gamma_z: 0.2 });
    const found = spectrum(model, { A: sx, B: sm, omega: [0.6] });
    const ts = Array.from({ length: 12001 }, (_, k) => k * 0.004);
    const later = correlation(model, { A: sx, B: sm, times: ts });
    const earlier = correlation(model, { A: sx, B: sm, C: identity(sm.space), times: ts });
    const line = found.lines[0];
    let [re, im] = [0, 0];
    ts.forEach((t, k) => {
      const weight = (k === 0 || k === ts.length - 1 ? 1 : k % 2 ? 4 : 2) * (0.004 / 3);
      const [c, s] = [Math.cos(0.6 * t), Math.sin(0.6 * t)];
      const [x, y] = [later.re[k] - line.weight, later.im[k] - line.imaginary];
      const [u, v] = [earlier.re[k] - line.weight, earlier.im[k] - line.imaginary];
      re += weight * (x * c + y * s + u * c - v * s);
      im += weight * (y * c - x * s + v * c + u * s);
    });
    expect(found.incoherent[0]).toBeCloseTo(re, 8);
    expect((found.imaginary as readonly number[])[0]).toBeCloseTo(im, 8);
  });

  it("undamped oscillations give lines, and nothing else", () => {
    // Two levels without any loss beside a lossy third: the coherence turns for ever.
    const model = equation(
      Operator.fromEntries(tensor(fock(3, "m")), [
        [1, 1, 0.7],
        [2, 2, 2],
      ]),
      [[Operator.fromEntries(fock(3, "m"), [[0, 2, 1]]), 0.5]],
      Operator.fromEntries(fock(3, "m"), [
        [0, 0, 0.5],
        [1, 1, 0.5],
        [0, 1, 0.5],
        [1, 0, 0.5],
      ]),
    );
    const lower = Operator.fromEntries(fock(3, "m"), [[0, 1, 1]]);
    const found = spectrum(model, { A: dag(lower), B: lower, omega: [0, 0.7, 1] });
    expect(found.unique).toBe(false);
    expect(found.lines.map(({ at }) => at)).toEqual([expect.closeTo(0.7, 12)]);
    // what is absorbed is absorbed at the same frequency
    const absorbed = absorption(model, { of: lower, omega: [0, 0.7, 1] });
    expect(absorbed.lines).toEqual([{ at: expect.closeTo(0.7, 12), weight: expect.closeTo(0.5, 12), imaginary: 0 }]);
    expect(found.lines[0].weight).toBeCloseTo(0.5, 12);
    found.incoherent.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-12));
  });

  it("several stationary states: the line has the weight that stays for ever", () => {
    // σz is conserved: ⟨σz(τ)σz⟩ = 1 for ever, though ⟨σz⟩ = 0.
    const q = qubit("q");
    const model = modelOf(
      generator({ system: q, H: scaled(sigmaZ(q), 0.3), jumps: [{ operator: sigmaZ(q), rate: 0.4 }] }),
      scaled(identity(q), 0.5),
    );
    const found = spectrum(model, { A: sigmaZ(q), B: sigmaZ(q), omega: [0, 1] });
    expect(found.lines).toEqual([{ at: 0, weight: expect.closeTo(1, 12), imaginary: 0 }]);
    expect(found.incoherent.map(Math.abs).every((value) => value < 1e-12)).toBe(true);
    const turning = spectrum(model, { A: sigmaX(q), B: sigmaX(q), omega: [0.6] });
    expect(turning.lines).toEqual([]);
    expect(turning.incoherent[0]).toBeCloseTo(1 / 0.8 + 0.8 / (0.64 + 1.44), 12);
  });
});

describe("streams of collisions", () => {
  it.each(["stream.spectrum", "stream.spectrum.coherent"])("%s", (id) => {
    const entry = caseOf(cases, id);
    const { omega, g, tau, beta, coherence, phi } = entry.params;
    const model = stream({ omega_S: omega, omega_E: omega, g, tau, eta: coherentUnit(omega, beta, coherence) });
    const found = spectrum(model, { A: sp, B: sm, omega: phi });
    expect(found.axis.name).toBe("phi");
    entry.expected.S_incoherent.forEach((value: number, k: number) => expectNear(entry, found.incoherent[k], value));
    const line = found.lines[0]?.weight ?? 0;
    expectNear(entry, line, entry.expected.coherent_weight);
    expectNear(entry, steady(model).state.matrix().data[0], entry.expected.p_e);
  });

  it.each(["stream.resonant", "stream.general"])("outgoing units of %s", (id) => {
    const entry = caseOf(cases, id);
    const { eta, eta_imag, n, m, ...rest } = entry.params;
    const model = stream({ ...rest, eta: unitState(eta, eta_imag) });
    const [low, high, z] = [sm, sp, sz].map((A) => A.on(unit));
    const delays = m.filter((k: number) => k > 0);
    const zz = correlation(model, { A: z, B: z, of: "units", from: n, times: delays });
    const pm = correlation(model, { A: low, B: high, of: "units", from: n, times: delays });
    const own = correlation(model, { A: z, B: identity(unit), of: "units", from: n, times: [0] });
    expectNear(entry, own.re[0], entry.expected.units_sz_n);
    delays.forEach((_: number, k: number) => {
      expectNear(entry, zz.re[k], entry.expected.units_sz_sz[k]);
      // ⟨sp_n sm_{n+m}⟩: different units commute
      expectNear(entry, pm.re[k], entry.expected.units_sp_sm[k][0]);
      expectNear(entry, pm.im[k], entry.expected.units_sp_sm[k][1]);
    });
  });

  it("clicks: probabilities, waiting times, Fano factor", () => {
    const entry = caseOf(cases, "stream.clicks");
    const { Omega, g, tau, m } = entry.params;
    const model = stream({
      omega_S: 0,
      omega_E: 0,
      g,
      tau,
      drive: Omega,
      eta: unitState([
        [0, 0],
        [0, 1],
      ]),
    });
    const click = Operator.fromEntries(unit, [[0, 0, 1]]);
    const P1 = correlation(model, { A: click, B: click, of: "units", times: [0] }).re[0];
    expectNear(entry, P1, entry.expected.P1);
    const both = correlation(model, { A: click, B: click, of: "units", times: m });
    entry.expected.P11.forEach((value: number, k: number) => expectNear(entry, both.re[k], value));
    const [zero] = spectrum(model, { A: click, B: click, of: "units", omega: [0] }).incoherent;
    expectNear(entry, zero / P1, entry.expected.fano);
    const M1 = unitInstrument(model, click);
    const M0 = collisionMap(model).plus(M1.scaled(-1));
    const rho = Operator.fromMatrix(sm.space, steady(model).state.matrix());
    let X = M1.apply(rho);
    const waiting: number[] = [];
    for (let k = 1; k <= 10; k++) {
      waiting.push(M1.apply(X).trace()[0] / P1);
      X = M0.apply(X);
    }
    m.forEach((count: number, k: number) => expectNear(entry, waiting[count - 1], entry.expected.waiting[k]));
  });

  it("spectra are the sums of the correlations, of the system and of units, also with losses in between", () => {
    const lossy = () => {
      const model = stream({ omega_S: 0.9, omega_E: 0.6, g: 0.7, gx: 0.3, tau: 0.8, eta: coherentUnit(0.6, 1.1, 0.15) });
      const idle = { generator: generator({ system: sm.space, H: scaled(sz, 0.2), jumps: [{ operator: sm, rate: 0.3 }] }), duration: 0.5 };
      return { ...model, dynamics: { ...model.dynamics, idle } } as typeof model;
    };
    const model = lossy();
    const delays = Array.from({ length: 400 }, (_, k) => k);
    const [low, high] = [sm.on(unit), sp.on(unit)];
    for (const of of ["system", "units"] as const) {
      const [A, B] = of === "system" ? [plus(sp, scaled(sz, 0.3)), sm] : [plus(high, scaled(sigmaZ(unit), 0.2)), low];
      for (const second of [B, dag(A)]) {
        const found = spectrum(model, { A, B: second, of, omega: [0.7] });
        const later = correlation(model, { A, B: second, of, times: delays });
        const back =
          of === "system"
            ? correlation(model, { A, B: second, C: identity(sm.space), times: delays })
            : correlation(model, { A: second, B: A, of, times: delays });
        const mean = found.lines[0];
        let [re, im] = [0, 0];
        delays.forEach((m) => {
          const [c, s] = [Math.cos(0.7 * m), Math.sin(0.7 * m)];
          const [x, y] = [later.re[m] - mean.weight, later.im[m] - mean.imaginary];
          re += x * c + y * s;
          im += y * c - x * s;
          if (m === 0) return;
          const [u, v] = [back.re[m] - mean.weight, back.im[m] - mean.imaginary];
          re += u * c - v * s;
          im += v * c + u * s;
        });
        expect(found.incoherent[0]).toBeCloseTo(re, 10);
        if (found.imaginary) expect(found.imaginary[0]).toBeCloseTo(im, 10);
        else expect(im).toBeCloseTo(0, 10);
      }
    }
  });
});

describe("bad input", () => {
  const model = drivenQubit({ Omega: 1 });
  const mode = fock(4, "m");
  it.each([
    [() => spectrum(model, { A: sp, B: sm, omega: [] }), /`omega` must hold at least one frequency/],
    [() => spectrum(model, { A: sp, B: sm, omega: [Number.NaN] }), /`omega\[0\]` must be a finite number/],
    [() => spectrum(model, { A: sp, omega: [0] } as never), /`B` must be given/],
    [() => spectrum(model, { A: sp, B: sm, omega: [0], of: "units" }), /`of` must be left out, or "system", for a model without units/],
    [() => spectrum(model, { A: annihilate(mode), B: sm, omega: [0] }), /`A` must act on the system/],
    [() => absorption(model, { of: sm, omega: [0], net: 1 } as never), /`net` must be true or false/],
    [() => unitInstrument(model, sm), /`model` must be a collision model to have units, but test is a master equation/],
  ])("%#", (act, sentence) => {
    expect(act).toThrow(sentence as RegExp);
  });

  it("of generators that depend on time", () => {
    const H = [{ operator: sz, coefficient: { at: (t: number) => t, breakpoints: [] } }];
    const driven = modelOf(generator({ system: sm.space, H }), thermal(sz, { beta: 1 }));
    expect(() => spectrum(driven, { A: sp, B: sm, omega: [0] })).toThrow(/depends on time has no stationary state/);
  });

  it("of undamped atoms: one line for all of them, complex where A and B are no adjoints", () => {
    const [one, two] = [qubit("one"), qubit("two")];
    const space = tensor(one, two);
    const on = (operator: Operator, re = 1, im = 0) => lift(space, scaled(operator, re, im));
    const H = plus(on(sigmaZ(one), 0.5), on(sigmaZ(two), 0.5));
    const rho = productState(space, qubitState([0.3, 0.1, 0.2], one), qubitState([-0.2, 0.4, 0.1], two));
    const still = modelOf(generator({ system: space, H }), rho);
    const A = plus(on(sigmaMinus(one)), on(sigmaMinus(two)));
    const B = plus(on(sigmaPlus(one), 1, 2), on(sigmaPlus(two), 0.5, -0.3));
    const { lines, incoherent } = spectrum(still, { A, B, omega: [0.3, -1.4], initial: rho });
    // ⟨A(τ)B⟩ = e^{−iτ}⟨AB⟩
    const [re, im] = meanValue(rho, times(A, B));
    expect(lines.length).toBe(1);
    expect(lines[0].at).toBeCloseTo(-1, 12);
    expect(lines[0].weight).toBeCloseTo(re, 12);
    expect(lines[0].imaginary).toBeCloseTo(im, 12);
    for (const value of incoherent) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it("of vacuum: nothing", () => {
    const { model: still, a } = oscillator({ levels: 4 });
    const found = spectrum(still, { A: dag(a), B: a, omega: [0, 1] });
    expect(found.incoherent).toEqual([0, 0]);
    expect(found.lines).toEqual([]);
    expect(times(a, fockState(a.space, 0)).trace()).toEqual([0, 0]);
  });
});
