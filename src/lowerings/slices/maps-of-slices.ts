/** The maps e^{L(x)t} of slices of time at given values of the noisy parameters, and their polynomials in them. */
import type { Generator } from "../../dynamics/generator.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Model } from "../../models/model.ts";
import { type ChebyshevPiece, chebyshevPieces, type Sample } from "../../numerics/chebyshev-pieces.ts";
import { denseOf } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import type { SliceRequest, Stretches } from "../../plan/slice-request.ts";
import { combine, lowerTerms, type SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type MapsAtValues, mapsOnPattern, modelAt, sparseOf } from "../collisions/maps-at-values.ts";
import { fitBy, fitMaps, type ParametricFit, type Probed, probeMaps } from "../collisions/parametric-fit.ts";

/** Builds the maps of all durations at given values. */
export function mapsOfSlices(request: SliceRequest): MapsAtValues {
  const { grid } = request;
  const { count } = request.sector() as Sector;
  const at = generatorAt(request);
  return mapsOnPattern(count, (values) => {
    const L = at(values);
    return grid.durations.map((duration) => exponential(count, L, duration));
  });
}

/** Builds the map of a stretch: the last of its values is its duration. */
export function mapsOfStretches(request: SliceRequest): MapsAtValues {
  const { count } = request.sector() as Sector;
  const at = generatorAt(request);
  const known = new Map<string, Float64Array>();
  return mapsOnPattern(count, (all) => {
    const values = all.slice(0, -1);
    const key = values.join(" ");
    const L = known.get(key) ?? at(values);
    if (known.size < KEPT) known.set(key, L);
    return [exponential(count, L, all[all.length - 1])];
  });
}

/** Generators that are kept while maps of many durations are made of them. */
const KEPT = 64;

/** The dense generator on the sector at given values. */
function generatorAt({ model, noisy, sector: live }: SliceRequest): (values: readonly number[]) => Float64Array {
  const sector = live() as Sector;
  return (values) => {
    const terms = generatorTerms(modelAt(model, noisy, values).dynamics as Generator);
    return denseOf(combine(lowerTerms(terms, sector), terms.weights));
  };
}

function exponential(n: number, L: Float64Array, time: number): SectorMatrices {
  return sparseOf(
    n,
    expmReal(
      n,
      L.map((value) => value * time),
    ),
  );
}

const probes = new WeakMap<Model, Map<string, Probed>>();
const fits = new WeakMap<Model, Map<string, ParametricFit>>();

/** What was made for a model with this noise on these durations: made once, as long as the model lives. */
function shared<T>(known: WeakMap<Model, Map<string, T>>, { model, noisy, ranges, grid, stretches }: SliceRequest, make: () => T): T {
  const key = JSON.stringify([noisy, ranges, stretches ?? grid.durations]);
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

/** The maps of stretches as polynomials in their duration, for each of a few values of the parameters or in one parameter, too. */
export function fitStretches(request: SliceRequest): ParametricFit {
  return shared(fits, request, () => {
    const { longest, values } = request.stretches as Stretches;
    const [range] = request.ranges;
    return fitBy(mapsOfStretches(request), request.sector() as Sector, true, (sample) =>
      values
        ? values.flatMap((at) => alongDuration(sample, at, longest))
        : chebyshevPieces(sample, { low: [range.low, 0], high: [range.high, longest] }),
    );
  });
}

/** Polynomials in the duration alone at given values, as pieces of all variables. */
function alongDuration(sample: Sample, at: readonly number[], longest: number): ChebyshevPiece[] {
  const none = at.map(() => 0);
  return chebyshevPieces(([time]) => sample([...at, time]), { low: [0], high: [longest] }).map(({ low, high, terms, error }) => ({
    low: [...at, ...low],
    high: [...at, ...high],
    terms: terms?.map(({ degrees, coefficients }) => ({ degrees: [...none, ...degrees], coefficients })) ?? null,
    error,
  }));
}
