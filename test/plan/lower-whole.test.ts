import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Term, TermMap } from "../../src/dynamics/terms.ts";
import { Operator } from "../../src/operators/operator.ts";
import { combine, lowerTerms } from "../../src/sectors/matrices.ts";
import { discoverSector, type Sector } from "../../src/sectors/sector.ts";
import { lowersWhole, lowerWhole } from "../../src/sectors/whole-matrices.ts";
import { levels } from "../../src/spaces/space.ts";
import * as D from "../reference/complex-dense.ts";

/** Random terms with their Hermitian partners, in two groups. */
function randomMap(d: number, count: number, seed: number): TermMap {
  const next = D.numbers(seed);
  const space = levels(d, "s");
  const operator = () => Operator.fromMatrix(space, D.toMatrix(D.dense(d, () => [next(), next()])));
  const terms = Array.from({ length: count }, (_, k): Term[] => {
    const [left, right, re, im] = [operator(), operator(), next(), next()];
    const group = k % 2;
    return [
      { left, right, re, im, group },
      { left: right, right: left, re, im: -im, group },
    ];
  }).flat();
  return { terms, groups: ["a", "b"], weights: [0.7, 1.3] };
}

describe("lowering of the whole matrix", () => {
  it("gives the coefficients of the sparse lowering", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 1e6 }), (d, count, seed) => {
        const map = randomMap(d, count, seed);
        const sector = discoverSector([], d, "full") as Sector;
        expect(lowersWhole(map, sector)).toBe(false);
        const [sparse, whole] = [lowerTerms(map, sector), lowerWhole(map, sector)].map((matrices) => dense(combine(matrices, map.weights)));
        sparse.forEach((value, e) => expect(whole[e]).toBeCloseTo(value, 12));
      }),
      { numRuns: 30 },
    );
  });

  it("is taken for many terms on a small full space", () => {
    const map = randomMap(8, 40, 3);
    const sector = discoverSector([], 8, "full") as Sector;
    expect(lowersWhole(map, sector)).toBe(true);
    expect(lowerTerms(map, sector).values.length).toBe(2 * 64 * 64);
  });
});

function dense({ n, rowStart, columns, values }: ReturnType<typeof combine>): number[] {
  const out = new Array(n * n).fill(0);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) out[r * n + columns[e]] += values[e];
  return out;
}
