/** The maps e^{L(x)t} of slices of time at given values of the noisy parameters, and their polynomials in them. */
import type { Generator } from "../../dynamics/generator.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Model } from "../../models/model.ts";
import { denseOf } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import type { SliceRequest } from "../../plan/slice-request.ts";
import { combine, lowerTerms, type SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type MapsAtValues, mapsOnPattern, modelAt } from "../collisions/maps-at-values.ts";
import { fitMaps, type ParametricFit, type Probed, probeMaps } from "../collisions/parametric-fit.ts";

/** Builds the maps of all durations at given values. */
export function mapsOfSlices({ model, noisy, grid, sector: live }: SliceRequest): MapsAtValues {
  const sector = live() as Sector;
  return mapsOnPattern(sector.count, (values) => {
    const terms = generatorTerms(modelAt(model, noisy, values).dynamics as Generator);
    const L = denseOf(combine(lowerTerms(terms, sector), terms.weights));
    return grid.durations.map((duration) =>
      sparse(
        sector.count,
        expmReal(
          sector.count,
          L.map((value) => value * duration),
        ),
      ),
    );
  });
}

/** The entries of a dense matrix that are not exactly zero. */
function sparse(n: number, dense: Float64Array): SectorMatrices {
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) if (dense[row * n + column] !== 0) columns.push(column);
    rowStart[row + 1] = columns.length;
  }
  const values = new Float64Array(columns.length);
  for (let row = 0; row < n; row++) for (let e = rowStart[row]; e < rowStart[row + 1]; e++) values[e] = dense[row * n + columns[e]];
  return { n, groups: 1, rowStart, columns: Int32Array.from(columns), values };
}

const probes = new WeakMap<Model, Map<string, Probed>>();
const fits = new WeakMap<Model, Map<string, ParametricFit>>();

/** What was made for a model with this noise on these durations: made once, as long as the model lives. */
function shared<T>(known: WeakMap<Model, Map<string, T>>, { model, noisy, ranges, grid }: SliceRequest, make: () => T): T {
  const key = JSON.stringify([noisy, ranges, grid.durations]);
  const own = known.get(model) ?? new Map<string, T>();
  known.set(model, own);
  let made = own.get(key);
  if (made === undefined) own.set(key, (made = make()));
  return made;
}

/** Maps at the corners of what the noise can draw. */
export function probeSlices(request: SliceRequest): Probed {
  return shared(probes, request, () => probeMaps(mapsOfSlices(request), request.noisy, request.ranges));
}

/** The maps as polynomials in the noisy parameters. */
export function fitSlices(request: SliceRequest): ParametricFit {
  return shared(fits, request, () => fitMaps(probeSlices(request), request.ranges, request.sector() as Sector, true));
}
