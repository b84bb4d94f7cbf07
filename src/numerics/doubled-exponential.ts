/** exp(L t) − 1 of a small sparse matrix in double-double arithmetic. */
import { DoubledSum } from "./doubled.ts";
import { doubledExpm1 } from "./doubled-expm.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";

/** Most coordinates of a sector whose evolution is exponentiated so. */
const LARGEST = 64;

/** exp(L t) − 1; null when L is too large. */
export function doubledExponential({ n, rowStart, columns, values, low }: DoubledSparse, t: number): DoubledSparse | null {
  if (n > LARGEST) return null;
  const A = new Float64Array(4 * n * n);
  const sum = new DoubledSum();
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      sum.set(0).addProductOfPairs(values[e], low?.[e] ?? 0, t, 0);
      A[4 * (r * n + columns[e])] = sum.high;
      A[4 * (r * n + columns[e]) + 1] = sum.low;
    }
  }
  const Y = doubledExpm1(n, A);
  const out = { columns: [] as number[], values: [] as number[], low: [] as number[] };
  const start = new Int32Array(n + 1);
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < n; c++) {
      const at = 4 * (r * n + c);
      if (Y[at] === 0) continue;
      out.columns.push(c);
      out.values.push(Y[at]);
      out.low.push(Y[at + 1]);
    }
    start[r + 1] = out.columns.length;
  }
  return {
    n,
    rowStart: start,
    columns: Int32Array.from(out.columns),
    values: Float64Array.from(out.values),
    low: Float64Array.from(out.low),
  };
}
