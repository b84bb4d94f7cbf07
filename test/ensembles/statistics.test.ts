import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchLayout, BatchStatistics } from "../../src/ensembles/batch.ts";
import { addValue, emptyMoments, type Moments, MomentTree, mergeMoments, type Subtree } from "../../src/ensembles/moment-tree.ts";
import { quantile, Samples, spreadOf, windowOf } from "../../src/ensembles/statistics.ts";

const value = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constant(Number.NaN), fc.constant(3));

function momentsOf(values: readonly number[]): Moments {
  const moments = emptyMoments(1);
  for (const v of values) addValue(moments, 0, v);
  return moments;
}

/** Two passes: first the mean, then the squares. */
function twoPass(values: readonly number[]): { count: number; mean: number; m2: number } {
  const defined = values.filter((v) => !Number.isNaN(v));
  const mean = defined.reduce((a, b) => a + b, 0) / defined.length;
  return { count: defined.length, mean, m2: defined.reduce((a, b) => a + (b - mean) ** 2, 0) };
}

describe("moments", () => {
  it("equal two passes over the values, however they are split", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.array(value, { maxLength: 60 }), (left, right) => {
        const { data } = mergeMoments(momentsOf(left), momentsOf(right));
        const all = [...left, ...right];
        const { count, mean, m2 } = twoPass(all);
        expect(data[0]).toBe(count);
        if (count === 0) return;
        const scale = Math.max(...all.filter((v) => !Number.isNaN(v)).map(Math.abs));
        expect(Math.abs(data[1] - mean)).toBeLessThanOrEqual(1e-13 * scale);
        expect(Math.abs(data[2] - m2)).toBeLessThanOrEqual(1e-12 * scale * scale * count);
        expect(data[3]).toBe(Math.min(...all.filter((v) => !Number.isNaN(v))));
        expect(data[4]).toBe(Math.max(...all.filter((v) => !Number.isNaN(v))));
      }),
    );
  });

  it("keep a spread that is tiny beside the mean", () => {
    const values = Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
    const { data } = momentsOf(values);
    expect(data[2] / 999).toBeCloseTo(0.25025, 4);
  });

  it("of equal values have no spread at all", () => {
    const tree = new MomentTree();
    for (let k = 0; k < 11; k++) tree.add({ level: 0, index: k, moments: momentsOf(Array(32).fill(0.1)) });
    expect(tree.total()?.data.slice(0, 3)).toEqual(Float64Array.of(352, 0.1, 0));
  });
});

describe("the tree of batches", () => {
  const batches = (count: number, seed: number): Moments[] =>
    Array.from({ length: count }, (_, k) => momentsOf(Array.from({ length: 32 }, (_, i) => Math.sin(seed + 37 * k + i) * 10 ** (k % 4))));

  it("gives the same bits in any order of arrival and for any cut into parts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(39), { maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (count, cuts, order) => {
          const all = batches(count, cuts.length);
          const straight = new MomentTree();
          all.forEach((moments, index) => {
            straight.add({ level: 0, index, moments });
          });
          const shuffled = all.map((moments, index) => ({ at: order.next().value as number, batch: { level: 0, index, moments } }));
          const mixed = new MomentTree();
          for (const { batch } of shuffled.sort((a, b) => a.at - b.at)) mixed.add(batch);
          const borders = [0, ...cuts.map((c) => Math.min(c, count)), count].sort((a, b) => a - b);
          const parts: Subtree[] = [];
          for (let b = 1; b < borders.length; b++) {
            const part = new MomentTree();
            for (let k = borders[b - 1]; k < borders[b]; k++) part.add({ level: 0, index: k, moments: all[k] });
            parts.unshift(...part.subtrees());
          }
          const joined = new MomentTree();
          for (const subtree of parts) joined.add(subtree);
          expect(mixed.total()).toEqual(straight.total());
          expect(joined.total()).toEqual(straight.total());
        },
      ),
    );
  });

  it("holds few subtrees while batches arrive in order", () => {
    const tree = new MomentTree();
    batches(200, 1).forEach((moments, index) => {
      tree.add({ level: 0, index, moments });
      expect(tree.subtrees().length).toBeLessThanOrEqual(8);
    });
  });
});

describe("counting a batch", () => {
  const plan: BatchLayout = { saved: 3, observables: 2, window: [1, 2], samples: true, histograms: [{ cell: 2, edges: [0, 1, 2] }] };
  // [saved step][observable][lane], two lanes.
  const group = Float64Array.of(1, 2, 10, 20, 0.5, 2, 30, 40, 1.5, 3, 50, Number.NaN);

  it("reads [saved step][observable][lane] and takes window means", () => {
    const statistics = new BatchStatistics(plan, 2);
    statistics.add(group, 2, 2);
    expect(statistics.moments.data.slice(8, 16)).toEqual(Float64Array.of(1.5, 15, 1.25, 35, 2.25, 50, 1.75, 40));
    expect(statistics.moments.data.slice(0, 8)).toEqual(Float64Array.of(2, 2, 2, 2, 2, 1, 2, 1));
    expect([...(statistics.samples as Float64Array)]).toEqual([1, 10, 0.5, 30, 1.5, 50, 2, 20, 2, 40, 3, Number.NaN]);
  });

  it("puts a value on a border into the upper bin, the last border into the last bin", () => {
    const statistics = new BatchStatistics({ ...plan, window: null, samples: false, histograms: [{ cell: 0, edges: [0, 1, 2] }] }, 7);
    for (const v of [-0.1, 0, 0.99, 1, 2, 2.01, Number.NaN]) statistics.add(Float64Array.of(v, 0, 0, 0, 0, 0), 1, 1);
    expect([...statistics.histograms[0]]).toEqual([1, 2, 2, 1, 1]);
  });

  it("leaves unused lanes alone", () => {
    const statistics = new BatchStatistics(plan, 1);
    statistics.add(group, 2, 1);
    expect(statistics.moments.data.slice(0, 6)).toEqual(new Float64Array(6).fill(1));
  });
});

describe("results", () => {
  it("has null where too few values are defined", () => {
    const moments = emptyMoments(3);
    addValue(moments, 1, 4);
    addValue(moments, 2, 1);
    addValue(moments, 2, 3);
    const spread = spreadOf(moments, ["x"], 3, 2);
    expect(spread).toEqual({
      mean: { x: [null, 4, 2] },
      std: { x: [null, null, Math.SQRT2] },
      standardError: { x: [null, null, 1] },
      min: { x: [null, 4, 1] },
      max: { x: [null, 4, 3] },
      missing: { x: [2, 1, 0] },
    });
  });

  it("pools a window as two passes over its values would", () => {
    const rows = fc.array(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(rows, (trajectories) => {
        const statistics = new BatchStatistics(
          { saved: 4, observables: 1, window: [1, 3], samples: false, histograms: [] },
          trajectories.length,
        );
        for (const row of trajectories) statistics.add(Float64Array.from(row), 1, 1);
        const { x } = windowOf(statistics.moments, ["x"], 4, [1, 3]);
        const all = trajectories.flatMap((row) => row.slice(1));
        const variance = (values: readonly number[]) => twoPass(values).m2 / (values.length - 1);
        const column = (s: number) => trajectories.map((row) => row[s]);
        const means = trajectories.map((row) => (row[1] + row[2] + row[3]) / 3);
        expect(x.mean).toBeCloseTo(twoPass(all).mean, 11);
        expect(x.std).toBeCloseTo(Math.sqrt(variance(all)), 6);
        expect(x.stdAcross).toBeCloseTo(Math.sqrt((variance(column(1)) + variance(column(2)) + variance(column(3))) / 3), 6);
        expect(x.stdOfMeans).toBeCloseTo(Math.sqrt(variance(means)), 6);
        expect(x.standardError).toBeCloseTo(Math.sqrt(variance(means) / means.length), 6);
      }),
    );
  });

  it("takes quantiles between order statistics", () => {
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.5)).toBe(2.5);
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0)).toBe(1);
    expect(quantile(Float64Array.of(1, 2, 3, 4), 1)).toBe(4);
    expect(quantile(Float64Array.of(7), 0.3)).toBe(7);
    expect(quantile(new Float64Array(0), 0.3)).toBeNull();
    const samples = new Samples(3, 1, 2);
    samples.add(Float64Array.of(3, 5, 1, Number.NaN, 2, 9));
    expect(samples.quantiles([0.5, 1], ["a", "b"])).toEqual({ a: [[2], [3]], b: [[7], [9]] });
  });

  it("refuses to keep more than fits, with the bytes", () => {
    expect(() => new Samples(1e6, 1000, 2)).toThrow(
      "Argument `quantiles` must need at most 536870912 bytes of kept values, but 1000000 realisations × 1000 saved steps × 2 observables take 16000000000 bytes. Save less often, or leave quantiles away.",
    );
  });
});
