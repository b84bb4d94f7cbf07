/**
 * Slices of time whose exponentials are polynomials in one or two noisy parameters, for realisations side by side:
 *
 *   ρ(t + h) = Σ_j T_j(x) M_j ρ(t),   e^{L(x)h} = Σ_j T_j(x) M_j
 *
 * Any parameter of a generator that is constant besides the noise, rates and temperatures too; the error is checked as for collisions.
 */
import type { SliceRequest } from "../../plan/slice-request.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { RATE } from "../collisions/collision-lowering.ts";
import { bindPolynomials } from "../collisions/parametric-engine.ts";
import { detailOf, largestPiece } from "../collisions/parametric-map.ts";
import { fitSlices, probeSlices } from "./maps-of-slices.ts";
import type { SliceLowering } from "./slice-lowering.ts";
import { misfitOfMaps } from "./sliceable.ts";

/** What most noise on one and on two parameters asks for: products of polynomials, and exponentials made. */
const EXPECTED = [
  { products: 12, builds: 25 },
  { products: 100, builds: 250 },
] as const;

export const exponentialsByPolynomials: SliceLowering = {
  name: "exponentials as polynomials in the noisy parameters",
  fits(request) {
    const { noisy, grid, stretches } = request;
    if (stretches) return { refused: "stretches between jumps have any length" };
    if (noisy.length > EXPECTED.length) return { refused: `${noisy.length} parameters change at once, and polynomials take one or two` };
    const misfit = misfitOfMaps(request);
    if (misfit !== null) return { refused: misfit };
    const { refused } = probeSlices(request);
    if (refused !== null) return { refused };
    const n = (request.sector() as Sector).count;
    const { products, builds } = EXPECTED[noisy.length - 1];
    return { ...priceOf(request, 2 * n * n * products, builds), bytes: 12 * n * n * products * grid.durations.length, about: true };
  },
  exact(request) {
    const fit = fitSlices(request);
    const flops = largestPiece(fit, request.grid.durations.length);
    const bytes = 6 * flops * request.grid.durations.length;
    return { ...priceOf(request, flops, fit.builds), bytes, error: fit.error, detail: detailOf(fit) };
  },
  bind(request, scope) {
    const { model, lanes, grid } = request;
    const sector = request.sector() as Sector;
    return bindPolynomials(scope, {
      sector,
      lanes,
      fit: fitSlices(request),
      initial: toCoordinates(sector, model.initial),
      elements: grid.durations.length,
      indexAt: (n) => grid.pieces[n - 1].element,
      idle: null,
    });
  },
};

function priceOf({ grid, realisations, sector }: SliceRequest, flops: number, builds: number) {
  const n = (sector() as Sector).count;
  const setup = 40 * n * n * n * builds * grid.durations.length;
  return { seconds: flops / RATE.lists + setup / RATE.dense / (realisations * grid.pieces.length), flops, setup };
}
