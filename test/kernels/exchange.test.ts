import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offset, scope } from "../../bindings/memory.ts";
import { exchangeScratch, exchangeStep, exchangeTables } from "../../bindings/sector.ts";
import { cos, sin } from "../../src/numerics/scalar.ts";
import { exchangeSector, largestOrder } from "../../src/sectors/exchange-sector.ts";
import * as twin from "../reference/exchange.ts";

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

/** One step by the kernel; lanes are those of the problem, or a single lane of it, padded to two. */
function kernelStep({ d1, d2, K, lanes, theta, weights, start }: Problem): Float64Array {
  return scope((s) => {
    const x = s.f64(start);
    const y = s.f64(start.length);
    const blocks = [d1, d1, d2, d2].map((d) => offset(s.f64((d + 1) * lanes).pointer, lanes));
    const [c1, s1, c2, s2] = blocks;
    const angles = s.f64(theta).pointer;
    exchangeTables(d1, lanes, angles, c1, s1);
    exchangeTables(d2, lanes, angles, c2, s2);
    exchangeStep(
      { d1, d2, K, lanes },
      s.f64(weights).pointer,
      { c1, s1, c2, s2 },
      x.pointer,
      y.pointer,
      s.f64(exchangeScratch(d2, lanes)).pointer,
    );
    return y.view().slice();
  });
}

function twinStep({ d1, d2, K, lanes, theta, weights, start }: Problem): Float64Array {
  const y = new Float64Array(start.length);
  const one = twin.exchangeTables(d1, theta, cos, sin);
  const two = twin.exchangeTables(d2, theta, cos, sin);
  twin.exchangeStep(d1, d2, K, lanes, { weights, c1: one.c, s1: one.s, c2: two.c, s2: two.s }, start, y);
  return y;
}

describe("exchange cascade", () => {
  it("has the bits of its twin for any levels, cut and lanes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
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

  it("gives a lane the same bits whatever its neighbours", () => {
    const eight = problem(6, 5, 4, 8, 11);
    const together = kernelStep(eight);
    const size = exchangeSector({ d1: 6, d2: 5, K: 4 }).count;
    for (let l = 0; l < 8; l++) {
      const pick = (values: Float64Array) =>
        Float64Array.from({ length: (values.length / 8) * 2 }, (_, e) => values[Math.floor(e / 2) * 8 + l]);
      const alone = kernelStep({ ...eight, lanes: 2, theta: pick(eight.theta), weights: pick(eight.weights), start: pick(eight.start) });
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
    const after = kernelStep({ d1, d2, K, lanes: 2, theta: Float64Array.of(0.7, 1.9), weights, start });
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
