import { describe, expect, it } from "vitest";
import { channelTerms, streamElements } from "../../src/dynamics/channel.ts";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { superoperator } from "../../src/dynamics/representations.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { phaseoniumLimit } from "../../src/models/phaseonium-limit.ts";
import { steady } from "../../src/solvers/steady.ts";

const common = { alpha: 0.3, phi: 1.9, levels: 3 };

/** Largest element of (Λ_θ − 1)/θ² − L. */
function distance(cavities: number, theta: number): number {
  const d = 3 ** cavities;
  const collisions = phaseonium({ ...common, cavities, theta }).dynamics as Collisions;
  const [element] = streamElements(collisions, 1).elements;
  const map = superoperator(channelTerms(collisions.system, element[0].collision), d).data;
  const generator = superoperator(generatorTerms(phaseoniumLimit({ ...common, cavities }).dynamics as Generator), d).data;
  let worst = 0;
  for (let k = 0; k < map.length; k++) {
    const one = k % 2 === 0 && Math.floor(k / 2) % (d * d + 1) === 0 ? 1 : 0;
    worst = Math.max(worst, Math.abs((map[k] - one) / (theta * theta) - generator[k]));
  }
  return worst;
}

describe("the phaseonium cascade as θ → 0", () => {
  it.each([1, 2])("tends to its master equation as θ², %d cavities: also off the diagonal and at the cut", (cavities) => {
    const [coarse, fine] = [distance(cavities, 0.04), distance(cavities, 0.02)];
    expect(fine).toBeLessThan(5e-3);
    expect(coarse / fine).toBeGreaterThan(3.9);
    expect(coarse / fine).toBeLessThan(4.1);
  });

  it("has the collisions' stationary temperature", () => {
    const { observables, unique } = steady(phaseoniumLimit({ alpha: 0.25, phi: 1.585589386, levels: 16 }), { observables: ["T1", "T2"] });
    expect(unique).toBe(true);
    expect(observables.T1).toBeCloseTo(0.5, 6);
    expect(observables.T2).toBeCloseTo(0.5, 6);
  });

  it("has basis and conserved quantity from the factors of its stationary state where there are many coordinates", () => {
    const found = steady(phaseoniumLimit({ levels: 24 }));
    expect(found.unique).toBe(true);
    expect(found.reasons).toEqual({});
    const [basis, state] = [found.basis?.[0].toMatrix().data, found.state.matrix().data] as [Float64Array, Float64Array];
    expect(basis.every((value, k) => Math.abs(value - state[k]) < 1e-12)).toBe(true);
    const conserved = found.conserved?.[0].toMatrix().data as Float64Array;
    const d = 24 ** 2;
    const ofPopulations = Array.from({ length: d }, (_, k) => conserved[2 * k * (d + 1)]);
    expect(Math.max(...ofPopulations.map((value) => Math.abs(value - 1)))).toBeLessThan(1e-12);
  });

  it("refuses what the cascade refuses", () => {
    expect(() => phaseoniumLimit({ alpha: 1.2 })).toThrow(/`alpha` must be .*≤ 1/);
    expect(() => phaseoniumLimit({ theta: 0.1 })).toThrow(/phaseonium-limit/);
    expect(() => phaseoniumLimit({ cavities: 9 })).toThrow(/`cavities`/);
    expect(
      phaseoniumLimit({
        initial: [
          ["fock", 2],
          ["thermal", 0.5],
        ],
        levels: 6,
      }).observableNames,
    ).toContain("adag_b");
    expect(phaseoniumLimit({ cavities: 1, levels: 6 }).observableNames).not.toContain("adag_b");
  });
});
