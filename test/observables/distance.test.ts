import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "../../src/numerics/scalar.ts";
import { buresAngle, fidelity, hilbertSchmidtDistance, traceDistance } from "../../src/observables/distance.ts";
import { times } from "../../src/operators/algebra.ts";
import { basisState, coherent, ket, maximallyMixed, qubitState, thermalFock } from "../../src/operators/states.ts";
import { fock, levels, qubit } from "../../src/spaces/space.ts";
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
