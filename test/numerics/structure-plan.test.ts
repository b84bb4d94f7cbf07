/** What is kept with a pattern depends on the populations and on the order that were given with it. */
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { SparseReal } from "../../src/numerics/envelope.ts";
import { onKnownPattern } from "../../src/numerics/known-patterns.ts";
import { type StationaryProblem, stationaryStructure } from "../../src/numerics/stationary-structure.ts";
import { structurePlan } from "../../src/numerics/structure-plan.ts";
import { derivativeRequest } from "../../src/plan/derivative-request.ts";
import type { Sector } from "../../src/sectors/sector.ts";

/** The driven Kerr oscillator with eight levels: one class of 64 coordinates. */
function equation(): { readonly M: SparseReal; readonly populations: Uint8Array } {
  const model = kerr({ levels: 8 });
  const request = derivativeRequest(model, { needsMatrix: true, support: "full" });
  const { count, row, column } = request.sector() as Sector;
  expect((model.dynamics as Generator).system.dimension).toBe(8);
  return { M: request.matrices(), populations: Uint8Array.from({ length: count }, (_, q) => (row[q] === column[q] ? 1 : 0)) };
}

/** The same matrix on index lists that nobody knows. */
function alone(M: SparseReal): SparseReal {
  return { n: M.n, rowStart: M.rowStart.slice(), columns: M.columns.slice(), values: M.values.slice() };
}

function limit(M: SparseReal, populations: Uint8Array, order: Int32Array): Float64Array | null {
  const start = new Float64Array(M.n);
  start[0] = 1;
  const tolerances: Pick<StationaryProblem, "resolution" | "doubtful" | "rounding" | "relative"> = {
    resolution: 1e-15,
    doubtful: 1e-13,
    rounding: 1e-15,
    relative: 1e-15,
  };
  const structure = stationaryStructure({ M, populations, start, order, ...tolerances });
  structure.release();
  return structure.x;
}

describe("a known structure", () => {
  const { M, populations } = equation();
  const known = onKnownPattern(M);
  const orders = [
    Int32Array.from({ length: M.n }, (_, k) => k),
    Int32Array.from({ length: M.n }, (_, k) => M.n - 1 - k),
    Int32Array.from({ length: M.n }, (_, k) => (k * 13) % M.n),
  ];

  it("has the bits of an unknown one in every order, whatever came before", () => {
    const limits = [...orders, ...orders].map((order) => limit(known, populations, order));
    orders.forEach((order, k) => {
      const fresh = limit(alone(known), populations, order);
      expect(fresh).not.toBeNull();
      expect(limits[k]).toEqual(fresh);
      expect(limits[k + orders.length]).toEqual(fresh);
    });
  });

  it("is made anew for other populations and other orders", () => {
    const other = populations.map((_, q) => (q === 3 ? 1 : 0));
    const [first, second] = [structurePlan(known, populations, orders[0]), structurePlan(known, other, orders[1])];
    expect(first.plans[0].populations).toEqual(populations);
    expect(second.plans[0].populations).toEqual(other);
    expect(second.plans[0].order).toEqual(orders[1]);
    expect(structurePlan(known, other, orders[1])).toBe(second);
  });

  it("tells where rates leak to, place by place", () => {
    // 1 ⇄ 2 leak to 0: rates 0.3 from 2 alone
    const rates = {
      n: 3,
      rowStart: Int32Array.of(0, 1, 3, 5),
      columns: Int32Array.of(2, 1, 2, 1, 2),
      values: Float64Array.of(0.3, -1, 2, 1, -2.3),
    };
    const { plans } = structurePlan(onKnownPattern(rates), Uint8Array.of(1, 1, 1), Int32Array.of(0, 1, 2));
    const pair = plans.find(({ members }) => members.length === 2);
    expect(pair?.conserving).toBe(false);
    expect(pair?.open).toBe(true);
    expect(Array.from(pair?.leaks.from ?? [])).toEqual([1]);
    expect(Array.from(pair?.leaks.entries ?? [])).toEqual([0]);
    const sink = plans.find(({ members }) => members.length === 1);
    expect(sink?.conserving).toBe(true);
    expect(Array.from(sink?.feeds.entries ?? [])).toEqual([0]);
  });
});
