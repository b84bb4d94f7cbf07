import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poissonGenerator } from "../../src/dynamics/arrivals.ts";
import { channelTerms } from "../../src/dynamics/channel.ts";
import type { Collision } from "../../src/dynamics/collisions.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import {
  blochMap,
  choiMatrix,
  diagnoseMap,
  fixedBlochVector,
  fromBloch,
  krausOperators,
  spectralRadius,
  superoperator,
  toBloch,
  traceDefect,
} from "../../src/dynamics/representations.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { Operator } from "../../src/operators/operator.ts";
import { levels, tensor } from "../../src/spaces/space.ts";
import * as D from "../reference/complex-dense.ts";

/** A random collision and, in brute force, what it does. */
function random(n: number, u: number, seed: number) {
  const next = D.numbers(seed);
  const [system, unit] = [levels(n, "s"), levels(u, "e")];
  const H = D.randomHermitian(n * u, next);
  const eta = D.randomState(u, next);
  const collision: Collision = {
    unit,
    state: [{ name: "η", weight: 1, state: Operator.fromMatrix(unit, D.toMatrix(eta)) }],
    visits: [{ kind: "unitary", H: Operator.fromMatrix(tensor(system, unit), D.toMatrix(H)), duration: 0.8 }],
    HE: null,
    beta: null,
    bath: "b",
  };
  const U = D.propagator(H, 0.8);
  const apply = (rho: D.Dense) => D.traceRight(D.mul(D.mul(U, D.kron(rho, eta)), D.dag(U)), u);
  return { system, collision, apply, rho: D.randomState(n, next) };
}

const cases = fc.record({ n: fc.integer({ min: 2, max: 4 }), u: fc.integer({ min: 2, max: 3 }), seed: fc.integer({ min: 1, max: 1e6 }) });

describe("forms of a step", () => {
  it("superoperator, Choi, Kraus and affine forms agree with brute force", () => {
    fc.assert(
      fc.property(cases, ({ n, u, seed }) => {
        const { system, collision, apply, rho } = random(n, u, seed);
        const map = channelTerms(system, collision);
        const expected = apply(rho);
        const S = superoperator(map, n).data;
        const vector = rho.flat();
        const bySuper = D.dense(n, (i, j) => {
          let [re, im] = [0, 0];
          vector.forEach(([x, y], c) => {
            const at = 2 * ((i * n + j) * n * n + c);
            re += S[at] * x - S[at + 1] * y;
            im += S[at] * y + S[at + 1] * x;
          });
          return [re, im];
        });
        expect(D.distance(bySuper, expected)).toBeLessThan(1e-12);
        const kraus = krausOperators(map, system).map((K) => D.fromMatrix(K.toMatrix()));
        const byKraus = kraus.reduce((sum, K) => D.add(sum, D.mul(D.mul(K, rho), D.dag(K))), D.times(rho, 0));
        expect(D.distance(byKraus, expected)).toBeLessThan(1e-11);
        expect(kraus.length).toBeLessThanOrEqual(n * n);
        const choi = eigvalsh(choiMatrix(map, n));
        expect(choi[0]).toBeGreaterThan(-1e-12);
        expect(choi.reduce((a, b) => a + b)).toBeCloseTo(n, 11);
        const { A, v, size } = blochMap(map, n);
        const r = toBloch(Operator.fromMatrix(system, D.toMatrix(rho)));
        const moved = Float64Array.from(v, (x, i) => r.reduce((sum, y, j) => sum + A[i * size + j] * y, x));
        expect(D.distance(D.fromMatrix(fromBloch(system, moved).toMatrix()), expected)).toBeLessThan(1e-12);
        expect(traceDefect(map, n)).toBeLessThan(1e-13);
        const diagnosis = diagnoseMap(map, n);
        expect(diagnosis.completelyPositive && diagnosis.stable).toBe(true);
        expect(diagnosis.warnings).toEqual([]);
        const fixed = fixedBlochVector({ A, v, size }) as Float64Array;
        const end = D.fromMatrix(fromBloch(system, fixed).toMatrix());
        expect(D.distance(apply(end), end)).toBeLessThan(1e-11);
      }),
      { numRuns: 25 },
    );
  });

  it("finds spectral radii of matrices with known ones", () => {
    expect(spectralRadius(Float64Array.of(0.9, 5, 0, 0.3), 2)).toBeCloseTo(0.9, 13);
    const [c, s] = [Math.cos(1) * 0.7, Math.sin(1) * 0.7];
    expect(spectralRadius(Float64Array.of(c, -s, s, c), 2)).toBeCloseTo(0.7, 13);
    expect(spectralRadius(new Float64Array(4), 2)).toBe(0);
    expect(spectralRadius(Float64Array.of(1.2, 0, 0, -1.3), 2)).toBeCloseTo(1.3, 13);
  });

  it("a map that is not completely positive has no Kraus operators", () => {
    const { system, collision } = random(2, 2, 4);
    const second = channelTerms(system, { ...collision, evaluation: "second" });
    expect(() => krausOperators(second, system)).toThrow(
      /Argument `map` must be completely positive to have Kraus operators, but its Choi matrix has the eigenvalue -/,
    );
  });

  it("refuses matrices of large systems, with the bytes", () => {
    const { system, collision } = random(2, 2, 4);
    expect(() => superoperator(channelTerms(system, collision), 64)).toThrow(/at most 32 levels .* 268435456 bytes/);
  });
});

describe("Poisson arrivals", () => {
  it("are the generator p(Φ − 1), exactly", () => {
    const { system, collision } = random(3, 2, 17);
    const generator = poissonGenerator(system, null, collision, 2.5);
    const L = superoperator(generatorTerms(generator), 3).data;
    const S = superoperator(channelTerms(system, collision), 3).data;
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        const at = 2 * (9 * i + j);
        expect(Math.abs(L[at] - 2.5 * (S[at] - (i === j ? 1 : 0)))).toBeLessThan(1e-11);
        expect(Math.abs(L[at + 1] - 2.5 * S[at + 1])).toBeLessThan(1e-11);
      }
    }
    expect(() => poissonGenerator(system, null, collision, -1)).toThrow(/Argument `rate`/);
    expect(() => poissonGenerator(system, null, { ...collision, evaluation: "second" }, 1)).toThrow(/must be "exact" for random arrivals/);
  });
});
