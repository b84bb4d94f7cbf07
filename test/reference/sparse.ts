import type { SparseArrays } from "./maps.ts";
import { randomValues } from "./random.ts";

/** Random sparse rows with ascending columns; about `density` of all places are filled, some rows stay empty. */
export function randomSparse(rows: number, columns: number, density: number, seed: number): SparseArrays {
  const places = randomValues(rows * columns, seed);
  const rowStart = new Int32Array(rows + 1);
  const kept: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) if (i % 5 !== 3 && (places[i * columns + j] + 1) / 2 < density) kept.push(j);
    rowStart[i + 1] = kept.length;
  }
  return { rowStart, columns: Int32Array.from(kept), values: randomValues(2 * kept.length, seed + 1) };
}

/** The dense matrix of sparse rows. */
export function denseOf({ rowStart, columns, values }: SparseArrays, rows: number, width: number): Float64Array {
  const out = new Float64Array(2 * rows * width);
  for (let i = 0; i < rows; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) out.set([values[2 * e], values[2 * e + 1]], 2 * (i * width + columns[e]));
  }
  return out;
}
