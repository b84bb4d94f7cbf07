import { describe, expect, it } from "vitest";
import { PI } from "../../src/numerics/scalar.ts";
import { commutator, dag, identity, minus, plus, requireHermitian, scale, times } from "../../src/operators/algebra.ts";
import {
  angularMomentum,
  annihilate,
  basisIndex,
  cosPhi,
  create,
  number,
  parity,
  projector,
  quadrature,
  qubitHamiltonian,
  rotorShift,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  sinPhi,
  spinMinus,
  spinPlus,
  spinX,
  spinY,
  spinZ,
} from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { fock, levels, qubit, rotor, spin, tensor } from "../../src/spaces/space.ts";

/** Largest entry of A − B in modulus of re and im. */
function distance(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((worst, x) => Math.max(worst, Math.abs(x)), 0);
}

describe("qubit", () => {
  const q = qubit();
  it("is the Pauli algebra in the basis |e⟩, |g⟩", () => {
    expect(distance(times(sigmaX(q), sigmaY(q)), scale(sigmaZ(q), 0, 1))).toBe(0);
    expect(distance(sigmaPlus(q), scale(plus(sigmaX(q), scale(sigmaY(q), 0, 1)), 0.5))).toBe(0);
    expect(distance(sigmaMinus(q), dag(sigmaPlus(q)))).toBe(0);
    expect(distance(commutator(sigmaPlus(q), sigmaMinus(q)), sigmaZ(q))).toBe(0);
    expect(sigmaMinus(q).at(1, 0)).toEqual([1, 0]);
    expect(sigmaZ(q).at(0, 0)).toEqual([1, 0]);
    expect(distance(projector(q, "g", "e"), sigmaMinus(q))).toBe(0);
    expect(qubitHamiltonian(q, 3).at(1, 1)).toEqual([-1.5, 0]);
  });
  it("works on any factor with two levels and on nothing else", () => {
    expect(sigmaX(spin(0.5)).count).toBe(2);
    expect(() => sigmaX(fock(3))).toThrow(/two levels/);
    expect(() => sigmaX(tensor(qubit("a"), qubit("b")))).toThrow(/single factor.*lift/);
  });
});

describe("truncated mode", () => {
  const m = fock(7);
  it("has [a, a†] = 1 but for the last level", () => {
    const c = commutator(annihilate(m), create(m));
    for (let n = 0; n < 6; n++) expect(c.at(n, n)[0]).toBeCloseTo(1, 14);
    expect(c.at(6, 6)[0]).toBeCloseTo(-6, 14);
    expect(distance(create(m), dag(annihilate(m)))).toBe(0);
    expect(distance(number(m), times(create(m), annihilate(m)))).toBeLessThan(1e-14);
    expect(number(m).at(5, 5)).toEqual([5, 0]);
  });
  it("has quadratures with [x, p] = i and a parity", () => {
    const c = commutator(quadrature(m, 0), quadrature(m, PI / 2));
    expect(c.at(2, 2)[1]).toBeCloseTo(1, 14);
    expect(quadrature(m, 0).values.every((x, k) => k % 2 === 0 || x === 0)).toBe(true);
    expect(distance(quadrature(m, PI), scale(quadrature(m, 0), -1))).toBeLessThan(1e-14);
    expect(distance(times(parity(m), annihilate(m)), scale(times(annihilate(m), parity(m)), -1))).toBe(0);
  });
  it("is not a qubit's business", () => {
    expect(() => annihilate(qubit())).toThrow(/must be of kind fock, but is "qubit"/);
  });
});

describe("spin", () => {
  it.each([0.5, 1, 1.5, 4])("J = %d is su(2) with the Casimir J(J+1)", (J) => {
    const s = spin(J);
    expect(distance(commutator(spinX(s), spinY(s)), scale(spinZ(s), 0, 1))).toBeLessThan(1e-14);
    expect(distance(spinPlus(s), plus(spinX(s), scale(spinY(s), 0, 1)))).toBeLessThan(1e-15);
    expect(distance(spinMinus(s), dag(spinPlus(s)))).toBe(0);
    const casimir = plus(times(spinX(s), spinX(s)), times(spinY(s), spinY(s)), times(spinZ(s), spinZ(s)));
    expect(distance(casimir, scale(identity(s), J * (J + 1)))).toBeLessThan(1e-13);
    expect(spinZ(s).at(0, 0)).toEqual([J, 0]);
  });
  it("J = 0 is one state", () => {
    expect(spinX(spin(0)).count).toBe(0);
  });
});

describe("rotor", () => {
  const r = rotor(-3, 4);
  it("shifts angular momentum: [L, e^{ikφ}] = k e^{ikφ}", () => {
    for (const k of [1, -1, 3]) expect(distance(commutator(angularMomentum(r), rotorShift(r, k)), scale(rotorShift(r, k), k))).toBe(0);
    expect(angularMomentum(r).at(0, 0)).toEqual([-3, 0]);
    expect(rotorShift(r, 0).count).toBe(8);
  });
  it("has cos φ and sin φ", () => {
    const shift = plus(cosPhi(r), scale(sinPhi(r), 0, 1));
    for (let l = 0; l < 7; l++) expect(shift.at(l + 1, l)).toEqual([1, 0]);
    requireHermitian("cos", cosPhi(r));
    requireHermitian("sin", sinPhi(r));
    const one = plus(times(cosPhi(r), cosPhi(r)), times(sinPhi(r), sinPhi(r)));
    for (let l = 1; l < 7; l++) expect(one.at(l, l)).toEqual([1, 0]);
  });
});

describe("levels", () => {
  it("are found by name or index", () => {
    const s = levels(["up", "down", "left"]);
    expect(projector(s, "left", "up").at(2, 0)).toEqual([1, 0]);
    expect(projector(s, 1).at(1, 1)).toEqual([1, 0]);
    expect(basisIndex(fock(4), 3)).toBe(3);
    expect(() => basisIndex(s, "right")).toThrow(/must name one of the levels "up", "down", "left", but is "right"/);
    expect(() => basisIndex(fock(4), 4)).toThrow(/integer from 0 to 3/);
    expect(() => basisIndex(fock(4), "g")).toThrow(/no level names/);
  });
});
