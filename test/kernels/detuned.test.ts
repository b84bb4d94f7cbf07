import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detunedScratch, detunedStep, detunedTable } from "../../bindings/exchange.ts";
import { scope } from "../../bindings/memory.ts";
import { cos, sin } from "../../src/numerics/scalar.ts";
import { detunedSector, largestOrder } from "../../src/sectors/exchange-sector.ts";
import * as twin from "../reference/detuned-exchange.ts";

interface Problem {
  readonly d1: number;
  readonly d2: number;
  readonly K: number;
  readonly lanes: number;
  readonly theta: Float64Array;
  readonly detuning: Float64Array;
  readonly weights: Float64Array;
  readonly start: Float64Array;
}

function problem(d1: number, d2: number, order: number, lanes: number, seed: number): Problem {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const K = Math.min(order, largestOrder(d1, d2));
  const values = (length: number, scale: number) => Float64Array.from({ length }, () => scale * (next() - 0.5));
  const excited = Float64Array.from({ length: lanes }, () => next() / 2);
  const lower = Float64Array.from({ length: lanes }, () => next() / 2);
  return {
    ...{ d1, d2, K, lanes },
    theta: values(lanes, 3),
    detuning: values(lanes, 4),
    weights: Float64Array.of(...excited, ...lower, ...excited.map((p, l) => 1 - p - lower[l])),
    start: values(detunedSector({ d1, d2, K }).count * lanes, 1),
  };
}

function kernelStep({ d1, d2, K, lanes, theta, detuning, weights, start }: Problem): Float64Array[] {
  return scope((s) => {
    const [angles, shifts] = [s.f64(theta).pointer, s.f64(detuning).pointer];
    const tables = [d1, d2].map((d) => s.f64(3 * (d + 1) * lanes));
    [d1, d2].forEach((d, mode) => detunedTable(d, lanes, angles, shifts, tables[mode].pointer));
    const [one, two] = tables;
    const y = s.f64(start.length);
    const scratch = s.f64(detunedScratch(d2, lanes)).pointer;
    const [w, x] = [s.f64(weights).pointer, s.f64(start).pointer];
    detunedStep({ d1, d2, K }, lanes, w, one.pointer, two.pointer, x, y.pointer, scratch);
    return [one, two, y].map((block) => block.view().slice());
  });
}

function twinStep({ d1, d2, K, lanes, theta, detuning, weights, start }: Problem): Float64Array[] {
  const [one, two] = [d1, d2].map((d) => twin.detunedTable(d, theta, detuning, cos, sin));
  const y = new Float64Array(start.length);
  twin.detunedStep(d1, d2, K, lanes, weights, one, two, start, y);
  return [one, two, y];
}

describe("detuned exchange cascade", () => {
  it("has the bits of its twin for any levels, cut and lanes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom(2, 4, 6, 8),
        fc.nat(),
        (d1, d2, K, lanes, seed) => {
          const own = problem(d1, d2, K, lanes, seed);
          const [kernel, plain] = [kernelStep(own), twinStep(own)];
          kernel.forEach((values, part) => values.forEach((value, e) => expect(value === plain[part][e], `${part} ${e}`).toBe(true)));
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it.each([
    [3, 4],
    [4, 2],
  ])("is the whole unitaries and the partial trace for %i × %i levels", (d1, d2) => {
    const own = problem(d1, d2, 9, 2, 5);
    const sector = detunedSector(own);
    const N = d1 * d2;
    const [, , after] = kernelStep(own);
    for (const lane of [0, 1]) {
      const rho = Array.from({ length: N }, () => Array.from({ length: N }, (): [number, number] => [0, 0]));
      const read = (values: Float64Array, q: number) => values[2 * q + lane];
      for (let q = 0; q < sector.count; q++) {
        const [r, c] = [sector.row[q], sector.column[q]];
        rho[r][c][sector.part[q]] = read(own.start, q);
        if (r !== c) rho[c][r][sector.part[q]] = (sector.part[q] ? -1 : 1) * read(own.start, q);
      }
      const weights = [0, 1, 2].map((part) => own.weights[2 * part + lane]);
      const exact = twin.bruteForce(d1, d2, own.theta[lane], own.detuning[lane], weights, rho);
      for (let q = 0; q < sector.count; q++) {
        expect(Math.abs(read(after, q) - exact[sector.row[q]][sector.column[q]][sector.part[q]])).toBeLessThan(1e-14);
      }
      // and nothing else is ever reached
      exact.forEach((row, r) =>
        row.forEach((value, c) => {
          if (r <= c && sector.indexOf(r, c, 0) < 0) expect(Math.abs(value[0]) + Math.abs(value[1])).toBeLessThan(1e-14);
        }),
      );
    }
  });

  it("gives a lane the same bits whatever its neighbours", () => {
    const eight = problem(5, 4, 4, 8, 11);
    const [, , together] = kernelStep(eight);
    for (let l = 0; l < 8; l++) {
      const pick = (values: Float64Array) => Float64Array.from({ length: values.length / 4 }, (_, e) => values[Math.floor(e / 2) * 8 + l]);
      const { theta, detuning, weights, start } = eight;
      const own = { theta: pick(theta), detuning: pick(detuning), weights: pick(weights), start: pick(start) };
      const [, , alone] = kernelStep({ ...eight, ...own, lanes: 2 });
      for (let q = 0; q < alone.length / 2; q++) expect(Object.is(alone[2 * q], together[8 * q + l])).toBe(true);
    }
  });
});
