import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apparentTemperature,
  blochVector,
  effectiveTemperature,
  ergotropy,
  meanEnergy,
  passiveState,
  qubitTemperature,
} from "../../src/observables/energetics.ts";
import { entropy } from "../../src/observables/entropy.ts";
import { stateView } from "../../src/observables/view.ts";
import { hermitianPart, plus, scale, times } from "../../src/operators/algebra.ts";
import { annihilate, number, qubitHamiltonian, sigmaMinus, sigmaX } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, coherent, ket, maximallyMixed, qubitState, requireState, thermal, thermalFock } from "../../src/operators/states.ts";
import { fock, levels, qubit } from "../../src/spaces/space.ts";
import { randomState } from "../reference/random-state.ts";

const q = qubit();

describe("temperatures", () => {
  it("effective temperature of a qubit", () => {
    for (const T of [0.2, 1, 7]) expect(qubitTemperature(thermal(qubitHamiltonian(q, 1.3), { T }), 1.3)).toBeCloseTo(T, 12);
    expect(qubitTemperature(basisState(q, "g"))).toBe(0);
    expect(qubitTemperature(maximallyMixed(q))).toBeNull();
    expect(qubitTemperature(qubitState([0, 0, 0.5])) as number).toBeLessThan(0);
    expect(qubitTemperature(basisState(q, "e"))).toBeNull();
    expect(effectiveTemperature(10, 11)).toBeCloseTo(1 / Math.log(1.1), 12);
    expect(() => effectiveTemperature(0.1, 0.9, 0)).toThrow(/`omega` must be a finite number > 0/);
    expect(() => qubitTemperature(thermalFock(fock(3), 1))).toThrow(/a qubit's/);
  });

  it("apparent temperature is the temperature of thermal states and sees coherence between degenerate levels", () => {
    const m = fock(80);
    expect(apparentTemperature(thermalFock(m, 1.2), annihilate(m))).toBeCloseTo(1.2, 9);
    expect(apparentTemperature(thermal(qubitHamiltonian(q, 0.7), { T: 0.4 }), sigmaMinus(q), 0.7)).toBeCloseTo(0.4, 12);
    // |e⟩ above two degenerate grounds: A = (|1⟩ + |2⟩)⟨e|, so ⟨A†A⟩ = 2p_e and ⟨AA†⟩ = p₁ + p₂ + 2 Re ρ₁₂.
    const three = levels(["e", "g1", "g2"]);
    const A = Operator.fromEntries(three, [
      [1, 0, 1],
      [2, 0, 1],
    ]);
    const [pe, pg, c] = [0.1, 0.45, -0.2];
    const rho = Operator.fromEntries(three, [
      [0, 0, pe],
      [1, 1, pg],
      [2, 2, pg],
      [1, 2, c],
      [2, 1, c],
    ]);
    expect(apparentTemperature(rho, A)).toBeCloseTo(1 / Math.log((2 * pg + 2 * c) / (2 * pe)), 12);
  });
});

describe("Bloch vector", () => {
  it("comes back from the state", () => {
    const r = blochVector(qubitState([0.2, -0.5, 0.7]));
    [0.2, -0.5, 0.7].forEach((x, k) => {
      expect(r[k]).toBeCloseTo(x, 15);
    });
  });
});

describe("ergotropy", () => {
  it("of a qubit is (ω/2)(|r| + z)", () => {
    fc.assert(
      fc.property(randomState(q), (rho) => {
        const [x, y, z] = blochVector(rho);
        const expected = 0.65 * (Math.sqrt(x * x + y * y + z * z) + z);
        expect(ergotropy(rho, qubitHamiltonian(q, 1.3))).toBeCloseTo(expected, 12);
      }),
    );
  });

  it("is 0 for thermal states, |α|² for a coherent one, the energy for a number state", () => {
    const m = fock(40);
    expect(ergotropy(thermalFock(m, 1.5), number(m))).toBe(0);
    expect(ergotropy(coherent(m, [1, 0.5]), number(m))).toBeCloseTo(1.25, 10);
    expect(ergotropy(basisState(m, 5), number(m))).toBe(5);
    const H = plus(qubitHamiltonian(q, 1), scale(sigmaX(q), 0.4));
    expect(ergotropy(thermal(H, { T: 0.8 }), H)).toBeLessThan(1e-14);
  });

  it("is what the passive state lacks; the passive state has the same spectrum and gives nothing", () => {
    const space = levels(4);
    fc.assert(
      fc.property(randomState(space), randomState(space), (rho, seed) => {
        const H = hermitianPart(scale(seed, 3));
        const passive = passiveState(rho, H);
        requireState("passive", passive);
        expect(entropy(passive)).toBeCloseTo(entropy(rho), 10);
        expect(meanEnergy(rho, H) - meanEnergy(passive, H)).toBeCloseTo(ergotropy(rho, H), 11);
        expect(ergotropy(passive, H)).toBeLessThan(1e-10);
        const commutator = plus(times(H, passive), scale(times(passive, H), -1));
        for (const value of commutator.values) expect(Math.abs(value)).toBeLessThan(1e-10);
      }),
      { numRuns: 40 },
    );
  });

  it("sees coherence: a pure state's ergotropy is all of its energy above the ground", () => {
    const psi = ket(levels(3), [1, [0, 1], -2], { normalise: true });
    const H = Operator.fromEntries(levels(3), [
      [0, 0, -1],
      [1, 1, 0.5],
      [2, 2, 2],
    ]);
    expect(ergotropy(psi, H)).toBeCloseTo(meanEnergy(psi, H) + 1, 13);
  });

  it("refuses what does not fit", () => {
    expect(() => ergotropy(maximallyMixed(q), number(fock(3)))).toThrow(/`H` must act on qubit:2/);
    expect(() => ergotropy(maximallyMixed(fock(3)), annihilate(fock(3)))).toThrow(/Hermitian/);
    const copies = stateView(levels(2), { rows: [0, 1], columns: [0, 1], re: [0.25, 0.5] }, [2, 1]);
    expect(() => ergotropy(copies, qubitHamiltonian(q, 1).on(levels(2)))).toThrow(/multiplicities/);
  });
});
