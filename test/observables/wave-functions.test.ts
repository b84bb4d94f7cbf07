import { describe, expect, it } from "vitest";
import {
  cat,
  coherent,
  covariance,
  evolution,
  fock,
  fockState,
  identity,
  Ket,
  lift,
  meanValue,
  numberOperator,
  plus,
  quadrature,
  quadratureDistribution,
  qubit,
  qubitState,
  randomKet,
  randomState,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  squeezed,
  tensor,
  thermalFock,
  variance,
  waveFunction,
  wigner,
} from "../../src/index.ts";

const mode = fock(25);
const xs = Array.from({ length: 321 }, (_, k) => -8 + k / 20);

describe("distributions of quadratures", () => {
  it("have closed forms: vacuum, one photon, coherent, thermal, squeezed", () => {
    const gauss = (x: number, mean: number, square: number) =>
      Math.exp(-((x - mean) ** 2) / (2 * square)) / Math.sqrt(2 * Math.PI * square);
    const compare = (found: Float64Array, expected: (x: number) => number, digits: number) =>
      found.forEach((value, k) => expect(value).toBeCloseTo(expected(xs[k]), digits));
    compare(quadratureDistribution(fockState(mode, 0), xs), (x) => gauss(x, 0, 0.5), 14);
    compare(quadratureDistribution(fockState(mode, 1), xs, 0.7), (x) => 2 * x * x * gauss(x, 0, 0.5), 14);
    compare(quadratureDistribution(coherent(mode, [1, 0.5]), xs), (x) => gauss(x, Math.SQRT2, 0.5), 8);
    compare(quadratureDistribution(coherent(mode, [1, 0.5]), xs, Math.PI / 2), (x) => gauss(x, Math.SQRT1_2, 0.5), 8);
    compare(quadratureDistribution(thermalFock(fock(60), 1), xs), (x) => gauss(x, 0, 0.5 + 1 / (Math.E - 1)), 12);
    compare(quadratureDistribution(squeezed(fock(50), 0.4), xs), (x) => gauss(x, 0, Math.exp(-0.8) / 2), 10);
  });

  it("are marginals of the Wigner function, along any angle", () => {
    const rho = randomState(fock(6), { seed: 1 });
    const W = wigner(rho, [0.3], xs).values;
    const marginal = W.reduce((sum, value) => sum + value / 20, 0);
    expect(quadratureDistribution(rho, [0.3])[0]).toBeCloseTo(marginal, 10);
    const U = evolution(numberOperator(fock(6)), 0.9);
    const psi = randomKet(fock(6), { seed: 2 });
    expect(quadratureDistribution(psi.state(), [0.4], 0.9)[0]).toBeCloseTo(quadratureDistribution(psi.applied(U).state(), [0.4])[0], 13);
  });

  it("give the moments of the quadrature", () => {
    const rho = randomState(fock(8), { seed: 3 });
    for (const phi of [0, 0.6, Math.PI / 2]) {
      const p = quadratureDistribution(rho, xs, phi);
      const moment = (k: number) => p.reduce((sum, value, i) => sum + (value * xs[i] ** k) / 20, 0);
      const x = quadrature(fock(8), phi);
      expect(moment(0)).toBeCloseTo(1, 9);
      expect(moment(1)).toBeCloseTo(meanValue(rho, x)[0], 8);
    }
  });
});

describe("wave functions", () => {
  it("are normalised, and their squares the distribution", () => {
    const psi = Ket.ofState(cat(mode, 1.5));
    for (const phi of [0, Math.PI / 2, 1]) {
      const { re, im } = waveFunction(psi, xs, phi);
      const density = quadratureDistribution(psi.state(), xs, phi);
      density.forEach((value, k) => expect(re[k] ** 2 + im[k] ** 2).toBeCloseTo(value, 13));
    }
    // ⟨p|1⟩ = −i ⟨x|1⟩ at x = p
    const one = Ket.basis(mode, 1);
    const [x, p] = [waveFunction(one, [0.8]), waveFunction(one, [0.8], Math.PI / 2)];
    expect([p.re[0], p.im[0]]).toEqual([0, -x.re[0]]);
  });

  it("reach far levels and far points without overflow", () => {
    const far = Ket.basis(fock(1200), 1100);
    const { re } = waveFunction(far, [0, 44, 60]);
    expect(re.every(Number.isFinite)).toBe(true);
    expect(Math.abs(re[2])).toBeLessThan(1e-40);
    const grid = Array.from({ length: 12001 }, (_, k) => -60 + k / 100);
    const norm = waveFunction(far, grid).re.reduce((sum, value) => sum + value ** 2 / 100, 0);
    expect(norm).toBeCloseTo(1, 9);
  });

  it("want one mode and numbers", () => {
    expect(() => waveFunction(coherent(mode, 1) as never, xs)).toThrow("Argument `psi` must be a ket, but is an operator.");
    expect(() => waveFunction(Ket.basis(tensor(fock(2, "a"), fock(2, "b")), 0), xs)).toThrow(/single mode/);
    expect(() => quadratureDistribution(randomState(tensor(fock(2, "a"), fock(2, "b")), { seed: 1 }), xs)).toThrow(/single mode/);
    expect(() => quadratureDistribution(fockState(mode, 0), [Number.NaN])).toThrow(/finite numbers/);
    expect(() => quadratureDistribution(fockState(mode, 0), 3 as never)).toThrow(TypeError);
    expect(() => quadratureDistribution(fockState(mode, 0), xs, Number.NaN)).toThrow(/`phi`/);
  });
});

describe("variances and covariances", () => {
  const q = qubit();

  it("have closed forms", () => {
    const rho = qubitState([0.3, 0.4, 0.5], q);
    expect(variance(rho, sigmaX(q))).toBeCloseTo(1 - 0.09, 15);
    expect(covariance(rho, sigmaX(q), sigmaY(q))).toBeCloseTo(-0.12, 15);
    expect(meanValue(rho, sigmaMinus(q))).toEqual([0.15, -0.2]);
    const warm = thermalFock(fock(80), 1);
    const n = 1 / (Math.E - 1);
    expect(variance(warm, numberOperator(fock(80)))).toBeCloseTo(n * n + n, 10);
    const state = squeezed(fock(50), 0.3, 0.8);
    const [x, p] = [quadrature(fock(50), 0), quadrature(fock(50), Math.PI / 2)];
    const [c, s] = [Math.cosh(0.6) / 2, Math.sinh(0.6) / 2];
    expect(variance(state, x)).toBeCloseTo(c - s * Math.cos(0.8), 11);
    expect(variance(state, p)).toBeCloseTo(c + s * Math.cos(0.8), 11);
    expect(covariance(state, x, p)).toBeCloseTo(-s * Math.sin(0.8), 11);
  });

  it("keep their digits, and are 0 in eigenstates", () => {
    const large = plus(scaled(identity(q), 1e8), sigmaZ(q));
    expect(variance(qubitState([0, 0, 0], q), large)).toBeCloseTo(1, 7);
    expect(variance(qubitState([0, 0, 1], q), sigmaZ(q))).toBe(0);
  });

  it("match operators to parts of a state by label, and obey Robertson and Schrödinger", () => {
    const pair = tensor(qubit("a"), qubit("b"));
    const rho = randomState(pair, { seed: 4 });
    expect(variance(rho, sigmaX(qubit("b")))).toBeCloseTo(variance(rho, lift(pair, sigmaX(qubit("b")))), 15);
    expect(variance(rho.toMatrix(), lift(pair, sigmaX(qubit("a"))))).toBeCloseTo(variance(rho, sigmaX(qubit("a"))), 15);
    for (let index = 0; index < 20; index++) {
      const state = randomState(q, { seed: 5, index });
      const product = variance(state, sigmaX(q)) * variance(state, sigmaY(q));
      expect(product).toBeGreaterThanOrEqual(meanValue(state, sigmaZ(q))[0] ** 2 + covariance(state, sigmaX(q), sigmaY(q)) ** 2 - 1e-14);
    }
  });

  it("refuse what is no observable of the state", () => {
    const rho = randomState(q, { seed: 6 });
    expect(() => variance(rho, sigmaMinus(q))).toThrow(/`A` must be Hermitian/);
    expect(() => variance(rho, sigmaX(qubit("other")))).toThrow(/must act on the state's space qubit:2/);
    expect(() => covariance(rho, sigmaX(q), 3 as never)).toThrow(TypeError);
    expect(() => meanValue(rho.toMatrix(), numberOperator(fock(3)))).toThrow(/must act on 2 levels/);
    expect(() => meanValue("x" as never, sigmaX(q))).toThrow(TypeError);
  });
});
