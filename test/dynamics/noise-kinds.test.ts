/** Every kind of noise: quantiles, paths, moments, autocovariances and spectra against closed forms, text and data, and bad input. */
import { describe, expect, it } from "vitest";
import { laneDraws } from "../../bindings/random.ts";
import { type JumpLaw, jumpsOf } from "../../src/dynamics/noise/jumps.ts";
import { allKinds, checkNoise, hasMemory, kindOf, type Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { formOf, parseNoise, printNoise } from "../../src/dynamics/noise/notation.ts";
import { pinkComponents, pinkRipple } from "../../src/dynamics/noise/pink-noise.ts";
import type { ProcessGrid } from "../../src/dynamics/noise/process.ts";
import { reachOf } from "../../src/dynamics/noise/reach.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import {
  ar1,
  beam,
  choice,
  clipped,
  exponential,
  gammaDistributed,
  lognormal,
  markov,
  maxwell,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  pink,
  poisson,
  samples,
  sumOfNoises,
  telegraph,
  truncatedNormal,
  uniform,
  walk,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

/** What a kind makes of given uniforms. */
function quantiles(noise: Noise, u: readonly number[]): number[] {
  const draws = laneDraws();
  return u.map((value) => {
    draws.values()[0] = value;
    kindOf(noise).sampler?.(noise as never)(draws, 1);
    return draws.values()[0];
  });
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(found.length).toBe(expected.length);
  for (let k = 0; k < found.length; k++)
    expect(Math.abs(found[k] - expected[k])).toBeLessThanOrEqual(relative * Math.abs(expected[k]) + 1e-13);
}

/** The path of a process in one lane from numbers of one's own: numbers[stream][position − 1], and those of position 0. */
function pathOf(noise: Noise, grid: ProcessGrid, numbers: readonly (readonly number[])[], start: readonly number[]): number[] {
  const process = kindOf(noise).process?.(noise as never, grid);
  if (!process) throw new Error("has no process");
  const state = new Float64Array(8 * process.carried);
  const count = numbers[0].length;
  const values = new Float64Array(count);
  process.begin(
    start.map((z) => Float64Array.of(z)),
    1,
    state,
  );
  process.advance(
    1,
    count,
    1,
    numbers.map((list) => Float64Array.from(list)),
    state,
    values,
  );
  return [...values];
}

const collisions: ProcessGrid = { positions: "collision", step: null, count: 100 };
const timed = (step: number): ProcessGrid => ({ positions: "collision", step, count: 100 });

describe("quantiles", () => {
  it("of a lognormal", () => {
    const { params, expected } = reference["marginal.lognormal"];
    expectNear(quantiles(lognormal(params.mean, params.std), params.u), expected.quantiles, 1e-11);
  });

  it("of speeds in a gas and in a beam", () => {
    const { params, expected } = reference["marginal.maxwell"];
    expectNear(quantiles(maxwell(params.a), params.u), expected.quantiles, 1e-9);
    expectNear(quantiles(beam(params.a), params.u), expected.flux_quantiles, 1e-9);
    expect(kindOf(maxwell(1.3)).centre(maxwell(1.3) as never).mean).toBeCloseTo(expected.mean, 10);
    expect(kindOf(beam(1.3)).centre(beam(1.3) as never).mean).toBeCloseTo(expected.flux_mean, 10);
  });

  it.each(["marginal.gamma", "marginal.gamma-small-shape"] as const)("of %s", (id) => {
    const { params, expected } = reference[id];
    const noise = gammaDistributed(params.shape, params.scale);
    expectNear(quantiles(noise, params.u), expected.quantiles, 1e-10);
    expect(kindOf(noise).centre(noise as never).std).toBeCloseTo(expected.std, 10);
  });

  it("of a choice and of a Poisson number", () => {
    const { params, expected } = reference["marginal.poisson-choice"];
    expect(quantiles(choice([0, 1, 2], params.probabilities), params.u)).toEqual(expected.choice);
    expect(quantiles(poisson(params.lambda), params.u)).toEqual(expected.poisson);
  });
});

describe("paths", () => {
  it.each(["process.ar1", "process.ar1-negative"] as const)("of %s from given normals", (id) => {
    const { params, expected } = reference[id];
    expectNear(pathOf(ar1(params.m, params.s, params.a, { x0: params.x0 }), collisions, [params.z], [0]), expected.path, 1e-12);
  });

  it("of a walk", () => {
    const { params, expected } = reference["process.walk-shot-within"];
    expectNear(pathOf(walk(params.x0, params.s, params.drift), collisions, [params.z], [0]), expected.path, 1e-12);
  });

  it("of telegraph noise", () => {
    const { params, expected } = reference["process.telegraph"];
    const noise = telegraph(params.v0, params.v1, params.r01, params.r10, { x0: params.v0 });
    const path = pathOf(noise, timed(params.dt), [params.u], [0.5]);
    expect(path).toEqual(expected.states.map((state) => (state === 0 ? params.v0 : params.v1)));
  });

  it("of samples: independent rows, blocks, replay", () => {
    const { params, expected } = reference["process.samples"];
    const rows = params.data.map((_, k) => k);
    expect(quantiles(samples(rows), params.u)).toEqual(expected.independent);
    const perBlock = params.u.flatMap((u) => [u, 0.999, 0.999]);
    expect(pathOf(samples(rows, { block: 3 }), collisions, [perBlock], [0.5])).toEqual(expected.blocks);
    const offset = (params.offset + 0.5) / rows.length;
    const eight = new Array<number>(8).fill(0.1);
    expect(pathOf(samples(rows, { order: "anywhere" }), collisions, [eight], [offset])).toEqual(expected.replay);
    expect(pathOf(samples(rows, { order: "replay" }), collisions, [eight], [0.9])).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
  });

  it("of an Ornstein–Uhlenbeck process by the exact transition, and its average over a slice", () => {
    const { params, expected } = reference["process.ou"];
    const given = ornsteinUhlenbeck(0, params.s, params.tau, { x0: params.x0 });
    expectNear(pathOf(given, timed(params.dt), [[0]], [0]), [expected.conditional_mean], 1e-11);
    expectNear(pathOf(given, timed(params.dt), [[1]], [0]), [expected.conditional_mean + expected.innovation_std], 1e-11);
    const slice: ProcessGrid = { positions: "slice", step: params.dt, count: 9 };
    const average = ornsteinUhlenbeck(0, params.s, params.tau, { x0: params.x0, scheme: "average" });
    const mean = (expected.bridge_slope * (params.x0 + expected.conditional_mean)) / params.dt;
    expectNear(pathOf(average, slice, [[0], [0]], [0, 0]), [mean], 1e-10);
    expectNear(pathOf(average, slice, [[0], [1]], [0, 0]), [mean + Math.sqrt(expected.bridge_var) / params.dt], 1e-9);
  });
});

describe("jumps", () => {
  it("of telegraph noise have their exact times", () => {
    const { params, expected } = reference["process.telegraph"];
    const { v0, v1, r01, r10, u } = params;
    const noise = telegraph(v0, v1, r01, r10, { x0: v0, scheme: "switching" });
    const jumps = jumpsOf(kindOf(noise).jumps?.(noise as never) as JumpLaw);
    let state = jumps.begin(0.5);
    let time = 0;
    const times = u.map((value) => {
      time += jumps.wait(state, value);
      state = jumps.next(state, 0);
      return time;
    });
    expectNear(times.slice(0, expected.switching_times.length), expected.switching_times, 1e-10);
    expect(parseNoise(printNoise("x", noise))).toEqual(["x", noise]);
  });

  it("of a chain follow the ratios of its rates, and end where nothing leads on", () => {
    const noise = markov(
      [0, 1, 2],
      [
        [0, 1, 3],
        [0, 2, 1],
      ],
      { start: 0 },
    );
    const jumps = jumpsOf(kindOf(noise).jumps?.(noise as never) as JumpLaw);
    expect(jumps.streams).toEqual(["", "#to"]);
    expect([0, 0.74, 0.76, 1 - 2 ** -53].map((u) => jumps.next(0, u))).toEqual([1, 1, 2, 2]);
    expect(jumps.wait(0, Math.exp(-1))).toBeCloseTo(0.25, 13);
    expect(jumps.wait(1, 0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  it("of a chain in two rings have no one stationary law, though rounding leaves a pivot where there is none", () => {
    const ring = (o: number): [number, number, number][] => [
      [o, o + 1, 0.1],
      [o + 1, o + 2, 0.7],
      [o + 2, o, 0.3],
      [o + 1, o, 0.2],
      [o + 2, o + 1, 0.9],
      [o, o + 2, 0.4],
    ];
    expect(() => markov([0, 1, 2, 3, 4, 5], [...ring(0), ...ring(3)])).toThrow(/`start` must be given where jumps do not lead to one/);
    expect(markov([0, 1, 2], ring(0))).toMatchObject({ start: null });
  });

  it("of a chain leave their state for the largest uniform, too, where the shares add up to less than 1 by rounding", () => {
    const noise = markov(
      [0, 1, 2],
      [
        [2, 0, 0.1],
        [2, 1, 0.3],
      ],
      { start: 2 },
    );
    const jumps = jumpsOf(kindOf(noise).jumps?.(noise as never) as JumpLaw);
    expect(0.1 / 0.4 + 0.3 / 0.4).toBeLessThan(1);
    expect(jumps.next(2, 1 - 2 ** -53)).toBe(1);
  });

  it("of a chain of two states are telegraph noise, with the same numbers", () => {
    const chain = markov(
      [-0.5, 0.8],
      [
        [0, 1, 0.3],
        [1, 0, 0.9],
      ],
    );
    const u = Array.from({ length: 40 }, (_, k) => (0.37 * (k + 1)) % 1);
    expect(pathOf(chain, timed(0.7), [u], [0.2])).toEqual(pathOf(telegraph(-0.5, 0.8, 0.3, 0.9), timed(0.7), [u], [0.2]));
  });

  it.each<[string, () => unknown, RegExp]>([
    ["one state", () => markov([1], []), /^Argument `values` must hold from 2 to 64/],
    ["a state that is none", () => markov([1, 2], [[0, 2, 1]]), /^Argument `jumps\[0\]\[1\]` must be an integer from 0 to 1/],
    ["a jump to itself", () => markov([1, 2], [[1, 1, 1]]), /^Argument `jumps\[0\]` must lead to another state/],
    ["a negative rate", () => markov([1, 2], [[0, 1, -1]]), /^Argument `jumps\[0\]\[2\]` must be/],
    [
      "the same twice",
      () =>
        markov(
          [1, 2],
          [
            [0, 1, 1],
            [0, 1, 2],
          ],
        ),
      /must be given once for two states/,
    ],
    [
      "more than all",
      () => markov([1, 2], [[0, 1, 1.5]], { each: true, start: 0 }),
      /^Argument `jumps` must have probabilities of at most 1/,
    ],
    ["no jumps and no start", () => markov([1, 2], []), /^Argument `start` must be given where jumps do not lead to one/],
    ["a word", () => parseNoise("x=markov(1,2,0>1)"), /must list jumps such as 0>1:0.2/],
    ["a place that only others have", () => parseNoise("x=telegraph(0,1,1,1)@start"), /It knows middle, switching/],
    ["a matrix", () => markov([1, 2], [[0, 1]] as never), /^Argument `jumps\[0\]` must be \[from, to, rate\]/],
  ])("refuse %s", (_, act, sentence) => {
    expect(act).toThrow(sentence);
  });
});

describe("the average of an Ornstein–Uhlenbeck process over a slice", () => {
  it.each([0.003, 0.03, 0.099, 0.101, 0.7])(
    "has the variance 2s²(u − 1 + e^{−u})/u² at u = %f, from its end points and the bridge",
    (u) => {
      const noise = ornsteinUhlenbeck(0, 1, 1, { scheme: "average" });
      const slice: ProcessGrid = { positions: "slice", step: u, count: 2 };
      // x₀, the innovation and the bridge are independent normals; 0.5 is the middle of each
      const part = (first: number, step: number, bridge: number) => pathOf(noise, slice, [[step], [bridge]], [first, 0])[0];
      const [zero, a, b, c] = [part(0, 0, 0), part(1, 0, 0), part(0, 1, 0), part(0, 0, 1)];
      const variance = (a - zero) ** 2 + (b - zero) ** 2 + (c - zero) ** 2;
      // 2(u − 1 + e^{−u})/u² = 1 − u/3 + u²/12 − …, without the difference
      let [term, series] = [1, 0];
      for (let k = 2; k < 24; k++) {
        series += term;
        term *= -u / (k + 1);
      }
      expect(Math.abs(variance - series)).toBeLessThan(1e-9);
    },
  );
});

describe("1/f noise", () => {
  it.each(["process.pink-1-per-decade", "process.pink-3-per-decade"] as const)("is the comb of %s", (id) => {
    const { params, expected } = reference[id];
    const noise = pink(0, params.A, params.tau_min, params.tau_max, params.per_decade);
    const fields = noise as Extract<Noise, { kind: "pink" }>;
    const parts = pinkComponents(fields);
    expect(parts).toHaveLength(expected.n);
    expectNear([parts[0].variance], [expected.component_variance], 1e-10);
    const spectrum = params.omega.map((w) =>
      parts.reduce((sum, { time, variance }) => sum + (2 * variance * time) / (1 + w * w * time * time), 0),
    );
    expectNear(spectrum, expected.spectrum, 1e-9);
    expect(Math.abs(pinkRipple(fields) / expected.ripple - 1)).toBeLessThan(1e-8);
    const covariance = params.lags.map((lag) => kindOf(noise).autocovariance?.(noise as never, lag, timed(1)) as number);
    expectNear(covariance, expected.autocovariance, 1e-9);
    // the sum of normals that are drawn up to 8.3 deviations each may lie further out than a normal does
    const { std } = kindOf(noise).centre(noise as never);
    const [low, high] = reachOf(kindOf(noise), noise, 1);
    expect(low).toBe(-high);
    expect(high / std).toBeGreaterThan(8.3);
  });
});

/** Jumps of three states, mostly around. */
const cycle = [
  [0, 1, 0.9],
  [1, 2, 0.5],
  [2, 0, 0.7],
  [1, 0, 0.2],
] as const;

const every: readonly (readonly [string, Noise])[] = [
  ["normal", normal(2.4, 0.2)],
  ["truncated", truncatedNormal(0.1, 0.4, { min: 0 })],
  ["uniform", uniform(-1, 3)],
  ["exponential", exponential(0.7)],
  ["lognormal", lognormal(0.4, 0.2)],
  ["gamma", gammaDistributed(4.5, 0.1)],
  ["maxwell", maxwell(1.3)],
  ["beam", beam(1.3)],
  ["choice", choice([1, 2, 5], [0.2, 0.5, 0.3])],
  ["poisson", poisson(1.7)],
  ["ou", ornsteinUhlenbeck(1, 0.5, 3)],
  ["ou at the start of a slice", ornsteinUhlenbeck(1, 0.5, 3, { scheme: "start" })],
  ["ou averaged over a slice", ornsteinUhlenbeck(1, 0.5, 3, { scheme: "average" })],
  ["ar1", ar1(1, 0.5, 0.7)],
  ["ar1 that alternates", ar1(1, 0.5, -0.7)],
  ["telegraph", telegraph(-0.5, 0.8, 0.3, 0.9)],
  ["markov", markov([2.4, 1.6, 2], cycle)],
  [
    "markov with probabilities",
    markov(
      [2.4, 1.6, 2],
      cycle.map(([from, to, rate]) => [from, to, rate / 2]),
      { each: true },
    ),
  ],
  ["pink", pink(0.3, 0.02, 1, 1000)],
  ["samples", samples([0.41, 0.38, 0.52, 0.47, 0.33, 0.44, 0.39])],
  ["samples from anywhere", samples([0.41, 0.38, 0.52, 0.47, 0.33, 0.44, 0.39], { order: "anywhere" })],
  ["a sum", sumOfNoises(perRealisation(normal(1, 0.2)), uniform(-0.2, 0.2), ar1(0, 0.3, 0.8))],
];

/** Values of many realisations at the positions 1 … count: [realisation][position]. */
function drawn(noise: Noise, realisations: number, count: number, grid: ProcessGrid): Float64Array[] {
  const compiled = compileNoise({ x: noise }, 17, null, realisations, grid);
  const into = new Float64Array(8 * count);
  const rows: Float64Array[] = [];
  for (let first = 0; first < realisations; first += 8) {
    compiled.draw(first, 8, 1, into, count);
    for (let l = 0; l < 8; l++) rows.push(Float64Array.from({ length: count }, (_, k) => into[8 * k + l]));
  }
  return rows;
}

describe("a telegraph signal that starts at a known value", () => {
  it("has relaxed for half a slice in the middle of the first one, and for three halves in the second", () => {
    const [up, down, h] = [0.3, 0.5, 0.9];
    const noise = telegraph(0, 1, up, down, { x0: 0 });
    const rows = drawn(noise, 16_000, 2, { positions: "slice", step: h, count: 2 });
    for (const k of [0, 1]) {
      const high = (up / (up + down)) * (1 - Math.exp(-(up + down) * (k + 0.5) * h));
      const found = rows.reduce((sum, row) => sum + row[k], 0) / rows.length;
      expect(Math.abs(found - high)).toBeLessThan((5 * Math.sqrt(high * (1 - high))) / Math.sqrt(rows.length));
    }
  });
});

describe("every kind", () => {
  const grid: ProcessGrid = { positions: "slice", step: 0.7, count: 6 };
  const realisations = 16_000;

  it.each(every)("%s has its mean, its spread and its autocovariance, from the first position on", (_, noise) => {
    const rows = drawn(noise, realisations, 6, grid);
    const kind = kindOf(noise);
    const { mean, std } = (kind.moments ?? kind.centre)(noise as never);
    for (const [j, k] of [
      [0, 0],
      [0, 1],
      [2, 5],
    ]) {
      const product = rows.map((row) => (row[j] - mean) * (row[k] - mean));
      const found = product.reduce((a, b) => a + b) / realisations;
      const spread = Math.sqrt(product.reduce((sum, value) => sum + (value - found) ** 2, 0) / realisations);
      const expected = kind.autocovariance?.(noise as never, k - j, grid) ?? (k === j ? std * std : 0);
      expect(Math.abs(found - expected), `cov(${j + 1}, ${k + 1})`).toBeLessThan((5 * spread) / Math.sqrt(realisations));
      const average = rows.reduce((sum, row) => sum + row[k], 0) / realisations;
      expect(Math.abs(average - mean)).toBeLessThan((5 * std) / Math.sqrt(realisations));
    }
  });

  it.each(every)("%s has a rule with its moments", (_, noise) => {
    const kind = kindOf(noise);
    // what a value is like without its memory; a slice's average is narrower
    if (noise.kind === "ou" && noise.scheme === "average") return;
    const { nodes, weights } = kind.quadrature(noise as never, 48);
    const { mean, std } = (kind.moments ?? kind.centre)(noise as never);
    const sum = (f: (x: number) => number) => nodes.reduce((total, x, k) => total + weights[k] * f(x), 0);
    expect(sum(() => 1)).toBeCloseTo(1, 11);
    expect(sum((x) => x)).toBeCloseTo(mean, 8);
    expect(Math.sqrt(sum((x) => (x - mean) ** 2))).toBeCloseTo(std, 8);
  });

  it.each(every)("%s is drawn from an interval that holds it", (_, noise) => {
    const [low, high] = kindOf(noise).drawn?.(noise as never, 6) ?? kindOf(noise).support(noise as never);
    for (const row of drawn(noise, 800, 6, grid)) for (const x of row) expect(x >= low && x <= high).toBe(true);
  });

  it.each(every)("%s has the same values however they are asked for", (_, noise) => {
    const compiled = compileNoise({ x: noise }, 5, null, 24, { ...grid, count: 70 });
    const together = new Float64Array(8 * 70);
    for (const from of [1, 33, 65]) {
      const part = new Float64Array(8 * 32);
      compiled.draw(8, 8, from, part, Math.min(32, 71 - from));
      together.set(part.subarray(0, 8 * Math.min(32, 71 - from)), 8 * (from - 1));
    }
    const one = new Float64Array(1);
    for (const [trajectory, position] of [
      [9, 70],
      [15, 1],
      [8, 34],
      [8, 33],
    ]) {
      compiled.draw(trajectory, 1, position, one);
      expect(one[0]).toBe(together[8 * (position - 1) + trajectory - 8]);
    }
    const other = compileNoise({ x: noise, another: normal(0, 1) }, 5, null, 24, { ...grid, count: 70 });
    const pair = new Float64Array(2);
    other.draw(9, 1, 70, pair);
    expect(pair[1]).toBe(together[8 * 69 + 1]);
  });

  it.each(every)("%s is what it was after being printed, read and sent as JSON", (_, noise) => {
    expect(parseNoise(printNoise("x", noise))).toEqual(["x", noise]);
    expect(checkNoise(JSON.parse(JSON.stringify(noise)))).toEqual(noise);
  });

  it("has a form, a title and a place in the list of kinds", () => {
    const names = new Set(every.map(([, noise]) => noise.kind));
    for (const kind of allKinds) {
      expect(formOf(kind)).toContain(`${kind.name}(`.replace("sum(", "sum("));
      expect(kind.title.length).toBeGreaterThan(4);
      expect(names.has(kind.name as Noise["kind"]) || kind.name === "walk").toBe(true);
    }
  });

  it("of a walk spreads with the root of the number of steps", () => {
    const rows = drawn(walk(0.4, 0.1, 0.02), realisations, 9, { ...grid, count: 9 });
    const { expected } = reference["process.walk-shot-within"];
    [0, 3, 8].forEach((k, i) => {
      const mean = rows.reduce((sum, row) => sum + row[k], 0) / realisations;
      const variance = rows.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / realisations;
      expect(Math.abs(mean - expected.mean[i])).toBeLessThan(5 * Math.sqrt(variance / realisations));
      expect(Math.abs(variance / expected.covariance[i][i] - 1)).toBeLessThan(5 * Math.sqrt(2 / realisations));
    });
  });
});

describe("words and data", () => {
  it("add kinds up", () => {
    const [name, noise] = parseNoise("phi=normal(2.4,1e+1)@realisation + ou(0,0.2,5)@start@clip");
    expect(name).toBe("phi");
    expect(noise).toEqual(clipped(sumOfNoises(perRealisation(normal(2.4, 10)), ornsteinUhlenbeck(0, 0.2, 5, { scheme: "start" }))));
    expect(hasMemory(noise)).toBe(true);
  });

  it("read files where files can be read", () => {
    expect(parseNoise("x=samples(a.csv:phi,replay)", (file) => (file === "a.csv:phi" ? [1, 2] : []))[1]).toEqual(
      samples([1, 2], { order: "replay" }),
    );
    expect(() => parseNoise("x=samples(a.csv)")).toThrow(/^Argument `values` must be numbers, but is "a.csv"/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["a kind that is no name", () => checkNoise({ kind: {} }), /^Argument `kind` must be the name of a kind/],
    ["a kind without a prototype", () => checkNoise({ kind: Object.create(null) }), /^Argument `kind` must be the name of a kind/],
    ["a missing field", () => checkNoise({ kind: "normal", mean: 1 }), /^Argument `std` must be a finite number ≥ 0, but is missing/],
    ["a lognormal around 0", () => lognormal(0, 1), /^Argument `mean` must be a finite number > 0/],
    ["probabilities that sum to less", () => choice([1, 2], [0.5, 0.4]), /^Argument `probabilities` must sum to 1/],
    ["too few probabilities", () => choice([1, 2], [1]), /^Argument `probabilities` must have one entry/],
    ["rates of 0", () => telegraph(0, 1, 0, 0), /^Argument `up` must be > 0/],
    ["a start between the values", () => telegraph(0, 1, 1, 1, { x0: 0.5 }), /^Argument `x0` must be low/],
    ["a band upside down", () => pink(0, 1, 10, 1), /^Argument `longest`/],
    ["no samples", () => samples([]), /^Argument `values` must hold at least one/],
    ["samples that are no numbers", () => samples([1, Number.NaN]), /^Argument `values\[1\]`/],
    ["blocks longer than the file", () => samples([1, 2], { block: 3 }), /^Argument `block`/],
    ["blocks of a replay", () => samples([1, 2, 3], { block: 2, order: "replay" }), /^Argument `block` must be left out/],
    ["one noise as a sum", () => sumOfNoises(normal(0, 1)), /^Argument `parts` must hold at least two/],
    ["a sum of sums", () => sumOfNoises(sumOfNoises(normal(0, 1), normal(0, 1)), normal(0, 1)), /^Argument `parts` must hold no sums/],
    ["a process per realisation", () => perRealisation(telegraph(0, 1, 1, 1)), /^Argument `perRealisation` must be false for telegraph/],
    ["ar1 of correlation 1", () => ar1(0, 1, 1), /^Argument `correlation`/],
    ["an unknown place in a slice", () => ornsteinUhlenbeck(0, 1, 1, { scheme: "end" as never }), /^Argument `scheme`/],
    ["a place in a slice for a normal", () => parseNoise("x=normal(0,1)@start"), /It knows no time/],
    ["half a choice", () => parseNoise("x=choice(1,2)"), /values with their probabilities/],
  ])("refuse %s", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});
