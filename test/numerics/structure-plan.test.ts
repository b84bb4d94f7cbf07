/** What is kept with a pattern depends on the populations and on the order that were given with it. */
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { kerr } from "../../src/models/kerr.ts";
import { denseOf, type SparseReal } from "../../src/numerics/envelope.ts";
import { onKnownPattern } from "../../src/numerics/known-patterns.ts";
import { factorSmall, normOfSmallInverse, solveSmall } from "../../src/numerics/small-lu.ts";
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

/** Row by row [A | 1], as elimination takes it. */
function besideIdentity(n: number, A: readonly number[]): Float64Array {
  const work = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    work.set(A.slice(i * n, i * n + n), 2 * n * i);
    work[2 * n * i + n + i] = 1;
  }
  return work;
}

describe("a few coordinates that the limit does without", () => {
  it("are told from singular ones by the norm of their inverse", () => {
    const A = [0, 2, -1, 4, 1, 3, -2, 0.5, 1];
    const factors = factorSmall(3, Float64Array.from(A));
    const columns = [0, 1, 2].map((k) =>
      solveSmall(factors as NonNullable<typeof factors>, Float64Array.of(+(k === 0), +(k === 1), +(k === 2))),
    );
    const sums = columns.map((column) => column.reduce((sum, value) => sum + Math.abs(value), 0));
    expect(normOfSmallInverse(3, besideIdentity(3, A))).toBeCloseTo(Math.max(...sums), 14);
    expect(normOfSmallInverse(2, besideIdentity(2, [1, 2, 2, 4]))).toBe(Number.POSITIVE_INFINITY);
  });

  it("are solved when somebody asks, and counted where they stand still", () => {
    // 0 → 1 ← 2 ⇄ 3, and 4 ⇄ 5 without a population: they turn, and decay at the rate that is given.
    const matrix = (decay: number): SparseReal => ({
      n: 6,
      rowStart: Int32Array.of(0, 1, 3, 5, 7, 9, 11),
      columns: Int32Array.of(0, 0, 2, 2, 3, 2, 3, 4, 5, 4, 5),
      values: Float64Array.of(-1, 1, 0.5, -1.5, 2, 1, -2, -decay, 3, -3, -decay),
    });
    const rest = { start: Float64Array.of(1, 0, 0, 0, 0, 0), order: Int32Array.of(0, 1, 2, 3, 4, 5), resolution: 1e-15, rounding: 1e-15 };
    const problem = { ...rest, populations: Uint8Array.of(1, 1, 1, 1, 0, 0), doubtful: 1e-13, relative: 1e-15 };
    const structure = stationaryStructure({ ...problem, M: matrix(0.25) });
    expect([...(structure.x as Float64Array)]).toEqual([0, 1, 0, 0, 0, 0]);
    expect(structure.classes.filter(({ reached }) => reached)).toHaveLength(2);
    const turning = structure.classes.find(({ members }) => members.includes(4));
    expect([...denseOf(turning?.M as SparseReal)]).toEqual([-0.25, 3, -3, -0.25]);
    const inverse = turning?.found?.inverse(Float64Array.of(1, 0)) as Float64Array;
    expect(inverse[0]).toBeCloseTo(-0.25 / 9.0625, 15);
    expect(inverse[1]).toBeCloseTo(3 / 9.0625, 15);
    structure.release();
    expect(stationaryStructure({ ...problem, M: matrix(0.25), doubtful: 1e3 }).hidden).toEqual([]);
  });
});
