/** Slices of time with an exponential made anew for the values of each: any number of noisy parameters, on small sectors. */
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { RATE } from "../collisions/collision-lowering.ts";
import { bindPolynomials } from "../collisions/parametric-engine.ts";
import { MODEL_SECONDS } from "../collisions/rebuilding.ts";
import { mapsOfSlices, mapsOfStretches } from "./maps-of-slices.ts";
import type { SliceLowering } from "./slice-lowering.ts";
import { misfitOfMaps } from "./sliceable.ts";
import { bindStretches } from "./stretches-by-polynomials.ts";

export const exponentialsPerValue: SliceLowering = {
  name: "an exponential for each value",
  fits(request) {
    const misfit = misfitOfMaps(request);
    if (misfit !== null) return { refused: misfit };
    const n = (request.sector() as Sector).count;
    const flops = 40 * n * n * n * (request.stretches ? 1 : request.grid.durations.length);
    return { seconds: MODEL_SECONDS + flops / RATE.dense, flops, bytes: 12 * n * n, about: true };
  },
  bind(request, scope) {
    const { model, lanes, grid, stretches } = request;
    const sector = request.sector() as Sector;
    // without a polynomial every value has a map of its own
    const maps = stretches ? mapsOfStretches(request) : mapsOfSlices(request);
    const fit = { maps, pieces: [], builds: 0, error: 0, eliminated: -1 };
    if (stretches) return bindStretches(scope, fit, request);
    return bindPolynomials(scope, {
      sector,
      lanes,
      fit,
      initial: toCoordinates(sector, model.initial),
      elements: grid.durations.length,
      indexAt: (n) => grid.pieces[n - 1].element,
      idle: null,
    });
  },
};
