/** Parameters that share their noise: the matrix, rank correlations, and each parameter's own numbers. */
import { describe, expect, it } from "vitest";
import { checkCorrelations } from "../../src/dynamics/noise/correlated-parameters.ts";
import type { Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import {
  ar1,
  type Correlations,
  choice,
  ensemble,
  exponential,
  gammaDistributed,
  jointNormal,
  lognormal,
  modelByName,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  redrawn,
  sumOfNoises,
  telegraph,
  uniform,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

const { params, expected } = reference["shared.cholesky-copula"];
const pair = (r: number, parameters: readonly string[] = ["a", "b"]): Correlations => ({
  parameters,
  matrix: [
    [1, r],
    [r, 1],
  ],
});

/** Values of two parameters at position `step` of many realisations. */
function drawn(noise: Readonly<Record<string, Noise>>, correlations: Correlations | undefined, count: number, step = 1): Float64Array[] {
  const compiled = compileNoise(noise, 23, null, count, { positions: "collision", step: null, count: 8 }, { correlations });
  const names = compiled.parameters.length;
  const into = new Float64Array(names * 8);
  const columns = Array.from({ length: names }, () => new Float64Array(count));
  for (let first = 0; first < count; first += 8) {
    compiled.draw(first, 8, step, into);
    columns.forEach((column, p) => {
      column.set(into.subarray(8 * p, 8 * p + 8), first);
    });
  }
  return columns;
}

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  for (let i = 0; i < n; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / Math.sqrt(xx * yy);
}

describe("correlated parameters", () => {
  it("have the triangular factor of their covariance", () => {
    const { noise, correlations } = jointNormal({ a: params.m[0], b: params.m[1], c: params.m[2] }, params.C);
    const L = checkCorrelations(correlations, noise);
    const spreads = params.C.map((row, i) => Math.sqrt(row[i]));
    L.forEach((row, i) => row.forEach((value, j) => expect(value * spreads[i]).toBeCloseTo(expected.cholesky[i][j], 11)));
  });

  it.each<[string, Noise, Noise, number]>([
    ["normals", normal(1, 0.2), normal(0, 3), params.r],
    ["uniforms", uniform(0, 1), uniform(-1, 1), expected.pearson_uniform],
    [
      "lognormals",
      lognormal(Math.exp(0.125), Math.exp(0.125) * Math.sqrt(Math.expm1(0.25))),
      lognormal(Math.exp(0.045), Math.exp(0.045) * Math.sqrt(Math.expm1(0.09))),
      expected.pearson_lognormal,
    ],
    ["an exponential and a gamma", exponential(1), gammaDistributed(params.shape, 1), expected.pearson_exponential_gamma],
    ["two processes", ar1(0, 1, 0.6), ornsteinUhlenbeck(0, 1, 1 / -Math.log(0.6)), params.r],
    ["values of a whole realisation", perRealisation(normal(1, 0.2)), perRealisation(normal(0, 3)), params.r],
  ])("%s", (_, a, b, r) => {
    const [x, y] = drawn({ a, b }, pair(params.r), 24_000, 5);
    expect(Math.abs(pearson(x, y) - r)).toBeLessThan(5 / Math.sqrt(24_000));
  });

  it("leave the first one's numbers as they are, and every distribution", () => {
    const alone = drawn({ a: uniform(0, 1), b: exponential(2) }, undefined, 4000);
    const linked = drawn({ a: uniform(0, 1), b: exponential(2) }, pair(-0.5), 4000);
    linked[0].forEach((value, i) => expect(Math.abs(value - alone[0][i])).toBeLessThan(1e-14));
    const mean = linked[1].reduce((sum, value) => sum + value, 0) / 4000;
    expect(Math.abs(mean - 2)).toBeLessThan((5 * 2) / Math.sqrt(4000));
  });

  it("are one choice among preparations with r = 1", () => {
    const [phi, theta] = drawn({ a: choice([2.4, 1.6, 2], [0.5, 0.3, 0.2]), b: choice([0.1, 0.2, 0.3], [0.5, 0.3, 0.2]) }, pair(1), 4000);
    phi.forEach((value, i) => expect(theta[i]).toBe({ 2.4: 0.1, 1.6: 0.2, 2: 0.3 }[value]));
  });

  it("run in ensembles, with the same bits on threads", async () => {
    const options = {
      ...jointNormal({ phi: 2.4, theta: 0.4 }, [
        [0.04, 0.006],
        [0.006, 0.0025],
      ]),
      steps: 5,
      trajectories: 64,
      observables: ["n1"],
    };
    const model = modelByName("phaseonium", { cavities: 1, levels: 5 });
    const [one, two] = [await ensemble(model, { ...options, threads: 1 }), await ensemble(model, { ...options, threads: 2, lanes: 3 })];
    expect(two.mean).toEqual(one.mean);
    const independent = await ensemble(model, { ...options, correlations: undefined as never, threads: 1 });
    expect(independent.mean.n1).not.toEqual(one.mean.n1);
  });

  const two = { a: normal(0, 1), b: normal(0, 1) };
  it.each<[string, Correlations, Readonly<Record<string, Noise>>, RegExp]>([
    ["a parameter without noise", pair(0.5, ["a", "c"]), two, /`c` has none/],
    ["a single one", { parameters: ["a"], matrix: [[1]] }, two, /must name at least two/],
    ["another shape", { parameters: ["a", "b"], matrix: [[1]] }, two, /must be a matrix of 2 rows of 2 numbers/],
    [
      "a diagonal of covariances",
      {
        parameters: ["a", "b"],
        matrix: [
          [0.5, 0],
          [0, 1],
        ],
      },
      two,
      /must have 1 on its diagonal/,
    ],
    [
      "a matrix that is not symmetric",
      {
        parameters: ["a", "b"],
        matrix: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
      two,
      /must be symmetric/,
    ],
    ["sums", pair(0.5), { ...two, b: sumOfNoises(normal(0, 1), normal(0, 1)) }, /is a sum/],
    ["redrawn noise", pair(0.5), { ...two, b: redrawn(normal(0, 1)) }, /not be drawn again/],
    ["per realisation and per collision", pair(0.5), { ...two, b: perRealisation(normal(0, 1)) }, /they are mixed/],
    [
      "a negative eigenvalue",
      {
        parameters: ["a", "b", "c"],
        matrix: [
          [1, 0.9, -0.9],
          [0.9, 1, 0.9],
          [-0.9, 0.9, 1],
        ],
      },
      { ...two, c: telegraph(0, 1, 1, 1) },
      /have no negative eigenvalue/,
    ],
  ])("refuse %s", (_, correlations, noise, sentence) => {
    expect(() => compileNoise(noise, 1, null, 8, undefined, { correlations })).toThrow(sentence);
  });

  it("refuse a covariance of another shape", () => {
    expect(() => jointNormal({ a: 0 }, [[1, 0]])).toThrow(/^Argument `covariance` must have 1 rows of 1 numbers/);
  });
});
