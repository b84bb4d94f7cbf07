import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Contact, contactCollision, interaction } from "../../src/dynamics/contact.ts";
import { compareEvaluations } from "../../src/dynamics/convergence.ts";
import { collisionStrength, generatorLimit, limitWarning } from "../../src/dynamics/generator-limit.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { superoperator } from "../../src/dynamics/representations.ts";
import { dag, plus, scale } from "../../src/operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { thermal } from "../../src/operators/states.ts";
import { levels, qubit } from "../../src/spaces/space.ts";
import * as D from "../reference/complex-dense.ts";

/** A random contact with Tr[Vη] = 0: V = Σ S_k ⊗ A_k with A_k off-diagonal in the unit's energy basis. */
function centred(n: number, u: number, seed: number, beta: number, tau: number): Contact {
  const next = D.numbers(seed);
  const [system, unit] = [levels(n, "s"), levels(u, "e")];
  const HS = Operator.fromMatrix(system, D.toMatrix(D.randomHermitian(n, next)));
  const HE = Operator.fromEntries(
    unit,
    Array.from({ length: u }, (_, k) => [k, k, k + 0.3 * next()] as const),
  );
  const pairs = [0, 1].map(() => {
    const S = Operator.fromMatrix(system, D.toMatrix(D.dense(n, () => [next(), next()])));
    const A = Operator.fromMatrix(unit, D.toMatrix(D.dense(u, (i, j) => (i === j ? [0, 0] : [next(), next()]))));
    return [S, A] as const;
  });
  const V = interaction(pairs.flatMap(([S, A]) => [[S, A] as const, [dag(S), dag(A)] as const]));
  return { system, unit, HS, HE, V: scale(V, 0.3), state: thermal(HE, { beta }), beta, tau, scaling: "1/sqrt(tau)", bath: "bath" };
}

/** The Lindblad right-hand side by brute force: −i[H, ρ] + Tr_E[VRV − ½{V², R}]. */
function bruteForce(contact: Contact, rho: D.Dense): D.Dense {
  const u = contact.unit.dimension;
  const [hs, v, eta] = [contact.HS, contact.V, contact.state].map((A) => D.fromMatrix(A.toMatrix()));
  const R = D.kron(rho, eta);
  const vv = D.mul(v, v);
  const gain = D.add(D.mul(D.mul(v, R), v), D.add(D.mul(vv, R), D.mul(R, vv)), -0.5);
  return D.add(D.traceRight(gain, u), D.add(D.mul(hs, rho), D.mul(rho, hs), -1), 0, -1);
}

describe("the limit τ → 0", () => {
  it("is Tr_E[VRV − ½{V², R}] for random contacts, and its rates satisfy the first law", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.integer({ min: 1, max: 1e6 }), (n, u, seed) => {
        const contact = centred(n, u, seed, 0.7, 0.01);
        const { generator, rates } = generatorLimit(contact);
        const rho = D.randomState(n, D.numbers(seed + 3));
        let sum = D.times(rho, 0);
        const map = generatorTerms(generator);
        for (const { left, right, re, im, group } of map.terms) {
          const [L, Rr] = [left, right].map((A) => D.fromMatrix(A.toMatrix()));
          sum = D.add(sum, D.mul(D.mul(L, rho), D.dag(Rr)), re * map.weights[group], im * map.weights[group]);
        }
        expect(D.distance(sum, bruteForce(contact, rho))).toBeLessThan(1e-12);
        const [dU, Q, W] = [rates?.dU, rates?.Q, rates?.W].map((X) => D.mean(D.fromMatrix((X as Operator).toMatrix()), rho));
        expect(dU).toBeCloseTo(D.mean(D.fromMatrix(contact.HS.toMatrix()), sum), 11);
        expect(Math.abs(dU - Q - W)).toBeLessThan(1e-12);
        // Heat as what the units lose per unit time in a short collision, to O(τ).
        expect(generator.dissipators.every(({ rate }) => (rate as number) >= 0)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("gives V = s†A + sA† as two jumps with the rates ⟨AA†⟩ and ⟨A†A⟩", () => {
    const [system, unit] = [qubit("s"), qubit("e")];
    const s = plus(scale(sigmaZ(system), 0.4), scale(sigmaMinus(system), 0.6));
    const V = interaction([
      [dag(s), sigmaMinus(unit)],
      [s, dag(sigmaMinus(unit))],
    ]);
    const HE = qubitHamiltonian(unit, 1);
    const { generator } = generatorLimit({
      system,
      unit,
      HS: qubitHamiltonian(system, 1),
      HE,
      V,
      state: thermal(HE, { T: 0.5 }),
      beta: 2,
      tau: 0.1,
      scaling: "1/sqrt(tau)",
      bath: "b",
    });
    expect(generator.dissipators).toHaveLength(2);
    const rates = generator.dissipators.map(({ rate }) => rate as number).sort((a, b) => a - b);
    expect(rates[1] / rates[0]).toBeCloseTo(Math.exp(2), 10);
    expect(rates[0] + rates[1]).toBeCloseTo(1, 12);
  });

  it("is only a drive for V without 1/√τ", () => {
    const contact = { ...centred(2, 2, 5, 1, 0.01), scaling: "1" as const };
    const driven = { ...contact, V: interaction([[sigmaX(contact.system), contact.state]]) };
    const { generator } = generatorLimit(driven);
    expect(generator.dissipators).toHaveLength(0);
    const eta2 = contact.state.toMatrix().data.reduce((sum, x) => sum + x * x, 0);
    expect((generator.hamiltonian[0].operator.at(0, 1)[0] - contact.HS.at(0, 1)[0]) / eta2).toBeCloseTo(1, 12);
  });

  it("refuses a mean field under 1/√τ, and says what to do", () => {
    const contact = centred(2, 2, 8, 1, 0.01);
    const V = interaction([[sigmaX(contact.system), contact.state]]);
    expect(() => generatorLimit({ ...contact, V })).toThrow(
      /Argument `scaling` must be "1" for bath "bath".*mean field.*diverges as τ → 0/s,
    );
    expect(compareEvaluations({ ...contact, V }).problem).toMatch(/mean field/);
  });

  it("warns where τ is too long for it", () => {
    const contact = centred(2, 2, 9, 1, 0.01);
    expect(limitWarning(contact)).toBeNull();
    const long = { ...contact, tau: 10 };
    expect(limitWarning(long)).toMatch(/One collision of bath "bath" is strong .* Take tau below/);
    expect(collisionStrength(long) / collisionStrength(contact)).toBeCloseTo(1000, 6);
  });
});

describe("exact, second order and limit side by side", () => {
  it("approach each other with their orders", () => {
    const scaled = compareEvaluations(centred(2, 2, 11, 1, 1e-3));
    expect(scaled.generator?.order).toBeCloseTo(2, 1);
    // Units with a third moment ⟨V³⟩ ≠ 0 approach more slowly.
    expect(compareEvaluations(centred(2, 3, 11, 1, 1e-3)).generator?.order).toBeCloseTo(1.5, 1);
    expect(scaled.exactMap.completelyPositive).toBe(true);
    expect(scaled.exactMap.stable).toBe(true);
    const plain = compareEvaluations({ ...centred(2, 3, 12, 1, 0.02), scaling: "1" });
    expect(plain.second.order).toBeCloseTo(3, 1);
    expect(plain.generator?.order).toBeCloseTo(2, 1);
    expect(plain.secondMap.traceDefect).toBeLessThan(1e-14);
  });

  it("refuses systems whose maps are too large to compare", () => {
    expect(() => compareEvaluations(centred(9, 2, 1, 1, 0.1))).toThrow(/at most 8 levels/);
  });
});

describe("collisions and limit", () => {
  it("a collision of a contact has its Hamiltonian with V/√τ", () => {
    const contact = centred(2, 2, 21, 1, 0.25);
    const collision = contactCollision(contact);
    const visit = collision.visits[0];
    if (visit.kind !== "unitary") throw new Error("unitary");
    expect(visit.H.at(0, 3)[0]).toBeCloseTo(2 * contact.V.at(0, 3)[0], 14);
    expect(() => contactCollision({ ...contact, tau: 0 })).toThrow(/Argument `tau` must be a finite number > 0/);
    expect(superoperator(generatorTerms(generatorLimit(contact).generator), 2).rows).toBe(4);
  });
});
