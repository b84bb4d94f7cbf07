/** Matrices made by a kept list of products have the bits of those that are made anew. */
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import type { DoubledOperator } from "../../src/sectors/doubled-entries.ts";
import type { DoubledTerm } from "../../src/sectors/doubled-matrices.ts";
import { doubledMatrix, doubledOperator, scatteredMatrix } from "../../src/sectors/doubled-matrices.ts";
import { lowerDirectly, lowerTerms } from "../../src/sectors/matrices.ts";
import { rememberedSector } from "../../src/sectors/remembered.ts";
import type { Sector } from "../../src/sectors/sector.ts";
import { steady } from "../../src/solvers/steady.ts";

const models: Readonly<Record<string, (x: number) => Model>> = {
  kerr: (x) => kerr({ levels: 9, F: x, Delta: 0.3 * x }),
  "jaynes-cummings": (x) => jaynesCummings({ levels: 6, nbar: 0.2, g: x, Delta: 0.4 }),
  rotor: (x) => rotor({ lmin: -4, lmax: 5, beta2: 0.02 * x }),
  chain: (x) => spinChain({ N: 3, J: x }),
};

function sectorOf(model: Model): Sector {
  const { terms } = generatorTerms(model.dynamics as Generator);
  return rememberedSector(terms, model.dynamics.system.dimension, [model.initial], { coordinates: 1e5 }) as Sector;
}

/** i A. */
function turned(A: DoubledOperator): DoubledOperator {
  const values = A.values.map((_, k) => (k % 4 < 2 ? -A.values[k + 2] : A.values[k - 2]));
  return { ...A, values };
}

function doubledTerms(model: Model): DoubledTerm[] {
  const { dissipators, hamiltonian } = model.dynamics as Generator;
  const jumps = dissipators.map(({ left, right, rate }) => ({
    left: doubledOperator(left, rate as number),
    right: doubledOperator(right),
  }));
  return [
    ...jumps,
    ...hamiltonian.flatMap(({ operator }) => {
      const drift = turned(doubledOperator(operator, -0.3));
      return [
        { left: drift, right: null },
        { left: null, right: drift },
      ];
    }),
  ];
}

describe.each(Object.entries(models))("products of %s", (_, build) => {
  it.each([1, 0.7, 1.3, 1])("give the bits of direct sums at the value %d", (x) => {
    const model = build(x);
    const sector = sectorOf(model);
    const map = generatorTerms(model.dynamics as Generator);
    expect(lowerTerms(map, sector)).toEqual(lowerDirectly(map, sector));
  });

  it.each([1, 0.7, 1])("give the bits of scattered sums in doubled precision at the value %d", (x) => {
    const model = build(x);
    const sector = sectorOf(model);
    expect(doubledMatrix(doubledTerms(model), sector)).toEqual(scatteredMatrix(doubledTerms(model), sector));
  });

  it("notice that the same terms are grouped in another way", () => {
    const model = build(1);
    const sector = sectorOf(model);
    const map = generatorTerms(model.dynamics as Generator);
    const [one, two] = [1, 2].map((count) => ({
      terms: map.terms.map((term, k) => ({ ...term, group: k % count })),
      groups: ["a", "b"],
      weights: [1, 1],
    }));
    expect(lowerTerms(one, sector)).toEqual(lowerDirectly(one, sector));
    expect(lowerTerms(two, sector)).toEqual(lowerDirectly(two, sector));
    expect(lowerTerms(two, sector).rowStart).not.toEqual(lowerTerms(one, sector).rowStart);
  });

  it("leave out what cancels and what is below the least", () => {
    const model = build(1);
    const sector = sectorOf(model);
    const terms = doubledTerms(model);
    const [first] = terms;
    const minus = { left: first.left && { ...first.left, values: first.left.values.map((v) => -v) }, right: first.right };
    expect(doubledMatrix([first, minus], sector).values).toHaveLength(0);
    const { values } = doubledMatrix(terms, sector);
    const least = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / 2;
    expect(doubledMatrix(terms, sector, least)).toEqual(scatteredMatrix(terms, sector, () => least));
    expect(doubledMatrix(terms, sector, least).values.length).toBeLessThan(values.length);
  });

  it("leave a stationary state with the same bits, whatever was asked before", () => {
    const [first, other, again] = [1, 0.6, 1].map((x) => steady(build(x)));
    expect(again.observables).toEqual(first.observables);
    expect(again.error).toBe(first.error);
    expect(again.gap).toBe(first.gap);
    expect(other.observables).not.toEqual(first.observables);
  });
});
