/** Covariances and sketches of ensembles: closed forms, reference values, and the same bits however realisations are split. */
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { addPoints, covariancesOf, emptyCoMoments, mergeCoMoments, ratioOfMeans } from "../../src/ensembles/co-moments.ts";
import { batchCount } from "../../src/ensembles/job.ts";
import { problemOf } from "../../src/ensembles/part-shape.ts";
import { mergeParts } from "../../src/ensembles/parts.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import { enclosingRanks } from "../../src/ensembles/quantile-ranks.ts";
import { countPrepared } from "../../src/ensembles/run-ensemble.ts";
import { bordersOf, keyOf, quantileOf, type SketchedQuantile, ValueSketch } from "../../src/ensembles/value-sketch.ts";
import {
  autocorrelation,
  type Covariances,
  type EnsembleOptions,
  ensemble,
  masterEquation,
  modelByName,
  normal,
  ornsteinUhlenbeck,
  qubit,
  scaled,
  sigmaMinus,
  sigmaZ,
} from "../../src/index.ts";
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
    const values = Array.from(normals(u), (z) => Math.exp(params.s * z));
    for (const value of values) sketch.addKeys(Int32Array.of(keyOf(value, params.bits)));
    const data = sketch.data();
    expect(data.keys).toHaveLength(expected.bins);
    params.levels.forEach((level, k) => {
      const found = quantileOf(data, 0, level, params.bits) as SketchedQuantile;
      expect(found).toMatchObject({
        lower: expected.lower[k],
        upper: expected.upper[k],
        below: expected.below[k],
        within: expected.within[k],
      });
      // the order statistic lies in its bin, at its rank
      const exact = values[Math.max(1, Math.ceil(level * params.n)) - 1];
      expect(exact).toBeCloseTo(expected.exact[k], 10);
      expect(found.lower <= exact && exact < found.upper).toBe(true);
      expect(enclosingRanks(params.n, level)).toEqual([expected.rank_low_95[k], expected.rank_high_95[k]]);
      const [low, high] = [expected.rank_low_95[k], expected.rank_high_95[k]].map((rank) => values[rank - 1]);
      expect(found.population[0]).toBeLessThanOrEqual(low);
      expect(found.population[1]).toBeGreaterThan(high);
      // ranks of whatever lies in the bin, by counting
      const ranks = [found.lower, found.upper].map((border) => values.filter((value) => value < border).length / params.n);
      expect(found.rankError).toBeCloseTo(Math.max(level - ranks[0], ranks[1] - level), 14);
    });
  });

  it("has the rank error of the side of a full bin that lies further from the level", () => {
    const sketch = new ValueSketch(1);
    for (const value of [1, 1, 1, 2]) sketch.addKeys(Int32Array.of(keyOf(value)));
    const errors = [0.1, 0.7, 0.9].map((level) => quantileOf(sketch.data(), 0, level)?.rankError);
    // three quarters lie in the bin of 1, the last quarter in that of 2
    expect(errors).toEqual([0.75 - 0.1, 0.7, 0.9 - 0.75].map((error) => expect.closeTo(error, 14)));
  });

  it("encloses the population's quantile as often as it says", () => {
    expect(enclosingRanks(1, 0.5)).toEqual([1, 1]);
    expect(enclosingRanks(1000, 0)).toEqual([1, 1]);
    expect(enclosingRanks(1000, 1)).toEqual([1000, 1000]);
    // mean 5·10⁸, standard deviation 15811.4: a normal to five digits
    const [low, high] = enclosingRanks(1e9, 0.5);
    expect((5e8 - low) / 15811.388).toBeCloseTo(1.96, 3);
    expect((high - 5e8) / 15811.388).toBeCloseTo(1.96, 3);
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
    // numerator and denominator share their realisations: taken for independent ones they would seem five times worse
    const apart = { ...all, covariance: all.covariance.map((row, p) => row.map((entry, q) => (p === q ? entry : 0))) };
    expect(ratioOfMeans(apart, 0, 1).standardError).toBeCloseTo(expected.standard_error_independent, 12);
  });

  it("give a ratio whose error is that of leaving out one realisation after the other", () => {
    const n = params.a.length;
    const ratioWithout = (left: number): number => {
      const moments = emptyCoMoments(2);
      for (let i = 0; i < n; i++) if (i !== left) addPoints(moments, [params.a[i], params.b[i]]);
      const rest = covariancesOf(moments, names);
      if (rest === null) throw new Error("has too few realisations");
      return ratioOfMeans(rest, 0, 1).value;
    };
    const left = params.a.map((_, i) => ratioWithout(i));
    const mean = left.reduce((a, b) => a + b) / n;
    const jackknife = Math.sqrt(((n - 1) / n) * left.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    expect(jackknife).toBeCloseTo(expected.jackknife, 12);
    expect(n * ratioWithout(-1) - (n - 1) * mean).toBeCloseTo(expected.jackknife_bias_corrected, 10);
    expect(Math.abs(jackknife / expected.standard_error - 1)).toBeLessThan(0.01);
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

  it("have the spread of window means and the correlation of two cavities that exact second moments give", async () => {
    const one = reference["std.phase-cavity"];
    const two = reference["std.phase-cascade"];
    const cavities = ({ params: { cavities: count, alpha, theta, T0, levels, phi } }: typeof one) =>
      modelByName("phaseonium", { cavities: count, alpha, theta, T0, levels, phi });
    const common = { trajectories: 4000, seed: 8, noise: { phi: normal(one.params.phi, one.params.s) }, threads: 1 };
    const [from, to] = one.params.window;
    const windowed = await ensemble(cavities(one), { ...common, steps: 100, saveEvery: 1, observables: ["n1"], window: [from, to] });
    const spread = windowed.window?.observables.n1.stdOfMeans as number;
    expect(Math.abs(spread / one.expected.std_of_window_mean_n1 - 1)).toBeLessThan(0.06);
    const at = two.params.steps;
    const both = await ensemble(cavities(two as never), {
      ...common,
      steps: 100,
      saveEvery: 1,
      observables: ["n1", "n2"],
      covariances: { at },
    });
    const expected = two.expected as unknown as { readonly correlation_n1_n2: readonly number[] };
    at.forEach((_, k) => {
      const found = both.covariances?.correlation[2 * k][2 * k + 1] as number;
      expect(Math.abs(found - expected.correlation_n1_n2[k])).toBeLessThan(5 / Math.sqrt(4000));
    });
  });

  it("have the autocorrelation of a process that an observable follows", async () => {
    // sx of a qubit that is turned by an OU angle from a start without spread in its drive: weak noise keeps it linear
    const q = qubit();
    const model = masterEquation(
      ({ delta }) => ({ H: scaled(sigmaZ(q), delta / 2), jumps: [[sigmaMinus(q), 1]], initial: [Math.SQRT1_2, Math.SQRT1_2] }),
      {
        delta: 0,
      },
    );
    const at = Array.from({ length: 9 }, (_, k) => 0.2 * (k + 1));
    const result = await ensemble(model, {
      times: at,
      every: 0.2,
      trajectories: 4000,
      noise: { delta: ornsteinUhlenbeck(0, 0.05, 3) },
      observables: ["sy"],
      covariances: { at },
      threads: 1,
    });
    const { lags, correlation, time } = autocorrelation(result.covariances as Covariances, "sy");
    // sy ∝ ∫ x: its covariances are those of the integral of an OU process
    const integral = (s: number, t: number) => {
      const [a, b, tau] = [Math.min(s, t), Math.max(s, t), 3];
      return tau * tau * ((2 * a) / tau - 1 + Math.exp(-a / tau) + Math.exp(-b / tau) - Math.exp(-(b - a) / tau));
    };
    at.forEach((t, k) => {
      expect(lags[k]).toBeCloseTo(t - 0.2, 12);
      const expected = integral(0.2, t) / Math.sqrt(integral(0.2, 0.2) * integral(t, t));
      expect(Math.abs((correlation[k] as number) - expected)).toBeLessThan(0.02);
    });
    expect(time).toBeGreaterThan(1);
    expect(() => autocorrelation(result.covariances as Covariances, "sx")).toThrow(/^Argument `observable` must be one whose covariances/);
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
