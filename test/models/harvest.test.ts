import { describe, expect, it } from "vitest";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { evolution } from "../../src/dynamics/evolution.ts";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { type BlochMap, blochMap, fixedBlochVector, superoperator } from "../../src/dynamics/representations.ts";
import { harvest } from "../../src/models/harvest.ts";
import {
  caloricCoherence,
  feedBloch,
  feedCurrents,
  feedPopulation,
  feedTemperature,
  ladderPopulations,
  pairCoefficients,
  pairUnitary,
} from "../../src/models/harvest-formulas.ts";
import type { Model, Parameters } from "../../src/models/model.ts";
import type { Matrix } from "../../src/numerics/matrix.ts";
import { identity, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import { run } from "../../src/solvers/run.ts";
import * as D from "../reference/complex-dense.ts";
import { caseOf, meets } from "./cases.ts";
import { fixed, mapOf, rows } from "./steps.ts";

const of = (id: string) => caseOf("harvest", id);

function matrixOf(rho: readonly (readonly (readonly [number, number])[])[]): Matrix {
  return D.toMatrix(rho.map((row) => row.map(([re, im]) => [re, im] as [number, number])));
}

/** Affine generator of a qubit's master equation. */
function generatorBloch(model: Model): BlochMap {
  return blochMap(generatorTerms(model.dynamics as Generator), 2);
}

function steadyOf(map: BlochMap): Float64Array {
  const A = map.A.map((value, e) => value + (e % 4 === 0 ? 1 : 0));
  return fixedBlochVector({ ...map, A }) as Float64Array;
}

/** exp of an affine generator for a time, by squaring a Taylor series of the homogeneous 4 × 4 matrix. */
function propagate({ A, v }: BlochMap, r: readonly number[], t: number): number[] {
  const M = D.dense(4, (i, j) => [i === 3 ? 0 : ((j === 3 ? v[i] : A[i * 3 + j]) as number), 0]);
  const U = D.propagator(D.times(M, 0, 1), t); // exp(−i(iM)t) = exp(Mt)
  return [0, 1, 2].map((i) => U[i].slice(0, 3).reduce((sum, [x], j) => sum + x * r[j], U[i][3][0]));
}

describe("a pair from the common bath", () => {
  const one = of("harvest-thermal-pair");
  const { nbar, gtau } = one.params;

  it("has Table I's coefficients and heats the qubit to the bath's temperature", () => {
    const [gg, single, ee] = ladderPopulations(2, nbar);
    meets(ee, one, "a11");
    meets(single / 2, one, "a22");
    meets(single / 2, one, "a23");
    meets(gg, one, "a44");
    const pair = matrixOf([
      [
        [ee, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [single / 2, 0],
        [single / 2, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [single / 2, 0],
        [single / 2, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [gg, 0],
      ],
    ]);
    const feed = pairCoefficients(pair);
    meets(feed.re, one, "r_e");
    meets(feed.rd, one, "r_d");
    meets(feedPopulation(feed), one, "rho_ee_steady");
    meets(feedTemperature(feed, 1), one, "T_eff");
    const model = harvest({ nbar, gtau, evaluation: "generator" });
    const r = steadyOf(generatorBloch(model));
    meets((1 + r[2]) / 2, one, "rho_ee_steady");
    expect((1 + fixed(harvest({ nbar, gtau }))[2]) / 2).toBeCloseTo(one.expected.rho_ee_steady, 3);
    const dephased = steadyOf(generatorBloch(harvest({ nbar, gtau, dephased: true, evaluation: "generator" })));
    const cold = 1 / Math.log((1 - dephased[2]) / (1 + dephased[2]));
    meets(cold, one, "T_eff_dephased");
    meets(feedTemperature({ re: 2 * ee + single, rd: 2 * gg + single, lambda: [0, 0], epsilon: [0, 0] }, 1), one, "T_eff_dephased");
  });

  it("gives the same step as a symmetric spin 1 and as two atoms", () => {
    const { nbar: n, gtau: angle } = one.params;
    const [gg, single, ee] = ladderPopulations(2, n);
    const h = single / 2;
    const rho_b = [
      [
        [ee, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [h, 0],
        [h, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [h, 0],
        [h, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [gg, 0],
      ],
    ];
    const [spin, atoms] = [
      superoperator(mapOf(harvest({ nbar: n, gtau: angle })), 2),
      superoperator(mapOf(harvest({ rho_b, gtau: angle })), 2),
    ];
    spin.data.forEach((value, e) => expect(atoms.data[e]).toBeCloseTo(value, 14));
  });
});

describe("a pair with every coherence", () => {
  const one = of("harvest-general-A");
  const { rho_b, p, gtau, omega_q } = one.params;
  const feed = pairCoefficients(matrixOf(rho_b));

  it("has the corrected Bloch system (19), from Table I and from the generator", () => {
    meets(feed.re, one, "r_e");
    meets(feed.rd, one, "r_d");
    meets(feed.lambda, one, "lambda");
    meets(feed.epsilon, one, "epsilon");
    const closed = feedBloch(feed, p, gtau);
    meets(closed.B, one, "bloch_matrix");
    meets(closed.c, one, "bloch_vector");
    const derived = generatorBloch(harvest({ rho_b, p, gtau, evaluation: "generator" }));
    meets(rows(derived), one, "bloch_matrix");
    meets(derived.v, one, "bloch_vector");
    meets(steadyOf(derived), one, "bloch_steady");
  });

  it("has an exact fixed point, whatever the arrivals", () => {
    meets(fixed(harvest({ rho_b, p, gtau })), one, "bloch_fixed_point_exact_U");
    meets(steadyOf(generatorBloch(harvest({ rho_b, p, gtau, arrivals: "poisson" }))), one, "bloch_fixed_point_exact_U");
  });

  it("balances heat (27) and power (28) in the steady state", () => {
    const model = harvest({ rho_b, p, gtau, omega_q, evaluation: "generator" });
    const r = steadyOf(generatorBloch(model));
    const { heat, power } = feedCurrents(feed, p, gtau, omega_q, r);
    meets(heat, one, "heat_current_steady");
    meets(power, one, "power_steady");
    expect(heat + power).toBeCloseTo(0, 14);
    for (const [name, expected] of [
      ["heat_current", heat],
      ["power", power],
    ] as const) {
      const observable = model.observable(name);
      if (observable.kind !== "expectation") throw new Error("expectation");
      const X = observable.operators[0];
      const value = (X.at(0, 0)[0] * (1 + r[2]) + X.at(1, 1)[0] * (1 - r[2])) / 2 + X.at(0, 1)[0] * r[0] - X.at(0, 1)[1] * r[1];
      expect(value).toBeCloseTo(expected, 14);
    }
  });

  it("is not where the exact map goes as gτ → 0 when λ ≠ 0", () => {
    const asymptotic = of("c1-not-asymptotic");
    const axis = [feed.lambda[0], -feed.lambda[1]].map((x) => x / Math.hypot(...feed.lambda));
    const along = (r: ArrayLike<number>) => r[0] * axis[0] + r[1] * axis[1];
    meets(
      asymptotic.params.gtau.map((angle: number) => [
        along(fixed(harvest({ rho_b, gtau: angle }))) / angle,
        along(steadyOf(generatorBloch(harvest({ rho_b, gtau: angle, evaluation: "generator" })))) / angle,
      ]),
      asymptotic,
      null,
    );
  });

  it("second order leaves O((gτ)³)", () => {
    const truncation = of("eq11-truncation");
    meets(
      truncation.params.gtau.map((angle: number) => {
        const exact = superoperator(mapOf(harvest({ rho_b, gtau: angle })), 2);
        const generator = superoperator(
          generatorTerms(harvest({ rho_b, gtau: angle, p: 1, evaluation: "generator" }).dynamics as Generator),
          2,
        );
        let sum = 0;
        exact.data.forEach((value, e) => {
          sum += (value - (e % 10 === 0 ? 1 : 0) - generator.data[e]) ** 2;
        });
        return Math.sqrt(sum);
      }),
      truncation,
      null,
    );
    const second = superoperator(mapOf(harvest({ rho_b, gtau: 0.1, evaluation: "second" })), 2);
    const generator = superoperator(generatorTerms(harvest({ rho_b, gtau: 0.1, p: 1, evaluation: "generator" }).dynamics as Generator), 2);
    second.data.forEach((value, e) => expect(value - (e % 10 === 0 ? 1 : 0)).toBeCloseTo(generator.data[e], 14));
  });
});

describe("collisions", () => {
  it("after k meetings, and averaged over Poisson arrivals", () => {
    const one = of("collisions-A");
    const { rho_b, gtau, counts, p, times: at } = one.params;
    const { observables, axis } = run(harvest({ rho_b, gtau }), { steps: 50, saveEvery: 1, observables: ["sx", "sy", "sz"] });
    meets(
      counts.map((k: number) => ["sx", "sy", "sz"].map((name) => observables[name][axis.values.indexOf(k)])),
      one,
      "after_collisions",
    );
    const random = generatorBloch(harvest({ rho_b, gtau, p, arrivals: "poisson" }));
    meets(
      at.map((t: number) => propagate(random, [0, 0, -1], t)),
      one,
      "poisson_times",
    );
  });

  it("has the exact U of a pair", () => {
    const one = of("u-exact");
    const closed = pairUnitary(one.params.gtau);
    for (const [name, value] of Object.entries(closed)) meets(value, one, name);
    const { H } = pairHamiltonian();
    const U = evolution(H, one.params.gtau);
    // Order qubit ⊗ atom1 ⊗ atom2, e before g.
    expect(U.at(4, 4)[0]).toBeCloseTo(closed.ee_g, 14);
    expect(U.at(5, 5)[0]).toBeCloseTo(closed.eg_g, 14);
    expect(U.at(5, 6)[0]).toBeCloseTo(closed.eg_ge, 14);
    expect(U.at(3, 5)[1]).toBeCloseTo(closed.gge_egg_imag, 14);
  });

  it("(B5) errs by √2(gτ)³/3", () => {
    const one = of("b5-error");
    const { H } = pairHamiltonian();
    meets(
      one.params.gtau.map((angle: number) => {
        const second = plus(identity(H.space), scale(H, 0, -angle), scale(times(H, H), (-angle * angle) / 2));
        return norm(D.fromMatrix(minus(evolution(H, angle), second).toMatrix()));
      }),
      one,
      null,
    );
  });
});

function pairHamiltonian() {
  const model = harvest({ rho_b: pureGround() });
  const { stream } = model.dynamics as Collisions;
  if (stream.kind !== "constant" || stream.collision.visits[0].kind !== "unitary") throw new Error("one visit");
  return stream.collision.visits[0];
}

function pureGround() {
  return Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, j) => [i === 3 && j === 3 ? 1 : 0, 0]));
}

/** Spectral norm by power iteration on A†A. */
function norm(A: D.Dense): number {
  let x = D.dense(A.length, (i, j) => [j === 0 ? 1 / (i + 1) : 0, 0]);
  let value = 0;
  for (let k = 0; k < 300; k++) {
    x = D.mul(D.mul(D.dag(A), A), x);
    value = Math.sqrt(D.trace(D.mul(D.dag(x), x))[0]);
    x = D.times(x, 1 / value);
  }
  return Math.sqrt(value);
}

describe("erratum: the caloric part of the coherence", () => {
  it("is Σ p_k k(N − k), which equals C_l1 for N ≤ 3 only", () => {
    const one = of("caloric-part");
    const { N, nbar } = one.params;
    meets(
      N.map((n: number) => caloricCoherence(ladderPopulations(n, nbar))),
      one,
      null,
    );
    const l1 = (n: number) => ladderPopulations(n, nbar).reduce((sum, p, k) => sum + p * binomial(n, k), 0) - 1;
    expect(caloricCoherence(ladderPopulations(3, nbar))).toBeCloseTo(l1(3), 12);
    expect(l1(4) / caloricCoherence(ladderPopulations(4, nbar))).toBeGreaterThan(1.09);
  });
});

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}

describe("no singularity at r_e = r_d", () => {
  it("evaluates a pair with equal rates", () => {
    const rho_b = Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, j) => [i === j ? 0.25 : 0, 0]));
    const r = steadyOf(generatorBloch(harvest({ rho_b, evaluation: "generator" })));
    expect(Math.hypot(...r)).toBeLessThan(1e-14);
    const { observables } = run(harvest({ rho_b }), { steps: 3, saveEvery: 1, observables: ["T_eff", "heat_current", "power"] });
    expect(observables.heat_current.every((value) => Number.isFinite(value as number))).toBe(true);
  });
});

describe("bad input", () => {
  it.each([
    [{ rho_b: [[1]] }, /Argument `rho_b` must be 4 rows/],
    [
      { rho_b: Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, j) => [i === j ? (i === 0 ? 1.5 : -1 / 6) : 0, 0])) },
      /positive semidefinite/,
    ],
    [{ gtau: Number.NaN }, /Argument `gtau` must be a finite number/],
    [{ N: 60, dephased: true }, /Argument `N` must be an integer from 1 to 54/],
    [{ arrivals: "poisson", evaluation: "second" }, /Argument `evaluation` must be "exact" for random arrivals/],
    [{ initial_bloch: [0, 0] }, /three components/],
  ])("%#", (bad, message) => {
    expect(() => harvest(bad as Parameters)).toThrow(message);
  });
});
