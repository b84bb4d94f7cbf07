/** Covariances that are merged from parts of any size are those of all values at once. */
import { describe, expect, it } from "vitest";
import { addPoints, type CoMoments, covariancesOf, emptyCoMoments, mergeCoMoments } from "../../src/ensembles/co-moments.ts";
import { randomValues } from "../reference/random.ts";

const points = [
  { observable: "x", at: 1 },
  { observable: "y", at: 1 },
];
const values = Array.from({ length: 41 }, (_, k) => {
  const [a, b] = randomValues(2, k);
  return [3 + a, a - 0.5 * b];
});

function momentsOf(rows: readonly (readonly number[])[]): CoMoments {
  const found = emptyCoMoments(2);
  for (const row of rows) addPoints(found, row);
  return found;
}

describe("co-moments", () => {
  it.each([0, 1, 7, 33, 41])("of %s values and the rest", (first) => {
    const merged = covariancesOf(mergeCoMoments(momentsOf(values.slice(0, first)), momentsOf(values.slice(first))), points);
    const mean = [0, 1].map((p) => values.reduce((sum, row) => sum + row[p], 0) / 41);
    for (const p of [0, 1]) {
      expect(merged?.mean[p]).toBeCloseTo(mean[p], 13);
      for (const q of [0, 1]) {
        const exact = values.reduce((sum, row) => sum + (row[p] - mean[p]) * (row[q] - mean[q]), 0) / 40;
        expect(merged?.covariance[p][q]).toBeCloseTo(exact, 13);
      }
    }
    expect(merged?.realisations).toBe(41);
  });
});
