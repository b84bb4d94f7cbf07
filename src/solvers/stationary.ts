import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { envelopeOrder, multiplySparse, type SparseReal } from "../numerics/envelope.ts";
import { dot } from "../numerics/vectors.ts";
import { identity } from "../operators/algebra.ts";
import { type GeneratorPlan, planGenerator } from "../plan/generator.ts";
import { combine } from "../plan/lower.ts";
import type { Plan } from "../plan/plan.ts";
import type { Sector } from "../plan/sector.ts";
import type { Space } from "../spaces/space.ts";
import { type NullSpace, nullSpace } from "./kernel.ts";
import { denseFunctional, type Layout, sectorLayout } from "./layout.ts";

/** A generator, or a map minus the identity, on a sector, ready to be solved. */
export interface BoundSteady {
  readonly plan: Plan;
  /** The whole plan of a master equation. */
  readonly planned: GeneratorPlan | null;
  readonly space: Space;
  readonly sector: Sector;
  readonly layout: Layout;
  readonly matrix: SparseReal;
  readonly start: Float64Array;
  readonly trace: Float64Array;
  solve(): SteadySolve;
}

/** A solved stationary problem. */
export interface SteadySolve {
  readonly x: Float64Array;
  readonly space: NullSpace;
  readonly residual: number;
}

/** Plan and lower a model's generator for a stationary solve. */
export function bindSteady(model: Model, scope: "space" | "sector"): BoundSteady {
  const plan = planGenerator(model, { lowering: "sector", ...(scope === "space" ? { support: "full" as const } : {}) });
  const { lowering, terms, generator } = plan;
  if (lowering.kind !== "sector") throw new RunFailure("The stationary solve needs a sector.");
  if (terms.coefficients.length > 1) {
    throw new RunFailure("A generator that depends on time has no stationary state. Fix its coefficients, or run it until it settles.");
  }
  const layout = sectorLayout(generator.system, lowering.sector);
  const matrix: SparseReal = lowering.matrices.groups === 1 ? lowering.matrices : combine(lowering.matrices, terms.weights);
  const start = layout.coordinates(model.initial);
  const trace = denseFunctional(layout.expectation(identity(generator.system)).re, layout.n);
  return {
    plan: plan.plan,
    planned: plan,
    space: generator.system,
    sector: lowering.sector,
    layout,
    matrix,
    start,
    trace,
    solve: () => solveStationary(matrix, start, trace, orderOf(lowering.sector, matrix)),
  };
}

const orders = new WeakMap<Sector, Int32Array>();

/** The order of elimination on a sector; any order is valid for any matrix, so the first one is kept for a whole sweep. */
function orderOf(sector: Sector, matrix: SparseReal): Int32Array {
  let order = orders.get(sector);
  if (!order) orders.set(sector, (order = envelopeOrder(matrix)));
  return order;
}

/** The limit Σ_k (l_k · x₀) r_k. */
export function solveStationary(matrix: SparseReal, start: Float64Array, trace: Float64Array, order?: Int32Array): SteadySolve {
  const space = nullSpace(matrix, trace, order);
  const x = new Float64Array(start.length);
  space.right.forEach((right, k) => {
    const weight = dot(space.left[k], start);
    for (let i = 0; i < x.length; i++) x[i] += weight * right[i];
  });
  const image = multiplySparse(matrix, x);
  const size = space.norm * Math.sqrt(dot(x, x));
  return { x, space, residual: size === 0 ? 0 : Math.sqrt(dot(image, image)) / size };
}
