/**
 * Stretches of time between the exact jumps of noise, for realisations side by side:
 *
 *   ρ(t + h) = Σ_j T_j(h) M_j(x) ρ(t),   e^{L(x)h} = Σ_j T_j(h) M_j(x),   0 ≤ h ≤ the longest stretch
 *
 * polynomials in the duration for each of the values that the noise jumps between, or in one noisy parameter and the duration.
 */
import type { Scope } from "../../numerics/memory.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { SliceRequest } from "../../plan/slice-request.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { RATE } from "../collisions/collision-lowering.ts";
import { bindPolynomials } from "../collisions/parametric-engine.ts";
import type { ParametricFit } from "../collisions/parametric-fit.ts";
import { detailOf, largestPiece } from "../collisions/parametric-map.ts";
import { fitStretches } from "./maps-of-slices.ts";
import type { SliceLowering } from "./slice-lowering.ts";
import { misfitOfMaps } from "./sliceable.ts";

/** What polynomials in the duration ask for, and in a parameter besides: products, and exponentials made, for each value. */
const EXPECTED = { duration: { products: 14, builds: 25 }, both: { products: 140, builds: 350 } } as const;

export const stretchesByPolynomials: SliceLowering = {
  name: "exponentials as polynomials in the time between jumps",
  fits(request) {
    const { stretches, noisy } = request;
    if (stretches === null) return { refused: "nothing jumps at times of its own" };
    const misfit = misfitOfMaps(request);
    if (misfit !== null) return { refused: misfit };
    if (stretches.values === null && noisy.length > 1) {
      return { refused: `${noisy.length} parameters have any values, and polynomials take one beside the time` };
    }
    const n = (request.sector() as Sector).count;
    const { products, builds } = stretches.values ? EXPECTED.duration : EXPECTED.both;
    const values = stretches.values?.length ?? 1;
    return { ...priceOf(request, 2 * n * n * products * values, builds * values), bytes: 12 * n * n * products * values, about: true };
  },
  exact(request) {
    const fit = fitStretches(request);
    const flops = largestPiece(fit, 1);
    return { ...priceOf(request, flops, fit.builds), bytes: 6 * flops * fit.pieces.length, error: fit.error, detail: detailOf(fit) };
  },
  bind: (request, scope) => bindStretches(scope, fitStretches(request), request),
};

function priceOf({ realisations, grid, sector }: SliceRequest, flops: number, builds: number) {
  const n = (sector() as Sector).count;
  const setup = 40 * n * n * n * builds;
  return { seconds: flops / RATE.lists + setup / RATE.dense / (realisations * Math.max(1, grid.pieces.length)), flops, setup };
}

/** Bind maps of stretches, whose last variable is the duration. */
export function bindStretches(scope: Scope, fit: ParametricFit, { model, lanes, sector: live }: SliceRequest): CollisionEngine {
  const sector = live() as Sector;
  const initial = toCoordinates(sector, model.initial);
  return bindPolynomials(scope, { sector, lanes, fit, initial, elements: 1, indexAt: () => 0, idle: null, stretches: true });
}
