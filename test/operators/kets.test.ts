import { describe, expect, it } from "vitest";
import {
  coherent,
  expectation,
  fock,
  Ket,
  ket,
  lift,
  masterEquation,
  maximallyMixed,
  minus,
  type Operator,
  permuteFactors,
  productState,
  projector,
  qubit,
  qubitState,
  randomHermitian,
  randomKet,
  run,
  sigmaX,
  sigmaZ,
  superposition,
  tensor,
  zero,
} from "../../src/index.ts";

const [a, b] = [qubit("a"), fock(3, "b")];
const pair = tensor(a, b);
const e = Ket.basis(a, "e");
const g = Ket.basis(a, "g");

function gap(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

describe("kets", () => {
  it("superpose, and become the state that `ket` gives", () => {
    const psi = superposition([0.6, e], [[0, 0.8], g]);
    expect(psi.pairs()).toEqual([
      [0.6, 0],
      [0, 0.8],
    ]);
    expect(gap(psi.state(), ket(a, [0.6, [0, 0.8]]))).toBeLessThan(1e-16);
    expect(gap(e.plus(g).state(), qubitState([1, 0, 0], a))).toBeLessThan(1e-15);
    expect(e.minus(g).norm()).toBeCloseTo(Math.SQRT2, 15);
    expect(e.scaled(0, 2).amplitudes).toEqual(Float64Array.of(0, 2, 0, 0));
  });

  it("have inner products, linear in the right one", () => {
    const [psi, phi] = [0, 1].map((index) => randomKet(pair, { seed: 5, index }));
    const [re, im] = psi.inner(phi);
    expect(phi.inner(psi)).toEqual([re, -im]);
    expect(psi.inner(phi.scaled(0, 1))).toEqual([-im, re]);
    expect(psi.norm()).toBeCloseTo(1, 15);
    const H = randomHermitian(pair, { seed: 6 });
    expect(psi.inner(psi.applied(H))[1]).toBeCloseTo(0, 15);
    expect(gap(psi.outer(phi), psi.outer(phi))).toBe(0);
    expect(psi.outer(phi).trace()[0]).toBeCloseTo(re, 15);
    expect(psi.outer(phi).trace()[1]).toBeCloseTo(-im, 15);
  });

  it("join by tensor products, and take another order of factors", () => {
    const two = Ket.basis(b, 2);
    const joint = superposition([1, e.tensor(two)], [1, g.tensor(Ket.basis(b, 0))]);
    expect(joint.space.equals(pair)).toBe(true);
    const turned = joint.on(tensor(b, a));
    expect(gap(turned.state(), permuteFactors(joint.state(), ["b", "a"]))).toBe(0);
    expect(gap(e.tensor(two).state(), productState(pair, e.state(), two.state()))).toBe(0);
    expect(joint.applied(lift(pair, sigmaX(a))).inner(g.tensor(two))[0]).toBe(1);
  });

  it("come back from pure states up to a phase", () => {
    const psi = randomKet(pair, { seed: 7 });
    const [re, im] = Ket.ofState(psi.state()).inner(psi);
    expect(re * re + im * im).toBeCloseTo(1, 13);
    expect(Ket.ofState(coherent(fock(20), 1)).amplitudes[0]).toBeCloseTo(Math.exp(-0.5), 13);
  });

  it("start a master equation", () => {
    const psi = e.plus(g).normalised();
    const model = masterEquation({ H: zero(a), jumps: [[sigmaZ(a), 0.5]], initial: psi.pairs() });
    expect(run(model, { times: [1], observables: ["sx"] }).observables.sx[1]).toBeCloseTo(Math.exp(-1), 9);
    expect(expectation("pe", projector(a, "e")).name).toBe("pe");
  });

  it("refuse what does not fit", () => {
    expect(() => Ket.of(a, [1])).toThrow(
      "Argument `amplitudes` must hold 4 numbers, re and im of each basis state of a:2, but it holds 2.",
    );
    expect(() => Ket.of(a, "x" as never)).toThrow(TypeError);
    expect(() => Ket.of(a, [1, "x" as never])).toThrow(/amplitudes\[1\]/);
    expect(() => Ket.basis(3 as never, 0)).toThrow(/must be a space/);
    expect(() => e.plus(Ket.basis(b, 0))).toThrow(/must be of a:2/);
    expect(() => e.inner(3 as never)).toThrow(/must be a ket/);
    expect(() => e.tensor(g)).toThrow(/label/);
    expect(() => e.tensor(3 as never)).toThrow(/must be kets/);
    expect(() => e.minus(e).normalised()).toThrow(/must not be 0/);
    expect(() => Ket.ofState(maximallyMixed(a))).toThrow("Argument `rho` must be a pure state, but its purity Tr ρ² is 0.5.");
    expect(() => e.applied(sigmaX(qubit("other")))).toThrow(/must act on a:2/);
    expect(() => e.on(pair)).toThrow(/must have the factors/);
    expect(() => superposition()).toThrow(/at least one pair/);
    expect(() => superposition([1] as never)).toThrow(/must be a pair/);
    expect(() => sigmaX(e as never)).toThrow();
  });
});
