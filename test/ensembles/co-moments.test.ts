/** Covariances that are merged from parts of any size are those of all values at once. */
import { describe, expect, it } from "vitest";
import {
  addPoints,
  autocorrelation,
  type CoMoments,
  type Covariances,
  covariancesOf,
  emptyCoMoments,
  mergeCoMoments,
  ratioOfMeans,
} from "../../src/ensembles/co-moments.ts";
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

describe("what covariances tell", () => {
  it("the correlation time is the area under the correlations by trapezia, over lags of any length", () => {
    const at = [10, 20, 50];
    const rows = (list: readonly (number | null)[]) => ({
      points: at.map((n) => ({ observable: "x", at: n })),
      correlation: [list, list, list],
    });
    const found = autocorrelation(rows([1, 0.5, 0.2]) as unknown as Covariances, "x");
    expect(found).toEqual({ lags: [0, 10, 40], correlation: [1, 0.5, 0.2], time: expect.closeTo(10 * 0.75 + 30 * 0.35, 13) });
    expect(autocorrelation(rows([1, null, 0.2]) as unknown as Covariances, "x").time).toBeNull();
  });

  it("a ratio that is the same in every realisation has no error", () => {
    const halves = emptyCoMoments(2);
    for (const value of [1, 2, 4, 7]) addPoints(halves, [value, 2 * value]);
    const covariances = covariancesOf(halves, points) as Covariances;
    expect(ratioOfMeans(covariances, 0, 1)).toEqual({ value: 0.5, standardError: expect.closeTo(0, 12) });
    // those that do not depend on each other add their relative errors: variances 4/3 and 16/3 of four
    const cross = emptyCoMoments(2);
    for (const row of [
      [9, 18],
      [11, 18],
      [9, 22],
      [11, 22],
    ])
      addPoints(cross, row);
    const { value, standardError } = ratioOfMeans(covariancesOf(cross, points) as Covariances, 0, 1);
    expect(value).toBeCloseTo(0.5, 14);
    expect(standardError).toBeCloseTo((0.5 * Math.sqrt(4 / 3 / 100 + 16 / 3 / 400)) / 2, 14);
  });
});
