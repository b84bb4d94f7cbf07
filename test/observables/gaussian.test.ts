import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosh, log, PI, sinh } from "../../src/numerics/scalar.ts";
import { logNegativity } from "../../src/observables/entanglement.ts";
import { entropy, mutualInformation } from "../../src/observables/entropy.ts";
import {
  covarianceDiscord,
  covarianceLogNegativity,
  covarianceMutualInformation,
  gaussianDiscord,
  gaussianEntropy,
  gaussianMutualInformation,
  symplecticEigenvalues,
  thermalEntropy,
} from "../../src/observables/gaussian-measures.ts";
import { covarianceMatrix, passiveMoments } from "../../src/observables/moments.ts";
import { stateView } from "../../src/observables/view.ts";
import { coherent, maximallyMixed, productState, squeezed, thermalFock, twoModeSqueezed } from "../../src/operators/states.ts";
import { fock, qubit, tensor } from "../../src/spaces/space.ts";

const modes = tensor(fock(36, "a"), fock(36, "b"));
/** Standard form: local variances a, b and correlations c (x), d (p). */
const standard = (a: number, b: number, c: number, d: number) => [a, 0, c, 0, 0, a, 0, d, c, 0, b, 0, 0, d, 0, b];

describe("covariance matrices", () => {
  it("of the two-mode squeezed vacuum", () => {
    const r = 0.45;
    const rho = twoModeSqueezed(modes, r);
    const V = covarianceMatrix(rho, ["a", "b"]);
    standard(cosh(2 * r), cosh(2 * r), -sinh(2 * r), sinh(2 * r)).forEach((value, k) => {
      expect(V[k]).toBeCloseTo(value, 9);
    });
    const [low, high] = symplecticEigenvalues(standard(cosh(2 * r), cosh(2 * r), -sinh(2 * r), sinh(2 * r)));
    expect(low).toBeCloseTo(1, 14);
    expect(high).toBeCloseTo(1, 14);
    expect(covarianceLogNegativity(V)).toBeCloseTo((2 * r) / log(2), 7);
    // Pure: all correlations are the entanglement entropy.
    const S = thermalEntropy(sinh(r) * sinh(r));
    expect(covarianceDiscord(V, 1)).toBeCloseTo(S, 5);
    expect(covarianceDiscord(V, 2)).toBeCloseTo(S, 5);
    expect(covarianceMutualInformation(V)).toBeCloseTo(2 * S, 5);
  });

  it("of displaced and squeezed products: displacement drops out, phases turn", () => {
    const rho = productState(modes, coherent(fock(36, "a"), [0.8, -0.5]), squeezed(fock(36, "b"), 0.4, PI / 2));
    const V = covarianceMatrix(rho, ["a", "b"]);
    const [c, s] = [cosh(0.8), sinh(0.8)];
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, c, -s, 0, 0, -s, c].forEach((value, k) => {
      expect(V[k]).toBeCloseTo(value, 7);
    });
    expect(covarianceMutualInformation(V)).toBeLessThan(1e-6);
    expect(covarianceDiscord(V, 2)).toBeLessThan(1e-6);
  });

  it("do not depend on the order of labels but for the order of modes", () => {
    const rho = productState(modes, thermalFock(fock(36, "a"), 0.6), thermalFock(fock(36, "b"), 1.1));
    expect([...covarianceMatrix(rho, ["b", "a"])].slice(0, 1)[0]).toBeCloseTo(1 / Math.tanh(0.5 / 1.1), 9);
    const { n1, n2, adag_b } = passiveMoments(rho, ["a", "b"]);
    expect(n1).toBeCloseTo(1 / (Math.exp(1 / 0.6) - 1), 10);
    expect(n2).toBeCloseTo(1 / (Math.exp(1 / 1.1) - 1), 10);
    expect(adag_b).toBe(0);
  });

  it("refuse what is none", () => {
    expect(() => symplecticEigenvalues([1, 2])).toThrow(TypeError);
    expect(() => symplecticEigenvalues(standard(0.5, 0.5, 0, 0))).toThrow(/uncertainty relation.*vacuum is 1/);
    const skew = standard(2, 2, 0.5, 0.5);
    skew[2] = 0.4;
    expect(() => symplecticEigenvalues(skew)).toThrow(/symmetric/);
    expect(() => covarianceMatrix(maximallyMixed(tensor(qubit("a"), fock(3, "b"))), ["a", "b"])).toThrow(/name truncated modes/);
    expect(() => passiveMoments(maximallyMixed(modes), ["a", "a"])).toThrow(/name different modes/);
  });
});

describe("phase-free Gaussian states", () => {
  const moments = fc
    .tuple(
      fc.double({ min: 1e-6, max: 5, noNaN: true }),
      fc.double({ min: 1e-6, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([n1, n2, q]) => ({ n1, n2, adag_b: q * Math.sqrt(n1 * n2) }));

  it("agree with the general formulas", () => {
    fc.assert(
      fc.property(moments, (m) => {
        const V = standard(2 * m.n1 + 1, 2 * m.n2 + 1, 2 * m.adag_b, 2 * m.adag_b);
        expect(gaussianMutualInformation(m)).toBeCloseTo(covarianceMutualInformation(V), 5);
        expect(gaussianDiscord(m, 1)).toBeCloseTo(covarianceDiscord(V, 1), 5);
        expect(gaussianDiscord(m, 2)).toBeCloseTo(covarianceDiscord(V, 2), 5);
        expect(covarianceLogNegativity(V)).toBeLessThan(1e-6);
      }),
    );
  });

  it("have 0 ≤ discord ≤ mutual information, and none without correlations", () => {
    fc.assert(
      fc.property(moments, (m) => {
        const I = gaussianMutualInformation(m);
        for (const side of [1, 2] as const) {
          expect(gaussianDiscord(m, side)).toBeGreaterThanOrEqual(0);
          expect(gaussianDiscord(m, side)).toBeLessThanOrEqual(I + 1e-12);
          expect(gaussianDiscord({ ...m, adag_b: 0 }, side)).toBeLessThan(1e-13);
        }
      }),
    );
  });

  it("of a beam splitter on thermal light: what it does to the density matrix and to the moments is the same", () => {
    // One photon or none in a superposed mode is not Gaussian; a thermal mode split in two is. n → n/2, n/2, c = n/2.
    const n = 0.2;
    const d = 14;
    const space = tensor(fock(d, "a"), fock(d, "b"));
    const rows: number[] = [];
    const columns: number[] = [];
    const re: number[] = [];
    // Σ_N p_N |N split⟩⟨N split|, amplitudes √(binom(N, k)/2^N)
    const binomial = (N: number, k: number) => Array.from({ length: k }, (_, i) => (N - i) / (i + 1)).reduce((a, b) => a * b, 1);
    for (let N = 0; N < d; N++) {
      const p = (n / (1 + n)) ** N / (1 + n);
      for (let k = 0; k <= N; k++)
        for (let l = 0; l <= N; l++) {
          rows.push(k * d + N - k);
          columns.push(l * d + N - l);
          re.push((p * Math.sqrt(binomial(N, k) * binomial(N, l))) / 2 ** N);
        }
    }
    const view = { rows, columns, re };
    const state = stateView(space, view);
    const m = passiveMoments(state, ["a", "b"]);
    expect(m.n1).toBeCloseTo(n / 2, 8);
    expect(m.adag_b).toBeCloseTo(n / 2, 8);
    expect(gaussianMutualInformation(m)).toBeCloseTo(mutualInformation(state, ["a"]), 7);
    expect(gaussianEntropy(covarianceMatrix(state, ["a", "b"]))).toBeCloseTo(entropy(state), 6);
    expect(logNegativity(state, ["a"])).toBeLessThan(1e-9);
  });

  it("refuse impossible moments", () => {
    expect(() => gaussianDiscord({ n1: 1, n2: 1, adag_b: 1.1 }, 1)).toThrow(/\|⟨a†b⟩\|² ≤ n1·n2/);
    expect(() => gaussianMutualInformation({ n1: -1, n2: 1, adag_b: 0 })).toThrow(/`n1`/);
    expect(() => gaussianDiscord({ n1: 1, n2: 1, adag_b: 0 }, 3 as 1)).toThrow(/integer from 1 to 2/);
    expect(gaussianDiscord({ n1: 0, n2: 0, adag_b: 0 }, 1)).toBe(0);
  });
});
