/** A real sparse matrix in slices of four rows, as `flowSlices` of assembly/flow.ts takes it. */
import type { SparseReal } from "../numerics/envelope.ts";
import { Part, type Sector } from "./sector.ts";

/** Entries side by side: entry k of a quad of slice s stands in row 4s + k. Wide quads, with one offset, come before loose ones, with four. */
export interface RowSlices {
  readonly slices: number;
  /** Place of each coordinate in vectors of 4 · slices values; what is left over is 0. */
  readonly places: Int32Array;
  readonly starts: Int32Array;
  /** 8 · place of the column. */
  readonly offsets: Int32Array;
  readonly values: Float64Array;
}

/** Entries along one diagonal of a slice that are worth a wide quad. */
const WORTH = 3;

/** What follows from where the entries stand. */
interface Shape extends Omit<RowSlices, "values"> {
  /** Where the entry goes; −1 for zeros, and for the diagonal, of which every row has an entry. */
  readonly targets: Int32Array;
  readonly diagonal: Int32Array;
}

/** Shapes by the list of columns: matrices of one program share it, and with it their sector. */
const shapes = new WeakMap<Int32Array, Shape>();

/** factor·(M − shift·1) in slices. Every row has its diagonal entry; entries that are exactly zero are left out. */
export function rowSlices(M: SparseReal, sector: Sector, factor: number, shift: number): RowSlices {
  const known = shapes.get(M.columns);
  const values = known && fill(M, known, factor, shift);
  if (known && values) return { ...known, values };
  const shape = shapeOf(M, partsApart(sector));
  shapes.set(M.columns, shape);
  return { ...shape, values: fill(M, shape, factor, shift) as Float64Array };
}

/** Real parts before imaginary ones: neighbours of a product then stand side by side, and their columns too. */
function partsApart({ count, part }: Sector): Int32Array {
  const places = new Int32Array(count);
  let next = 0;
  for (const wanted of [Part.Re, Part.Im]) for (let q = 0; q < count; q++) if (part[q] === wanted) places[q] = next++;
  return places;
}

/** The values in their places; null where zeros stand elsewhere than in the shape. */
function fill({ n, rowStart, columns, values }: SparseReal, shape: Shape, factor: number, shift: number): Float64Array | null {
  const { targets, diagonal, starts, slices } = shape;
  const entries = new Float64Array(4 * starts[2 * slices]);
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

function shapeOf(M: SparseReal, places: Int32Array): Shape {
  const { n, rowStart, columns, values } = M;
  const slices = Math.ceil(n / 4);
  const size = 4 * slices;
  const rows = new Int32Array(n);
  for (let q = 0; q < n; q++) rows[places[q]] = q;
  const starts = new Int32Array(2 * slices + 1);
  const offsets: number[] = [];
  const targets = new Int32Array(columns.length).fill(-1);
  const diagonal = new Int32Array(n);
  // By column − row: entries of the slice at hand, and the quad where they go.
  const met = new Int32Array(2 * size);
  const quads = new Int32Array(2 * size);
  const counts = (e: number, r: number) => columns[e] !== r && values[e] !== 0;
  for (let s = 0; s < slices; s++) {
    const end = Math.min(4 * s + 4, n);
    const distances = [0];
    met[size] = end - 4 * s;
    for (let at = 4 * s; at < end; at++) {
      const r = rows[at];
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
        if (counts(e, r) && met[places[columns[e]] - at + size]++ === 0) distances.push(places[columns[e]] - at);
      }
    }
    let next = starts[2 * s];
    for (const distance of distances) {
      const first = 4 * s + distance;
      const wide = met[distance + size] >= WORTH && first >= 0 && first + 4 <= size;
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
      diagonal[r] = target(at);
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (counts(e, r)) targets[e] = target(places[columns[e]]);
    }
    starts[2 * s + 2] = next + (offsets.length - loose) / 4;
    for (const distance of distances) met[distance + size] = 0;
  }
  return { slices, places, starts, offsets: Int32Array.from(offsets), targets, diagonal };
}
