import { describe, expect, it } from "vitest";
import {
  applyToPart,
  averageGateFidelity,
  channelOn,
  dag,
  evolution,
  fidelity,
  hadamard,
  identity,
  Ket,
  ket,
  krausChannel,
  levels,
  lift,
  liouvillian,
  masterEquation,
  maximallyMixed,
  minus,
  modes,
  Operator,
  partialTraceOperator,
  plus,
  processFidelity,
  productState,
  propagator,
  purity,
  qubit,
  randomChannel,
  randomGenerator,
  randomHermitian,
  randomKet,
  randomState,
  randomUnitary,
  requireState,
  rotation,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  steady,
  tensor,
  tensorChannels,
  times,
  unitarity,
  unitaryChannel,
} from "../../src/index.ts";
import { modelOf } from "../solvers/model-of.ts";

const q = qubit("q");
const three = levels(3, "l");

function gap(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

/** (1 − p)ρ + p·1/2. */
function depolarising(p: number) {
  const paulis = [sigmaX(q), sigmaY(q), sigmaZ(q)].map((s) => scaled(s, Math.sqrt(p / 4)));
  return krausChannel(q, [scaled(identity(q), Math.sqrt(1 - (3 * p) / 4)), ...paulis]);
}

function damping(g: number) {
  const stay = plus(scaled(times(sigmaMinus(q), sigmaX(q)), 1), scaled(times(sigmaX(q), sigmaMinus(q)), Math.sqrt(1 - g)));
  return krausChannel(q, [stay, scaled(sigmaMinus(q), Math.sqrt(g))]);
}

describe("channels", () => {
  it("from Kraus operators and unitaries act as they say", () => {
    const rho = randomState(q, { seed: 1 });
    expect(gap(depolarising(0.3).apply(rho), plus(scaled(rho, 0.7), scaled(maximallyMixed(q), 0.3)))).toBeLessThan(1e-15);
    const U = randomUnitary(three, { seed: 2 });
    expect(unitaryChannel(U).kraus().length).toBe(1);
    const decay = propagator(masterEquation({ H: scaled(sigmaX(q), 0), jumps: [sigmaMinus(q)], initial: [1, 0] }), 0.5);
    const same = damping(1 - Math.exp(-0.5));
    decay.matrix.data.forEach((x, at) => expect(x).toBeCloseTo(same.matrix.data[at], 9));
  });

  it("act on a part of a larger state", () => {
    const [a, b, c] = [qubit("a"), levels(3, "b"), qubit("c")];
    const space = tensor(a, b, c);
    const rho = randomState(space, { seed: 3 });
    const U = randomUnitary(tensor(c, a), { seed: 4 });
    const whole = lift(space, U);
    const expected = times(whole, rho, dag(whole));
    expect(gap(applyToPart(unitaryChannel(U), rho), expected)).toBeLessThan(1e-14);
    expect(gap(channelOn(space, unitaryChannel(U)).apply(rho), expected)).toBeLessThan(1e-14);
    const channel = randomChannel(b, { seed: 5 });
    const out = applyToPart(channel, rho);
    requireState("out", out, 1e-12);
    expect(gap(partialTraceOperator(out, ["b"]), channel.apply(partialTraceOperator(rho, ["b"])))).toBeLessThan(1e-14);
    expect(gap(partialTraceOperator(out, ["a", "c"]), partialTraceOperator(rho, ["a", "c"]))).toBeLessThan(1e-14);
  });

  it("stand side by side", () => {
    const [a, b] = [qubit("a"), levels(3, "b")];
    const [first, second] = [randomChannel(a, { seed: 6 }), randomChannel(b, { seed: 7 })];
    const both = tensorChannels(first, second);
    const [rho, sigma] = [randomState(a, { seed: 8 }), randomState(b, { seed: 9 })];
    const joint = tensor(a, b);
    expect(gap(both.apply(productState(joint, rho, sigma)), productState(joint, first.apply(rho), second.apply(sigma)))).toBeLessThan(
      1e-14,
    );
    const one = channelOn(joint, first).after(channelOn(joint, second));
    both.matrix.data.forEach((x, at) => expect(Math.abs(x - one.matrix.data[at])).toBeLessThan(1e-14));
    const decay = liouvillian(masterEquation({ H: scaled(sigmaX(a), 0), jumps: [sigmaMinus(a)], initial: [1, 0] }));
    expect(channelOn(joint, decay).kind).toBe("generator");
  });

  it("refuse what does not fit", () => {
    expect(() => krausChannel(q, [])).toThrow(/at least one Kraus operator/);
    expect(() => krausChannel(q, [sigmaX(qubit("other"))])).toThrow(/must act on the space q:2/);
    expect(() => krausChannel(3 as never, [])).toThrow(TypeError);
    expect(() => krausChannel(q, 3 as never)).toThrow(TypeError);
    expect(() => krausChannel(levels(33), [identity(levels(33))])).toThrow(/at most 32 levels/);
    expect(() => unitaryChannel(sigmaMinus(q))).toThrow(/must be unitary/);
    expect(() => applyToPart(depolarising(0.1), randomState(three, { seed: 1 }))).toThrow(/must name a factor/);
    expect(() => applyToPart(depolarising(0.1), randomState(levels(3, "q"), { seed: 1 }))).toThrow(/must have 2 levels on "q"/);
    expect(() => applyToPart(3 as never, sigmaX(q))).toThrow(/must be a superoperator/);
    expect(() => tensorChannels(depolarising(0.1), depolarising(0.1))).toThrow(/label/);
    const L = liouvillian(masterEquation({ H: sigmaX(q), initial: [1, 0] }));
    expect(() => tensorChannels(L, depolarising(0.1))).toThrow(/Generators side by side add/);
    expect(() => processFidelity(L)).toThrow("Argument `channel` must be a map, but it is of kind generator. Take propagator(model, t).");
    expect(() => averageGateFidelity(depolarising(0.1), sigmaMinus(q))).toThrow(/`target` must be unitary/);
    expect(() => processFidelity(depolarising(0.1), randomChannel(three, { seed: 1 }))).toThrow(/must act on operators of q:2/);
    expect(() => unitarity("x" as never)).toThrow(/must be a superoperator/);
  });
});

describe("measures of channels", () => {
  it("have closed forms for depolarising and damping", () => {
    for (const p of [0, 0.2, 0.7]) {
      expect(processFidelity(depolarising(p))).toBeCloseTo(1 - (3 * p) / 4, 14);
      expect(averageGateFidelity(depolarising(p))).toBeCloseTo(1 - p / 2, 14);
      expect(unitarity(depolarising(p))).toBeCloseTo((1 - p) ** 2, 14);
      const root = Math.sqrt(1 - p);
      expect(processFidelity(damping(p))).toBeCloseTo(((1 + root) / 2) ** 2, 14);
      expect(averageGateFidelity(damping(p))).toBeCloseTo((2 * ((1 + root) / 2) ** 2 + 1) / 3, 14);
      expect(unitarity(damping(p))).toBeCloseTo((2 * (1 - p) + (1 - p) ** 2) / 3, 14);
    }
  });

  it("of two unitaries are those of their traces", () => {
    const angle = 0.8;
    const turn = unitaryChannel(rotation(q, [0, 1, 0], angle));
    expect(processFidelity(turn, identity(q))).toBeCloseTo(Math.cos(angle / 2) ** 2, 14);
    expect(averageGateFidelity(turn, rotation(q, [0, 1, 0], angle))).toBeCloseTo(1, 14);
    expect(averageGateFidelity(turn)).toBeCloseTo((2 * Math.cos(angle / 2) ** 2 + 1) / 3, 14);
    expect(processFidelity(turn, unitaryChannel(hadamard(q)))).toBeCloseTo(processFidelity(turn, hadamard(q)), 7);
    expect(unitarity(turn)).toBeCloseTo(1, 14);
  });

  it("the average gate fidelity is the average over kets", () => {
    const [channel, U] = [randomChannel(three, { seed: 10, rank: 2 }), randomUnitary(three, { seed: 11 })];
    const count = 3000;
    let [sum, square] = [0, 0];
    for (let index = 0; index < count; index++) {
      const psi = randomKet(three, { seed: 12, index });
      const phi = psi.applied(U);
      const value = phi.inner(phi.applied(channel.apply(psi.outer(psi))))[0];
      sum += value;
      square += value * value;
    }
    const error = Math.sqrt((square / count - (sum / count) ** 2) / count);
    expect(Math.abs(sum / count - averageGateFidelity(channel, U))).toBeLessThan(4 * error);
  });

  it("the process fidelity of two channels is the fidelity of their Choi states, also by Kraus operators of one", () => {
    const [A, B] = [randomChannel(q, { seed: 13 }), randomChannel(q, { seed: 14 })];
    const half = (C: { data: Float64Array; rows: number; columns: number }) => ({ ...C, data: C.data.map((x) => x / 2) });
    expect(processFidelity(A, B)).toBeCloseTo(fidelity(half(A.choi()), half(B.choi())), 12);
    expect(processFidelity(A, A)).toBeCloseTo(1, 12);
    const byKraus = A.kraus().reduce((total, K) => total + (K.trace()[0] ** 2 + K.trace()[1] ** 2) / 4, 0);
    expect(processFidelity(A)).toBeCloseTo(byKraus, 13);
  });

  it("the unitarity is the purity that random pure states keep", () => {
    const channel = damping(0.4);
    const shift = channel.apply(maximallyMixed(q));
    const count = 2000;
    let [sum, square] = [0, 0];
    for (let index = 0; index < count; index++) {
      const psi = randomKet(q, { seed: 15, index });
      const rest = minus(channel.apply(psi.outer(psi)), shift);
      const value = 2 * times(rest, rest).trace()[0];
      sum += value;
      square += value * value;
    }
    const error = Math.sqrt((square / count - (sum / count) ** 2) / count);
    expect(Math.abs(sum / count - unitarity(channel))).toBeLessThan(4 * error);
  });
});

describe("random channels", () => {
  it("preserve the trace, are completely positive, and have their rank", () => {
    for (const rank of [1, 2, 9]) {
      const channel = randomChannel(three, { seed: 20, rank });
      expect(channel.kraus().length).toBe(rank);
      expect(channel.choiMinimum()).toBeGreaterThan(-1e-14);
      expect(gap(channel.adjoint(identity(three)), identity(three))).toBeLessThan(1e-14);
    }
    expect(unitarity(randomChannel(three, { seed: 21, rank: 1 }))).toBeCloseTo(1, 13);
  });

  it.each([2, 4])("are as far from unital as a random isometry of rank %d makes them", (r) => {
    // Φ(1)/d is a part of a random projector of rank d in N = d·r dimensions.
    const d = 2;
    const N = d * r;
    const beta = (d - (d * d) / N) / (N * N - 1);
    const alpha = (d * d - beta * N) / (N * N);
    const expected = (alpha * d * r * r + beta * d * d * r) / (d * d);
    const values = Array.from({ length: 600 }, (_, index) =>
      purity(randomChannel(q, { seed: 22, index, rank: r }).apply(maximallyMixed(q))),
    );
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const spread = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(spread / values.length));
  });

  it("want a seed and a rank that fits", () => {
    expect(() => randomChannel(q, {} as never)).toThrow(/`seed` must be given/);
    expect(() => randomChannel(q, { seed: 1, rank: 5 })).toThrow(/from 1 to 4/);
    expect(() => randomChannel(levels(33), { seed: 1 })).toThrow(/at most 32 levels/);
    expect(() => randomGenerator(q, { seed: 1, jumps: 4 })).toThrow(/from 0 to 3/);
  });
});

describe("random generators", () => {
  const generator = randomGenerator(three, { seed: 30 });
  const model = modelOf(generator, maximallyMixed(three));

  it("have Σ Tr L†L = d, traceless jumps, and eigenvalues around −1", () => {
    const L = liouvillian(model);
    // Tr of ρ ↦ Σ LρL† − ½{…} is −d Σ Tr L†L where the jumps have no trace: the mean of the d² − 1 others is −d²/(d² − 1).
    expect(L.trace()[0]).toBeCloseTo(-9, 12);
    const { values } = modes(model);
    expect(values.filter(([re]) => Math.abs(re) < 1e-12).length).toBe(1);
    expect(values.every(([re]) => re < 1e-12 && re > -2.5)).toBe(true);
  });

  it("run to their stationary state", () => {
    const end = run(model, { times: [60] }).final;
    const found = steady(model);
    expect(found.unique).toBe(true);
    expect(gap(Operator.fromMatrix(three, end.matrix()), Operator.fromMatrix(three, found.state.matrix()))).toBeLessThan(1e-8);
  });

  it("have as many jumps and as much Hamiltonian as asked for", () => {
    expect(randomGenerator(q, { seed: 31, jumps: 0, radius: 1 }).dissipators.length).toBe(0);
    expect(randomGenerator(q, { seed: 31, jumps: 2 }).dissipators.length).toBe(2);
    const closed = modelOf(randomGenerator(q, { seed: 31, jumps: 0, radius: 1.5 }), ket(q, [1, 0]));
    const H = randomHermitian(q, { seed: 31, radius: 1.5 });
    const U = evolution(H, 0.7);
    const after = run(closed, { times: [0.7] }).final;
    expect(gap(Operator.fromMatrix(q, after.matrix()), Ket.basis(q, 0).applied(U).state())).toBeLessThan(1e-9);
  });
});
