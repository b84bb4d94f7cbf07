/** Real sparse matrices in slices of four rows, as assembly/slices.ts takes them. */
import type { SparseReal } from "../numerics/envelope.ts";
import type { SectorMatrices } from "./matrices.ts";
import { Part, type Sector } from "./sector.ts";

/** Entries side by side: entry k of a quad of slice s stands in row 4s + k. Wide quads, with one offset, come before loose ones, with four. */
export interface RowSlices {
  /** Places of a vector. */
  readonly n: number;
  readonly starts: Int32Array;
  /** 8 · place of the column. */
  readonly offsets: Int32Array;
  readonly values: Float64Array;
}

/** Entries along one diagonal of a slice that are worth a wide quad. */
const WORTH = 3;

/** What follows from where the entries stand. */
interface Shape extends Omit<RowSlices, "values"> {
  /** Where each entry of the matrices goes; −1 for those that are left out. */
  readonly targets: Int32Array;
  /** Where the diagonal entry of each coordinate goes, in the form that has all of them. */
  readonly diagonal: Int32Array;
}

/** Shapes of the groups by the list of columns, which matrices of one program share. */
const shapes = new WeakMap<Int32Array, Shape[]>();

/** Group k of the matrices, a place for each coordinate. Entries that are exactly zero are left out: here the pattern no longer matters. */
export function rowSlices(matrices: SectorMatrices, k: number): RowSlices {
  const known = shapes.get(matrices.columns) ?? [];
  shapes.set(matrices.columns, known);
  const values = known[k] && fill(matrices, k, known[k]);
  if (values) return { ...known[k], values };
  known[k] = shapeOf(matrices, k, null);
  return { ...known[k], values: fill(matrices, k, known[k]) as Float64Array };
}

/** The values in their places; null where zeros stand elsewhere than in the shape. */
function fill({ n, groups, rowStart, columns, values }: SectorMatrices, k: number, { targets, starts }: Shape): Float64Array | null {
  const entries = new Float64Array(4 * starts[starts.length - 1]);
  if (groups === 1) {
    for (let e = 0; e < columns.length; e++) {
      const [to, value] = [targets[e], values[e]];
      if (to >= 0 !== (value !== 0)) return null;
      if (to >= 0) entries[to] = value;
    }
    return entries;
  }
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
      const [to, value] = [targets[e], values[e]];
      if (to >= 0 !== (value !== 0)) return null;
      if (to >= 0) entries[to] = value;
    }
  }
  return entries;
}

/** A matrix in slices of coordinates that stand in an order of their own. */
export interface OrderedSlices extends RowSlices {
  /** Place of each coordinate; places that are left over are 0. */
  readonly places: Int32Array;
}

/** Shapes with real parts before imaginary ones and all of the diagonal, by the list of columns, which knows its sector. */
const ordered = new WeakMap<Int32Array, Shape & { readonly places: Int32Array }>();

/** factor·(M − shift·1), whose rows have their diagonal entries, in whole slices. */
export function shiftedSlices(M: SparseReal, sector: Sector, factor: number, shift: number): OrderedSlices {
  const known = ordered.get(M.columns);
  const values = known && fillShifted(M, known, factor, shift);
  if (known && values) return { ...known, values };
  const places = partsApart(sector);
  const shape = { ...shapeOf({ ...M, groups: 1 }, 0, places), places };
  ordered.set(M.columns, shape);
  return { ...shape, values: fillShifted(M, shape, factor, shift) as Float64Array };
}

/** Real parts before imaginary ones: neighbours of a product then stand side by side, and their columns too. */
function partsApart({ count, part }: Sector): Int32Array {
  const places = new Int32Array(count);
  let next = 0;
  for (const wanted of [Part.Re, Part.Im]) for (let q = 0; q < count; q++) if (part[q] === wanted) places[q] = next++;
  return places;
}

function fillShifted({ n, rowStart, columns, values }: SparseReal, shape: Shape, factor: number, shift: number): Float64Array | null {
  const { targets, diagonal, starts } = shape;
  const entries = new Float64Array(4 * starts[starts.length - 1]);
  for (let r = 0; r < n; r++) {
    let own = -shift;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const to = targets[e];
      if (to >= 0 !== (values[e] !== 0 && columns[e] !== r)) return null;
      if (to >= 0) entries[to] = factor * values[e];
      else if (columns[e] === r) own += values[e];
    }
    entries[diagonal[r]] = factor * own;
  }
  return entries;
}

/**
 * Where the entries of group k go. With `ordered`, coordinates stand there, every row has a place for its diagonal entry, whose value comes
 * from elsewhere, and the last slice is filled up; without, they stand in their own order.
 */
function shapeOf({ n, groups, rowStart, columns, values }: SectorMatrices, k: number, ordered: Int32Array | null): Shape {
  const slices = Math.ceil(n / 4);
  const size = ordered ? 4 * slices : n;
  const places = ordered ?? Int32Array.from({ length: n }, (_, q) => q);
  const rows = new Int32Array(n);
  for (let q = 0; q < n; q++) rows[places[q]] = q;
  const starts = new Int32Array(2 * slices + 1);
  const offsets: number[] = [];
  const targets = new Int32Array(columns.length).fill(-1);
  const diagonal = new Int32Array(ordered ? n : 0);
  // By column − row: entries of the slice at hand, and the quad where they go.
  const met = new Int32Array(2 * size);
  const quads = new Int32Array(2 * size);
  const counts = (e: number, r: number) => values[e] !== 0 && !(ordered && columns[e] === r);
  for (let s = 0; s < slices; s++) {
    const end = Math.min(4 * s + 4, n);
    const distances: number[] = [];
    if (ordered) {
      distances.push(0);
      met[size] = end - 4 * s;
    }
    for (let at = 4 * s; at < end; at++) {
      const r = rows[at];
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
        if (counts(e, r) && met[places[columns[e]] - at + size]++ === 0) distances.push(places[columns[e]] - at);
      }
    }
    let next = starts[2 * s];
    for (const distance of distances) {
      const first = 4 * s + distance;
      const wide = met[distance + size] >= WORTH && first >= 0 && first + 4 <= size && 4 * s + 4 <= size;
      quads[distance + size] = wide ? next++ : -1;
      if (wide) offsets.push(8 * first);
    }
    starts[2 * s + 1] = next;
    const loose = offsets.length;
    for (let at = 4 * s; at < end; at++) {
      let left = 0;
      const target = (place: number): number => {
        const quad = quads[place - at + size];
        if (quad >= 0) return 4 * quad + (at & 3);
        while (offsets.length < loose + 4 * left + 4) offsets.push(0);
        offsets[loose + 4 * left + (at & 3)] = 8 * place;
        return 4 * (next + left++) + (at & 3);
      };
      const r = rows[at];
      if (ordered) diagonal[r] = target(at);
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
        if (counts(e, r)) targets[e] = target(places[columns[e]]);
      }
    }
    starts[2 * s + 2] = next + (offsets.length - loose) / 4;
    for (const distance of distances) met[distance + size] = 0;
  }
  return { n: size, starts, offsets: Int32Array.from(offsets), targets, diagonal };
}
