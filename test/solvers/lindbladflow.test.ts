import { describe, expect, it } from "vitest";
import { scope } from "../../bindings/memory.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { add, dagger, hermitianPart, largestDifference, multiply, scale } from "../../src/numerics/dense.ts";
import { identityMatrix, type Matrix } from "../../src/numerics/matrix.ts";
import { Operator } from "../../src/operators/operator.ts";
import type { Flow } from "../../src/solvers/flow.ts";
import { openLindbladFlow } from "../../src/solvers/lindbladflow.ts";
import { openOperatorFlow } from "../../src/solvers/operatorflow.ts";
import { levels } from "../../src/spaces/space.ts";
import { randomValues } from "../reference/random.ts";

const random = (n: number, seed: number): Matrix => ({ rows: n, columns: n, data: randomValues(2 * n * n, seed) });

/** −i[H, ρ] + Σ γ (L ρ L† − ½ {L†L, ρ}), written out. */
function derivative(H: Matrix, jumps: readonly (readonly [Matrix, number])[], rho: Matrix): Matrix {
  const commutator = add(multiply(H, rho), multiply(rho, H), -1);
  return jumps.reduce(
    (sum, [L, rate]) => {
      const loss = multiply(dagger(L), L);
      const anti = add(multiply(loss, rho), multiply(rho, loss));
      return add(sum, add(multiply(multiply(L, rho), dagger(L)), anti, -0.5), rate);
    },
    scale(commutator, [0, -1]),
  );
}

function termsOf(n: number, H: Matrix, jumps: readonly (readonly [Matrix, number])[]) {
  const system = levels(n);
  const on = (A: Matrix) => Operator.fromMatrix(system, A);
  return generatorTerms(generator({ system, H: on(H), jumps: jumps.map(([L, rate]) => ({ operator: on(L), rate })) }));
}

function apply(flow: Flow, rho: Matrix): Matrix {
  return scope((s) => {
    const x = s.f64(rho.data);
    const y = s.f64(new Float64Array(rho.data.length).fill(Number.NaN));
    flow.apply(0, x.pointer, y.pointer);
    return { ...rho, data: y.view().slice() };
  });
}

describe("whole-matrix Lindblad flows", () => {
  const cases = [
    { n: 2, jumps: 0 },
    { n: 5, jumps: 1 },
    { n: 12, jumps: 3 },
    { n: 23, jumps: 2 },
  ];
  it.each(cases)("give the derivative of the master equation, n = $n, $jumps jumps", ({ n, jumps }) => {
    const H = hermitianPart(random(n, 1));
    const rho = hermitianPart(random(n, 2));
    const list = Array.from({ length: jumps }, (_, k) => [random(n, 3 + k), 0.5 + k] as const);
    const terms = termsOf(n, H, list);
    const flow = openLindbladFlow(terms, n) as Flow;
    try {
      const got = apply(flow, rho);
      expect(largestDifference(got, derivative(H, list, rho))).toBeLessThan(1e-12 * n * n);
      expect(largestDifference(got, dagger(got))).toBe(0);
    } finally {
      flow.release();
    }
  });

  it("take whole Runge–Kutta steps: a phase of H = σz turns as exp(−2it) to fourth order", () => {
    const Z = scale(identityMatrix(2), 1);
    Z.data[6] = -1;
    const flow = openLindbladFlow(termsOf(2, Z, []), 2) as Flow;
    const errors = [20, 40].map((steps) =>
      scope((s) => {
        const x = s.f64([0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0]);
        flow.rk4?.(steps, 1 / steps, x.pointer);
        const [re, im] = x.view().subarray(2, 4);
        return Math.hypot(re - 0.5 * Math.cos(2), im + 0.5 * Math.sin(2));
      }),
    );
    flow.release();
    expect(Math.log2(errors[0] / errors[1])).toBeCloseTo(4, 1);
  });

  it.each(["sparse", "dense"] as const)("know that the identity as a jump does nothing (%s)", (kind) => {
    const n = 4;
    const rho = hermitianPart(random(n, 2));
    const zero = scale(identityMatrix(n), 0);
    const flow = openOperatorFlow(termsOf(n, zero, [[identityMatrix(n), 1]]), n, kind);
    try {
      expect(largestDifference(apply(flow, rho), zero)).toBeLessThan(1e-15);
    } finally {
      flow.release();
    }
  });

  it("leave other terms to the general flow", () => {
    const n = 3;
    const terms = termsOf(n, hermitianPart(random(n, 1)), [[random(n, 2), 1]]);
    const pair = terms.terms.findIndex(({ left, right }) => left === right);
    expect(pair).toBeGreaterThanOrEqual(0);
    const other = Operator.fromMatrix(levels(n), random(n, 9));
    const change = (more: object) => ({ ...terms, terms: terms.terms.map((term, k) => (k === pair ? { ...term, ...more } : term)) });
    expect(openLindbladFlow(change({ right: other }), n)).toBeNull();
    expect(openLindbladFlow(change({ re: -1 }), n)).toBeNull();
    expect(openLindbladFlow(change({ im: 1 }), n)).toBeNull();
  });
});
