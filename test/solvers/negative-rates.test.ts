/** Equations local in time whose rates turn negative: closed forms, what is refused without the option, poles, and the propagator's positivity. */
import { describe, expect, it } from "vitest";
import {
  choiMinimum,
  ket,
  masterEquation,
  maximallyMixed,
  qubit,
  qubitState,
  run,
  sampled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  steady,
  timeFunction,
  zero,
} from "../../src/index.ts";
import cases from "../fixtures/dynamics-equations.json" with { type: "json" };

// biome-ignore lint/suspicious/noExplicitAny: cases of different shapes
const caseOf = (id: string): any => cases.find((one) => one.id === id);
const q = qubit();
const eternal = (bloch: readonly [number, number, number], negativeRates = true) =>
  masterEquation({
    H: zero(q),
    jumps: [
      [sigmaX(q), 0.5],
      [sigmaY(q), 0.5],
      [sigmaZ(q), (t) => -Math.tanh(t) / 2],
    ],
    ...(negativeRates ? { negativeRates } : {}),
    initial: qubitState(bloch, q),
  });

describe("negative rates", () => {
  it("of the eternal channel shrink x and y by (1 + e^{−2t})/2 and z by e^{−2t}", () => {
    const { params, expected } = caseOf("negative.eternal");
    const { observables, diagnostics } = run(eternal(params.bloch), { times: params.t, observables: ["sx", "sy", "sz"] });
    params.t.forEach((time: number, k: number) => {
      expect(-Math.tanh(time) / 2).toBeCloseTo(expected.rate_z[k], 12);
      expect(observables.sx[k + 1]).toBeCloseTo(expected.x[k], 8);
      expect(observables.sy[k + 1]).toBeCloseTo(expected.y[k], 8);
      expect(observables.sz[k + 1]).toBeCloseTo(expected.z[k], 8);
    });
    expect(diagnostics.warnings).toEqual([]);
  });

  it("of a Lorentzian reservoir give its populations and coherences", () => {
    const { params, expected } = caseOf("negative.lorentz");
    const { gamma0, lambda, Delta, t } = params;
    const { rate, shift } = lorentz(gamma0, lambda, Delta);
    const start = ket(q, [Math.SQRT1_2, Math.SQRT1_2]);
    const model = masterEquation({
      H: [{ operator: projectorE(), coefficient: shift }],
      jumps: [[sigmaMinus(q), rate]],
      negativeRates: true,
      initial: start,
    });
    const { observables, diagnostics } = run(model, { times: t, observables: ["sx", "sy", "sz"] });
    t.forEach((time: number, k: number) => {
      expect(rate(time)).toBeCloseTo(expected.gamma_t[k], 8);
      expect(((observables.sz[k + 1] as number) + 1) / 2).toBeCloseTo(expected.p_e[k] / 2, 8);
      expect(observables.sx[k + 1]).toBeCloseTo(expected.coherence_factor[k][0], 8);
      expect(observables.sy[k + 1]).toBeCloseTo(-expected.coherence_factor[k][1], 8);
    });
    expect(diagnostics.positivityDefect).toBeLessThan(1e-9);
    expect(choiMinimum(model, { times: t }).minimum.every((least) => least > -1e-9)).toBe(true);
    const refused = masterEquation({ H: zero(q), jumps: [[sigmaMinus(q), rate]], initial: start });
    expect(() => run(refused, { until: 5 })).toThrow(
      /Argument `jumps\[0\]\.rate` must stay ≥ 0 at all times, but it turns negative at t = 2\.\d+\. .* set `negativeRates: true`\./,
    );
  });

  it("are allowed in constants, samples and rate matrices when the option is set, and reported where states turn negative", () => {
    const jumps = [{ operator: sigmaMinus(q), rate: -0.2 }];
    expect(() => masterEquation({ H: zero(q), jumps, initial: [0, 1] })).toThrow(
      /`jumps\[0\]\.rate` must be a finite number ≥ 0, but is -0\.2\./,
    );
    const model = masterEquation({ H: zero(q), jumps, negativeRates: true, initial: qubitState([0, 0, 0.5], q) });
    const { observables, diagnostics } = run(model, { until: 3, observables: ["sz"] });
    expect(observables.sz.at(-1)).toBeCloseTo(1.5 * Math.exp(0.6) - 1, 9);
    expect(diagnostics.warnings[0]).toMatch(
      /^An equation with negative rates does not promise that states stay positive: the smallest eigenvalue was -3\.67e-1 at t = 3\.$/,
    );
    const rates = [[-0.1]];
    const collective = [{ operators: [sigmaMinus(q)], rates }];
    expect(() => masterEquation({ H: zero(q), collective, initial: [1, 0] })).toThrow(/must be positive semidefinite/);
    const group = masterEquation({ H: zero(q), collective, negativeRates: true, initial: qubitState([0, 0, 0.5], q) });
    expect(run(group, { until: 1, observables: ["sz"] }).observables.sz.at(-1)).toBeCloseTo(1.5 * Math.exp(0.1) - 1, 9);
    const steps = masterEquation({
      H: zero(q),
      jumps: [[sigmaZ(q), sampled([0, 1, 2], [1, -1, 0], "previous")]],
      negativeRates: true,
      initial: qubitState([1, 0, 0], q),
    });
    run(steps, { times: [1, 2], observables: ["sx"] }).observables.sx.forEach((x, k) => expect(x).toBeCloseTo([1, Math.exp(-2), 1][k], 9));
    expect(() => masterEquation({ H: zero(q), initial: [1, 0], negativeRates: true }).observable("Sigma")).toThrow(
      /must be left out where rates may be negative/,
    );
  });

  it("are refused with their time in samples", () => {
    const model = masterEquation({ H: zero(q), jumps: [[sigmaZ(q), sampled([0, 1, 2], [1, -1, 0], "previous")]], initial: [1, 0] });
    expect(() => run(model, { until: 3 })).toThrow(/`jumps\[0\]\.rate` must stay ≥ 0 at all times, but it turns negative at t = 1\./);
    expect(run(model, { until: 0.9 }).diagnostics.warnings).toEqual([]);
  });

  it("have stationary states whose defect is reported", () => {
    const jumps = [
      [sigmaMinus(q), 1],
      [sigmaPlus(q), -0.2],
    ] as const;
    const found = steady(masterEquation({ H: zero(q), jumps, negativeRates: true, initial: maximallyMixed(q) }), { observables: ["sz"] });
    expect(found.observables.sz).toBeCloseTo(-1.5, 12);
    expect(found.diagnostics.positivityDefect).toBeCloseTo(0.25, 10);
    expect(found.diagnostics.warnings[0]).toMatch(/smallest eigenvalue was -2\.50e-1 in the limit/);
  });
});

describe("the Choi minimum of V(t, 0)", () => {
  it("is 0 for the eternal channel at all times, and not negative for rates ≥ 0", () => {
    const { minimum, times } = choiMinimum(eternal([0, 0, 1]), { times: [0.1, 1, 4] });
    expect(times).toEqual([0, 0.1, 1, 4]);
    for (const least of minimum) expect(Math.abs(least)).toBeLessThan(1e-8);
    const decay = masterEquation({ H: sigmaX(q), jumps: [sigmaMinus(q)], initial: [1, 0] });
    for (const least of choiMinimum(decay, { times: [0.5, 2] }).minimum) expect(least).toBeGreaterThan(-1e-9);
  });

  it("is that of a map written down: γ_z = −½ alone makes x grow, with least eigenvalue 1 − e^t", () => {
    const model = masterEquation({ H: zero(q), jumps: [[sigmaZ(q), -0.5]], negativeRates: true, initial: [1, 0] });
    choiMinimum(model, { times: [0.3, 1] }).minimum.forEach((least, k) => expect(least).toBeCloseTo(1 - Math.exp([0, 0.3, 1][k]), 8));
  });

  it("is asked of master equations of at most 16 levels", () => {
    expect(() => choiMinimum({} as never, { times: [1] })).toThrow(/`model` must be a model/);
    expect(() => choiMinimum(eternal([0, 0, 1]), {} as never)).toThrow(/`times` must be given/);
  });
});

describe("poles of a rate", () => {
  it("end the equation with a sentence: an atom in a resonant cavity, G = 0 at a finite time", () => {
    const { rate } = lorentz(5, 0.5, 0);
    const model = masterEquation({ H: zero(q), jumps: [[sigmaMinus(q), rate]], negativeRates: true, initial: [1, 0] });
    expect(() => run(model, { until: 3 })).toThrow(
      /`jumps\[0\]\.rate` grows without bound near t = 1\.\d+: the equation ends there\. Run to an earlier time\./,
    );
    expect(run(model, { until: 1, observables: ["sz"] }).observables.sz.at(-1)).toBeLessThan(1);
  });

  it("are not seen in narrow pulses and steep rates", () => {
    const pulse = (t: number) => 1e4 * Math.exp(-(((t - 1) / 1e-3) ** 2) / 2);
    const model = masterEquation({ H: zero(q), jumps: [[sigmaMinus(q), timeFunction(pulse)]], initial: [1, 0] });
    expect(run(model, { until: 2, observables: ["sz"] }).observables.sz.at(-1)).toBeCloseTo(
      2 * Math.exp(-10 * Math.sqrt(2 * Math.PI)) - 1,
      6,
    );
    const root = masterEquation({
      H: zero(q),
      jumps: [[sigmaMinus(q), timeFunction((t) => 1 / Math.sqrt(Math.abs(t - 1) + 1e-9), [1])]],
      initial: [1, 0],
    });
    expect(() => run(root, { until: 2, observables: ["sz"] })).not.toThrow();
  });
});

function projectorE() {
  return ket(q, [1, 0]);
}

/** G of an atom with correlations (γ₀λ/2) e^{−(λ − iΔ)t}, its rate −2 Re Ġ/G and shift −Im Ġ/G, from G″ + (λ − iΔ)G′ + (γ₀λ/2)G = 0. */
function lorentz(gamma0: number, lambda: number, Delta: number) {
  type C = readonly [number, number];
  const mul = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c];
  const div = (x: C, [c, d]: C): C => mul(x, [c / (c * c + d * d), -d / (c * c + d * d)]);
  const exp = ([a, b]: C): C => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
  const root = ([a, b]: C): C => {
    const r = Math.hypot(a, b);
    return [Math.sqrt((r + a) / 2), Math.sign(b || 1) * Math.sqrt((r - a) / 2)];
  };
  const p: C = [lambda, -Delta];
  const [x, y] = mul(p, p);
  const d = root([x - 2 * gamma0 * lambda, y]);
  const [s1, s2]: C[] = [
    [(-p[0] + d[0]) / 2, (-p[1] + d[1]) / 2],
    [(-p[0] - d[0]) / 2, (-p[1] - d[1]) / 2],
  ];
  // G = (s1 e^{s2 t} − s2 e^{s1 t})/(s1 − s2), Ġ = s1 s2 (e^{s2 t} − e^{s1 t})/(s1 − s2)
  const logSlope = (t: number): C => {
    const [e1, e2] = [exp([s1[0] * t, s1[1] * t]), exp([s2[0] * t, s2[1] * t])];
    const [u, v] = [mul(s1, e2), mul(s2, e1)];
    return div(mul(mul(s1, s2), [e2[0] - e1[0], e2[1] - e1[1]]), [u[0] - v[0], u[1] - v[1]]);
  };
  return { rate: (t: number) => -2 * logSlope(t)[0], shift: (t: number) => -logSlope(t)[1] };
}

it("rates of a thermal bath that are modulated", () => {
  const { params, expected } = caseOf("rate.modulated");
  const { gamma, depth, omega, nbar, t } = params;
  const rate = (share: number) => (time: number) => share * gamma * (1 + depth * Math.cos(omega * time));
  const model = masterEquation({
    H: zero(q),
    jumps: [
      [sigmaMinus(q), rate(nbar + 1)],
      [sigmaPlus(q), rate(nbar)],
    ],
    initial: ket(q, [1, 0]),
  });
  const { observables } = run(model, { times: t, observables: ["sz"] });
  expected.p_e.forEach((p: number, k: number) => {
    expect(((observables.sz[k + 1] as number) + 1) / 2).toBeCloseTo(p, 8);
  });
});
