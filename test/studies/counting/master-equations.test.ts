/** Counting jumps of master equations against closed forms. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  coherent,
  counting,
  dag,
  fock,
  fockState,
  levels,
  masterEquation,
  numberOperator,
  Operator,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
} from "../../../src/index.ts";
import { diagonalState, excitation, ground, reference, S } from "./models.ts";

const first = (list: readonly (readonly number[])[]) => list.map((values) => values[0]);

describe.each(["level-oneway", "level-thermal"])("a resonant level, %s", (name) => {
  const { p, e, near } = reference(name);
  const q = qubit("dot");
  const jumps = [
    { operator: sigmaPlus(q), rate: p.GL * p.fL, bath: "left" },
    { operator: sigmaMinus(q), rate: p.GL * (1 - p.fL), bath: "left" },
    { operator: sigmaPlus(q), rate: p.GR * p.fR, bath: "right" },
    { operator: sigmaMinus(q), rate: p.GR * (1 - p.fR), bath: "right" },
  ];
  const model = masterEquation({ H: excitation(q), jumps, initial: basisState(q, 1) });

  it("cumulants, noise, Fano factor", () => {
    const found = counting(model, { of: [{ name: "right", jumps: "right", weights: [-1, 1] }], until: p.t, omega: p.w });
    near(found.rates?.cumulants.right, e.c);
    near(found.noise?.S.right, e.S);
    near(first(found.cumulants.right), e.K);
    near(found.rates?.fano.right, e.fano);
  });
});

describe.each(["dots", "dots-dephased"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const s = levels(["0", "L", "R"], "dots");
  const at = (...entries: [number, number, number][]) => Operator.fromEntries(s, entries);
  const jumps = [
    { operator: at([1, 0, 1]), rate: p.GL, bath: "left" },
    { operator: at([0, 2, 1]), rate: p.GR, bath: "right" },
    ...(p.gd > 0 ? [{ operator: at([1, 1, 1], [2, 2, -1]), rate: p.gd, bath: "dephasing" }] : []),
  ];
  const model = masterEquation({
    H: at([1, 1, p.eps / 2], [2, 2, -p.eps / 2], [1, 2, p.Tc], [2, 1, p.Tc]),
    jumps,
    initial: basisState(s, 0),
  });

  it("electrons into the right lead", () => {
    const { rates, noise } = counting(model, { of: ["N_right"], omega: p.w });
    near(rates?.cumulants.N_right, e.c);
    near(rates?.fano.N_right, e.fano);
    near((rates?.cumulants.N_right[2] as number) / (rates?.cumulants.N_right[0] as number), e.c3_over_c1);
    near(noise?.S.N_right, e.S);
  });
});

it("an oscillator between two baths converges with its cut", () => {
  const { p, e, near } = reference("oscillator-two-baths");
  const mode = fock(70, "a");
  const a = annihilate(mode);
  const H = scaled(numberOperator(mode), p.omega);
  const bath = (rate: number, n: number) => ({ lowering: a, omega: p.omega, rate, beta: Math.log(1 + 1 / n) / p.omega });
  const model = masterEquation({ H, baths: { left: bath(p.GL, p.nL), right: bath(p.GR, p.nR) }, initial: fockState(mode, 0) });
  const { rates, theorems, firstMoments } = counting(model, { of: ["Q_left", "Q_right"] });
  near(rates?.cumulants.Q_left, e.c);
  expect(rates?.cumulants.Q_right[0]).toBeCloseTo(-e.c[0], 9);
  near(rates?.uncertaintyProduct.Q_left, e.TUR);
  expect(theorems?.unitality.reason ?? theorems?.unitality.holds).toBeTruthy();
  expect(Math.abs(firstMoments.Q_left.difference)).toBeLessThan(1e-12);
});

describe.each(["fluorescence", "fluorescence-weak", "fluorescence-detuned"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const H = plus(scaled(sigmaX(S), p.Omega / 2), scaled(excitation(S), -p.Delta));
  const model = masterEquation({ H, jumps: [{ operator: sigmaMinus(S), rate: p.gamma, bath: "light" }], initial: ground() });

  it("emissions", () => {
    const clicks = { name: "clicks", jumps: "light", efficiency: p.eta };
    const { rates, noise } = counting(model, { of: ["N_light"], omega: p.w });
    near(rates?.cumulants.N_light, e.c);
    near((rates?.cumulants.N_light[1] as number) / (rates?.cumulants.N_light[0] as number) - 1, e.mandel);
    near(noise?.S.N_light, e.S);
    const [{ P, missing }] = counting(model, { of: [clicks], until: p.T, distribution: true, steady: false }).distributions;
    near(P.slice(0, p.nmax + 1), e.P);
    expect(Math.abs(missing)).toBeLessThan(1e-12);
  });
});

describe("a decaying cavity", () => {
  const mode = fock(40, "a");
  const decay = (name: string, initial: Operator) => {
    const { p, e, near } = reference(name);
    const model = masterEquation({
      H: scaled(numberOperator(mode), 0),
      jumps: [{ operator: annihilate(mode), rate: p.kappa, bath: "out" }],
      initial,
    });
    const found = counting(model, {
      of: [{ name: "clicks", jumps: "out", efficiency: p.xi }],
      until: p.t,
      distribution: true,
      steady: false,
    });
    const [{ P, values }] = found.distributions;
    near(
      e.P.map((_: number, m: number) => P[values[0].indexOf(m)] ?? 0),
      e.P,
    );
    near(found.cumulants.clicks[0][0], e.mean);
    near(found.cumulants.clicks[1][0], e.variance);
  };

  it("from a number state: binomial", () => decay("cavity-count-fock", fockState(mode, 5)));

  it("from a coherent state: Poissonian", () => {
    decay("cavity-count-coherent", coherent(mode, Math.sqrt(reference("cavity-count-coherent").p.alpha2)));
  });
});

it("heat is refused where a jump has no energy of its own, with the way out", () => {
  const model = masterEquation({
    H: plus(excitation(S), sigmaX(S)),
    baths: { hot: { lowering: sigmaMinus(S), omega: 1, rate: 0.2, T: 1 } },
    initial: diagonalState(S, [0, 1]),
  });
  expect(() => counting(model, { of: ["Q_hot"] })).toThrow(/Argument `of` must count heat of jumps between levels .* weights: \[ω, −ω\]/);
  const { rates } = counting(model, { of: [{ name: "quanta", jumps: "hot", weights: [-1, 1] }] });
  expect(rates?.cumulants.quanta[1]).toBeGreaterThan(0);
  expect(dag(sigmaMinus(S)).count).toBe(1);
});
