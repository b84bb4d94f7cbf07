/** The 4 × 4 blocks that hold an envelope, and the place of each entry in them, as assembly/skyline.ts stores them. */
import type { Envelope, SparseReal } from "./envelope.ts";
import { isKnown } from "./known-patterns.ts";

const SIDE = 4;
const BLOCK = SIDE * SIDE;

/** An envelope in blocks: [lower | upper | diagonal], 16 values per block. */
export interface BlockEnvelope {
  /** Block rows; the last one is filled up with rows of the identity. */
  readonly m: number;
  readonly first: Int32Array;
  /** Blocks before each row, and of all. */
  readonly start: Int32Array;
  /** Values of each of the two triangles. */
  readonly size: number;
}

const known = new WeakMap<Envelope, BlockEnvelope>();

/** The blocks of an envelope, kept with it. */
export function blocksOf(envelope: Envelope): BlockEnvelope {
  let blocks = known.get(envelope);
  if (!blocks) known.set(envelope, (blocks = makeBlocks(envelope)));
  return blocks;
}

function makeBlocks({ first: rows }: Envelope): BlockEnvelope {
  const n = rows.length;
  const m = Math.ceil(n / SIDE);
  const first = new Int32Array(m);
  const start = new Int32Array(m + 1);
  for (let I = 0; I < m; I++) {
    first[I] = I;
    for (let i = SIDE * I; i < Math.min(n, SIDE * (I + 1)); i++) first[I] = Math.min(first[I], rows[i] >> 2);
    start[I + 1] = start[I] + I - first[I];
  }
  return { m, first, start, size: BLOCK * start[m] };
}

/** Bytes of a matrix in blocks. */
export function bytesOfBlocks({ m, size }: BlockEnvelope): number {
  return 8 * (2 * size + BLOCK * m);
}

const targets = new WeakMap<Envelope, { readonly columns: Int32Array; readonly places: Float64Array | Int32Array }>();

/** Where each entry of a matrix goes; −1 for stored zeros. Kept with the envelope for the index lists of a known pattern. */
export function placesOf(A: SparseReal, envelope: Envelope): Float64Array | Int32Array {
  const kept = targets.get(envelope);
  if (kept && kept.columns === A.columns && isKnown(A)) return kept.places;
  const { place } = envelope;
  const { m, first, start, size } = blocksOf(envelope);
  const places = 2 * size + BLOCK * m < 0x80000000 ? new Int32Array(A.values.length) : new Float64Array(A.values.length);
  for (let r = 0; r < A.n; r++) {
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      const [i, j] = [place[r], place[A.columns[e]]];
      const [I, J] = [i >> 2, j >> 2];
      if (A.values[e] === 0) places[e] = -1;
      else if (I === J) places[e] = 2 * size + diagonalPlace(i, j);
      else if (I > J) places[e] = BLOCK * start[I] + SIDE * (j - SIDE * first[I]) + (i & 3);
      else places[e] = size + BLOCK * start[J] + SIDE * (i - SIDE * first[J]) + (j & 3);
    }
  }
  targets.set(envelope, { columns: A.columns, places });
  return places;
}

/** The place of element (i, j) of a diagonal block among the values of all of them. */
export function diagonalPlace(i: number, j: number): number {
  return BLOCK * (i >> 2) + SIDE * (j & 3) + (i & 3);
}
