/** Random master equations against brute force: the action of what was given, and runs of every form with every method. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dormandPrince, exponentialMethod, krylov, masterEquation, type Operator, ohmic, rk4, run } from "../../src/index.ts";
import { hermitianPart } from "../../src/operators/algebra.ts";
import { Operator as Operators } from "../../src/operators/operator.ts";
import { levels } from "../../src/spaces/space.ts";
import { addTo, adjoint, applyGenerator, product, propagate } from "../reference/liouvillian.ts";
import { randomOperator, randomState } from "../reference/random-generator.ts";

const largest = (x: Float64Array, y: Float64Array) => x.reduce((most, value, k) => Math.max(most, Math.abs(value - y[k])), 0);
const sizes = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.nat(1e6));

describe("random master equations", () => {
  it("act as their definition says: conjugates of complex terms, jumps, rate matrices", () => {
    fc.assert(
      fc.property(
        sizes,
        fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        ([n, seed], [x, y]) => {
          const space = levels(n);
          const [A, B, L, M, N] = [0, 1, 2, 3, 4].map((k) => randomOperator(space, seed + k, 0.7));
          const rho = randomState(n, seed);
          const model = masterEquation({
            H: [hermitianPart(A), [B, [x, (t) => y + t]], { operator: hermitianPart(L), coefficient: () => 0.3 }],
            jumps: [[L, 0.4]],
            collective: [
              {
                operators: [M, N],
                rates: [
                  [1, [0.3, 0.2]],
                  [[0.3, -0.2], 0.5],
                ],
              },
            ],
            initial: Operators.fromMatrix(space, rho),
          });
          const t = 0.7;
          const H = hermitianPart(A).toMatrix();
          addTo(H, B.toMatrix(), x, y + t);
          addTo(H, adjoint(B.toMatrix()), x, -y - t);
          addTo(H, hermitianPart(L).toMatrix(), 0.3);
          const expected = product(H, rho);
          const out = { ...expected, data: new Float64Array(expected.data.length) };
          addTo(out, product(H, rho), 0, -1);
          addTo(out, product(rho, H), 0, 1);
          const dissipate = (left: Operator, right: Operator, re: number, im: number) => {
            const [P, R] = [left.toMatrix(), adjoint(right.toMatrix())];
            const RP = product(R, P);
            addTo(out, product(product(P, rho), R), re, im);
            addTo(out, product(RP, rho), -re / 2, -im / 2);
            addTo(out, product(rho, RP), -re / 2, -im / 2);
          };
          dissipate(L, L, 0.4, 0);
          dissipate(M, M, 1, 0);
          dissipate(M, N, 0.3, 0.2);
          dissipate(N, M, 0.3, -0.2);
          dissipate(N, N, 0.5, 0);
          expect(model.dynamics.kind).toBe("generator");
          if (model.dynamics.kind !== "generator") return;
          expect(largest(applyGenerator(model.dynamics, rho, t).data, out.data)).toBeLessThan(1e-11);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("run as brute force does, in every form and by every method", () => {
    const forms = ["secular", "unified", "partial", "redfield", "geometric"] as const;
    fc.assert(
      fc.property(sizes, fc.constantFrom(...forms), ([n, seed], form) => {
        const space = levels(n);
        const [H, A] = [hermitianPart(randomOperator(space, seed, 1)), randomOperator(space, seed + 1, 0.8)];
        const rho = randomState(n, seed + 2);
        const model = masterEquation({
          H,
          global: { couplings: [{ bath: "b", operator: A, density: ohmic(0.05, 4), T: 0.8 }], form, lambShift: { S: (w) => 0.02 * w } },
          initial: Operators.fromMatrix(space, rho),
        });
        if (model.dynamics.kind !== "generator") return;
        const expected = propagate(model.dynamics, rho, 1, 8);
        for (const method of [exponentialMethod(), krylov(), dormandPrince({ rtol: 1e-11, atol: 1e-13 }), rk4({ dt: 0.002 })]) {
          const final = run(model, { times: [1], method, observables: [] }).final.matrix();
          expect(largest(final.data, expected.data), `${form} by ${method.kind}`).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 10 },
    );
  });
});
