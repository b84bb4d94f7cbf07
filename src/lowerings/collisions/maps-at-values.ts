/** The sector maps of a stream of collisions at other values of its noisy parameters, all on one growing pattern of entries. */

import { elementTerms, streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import { internalFault } from "../../errors.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import { denseOf } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import { combine, lowerTerms, type SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";

/** An entry of the map of one element of the stream. */
export interface MapEntry {
  readonly element: number;
  readonly row: number;
  readonly column: number;
}

/** Builds maps and remembers which entries they have. */
export interface MapsAtValues {
  /** Build the model at these values of the noisy parameters and lower each element of its stream. */
  build(values: readonly number[]): readonly SectorMatrices[];
  /** The same as one vector over `entries`, which grows when a build has new ones. */
  sample(values: readonly number[]): Float64Array;
  readonly entries: readonly MapEntry[];
  /** Models built so far. */
  builds(): number;
}

export function mapsAtValues(request: CollisionRequest): MapsAtValues {
  const { model, noisy, steps } = request;
  const sector = request.sector() as Sector;
  const count = request.stream().elements.length;
  const after = request.between().length > 0;
  return mapsOnPattern(sector.count, (values) => {
    const dynamics = modelAt(model, noisy, values).dynamics as Collisions;
    const { elements } = streamElements(dynamics, steps);
    if (elements.length !== count) throw internalFault(`has ${elements.length} different collisions in place of ${count}`);
    const between = after ? betweenCollisions(dynamics, sector) : null;
    return elements.map((element) => {
      const map = elementTerms(dynamics.system, element);
      const collision = combine(lowerTerms(map, sector), map.weights);
      return between ? followedBy(between, collision) : collision;
    });
  });
}

/** The exponential of what acts between collisions, as a dense matrix; null where nothing does. */
function betweenCollisions({ idle }: Collisions, sector: Sector): Float64Array | null {
  if (!idle) return null;
  const terms = generatorTerms(idle.generator);
  const L = denseOf(combine(lowerTerms(terms, sector), terms.weights));
  return expmReal(
    sector.count,
    L.map((value) => value * idle.duration),
  );
}

/** A dense matrix times a sparse one. */
function followedBy(E: Float64Array, { n, rowStart, columns, values }: SectorMatrices): SectorMatrices {
  const product = new Float64Array(n * n);
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < n; k++) {
      const factor = E[r * n + k];
      if (factor === 0) continue;
      for (let e = rowStart[k]; e < rowStart[k + 1]; e++) product[r * n + columns[e]] += factor * values[e];
    }
  }
  return sparseOf(n, product);
}

/** The entries of a dense matrix that are not exactly zero. */
export function sparseOf(n: number, dense: Float64Array): SectorMatrices {
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

/** The model at other values of its noisy parameters; what it chose by itself stays as it is. */
export function modelAt(model: Model, noisy: readonly string[], values: ArrayLike<number>): Model {
  const changed: Record<string, ParameterValue> = {};
  noisy.forEach((name, p) => (changed[name] = values[p]));
  return model.with({ ...model.pinned, ...changed });
}

/** Maps of `n` coordinates from what makes them at given values. */
export function mapsOnPattern(n: number, make: (values: readonly number[]) => SectorMatrices[]): MapsAtValues {
  const entries: MapEntry[] = [];
  const indexOf = new Map<number, number>();
  let builds = 0;

  function build(values: readonly number[]): SectorMatrices[] {
    builds++;
    return make(values);
  }

  function indexAt(element: number, row: number, column: number): number {
    const key = (element * n + row) * n + column;
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, entries.length);
    return entries.push({ element, row, column }) - 1;
  }

  function sample(values: readonly number[]): Float64Array {
    const at: number[] = [];
    const value: number[] = [];
    build(values).forEach((matrix, element) => {
      for (let row = 0; row < matrix.n; row++) {
        for (let e = matrix.rowStart[row]; e < matrix.rowStart[row + 1]; e++) {
          at.push(indexAt(element, row, matrix.columns[e]));
          value.push(matrix.values[e]);
        }
      }
    });
    const vector = new Float64Array(entries.length);
    at.forEach((index, e) => {
      vector[index] = value[e];
    });
    return vector;
  }

  return { build, sample, entries, builds: () => builds };
}

/** A vector over entries as one matrix per element of the stream. */
export function matricesOf(entries: readonly MapEntry[], vector: Float64Array, elements: number, n: number): SectorMatrices[] {
  return Array.from({ length: elements }, (_, element) => {
    const own = entries
      .map((entry, e) => ({ ...entry, value: vector[e] }))
      .filter((entry) => entry.element === element)
      .sort((a, b) => a.row - b.row || a.column - b.column);
    const rowStart = new Int32Array(n + 1);
    for (const { row } of own) rowStart[row + 1]++;
    for (let r = 0; r < n; r++) rowStart[r + 1] += rowStart[r];
    return {
      n,
      groups: 1,
      rowStart,
      columns: Int32Array.from(own, ({ column }) => column),
      values: Float64Array.from(own, ({ value }) => value),
    };
  });
}
