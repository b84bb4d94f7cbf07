import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exchangeFlux,
  exchangeProducts,
  exchangeProductsSize,
  exchangeRates,
  exchangeScratch,
  exchangeStep,
  exchangeTables,
  exchangeWeights,
} from "../../bindings/exchange.ts";
import { offset, scope } from "../../bindings/memory.ts";
import { cos, sin } from "../../src/numerics/scalar.ts";
import { exchangeSector, largestOrder } from "../../src/sectors/exchange-sector.ts";
import * as twin from "../reference/exchange.ts";
import { randomValues } from "../reference/random.ts";

interface Problem {
  readonly d1: number;
  readonly d2: number;
  readonly K: number;
  readonly lanes: number;
  readonly theta: Float64Array;
  readonly weights: Float64Array;
  readonly start: Float64Array;
}

function problem(d1: number, d2: number, K: number, lanes: number, seed: number): Problem {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const size = exchangeSector({ d1, d2, K }).count;
  const excited = Float64Array.from({ length: lanes }, () => next() / 2);
  const bright = Float64Array.from({ length: lanes }, () => next() / 2);
  return {
    d1,
    d2,
    K,
    lanes,
    theta: Float64Array.from({ length: lanes }, () => 3 * next() - 1),
    weights: Float64Array.of(...excited, ...bright, ...excited.map((p, l) => 1 - p - bright[l])),
    start: Float64Array.from({ length: size * lanes }, () => next() - 0.5),
  };
}

/** One step by the kernel; lanes are those of the problem. Products are one pair's where all lanes share an angle. */
function kernelStep({ d1, d2, K, lanes, theta, weights, start }: Problem, shared = false): { y: Float64Array; products: Float64Array } {
  return scope((s) => {
    const x = s.f64(start);
    const y = s.f64(start.length);
    const width = shared ? 2 : lanes;
    const blocks = [d1, d1, d2, d2].map((d) => offset(s.f64((d + 1) * width).pointer, width));
    const [c1, s1, c2, s2] = blocks;
    const angles = s.f64(theta).pointer;
    exchangeTables(d1, width, angles, c1, s1);
    exchangeTables(d2, width, angles, c2, s2);
    const products = s.f64(exchangeProductsSize(d1, d2, K, width));
    exchangeProducts({ d1, d2, K }, width, { c1, s1, c2, s2 }, products.pointer);
    exchangeStep(
      { d1, d2, K },
      lanes,
      s.f64(weights).pointer,
      { shared, pointer: products.pointer },
      x.pointer,
      y.pointer,
      s.f64(exchangeScratch(d2, lanes)).pointer,
    );
    return { y: y.view().slice(), products: products.view().slice() };
  });
}

function twinStep({ d1, d2, K, lanes, theta, weights, start }: Problem): { y: Float64Array; products: Float64Array } {
  const y = new Float64Array(start.length);
  const one = twin.exchangeTables(d1, theta, cos, sin);
  const two = twin.exchangeTables(d2, theta, cos, sin);
  const tables = { c1: one.c, s1: one.s, c2: two.c, s2: two.s };
  twin.exchangeStep(d1, d2, K, lanes, { weights, ...tables }, start, y);
  return { y, products: twin.exchangeProducts(d1, d2, K, lanes, tables) };
}

describe("exchange cascade", () => {
  it("has the bits of its twin for any levels, cut and lanes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 7 }),
        fc.constantFrom(2, 4, 6, 8),
        fc.nat(),
        (d1, d2, K, lanes, seed) => {
          const own = problem(d1, d2, Math.min(K, largestOrder(d1, d2)), lanes, seed);
          expect(kernelStep(own)).toEqual(twinStep(own));
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it("has the same bits with the products of one pair of lanes, where all share the angle", () => {
    for (const lanes of [2, 4, 6, 8]) {
      const own = problem(6, 5, 3, lanes, lanes);
      const alike = { ...own, theta: new Float64Array(lanes).fill(0.37) };
      expect(kernelStep(alike, true).y).toEqual(kernelStep(alike).y);
    }
  });

  it("gives a lane the same bits whatever its neighbours", () => {
    const eight = problem(6, 5, 4, 8, 11);
    const { y: together } = kernelStep(eight);
    const size = exchangeSector({ d1: 6, d2: 5, K: 4 }).count;
    for (let l = 0; l < 8; l++) {
      const pick = (values: Float64Array) =>
        Float64Array.from({ length: (values.length / 8) * 2 }, (_, e) => values[Math.floor(e / 2) * 8 + l]);
      const { y: alone } = kernelStep({
        ...eight,
        lanes: 2,
        theta: pick(eight.theta),
        weights: pick(eight.weights),
        start: pick(eight.start),
      });
      for (let q = 0; q < size; q++) expect(Object.is(alone[2 * q], together[8 * q + l])).toBe(true);
    }
  });

  it("keeps the trace and fixes the truncated product Gibbs state exactly", () => {
    const [d1, d2] = [9, 7];
    const K = largestOrder(d1, d2);
    const sector = exchangeSector({ d1, d2, K });
    const x = 0.4;
    const start = new Float64Array(sector.count * 2);
    let Z = 0;
    for (let q = 0; q < d1 * d2; q++) Z += x ** (Math.floor(q / d2) + (q % d2));
    for (let q = 0; q < d1 * d2; q++) start.fill(x ** (Math.floor(q / d2) + (q % d2)) / Z, 2 * q, 2 * q + 2);
    const weights = Float64Array.of(0.1, 0.08, 0.25, 0.2, 0.65, 0.72);
    const { y: after } = kernelStep({ d1, d2, K, lanes: 2, theta: Float64Array.of(0.7, 1.9), weights, start });
    let trace = 0;
    for (let q = 0; q < sector.count; q++) {
      if (sector.row[q] === sector.column[q]) trace += after[2 * q];
      expect(Math.abs(after[2 * q] - start[2 * q])).toBeLessThan(1e-16);
      expect(Math.abs(after[2 * q + 1] - start[2 * q + 1])).toBeLessThan(1e-16);
    }
    expect(Math.abs(trace - 1)).toBeLessThan(1e-14);
  });

  it("indexes its coordinates as its sector says", () => {
    const sector = exchangeSector({ d1: 5, d2: 4, K: 3 });
    expect(sector.count).toBe(5 * 4 + 4 * 3 + 3 * 2 + 2 * 1);
    for (let q = 0; q < sector.count; q++) expect(sector.indexOf(sector.row[q], sector.column[q], 0)).toBe(q);
    expect(sector.indexOf(0, 1, 0)).toBe(-1);
    expect(sector.indexOf(0, 0, 1)).toBe(-1);
  });
});

describe("exchange with one mode", () => {
  interface Ladder {
    readonly d: number;
    readonly lanes: number;
    readonly count: number;
    readonly theta: Float64Array;
    readonly detuning: Float64Array;
    readonly form: Float64Array;
    readonly phases: Float64Array;
    readonly start: Float64Array;
  }

  function ladder(d: number, lanes: number, count: number, seed: number): Ladder {
    let state = seed;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 4294967296;
    };
    const values = (length: number, scale = 1) => Float64Array.from({ length }, () => scale * (next() - 0.5));
    const form = Float64Array.of(0.2, 0.05, 0.3, 0.1, 0.2, 1);
    return {
      ...{ d, lanes, count, form },
      theta: values(lanes, 3),
      detuning: values(lanes, 4),
      phases: values(lanes * count, 20),
      start: values(d * lanes),
    };
  }

  function kernelSteps({ d, lanes, count, theta, detuning, form, phases, start }: Ladder): Float64Array[] {
    return scope((s) => {
      const rates = s.f64((d - 1) * lanes);
      exchangeRates(d, lanes, s.f64(theta).pointer, s.f64(detuning).pointer, rates.pointer);
      const weights = s.f64(3 * lanes * count);
      exchangeWeights(lanes, count, s.f64(form).pointer, s.f64(phases).pointer, weights.pointer);
      const x = s.f64(start);
      exchangeFlux(d, lanes, count, weights.pointer, rates.pointer, x.pointer);
      return [rates, weights, x].map((block) => block.view().slice());
    });
  }

  it("has the bits of its twin for any levels, lanes and number of collisions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(2, 4, 6, 8),
        fc.integer({ min: 0, max: 5 }),
        fc.nat(),
        (d, lanes, count, seed) => {
          const own = ladder(d, lanes, count, seed);
          const rates = twin.exchangeRates(d, own.theta, own.detuning, sin);
          const weights = new Float64Array(3 * lanes * count);
          twin.exchangeWeights(lanes, count, own.form, own.phases, weights, cos);
          const x = own.start.slice();
          twin.exchangeFlux(d, lanes, count, weights, rates, x);
          expect(kernelSteps(own)).toEqual([rates, weights, x]);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  });

  it("takes cosines with the bits of the scalar function, whatever way that takes in either lane", () => {
    const quarter = 0.7853981633974483;
    const near = Array.from({ length: 41 }, (_, k) => (k - 20) * quarter).flatMap((x) =>
      [0, 1, 3, 1e4, 1e7, 1e9, 1e11, 1e13].flatMap((ulps) => [x, -x].flatMap((y) => [y + ulps * 2.2e-16 * x, y - ulps * 2.2e-16 * x])),
    );
    const far = [1e3, 1e5, 1647098.9, 1647099.1, 1647100, 1e9, 1e22, 1e300, Number.MAX_VALUE, 1e-9, 1e-300, 5e-324, 0, -0];
    const spread = [2, 5, 50, 4000].flatMap((size) => Array.from(randomValues(1000, size), (v) => size * v));
    const phases = [...near, ...far, ...far.map((x) => -x), ...spread, ...near.map((x, k) => (k % 2 ? x : far[k % far.length]))];
    while (phases.length % 64) phases.push(phases.length);
    const [lanes, count] = [8, phases.length / 8];
    const weights = new Float64Array(3 * phases.length);
    twin.exchangeWeights(lanes, count, Float64Array.of(0, 1, 0, 0.5, -0.25, 1), Float64Array.from(phases), weights, cos);
    const got = scope((s) => {
      const out = s.f64(weights.length);
      exchangeWeights(lanes, count, s.f64([0, 1, 0, 0.5, -0.25, 1]).pointer, s.f64(phases).pointer, out.pointer);
      return out.view().slice();
    });
    expect(got).toEqual(weights);
  });

  it("is the cascade's map with a second mode of one level", () => {
    const { d, lanes, theta, form, phases, start } = ladder(7, 8, 1, 3);
    const weights = new Float64Array(3 * lanes);
    twin.exchangeWeights(lanes, 1, form, phases, weights, cos);
    const { y } = kernelStep({ d1: d, d2: 1, K: 0, lanes, theta, weights, start });
    const [, , x] = kernelSteps({ d, lanes, count: 1, theta, detuning: new Float64Array(lanes), form, phases, start });
    for (let e = 0; e < y.length; e++) expect(Math.abs(y[e] - x[e])).toBeLessThan(3e-16);
  });

  it("keeps the trace to rounding over many collisions", () => {
    const own = ladder(30, 2, 1000, 5);
    const [, , x] = kernelSteps({ ...own, start: new Float64Array(60).fill(1 / 30), theta: new Float64Array(2).fill(0.3) });
    for (const lane of [0, 1]) {
      let trace = 0;
      for (let n = 0; n < 30; n++) trace += x[2 * n + lane];
      expect(Math.abs(trace - 1)).toBeLessThan(3e-15);
    }
  });
});
