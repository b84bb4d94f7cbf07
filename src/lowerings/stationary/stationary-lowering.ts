/** What the direct ways to a stationary state share: the limit of the initial state from bases of both null spaces. */
import { multiplySparse, type SparseReal } from "../../numerics/envelope.ts";
import { nearestEigenvalues } from "../../numerics/nearest-eigenvalues.ts";
import type { NullSpace } from "../../numerics/null-space.ts";
import { dot } from "../../numerics/vectors.ts";
import { once } from "../../once.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { Stage } from "../../plan/plan.ts";
import type { Refusal } from "../../plan/price.ts";
import type { StationaryEquation, StationaryRequest, StationarySolution, StationarySolver } from "../../plan/stationary-request.ts";
import { dualOperatorOf, operatorOf } from "../../sectors/operators-of.ts";
import type { Sector } from "../../sectors/sector.ts";

/** A way to find stationary states. */
export interface StationaryLowering extends Lowering<StationaryRequest, StationarySolver> {
  /** The live coordinates that it works on. */
  sector(request: StationaryRequest): Sector;
  /** The stages that come before it in a plan. */
  stages(request: StationaryRequest): readonly Stage[];
}

/** The sector of a way that works on the matrix of the equation within the request's scope, alone. */
export const sectorInScope = (request: StationaryRequest): Sector => request.within(request.scope).sector() as Sector;

/** Most entries of a matrix that is worth index lists. */
const MOST_ENTRIES = 40_000_000;

/** Why no matrix can be made of an equation, or null. */
export function withoutMatrix(equation: StationaryEquation): Refusal | null {
  const sector = equation.sector();
  const remedy = "Use fewer levels, or run until it settles.";
  if (!sector) return { refused: "has more live coordinates than index lists can hold", remedy };
  const entries = equation.entries();
  if (entries > MOST_ENTRIES) return { refused: `would hold up to ${Math.round(entries)} entries on ${sector.count} coordinates`, remedy };
  return null;
}

/** The limit Σ_k (l_k · x₀) r_k of the initial state, from the null space of the matrix. */
export function limitFrom(request: StationaryRequest, matrix: SparseReal, space: NullSpace): StationarySolution {
  const equation = request.within(request.scope);
  const layout = equation.layout();
  const start = equation.start();
  const x = new Float64Array(start.length);
  space.right.forEach((right, k) => {
    const weight = dot(space.left[k], start);
    for (let i = 0; i < x.length; i++) x[i] += weight * right[i];
  });
  const image = multiplySparse(matrix, x);
  const size = space.norm * Math.sqrt(dot(x, x));
  return {
    layout,
    sector: equation.sector() as Sector,
    x,
    image: () => image,
    dimension: space.right.length,
    truncated: space.truncated,
    scope: request.scope,
    residual: size === 0 ? 0 : Math.sqrt(dot(image, image)) / size,
    condition: space.next > 0 ? space.norm / space.next : null,
    comparesCuts: true,
    error: size === 0 ? 0 : (Math.sqrt(dot(image, image)) / size + 1e-15) * (space.next > 0 ? space.norm / space.next : 1),
    basis: once(() => space.right.map((vector) => operatorOf(layout, vector))),
    conserved: once(() => space.left.map((vector) => dualOperatorOf(layout, vector))),
    spectrum: once(() => nearestEigenvalues(matrix, space, request.kind === "generator" ? "generator" : "channel")),
    warnings: severalStates(space.right.length, space.truncated),
  };
}

/** The sentence for a stationary space of more than one dimension. */
export function severalStates(dimension: number, truncated: boolean): string[] {
  if (dimension === 1) return [];
  const count = truncated ? `at least ${dimension}` : `${dimension}`;
  return [`The stationary space has dimension ${count}: the state given is the limit for the model's initial state.`];
}
