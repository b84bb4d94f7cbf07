/** Counting against enumeration of all outcomes, and what must hold on random models. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jointOperators } from "../../../src/dynamics/channel.ts";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  counting,
  dag,
  diagonal,
  type Model,
  Operator,
  plus,
  qubit,
  run,
  type Space,
  scaled,
  tensor,
  thermal,
  times,
} from "../../../src/index.ts";
import { diagonalState, S, streamOf } from "./models.ts";

/** A generator of numbers in [−1, 1) from a seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  };
}

function hermitian(space: Space, next: () => number, real: boolean): Operator {
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < space.dimension; i++) {
    entries.push([i, i, next(), 0]);
    for (let j = i + 1; j < space.dimension; j++) {
      const [re, im] = [next(), real ? 0 : next()];
      entries.push([i, j, re, im], [j, i, re, -im]);
    }
  }
  return Operator.fromEntries(space, entries);
}

/** A random machine of two baths: a stream of thermal or coherent qubits with random couplings. */
function machine(seed: number, { real = false, coherent = false, kind = "cyclic" as "cyclic" | "mixture" } = {}): Model {
  const next = numbers(seed);
  const HS = hermitian(S, next, true);
  const collisions = ["hot", "cold"].map((bath, k): Collision => {
    const unit = qubit(bath);
    const HE = diagonal(unit, [0.4 + 0.5 * (next() + 1), -0.3]);
    const beta = 0.3 + 0.9 * k + 0.2 * next();
    const joint = tensor(S, unit);
    const V = hermitian(joint, next, real);
    const mixed = plus(scaled(thermal(HE, { beta }), 0.8), scaled(pure(unit, next), 0.2));
    return {
      unit,
      state: [{ name: bath, weight: 1, state: coherent ? mixed : thermal(HE, { beta }) }],
      visits: [{ kind: "unitary", H: V, duration: 0.7 }],
      HE,
      beta: coherent ? null : beta,
      bath,
    };
  });
  const rho = plus(scaled(pure(S, next), 0.6), diagonalState(S, [0.3, 0.1]));
  const stream =
    kind === "cyclic"
      ? ({ kind, collisions } as const)
      : ({ kind, parts: collisions.map((collision, k) => ({ collision, probability: k === 0 ? 0.3 : 0.7 })) } as const);
  return streamOf(stream, rho, HS);
}

function pure(space: Space, next: () => number): Operator {
  const amplitudes = Array.from({ length: space.dimension }, () => [next(), next()]);
  const norm = amplitudes.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
  return Operator.fromEntries(
    space,
    amplitudes.flatMap(([a, b], i) => amplitudes.map(([c, d], j) => [i, j, (a * c + b * d) / norm, (b * c - a * d) / norm] as const)),
  );
}

/** All outcome strings of a stream of units with diagonal H_E and no coherence: values of heat by bath with their weights. */
function enumerated(model: Model, steps: number): { q: [number, number]; p: number }[] {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "cyclic") throw new Error("a cycle");
  let branches: { rho: Operator; q: [number, number] }[] = [{ rho: model.initial, q: [0, 0] }];
  for (let n = 0; n < steps; n++) {
    const at = n % 2;
    const collision = dynamics.stream.collisions[at];
    const [U] = jointOperators(dynamics.system, collision);
    const u = collision.unit.dimension;
    const eta = collision.state[0].state;
    const HE = collision.HE as Operator;
    const next: typeof branches = [];
    for (const { rho, q } of branches) {
      for (let i = 0; i < u; i++) {
        for (let f = 0; f < u; f++) {
          const K = blockOf(U, dynamics.system, u, f, i);
          const weight = eta.at(i, i)[0];
          const value = HE.at(i, i)[0] - HE.at(f, f)[0];
          next.push({ rho: scaled(times(K, rho, dag(K)), weight), q: at === 0 ? [q[0] + value, q[1]] : [q[0], q[1] + value] });
        }
      }
    }
    branches = next;
  }
  return branches.map(({ rho, q }) => ({ q, p: rho.trace()[0] }));
}

function blockOf(U: Operator, system: Space, u: number, f: number, i: number): Operator {
  const entries: [number, number, number, number][] = [];
  U.forEach((row, column, re, im) => {
    if (row % u === f && column % u === i) entries.push([Math.floor(row / u), Math.floor(column / u), re, im]);
  });
  return Operator.fromEntries(system, entries);
}

describe("against all outcome strings", () => {
  it.each([1, 2, 3])("cumulants, covariances and joint probabilities of 6 collisions, machine %i", (seed) => {
    const model = machine(seed);
    const all = enumerated(model, 6);
    const found = counting(model, { of: ["Q_hot", "Q_cold"], steps: 6, distribution: { of: ["Q_hot", "Q_cold"] }, steady: false });
    const moment = (f: (q: [number, number]) => number) => all.reduce((sum, { q, p }) => sum + p * f(q), 0);
    for (const [k, name] of ["Q_hot", "Q_cold"].entries()) {
      const mean = moment((q) => q[k]);
      const central = (n: number) => moment((q) => (q[k] - mean) ** n);
      const expected = [mean, central(2), central(3), central(4) - 3 * central(2) ** 2];
      found.cumulants[name].forEach((list, n) => expect(list[0]).toBeCloseTo(expected[n], 11));
    }
    const covariance = moment((q) => q[0] * q[1]) - moment((q) => q[0]) * moment((q) => q[1]);
    expect(found.covariances["Q_hot,Q_cold"][0]).toBeCloseTo(covariance, 12);
    const [{ values, P }] = found.distributions;
    P.forEach((probability, k) => {
      const same = all.filter(({ q }) => Math.abs(q[0] - values[0][k]) < 1e-9 && Math.abs(q[1] - values[1][k]) < 1e-9);
      expect(probability).toBeCloseTo(
        same.reduce((sum, { p }) => sum + p, 0),
        13,
      );
    });
  });
});

describe("on random models", () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });

  it("first moments are the ledger's, in every scheme that keeps the dynamics", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.boolean(),
        fc.constantFrom("kd", "mh", "sym"),
        fc.constantFrom("cyclic", "mixture"),
        (seed, coherent, scheme, kind) => {
          const model = machine(seed, { coherent, kind: kind as "cyclic" });
          const found = counting(model, {
            of: ["Q_hot", "Q_cold", "W"],
            steps: 5,
            orders: 2,
            scheme: scheme as "mh",
            steady: false,
            theorems: false,
          });
          const ledger = run(model, {
            steps: 5,
            saveEvery: 5,
            observables: ["Q_hot_total", "Q_cold_total", "W_total", "dU_total"],
          }).observables;
          for (const name of ["Q_hot", "Q_cold", "W"]) {
            expect(Math.abs(found.cumulants[name][0][0] - (ledger[`${name}_total`].at(-1) as number))).toBeLessThan(1e-12);
          }
          expect(Math.abs(found.firstMoments.Q_hot.difference)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("thermal units: unitality, both laws and the integral theorem; real ones: the symmetries too", () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.constantFrom("cyclic", "mixture"), (seed, real, kind) => {
        const model = machine(seed, { real, kind: kind as "cyclic" });
        const { theorems, rates, cumulants, warnings } = counting(model, { of: ["Q_hot", "Q_cold", "Sigma"], steps: 4, orders: 2 });
        expect(theorems?.unitality.holds).toBe(true);
        expect(theorems?.integral?.holds).toBe(true);
        expect(theorems?.transposition.holds).toBe(real ? true : null);
        expect(theorems?.gallavottiCohen.holds).toBe(real ? true : null);
        expect(rates?.entropyProduction).toBeGreaterThan(-1e-13);
        expect(cumulants.Sigma[0][0]).toBeGreaterThan(-1e-12);
        expect(rates?.residual).toBeLessThan(1e-13);
        expect(warnings).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("rates are the late slopes of cumulants", () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, coherent) => {
        const model = machine(seed, { coherent });
        const options = { of: ["Q_hot", "W"], scheme: "mh", theorems: false } as const;
        const { cumulants, rates } = counting(model, { ...options, steps: 402, saveEvery: 400 });
        if ((rates?.condition as number) > 50) return;
        for (const name of options.of) {
          cumulants[name].forEach(([from, to], n) =>
            expect(Math.abs(to - from - (rates?.cumulants[name][n] as number))).toBeLessThan(1e-9),
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  it("probabilities are not negative, and their moments are the cumulants", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const model = machine(seed);
        const { distributions, cumulants } = counting(model, {
          of: ["Q_hot", "W"],
          steps: 4,
          distribution: true,
          steady: false,
          theorems: false,
        });
        for (const { of, values, P, missing } of distributions) {
          expect(P.every((p) => p >= -1e-16)).toBe(true);
          expect(Math.abs(missing)).toBeLessThan(1e-14);
          const mean = P.reduce((sum, p, k) => sum + p * values[0][k], 0);
          const variance = P.reduce((sum, p, k) => sum + p * (values[0][k] - mean) ** 2, 0);
          expect(mean).toBeCloseTo(cumulants[of[0]][0][0], 12);
          expect(variance).toBeCloseTo(cumulants[of[0]][1][0], 11);
        }
      }),
      { numRuns: 15 },
    );
  });
});

it("Σ of trajectories has the ledger's mean", () => {
  const model = machine(11);
  const { cumulants } = counting(model, { of: ["Sigma"], steps: 3, steady: false });
  const { observables } = run(model, { steps: 3, saveEvery: 3, observables: ["Sigma_total"] });
  expect(cumulants.Sigma[0][0]).toBeCloseTo(observables.Sigma_total.at(-1) as number, 11);
});
