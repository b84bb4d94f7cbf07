import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "../../src/numerics/scalar.ts";
import { buresAngle, fidelity, hilbertSchmidtDistance, traceDistance } from "../../src/observables/distance.ts";
import { plus, scale, times } from "../../src/operators/algebra.ts";
import { basisState, coherent, ket, maximallyMixed, qubitState, thermalFock } from "../../src/operators/states.ts";
import { fock, levels, qubit } from "../../src/spaces/space.ts";
import { numbers } from "../reference/complex-dense.ts";
import { randomState } from "../reference/random-state.ts";

describe("distances", () => {
  it("of qubits are Euclidean", () => {
    const [r, s] = [
      [0.1, 0.5, -0.3],
      [-0.4, 0.2, 0.6],
    ] as [number, number, number][];
    const length = Math.sqrt(r.reduce((sum, x, k) => sum + (x - s[k]) ** 2, 0));
    expect(traceDistance(qubitState(r), qubitState(s))).toBeCloseTo(length / 2, 14);
    expect(hilbertSchmidtDistance(qubitState(r), qubitState(s))).toBeCloseTo(length / Math.SQRT2, 14);
    const dot = r.reduce((sum, x, k) => sum + x * s[k], 0);
    const norm = (v: number[]) => 1 - v.reduce((sum, x) => sum + x * x, 0);
    expect(fidelity(qubitState(r), qubitState(s))).toBeCloseTo((1 + dot + Math.sqrt(norm(r) * norm(s))) / 2, 13);
  });

  it("of coherent states: F = e^{−|α−β|²}", () => {
    const m = fock(40);
    expect(fidelity(coherent(m, [0.5, 0.4]), coherent(m, [-0.3, 0.9]))).toBeCloseTo(exp(-(0.64 + 0.25)), 9);
    expect(traceDistance(basisState(m, 1), basisState(m, 2))).toBe(1);
    expect(fidelity(basisState(m, 1), basisState(m, 2))).toBe(0);
    expect(buresAngle(basisState(m, 1), basisState(m, 2))).toBeCloseTo(Math.PI / 2, 15);
  });

  it("of diagonal states are classical", () => {
    const [p, q] = [thermalFock(fock(30), 0.8), thermalFock(fock(30), 1.7)];
    let [bhattacharyya, variation] = [0, 0];
    for (let n = 0; n < 30; n++) {
      const [x, y] = [p.at(n, n)[0], q.at(n, n)[0]];
      bhattacharyya += Math.sqrt(x * y);
      variation += Math.abs(x - y) / 2;
    }
    expect(fidelity(p, q)).toBeCloseTo(bhattacharyya * bhattacharyya, 14);
    expect(traceDistance(p, q)).toBeCloseTo(variation, 14);
  });

  it("of pure states: F = ⟨ψ|ρ|ψ⟩", () => {
    const psi = ket(levels(4), [1, [0, 2], -1, 0.5], { normalise: true });
    fc.assert(
      fc.property(randomState(levels(4)), (rho) => {
        expect(fidelity(psi, rho)).toBeCloseTo(times(psi, rho).trace()[0], 7);
        expect(fidelity(rho, psi)).toBeCloseTo(fidelity(psi, rho), 7);
      }),
      { numRuns: 30 },
    );
  });

  it("keep their digits for pure and rank-deficient states, and F never passes 1", () => {
    const next = numbers(7);
    const random = (n: number) => Array.from({ length: n }, (): [number, number] => [next(), next()]);
    for (let n = 2; n <= 7; n++) {
      const [a, b, c] = [0, 1, 2].map(() => ket(levels(n), random(n), { normalise: true }));
      const mixed = plus(scale(b, 0.3), scale(c, 0.7));
      for (const state of [a, mixed]) {
        expect(fidelity(state, state)).toBeLessThanOrEqual(1);
        expect(1 - fidelity(state, state)).toBeLessThan(1e-14);
        expect(buresAngle(state, state)).toBeLessThan(1e-14);
      }
      const overlap = times(a, mixed).trace()[0];
      expect(Math.abs(fidelity(a, mixed) - overlap)).toBeLessThan(1e-14);
      expect(Math.abs(fidelity(mixed, a) - overlap)).toBeLessThan(1e-14);
      expect(Math.abs(buresAngle(a, mixed) - Math.acos(Math.sqrt(overlap)))).toBeLessThan(1e-14);
    }
  });

  it("tell nearby states apart by their angle: a turn by ε is an angle of ε/2", () => {
    for (const turn of [1e-3, 1e-6, 1e-9]) {
      const turned = qubitState([Math.sin(turn), 0, Math.cos(turn)]);
      expect(Math.abs(buresAngle(qubitState([0, 0, 1]), turned) - turn / 2)).toBeLessThan(1e-14);
    }
  });

  it("obey Fuchs and van de Graaf: 1 − √F ≤ D ≤ √(1 − F), and D is a metric", () => {
    const space = levels(3);
    fc.assert(
      fc.property(randomState(space), randomState(space), randomState(space), (A, B, C) => {
        const F = fidelity(A, B);
        const D = traceDistance(A, B);
        expect(1 - Math.sqrt(F)).toBeLessThanOrEqual(D + 1e-8);
        expect(D).toBeLessThanOrEqual(Math.sqrt(Math.max(0, 1 - F)) + 1e-6);
        expect(D).toBeLessThanOrEqual(traceDistance(A, C) + traceDistance(C, B) + 1e-12);
        expect(fidelity(A, A)).toBeCloseTo(1, 11);
        expect(traceDistance(A, A)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it("need spaces of equal dimension", () => {
    expect(() => fidelity(maximallyMixed(qubit()), maximallyMixed(fock(3)))).toThrow(/equal dimension/);
  });
});
