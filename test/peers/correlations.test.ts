/**
 * What the suites of QuTiP 5, QuantumToolbox.jl and QuantumOptics.jl ask of superoperators, correlations, spectra and periodic states: one
 * row per case, with values from closed forms, or from QuTiP 5.3 where it says so.
 */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  correlation,
  dag,
  decayingSpectrum,
  drazin,
  expectation,
  fock,
  fockState,
  g1,
  g2,
  generator,
  identity,
  liouvillian,
  modes,
  numberOperator,
  Operator,
  periodicSteady,
  plus,
  propagator,
  qubit,
  run,
  type Superoperator,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  spectrum,
  steady,
  tensor,
  timeFunction,
  times,
} from "../../src/index.ts";
import { dagger, largestDifference, multiply } from "../../src/numerics/dense.ts";
import { identityMatrix } from "../../src/numerics/matrix.ts";
import { cos } from "../../src/numerics/scalar.ts";
import { modelOf } from "../solvers/model-of.ts";

const q = qubit("q");
const [sx, sy, sz, sm, sp] = [sigmaX(q), sigmaY(q), sigmaZ(q), sigmaMinus(q), sigmaPlus(q)];
const ground = times(sm, sp);
const excited = times(sp, sm);

/** A model of H and jumps. */
function equation(H: Operator, jumps: readonly (readonly [Operator, number])[], initial: Operator) {
  return modelOf(generator({ system: H.space, H, jumps: jumps.map(([operator, rate]) => ({ operator, rate })) }), initial);
}

/** A qubit that loses energy at rate γ and phase at rate γ_z. */
const lossy = (gamma: number, gammaZ = 0, omega = 0) =>
  equation(
    scaled(sz, omega / 2),
    [
      [sm, gamma],
      [sz, gammaZ],
    ],
    excited,
  );

/** A damped mode of `d` levels in a bath of n̄. */
function damped(d: number, { omega = 1, kappa = 0.25, nbar = 0, photons = 0 } = {}) {
  const mode = fock(d, "mode");
  const [a, n] = [annihilate(mode), numberOperator(mode)];
  const model = equation(
    scaled(n, omega),
    [
      [a, kappa * (1 + nbar)],
      [dag(a), kappa * nbar],
    ],
    fockState(mode, photons),
  );
  return { model, a, n };
}

const distance = (A: Operator, B: Operator) => largestDifference(A.toMatrix(), B.toMatrix());

describe("A07: Fourier steady state of a periodic generator", () => {
  it("harmonic balance and long runs agree for a driven qubit with decay", () => {
    const H = [
      { operator: scaled(sz, 0.5), coefficient: 1 },
      { operator: sx, coefficient: timeFunction((t) => 0.4 * cos(0.85 * t)) },
    ];
    const L = generator({ system: q, H, jumps: [{ operator: sm, rate: 0.3 }] });
    const model = modelOf(L, ground, [expectation("excited", excited)]);
    const period = (2 * Math.PI) / 0.85;
    const found = periodicSteady(model, { period, points: 101, method: "harmonics" });
    const times_ = Array.from({ length: 101 }, (_, k) => 20 * period + (k * period) / 100);
    const long = run(model, { times: times_ }).observables.excited.slice(1);
    found.observables.excited.forEach((value, k) => expect(long[k]).toBeCloseTo(value as number, 6));
    // a mean over a period is the zeroth harmonic
    expect(found.averages.excited).toBeCloseTo(found.harmonic(excited, 0)[0], 12);
  });
});

describe("A09: the spectrum of the Liouvillian, with its operators", () => {
  it("a damped mode has −κ(j + k)/2 − iω(j − k), however it is thermal", () => {
    const { model } = damped(5, { omega: 0.9, kappa: 0.3 });
    const found = modes(model);
    const expected = Array.from({ length: 25 }, (_, e) => [
      (-0.3 * (Math.floor(e / 5) + (e % 5))) / 2,
      -0.9 * (Math.floor(e / 5) - (e % 5)),
    ]);
    for (const [re, im] of expected) {
      expect(Math.min(...found.values.map(([x, y]) => Math.hypot(x - re, y - im)))).toBeLessThan(1e-10);
    }
    const L = liouvillian(model);
    for (const { value, right } of found.modes) expect(distance(L.apply(right), scaled(right, ...value))).toBeLessThan(1e-12);
  });

  it("the mode of eigenvalue 0 is the stationary state, its dual the identity", () => {
    const model = equation(plus(scaled(sz, 0.3), scaled(sx, 0.7)), [[sm, 0.4]], ground);
    const [first] = modes(model).modes;
    expect(Math.hypot(...first.value)).toBeLessThan(1e-14);
    expect(distance(first.right, Operator.fromMatrix(q, steady(model).state.matrix()))).toBeLessThan(1e-14);
    expect(distance(first.left, identity(q))).toBeLessThan(1e-13);
  });
});

describe("A12: the pseudo-inverse of the Liouvillian", () => {
  it("is its inverse on what decays: R = L D with the stationary state taken out", () => {
    const { model } = damped(6, { nbar: 0.4 });
    const [L, D] = [liouvillian(model), drazin(model)];
    const rho = Operator.fromMatrix(L.space, steady(model).state.matrix());
    const X = Operator.fromEntries(L.space, [
      [0, 1, 0.3, 0.2],
      [2, 2, 1],
      [4, 1, -0.5],
    ]);
    const rest = plus(X, scaled(rho, -X.trace()[0], -X.trace()[1]));
    expect(distance(L.apply(D.apply(X)), rest)).toBeLessThan(1e-12);
    expect(distance(D.apply(L.apply(X)), rest)).toBeLessThan(1e-12);
    expect(distance(D.apply(rho), scaled(rho, 0))).toBeLessThan(1e-12);
  });

  it("gives the zero-frequency noise of two-state jumps", () => {
    // Two-state rates w↓ (counted) and w↑: F = (w↑² + w↓²)/(w↑ + w↓)².
    const [down, up] = [0.7, 0.2];
    const model = equation(
      scaled(sz, 0),
      [
        [sm, down],
        [sp, up],
      ],
      ground,
    );
    const rho = Operator.fromMatrix(q, steady(model).state.matrix());
    const J = (X: Operator) => scaled(times(sm, X, sp), down);
    const current = J(rho).trace()[0];
    const fano = 1 - (2 * J(drazin(model).apply(J(rho))).trace()[0]) / current;
    expect(fano).toBeCloseTo((up * up + down * down) / (up + down) ** 2, 13);
  });
});

describe("E08 and E09: Stinespring, χ, process matrices", () => {
  const amplitude = propagator(lossy(1), Math.LN2); // loses half of its excitation
  const both = propagator(lossy(0.8, 0.3, 1.2), 0.9);

  it.each([
    ["amplitude damping", amplitude],
    ["damping, dephasing and turning", both],
    ["a damped mode", propagator(damped(4, { nbar: 0.2, kappa: 0.6 }).model, 1.1)],
  ] as [string, Superoperator][])("%s: the dilation is an isometry whose partial trace is the map", (_, map) => {
    const d = map.space.dimension;
    const V = map.stinespring();
    expect(largestDifference(multiply(dagger(V), V), identityMatrix(d))).toBeLessThan(1e-13);
    const r = V.rows / d;
    const X = Operator.fromEntries(map.space, [
      [0, 0, 0.4],
      [0, 1, 0.1, 0.3],
      [1, 0, 0.7, -0.2],
      [1, 1, 0.6],
    ]);
    const joint = multiply(multiply(V, X.toMatrix()), dagger(V));
    const image = map.apply(X);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        let [re, im] = [0, 0];
        for (let k = 0; k < r; k++) {
          re += joint.data[2 * ((i * r + k) * joint.columns + j * r + k)];
          im += joint.data[2 * ((i * r + k) * joint.columns + j * r + k) + 1];
        }
        expect(re).toBeCloseTo(image.at(i, j)[0], 13);
        expect(im).toBeCloseTo(image.at(i, j)[1], 13);
      }
    }
  });

  it("amplitude damping has the χ of its two Kraus operators", () => {
    // K₀ = (1 + c)/2·1 − (1 − c)/2·σz in the order e, g; K₁ = s σ⁻ = s(σx − iσy)/2, c² = s² = ½
    const chi = amplitude.chi().data;
    const [c, s] = [Math.SQRT1_2, Math.SQRT1_2];
    const expected: Record<string, number> = {
      "0,0": ((1 + c) / 2) ** 2,
      "3,3": ((1 - c) / 2) ** 2,
      "0,3": (-(1 + c) * (1 - c)) / 4,
      "1,1": (s * s) / 4,
      "2,2": (s * s) / 4,
    };
    for (const [place, value] of Object.entries(expected)) {
      const [m, n] = place.split(",").map(Number);
      expect(chi[2 * (4 * m + n)]).toBeCloseTo(value, 13);
    }
    expect(chi[2 * (4 + 2) + 1]).toBeCloseTo((s * s) / 4, 13);
  });

  it("the identity, a turn by π, and complete dephasing have one or two entries", () => {
    const still = propagator(lossy(0.8), 0).chi().data;
    expect([still[0], still[10], still[20], still[30]]).toEqual([1, 0, 0, 0]);
    const flip = propagator(equation(scaled(sx, 0.5), [], ground), Math.PI).chi().data;
    expect(flip[10]).toBeCloseTo(1, 13);
    const dephased = propagator(lossy(0, 20), 3).chi().data;
    expect(dephased[0]).toBeCloseTo(0.5, 12);
    expect(dephased[30]).toBeCloseTo(0.5, 12);
  });

  it("two qubits: χ of a product is the product of both", () => {
    const [A, B] = [qubit("A"), qubit("B")];
    const pair = tensor(A, B);
    const jumps = [
      { operator: sigmaMinus(A), rate: 1 },
      { operator: sigmaZ(B), rate: 0.2 },
    ];
    const model = modelOf(generator({ system: pair, H: scaled(identity(pair), 0), jumps }), Operator.fromEntries(pair, [[0, 0, 1]]));
    const chi = propagator(model, Math.LN2).chi().data;
    const [left, right] = [amplitude.chi().data, propagator(lossy(0, 0.2), Math.LN2).chi().data];
    for (const [m, n, k, l] of [
      [0, 0, 0, 0],
      [0, 3, 3, 3],
      [1, 1, 0, 0],
      [1, 2, 3, 3],
    ]) {
      const [x, y] = [left[2 * (4 * m + n)], left[2 * (4 * m + n) + 1]];
      const w = right[2 * (4 * k + l)];
      const at = 2 * (16 * (4 * m + k) + 4 * n + l);
      expect(chi[at]).toBeCloseTo(x * w, 13);
      expect(chi[at + 1]).toBeCloseTo(y * w, 13);
    }
  });
});

describe("E12: propagators as objects", () => {
  it("e^{Lt} is a Superoperator that composes, and generates itself", () => {
    const model = lossy(0.4, 0.1, 1.3);
    const V = propagator(model, 1.7);
    expect(largestDifference(V.after(V).matrix, propagator(model, 3.4).matrix)).toBeLessThan(1e-13);
    const p = V.apply(excited).at(0, 0)[0];
    expect(p).toBeCloseTo(Math.exp(-0.4 * 1.7), 13);
    const coherence = V.apply(sp).at(0, 1);
    const size = Math.exp(-(0.2 + 0.2) * 1.7);
    expect(coherence[0]).toBeCloseTo(size * Math.cos(1.3 * 1.7), 13);
    expect(coherence[1]).toBeCloseTo(-size * Math.sin(1.3 * 1.7), 13);
  });

  it("of a driven closed qubit is the rotation of its area", () => {
    const drive = timeFunction((t) => t);
    const model = modelOf(generator({ system: q, H: [{ operator: sx, coefficient: drive }] }), ground);
    const V = propagator(model, 1.2);
    // area ∫t dt = 0.72: z ↦ cos(2·0.72)z + sin(2·0.72)·…
    const image = V.apply(ground);
    expect(times(sz, image).trace()[0]).toBeCloseTo(-Math.cos(1.44), 9);
    expect(times(sy, image).trace()[0]).toBeCloseTo(Math.sin(1.44), 9);
  });
});

describe("H02: correlations of two operators, three operators, one or two times", () => {
  const taus = [0, 0.3, 1, 4];

  it("⟨a†(τ)a⟩ of a damped mode from n photons is n e^{iωτ − κτ/2}", () => {
    const { model, a, n } = damped(9, { photons: 3 });
    const { re, im } = correlation(model, { A: dag(a), B: a, from: 0, times: taus });
    taus.forEach((t, k) => {
      expect(re[k]).toBeCloseTo(3 * Math.exp(-0.125 * t) * Math.cos(t), 12);
      expect(im[k]).toBeCloseTo(3 * Math.exp(-0.125 * t) * Math.sin(t), 12);
    });
    // the same at another first time: n has fallen
    const later = correlation(model, { A: dag(a), B: a, from: 2, times: [0.5] });
    expect(later.re[0]).toBeCloseTo(3 * Math.exp(-0.25 * 2 - 0.125 * 0.5) * Math.cos(0.5), 12);
    expect(correlation(model, { A: n, B: identity(n.space), from: 2, times: [0] }).re[0]).toBeCloseTo(3 * Math.exp(-0.5), 12);
  });

  it("⟨a†(0)n(τ)a(0)⟩ from n photons is n(n − 1)e^{−κτ}", () => {
    const { model, a, n } = damped(9, { photons: 3 });
    const { re } = correlation(model, { A: dag(a), B: n, C: a, from: 0, times: taus });
    taus.forEach((t, k) => expect(re[k]).toBeCloseTo(6 * Math.exp(-0.25 * t), 12));
  });

  it("g1 and g2 of a thermal mode: e^{iωτ − κτ/2} and 1 + e^{−κτ}", () => {
    const { model, a } = damped(40, { nbar: 0.5 });
    const [first, second] = [g1(model, { of: a, times: taus }), g2(model, { of: a, times: taus })];
    taus.forEach((t, k) => {
      expect(first.re[k]).toBeCloseTo(Math.exp(-0.125 * t) * Math.cos(t), 10);
      expect(first.im[k]).toBeCloseTo(Math.exp(-0.125 * t) * Math.sin(t), 10);
      expect(second.re[k]).toBeCloseTo(1 + Math.exp(-0.25 * t), 10);
    });
  });

  it("of time-dependent generators: ⟨σx(t + τ)σx(t)⟩ of a chirped qubit", () => {
    // H = (t/2)σz: ⟨σx(t + τ)σx(t)⟩ = exp(±i((t + τ)² − t²)/2) by the state
    const H = [{ operator: scaled(sz, 0.5), coefficient: timeFunction((t) => t) }];
    const model = modelOf(generator({ system: q, H }), excited);
    const { re, im } = correlation(model, { A: sx, B: sx, from: 1.5, times: taus });
    taus.forEach((t, k) => {
      const phase = ((1.5 + t) ** 2 - 1.5 ** 2) / 2;
      expect(re[k]).toBeCloseTo(Math.cos(phase), 7);
      expect(im[k]).toBeCloseTo(Math.sin(phase), 7);
    });
  });
});

describe("H03: spectra", () => {
  it("of a qubit are Lorentzians, thermal and dephased", () => {
    const model = lossy(0.6, 0.25, 2);
    const warm = equation(
      scaled(sz, 1),
      [
        [sm, 0.6],
        [sp, 0.1],
        [sz, 0.25],
      ],
      ground,
    );
    const omega = [1.2, 2, 2.7];
    const width = 0.35 + 0.5; // half width (γ↓ + γ↑)/2 + 2γ_z
    const p = 0.1 / 0.7;
    spectrum(warm, { A: sp, B: sm, omega }).incoherent.forEach((value, k) => {
      expect(value).toBeCloseTo((2 * p * width) / ((omega[k] - 2) ** 2 + width ** 2), 12);
    });
    expect(spectrum(model, { A: sp, B: sm, omega }).incoherent).toEqual([0, 0, 0]);
  });

  it("of a decaying start: one Lorentzian of the whole excitation", () => {
    const omega = [1.7, 2, 2.4];
    const { spectrum: S, emitted } = decayingSpectrum(lossy(0.6, 0, 2), { of: sm, rate: 0.6, omega });
    expect(emitted).toBeCloseTo(1, 13);
    S.forEach((value, k) => expect(value).toBeCloseTo(0.3 / Math.PI / ((omega[k] - 2) ** 2 + 0.09), 13));
  });

  it("of resonance fluorescence in the strong field: the triplet 1 : 3 : 1 in height", () => {
    const model = equation(scaled(sx, 20), [[sm, 1]], ground);
    const [left, centre, right] = spectrum(model, { A: sp, B: sm, omega: [-40, 0, 40] }).incoherent;
    expect(centre / right).toBeCloseTo(3, 2);
    expect(left).toBeCloseTo(right, 12);
  });

  it("of an anomalous pair ⟨a(τ)a⟩ is 0 for thermal light", () => {
    const { model, a } = damped(8, { nbar: 0.3 });
    const found = spectrum(model, { A: a, B: a, omega: [0, 1] });
    const values = [...found.incoherent, ...(found.imaginary as readonly number[])];
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-30);
  });
});
