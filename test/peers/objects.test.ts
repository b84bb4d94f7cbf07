/**
 * What the suites of QuTiP 5, QuantumToolbox.jl and dynamiqs ask of operators, states and channels as objects: one row per case, with values
 * from closed forms.
 */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  anticommutator,
  applyToPart,
  averageGateFidelity,
  buresDistance,
  channelOn,
  clebschGordan,
  coherent,
  controlled,
  dag,
  diagonal,
  displacement,
  eigenstates,
  evolution,
  exponentialOf,
  fermions,
  fock,
  fockState,
  fourierTransform,
  functionOf,
  groundState,
  hadamard,
  hellingerDistance,
  identity,
  inverseOf,
  Ket,
  krausChannel,
  levels,
  lift,
  liouvillian,
  logarithmOf,
  meanValue,
  minus,
  modes,
  numberOperator,
  type Operator,
  partialTraceOperator,
  permuteFactors,
  phaseOperator,
  plus,
  processFidelity,
  productState,
  purity,
  quadratureDistribution,
  qubit,
  qubitState,
  randomChannel,
  randomGenerator,
  randomKet,
  randomState,
  randomUnitary,
  requireState,
  requireUnitary,
  scaled,
  sigmaX,
  sigmaY,
  sigmaZ,
  spin,
  spinX,
  spinZ,
  squareRootOf,
  squeezing,
  swap,
  tensor,
  tensorChannels,
  thermalFock,
  times,
  unitarity,
  unitaryChannel,
  variance,
  waveFunction,
} from "../../src/index.ts";
import { modelOf } from "../solvers/model-of.ts";

const q = qubit("q");

function gap(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

/** A Pauli channel with probabilities of 1, σx, σy, σz. */
function pauli(p: readonly number[]) {
  return krausChannel(
    q,
    [identity(q), sigmaX(q), sigmaY(q), sigmaZ(q)].map((s, k) => scaled(s, Math.sqrt(p[k]))),
  );
}

describe("E13: fidelities and unitarity of channels (qutip test_metrics)", () => {
  it.each([
    [1, 0, 0, 0],
    [0.7, 0.1, 0.15, 0.05],
    [0.25, 0.25, 0.25, 0.25],
  ])("a Pauli channel with p = %d, %d, %d, %d", (...p) => {
    const channel = pauli(p);
    expect(processFidelity(channel)).toBeCloseTo(p[0], 14);
    expect(processFidelity(channel, sigmaY(q))).toBeCloseTo(p[2], 14);
    expect(averageGateFidelity(channel)).toBeCloseTo((2 * p[0] + 1) / 3, 14);
    const [x, y, z] = [p[0] + p[1] - p[2] - p[3], p[0] + p[2] - p[1] - p[3], p[0] + p[3] - p[1] - p[2]];
    expect(unitarity(channel)).toBeCloseTo((x * x + y * y + z * z) / 3, 14);
    const other = [0.4, 0.3, 0.2, 0.1];
    const overlap = p.reduce((sum, value, k) => sum + Math.sqrt(value * other[k]), 0);
    expect(processFidelity(channel, pauli(other))).toBeCloseTo(overlap ** 2, 12);
  });

  it("average gate fidelity of two unitaries is (d + |Tr U†V|²)/(d² + d)", () => {
    const space = levels(4);
    const [U, V] = [0, 1].map((index) => randomUnitary(space, { seed: 1, index }));
    const [re, im] = times(dag(U), V).trace();
    expect(averageGateFidelity(unitaryChannel(V), U)).toBeCloseTo((4 + re * re + im * im) / 20, 13);
  });
});

describe("F11: Hellinger and Bures distances (qutip test_metrics)", () => {
  it.each([0.1, 0.5, 1])("of two pure states with overlap |⟨ψ|φ⟩| = %d", (c) => {
    const [psi, phi] = [Ket.of(q, [1, 0]), Ket.of(q, [c, [0, Math.sqrt(1 - c * c)]])].map((ket) => ket.state());
    expect(hellingerDistance(psi, phi)).toBeCloseTo(Math.sqrt(2 - 2 * c * c), 7);
    expect(buresDistance(psi, phi)).toBeCloseTo(Math.sqrt(2 - 2 * c), 7);
  });

  it("of thermal states, ρ ⊗ τ against σ ⊗ τ, and after a common unitary", () => {
    const [rho, sigma] = [thermalFock(fock(40), 0.5), thermalFock(fock(40), 1)];
    const [s, t] = [Math.exp(-2), Math.exp(-1)];
    const overlap = Math.sqrt((1 - s) * (1 - t)) / (1 - Math.sqrt(s * t));
    expect(hellingerDistance(rho, sigma)).toBeCloseTo(Math.sqrt(2 - 2 * overlap), 12);
    expect(buresDistance(rho, sigma)).toBeCloseTo(Math.sqrt(2 - 2 * overlap), 12);
    const space = levels(3, "s");
    const [a, b] = [0, 1].map((index) => randomState(space, { seed: 2, index }));
    const joint = tensor(space, q);
    const beside = (X: Operator) => productState(joint, X, qubitState([0, 0.3, 0], q));
    expect(hellingerDistance(beside(a), beside(b))).toBeCloseTo(hellingerDistance(a, b), 13);
    const U = randomUnitary(space, { seed: 3 });
    const turned = (X: Operator) => times(U, X, dag(U));
    expect(hellingerDistance(turned(a), turned(b))).toBeCloseTo(hellingerDistance(a, b), 13);
  });
});

describe("L04: contraction, swap, channels on parts (qutip test_tensor, test_subsys_apply)", () => {
  const [a, b, c] = [qubit("a"), levels(3, "b"), qubit("c")];
  const space = tensor(a, b, c);

  it("contracts a pair of indices by a trace, and swaps factors", () => {
    const [A, B, C] = [sigmaX(a), diagonal(b, [1, 0, 2]), sigmaZ(c)];
    const joint = lift(space, A, B, C);
    expect(gap(partialTraceOperator(joint, ["a", "c"]), scaled(lift(tensor(a, c), A, C), 3))).toBe(0);
    expect(gap(permuteFactors(joint, ["c", "a", "b"]), lift(tensor(c, a, b), A, B, C))).toBe(0);
    const S = lift(space, swap(tensor(a, c)));
    expect(gap(times(S, lift(space, sigmaX(a)), S), lift(space, sigmaX(c)))).toBe(0);
  });

  it("applies a channel to one part: a product stays one", () => {
    const channel = randomChannel(b, { seed: 4, rank: 3 });
    const parts = [randomState(a, { seed: 5 }), randomState(b, { seed: 6 }), randomState(c, { seed: 7 })];
    const out = applyToPart(channel, productState(space, ...parts));
    expect(gap(out, productState(space, parts[0], channel.apply(parts[1]), parts[2]))).toBeLessThan(1e-15);
    expect(gap(channelOn(space, channel).apply(productState(space, ...parts)), out)).toBeLessThan(1e-15);
  });

  it("puts channels side by side: super_tensor of unitaries is that of their product", () => {
    const [U, V] = [randomUnitary(a, { seed: 8 }), randomUnitary(b, { seed: 9 })];
    const both = tensorChannels(unitaryChannel(U), unitaryChannel(V));
    const product = unitaryChannel(lift(tensor(a, b), U, V));
    both.matrix.data.forEach((x, at) => expect(Math.abs(x - product.matrix.data[at])).toBeLessThan(1e-15));
  });
});

describe("M10: random states, unitaries, channels, generators (qutip test_random)", () => {
  it("are what they are called, and repeat by seed", () => {
    const space = tensor(qubit("x"), levels(3, "y"));
    expect(randomKet(space, { seed: 1 }).norm()).toBeCloseTo(1, 15);
    for (const measure of ["hilbert-schmidt", "bures"] as const) requireState("rho", randomState(space, { seed: 1, measure }), 1e-13);
    requireUnitary("U", randomUnitary(space, { seed: 1 }), 1e-13);
    expect(randomUnitary(space, { seed: 1 }).values).toEqual(randomUnitary(space, { seed: 1 }).values);
    expect(purity(randomState(space, { seed: 1, rank: 2 }))).toBeGreaterThan(0.5);
    const channel = randomChannel(space, { seed: 1, rank: 4 });
    expect(gap(channel.adjoint(identity(space)), identity(space))).toBeLessThan(1e-14);
    expect(channel.kraus().length).toBe(4);
    const model = modelOf(randomGenerator(q, { seed: 1, radius: 1 }), qubitState([0, 0, 0], q));
    expect(gap(liouvillian(model).adjoint(identity(q)), scaled(identity(q), 0))).toBeLessThan(1e-14);
    expect(modes(model).values.every(([re]) => re < 1e-12)).toBe(true);
  });
});

describe("M11: eigenstates and functions of operators (qutip test_eigenstates, test_qobj)", () => {
  it("levels of a spin, of a displaced oscillator, and the ground state", () => {
    const three = spin(1.5);
    eigenstates(spinX(three)).values.forEach((value, k) => expect(value).toBeCloseTo(k - 1.5, 14));
    const mode = fock(60);
    const H = plus(numberOperator(mode), scaled(plus(annihilate(mode), dag(annihilate(mode))), 0.5));
    const { energy, kets } = groundState(H);
    expect(energy).toBeCloseTo(-0.25, 12);
    expect(kets[0].inner(Ket.ofState(coherent(mode, -0.5)))[0] ** 2).toBeCloseTo(1, 12);
    // eigenkets of commuting operators: those of one that tells all of them apart (simdiag)
    const pair = tensor(q, qubit("r"));
    const [A, B] = [lift(pair, sigmaZ(q)), lift(pair, sigmaZ(qubit("r")))];
    for (const psi of eigenstates(plus(A, scaled(B, 0.5))).kets) {
      for (const X of [A, B]) expect(variance(psi.state(), X)).toBe(0);
    }
  });

  it("expm, logm, sqrtm, inv, cosm", () => {
    const [sx, sy] = [sigmaX(q), sigmaY(q)];
    expect(gap(exponentialOf(scaled(sx, 0, -0.3)), plus(scaled(identity(q), Math.cos(0.3)), scaled(sx, 0, -Math.sin(0.3))))).toBeLessThan(
      1e-15,
    );
    expect(gap(logarithmOf(evolution(sy, 0.4)), scaled(sy, 0, -0.4))).toBeLessThan(1e-15);
    const X = plus(sx, scaled(identity(q), 2));
    expect(gap(times(squareRootOf(X), squareRootOf(X)), X)).toBeLessThan(1e-14);
    expect(gap(inverseOf(X), scaled(minus(scaled(identity(q), 2), sx), 1 / 3))).toBeLessThan(1e-15);
    expect(gap(functionOf(scaled(sx, 0.7), Math.cos), scaled(identity(q), Math.cos(0.7)))).toBeLessThan(1e-15);
  });
});

describe("M12: fermions, phase, gates, Clebsch–Gordan, displacement, squeezing (qutip test_operators, test_gates)", () => {
  it("fdestroy and fcreate anticommute", () => {
    const { annihilate: c, create, space } = fermions(3);
    expect(gap(anticommutator(c[0], create[0]), identity(space))).toBe(0);
    expect(gap(anticommutator(c[0], c[2]), scaled(identity(space), 0))).toBe(0);
  });

  it("phase, qft, gates, clebsch", () => {
    const mode = fock(5);
    eigenstates(phaseOperator(mode)).values.forEach((value, m) => expect(value).toBeCloseTo((2 * Math.PI * m) / 5, 13));
    const pair = tensor(qubit("a"), qubit("b"));
    expect(fourierTransform(pair).at(1, 3)).toEqual([0, -0.5]);
    const cz = controlled(qubit("a"), sigmaZ(qubit("b")));
    const H = lift(pair, hadamard(qubit("b")));
    expect(gap(times(H, cz, H), controlled(qubit("a"), sigmaX(qubit("b"))))).toBeLessThan(1e-15);
    expect(clebschGordan(0.5, 0.5, 0.5, 0.5, 1, 1)).toBe(1);
  });

  it("displace and squeeze", () => {
    const mode = fock(40);
    const vacuum = fockState(mode, 0);
    const D = displacement(mode, [1, -0.5]);
    expect(meanValue(times(D, vacuum, dag(D)), annihilate(mode))[1]).toBeCloseTo(-0.5, 12);
    const S = squeezing(mode, 0.5);
    expect(meanValue(times(S, vacuum, dag(S)), numberOperator(mode))[0]).toBeCloseTo(Math.sinh(0.5) ** 2, 11);
  });
});

describe("M14: variances and distributions (qutip test_expect, distributions)", () => {
  it("variance of number and spin", () => {
    expect(variance(coherent(fock(40), 1.5), numberOperator(fock(40)))).toBeCloseTo(2.25, 11);
    expect(variance(Ket.basis(spin(1), 0).state(), spinX(spin(1)))).toBeCloseTo(0.5, 15);
    expect(variance(Ket.basis(spin(1), 0).state(), spinZ(spin(1)))).toBe(0);
    expect(variance(qubitState([0, 0, 1], q), sigmaX(q))).toBe(1);
  });

  it("harmonic oscillator wave functions and their densities", () => {
    const one = Ket.basis(fock(3), 1);
    const expected = (x: number) => (Math.SQRT2 * x * Math.exp((-x * x) / 2)) / Math.PI ** 0.25;
    const points = [-1.3, 0, 0.4, 2];
    waveFunction(one, points).re.forEach((value, k) => expect(value).toBeCloseTo(expected(points[k]), 15));
    quadratureDistribution(one.state(), points, 0.3).forEach((value, k) => expect(value).toBeCloseTo(expected(points[k]) ** 2, 15));
  });
});
