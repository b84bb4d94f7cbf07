import { describe, expect, it } from "vitest";
import {
  cat,
  clebschGordan,
  coherent,
  controlled,
  coupledKet,
  eigenstates,
  evolution,
  fock,
  fourierTransform,
  hadamard,
  identity,
  Ket,
  ket,
  levels,
  lift,
  minus,
  numberOperator,
  type Operator,
  parity,
  phaseKet,
  phaseOperator,
  plus,
  qubit,
  requireUnitary,
  rotation,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  spin,
  spinMinus,
  spinPlus,
  spinZ,
  swap,
  tensor,
  times,
  wigner,
} from "../../src/index.ts";

function gap(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

const [c, t] = [qubit("c"), qubit("t")];

describe("gates", () => {
  it("are what circuits know", () => {
    const H = hadamard(c);
    expect(gap(times(H, sigmaZ(c), H), sigmaX(c))).toBeLessThan(1e-15);
    expect(gap(rotation(c, [0, 3, 4], 0.7), evolution(plus(scaled(sigmaY(c), 0.3), scaled(sigmaZ(c), 0.4)), 0.7))).toBeLessThan(1e-15);
    expect(rotation(c, [0, 0, 1], 0.7).count).toBe(2);
    const cnot = controlled(c, sigmaX(t));
    const bell = Ket.basis(c, 0)
      .tensor(Ket.basis(t, 0))
      .applied(lift(tensor(c, t), H))
      .applied(cnot);
    expect(bell.pairs().map(([re]) => re)).toEqual([Math.SQRT1_2, 0, 0, Math.SQRT1_2]);
    expect(controlled(levels(["x", "y", "z"], "l"), sigmaZ(t), "y").at(3, 3)[0]).toBe(-1);
    expect(gap(controlled(c, scaled(identity(t), 1), "g"), identity(tensor(c, t)))).toBe(0);
  });

  it("swap two factors, as (1 + σ·σ)/2 does on qubits", () => {
    const pair = tensor(c, t);
    const dots = [sigmaX, sigmaY, sigmaZ].map((s) => lift(pair, s(c), s(t)));
    expect(gap(swap(pair), scaled(plus(identity(pair), ...dots), 0.5))).toBe(0);
    expect(
      gap(
        times(swap(tensor(fock(3, "a"), fock(3, "b"))), swap(tensor(fock(3, "a"), fock(3, "b")))),
        identity(tensor(fock(3, "a"), fock(3, "b"))),
      ),
    ).toBe(0);
  });

  it("refuse what they are not for", () => {
    expect(() => hadamard(levels(3))).toThrow(/must be one qubit/);
    expect(() => rotation(c, [0, 0, 0], 1)).toThrow(/must have a direction/);
    expect(() => rotation(c, "x" as never, 1)).toThrow(TypeError);
    expect(() => swap(tensor(qubit("a"), levels(3, "b")))).toThrow(/two factors of equal dimension/);
    expect(() => controlled(c, sigmaMinus(t))).toThrow(/must be unitary/);
    expect(() => controlled(3 as never, sigmaX(t))).toThrow(TypeError);
    expect(() => controlled(c, sigmaX(c))).toThrow(/label/);
  });
});

describe("the discrete Fourier transform and phases", () => {
  it("is unitary, of order four, and makes phase states of levels", () => {
    const mode = fock(7);
    const F = fourierTransform(mode);
    requireUnitary("F", F, 1e-14);
    expect(gap(times(F, F, F, F), identity(mode))).toBeLessThan(1e-14);
    for (const m of [0, 3]) {
      const [re, im] = phaseKet(mode, m).inner(Ket.basis(mode, m).applied(F));
      expect([re, im]).toEqual([expect.closeTo(1, 14), expect.closeTo(0, 14)]);
    }
    expect(fourierTransform(tensor(qubit("a"), qubit("b"))).at(1, 1)).toEqual([0, 0.5]);
  });

  it("diagonalise the phase operator, which the number shifts", () => {
    const mode = fock(6);
    const theta = phaseOperator(mode, 0.4);
    eigenstates(theta).values.forEach((value, m) => expect(value).toBeCloseTo(0.4 + (2 * Math.PI * m) / 6, 12));
    const psi = phaseKet(mode, 2, 0.4);
    expect(psi.inner(psi.applied(theta))[0]).toBeCloseTo(0.4 + (2 * Math.PI) / 3, 13);
    // e^{iχn} turns phases by χ.
    const turned = psi.applied(evolution(numberOperator(mode), -0.3));
    expect(turned.inner(phaseKet(mode, 2, 0.7))[0]).toBeCloseTo(1, 13);
    expect(() => phaseKet(mode, 6)).toThrow(/from 0 to 5/);
    expect(() => phaseOperator(tensor(c, t))).toThrow(/single factor/);
  });
});

describe("cats", () => {
  it("have one parity, and fringes in the middle", () => {
    const mode = fock(30);
    const [even, odd] = [cat(mode, 2), cat(mode, 2, Math.PI)];
    expect(times(even, parity(mode)).trace()[0]).toBeCloseTo(1, 14);
    expect(times(odd, parity(mode)).trace()[0]).toBeCloseTo(-1, 14);
    expect(even.at(1, 1)[0]).toBe(0);
    expect(wigner(odd, [0], [0]).values[0]).toBeCloseTo(-1 / Math.PI, 13);
    // ⟨cat|α⟩² = (1 + e^{−2|α|²})/2
    expect(times(even, coherent(mode, 2)).trace()[0]).toBeCloseTo((1 + Math.exp(-8)) / 2, 10);
    expect(gap(cat(mode, [0, 1], Math.PI / 2), cat(mode, [0, 1], Math.PI / 2))).toBe(0);
    expect(() => cat(mode, 0, Math.PI)).toThrow(/odd cat of the vacuum/);
    expect(() => cat(fock(3), 4)).toThrow(/must fit into the cut/);
  });
});

describe("Clebsch and Gordan", () => {
  it("give singlet, triplets, and what tables print", () => {
    expect(clebschGordan(0.5, 0.5, 0.5, -0.5, 0, 0)).toBeCloseTo(Math.SQRT1_2, 15);
    expect(clebschGordan(0.5, -0.5, 0.5, 0.5, 0, 0)).toBeCloseTo(-Math.SQRT1_2, 15);
    expect(clebschGordan(1, 1, 1, -1, 2, 0)).toBeCloseTo(Math.sqrt(1 / 6), 15);
    expect(clebschGordan(2, 1, 1, 0, 3, 1)).toBeCloseTo(Math.sqrt(8 / 15), 14);
    expect(clebschGordan(1, 0, 1, 0, 1, 0)).toBe(0);
    expect(clebschGordan(1, 1, 1, 1, 1, 1)).toBe(0);
  });

  it("couple spins to eigenstates of the total", () => {
    const [j, k] = [spin(1.5, "j"), spin(1, "k")];
    const both = tensor(j, k);
    const total = (make: typeof spinZ) => plus(lift(both, make(j)), lift(both, make(k)));
    const [z, up, down] = [spinZ, spinPlus, spinMinus].map(total);
    const square = plus(times(z, z), scaled(plus(times(up, down), times(down, up)), 0.5));
    for (const J of [0.5, 1.5, 2.5]) {
      for (let M = -J; M <= J; M++) {
        const psi = coupledKet(both, J, M);
        expect(psi.norm()).toBeCloseTo(1, 13);
        expect(
          psi
            .applied(square)
            .minus(psi.scaled(J * (J + 1)))
            .norm(),
        ).toBeLessThan(1e-13);
        expect(psi.applied(z).minus(psi.scaled(M)).norm()).toBeLessThan(1e-13);
      }
    }
    const singlet = coupledKet(tensor(qubit("a"), qubit("b")), 0, 0);
    expect(gap(singlet.state(), ket(singlet.space, [0, Math.SQRT1_2, -Math.SQRT1_2, 0]))).toBeLessThan(1e-15);
  });

  it("refuse what is no spin", () => {
    expect(() => clebschGordan(0.3, 0.3, 1, 0, 1, 0)).toThrow(/multiples of 1\/2/);
    expect(() => clebschGordan(1, 2, 1, 0, 1, 0)).toThrow(/`m1` must be one of/);
    expect(() => coupledKet(tensor(spin(1, "j"), fock(3, "k")), 1, 0)).toThrow(/must be two spins/);
    expect(() => coupledKet(tensor(spin(1, "j"), spin(1, "k")), 3, 0)).toThrow(/must be one of 0 … 2/);
  });
});
