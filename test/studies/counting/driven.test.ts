/** Counting in master equations that depend on time, against closed forms, pieces that do not, and the ledger of periodic states. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  counting,
  create,
  dormandPrince,
  fock,
  lift,
  type Model,
  masterEquation,
  Operator,
  periodicSteady,
  plus,
  qubit,
  run,
  sampled,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  tensor,
  tensorOperators,
  timeFunction,
  times,
} from "../../../src/index.ts";
import { diagonalState, excitation, ground, S } from "./models.ts";

const PERIOD = 2 * Math.PI;

/** Population goes up and down at rates that depend on time: no coherence ever. */
function dot(up: (t: number) => number, down: number): Model {
  const q = qubit("dot");
  return masterEquation({
    H: excitation(q),
    jumps: [
      { operator: sigmaPlus(q), rate: timeFunction(up), bath: "left" },
      { operator: sigmaMinus(q), rate: down, bath: "right" },
    ],
    initial: basisState(q, 1),
  });
}

/** Simpson's rule on equally spaced values, an even number of intervals. */
function integral(values: readonly number[], step: number): number {
  return values.reduce((sum, value, k) => sum + (k === 0 || k === values.length - 1 ? 1 : k % 2 === 1 ? 4 : 2) * value * (step / 3), 0);
}

/** A driven cavity that leaks. */
function cavity(levels: number, kerr = 0.2): Model {
  const mode = fock(levels, "c");
  const [a, ad] = [annihilate(mode), create(mode)];
  return masterEquation({
    H: [
      [plus(a, ad), timeFunction((t) => 0.3 * Math.cos(t))],
      [times(ad, a), 0.9],
      [times(ad, ad, a, a), kerr],
    ],
    jumps: [{ operator: a, rate: 0.8, bath: "light" }],
    initial: basisState(mode, 0),
  });
}

describe("driven rates", () => {
  it("are what cumulants grow by in late periods", () => {
    const grown = (model: Model, periods: number) =>
      counting(model, {
        of: ["N"],
        orders: 2,
        until: periods * PERIOD,
        saveEvery: PERIOD,
        period: PERIOD,
        theorems: false,
      });
    const small = grown(cavity(5), 10);
    small.cumulants.N.forEach((list, k) => {
      expect(list).toHaveLength(10);
      expect(list[9] - list[8]).toBeCloseTo(small.rates?.cumulants.N[k] as number, 7);
    });
    expect(Math.abs((small.rates?.fano.N as number) - 1)).toBeGreaterThan(1e-3);
  });

  it("of more than 400 coordinates come from products with the map: light of a linear cavity is Poissonian", () => {
    const { rates, noise, reasons } = counting(cavity(21, 0), { of: ["N"], orders: 3, period: PERIOD, omega: [1], theorems: false });
    // α = a e^{it} + b e^{−it}
    const [a2, b2] = [1, -1].map((sign) => 0.15 ** 2 / ((sign + 0.9) ** 2 + 0.4 ** 2));
    for (const c of rates?.cumulants.N ?? [Number.NaN]) expect(c).toBeCloseTo(0.8 * PERIOD * (a2 + b2), 11);
    expect(rates?.residual).toBeLessThan(1e-11);
    expect(rates?.condition).toBeNull();
    expect(noise).toBeNull();
    expect(reasons.noise).toMatch(/needs the map of its period, which is made on at most 400 coordinates/);
  });

  it("are null with a sentence where products would take too long, or several states repeat", () => {
    const stiff = counting(cavity(21, 300), { of: ["N"], period: PERIOD, theorems: false });
    expect(stiff.rates).toBeNull();
    expect(stiff.reasons.rates).toMatch(/would take about \de\+\d\d operations, more than 1e\+11\. Use fewer levels, or take what/);
    const [mode, q] = [fock(15, "c"), qubit("q")];
    const [a, ad] = [annihilate(mode), create(mode)];
    const joint = tensor(mode, q);
    const shifted = masterEquation({
      H: [
        [lift(joint, plus(a, ad)), timeFunction((t) => 0.2 * Math.cos(t))],
        [lift(joint, times(ad, a), sigmaZ(q)), 0.7],
      ],
      jumps: [{ operator: lift(joint, a), rate: 1, bath: "light" }],
      initial: tensorOperators(basisState(mode, 0), diagonalState(q, [0.3, 0.7])),
    });
    const several = counting(shifted, { of: ["N"], orders: 1, period: PERIOD, theorems: false });
    expect(several.rates).toBeNull();
    expect(several.reasons.rates).toMatch(/^Several states repeat after a period/);
  });
});

describe("driven counts", () => {
  it("of an inhomogeneous Poisson process are its integrated rate", () => {
    // both jumps bring the dot back: H plays no role, so clicks of a driven dephasing are Poissonian
    const q = qubit("q");
    const rate = (t: number) => 0.7 + 0.5 * Math.sin(3 * t);
    const model = masterEquation({
      H: sigmaZ(q),
      jumps: [{ operator: sigmaZ(q), rate: timeFunction(rate), bath: "light" }],
      initial: basisState(q, 0),
    });
    const { cumulants, distributions } = counting(model, { of: ["N"], until: 5, saveEvery: 1, distribution: true });
    [1, 2, 3, 4, 5].forEach((t, k) => {
      const mean = 0.7 * t + (0.5 / 3) * (1 - Math.cos(3 * t));
      for (const list of cumulants.N) expect(list[k]).toBeCloseTo(mean, 11);
    });
    const mean = cumulants.N[0][4];
    let poisson = Math.exp(-mean);
    distributions[0].P.slice(0, 12).forEach((p, n) => {
      expect(p).toBeCloseTo(poisson, 12);
      poisson *= mean / (n + 1);
    });
  });

  it("of piecewise constant rates are those of the pieces one after the other", () => {
    const q = qubit("q");
    const jumps = (rate: number | ReturnType<typeof sampled>) => [{ operator: sigmaMinus(q), rate, bath: "light" }];
    const H = scaled(sigmaX(q), 0.6);
    const initial = basisState(q, 1);
    const stepped = masterEquation({ H, jumps: jumps(sampled([0, 1.5], [1, 0.2], "previous")), initial });
    const found = counting(stepped, { of: ["N"], until: 4, saveEvery: 1.5 });
    const first = counting(masterEquation({ H, jumps: jumps(1), initial }), { of: ["N"], until: 1.5 });
    found.cumulants.N.forEach((list, n) => {
      expect(list[0]).toBeCloseTo(first.cumulants.N[n][0], 11);
    });
    // afterwards the mean goes on from the state that the first piece leaves
    const { data } = run(stepped, { until: 1.5, method: dormandPrince({ rtol: 1e-12, atol: 1e-14 }) }).final.matrix();
    const left = Operator.fromEntries(
      q,
      [0, 1, 2, 3].map((e) => [e >> 1, e & 1, data[2 * e], data[2 * e + 1]] as const),
    );
    const clicks = counting(masterEquation({ H, jumps: jumps(0.2), initial: left }), { of: ["N"], until: 2.5 });
    expect(found.cumulants.N[0][2] - found.cumulants.N[0][0]).toBeCloseTo(clicks.cumulants.N[0][0], 8);
  });

  it("of a constant function are those of the constant", () => {
    const still = dot(() => 0.9, 0.4);
    const q = qubit("dot");
    const plain = masterEquation({
      H: excitation(q),
      jumps: [
        { operator: sigmaPlus(q), rate: 0.9, bath: "left" },
        { operator: sigmaMinus(q), rate: 0.4, bath: "right" },
      ],
      initial: basisState(q, 1),
    });
    const of = ["N_left", "N_right", "W"];
    const [a, b] = [still, plain].map((model) => counting(model, { of, until: 3, saveEvery: 1.5, distribution: true }));
    for (const name of of) {
      a.cumulants[name].forEach((list, n) => list.forEach((K, r) => expect(K).toBeCloseTo(b.cumulants[name][n][r], 10)));
      const [P, wanted] = [a, b].map(({ distributions }) => distributions[of.indexOf(name)]);
      wanted.values[0].forEach((value, k) => {
        if (wanted.P[k] < 1e-13) return;
        const at = P.values[0].findIndex((other) => Math.abs(other - value) < 1e-9);
        expect(P.P[at]).toBeCloseTo(wanted.P[k], 11);
      });
    }
    const perPeriod = counting(still, { of, period: 2 }).rates;
    const perTime = counting(plain, { of }).rates;
    expect(perPeriod?.per).toBe("period");
    for (const name of of)
      perPeriod?.cumulants[name].forEach((c, n) => expect(c).toBeCloseTo(2 * (perTime?.cumulants[name][n] as number), 10));
  });
});

describe("rates per period", () => {
  const up = (t: number) => 0.8 * (1 + 0.6 * Math.cos(t));
  const model = dot(up, 0.5);

  it("are the late slopes of cumulants, and their noise at 0 is the second one", () => {
    const { rates, noise } = counting(model, { of: ["N_left", "N_right"], period: PERIOD, omega: [0, 1] });
    const { cumulants } = counting(model, { of: ["N_left", "N_right"], until: 8 * PERIOD, saveEvery: PERIOD });
    for (const name of ["N_left", "N_right"]) {
      cumulants[name].forEach((list, n) => expect(list[7] - list[6]).toBeCloseTo(rates?.cumulants[name][n] as number, 8));
    }
    expect(noise?.S.N_left[0]).toBeCloseTo(rates?.cumulants.N_left[1] as number, 11);
    expect(rates?.cumulants.N_left[0]).toBeCloseTo(rates?.cumulants.N_right[0] as number, 11);
  });

  it("of a Rabi-driven atom whose clicks are counted", () => {
    const atom = masterEquation({
      H: [{ operator: sigmaX(S), coefficient: timeFunction((t) => 0.7 * Math.cos(t)) }, scaled(sigmaZ(S), 0.5)] as never,
      jumps: [{ operator: sigmaMinus(S), rate: 0.4, bath: "light" }],
      initial: ground(),
    });
    const { rates } = counting(atom, { of: ["N"], period: PERIOD });
    const state = periodicSteady(atom, { period: PERIOD, observables: ["p_0"] });
    expect(rates?.cumulants.N[0]).toBeCloseTo(0.4 * PERIOD * (state.averages.p_0 as number), 8);
    expect(() => counting(atom, { of: ["Q"], period: PERIOD })).toThrow(/count heat of jumps between levels of the whole Hamiltonian/);
  });
});

describe("a modulated gap", () => {
  // ω(t) = 1 + 0.4 sin t between the same two levels: each jump carries the gap of its time
  const gap = timeFunction((t) => 0.2 * Math.sin(t));
  const heated = (initial = diagonalState(S, [0.3, 0.7])) => {
    const omega = (t: number) => 1 + 0.4 * Math.sin(t);
    const beta = 0.8;
    const rate = (sign: number) => timeFunction((t) => 0.3 * Math.exp((sign * beta * omega(t)) / 2));
    return masterEquation({
      H: [
        { operator: scaled(sigmaZ(S), 0.5), coefficient: 1 },
        { operator: sigmaZ(S), coefficient: gap },
      ],
      jumps: [
        { operator: sigmaMinus(S), rate: rate(1), bath: "bath", beta },
        { operator: sigmaPlus(S), rate: rate(-1), bath: "bath", beta },
      ],
      initial,
    });
  };

  it("books heat and work as the ledger does", () => {
    const { cumulants } = counting(heated(), { of: ["Q", "W"], until: 4 });
    const ledger = run(heated(), { until: 4, saveEvery: 0.02, observables: ["energy", "Q", "W"] }).observables;
    expect(cumulants.Q[0][0]).toBeCloseTo(integral(ledger.Q as number[], 0.02), 7);
    expect(cumulants.W[0][0]).toBeCloseTo(integral(ledger.W as number[], 0.02), 7);
    expect(cumulants.Q[0][0] + cumulants.W[0][0]).toBeCloseTo((ledger.energy.at(-1) as number) - (ledger.energy[0] as number), 8);
    expect(() => counting(heated(), { of: ["Q"], until: 4, distribution: true })).toThrow(/a drive changes what each jump carries/);
  });

  it("keeps the integral theorem, and says why the symmetries are not judged", () => {
    const { theorems, rates, cumulants } = counting(heated(), { of: ["Q_bath", "Sigma"], until: 4, period: PERIOD });
    expect(theorems?.unitality.holds).toBe(true);
    expect(theorems?.integral?.holds).toBe(true);
    expect(theorems?.integral?.value).toBeCloseTo(1, 10);
    expect(theorems?.transposition).toMatchObject({ holds: null, reason: "the equation depends on time: its reverse is another one" });
    expect(cumulants.Sigma[0][0]).toBeGreaterThan(0);
    expect(rates?.entropyProduction).toBeGreaterThan(0);
    expect(rates?.entropyProduction).toBeCloseTo(-0.8 * (rates?.cumulants.Q_bath[0] as number), 11);
    // the heats of the state that repeats, by harmonic balance
    const { firstMoments } = counting(heated(), { of: ["Q", "Q_bath"], period: PERIOD, theorems: false });
    expect(Math.abs(firstMoments.Q_bath.difference)).toBeLessThan(1e-9);
    expect(firstMoments.Q.ledger).toBe(firstMoments.Q_bath.ledger);
  });

  it("meets Jarzynski's equality from equilibrium", () => {
    const thermal = 1 / (1 + Math.exp(0.8));
    const model = heated(diagonalState(S, [thermal, 1 - thermal]));
    // ⟨e^{−βW}⟩ = Z(t)/Z(0), by cumulants to order 20
    const { cumulants } = counting(model, { of: ["W"], until: 2, orders: 20, theorems: false });
    let [sum, power] = [0, 1];
    cumulants.W.forEach(([K], n) => {
      power *= -0.8 / (n + 1);
      sum += power * K;
    });
    const Z = (t: number) => 2 * Math.cosh((0.8 * (1 + 0.4 * Math.sin(t))) / 2);
    expect(sum).toBeCloseTo(Math.log(Z(2) / Z(0)), 9);
  });
});

it("pulses that are narrow are not stepped over", () => {
  const q = qubit("q");
  const pulse = timeFunction((t) => 40 * Math.exp(-((t - 7) ** 2) / 2e-4), { breakpoints: [6.9, 7.1] });
  const model = masterEquation({ H: sigmaZ(q), jumps: [{ operator: sigmaZ(q), rate: pulse, bath: "light" }], initial: basisState(q, 0) });
  const { cumulants } = counting(model, { of: ["N"], until: 10, orders: 2 });
  expect(cumulants.N[0][0]).toBeCloseTo(40 * Math.sqrt(2e-4 * Math.PI), 9);
});

it("many jumps do not cost digits of high cumulants", () => {
  const q = qubit("q");
  const model = masterEquation({
    H: scaled(sigmaX(q), 0.6),
    jumps: [{ operator: sigmaMinus(q), rate: 1, bath: "light" }],
    initial: basisState(q, 1),
  });
  const { cumulants, rates } = counting(model, { of: ["N"], until: 20000, saveEvery: 10000, theorems: false });
  cumulants.N.forEach(([half, whole], n) => {
    expect((whole - half) / 10000).toBeCloseTo(rates?.cumulants.N[n] as number, 9);
  });
});
