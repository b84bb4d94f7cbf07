/** Units with many levels: their sizes are known before anything is made, and what is dear is made once. */
import { describe, expect, it } from "vitest";
import { jointCollision, jointOperators, streamElements } from "../../src/dynamics/channel.ts";
import type { Collision, Collisions } from "../../src/dynamics/collisions.ts";
import { evolution } from "../../src/dynamics/evolution.ts";
import { composite } from "../../src/models/composite.ts";
import { rotor } from "../../src/models/rotor.ts";
import { collisionEntries } from "../../src/models/rotor-collisions.ts";
import { multiply } from "../../src/numerics/dense.ts";
import { hermitianPart, scale } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { levels } from "../../src/spaces/space.ts";
import { plan } from "../../src/studies/planning.ts";
import { randomValues } from "../reference/random.ts";

describe("collisions of the rotor's qubits with oscillators", () => {
  it("count the entries of their unitary", () => {
    for (const [lmin, lmax, nmax1, nmax2] of [
      [-2, 2, 1, 1],
      [-3, 1, 4, 2],
      [0, 6, 2, 3],
    ]) {
      const { system, stream } = rotor({ me: "collision", lmin, lmax, nmax1, nmax2 }).dynamics as Collisions;
      const { collisions } = stream as { readonly collisions: readonly Collision[] };
      const [U] = jointOperators(system, jointCollision(system, collisions));
      expect(collisionEntries(lmax - lmin + 1, nmax1 + 1, nmax2 + 1)).toBe(U.count);
    }
  });

  it("are refused with names and bytes where the oscillators are hot", () => {
    expect(() => rotor({ me: "collision" })).toThrow(
      /`nmax1, nmax2` must leave at most 8388608 entries .* nmax1 = 25, nmax2 = 51 and 76 rungs need 31944112 entries, 638882240 bytes\. Give smaller/,
    );
  });
});

describe("what is dear in a collision", () => {
  it("is made once for its map, its heat, and each run", () => {
    const dynamics = rotor({ me: "collision", lmin: -2, lmax: 2, nmax1: 1, nmax2: 2 }).dynamics as Collisions;
    const [a, b] = [1, 2].map((steps) => streamElements(dynamics, steps).elements[0][0].collision);
    expect(b).toBe(a);
    expect(jointOperators(dynamics.system, b)).toBe(jointOperators(dynamics.system, a));
  });

  it("is a product of packed matrices where blocks are large: unitary, with H's eigenstates", () => {
    const n = 130;
    const space = levels(n);
    const H = scale(hermitianPart(Operator.fromMatrix(space, { rows: n, columns: n, data: randomValues(2 * n * n, 4) })), 0.1);
    const [whole, half] = [evolution(H, 0.8).toMatrix(), evolution(H, 0.4).toMatrix()];
    const square = multiply(half, half);
    expect(largest(whole.data.map((x, k) => x - square.data[k]))).toBeLessThan(1e-13);
    const small = evolution(H, 1e-7);
    // dU/dt = −iH at 0
    H.forEach((i, j, re, im) => {
      if (i !== j) expect(Math.abs(small.at(i, j)[0] / 1e-7 - im) + Math.abs(small.at(i, j)[1] / 1e-7 + re)).toBeLessThan(1e-6);
    });
  });

  it("waits until a plan is carried out", () => {
    // the pattern is known, the coefficients are not
    const printed = String(plan(composite({ target: "oscillator", bath: "oscillators", levels: 40 }), { command: "run", steps: 1 }));
    expect(printed).toMatch(/1,600 coordinates[\s\S]*fixed matrices with weights: about/);
  });
});

function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
