/** Covariances and sketches of ensembles: closed forms, reference values, and the same bits however realisations are split. */
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { addPoints, covariancesOf, emptyCoMoments, mergeCoMoments, ratioOfMeans } from "../../src/ensembles/co-moments.ts";
import { batchCount } from "../../src/ensembles/job.ts";
import { problemOf } from "../../src/ensembles/part-shape.ts";
import { mergeParts } from "../../src/ensembles/parts.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import { countPrepared } from "../../src/ensembles/run-ensemble.ts";
import { bordersOf, keyOf, quantileOf, ValueSketch } from "../../src/ensembles/value-sketch.ts";
import { type EnsembleOptions, ensemble, modelByName, normal } from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

/** Normal quantiles. */
function normals(u: readonly number[]): number[] {
  const draws = laneDraws();
  return u.map((value) => {
    draws.values()[0] = value;
    draws.toNormal(1, 0, 1);
    return draws.values()[0];
  });
}

describe("the scale of a sketch", () => {
  it("grows with the value, mirrored at 0, and its bins hold their values within 2^-bits", () => {
    const values = [-1e300, -3.5, -1, -1e-300, 0, 1e-310, 1e-300, 0.1, 1, 1.0000001, 1.01, 2, 7, 1e300];
    const keys = values.map((x) => keyOf(x));
    expect([...keys].sort((a, b) => a - b)).toEqual(keys);
    for (const x of values.filter((value) => Math.abs(value) > 1e-305)) {
      const [lower, upper] = bordersOf(keyOf(x));
      expect(lower <= x && x <= upper).toBe(true);
      expect((upper - lower) / Math.abs(x)).toBeLessThanOrEqual(1 / 128 + 1e-15);
    }
    expect(keyOf(-2)).toBe(-keyOf(2));
    expect(keyOf(Number.NEGATIVE_INFINITY)).toBeLessThan(keyOf(-1e308));
    expect(bordersOf(keyOf(Number.POSITIVE_INFINITY))).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("gives the bins of a lognormal", () => {
    const { params, expected } = reference["statistics.quantile-sketch"];
    const u = Array.from({ length: params.n }, (_, i) => (i + 0.5) / params.n);
    const sketch = new ValueSketch(1);
    for (const z of normals(u)) sketch.addKeys(Int32Array.of(keyOf(Math.exp(params.s * z), params.bits)));
    const data = sketch.data();
    expect(data.keys).toHaveLength(expected.bins);
    params.levels.forEach((level, k) => {
      expect(quantileOf(data, 0, level, params.bits)).toEqual({
        lower: expected.lower[k],
        upper: expected.upper[k],
        below: expected.below[k],
        within: expected.within[k],
      });
    });
  });

  it("leaves out what is undefined", () => {
    const sketch = new ValueSketch(2);
    sketch.addKeys(Int32Array.of(keyOf(1), keyOf(Number.NaN), keyOf(4), keyOf(Number.NaN)));
    expect(quantileOf(sketch.data(), 0, 1)).toMatchObject({ below: 1, within: 1 });
    expect(quantileOf(sketch.data(), 1, 0.5)).toBeNull();
  });
});

describe("co-moments", () => {
  const { params, expected } = reference["statistics.ratio-error"];
  const names = [
    { observable: "a", at: 0 },
    { observable: "b", at: 0 },
  ];
  const count = (from: number, to: number) => {
    const moments = emptyCoMoments(2);
    for (let i = from; i < to; i++) addPoints(moments, [params.a[i], params.b[i]]);
    return moments;
  };

  it("merge into those of all, and give the error of a ratio of means", () => {
    const all = covariancesOf(mergeCoMoments(count(0, 3), count(3, params.a.length)), names);
    if (all === null) throw new Error("has too few realisations");
    all.covariance.forEach((row, p) => row.forEach((value, q) => expect(value).toBeCloseTo(expected.covariance[p][q], 12)));
    expect(all.covariance).not.toEqual(covariancesOf(count(0, 3), names)?.covariance);
    const { value, standardError } = ratioOfMeans(all, 0, 1);
    expect(value).toBeCloseTo(expected.ratio, 10);
    expect(standardError).toBeCloseTo(expected.standard_error, 12);
  });

  it("leave out realisations with an undefined point, and need two", () => {
    const moments = emptyCoMoments(2);
    addPoints(moments, [1, Number.NaN]);
    addPoints(moments, [1, 2]);
    expect(moments.data[0]).toBe(1);
    expect(covariancesOf(moments, names)).toBeNull();
  });
});

describe("ensembles", () => {
  const model = modelByName("phaseonium", { cavities: 1, levels: 6, T0: 0.8 });
  const options: EnsembleOptions = {
    steps: 20,
    saveEvery: 10,
    trajectories: 700,
    seed: 4,
    noise: { phi: normal(2.4, 0.3) },
    observables: ["n1", "T1"],
    threads: 1,
  };

  it("have covariances whose diagonal is the variance, and the correlation of neighbouring times", async () => {
    const { covariances, std, mean } = await ensemble(model, { ...options, covariances: { at: [10, 20] } });
    expect(covariances?.points).toEqual([
      { observable: "n1", at: 10 },
      { observable: "T1", at: 10 },
      { observable: "n1", at: 20 },
      { observable: "T1", at: 20 },
    ]);
    expect(covariances?.mean[0]).toBeCloseTo(mean.n1[1] as number, 13);
    expect(Math.sqrt(covariances?.covariance[3][3] as number)).toBeCloseTo(std.T1[2] as number, 13);
    // T1 is a function of n1, and n1 remembers
    expect(covariances?.correlation[0][1]).toBeGreaterThan(0.999);
    expect(covariances?.correlation[0][2]).toBeGreaterThan(0.5);
    expect(covariances?.correlation[0][2]).toBeLessThan(0.9);
  });

  it("have quantiles from a sketch next to the exact ones", async () => {
    const levels = [0.05, 0.5, 0.95];
    const exact = await ensemble(model, { ...options, quantiles: levels });
    const sketched = await ensemble(model, { ...options, quantiles: levels, sketch: true });
    for (const name of ["n1", "T1"]) {
      levels.forEach((_, k) => {
        sketched.quantiles?.values[name][k].forEach((value, s) => {
          expect(Math.abs((value as number) / (exact.quantiles?.values[name][k][s] as number) - 1)).toBeLessThan(1 / 128);
        });
      });
    }
    expect(sketched.quantiles?.bins?.n1[1][0]).toMatchObject({ below: 0, within: 700 });
  });

  it("count the same bits in any split and on any threads", async () => {
    const asked = { ...options, quantiles: [0.1, 0.9], sketch: true, covariances: { observables: ["n1"], at: [0, 10, 20] } };
    const prepared = await prepareEnsemble(model, asked);
    const whole = await countPrepared(prepared, asked, [0, batchCount(prepared.job)]);
    const parts = [];
    for (const range of [
      [8, 16],
      [16, 22],
      [0, 8],
    ] as const) {
      parts.push(...(await countPrepared(prepared, asked, range)).parts);
    }
    const [one, many] = [mergeParts(prepared.job, whole.parts), mergeParts(prepared.job, parts)];
    expect(many.sketch).toEqual(one.sketch);
    expect(many.moments.together).toEqual(one.moments.together);
    for (const part of parts) expect(problemOf(prepared.job, part)).toBeNull();
    expect(problemOf({ ...prepared.job, covariances: [] }, parts[0])).toBe("it counts something else");
    const { sketch: _, ...without } = prepared.job;
    expect(problemOf(without, parts[0])).toBe("it counts something else");
    const [here, threads] = [await ensemble(model, asked), await ensemble(model, { ...asked, threads: 2 })];
    expect({ q: threads.quantiles, c: threads.covariances }).toEqual({ q: here.quantiles, c: here.covariances });
  });

  it.each<[string, Partial<EnsembleOptions>, RegExp]>([
    ["a sketch of nothing", { sketch: true }, /^Argument `sketch` must be left out without `quantiles`/],
    ["covariances of what is not recorded", { covariances: { observables: ["n2"], at: [10] } }, /^Argument `covariances.observables\[0\]`/],
    ["covariances where nothing is saved", { covariances: { at: [5] } }, /^Argument `covariances.at\[0\]` must be a saved step/],
    ["covariances nowhere", { covariances: { at: [] } }, /^Argument `covariances.at` must be a list/],
    [
      "too many points",
      { steps: 600, saveEvery: 1, covariances: { at: Array.from({ length: 600 }, (_, k) => k) } },
      /^Argument `covariances` must have at most 512 points/,
    ],
  ])("refuse %s", async (_, change, sentence) => {
    await expect(ensemble(model, { ...options, ...change })).rejects.toThrow(sentence);
  });
});
