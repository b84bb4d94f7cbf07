/** Laws of noise kind by kind, from what the product itself draws, carries and averages with: every number of the reference sheet. */
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { type JumpLaw, jumpsOf } from "../../src/dynamics/noise/jumps.ts";
import { kindOf, type Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { pinkComponents } from "../../src/dynamics/noise/pink-noise.ts";
import type { ProcessGrid } from "../../src/dynamics/noise/process.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import {
  ar1,
  beam,
  type Correlations,
  ensemble,
  gammaDistributed,
  jointNormal,
  lognormal,
  masterEquation,
  maxwell,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  pink,
  qubit,
  samples,
  scaled,
  sigmaZ,
  sumOfNoises,
  telegraph,
  walk,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

function near(found: number, expected: number, relative = 1e-9, what = ""): void {
  const message = `${what}: ${found} for ${expected}`;
  expect(Math.abs(found - expected), message).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);
}
const allNear = (found: readonly number[], expected: readonly number[], relative = 1e-9) => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, k) => {
    near(value, expected[k], relative, `[${k}]`);
  });
};

/** E f over one value, by the rule that exact averages take. */
function meanOf(noise: Noise, f: (x: number) => number, nodes = 200): number {
  const rule = kindOf(noise).quadrature(noise as never, nodes);
  return rule.nodes.reduce((sum, x, k) => sum + rule.weights[k] * f(x), 0);
}

/** What a kind makes of one uniform. */
function quantile(noise: Noise, u: number): number {
  const draws = laneDraws();
  draws.values()[0] = u;
  kindOf(noise).sampler?.(noise as never)(draws, 1);
  return draws.values()[0];
}

const covariance = (noise: Noise, lag: number, grid: ProcessGrid): number =>
  kindOf(noise).autocovariance?.(noise as never, lag, grid) as number;

const each: ProcessGrid = { positions: "collision", step: null, count: 100 };
const apart = (step: number): ProcessGrid => ({ positions: "collision", step, count: 100 });

/** Σ_j C_j cos ωj over both signs, times the distance of the positions. */
function sampledSpectrum(noise: Noise, omega: number, grid: ProcessGrid, terms: number): number {
  let sum = covariance(noise, 0, grid);
  for (let j = 1; j < terms; j++) sum += 2 * covariance(noise, j, grid) * Math.cos(omega * j * (grid.step ?? 1));
  return sum * (grid.step ?? 1);
}

/** ∫ C(t) e^{iωt} dt by Simpson's rule, as far as C reaches. */
function spectrum(noise: Noise, omega: number, reach: number): number {
  const [pieces, h] = [8000, reach / 8000];
  let sum = 0;
  for (let k = 0; k <= pieces; k++) {
    const weight = k === 0 || k === pieces ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * covariance(noise, k, apart(h)) * Math.cos(omega * k * h);
  }
  return (2 * sum * h) / 3;
}

/** Values at the positions 1 … count of many realisations: [realisation][position − 1]. */
function drawn(noise: Noise, count: number, grid: ProcessGrid = { ...each, count }, realisations = 16_000): number[][] {
  const compiled = compileNoise({ x: noise }, 31, null, realisations, grid);
  const into = new Float64Array(8 * 32);
  const rows: number[][] = Array.from({ length: realisations }, () => []);
  for (let first = 0; first < realisations; first += 8) {
    for (let step = 1; step <= count; step += 32) {
      const steps = Math.min(32, count + 1 - step);
      compiled.draw(first, 8, step, into, steps);
      for (let at = 0; at < 8 * steps; at++) rows[first + (at % 8)].push(into[at]);
    }
  }
  return rows;
}

/** A sample's mean within five of its standard errors. */
function sampledNear(values: readonly number[], expected: number, what = ""): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean - expected), `${what}: ${mean} for ${expected}`).toBeLessThan((5 * spread) / Math.sqrt(values.length));
}

describe("moments of one value", () => {
  it("of a lognormal", () => {
    const { params, expected } = reference["marginal.lognormal"];
    const noise = lognormal(params.mean, params.std);
    const median = quantile(noise, 0.5);
    near(median, expected.median);
    near(Math.log(median), expected.mu);
    near(Math.log(quantile(noise, 0.841344746068543) / median), expected.s); // Φ(1)
    near(
      meanOf(noise, (x) => ((x - params.mean) / params.std) ** 3),
      expected.skewness,
    );
    near(
      meanOf(noise, (x) => 1 / x),
      expected.mean_inverse,
    );
  });

  it("of speeds, and of the times of flight that they make", () => {
    const { params, expected } = reference["marginal.maxwell"];
    const [gas, slit] = [maxwell(params.a), beam(params.a)];
    near(kindOf(gas).centre(gas as never).std, expected.std);
    near(
      meanOf(gas, (v) => 1 / v),
      expected.mean_inverse,
      1e-8,
    );
    // 1/v² makes up for what the density lacks at v = 0, and the rule ends at a small v
    near(
      meanOf(gas, (v) => 1 / v ** 2),
      expected.mean_inverse_square,
      2e-4,
    );
    near(
      meanOf(slit, (v) => 1 / v),
      expected.flux_mean_inverse,
      1e-8,
    );
    near(
      meanOf(slit, (v) => 1 / v ** 2),
      expected.flux_mean_inverse_square,
      1e-8,
    );
  });

  it.each(["marginal.gamma", "marginal.gamma-small-shape"] as const)("of %s", (id) => {
    const { params, expected } = reference[id];
    const noise = gammaDistributed(params.shape, params.scale);
    near(kindOf(noise).centre(noise as never).mean, expected.mean);
    near(
      meanOf(noise, (x) => x),
      expected.mean,
      1e-8,
    );
  });

  it("of cosines that interaction times of a distribution give", () => {
    const of = (
      id: "mean.gamma-time-cavity" | "mean.lognormal-time-cavity" | "mean.maxwell-velocity-cavity",
      theta: (x: number) => number,
      noise: Noise,
      relative: number,
    ) => {
      reference[id].expected.mean_cos.forEach((value, n) => {
        near(
          meanOf(noise, (x) => Math.cos(2 * Math.sqrt(2 * (n + 1)) * theta(x))),
          value,
          relative,
          `${id} ${n + 1}`,
        );
      });
    };
    const itself = (x: number) => x;
    const gamma = reference["mean.gamma-time-cavity"].params;
    of("mean.gamma-time-cavity", itself, gammaDistributed(gamma.shape, gamma.scale), 1e-9);
    const log = reference["mean.lognormal-time-cavity"].params;
    of("mean.lognormal-time-cavity", itself, lognormal(log.mean, log.std), 1e-9);
    const flight = reference["mean.maxwell-velocity-cavity"].params;
    of("mean.maxwell-velocity-cavity", (v) => flight.coupling / v, maxwell(flight.a), 1e-5);
  });

  it("of the cosine of a normal phase, and of a mirrored pair of them", () => {
    const { params, expected } = reference["std.phase-cavity"];
    const z = normal(0, params.s);
    const mean = meanOf(z, (x) => Math.cos(params.phi + x));
    near(mean, expected.cos_mean);
    near(meanOf(z, (x) => Math.cos(params.phi + x) ** 2) - mean * mean, expected.cos_var);
    near(meanOf(z, (x) => Math.cos(params.phi + x) * Math.cos(params.phi - x)) - mean * mean, expected.cos_antithetic_covariance);
    expect(reference["std.phase-cascade"].expected).toMatchObject({
      cos_mean: expected.cos_mean,
      cos_var: expected.cos_var,
      cos_antithetic_covariance: expected.cos_antithetic_covariance,
    });
  });
});

describe("parameters that share their noise", () => {
  const { params, expected } = reference["shared.cholesky-copula"];

  it("have the rank correlations of a Gaussian copula, whatever their distributions", () => {
    const correlations: Correlations = { parameters: ["a", "b"], matrix: [[1, params.r], [params.r, 1]] }; // biome-ignore format: a matrix
    const pairs = 8000;
    const compiled = compileNoise({ a: gammaDistributed(2.5, 1), b: lognormal(1, 0.4) }, 7, null, pairs, each, { correlations });
    const into = new Float64Array(16);
    const points: (readonly [number, number])[] = [];
    for (let first = 0; first < pairs; first += 8) {
      compiled.draw(first, 8, 1, into);
      for (let l = 0; l < 8; l++) points.push([into[l], into[8 + l]]);
    }
    const ranks = (axis: 0 | 1) => {
      const order = points.map((_, i) => i).sort((i, j) => points[i][axis] - points[j][axis]);
      const rank = new Float64Array(pairs);
      for (const [place, i] of order.entries()) rank[i] = (place + 0.5) / pairs - 0.5;
      return rank;
    };
    const [a, b] = [ranks(0), ranks(1)];
    sampledNear(
      points.map((_, i) => 12 * a[i] * b[i]),
      expected.spearman,
    );
    // Kendall: pairs of realisations that lie in the same order, each realisation once
    const agree = Array.from({ length: pairs / 2 }, (_, i) => Math.sign((a[2 * i] - a[2 * i + 1]) * (b[2 * i] - b[2 * i + 1])));
    sampledNear(agree, expected.kendall);
  });

  it("are m + L z of the normals", () => {
    const { noise } = jointNormal({ a: params.m[0], b: params.m[1], c: params.m[2] }, params.C);
    const values = expected.cholesky.map((row, i) => params.m[i] + row.reduce((sum, l, j) => sum + l * params.z[j], 0));
    allNear(values, expected.values);
    Object.values(noise).forEach((one, i) => {
      near(kindOf(one).centre(one as never).std ** 2, params.C[i][i]);
    });
  });
});

describe("autocovariances and spectra", () => {
  it("of an Ornstein–Uhlenbeck process, its transition and its integral", () => {
    const { params, expected } = reference["process.ou"];
    const { s, tau, dt, x0 } = params;
    const noise = ornsteinUhlenbeck(0, s, tau);
    allNear(
      params.lags.map((lag) => covariance(noise, 1, apart(lag === 0 ? 1e-300 : lag))),
      expected.autocovariance,
    );
    allNear(
      params.omega.map((omega) => spectrum(noise, omega, 40 * tau)),
      expected.spectrum,
      1e-6,
    );
    const slice: ProcessGrid = { positions: "slice", step: dt, count: 4 };
    /** The value at the next border, or the integral up to it, from given normals. */
    const made = (given: Noise, grid: ProcessGrid, z: readonly number[]): number => {
      const process = kindOf(given).process?.(given as never, grid);
      if (!process) throw new Error("has no process");
      const [state, values] = [new Float64Array(8 * process.carried), new Float64Array(1)];
      const zeros = process.streams.map(() => Float64Array.of(0));
      process.begin(zeros, 1, state);
      process.advance(1, 1, 1, z.map((one) => Float64Array.of(one)), state, values); // biome-ignore format: one call
      return values[0];
    };
    const given = ornsteinUhlenbeck(0, s, tau, { x0 });
    near(made(given, apart(dt), [0]) / x0, expected.a);
    const innovation = made(given, apart(dt), [1]) - made(given, apart(dt), [0]);
    const average = ornsteinUhlenbeck(0, s, tau, { x0, scheme: "average" });
    const integral = (z: number, bridge: number) => dt * made(average, slice, [z, bridge]);
    near(integral(0, 0), expected.integral_mean);
    const [step, bridge] = [integral(1, 0) - integral(0, 0), integral(0, 1) - integral(0, 0)];
    near(step ** 2 + bridge ** 2, expected.integral_var);
    near(step * innovation, expected.integral_end_cov);
    near(dt * dt * covariance(ornsteinUhlenbeck(0, s, tau, { scheme: "average" }), 0, slice), expected.integral_var_stationary);
  });

  it.each(["process.ar1", "process.ar1-negative"] as const)("of %s, and of its means", (id) => {
    const { params, expected } = reference[id];
    const noise = ar1(params.m, params.s, params.a);
    const C = (lag: number) => covariance(noise, lag, each);
    allNear([0, 1, 2, 3].map(C), expected.autocovariance);
    allNear(
      params.omega.map((omega) => sampledSpectrum(noise, omega, each, 400)),
      expected.spectrum,
    );
    const { n } = params;
    let variance = C(0) / n;
    for (let j = 1; j < n; j++) variance += (2 * (n - j) * C(j)) / (n * n);
    near(variance, expected.variance_of_mean);
    near(C(0) / variance, expected.effective_number);
    near(sampledSpectrum(noise, 0, each, 400) / C(0), expected.correlation_time_collisions);
    sampledNear(
      drawn(noise, n).map((row) => (row.reduce((a, b) => a + b) / n - params.m) ** 2),
      expected.variance_of_mean,
    );
  });

  it.each(["process.pink-1-per-decade", "process.pink-3-per-decade"] as const)("of %s, with its aliases", async (id) => {
    const { params, expected } = reference[id];
    const noise = pink(0, params.A, params.tau_min, params.tau_max, params.per_decade);
    const parts = pinkComponents(noise as Extract<Noise, { kind: "pink" }>);
    near(Math.log(parts[1].time / parts[0].time), expected.h);
    near(
      parts.reduce((sum, { variance }) => sum + variance, 0),
      expected.total_variance,
    );
    const parted = (w: number) => parts.reduce((sum, { time, variance }) => sum + (2 * variance * time) / (1 + (w * time) ** 2), 0);
    allNear(
      params.omega.map((w) => (parted(w) * w) / params.A - 1),
      expected.relative_error,
      1e-8,
    );
    // the sum over lags in closed form, component by component, each with the covariance of the product
    const sampled = (w: number) =>
      params.dt *
      parts.reduce((sum, { time, variance }) => {
        const a = Math.exp(-params.dt / time);
        return sum + (variance * -Math.expm1((-2 * params.dt) / time)) / (1 - 2 * a * Math.cos(w * params.dt) + a * a);
      }, 0);
    allNear(params.omega.map(sampled), expected.sampled_spectrum);
    const q = qubit();
    const dephasing = masterEquation(({ x }) => ({ H: scaled(sigmaZ(q), x / 2), initial: [Math.SQRT1_2, Math.SQRT1_2] }), { x: 0 });
    const { mean, standardError } = await ensemble(dephasing, {
      noise: { x: noise },
      times: params.decay_times,
      every: 0.1,
      trajectories: 4096,
      seed: 12,
      threads: 1,
      observables: ["sx"],
    });
    expected.W.forEach((W, k) => {
      expect(Math.abs((mean.sx[k + 1] as number) - W)).toBeLessThan(4 * (standardError.sx[k + 1] as number));
    });
  });

  it("of telegraph noise, its transitions, and the time that it spends up", () => {
    const { params, expected } = reference["process.telegraph"];
    const { v0, v1, r01, r10, dt, window } = params;
    const noise = telegraph(v0, v1, r01, r10);
    const chain = kindOf(noise).chain?.(noise as never, apart(dt), 2);
    if (!chain) throw new Error("has no chain");
    allNear([...(chain.moves as Float64Array)], expected.T.flat());
    near(chain.start[1], expected.p1);
    near(kindOf(noise).centre(noise as never).mean, expected.mean);
    allNear(
      params.lags.map((lag) => covariance(noise, lag, apart(1))),
      expected.autocovariance,
    );
    allNear(
      params.omega.map((omega) => spectrum(noise, omega, 40)),
      expected.spectrum,
      1e-6,
    );
    const jumps = jumpsOf(kindOf(noise).jumps?.(noise as never) as JumpLaw);
    const draws = laneDraws();
    let [first, at] = [0, 8];
    const uniform = () => {
      if (at === 8) {
        draws.uniform(8, { low: 5, high: 0 }, { trajectory: first, step: 1, stream: 1, attempt: 0 });
        [first, at] = [first + 8, 0];
      }
      return draws.values()[at++];
    };
    const [fractions, counts]: [number[], number[]] = [[], []];
    for (let r = 0; r < 40_000; r++) {
      let [state, time, up, count] = [jumps.begin(uniform()), 0, 0, 0];
      while (time < window) {
        const wait = Math.min(window - time, jumps.wait(state, uniform()));
        if (state === 1) up += wait;
        time += wait;
        if (time < window) {
          state = jumps.next(state, uniform());
          count++;
        }
      }
      fractions.push((up / window - expected.p1) ** 2);
      counts.push(count / window);
    }
    sampledNear(fractions, expected.fraction_variance, "fraction");
    sampledNear(counts, expected.switches_per_time, "switches");
  });

  it("of shot, within and walk together", () => {
    const { params, expected } = reference["process.walk-shot-within"];
    const parts = [perRealisation(normal(0, params.std_shot)), normal(0, params.std_within)] as const;
    const rows = drawn(sumOfNoises(...parts, walk(0, params.s, 0)), 9);
    params.steps.forEach((j, p) => {
      params.steps.forEach((k, q) => {
        sampledNear(rows.map((row) => row[j - 1] * row[k - 1]), expected.total_covariance[p][q], `${j}, ${k}`); // biome-ignore format: a line
      });
    });
    const means = drawn(sumOfNoises(...parts), params.n).map((row) => row.reduce((a, b) => a + b) / params.n);
    sampledNear(
      means.map((mean) => mean * mean),
      expected.variance_of_mean,
    );
  });

  it("of rows of a file, in blocks", () => {
    const { params, expected } = reference["process.samples"];
    const noise = samples(params.data, { block: params.block });
    const { mean, std } = kindOf(noise).centre(noise as never);
    near(mean, expected.mean);
    near(std, expected.std);
    const rows = drawn(noise, 2 * params.block);
    const products = rows.map((row) => {
      let sum = 0;
      for (let k = 0; k < params.block; k++) sum += ((row[k] - expected.mean) * (row[k + 1] - expected.mean)) / params.block;
      return sum;
    });
    sampledNear(products, expected.block_lag1_covariance);
  });
});
