import { describe, expect, it } from "vitest";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { revivals, swap, withMemory } from "../../src/dynamics/unit-memory.ts";
import { type CollisionModelDefinition, collisionModel } from "../../src/models/collision-model.ts";
import { composite } from "../../src/models/composite.ts";
import { dag, lift, plus, scale } from "../../src/operators/algebra.ts";
import { spinLadders } from "../../src/operators/ladders.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { memoryMeasure } from "../../src/studies/markov.ts";
import { affine } from "../models/steps.ts";
import * as D from "../reference/complex-dense.ts";

const [system, unit] = [qubit("system"), qubit("unit")];

function exchange(changes: Partial<CollisionModelDefinition> = {}) {
  return collisionModel({
    HS: qubitHamiltonian(system, 1),
    units: {
      HE: qubitHamiltonian(unit, 1),
      V: [
        [sigmaPlus(system), sigmaMinus(unit)],
        [sigmaMinus(system), sigmaPlus(unit)],
      ],
      beta: 1,
    },
    tau: 0.6,
    initial: qubitState([1, 0, 0], system),
    ...changes,
  });
}

describe("memory by partial swaps", () => {
  it("follows brute force with an explicit chain of ancillae", () => {
    const strength = 0.7;
    const { observables } = run(exchange({ memory: strength }), { steps: 3, saveEvery: 1, observables: ["sx", "sy", "sz"] });
    // Explicit: system and a growing list of ancillae, each used once, partial swap between neighbours.
    const [hs, he] = [D.dense(2, (i, j) => [i === j ? 0.5 - i : 0, 0]), D.dense(2, (i, j) => [i === j ? 0.5 - i : 0, 0])];
    const p = 1 / (1 + Math.E);
    const eta: D.Dense = [
      [
        [p, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [1 - p, 0],
      ],
    ];
    const V = D.dense(4, (i, j) => [(i === 1 && j === 2) || (i === 2 && j === 1) ? 1 : 0, 0]);
    const U = D.propagator(D.add(D.add(D.kron(hs, D.eye(2)), D.kron(D.eye(2), he)), V), 0.6);
    const SWAP = D.dense(4, (i, j) => [[0, 2, 1, 3][i] === j ? 1 : 0, 0]);
    const angle = Math.asin(Math.sqrt(strength));
    const partial = D.add(D.times(D.eye(4), Math.cos(angle)), SWAP, 0, -Math.sin(angle));
    let state = D.kron(
      D.dense(2, () => [0.5, 0]),
      eta,
    );
    for (let n = 1; n <= 3; n++) {
      state = D.mul(D.mul(U, state), D.dag(U));
      const rho = D.traceRight(state, 2);
      const r = D.bloch(rho);
      ["sx", "sy", "sz"].forEach((name, k) => expect(observables[name][n]).toBeCloseTo(r[k], 12));
      const wide = D.kron(state, eta); // system, old, new
      const W = D.kron(D.eye(2), partial);
      const after = D.mul(D.mul(W, wide), D.dag(W));
      // Trace the old ancilla (the middle factor) out.
      state = D.dense(4, (i, j) => {
        const [a, c, b, d] = [i >> 1, i & 1, j >> 1, j & 1];
        const sum: [number, number] = [0, 0];
        for (let m = 0; m < 2; m++) {
          sum[0] += after[4 * a + 2 * m + c][4 * b + 2 * m + d][0];
          sum[1] += after[4 * a + 2 * m + c][4 * b + 2 * m + d][1];
        }
        return sum;
      });
    }
  });

  it("counts a gain of distance above the tolerance, as a whole", () => {
    expect(revivals([1, 0.5, 0.75, 0.25, 0.375])).toBe(0.375);
    expect(revivals([1, 0.5, 0.75, 0.25, 0.375], 0.2)).toBe(0.25);
    expect(revivals([0.5, 0.5 + 5e-14, 0.4])).toBe(0);
  });

  it("is memoryless at strength 0 and non-Markovian when strong", () => {
    const plain = run(exchange(), { steps: 20, saveEvery: 1, observables: ["sz"] }).observables.sz;
    const without = run(exchange({ memory: 1e-300 }), { steps: 20, saveEvery: 1, observables: ["sz"] }).observables.sz;
    without.forEach((value, n) => expect(value).toBeCloseTo(plain[n] as number, 12));
    const pair = [qubitState([1, 0, 0], system), qubitState([-1, 0, 0], system)] as const;
    const measure = (memory: number) => memoryMeasure(exchange(memory > 0 ? { memory } : {}), [...pair], { steps: 30 }).revivals;
    expect(measure(0)).toBe(0);
    expect(measure(0.9)).toBeGreaterThan(0.1);
    const { distances } = memoryMeasure(exchange({ memory: 0.9 }), [...pair], { steps: 5 });
    expect(distances[0]).toBeCloseTo(1, 14);
    expect(distances[1]).toBeCloseTo(
      Math.hypot(
        ...["sx", "sy"].map((name) => run(exchange({ memory: 0.9 }), { steps: 1, observables: [name] }).observables[name][1] as number),
      ),
      12,
    );
  });

  it("keeps both laws for system and memory together", () => {
    const { diagnostics, observables } = run(exchange({ memory: 0.8 }), {
      steps: 40,
      saveEvery: 1,
      observables: ["dU", "Q", "W", "Sigma", "ergotropy"],
    });
    expect(diagnostics.firstLawResidual).toBeLessThan(1e-13);
    expect(diagnostics.secondLawViolation).toBeLessThan(1e-12);
    expect(observables.ergotropy[0]).toBeCloseTo(0.5, 12);
  });

  it("says what it needs", () => {
    expect(() => exchange({ memory: 1.5 })).toThrow(/Argument `memory` must be a finite number ≥ 0 and ≤ 1/);
    const { dynamics } = exchange();
    expect(() => withMemory({ ...(dynamics as Collisions), stream: { kind: "cyclic", collisions: [] } }, 0.5)).toThrow(
      /Argument `stream` must be constant/,
    );
    expect(() => swap(qubit("a"), tensor(qubit("b"), qubit("c")))).toThrow(/dimension 2/);
  });
});

describe("spin sectors", () => {
  it("give the same step as the full cluster", () => {
    for (const N of [3, 4]) {
      const values = { N, T: 0.6, tau: 0.2, f1: 0.4, f2: 0.5 };
      const reduced = affine(composite(values));
      const units = Array.from({ length: N }, (_, k) => qubit(`q${k}`));
      const cluster = tensor(...units);
      const A = plus(...units.map((one) => lift(cluster, sigmaMinus(one))));
      const target = qubit("system");
      const full = affine(
        collisionModel({
          HS: qubitHamiltonian(target, 1),
          units: {
            HE: plus(...units.map((one) => lift(cluster, qubitHamiltonian(one, 1)))),
            V: compositePairs(target, A, 0.4, 0.5),
            beta: 1 / 0.6,
          },
          tau: 0.2,
          scaling: "1/sqrt(tau)",
          initial: qubitState([0, 0, 1], target),
        }),
      );
      reduced.A.forEach((value, e) => expect(value).toBeCloseTo(full.A[e], 12));
      reduced.v.forEach((value, e) => expect(value).toBeCloseTo(full.v[e], 12));
      const unitDimension = spinLadders(N).reduce((sum, { dimension }) => sum + dimension, 0);
      expect(unitDimension).toBeLessThan(2 ** N);
    }
  });

  it("and the same entropy production", () => {
    const values = { N: 3, T: 0.6, tau: 0.2, f1: 0.4, f2: 0.5, initial_bloch: [0.2, 0.1, 0.3] };
    const reduced = run(composite(values), { steps: 5, saveEvery: 1, observables: ["Sigma", "Q", "W", "mutual_information"] });
    const units = Array.from({ length: 3 }, (_, k) => qubit(`q${k}`));
    const cluster = tensor(...units);
    const A = plus(...units.map((one) => lift(cluster, sigmaMinus(one))));
    const target = qubit("system");
    const full = run(
      collisionModel({
        HS: qubitHamiltonian(target, 1),
        units: {
          HE: plus(...units.map((one) => lift(cluster, qubitHamiltonian(one, 1)))),
          V: compositePairs(target, A, 0.4, 0.5),
          beta: 1 / 0.6,
        },
        tau: 0.2,
        scaling: "1/sqrt(tau)",
        initial: qubitState([0.2, 0.1, 0.3], target),
      }),
      { steps: 5, saveEvery: 1, observables: ["Sigma", "Q", "W", "mutual_information"] },
    );
    for (const name of ["Sigma", "Q", "W", "mutual_information"]) {
      reduced.observables[name].slice(1).forEach((value, n) => expect(value).toBeCloseTo(full.observables[name][n + 1] as number, 11));
    }
  });
});

/** The pairs of V = f1 σz(A + A†) + f2(σ⁺A + σ⁻A†). */
function compositePairs(target: Space, A: Operator, f1: number, f2: number) {
  const Z = scale(sigmaZ(target), f1);
  return [
    [Z, A],
    [Z, dag(A)],
    [scale(sigmaPlus(target), f2), A],
    [scale(sigmaMinus(target), f2), dag(A)],
  ] as const;
}
