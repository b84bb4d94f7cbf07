import { RunFailure } from "../errors.ts";
import { derivativeLowerings } from "../lowerings/index.ts";
import type { Model } from "../models/model.ts";
import { envelopeOrder, multiplySparse, type SparseReal } from "../numerics/envelope.ts";
import { identity } from "../operators/algebra.ts";
import { choose } from "../plan/choose.ts";
import { type DerivativeRequest, derivativeRequest } from "../plan/derivative-request.ts";
import { generatorPlan } from "../plan/generator-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { stage } from "../plan/plan.ts";
import { denseFunctional, type Layout, sectorLayout } from "../sectors/layout.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Space } from "../spaces/space.ts";
import { dot, type NullSpace, nullSpace } from "./kernel.ts";

/** A generator, or a map minus the identity, on a sector, ready to be solved. */
export interface BoundSteady {
  readonly plan: Plan;
  /** The right-hand side of a master equation. */
  readonly planned: DerivativeRequest | null;
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
  const request = derivativeRequest(model, { needsMatrix: true, ...(scope === "space" ? { support: "full" as const } : {}) });
  if (!request.constant()) {
    throw new RunFailure("A generator that depends on time has no stationary state. Fix its coefficients, or run it until it settles.");
  }
  const flow = choose(request, derivativeLowerings, {
    argument: "model",
    value: model.name,
    must: "fit into 4 GiB of linear memory",
    remedy: "Use fewer levels.",
  });
  const { system } = request.generator;
  const sector = request.sector() as Sector;
  const layout = sectorLayout(system, sector);
  const matrix: SparseReal = request.matrices();
  const start = layout.coordinates(model.initial);
  const trace = denseFunctional(layout.expectation(identity(system)).re, layout.n);
  return {
    plan: generatorPlan({ derivative: request, sector, stages: [stage("derivative", flow)] }),
    planned: request,
    space: system,
    sector,
    layout,
    matrix,
    start,
    trace,
    solve: () => solveStationary(matrix, start, trace, orderOf(sector, matrix)),
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
