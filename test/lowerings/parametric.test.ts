/** Noisy maps as polynomials, against maps built afresh. */
import { describe, expect, it } from "vitest";
import { elementTerms, streamElements } from "../../src/dynamics/channel.ts";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { clipped, normal, uniform } from "../../src/dynamics/noise/construct.ts";
import { domainOf } from "../../src/dynamics/noise/domain.ts";
import { drawnRange } from "../../src/dynamics/noise/drawn-range.ts";
import type { Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { parametricFit } from "../../src/lowerings/collisions/parametric-fit.ts";
import { parametricMap } from "../../src/lowerings/collisions/parametric-map.ts";
import { rebuiltCoefficients } from "../../src/lowerings/collisions/rebuilt-coefficients.ts";
import { composite, compositeDefinition } from "../../src/models/composite.ts";
import { harvest, harvestDefinition } from "../../src/models/harvest.ts";
import type { Model, ModelDefinition } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { structured, structuredDefinition } from "../../src/models/structured.ts";
import { evaluate, placeIn } from "../../src/numerics/chebyshev-pieces.ts";
import { openScope } from "../../src/numerics/memory.ts";
import { type CollisionRequest, collisionRequest } from "../../src/plan/collision-request.ts";
import { noisyCollisionRequest } from "../../src/plan/noisy-collision-request.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { combine, lowerTerms } from "../../src/sectors/matrices.ts";
import type { Sector } from "../../src/sectors/sector.ts";
import { laneRunner } from "../../src/solvers/lane-runner.ts";
import { planNoisyCollisions } from "../../src/solvers/noisy-collisions.ts";
import { choiMinimum } from "../reference/choi.ts";

type Noises = Readonly<Record<string, Noise>>;

function requestFor(model: Model, { parameters }: ModelDefinition, noise: Noises, lanes = 8): CollisionRequest {
  const noisy = Object.keys(noise).sort();
  const ranges = noisy.map((name) => drawnRange(noise[name], domainOf(parameters[name])));
  return noisyCollisionRequest(model, { steps: 10_000, noisy, ranges, lanes });
}

/** The dense matrix of a request at some values, built afresh. */
function fresh({ model, noisy, sector }: CollisionRequest, values: readonly number[]): Float64Array {
  const changed = Object.fromEntries(noisy.map((name, p) => [name, values[p]]));
  const dynamics = model.with(changed).dynamics as Collisions;
  const map = elementTerms(dynamics.system, streamElements(dynamics, 1).elements[0]);
  const { n, rowStart, columns, values: entries } = combine(lowerTerms(map, sector() as Sector), map.weights);
  const dense = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) dense[r * n + columns[e]] = entries[e];
  return dense;
}

/** The same by polynomials; null where they were given up. */
function byPolynomials(request: CollisionRequest, values: readonly number[]): Float64Array | null {
  const { pieces, maps } = parametricFit(request);
  const piece = pieces.find(({ low, high }) => values.every((value, a) => value >= low[a] && value <= high[a]));
  if (!piece?.terms) return null;
  const n = (request.sector() as Sector).count;
  const found = evaluate(
    piece.terms,
    values.map((value, a) => placeIn(piece, a, value)),
  );
  const dense = new Float64Array(n * n);
  maps.entries.forEach(({ row, column }, e) => (dense[row * n + column] = found[e] ?? 0));
  return dense;
}

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const apart = (a: Float64Array, b: Float64Array) => largest(a.map((value, e) => value - b[e]));

/** Values off all nodes, in the middle of the range and far out. */
function placesOf({ ranges }: CollisionRequest, count: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    (ranges ?? []).map(({ low, high }, a) => {
      const turn = ((i + 0.37) * (a === 0 ? Math.SQRT2 : Math.E)) % 1;
      return low + (high - low) * turn;
    }),
  );
}

const cluster = (changes = {}) => composite({ N: 2, tau: 0.051, T_S: 0.2, ...changes });
const pair = (changes = {}) => structured(changes);

const rows: readonly (readonly [string, Model, ModelDefinition, Noises, number])[] = [
  ["κ .3(.03)", pair(), structuredDefinition, { kappa: normal(0.3, 0.03) }, 8],
  ["κ .3(.1)", pair(), structuredDefinition, { kappa: normal(0.3, 0.1) }, 13],
  ["κ 1(.5)", pair({ kappa: 1 }), structuredDefinition, { kappa: normal(1, 0.5) }, 36],
  ["β 1(.1)", pair(), structuredDefinition, { beta: normal(1, 0.1) }, 14],
  ["α .1(.03)", pair(), structuredDefinition, { alpha: normal(0.1, 0.03) }, 7],
  ["dt .1(.01)", pair(), structuredDefinition, { dt: normal(0.1, 0.01) }, 7],
  ["ω_S 1(1)", pair(), structuredDefinition, { omega_S: normal(1, 1) }, 13],
  ["gτ .1(.1)", harvest({ gtau: 0.1 }), harvestDefinition, { gtau: normal(0.1, 0.1) }, 17],
];

describe("one parameter", () => {
  it.each(rows)("%s: as many coefficients as the decay asks for, one piece, maps to 1e-12", (_, model, definition, noise, count) => {
    const request = requestFor(model, definition, noise);
    const fit = parametricFit(request);
    expect(fit.pieces.length).toBe(1);
    expect(Math.abs((fit.pieces[0].terms?.at(-1)?.degrees[0] ?? 0) + 1 - count)).toBeLessThanOrEqual(2);
    expect(fit.builds).toBeLessThanOrEqual(80);
    expect(fit.error).toBeLessThanOrEqual(1e-12);
    for (const values of placesOf(request, 20)) {
      const exact = fresh(request, values);
      expect(apart(byPolynomials(request, values) as Float64Array, exact)).toBeLessThanOrEqual(1e-12 * largest(exact));
    }
  });

  it("has 12 coefficients for the coupling of a cluster of eight", () => {
    const request = requestFor(composite({ N: 8, tau: 0.051, T_S: 0.2 }), compositeDefinition, { f1: normal(0.424, 0.042) });
    expect(parametricFit(request).pieces.map(({ terms }) => terms?.length)).toEqual([12]);
    expect(parametricFit(request).builds).toBeLessThanOrEqual(38);
  });

  it("reaches T = 0 by halving, and the atom of clipped values at it", () => {
    const request = requestFor(cluster({ T: 0.5 }), compositeDefinition, { T: clipped(normal(0.5, 0.1)) });
    expect(request.ranges?.[0].low).toBe(0);
    const pieces = parametricFit(request).pieces;
    expect(pieces.length).toBeGreaterThan(1);
    for (const values of [[0], ...placesOf(request, 12)]) {
      expect(apart(byPolynomials(request, values) as Float64Array, fresh(request, values))).toBeLessThanOrEqual(1e-12);
    }
  });
});

describe("two parameters", () => {
  it.each([
    ["κ .3(.03), β 1(.1)", pair(), structuredDefinition, { kappa: normal(0.3, 0.03), beta: normal(1, 0.1) }, 100],
    ["f1 .424(.042), f2 .6(.06)", cluster(), compositeDefinition, { f1: normal(0.424, 0.042), f2: normal(0.6, 0.06) }, 90],
  ] as const)("%s: a tensor without what is below 1e-13", (_, model, definition, noise, most) => {
    const request = requestFor(model, definition, noise);
    const fit = parametricFit(request);
    expect(fit.pieces.length).toBe(1);
    expect(fit.pieces[0].terms?.length).toBeLessThanOrEqual(most);
    expect(fit.builds).toBeLessThanOrEqual(500);
    for (const values of placesOf(request, 20)) {
      expect(apart(byPolynomials(request, values) as Float64Array, fresh(request, values))).toBeLessThanOrEqual(1e-12);
    }
  });
});

/** Run both ways side by side with the same draws. */
function sideBySide(request: CollisionRequest, noise: Noises, definition: ModelDefinition, steps: number) {
  const scope = openScope();
  try {
    const [fast, slow] = [parametricMap.bind(request, scope), rebuiltCoefficients.bind(request, scope)];
    const compiled = compileNoise(noise, 5, definition.parameters);
    const draws = new Float64Array(request.noisy.length * request.lanes);
    fast.reset();
    slow.reset();
    let trace = 0;
    const sector = request.sector() as Sector;
    for (let n = 1; n <= steps; n++) {
      compiled.draw(0, request.lanes, n, draws);
      fast.step(n, draws);
      slow.step(n, draws);
      for (let l = 0; l < request.lanes; l++) {
        let sum = -1;
        for (let q = 0; q < sector.count; q++) if (sector.row[q] === sector.column[q]) sum += fast.values()[q * request.lanes + l];
        trace = Math.max(trace, Math.abs(sum));
      }
    }
    return { trace, difference: apart(fast.values(), slow.values()) };
  } finally {
    scope.release();
  }
}

describe("noisy collisions", () => {
  it("keep the trace over 1e4 collisions", () => {
    const noise = { kappa: normal(0.3, 0.1) };
    const request = requestFor(pair(), structuredDefinition, noise);
    const scope = openScope();
    const engine = parametricMap.bind(request, scope);
    const draws = new Float64Array(8);
    const compiled = compileNoise(noise, 5, structuredDefinition.parameters);
    engine.reset();
    for (let n = 1; n <= 10_000; n++) {
      compiled.draw(0, 8, n, draws);
      engine.step(n, draws);
    }
    const sector = request.sector() as Sector;
    const values = engine.values();
    for (let l = 0; l < 8; l++) {
      let sum = 0;
      for (let q = 0; q < sector.count; q++) if (sector.row[q] === sector.column[q]) sum += values[q * 8 + l];
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(2e-15);
    }
    scope.release();
  });

  it.each([
    ["one parameter", pair(), structuredDefinition, { kappa: normal(0.3, 0.1) }],
    ["two parameters", cluster(), compositeDefinition, { f1: normal(0.424, 0.042), f2: normal(0.6, 0.06) }],
  ] as const)("end where rebuilt maps end: %s", (_, model, definition, noise) => {
    const { trace, difference } = sideBySide(requestFor(model, definition, noise, 2), noise, definition, 250);
    expect(trace).toBeLessThanOrEqual(2e-15);
    expect(difference).toBeLessThanOrEqual(2e-12);
  });

  it("rebuild what no polynomial holds, and what lies outside the range", () => {
    const noise = { kappa: normal(0.3, 0.1) };
    const narrow = { ...requestFor(pair(), structuredDefinition, noise, 2), ranges: [{ low: 0.25, high: 0.35 }] };
    expect(sideBySide(narrow, noise, structuredDefinition, 40).difference).toBeLessThanOrEqual(1e-13);
  });

  it("stay completely positive", () => {
    const request = requestFor(cluster(), compositeDefinition, { f1: normal(0.424, 0.1) });
    for (const values of placesOf(request, 10)) {
      expect(choiMinimum(byPolynomials(request, values) as Float64Array, request.sector() as Sector)).toBeGreaterThanOrEqual(-1e-12);
    }
  });
});

describe("ensembles", () => {
  const noise = { kappa: normal(0.3, 0.05) };
  const options = { steps: 24, saveEvery: 8, trajectories: 40, seed: 4, noise, observables: ["sz", "C_l1"] };

  it("has the same bits in 1 … 8 lanes and on any number of threads", async () => {
    const data = (result: { mean: unknown; std: unknown }) => JSON.stringify([result.mean, result.std]);
    const alone = data(await ensemble(pair(), { ...options, lanes: 1 }));
    for (const lanes of [3, 8]) expect(data(await ensemble(pair(), { ...options, lanes }))).toBe(alone);
    const executor = nodeThreads({ threads: 2 });
    try {
      const result = await ensemble(pair(), { ...options, executor });
      expect(data(result)).toBe(alone);
      expect(String(result.plan)).toContain("polynomials in the noisy parameters");
    } finally {
      await executor.close();
    }
  });

  it("has the same bits in lanes that stand in different pieces", () => {
    const drawn = compileNoise({ T: clipped(normal(0.5, 0.3)) }, 3, compositeDefinition.parameters);
    const run = (lanes: number) => {
      const runner = laneRunner(cluster({ T: 0.5 }), { steps: 20, saveEvery: 20, observables: ["sz", "sx"], noise: drawn, lanes });
      const found: number[][] = [];
      for (let first = 0; first < 8; first += lanes) {
        const out = new Float64Array(runner.axis.length * 2 * lanes);
        runner.run(first, lanes, out);
        for (let l = 0; l < lanes; l++) found.push(Array.from({ length: runner.axis.length * 2 }, (_, k) => out[k * lanes + l]));
      }
      runner.release();
      return found;
    };
    expect(run(8)).toEqual(run(1));
  });
});

describe("what is refused", () => {
  const reason = (request: CollisionRequest) => {
    const answer = parametricMap.fits(request);
    return isRefusal(answer) ? answer.refused : null;
  };
  const ranges = [
    { low: 0.2, high: 0.4 },
    { low: 0.9, high: 1.1 },
    { low: 0.9, high: 1.1 },
  ];

  it("says why", () => {
    const steps = 1000;
    expect(reason(collisionRequest(pair(), { steps }))).toContain("nothing changes");
    expect(reason(noisyCollisionRequest(pair(), { steps, noisy: ["kappa"] }))).toContain("not known");
    expect(reason(noisyCollisionRequest(pair(), { steps, noisy: ["kappa", "beta", "omega_S"], ranges }))).toContain("one or two");
    expect(reason(noisyCollisionRequest(phaseonium({ levels: 4 }), { steps, noisy: ["theta"], ranges: [ranges[0]] }))).toContain(
      "weights and angles alone",
    );
    const beyond = noisyCollisionRequest(pair(), { steps, noisy: ["dt"], ranges: [{ low: -1, high: 1 }] });
    expect(reason(beyond)).toContain("no map at dt = -1");
  });

  it("leaves a few collisions to rebuilding, where the set-up would not pay", () => {
    const options = { noisy: ["kappa", "beta"], ranges: ranges.slice(0, 2), lanes: 8 };
    expect(planNoisyCollisions(pair(), { ...options, steps: 2 }).choice.name).toBe(rebuiltCoefficients.name);
    const { choice } = planNoisyCollisions(pair(), { ...options, steps: 1000 });
    expect(choice.name).toBe(parametricMap.name);
    expect(choice.price.detail).toMatch(/^\d+ coefficients in 1 piece, \d+ models built$/);
    expect(choice.price.error).toBeLessThanOrEqual(1e-12);
  });
});

describe("what noise can draw", () => {
  it("ends at 8.3 standard deviations, at the ends of the support, and within the domain", () => {
    const everywhere = domainOf(null);
    expect(drawnRange(normal(1, 0.1), everywhere)).toEqual({ low: 1 - 8.3 * 0.1, high: 1 + 8.3 * 0.1 });
    expect(drawnRange(uniform(-1, 2), everywhere)).toEqual({ low: -1, high: 2 });
    expect(drawnRange(clipped(normal(0.5, 1)), domainOf({ atLeast: 0, atMost: 1 }))).toEqual({ low: 0, high: 1 });
    const open = drawnRange(normal(0.1, 1), domainOf({ above: 0 }));
    expect(open.low).toBeGreaterThan(0);
    expect(open.low).toBeLessThan(1e-11);
  });
});
