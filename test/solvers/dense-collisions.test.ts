import { describe, expect, it } from "vitest";
import { channelTerms } from "../../src/dynamics/channel.ts";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { diagonal } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState } from "../../src/operators/states.ts";
import { planCollisions } from "../../src/solvers/collision-choice.ts";
import { run } from "../../src/solvers/run.ts";
import { levels, tensor } from "../../src/spaces/space.ts";
import * as D from "../reference/complex-dense.ts";

/** A system without structure: random Hamiltonians on 24 levels, with diagonal or general units. */
function model(evaluation: "exact" | "second", general: boolean) {
  const next = D.numbers(5);
  const [system, unit] = [levels(24, "s"), levels(2, "e")];
  const of = (A: D.Dense, space: typeof system) => Operator.fromMatrix(space, D.toMatrix(A));
  return collisionModel({
    HS: of(D.randomHermitian(24, next), system),
    units: {
      HE: diagonal(unit, [1, 0]),
      V: of(D.times(D.randomHermitian(48, next), 0.2), tensor(system, unit)),
      ...(general ? { state: of(D.randomState(2, next), unit) } : { beta: 1 }),
    },
    tau: 0.1,
    evaluation,
    initial: basisState(system, 3),
  });
}

describe("dense collisions", () => {
  it.each([
    ["exact", false],
    ["exact", true],
    ["second", true],
  ] as const)("%s, general unit state: %s: same as the terms by brute force", (evaluation, general) => {
    const built = model(evaluation, general);
    const plan = planCollisions(built, { steps: 1 });
    expect(plan.choice.name).toBe("dense Kraus products");
    const { final, observables, diagnostics } = run(built, { steps: 3, saveEvery: 1, observables: ["p_3", "purity", "dU", "Q"] });
    const { system, stream } = built.dynamics as Collisions;
    if (stream.kind !== "constant") throw new Error("constant");
    const map = channelTerms(system, stream.collision);
    let rho = D.fromMatrix(built.initial.toMatrix());
    for (let n = 1; n <= 3; n++) {
      let sum = D.times(rho, 0);
      for (const { left, right, re, im, group } of map.terms) {
        const [L, R] = [left, right].map((A) => D.fromMatrix(A.toMatrix()));
        sum = D.add(sum, D.mul(D.mul(L, rho), D.dag(R)), re * map.weights[group], im * map.weights[group]);
      }
      rho = sum;
      expect(observables.p_3[n]).toBeCloseTo(rho[3][3][0], 12);
    }
    expect(D.distance(D.fromMatrix(final.matrix()), rho)).toBeLessThan(1e-12);
    expect(diagnostics.traceDefect).toBeLessThan(1e-12);
    expect(diagnostics.firstLawResidual).toBeLessThan(1e-12);
  });
});
