/** exp(L t) − 1 of a sparse matrix of small blocks in double-double arithmetic. */
import { DoubledSum } from "./doubled.ts";
import { connectedBlocks, doubledExpm1 } from "./doubled-expm.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";

/** Most coordinates of a block that is exponentiated so. */
const LARGEST = 64;
/** Entries below this share of the largest are what its own rounding left. */
const NOISE = 1e-30;

/** exp(L t) − 1; null when a block of L is too large. */
export function doubledExponential(L: DoubledSparse, t: number): DoubledSparse | null {
  const rows: [number, number, number][][] = Array.from({ length: L.n }, () => []);
  for (const block of connectedBlocks(L.rowStart, L.columns)) {
    if (block.length > LARGEST) return null;
    exponentiate(L, t, block, rows);
  }
  const rowStart = new Int32Array(L.n + 1);
  rows.forEach((row, r) => {
    rowStart[r + 1] = rowStart[r] + row.length;
  });
  const entries = rows.flat();
  return {
    n: L.n,
    rowStart,
    columns: Int32Array.from(entries, ([column]) => column),
    values: Float64Array.from(entries, ([, value]) => value),
    low: Float64Array.from(entries, ([, , low]) => low),
  };
}

/** Add the rows of one block; its indices increase. */
function exponentiate(L: DoubledSparse, t: number, block: readonly number[], rows: [number, number, number][][]): void {
  const n = block.length;
  const place = new Map(block.map((index, k) => [index, k]));
  const A = new Float64Array(4 * n * n);
  const sum = new DoubledSum();
  block.forEach((index, r) => {
    for (let e = L.rowStart[index]; e < L.rowStart[index + 1]; e++) {
      sum.set(0).addProductOfPairs(L.values[e], L.low?.[e] ?? 0, t, 0);
      const at = 4 * (r * n + (place.get(L.columns[e]) as number));
      A[at] = sum.high;
      A[at + 1] = sum.low;
    }
  });
  const Y = doubledExpm1(n, A);
  const most = Y.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  block.forEach((index, r) => {
    block.forEach((column, c) => {
      const at = 4 * (r * n + c);
      if (Math.abs(Y[at]) > NOISE * most) rows[index].push([column, Y[at], Y[at + 1]]);
    });
  });
}
