import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log } from "../../src/numerics/scalar.ts";
import { meanEnergy } from "../../src/observables/energetics.ts";
import {
  coherenceEntropy,
  coherenceL1,
  entropy,
  mutualInformation,
  purity,
  relativeEntropy,
  spectrum,
} from "../../src/observables/entropy.ts";
import { thermalEntropy } from "../../src/observables/gaussian-measures.ts";
import { diagonal, plus, scale, tensorOperators, times } from "../../src/operators/algebra.ts";
import { number, qubitHamiltonian, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, coherent, ket, maximallyMixed, qubitState, thermal, thermalFock } from "../../src/operators/states.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { randomState } from "../reference/random-state.ts";

const h = (p: number) => -p * log(p) - (1 - p) * log(1 - p);
const pair = tensor(qubit("a"), levels(3, "b"));

describe("entropy and purity", () => {
  it("of a thermal mode: (n+1) ln(n+1) − n ln n and 1/(2n+1)", () => {
    for (const T of [0.3, 1, 2]) {
      const n = 1 / (exp(1 / T) - 1);
      expect(entropy(thermalFock(fock(100), T))).toBeCloseTo((n + 1) * log(n + 1) - n * log(n), 11);
      expect(purity(thermalFock(fock(100), T))).toBeCloseTo(1 / (2 * n + 1), 12);
      expect(thermalEntropy(n)).toBeCloseTo((n + 1) * log(n + 1) - n * log(n), 13);
    }
    expect(thermalEntropy(0)).toBe(0);
    expect(thermalEntropy(1e-20)).toBeCloseTo(1e-20 * (1 + 20 * log(10)), 30);
  });

  it("of a qubit depends on |r| alone", () => {
    const [x, y, z] = [0.3, -0.2, 0.5];
    const r = Math.sqrt(x * x + y * y + z * z);
    expect(entropy(qubitState([x, y, z]))).toBeCloseTo(h((1 + r) / 2), 14);
    expect(purity(qubitState([x, y, z]))).toBeCloseTo((1 + r * r) / 2, 15);
    expect(entropy(qubitState([x, y, z]).toMatrix())).toBe(entropy(qubitState([x, y, z])));
  });

  it("are 0 and 1 for pure states, ln d and 1/d for the maximally mixed", () => {
    expect(entropy(coherent(fock(40), 1.5))).toBeCloseTo(0, 12);
    expect(purity(coherent(fock(40), 1.5))).toBeCloseTo(1, 13);
    expect(entropy(maximallyMixed(fock(7)))).toBeCloseTo(log(7), 14);
    expect(entropy(basisState(fock(7), 3))).toBe(0);
  });

  it("add up over products and are bounded", () => {
    fc.assert(
      fc.property(randomState(qubit("a")), randomState(levels(3, "b")), (A, B) => {
        const joint = tensorOperators(A, B);
        expect(entropy(joint)).toBeCloseTo(entropy(A) + entropy(B), 11);
        expect(purity(joint)).toBeCloseTo(purity(A) * purity(B), 12);
        expect(mutualInformation(joint, ["a"])).toBeLessThan(1e-11);
        expect(entropy(joint)).toBeLessThanOrEqual(log(6) + 1e-12);
        expect(spectrum(joint).reduce((sum, [value]) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 40 },
    );
  });

  it("obey subadditivity, Araki–Lieb and symmetry of the mutual information", () => {
    fc.assert(
      fc.property(randomState(pair), (rho) => {
        const [S, I] = [entropy(rho), mutualInformation(rho, ["a"])];
        expect(I).toBeCloseTo(mutualInformation(rho, ["b"]), 12);
        expect(I).toBeGreaterThanOrEqual(0);
        expect(I).toBeLessThanOrEqual(2 * log(2) + 1e-12);
        expect(S).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
    expect(mutualInformation(ket(tensor(qubit("a"), qubit("b")), [0, 1, [0, 1], 0], { normalise: true }), ["a"])).toBeCloseTo(
      2 * log(2),
      13,
    );
    expect(() => mutualInformation(maximallyMixed(pair), ["c"])).toThrow(/name a factor/);
  });
});

describe("coherence", () => {
  it("of a qubit is |x + iy|", () => {
    expect(coherenceL1(qubitState([0.3, 0.4, 0.1]))).toBeCloseTo(0.5, 15);
    const r = Math.sqrt(0.26);
    expect(coherenceEntropy(qubitState([0.3, 0.4, 0.1]))).toBeCloseTo(h(0.55) - h((1 + r) / 2), 14);
  });
  it("is d − 1 and ln d for the evenly superposed state, 0 for diagonal ones", () => {
    const even = ket(levels(5), [1, 1, 1, 1, 1], { normalise: true });
    expect(coherenceL1(even)).toBeCloseTo(4, 13);
    expect(coherenceEntropy(even)).toBeCloseTo(log(5), 13);
    expect(coherenceL1(thermalFock(fock(9), 1))).toBe(0);
    expect(coherenceEntropy(thermalFock(fock(9), 1))).toBe(0);
  });
});

describe("relative entropy", () => {
  it("to a thermal state is β(F − F_β): S(ρ‖τ) = −S(ρ) + β⟨H⟩ + ln Z", () => {
    const H = plus(scale(sigmaZ(qubit()), 0.5), scale(sigmaX(qubit()), 0.35));
    const E = Math.sqrt(0.25 + 0.35 * 0.35);
    fc.assert(
      fc.property(randomState(qubit()), fc.double({ min: 0.1, max: 4, noNaN: true }), (rho, beta) => {
        const expected = -entropy(rho) + beta * times(rho, H).trace()[0] + log(exp(beta * E) + exp(-beta * E));
        expect(relativeEntropy(rho, thermal(H, { beta }))).toBeCloseTo(expected, 11);
      }),
      { numRuns: 40 },
    );
  });
  it("is 0 for equal states, infinite where σ has no support, and finds the mutual information", () => {
    fc.assert(
      fc.property(randomState(pair), (rho) => {
        expect(relativeEntropy(rho, rho)).toBeLessThan(1e-11);
        const product = tensorOperators(
          Operator.fromMatrix(qubit("a"), reduced(rho, 0)),
          Operator.fromMatrix(levels(3, "b"), reduced(rho, 1)),
        );
        expect(relativeEntropy(rho, product)).toBeCloseTo(mutualInformation(rho, ["a"]), 9);
      }),
      { numRuns: 20 },
    );
    expect(relativeEntropy(maximallyMixed(qubit()), basisState(qubit(), 0))).toBe(Number.POSITIVE_INFINITY);
    expect(relativeEntropy(basisState(qubit(), 0), maximallyMixed(qubit()))).toBeCloseTo(log(2), 15);
    expect(() => relativeEntropy(maximallyMixed(qubit()), maximallyMixed(fock(3)))).toThrow(/equal dimension/);
  });

  it("takes populations below the rounding of the largest: cold Gibbs states keep ln p", () => {
    const H = qubitHamiltonian(qubit(), 1);
    const excited = basisState(qubit(), 0);
    for (const beta of [36, 40, 800]) expect(relativeEntropy(excited, thermal(H, { beta }))).toBeCloseTo(beta, 12);
    expect(relativeEntropy(excited, diagonal(qubit(), [exp(-36), 1]))).toBeCloseTo(36, 12);
    const turned = plus(H, scale(sigmaX(qubit()), 0.5));
    const expected = (rho: Operator, beta: number) => beta * (meanEnergy(rho, turned) + Math.sqrt(0.5)) - entropy(rho);
    const rho = qubitState([0.3, -0.2, 0.4]);
    expect(relativeEntropy(rho, thermal(turned, { beta: 60 }))).toBeCloseTo(expected(rho, 60), 12);
  });
});

describe("thermal states maximise entropy at their energy", () => {
  it("S(τ) ≥ S(ρ) for every ρ of the same energy", () => {
    const n = number(fock(6));
    fc.assert(
      fc.property(randomState(fock(6)), (rho) => {
        const E = times(rho, n).trace()[0];
        let [low, high] = [-20, 20];
        const at = (beta: number) => thermal(scale(n, beta < 0 ? -1 : 1), { beta: Math.abs(beta) });
        for (let k = 0; k < 60; k++) {
          const beta = (low + high) / 2;
          if (times(at(beta), n).trace()[0] > E) low = beta;
          else high = beta;
        }
        expect(entropy(at(low))).toBeGreaterThanOrEqual(entropy(rho) - 1e-9);
      }),
      { numRuns: 15 },
    );
  });
});

/** Partial traces by the definition: factor 0 is the qubit, factor 1 the three levels. */
function reduced(rho: Operator, keep: 0 | 1) {
  const d = keep === 0 ? 2 : 3;
  const data = new Float64Array(2 * d * d);
  rho.forEach((i, j, re, im) => {
    const [a, b, c, e] = [Math.floor(i / 3), i % 3, Math.floor(j / 3), j % 3];
    if (keep === 0 ? b !== e : a !== c) return;
    const at = 2 * (keep === 0 ? a * 2 + c : b * 3 + e);
    data[at] += re;
    data[at + 1] += im;
  });
  return { rows: d, columns: d, data };
}
