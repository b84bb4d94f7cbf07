/** The map of one period, P = V(T): its fixed point, found from its matrix, or of large sectors from products with it. */
import { RunFailure } from "../../errors.ts";
import { gmres } from "../../numerics/gmres.ts";
import { scope as withScope } from "../../numerics/memory.ts";
import { nullSpaceByElimination } from "../../numerics/null-space.ts";
import { hypot } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { dot, norm } from "../../numerics/vectors.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { PeriodicRequest, PeriodicSolution, PeriodicSolver } from "../../plan/periodic-request.ts";
import { severalStates } from "../stationary/stationary-lowering.ts";

/** Sectors up to this size have their map made column by column. */
const DENSE = 160;
/** Products of an iterative solve, about. */
const PRODUCTS = 60;
/** Steps that a tolerance of 1e-11 takes, over those that prices count. */
const FINER = 20;
/** Relative error that these steps leave. */
const ERROR = 1e-9;
/** ‖P q − q‖ below this counts as 0: what steps of a period leave. */
const STILL = 1e-8;

export const onePeriodMap: Lowering<PeriodicRequest, PeriodicSolver> = {
  name: "map of one period",
  fits(request) {
    if (request.method === "harmonics") return { refused: "harmonic balance was asked for" };
    const sector = request.sector();
    if (!sector) return { refused: "has more live coordinates than index lists can hold" };
    const carry = request.carry([request.period]);
    const products = sector.count <= DENSE ? sector.count : PRODUCTS;
    const { seconds, flops, bytes } = carry.price;
    const times = products * FINER;
    const detail = `${products} periods by ${carry.name}`;
    return { seconds: times * seconds, flops: times * flops, bytes, about: true, error: ERROR, detail };
  },
  bind: (request, scope) => {
    const carry = request.carry([request.period]).bind(scope);
    const once = (x: Float64Array) => carry(x)[0];
    return { solve: () => ((request.sector()?.count ?? 0) <= DENSE ? fromMatrix(request, once) : fromProducts(request, once)) };
  },
};

type OnePeriod = (x: Float64Array) => Float64Array;

/** The fixed point, its uniqueness and all multipliers from the matrix of the map. */
function fromMatrix(request: PeriodicRequest, once: OnePeriod): PeriodicSolution {
  const start = request.start();
  const n = start.length;
  const P = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    once(unit).forEach((value, i) => {
      P[i * n + j] = value;
    });
  }
  const M = Float64Array.from(P, (value, e) => value - (e % (n + 1) === 0 ? 1 : 0));
  const dense = {
    n,
    rowStart: Int32Array.from({ length: n + 1 }, (_, r) => r * n),
    columns: Int32Array.from({ length: n * n }, (_, e) => e % n),
    values: M,
  };
  const space = nullSpaceByElimination(dense, request.trace(), STILL);
  if (space.right.length === 0) throw new RunFailure("No state repeats after one period to the accuracy of the steps. Use finer steps.");
  const x = new Float64Array(n);
  space.right.forEach((right, k) => {
    const weight = dot(space.left[k], start);
    for (let i = 0; i < n; i++) x[i] += weight * right[i];
  });
  const multipliers = eigenvalues(n, P).sort((a, b) => hypot(b[0], b[1]) - hypot(a[0], a[1]) || a[1] - b[1]);
  return solutionOf(request, once, x, multipliers, space.right.length);
}

/** The limit of the initial state from products alone: the part of it that dies out is solved for. */
function fromProducts(request: PeriodicRequest, once: OnePeriod): PeriodicSolution {
  const start = request.start();
  const apply = (v: Float64Array, out: Float64Array) => {
    const after = once(v);
    for (let i = 0; i < v.length; i++) out[i] = v[i] - after[i];
  };
  const b = new Float64Array(start.length);
  apply(start, b);
  const { x: w, residual } = gmres(apply, b, { restart: PRODUCTS, tolerance: 1e-10, most: 20 * PRODUCTS });
  if (!(residual * norm(b) < STILL * norm(start))) {
    throw new RunFailure(`The periodic state was not found: the solve holds only to ${residual.toExponential(1)}.`);
  }
  const x = start.map((value, i) => value - w[i]);
  return solutionOf(request, once, x, null, null);
}

function solutionOf(
  request: PeriodicRequest,
  once: OnePeriod,
  x: Float64Array,
  multipliers: readonly (readonly [number, number])[] | null,
  dimension: number | null,
): PeriodicSolution {
  const after = once(x);
  const residual = norm(after.map((value, i) => value - x[i])) / norm(x);
  return {
    at(times) {
      const later = times.filter((t) => t > 0);
      const states = later.length === 0 ? [] : withScope((s) => request.carry(later).bind(s)(x));
      return times.map((t) => (t > 0 ? states[later.indexOf(t)] : x));
    },
    multipliers,
    dimension,
    residual,
    harmonics: null,
    warnings: dimension === null ? [] : severalStates(dimension, false),
  };
}
