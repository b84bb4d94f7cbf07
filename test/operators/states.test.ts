import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, sinh, tanh } from "../../src/numerics/scalar.ts";
import { hermitianPart, isDiagonal, isReal, lift, minus, plus, scale, tensorOperators, times } from "../../src/operators/algebra.ts";
import { annihilate, number, quadrature, sigmaX, sigmaY, sigmaZ, spinX } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import {
  basisState,
  coherent,
  cutWarning,
  fockState,
  ket,
  levelsFor,
  maximallyMixed,
  mixture,
  productState,
  qubitState,
  requireState,
  squeezed,
  thermal,
  thermalFock,
  twoModeSqueezed,
} from "../../src/operators/states.ts";
import { fock, levels, qubit, type Space, spin, tensor } from "../../src/spaces/space.ts";

const mean = (A: Operator, rho: Operator) => times(A, rho).trace();
const distance = (A: Operator, B: Operator) => minus(A, B).values.reduce((worst, x) => Math.max(worst, Math.abs(x)), 0);

describe("thermal", () => {
  const q = qubit();

  it("is tanh for a qubit, along any axis", () => {
    for (const T of [0.05, 0.3, 1, 20]) {
      expect(mean(sigmaZ(q), thermal(scale(sigmaZ(q), 0.5), { T }))[0]).toBeCloseTo(-tanh(1 / (2 * T)), 14);
      const along = plus(scale(sigmaX(q), 0.3), scale(sigmaY(q), 0.4));
      const rho = thermal(along, { T });
      expect(mean(sigmaX(q), rho)[0]).toBeCloseTo(-0.6 * tanh(0.5 / T), 13);
      expect(mean(sigmaY(q), rho)[0]).toBeCloseTo(-0.8 * tanh(0.5 / T), 13);
      requireState("rho", rho);
    }
  });

  it("keeps diagonal Hamiltonians diagonal and real ones real", () => {
    expect(isDiagonal(thermal(sigmaZ(q), { T: 1 }))).toBe(true);
    const H = plus(lift(tensor(qubit("a"), qubit("b")), sigmaX(qubit("a")), sigmaX(qubit("b"))));
    const rho = thermal(H, { beta: 2 });
    expect(isReal(rho)).toBe(true);
    // Two blocks {ee, gg} and {eg, ge}: nothing couples them.
    expect(rho.count).toBe(8);
    expect(rho.at(0, 3)[0]).toBeCloseTo(-tanh(2) / 4, 14);
  });

  it("is the ground state at T = 0, mixed over a degenerate level", () => {
    expect(thermal(sigmaZ(q), { T: 0 }).at(1, 1)).toEqual([1, 0]);
    expect(thermal(sigmaZ(q), { beta: Number.POSITIVE_INFINITY }).at(0, 0)).toEqual([0, 0]);
    const three = levels(3);
    const H = Operator.fromEntries(three, [
      [0, 0, -1],
      [1, 1, -1],
      [2, 2, 4],
    ]);
    expect(thermal(H, { T: 0 }).at(1, 1)).toEqual([0.5, 0]);
    // Ising pair: both aligned states are ground states, found in different blocks.
    const pair = tensor(qubit("a"), qubit("b"));
    const XX = lift(pair, scale(sigmaX(qubit("a")), -1), sigmaX(qubit("b")));
    const rho = thermal(XX, { T: 0 });
    expect(mean(XX, rho)[0]).toBeCloseTo(-1, 13);
    expect(mean(rho, rho)[0]).toBeCloseTo(0.5, 13);
  });

  it("never overflows", () => {
    const H = scale(sigmaZ(q), 1e300);
    expect(thermal(H, { T: 1e-300 }).at(1, 1)).toEqual([1, 0]);
    expect(thermal(scale(sigmaZ(q), -5000), { T: 1e-3 }).at(0, 0)).toEqual([1, 0]);
    expect(thermal(sigmaZ(q), { T: Number.POSITIVE_INFINITY }).at(0, 0)).toEqual([0.5, 0]);
    expect(thermal(sigmaZ(q), { T: 5e-324 }).at(1, 1)).toEqual([1, 0]);
  });

  it("commutes with H and has log ρ linear in it", () => {
    const space = levels(4);
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 32, maxLength: 32 }), fc.double({ min: 0.1, max: 5, noNaN: true }), (x, beta) => {
        const A = Operator.fromEntries(
          space,
          Array.from({ length: 16 }, (_, k) => [k >> 2, k & 3, x[2 * k], x[2 * k + 1]] as const),
        );
        const H = hermitianPart(A);
        const rho = thermal(H, { beta });
        requireState("rho", rho);
        expect(distance(times(H, rho), times(rho, H))).toBeLessThan(1e-12);
        // ρ(β)² ∝ ρ(2β)
        const square = times(rho, rho);
        expect(distance(scale(square, 1 / square.trace()[0]), thermal(H, { beta: 2 * beta }))).toBeLessThan(1e-11);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses what is no temperature or no Hamiltonian", () => {
    expect(() => thermal(sigmaZ(q), { T: -1 })).toThrow(/Argument `T` must be a finite number ≥ 0, but is -1/);
    expect(() => thermal(sigmaZ(q), { beta: Number.NaN })).toThrow(RangeError);
    expect(() => thermal(sigmaZ(q), {} as { T: number })).toThrow(/\{ T \} or \{ beta \}.*exactly one/);
    expect(() => thermal(annihilate(fock(3)), { T: 1 })).toThrow(/`H` must be Hermitian/);
    // @ts-expect-error one of them says it all, and two could disagree
    expect(() => thermal(sigmaZ(q), { T: 1, beta: 1 })).toThrow(/exactly one/);
    // @ts-expect-error a bare number could be either
    expect(() => thermal(sigmaZ(q), 1)).toThrow(TypeError);
  });

  it("of a mode has Bose statistics and knows its cut", () => {
    const rho = thermalFock(fock(60), 1.3);
    expect(mean(number(fock(60)), rho)[0]).toBeCloseTo(1 / (exp(1 / 1.3) - 1), 12);
    expect(thermalFock(fock(5), 0).at(0, 0)).toEqual([1, 0]);
    expect(thermalFock(fock(4), Number.POSITIVE_INFINITY).at(3, 3)).toEqual([0.25, 0]);
    expect(distance(rho, thermal(number(fock(60)), { T: 1.3 }))).toBeLessThan(1e-15);
    expect(cutWarning(fock(60), 1)).toBeNull();
    expect(cutWarning(fock(4), 1, 1e-6)).toMatch(/0\.018 of its population beyond 4 levels; 14 levels would leave 0.000001/);
    expect(exp(-levelsFor(2, 1e-9) / 2)).toBeLessThanOrEqual(1e-9);
    expect(exp(-(levelsFor(2, 1e-9) - 1) / 2)).toBeGreaterThan(1e-9);
    expect(() => thermalFock(qubit(), 1)).toThrow(/single truncated mode/);
  });
});

describe("pure states", () => {
  const m = fock(50);
  it("coherent states are displaced vacua", () => {
    const rho = coherent(m, [1.2, -0.7]);
    const [re, im] = mean(annihilate(m), rho);
    expect(re).toBeCloseTo(1.2, 12);
    expect(im).toBeCloseTo(-0.7, 12);
    expect(mean(number(m), rho)[0]).toBeCloseTo(1.93, 12);
    requireState("rho", rho);
    expect(coherent(m, 0).count).toBe(1);
    expect(() => coherent(fock(6), 4)).toThrow(/`alpha` must fit into the cut.*levels would do/);
  });
  it("squeezed vacua have e^{∓2r}/2", () => {
    const rho = squeezed(m, 0.6);
    const x = quadrature(m, 0);
    const p = quadrature(m, Math.PI / 2);
    expect(mean(times(x, x), rho)[0]).toBeCloseTo(exp(-1.2) / 2, 10);
    expect(mean(times(p, p), rho)[0]).toBeCloseTo(exp(1.2) / 2, 10);
    const turned = squeezed(m, 0.6, Math.PI);
    expect(mean(times(x, x), turned)[0]).toBeCloseTo(exp(1.2) / 2, 10);
    expect(() => squeezed(fock(4), 3)).toThrow(/levels would do/);
    expect(() => squeezed(m, -1)).toThrow(/Turn the axis/);
  });
  it("two-mode squeezed vacua have thermal halves", () => {
    const two = tensor(fock(40, "a"), fock(40, "b"));
    const rho = twoModeSqueezed(two, 0.5, 0.3);
    const n = lift(two, number(fock(40, "b")));
    expect(mean(n, rho)[0]).toBeCloseTo(sinh(0.5) * sinh(0.5), 12);
  });
  it("kets carry their phases: ρ_ij = ψ_i ψ_j*", () => {
    const rho = ket(qubit(), [0.6, [0, 0.8]]);
    expect(rho.at(1, 0)).toEqual([0, 0.48]);
    expect(rho.at(0, 1)).toEqual([0, -0.48]);
    expect(ket(levels(3), [0, 1, 0]).count).toBe(1);
    expect(ket(qubit(), [1, 1], { normalise: true }).at(0, 1)[0]).toBeCloseTo(0.5, 15);
    expect(() => ket(qubit(), [1, 1])).toThrow(/must have norm 1, but their norm² is 2\. Set \{ normalise: true \}/);
    expect(() => ket(qubit(), [1])).toThrow(/2 entries/);
    expect(() => ket(qubit(), [0, 0])).toThrow(/not all be 0/);
    expect(() => ket(qubit(), [1, "x" as unknown as number])).toThrow(TypeError);
  });
  it("number states stop at the cut", () => {
    expect(fockState(fock(3), 2).at(2, 2)).toEqual([1, 0]);
    expect(() => fockState(fock(3), 3)).toThrow(/integer from 0 to 2, but is 3\. Take fock\(4\)/);
    expect(basisState(qubit(), "g").at(1, 1)).toEqual([1, 0]);
  });
});

describe("mixtures and products", () => {
  it("mix and multiply", () => {
    const rho = mixture([0.25, basisState(qubit(), "e")], [0.75, maximallyMixed(qubit())]);
    expect(rho.at(0, 0)).toEqual([0.625, 0]);
    expect(() => mixture([0.5, maximallyMixed(qubit())])).toThrow(/weights` must add up to 1, but their sum is 0.5/);
    expect(() => mixture([1.5, maximallyMixed(qubit())], [-0.5, maximallyMixed(qubit())])).toThrow(/≥ 0/);
    const ab = tensor(qubit("a"), fock(3, "b"));
    const joint = productState(ab, fockState(fock(3, "b"), 1), qubitState([0.6, 0, 0.8], qubit("a")));
    expect(distance(joint, tensorOperators(qubitState([0.6, 0, 0.8], qubit("a")), fockState(fock(3, "b"), 1)))).toBe(0);
    expect(() => productState(ab, fockState(fock(3, "b"), 1))).toThrow(/cover each factor.*none acts on "a"/);
  });
  it("qubit states are their Bloch vectors", () => {
    const rho = qubitState([0.1, -0.2, 0.3]);
    expect(mean(sigmaX(qubit()), rho)[0]).toBeCloseTo(0.1, 15);
    expect(mean(sigmaY(qubit()), rho)[0]).toBeCloseTo(-0.2, 15);
    expect(mean(sigmaZ(qubit()), rho)[0]).toBeCloseTo(0.3, 15);
    expect(qubitState([0, 0, 1]).count).toBe(2);
    expect(() => qubitState([1, 1, 0])).toThrow(/unit ball.*its length is 1.41/);
  });
});

describe("requireState", () => {
  const on = (space: Space, ...entries: [number, number, number, number?][]) => Operator.fromEntries(space, entries);
  it("passes states", () => {
    expect(() => requireState("rho", thermal(spinX(spin(2)), { T: 0.3 }))).not.toThrow();
  });
  it("says what is wrong", () => {
    expect(() => requireState("rho", on(qubit(), [0, 0, 2]))).toThrow(/`rho` must have trace 1, but its trace is 2\. Divide/);
    expect(() => requireState("rho", on(qubit(), [0, 0, 1.5], [1, 1, -0.5]))).toThrow(/positive semidefinite, but population 1 is -0.5/);
    const coherent = on(qubit(), [0, 0, 0.5], [1, 1, 0.5], [0, 1, 0.6], [1, 0, 0.6]);
    expect(() => requireState("rho", coherent)).toThrow(/lowest eigenvalue is -0\.[01]/);
    expect(() => requireState("rho", on(qubit(), [0, 0, 1], [0, 1, 0.1]))).toThrow(/Hermitian/);
  });
});
