/** The maps of noisy collisions as polynomials in the noisy parameters, over what the noise can draw. */

import type { DrawnRange } from "../../dynamics/noise/drawn-range.ts";
import type { Model } from "../../models/model.ts";
import { type ChebyshevPiece, chebyshevPieces, type Sample } from "../../numerics/chebyshev-pieces.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type MapEntry, type MapsAtValues, mapsAtValues } from "./maps-at-values.ts";

/** A fitted request. */
export interface ParametricFit {
  readonly maps: MapsAtValues;
  readonly pieces: readonly ChebyshevPiece[];
  /** Models built for it. */
  readonly builds: number;
  /** The worst error that was seen between nodes, over the largest entry. */
  readonly error: number;
  /** The coordinate that is 1 − the other populations; −1 where the exact map does not keep the trace. */
  readonly eliminated: number;
}

const fits = new WeakMap<Model, Map<string, ParametricFit>>();
const probes = new WeakMap<Model, Map<string, Probed>>();

/** What was made for a request, or for one that differs in its lanes alone: made once for a model, as long as the model lives. */
function shared<T>(known: WeakMap<Model, Map<string, T>>, request: CollisionRequest, make: () => T): T {
  const { model, noisy, ranges, steps, support } = request;
  // Other starts mean another sector; they come without noise.
  if (support === "full" || support[0] !== model.initial) return make();
  const key = JSON.stringify([noisy, ranges, steps]);
  const own = known.get(model) ?? new Map<string, T>();
  known.set(model, own);
  const before = own.get(key);
  if (before !== undefined) return before;
  const made = make();
  own.set(key, made);
  return made;
}

/** Maps at the corners of the range. */
export interface Probed {
  readonly maps: MapsAtValues;
  readonly corners: ReadonlyMap<string, Float64Array>;
  /** Why a polynomial cannot be had, or null. */
  readonly refused: string | null;
}

/** Build the maps at the corners of the range: whether that is possible at all, on the sector of the request. */
export function probe(request: CollisionRequest): Probed {
  return shared(probes, request, () => probeAnew(request));
}

function probeAnew(request: CollisionRequest): Probed {
  return probeMaps(mapsAtValues(request), request.noisy, request.ranges ?? []);
}

/** Build maps at the corners of a range. */
export function probeMaps(maps: MapsAtValues, noisy: readonly string[], ranges: readonly DrawnRange[]): Probed {
  const corners = new Map<string, Float64Array>();
  let refused: string | null = null;
  for (let corner = 0; corner < 1 << noisy.length && refused === null; corner++) {
    const values = ranges.map(({ low, high }, p) => (corner & (1 << p) ? high : low));
    try {
      corners.set(values.join(" "), maps.sample(values));
    } catch (error) {
      const where = noisy.map((name, p) => `${name} = ${values[p]}`).join(", ");
      refused = `no map at ${where}, an end of the noise: ${(error as Error).message}`;
    }
  }
  return { maps, corners, refused };
}

/** Fit a request that `probe` accepts; done once for each. */
export function parametricFit(request: CollisionRequest): ParametricFit {
  return shared(fits, request, () => fitAnew(request));
}

function fitAnew(request: CollisionRequest): ParametricFit {
  return fitMaps(probe(request), request.ranges ?? [], request.sector() as Sector, !request.dynamics.idle || request.between().length > 0);
}

/** Fit maps that were probed. `alone`: nothing follows a map before the next one, so that one population may be left out of it. */
export function fitMaps({ maps, corners }: Probed, ranges: readonly DrawnRange[], sector: Sector, alone: boolean): ParametricFit {
  const box = { low: ranges.map(({ low }) => low), high: ranges.map(({ high }) => high) };
  return fitBy(maps, sector, alone, (sample) => chebyshevPieces(sample, box), corners);
}

/** Fit maps by the pieces that are made of their samples. */
export function fitBy(
  maps: MapsAtValues,
  sector: Sector,
  alone: boolean,
  piecesOf: (sample: Sample) => readonly ChebyshevPiece[],
  known: ReadonlyMap<string, Float64Array> = new Map(),
): ParametricFit {
  let keepsTrace = true;
  const pieces = piecesOf((values) => {
    const vector = known.get(values.join(" ")) ?? sampleOrNull(maps, values);
    keepsTrace &&= vector === null || traceKept(vector, maps.entries, sector);
    return vector;
  });
  return {
    maps,
    pieces,
    builds: maps.builds(),
    error: pieces.reduce((worst, piece) => Math.max(worst, piece.error), 0),
    eliminated: keepsTrace && alone ? lastPopulation(sector) : -1,
  };
}

function sampleOrNull(maps: MapsAtValues, values: readonly number[]): Float64Array | null {
  try {
    return maps.sample(values);
  } catch {
    return null;
  }
}

/** Rounding that a sum of populations may show. */
const KEPT = 1e-12;

/** Does every map send a unit trace to a unit trace? */
function traceKept(vector: Float64Array, entries: readonly MapEntry[], sector: Sector): boolean {
  const sums = new Map<number, number>();
  vector.forEach((value, e) => {
    const { element, row, column } = entries[e];
    if (sector.row[row] !== sector.column[row]) return;
    const key = element * sector.count + column;
    sums.set(key, (sums.get(key) ?? 0) + value);
  });
  for (const [key, sum] of sums) {
    const column = key % sector.count;
    if (Math.abs(sum - (sector.row[column] === sector.column[column] ? 1 : 0)) > KEPT) return false;
  }
  return true;
}

function lastPopulation({ row, column, count }: Sector): number {
  for (let q = count - 1; q >= 0; q--) if (row[q] === column[q]) return q;
  return -1;
}

/** The coefficients of a piece for one element of the stream, one group per product of polynomials, without the eliminated row. */
export function coefficientMatrices(fit: ParametricFit, { terms }: ChebyshevPiece, element: number, n: number): SectorMatrices {
  const products = terms ?? [];
  const groups = products.length;
  const order = fit.maps.entries
    .map((entry, e) => ({ ...entry, e }))
    .filter((entry) => entry.element === element && entry.row !== fit.eliminated)
    .sort((a, b) => a.row - b.row || a.column - b.column);
  const rowStart = new Int32Array(n * groups + 1);
  const columns: number[] = [];
  const values: number[] = [];
  let next = 0;
  for (let row = 0; row < n; row++) {
    const first = next;
    while (next < order.length && order[next].row === row) next++;
    products.forEach(({ coefficients }, k) => {
      for (let i = first; i < next; i++) {
        const value = coefficients[order[i].e] ?? 0;
        if (value === 0) continue;
        columns.push(order[i].column);
        values.push(value);
      }
      rowStart[row * groups + k + 1] = columns.length;
    });
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** The first piece with a polynomial that holds a lane's draws, or −1: values outside the range are never extrapolated. */
export function pieceAt(pieces: readonly ChebyshevPiece[], draws: ArrayLike<number>, lane: number, lanes: number): number {
  for (let k = 0; k < pieces.length; k++) {
    const { low, high, terms } = pieces[k];
    if (!terms) continue;
    let inside = true;
    for (let a = 0; a < low.length; a++) {
      const value = draws[a * lanes + lane];
      inside &&= value >= low[a] && value <= high[a];
    }
    if (inside) return k;
  }
  return -1;
}
